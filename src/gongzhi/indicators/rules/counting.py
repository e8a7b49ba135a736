"""What one fact about a case adds to the figures: a pure fold over the case's own facts, in their order."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Protocol

from gongzhi.cases.events import CaseJudged, CaseMoved, CaseReported
from gongzhi.kernel.clock import CHINA

REPORTED, INTAKE, MATTER = "reported", "intake", "matter"
IN_TIME, LATE, MISSED, NO_RESPONSE = "in_time", "late", "missed", "no_response"
ANSWERED, HOURS, MATTER_HOURS = "answered", "hours", "matter_hours"
JUDGED, SOLVED, SATISFIED, NO_JUDGEMENT = "judged", "solved", "satisfied", "no_judgement"
REOPENED, CONTESTED = "reopened", "contested"
# Measures whose cases are kept one by one, so that a figure opens to them; the others repeat these in another cut.
OPENED = frozenset({
    REPORTED, IN_TIME, LATE, MISSED, NO_RESPONSE, ANSWERED,
    JUDGED, SOLVED, SATISFIED, NO_JUDGEMENT, REOPENED, CONTESTED,
})  # fmt: skip
NOT_COUNTED, WITHDRAWN, SILENT, MERGED, REASSIGNED = "not_counted", "withdrawn", "silent", "merged", "reassigned"
FIRST_ANSWER_DUE = ("sorting", "filed")  # states in which a body's first answer is awaited
_CUT_SHORT = {"withdraw": WITHDRAWN, "merge": MERGED, "rise": REASSIGNED, "reclassify": REASSIGNED}
HOUR, DAY = timedelta(hours=1), 24
EXACT_HOURS = 48  # beyond two days the durations of a matter type are kept by whole days

CaseFact = CaseReported | CaseMoved | CaseJudged
KINDS = (CaseReported.kind, CaseMoved.kind, CaseJudged.kind)
REACTION = "gongzhi.indicators.reactions.when_a_case_changes"  # the name by which the record keeps its cursor


class Terms(Protocol):
    """What counting asks of the lists and rule packs in force on the day of the fact."""

    def counts(self, matter: str, day: date) -> bool:
        """Whether cases of this matter type enter the three rates."""

    def satisfied_from(self, day: date) -> int:
        """The lowest mark of five that is satisfied."""


@dataclass(frozen=True)
class Entry:
    """One thing counted once: the measure, the closed word that narrows it, the body it belongs to, a whole number."""

    measure: str
    body_id: int
    word: str = ""
    value: int = 0


@dataclass(frozen=True)
class Life:
    """What later facts need to know of the earlier ones."""

    reported_at: datetime
    part: bool
    matter: str
    street_id: int
    community_id: int
    holder_id: int
    classified: bool


def month_of(at: datetime) -> int:
    """The month of an instant on China's wall clock, as yyyymm."""
    local = at.astimezone(CHINA)
    return local.year * 100 + local.month


def follow(life: Life | None, event: CaseFact, at: datetime, terms: Terms) -> tuple[Life, list[Entry]]:
    """The life after one more fact, and what this fact adds. ValueError when the facts cannot follow each other."""
    if isinstance(event, CaseReported):
        return _reported(event, at)
    if life is None:
        raise ValueError(f"{event.kind} of case {event.case_id} before it was reported")
    if isinstance(event, CaseJudged):
        return life, _judged(life, event, at, terms)
    return _moved(life, event, at, terms)


def _reported(event: CaseReported, at: datetime) -> tuple[Life, list[Entry]]:
    part = event.part_of is not None
    life = Life(
        at, part, event.matter, event.street_id or 0, event.community_id or 0, event.holder_id, bool(event.matter)
    )
    if part:  # a part of a divided case is nobody's report; only the body's own clocks count
        return life, []
    entries = [Entry(REPORTED, event.holder_id, event.channel), Entry(INTAKE, event.holder_id, event.intake)]
    if event.matter:
        entries.append(Entry(MATTER, event.holder_id, event.matter))
    return life, entries


def _moved(life: Life, event: CaseMoved, at: datetime, terms: Terms) -> tuple[Life, list[Entry]]:
    entries = _first_answer(life, event, at, terms)
    if not life.part:
        if event.matter and not life.classified:
            entries.append(Entry(MATTER, event.holder_id, event.matter))
        entries += _answered(life, event, at) + _ended(life, event)
    known = life.classified or bool(event.matter)
    return replace(life, matter=event.matter, holder_id=event.holder_id, classified=known), entries


def _first_answer(life: Life, event: CaseMoved, at: datetime, terms: Terms) -> list[Entry]:
    """How a body's first answer came; a clock that was cut short is an exclusion with its ground."""
    if event.response:
        body = event.responder_id or life.holder_id
        if not terms.counts(event.matter, _day(at)):
            return [Entry(NO_RESPONSE, body, NOT_COUNTED)]
        return [Entry(event.response, body)]
    if event.source in FIRST_ANSWER_DUE:
        return [Entry(NO_RESPONSE, life.holder_id, _CUT_SHORT.get(event.move, REASSIGNED))]
    return []


def _answered(life: Life, event: CaseMoved, at: datetime) -> list[Entry]:
    """The first answer to the resident, and the whole hours from report to it."""
    if event.move not in ("answer", "follow") or event.reopened:
        return []
    hours = max(0, (at - life.reported_at) // HOUR)
    coarse = hours if hours < EXACT_HOURS else hours // DAY * DAY
    body = event.holder_id
    return [
        Entry(ANSWERED, body, event.outcome),
        Entry(HOURS, body, value=hours),
        Entry(MATTER_HOURS, body, event.matter, coarse),
    ]


def _ended(life: Life, event: CaseMoved) -> list[Entry]:
    """Ends without a judgement, with their ground; reopened and contested ends."""
    body = life.holder_id
    if event.move.startswith("close_silent"):
        return [Entry(NO_JUDGEMENT, body, SILENT)]
    if event.move == "withdraw":
        return [Entry(NO_JUDGEMENT, body, WITHDRAWN)]
    if event.state == "lawful":
        return [Entry(NO_JUDGEMENT, body, event.branch)]
    if event.move == "reopen":
        return [Entry(REOPENED, body)]
    return [Entry(CONTESTED, body)] if event.move == "contest" else []


def _judged(life: Life, event: CaseJudged, at: datetime, terms: Terms) -> list[Entry]:
    day, body = _day(at), event.holder_id
    if not terms.counts(life.matter, day):
        return [Entry(NO_JUDGEMENT, body, NOT_COUNTED)]
    entries = [Entry(JUDGED, body, event.channel)]
    if event.solved:
        entries.append(Entry(SOLVED, body, event.channel))
    if event.satisfied >= terms.satisfied_from(day):
        entries.append(Entry(SATISFIED, body, event.channel))
    return entries


def _day(at: datetime) -> date:
    return at.astimezone(CHINA).date()
