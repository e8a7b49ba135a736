"""How an assessment goes from its opening to an expired grade, and an organisation from its filing to registration."""

from __future__ import annotations

from gongzhi.kernel.lifecycle import Kind, Lifecycle, Move

OPEN, CLOSED = Kind.OPEN, Kind.CLOSED

ASSESSMENT = Lifecycle(
    "assessment",
    states={
        "opened": OPEN,
        "gathering": OPEN,
        "graded": OPEN,
        "noticed": OPEN,
        "appealed": OPEN,
        "in_force": OPEN,
        "expired": CLOSED,
        "stopped": CLOSED,
    },
    start="opened",
    moves=(
        Move("gather", ("opened",), "gathering", "assessment.put"),
        Move("grade", ("gathering",), "graded", "assessment.run"),
        Move("reopen", ("graded",), "gathering", "assessment.run", ("reason",)),
        Move("notice", ("graded",), "noticed", "assessment.run"),
        Move("appeal", ("noticed",), "appealed", "assessment.appeal", ("text",)),
        Move("settle", ("appealed",), "noticed", "assessment.run", ("reply",)),
        Move("put_in_force", ("noticed",), "in_force", "assessment.run"),
        Move("expire", ("in_force",), "expired", "assessment.expire"),
        Move("stop", ("opened", "gathering", "graded"), "stopped", "assessment.run", ("reason",)),
    ),
)

STAGE = Lifecycle(
    "organisation stage",
    states={"filed": OPEN, "incubating": OPEN, "grown": OPEN, "registered": OPEN, "left": CLOSED},
    start="filed",
    moves=(
        Move("incubate", ("filed",), "incubating", "assessment.stage", ("paper",)),
        Move("grow", ("incubating",), "grown", "assessment.stage", ("paper",)),
        Move("register", ("grown",), "registered", "assessment.stage", ("paper",)),
        Move("step_back", ("grown",), "incubating", "assessment.stage", ("paper",)),
        Move("leave", ("filed", "incubating", "grown", "registered"), "left", "assessment.stage", ("paper",)),
    ),
)
