"""How a case closes its loop: every state, its stage, and every move between states."""

from __future__ import annotations

from gongzhi.kernel.lifecycle import Kind, Lifecycle, Move

OPEN, CLOSED = Kind.OPEN, Kind.CLOSED

# The six stages of 民生反馈—问题上报—社区吹哨—部门响应—联商解决—民生评价 (row E01), by state.
STAGE = {
    "sorting": 1,
    "filed": 2,
    "offered": 2,
    "disputed": 2,
    "whistled": 3,
    "handling": 4,
    "responding": 4,
    "joint": 5,
    "split": 5,
    "merged": 4,
    "answered": 6,
    "solved": 6,
    "explained": 6,
    "withdrawn": 6,
    "lawful": 6,
    "part_done": 6,
}
_AT_WORK = ("filed", "offered", "disputed", "handling", "whistled", "responding", "joint")
_ANY_OPEN = ("sorting", *_AT_WORK, "split", "merged", "answered")

CASE = Lifecycle(
    "case",
    states={
        "sorting": OPEN,
        "filed": OPEN,
        "offered": OPEN,
        "disputed": OPEN,
        "handling": OPEN,
        "whistled": OPEN,
        "responding": OPEN,
        "joint": OPEN,
        "split": OPEN,
        "merged": OPEN,
        "answered": OPEN,
        "solved": CLOSED,
        "explained": CLOSED,
        "withdrawn": CLOSED,
        "lawful": CLOSED,
        "part_done": CLOSED,
    },
    start="sorting",
    moves=(
        Move("sort", ("sorting",), "filed", "case.sort", ("matter",)),
        Move("sort_itself", ("sorting",), "filed", "case.clock", ("matter",)),
        Move("reclassify", ("filed", "handling"), "filed", "case.sort", ("matter",)),
        Move("accept", ("filed",), "handling", "case.hold"),
        Move("offer", ("filed", "handling"), "offered", "case.hold", ("to_body", "clause")),
        Move("take", ("offered",), "handling", "case.take"),
        Move("decline", ("offered",), "disputed", "case.take", ("clause",)),
        Move("return_offer", ("offered",), "handling", "case.clock"),
        Move("refuse", ("filed",), "disputed", "case.refuse", ("clause",)),
        Move("decide", ("disputed",), "filed", "case.decide", ("to_body", "reason")),
        Move("decide_by_list", ("disputed",), "filed", "case.clock"),
        Move("whistle", ("handling",), "whistled", "case.whistle", ("calls",)),
        Move("arrive", ("whistled", "responding"), "responding", "case.arrive"),
        Move("report_in", ("responding",), "responding", "case.arrive", ("report",)),
        Move("decline_call", ("whistled",), "whistled", "case.arrive", ("clause",)),
        Move("decline_call", ("responding",), "responding", "case.arrive", ("clause",)),
        Move("recall", ("whistled", "responding"), "handling", "case.whistle", ("reason",)),
        Move("plan", ("responding",), "joint", "case.whistle", ("lead", "plan", "due")),
        Move("answer", ("handling", "joint"), "answered", "case.answer", ("answer", "outcome")),
        Move("divide", ("handling",), "split", "case.divide", ("parts",)),
        Move("join", ("split",), "handling", "case.clock"),
        Move("finish_part", ("handling", "joint"), "part_done", "case.part", ("answer",)),
        Move("rise", _AT_WORK, "filed", "case.rise"),
        Move("merge", ("sorting", "filed", "handling"), "merged", "case.merge", ("primary",)),
        Move("unmerge", ("merged",), "filed", "case.merge"),
        Move("follow", ("merged",), "answered", "case.clock"),
        Move("follow_lawful", ("merged",), "lawful", "case.clock"),
        Move("confirm_solved", ("answered",), "solved", "case.judge", ("solved", "satisfied")),
        Move("confirm_explained", ("answered",), "explained", "case.judge", ("solved", "satisfied")),
        Move("reopen", ("answered",), "filed", "case.judge", ("solved", "satisfied")),
        Move("contest", ("answered",), "explained", "case.judge", ("solved", "satisfied")),
        Move("close_silent_solved", ("answered",), "solved", "case.clock"),
        Move("close_silent_explained", ("answered",), "explained", "case.clock"),
        Move("redirect", ("sorting", "filed", "handling"), "lawful", "case.redirect", ("branch",)),
        Move("withdraw", _ANY_OPEN, "withdrawn", "case.own"),
        Move("undo_to_sorting", ("filed", "merged"), "sorting", "case.undo"),
        Move("undo_to_filed", ("filed", "handling", "offered", "merged"), "filed", "case.undo"),
        Move("undo_to_handling", ("filed", "offered", "merged", "whistled"), "handling", "case.undo"),
    ),
)

# The duties that may run in each state, and those that a move fulfils; every open state has a clock (C-B, E12).
DUTIES = {
    "sorting": ("sort",),
    "filed": ("accept", "solve"),
    "offered": ("solve", "take"),
    "disputed": ("solve", "decide"),
    "handling": ("solve",),
    "whistled": ("solve", "arrive"),
    "responding": ("solve", "arrive"),
    "joint": ("solve",),
    "split": ("solve",),
    "merged": (),
    "answered": ("judge", "call_back"),
}
FULFILS = {
    "sort": ("sort",),
    "accept": ("accept",),
    "offer": ("accept",),
    "take": ("take",),
    "decline": ("take",),
    "refuse": ("accept",),
    "decide": ("decide",),
    "answer": ("accept", "solve"),
    "finish_part": ("solve",),
    "redirect": ("sort", "accept", "solve"),
    "follow": ("solve",),
    "confirm_solved": ("judge", "call_back"),
    "confirm_explained": ("judge", "call_back"),
    "reopen": ("judge", "call_back"),
    "contest": ("judge", "call_back"),
}
JUDGING = ("confirm_solved", "confirm_explained", "reopen", "contest")
# Slips that whoever made them may take back for a moment (rule pack "case.undo"): each of these moves has its way back
# in the table, named by the state to which it returns; which of them is the right one, the record says.
TAKEN_BACK = ("sort", "reclassify", "accept", "offer", "whistle", "merge")
UNDOS = tuple(move.name for move in CASE.moves if move.permit == "case.undo")
RUNGS = ("building", "grid", "community", "street", "district")
