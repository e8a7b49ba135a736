"""How a vote goes from a draft to a published result: one table, from which buttons and tests are drawn."""

from __future__ import annotations

from gongzhi.kernel.lifecycle import Kind, Lifecycle, Move

OPEN, CLOSED = Kind.OPEN, Kind.CLOSED

VOTE = Lifecycle(
    "vote",
    states={
        "drafted": OPEN,
        "rolled": OPEN,
        "noticed": OPEN,
        "open": OPEN,
        "closed": OPEN,
        "counted": OPEN,
        "certified": OPEN,
        "published": CLOSED,
        "withdrawn": CLOSED,
    },
    start="drafted",
    moves=(
        Move("freeze", ("drafted",), "rolled", "vote.run"),
        Move("notice", ("rolled",), "noticed", "vote.run"),
        Move("open", ("noticed",), "open", "vote.run"),
        Move("extend", ("open",), "open", "vote.run", ("closes", "reason")),
        Move("close", ("open",), "closed", "vote.run"),
        Move("count", ("closed",), "counted", "vote.run"),
        Move("recount", ("counted",), "counted", "vote.run", ("reason",)),
        Move("certify", ("counted",), "certified", "vote.run"),
        Move("publish", ("certified",), "published", "vote.run"),
        Move(
            "withdraw",
            ("drafted", "rolled", "noticed", "open", "closed", "counted"),
            "withdrawn",
            "vote.run",
            ("reason",),
        ),
    ),
)

# In which states the electorate may still be put right: after the close only an objection does that.
CORRECTABLE = ("rolled", "noticed", "open")
