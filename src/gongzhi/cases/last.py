"""The last act on a case, as the record has it: what was done, how the case stood before, which clocks it moved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from gongzhi.cases.events import CallMade, CaseHanded, CaseMoved, CaseReported
from gongzhi.cases.lifecycle import TAKEN_BACK
from gongzhi.cases.rules import Standing, fold
from gongzhi.duties.events import DutyCancelled, DutyDischarged, DutyOpened
from gongzhi.kernel import clock
from gongzhi.kernel.reference import Ref
from gongzhi.record import selectors as record
from gongzhi.record.selectors import FactView
from gongzhi.rulebook import selectors as rulebook

OWN = "case."  # the family of the facts that acts on a case make; those of its clocks have another
STORY = (CaseReported.kind, CaseMoved.kind, CaseHanded.kind)
ENDED = (DutyDischarged.kind, DutyCancelled.kind)
BESIDE = CallMade.kind  # told by a whistle before its own fact


@dataclass(frozen=True)
class Act:
    """The last act on a case; `name` is the move, "pause" or "note", and empty where there is no way back from it."""

    fact: FactView
    name: str


@dataclass(frozen=True)
class Before:
    """How the case stood before an act, and the duties that the act opened and ended."""

    standing: Standing
    whistled: bool
    opened: tuple[int, ...]
    ended: tuple[int, ...]


def seconds() -> int:
    """How long an act can be taken back (rule pack)."""
    return rulebook.number("case.undo", clock.today().date())


def is_fresh(act: Act) -> bool:
    """Whether the act was made less than that long ago."""
    return clock.now() - act.fact.at < timedelta(seconds=seconds())


def last_act(case_id: int) -> Act | None:
    """The last thing that anybody, or the clock, did to the case; one query."""
    fact = record.latest_about(Ref("cases.case", case_id), OWN)
    return Act(fact, _name(fact)) if fact else None


def _name(fact: FactView) -> str:
    move = fact.data.get("move", "")
    if move in TAKEN_BACK:
        return str(move)
    if fact.kind == "case.clock_paused" and not fact.data["running"]:
        return "pause"
    return "note" if fact.kind == "case.noted" else ""


def before(act: Act) -> Before:
    """The case as the record rebuilds it without the act. The act is a move of TAKEN_BACK."""
    facts = [f for f in record.facts_about(act.fact.about) if f.id < act.fact.id]
    standing: Standing | None = None
    undone = {f.data.get("undoes", 0) for f in facts}
    for fact in facts:
        event = fact.event
        if isinstance(event, CaseReported | CaseMoved | CaseHanded):
            standing = fold(standing, event)
    if standing is None:
        raise ValueError("an act on a case that was never reported")
    with_it = _with_it(facts, act.fact)
    return Before(
        standing=standing,
        whistled=any(f.data.get("move") == "whistle" and f.id not in undone for f in facts),
        opened=tuple(f.data["duty_id"] for f in with_it if f.kind == DutyOpened.kind),
        ended=tuple(f.data["duty_id"] for f in with_it if f.kind in ENDED),
    )


def _with_it(facts: list[FactView], act: FactView) -> list[FactView]:
    """The facts that the same act told before its own: back to the one that ended the act before."""
    found: list[FactView] = []
    for fact in reversed(facts):
        if fact.kind.startswith(OWN) and fact.kind != BESIDE:
            break
        if fact.actor == act.actor:
            found.append(fact)
    return found
