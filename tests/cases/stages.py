"""Bring a case of the small street into any state, by the services, as people would."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tests.world import World

from gongzhi.cases import services
from gongzhi.cases.models import Case
from gongzhi.kernel import clock

CLAUSE = "FW01:community"


def given(world: World, move: str) -> dict[str, Any]:
    """Inputs with which the move succeeds where it is allowed."""
    urban, housing = world.body_of("urban").pk, world.body_of("housing").pk
    answers: dict[str, dict[str, Any]] = {
        "sort_itself": {"matter": "LJ01"},
        "sort": {"matter": "FW01"},
        "reclassify": {"matter": "LJ01"},
        "offer": {"to_body": urban, "clause": CLAUSE},
        "decline": {"clause": CLAUSE},
        "refuse": {"clause": CLAUSE},
        "decide": {"to_body": housing, "reason": "归街道物业办"},
        "whistle": {"calls": (urban, housing)},
        "report_in": {"report": "现场看过，防水层破了"},
        "decline_call": {"clause": CLAUSE},
        "recall": {"reason": "已经弄清楚了"},
        "plan": {"lead": housing, "plan": "物业修防水，城管清场地", "due": clock.now() + timedelta(days=9)},
        "answer": {"answer": "防水修好了，23 日复查过", "outcome": "solved"},
        "divide": {"parts": (("FW01", "修外墙"), ("LJ01", "换楼道灯"))},
        "finish_part": {"answer": "这一部分做完了"},
        "redirect": {"branch": "legal_path"},
        "follow": {"outcome": "solved", "answer": "主件答复"},
    }
    return answers.get(move, {})


def make(world: World, state: str) -> Case:
    """A case about a leaking wall in this state; the community's committee has it unless the state says otherwise."""
    if state == "sorting":
        return world.report("", text="外墙漏水，不知道归谁")
    case = world.report("FW01", text="外墙漏水很久了")
    for who, move in _WAYS[state]:
        _do(world, case, who, move)
        case.refresh_from_db()
    if state == "part_done":
        return case.parts.get(state="part_done")
    assert case.state == state, (case.state, state)
    return case


def _do(world: World, case: Case, who: str, move: str) -> None:
    if move == "merge":
        other = world.report("FW01", text="同一面外墙漏水")
        world.move(who, case, "merge", primary=other.pk)
    elif move == "judge":
        solved = case.outcome == "solved"
        services.judge(actor=world.reporter(case), case_id=case.pk, solved=solved, satisfied=5)
    elif move == "answer_honestly":
        world.move(who, case, "answer", answer="要等明年大修，今年先做临时遮挡", outcome="explained")
    elif move == "part":
        part = case.parts.get(matter="LJ01")
        world.move("head", part, "accept")
        world.move("head", part, "finish_part", answer="灯换好了")
    elif who == "reporter":
        world.move(world.reporter(case), case, move)
    else:
        world.move(who, case, move, **given(world, move))


_ACCEPTED = (("worker", "accept"),)
_WHISTLED = (*_ACCEPTED, ("worker", "whistle"))
_RESPONDING = (*_WHISTLED, ("urban", "arrive"))
_ANSWERED = (*_ACCEPTED, ("worker", "answer"))
_SPLIT = (*_ACCEPTED, ("worker", "divide"))
_WAYS: dict[str, tuple[tuple[str, str], ...]] = {
    "filed": (),
    "offered": (*_ACCEPTED, ("worker", "offer")),
    "disputed": (("worker", "refuse"),),
    "handling": _ACCEPTED,
    "whistled": _WHISTLED,
    "responding": _RESPONDING,
    "joint": (*_RESPONDING, ("worker", "plan")),
    "split": _SPLIT,
    "merged": (("worker", "merge"),),
    "answered": _ANSWERED,
    "solved": (*_ANSWERED, ("reporter", "judge")),
    "explained": (*_ACCEPTED, ("worker", "answer_honestly"), ("reporter", "judge")),
    "withdrawn": (("reporter", "withdraw"),),
    "lawful": (("worker", "redirect"),),
    "part_done": (*_SPLIT, ("", "part")),
}
