"""How a recurring problem ends: seen by the machine, taken up or dropped by a person, planned, done, watched."""

from __future__ import annotations

from gongzhi.kernel.lifecycle import Kind, Lifecycle, Move

OPEN, CLOSED = Kind.OPEN, Kind.CLOSED

PROBLEM = Lifecycle(
    "problem",
    states={
        "found": OPEN,
        "confirmed": OPEN,
        "planned": OPEN,
        "watched": OPEN,
        "solved": CLOSED,
        "dismissed": CLOSED,
        "joined": CLOSED,
    },
    start="found",
    moves=(
        Move("confirm", ("found",), "confirmed", "problem.sort", ("title", "lead")),
        Move("dismiss", ("found", "confirmed"), "dismissed", "problem.sort", ("reason",)),
        Move("fade", ("found",), "dismissed", "problem.watch"),
        Move("look_again", ("dismissed",), "found", "problem.sort"),
        Move("join", ("found", "confirmed", "planned"), "joined", "problem.sort", ("into",)),
        Move("part", ("joined",), "found", "problem.sort"),
        Move("plan", ("confirmed", "planned"), "planned", "problem.lead", ("plan", "due")),
        Move("progress", ("planned",), "planned", "problem.lead", ("note",)),
        Move("finish", ("planned",), "watched", "problem.lead", ("note",)),
        Move("recur", ("watched", "solved"), "confirmed", "problem.watch"),
        Move("close", ("watched",), "solved", "problem.watch"),
    ),
)

# Who must do what next in each open state: the kind of duty (row E12: no open matter without an owner and a clock).
DUTIES = {"found": "review", "confirmed": "plan", "planned": "solve", "watched": "review"}
