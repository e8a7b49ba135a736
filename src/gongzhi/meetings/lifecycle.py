"""How a meeting goes from its notice to its published minutes, and a resolution from its making to its proof."""

from __future__ import annotations

from gongzhi.kernel.lifecycle import Kind, Lifecycle, Move

OPEN, CLOSED = Kind.OPEN, Kind.CLOSED

MEETING = Lifecycle(
    "meeting",
    states={
        "called": OPEN,
        "open": OPEN,
        "adjourned": OPEN,
        "closed": OPEN,
        "minuted": OPEN,
        "approved": OPEN,
        "published": CLOSED,
        "cancelled": CLOSED,
    },
    start="called",
    moves=(
        Move("open", ("called", "adjourned"), "open", "meeting.run"),
        Move("adjourn", ("open",), "adjourned", "meeting.run", ("until", "reason")),
        Move("close", ("open",), "closed", "meeting.run"),
        Move("cancel", ("called", "adjourned"), "cancelled", "meeting.run", ("reason",)),
        Move("draft", ("closed",), "minuted", "meeting.run"),
        Move("amend", ("minuted",), "minuted", "meeting.attended"),
        Move("approve", ("minuted",), "approved", "meeting.sign"),
        Move("publish", ("approved",), "published", "meeting.run"),
    ),
)

RESOLUTION = Lifecycle(
    "resolution",
    states={"open": OPEN, "reported": OPEN, "done": CLOSED, "dropped": CLOSED},
    start="open",
    moves=(
        Move("report", ("open",), "reported", "resolution.report", ("text",)),
        Move("confirm", ("reported",), "done", "resolution.check"),
        Move("send_back", ("reported",), "open", "resolution.check", ("reason",)),
        Move("drop", ("open", "reported"), "dropped", "resolution.check", ("reason",)),
    ),
)
