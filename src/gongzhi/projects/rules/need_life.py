"""The states of a need and the moves between them, as data: every end says what became of it."""

from __future__ import annotations

from gongzhi.kernel.lifecycle import Kind, Lifecycle, Move

NEED = Lifecycle(
    "need",
    states={
        "raised": Kind.OPEN,
        "listed": Kind.OPEN,
        "planned": Kind.OPEN,
        "later": Kind.OPEN,
        "met": Kind.CLOSED,
        "otherwise": Kind.CLOSED,
        "cannot": Kind.CLOSED,
        "withdrawn": Kind.CLOSED,
        "joined": Kind.CLOSED,
    },
    start="raised",
    moves=(
        Move("list", ("raised",), "listed", permit="need.sort"),
        Move("plan", ("listed", "later"), "planned", permit="need.plan"),
        Move("unplan", ("planned",), "listed", permit="need.plan", needs=("reason",)),
        Move("meet", ("planned",), "met", permit="need.plan"),
        Move("otherwise", ("raised", "listed", "later"), "otherwise", permit="need.sort", needs=("reason",)),
        Move("cannot", ("raised", "listed", "later"), "cannot", permit="need.sort", needs=("reason", "ground")),
        Move("put_off", ("raised", "listed"), "later", permit="need.sort", needs=("reason", "until")),
        Move("take_back", ("later",), "listed", permit="need.return"),
        Move("reopen", ("otherwise", "cannot", "withdrawn"), "listed", permit="need.sort", needs=("reason",)),
        Move("withdraw", ("raised", "listed"), "withdrawn", permit="need.own"),
        Move("join", ("listed",), "joined", permit="need.sort", needs=("into",)),
        Move("split", ("joined",), "listed", permit="need.sort", needs=("reason",)),
    ),
)
