"""How a conversation ends, what may become of a statement, and how a question gets its answer: one table each."""

from __future__ import annotations

from gongzhi.kernel.lifecycle import Kind, Lifecycle, Move

OPEN, CLOSED = Kind.OPEN, Kind.CLOSED

TALK = Lifecycle(
    "talk",
    states={"open": OPEN, "closed": CLOSED},
    start="open",
    moves=(
        Move("close", ("open",), "closed", "opinion.open"),
        Move("reopen", ("closed",), "open", "opinion.open"),
    ),
)

# A statement that waits is looked at by somebody, under a clock; one that is shown needs nobody any more.
STATEMENT = Lifecycle(
    "statement",
    states={"waiting": OPEN, "shown": CLOSED, "taken_down": CLOSED, "joined": CLOSED},
    start="waiting",
    moves=(
        Move("release", ("waiting",), "shown", "opinion.moderate"),
        Move("take_down", ("waiting", "shown"), "taken_down", "opinion.moderate", ("reason",)),
        Move("restore", ("taken_down",), "shown", "opinion.moderate"),
        Move("join", ("waiting", "shown"), "joined", "opinion.moderate", ("into",)),
        Move("part", ("joined",), "shown", "opinion.moderate"),
    ),
)

QUESTION = Lifecycle(
    "question",
    states={"asked": OPEN, "answered": CLOSED, "dismissed": CLOSED},
    start="asked",
    moves=(
        Move("assign", ("asked",), "asked", "opinion.moderate", ("body",)),
        Move("answer", ("asked",), "answered", "opinion.answer", ("text",)),
        Move("dismiss", ("asked",), "dismissed", "opinion.moderate", ("text",)),
        Move("ask_again", ("answered", "dismissed"), "asked", "opinion.moderate"),
    ),
)
