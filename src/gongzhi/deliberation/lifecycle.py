"""How a topic ends: raised, investigated, deliberated, decided by the lawful body, carried out and appraised."""

from __future__ import annotations

from gongzhi.kernel.lifecycle import Kind, Lifecycle, Move

OPEN, CLOSED = Kind.OPEN, Kind.CLOSED

TOPIC = Lifecycle(
    "topic",
    states={
        "raised": OPEN,
        "taken_up": OPEN,
        "investigating": OPEN,
        "deliberating": OPEN,
        "deciding": OPEN,
        "decided": OPEN,
        "carried_out": OPEN,
        "reviewed": CLOSED,
        "dropped": CLOSED,
        "joined": CLOSED,
    },
    start="raised",
    moves=(
        Move("take_up", ("raised",), "taken_up", "topic.sort", ("kind", "title", "lead")),
        Move("drop", ("raised", "taken_up", "investigating", "deliberating"), "dropped", "topic.sort", ("reason",)),
        Move("join", ("raised", "taken_up"), "joined", "topic.sort", ("into",)),
        Move("investigate", ("taken_up",), "investigating", "topic.lead"),
        Move("deliberate", ("investigating",), "deliberating", "topic.lead", ("method",)),
        Move("put_to_vote", ("deliberating",), "deciding", "topic.lead"),
        Move("back", ("deciding",), "deliberating", "topic.lead", ("reason",)),
        Move("conclude", ("deliberating", "deciding"), "decided", "topic.lead", ("outcome", "text")),
        Move("carry_out", ("decided",), "carried_out", "topic.lead", ("result",)),
        Move("review", ("carried_out",), "reviewed", "topic.review", ("verdict", "review")),
    ),
)

# Who must do what next in each open state: the kind of duty (no open topic without a body and a clock).
TOPIC_DUTIES = {
    "raised": "review",
    "taken_up": "investigate",
    "investigating": "investigate",
    "deliberating": "convene",
    "deciding": "count",
    "decided": "carry_out",
    "carried_out": "review",
}
