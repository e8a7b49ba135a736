"""How a project goes from collected needs to the verdict of those who asked: one table, no step skipped."""

from __future__ import annotations

from gongzhi.kernel.lifecycle import Kind, Lifecycle, Move
from gongzhi.projects.rules.claim_life import CLAIM as CLAIM
from gongzhi.projects.rules.need_life import NEED as NEED
from gongzhi.projects.rules.rounds import ITEM as ITEM
from gongzhi.projects.rules.rounds import ROUND as ROUND

OPEN, CLOSED = Kind.OPEN, Kind.CLOSED

PROJECT = Lifecycle(
    "project",
    states={
        "collected": OPEN,
        "deliberated": OPEN,
        "fixed": OPEN,
        "noticed": OPEN,
        "building": OPEN,
        "accepting": OPEN,
        "judging": OPEN,
        "closed": CLOSED,
        "dropped": CLOSED,
    },
    start="collected",
    moves=(
        Move("deliberate", ("collected",), "deliberated", "project.run"),
        Move("fix", ("deliberated",), "fixed", "project.decide"),
        Move("notice", ("fixed",), "noticed", "project.run"),
        Move("start", ("noticed",), "building", "project.run", ("planned_end",)),
        Move("hand_in", ("building",), "accepting", "project.run"),
        Move("pass", ("accepting",), "judging", "project.count"),
        Move("redo", ("accepting",), "building", "project.count"),
        Move("close", ("judging",), "closed", "project.count"),
        # Return paths: each says why.
        Move("collect_again", ("deliberated",), "collected", "project.run", ("reason",)),
        Move("talk_again", ("fixed", "noticed"), "deliberated", "project.decide", ("reason",)),
        Move("repair", ("judging",), "building", "project.run", ("reason", "planned_end")),
        Move("drop", ("collected", "deliberated", "fixed", "noticed", "building"), "dropped", "project.decide",
             ("reason",)),
    ),
)  # fmt: skip

# The seven steps of the bar, in their order; 征集 also holds the forming of a topic.
STEPS = ("collected", "deliberated", "fixed", "noticed", "building", "accepting", "judging")
# In each open state the responsible body has one duty with a clock.
DUTIES = {
    "collected": "prepare",
    "deliberated": "prepare",
    "fixed": "prepare",
    "noticed": "prepare",
    "building": "build",
    "accepting": "check_work",
    "judging": "judge",
}
BEFORE_MONEY = ("collected", "deliberated")
PLANNED = ("fixed", "noticed")
