"""What one fact about a case adds to the figures: a pure fold over the case's own facts, in their order."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Protocol

from gongzhi.cases.events import CaseJudged, CaseMoved, CaseReported
from gongzhi.duties.events import DutyOverdue
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
# Of the work itself, for those who run it; opened to their cases too, and on no public page.
SORTED, CORRECTED, OFF_DUTY = "sorted", "corrected", "off_duty"
INSIDE = frozenset({SORTED, CORRECTED, OFF_DUTY})
GIVEN = "given"  # sorted by the type that was given with the report
OTHER = "other"  # off duty, and on no line of the negative list
NOT_COUNTED, WITHDRAWN, SILENT, MERGED, REASSIGNED = "not_counted", "withdrawn", "silent", "merged", "reassigned"
FIRST_ANSWER_DUE = ("sorting", "filed")  # states in which a body's first answer is awaited
_CUT_SHORT = {"withdraw": WITHDRAWN, "merge": MERGED, "rise": REASSIGNED, "reclassify": REASSIGNED}
_CORRECTING = ("reclassify", "refuse")
BEYOND_DUTY = "beyond_duty"
HOUR, DAY = timedelta(hours=1), 24
EXACT_HOURS = 48  # beyond two days the durations of a matter type are kept by whole days

FIRST_ANSWERS = ("accept", "sort")  # duties whose act is a body's first answer

CaseFact = CaseReported | CaseMoved | CaseJudged | DutyOverdue
KINDS = (CaseReported.kind, CaseMoved.kind, CaseJudged.kind, DutyOverdue.kind)
ABOUT = "cases.case"
REACTION = "gongzhi.indicators.reactions.when_a_case_changes"  # the name by which the record keeps its cursor


class Terms(Protocol):
    """What counting asks of the lists and rule packs in force on the day of the fact."""

    def counts(self, matter: str, day: date) -> bool:
        """Whether cases of this matter type enter the three rates."""

    def satisfied_from(self, day: date) -> int:
        """The lowest mark of five that is satisfied."""


@dataclass(frozen=True)
class Entry:
    """One thing counted once: the measure, the closed word that narrows it, the body it belongs to, a whole number.

    `at` is the instant that it belongs to, where that is not the fact's own.
    """

    measure: str
    body_id: int
    word: str = ""
    value: int = 0
    at: datetime | None = None


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
    corrected: bool = False  # the first sorting has proved wrong, and that is counted
    ran_out: bool = False  # the running clock of a first answer is overdue, and that is counted
    before: Life | None = None  # the life before the last move, to which taking that move back returns


def matters_here(event: CaseFact, label: str) -> bool:
    """Whether a fact of KINDS can add anything: of the clocks that run out, only those of a case's first answer."""
    return label == ABOUT and not (isinstance(event, DutyOverdue) and event.duty_kind not in FIRST_ANSWERS)


def month_of(at: datetime) -> int:
    """The month of an instant on China's wall clock, as yyyymm."""
    local = at.astimezone(CHINA)
    return local.year * 100 + local.month


def follow(life: Life | None, event: CaseFact, at: datetime, terms: Terms) -> tuple[Life, list[Entry]]:
    """The life after one more fact, and what this fact adds. ValueError when the facts cannot follow each other."""
    if isinstance(event, CaseReported):
        return _reported(event, at)
    if life is None:
        raise ValueError(f"{event.kind} of a case before it was reported")
    if isinstance(event, DutyOverdue):
        return _ran_out(life, event, terms)
    if isinstance(event, CaseJudged):
        return life, _judged(life, event, at, terms)
    if event.undoes:  # what the move had counted is taken out of the figures; taking back counts nothing itself
        return life.before or life, []
    after, entries = _moved(life, event, at, terms)
    return replace(after, before=replace(life, before=None)), entries


def _reported(event: CaseReported, at: datetime) -> tuple[Life, list[Entry]]:
    part = event.part_of is not None
    life = Life(
        at, part, event.matter, event.street_id or 0, event.community_id or 0, event.holder_id, bool(event.matter)
    )
    if part:  # a part of a divided case is nobody's report; only the body's own clocks count
        return life, []
    entries = [Entry(REPORTED, event.holder_id, event.channel), Entry(INTAKE, event.holder_id, event.intake)]
    if event.matter:
        entries += [Entry(MATTER, event.holder_id, event.matter), Entry(SORTED, event.holder_id, GIVEN)]
    return life, entries


def _moved(life: Life, event: CaseMoved, at: datetime, terms: Terms) -> tuple[Life, list[Entry]]:
    entries = _first_answer(life, event, at, terms)
    if not life.part:
        if event.matter and not life.classified:
            entries.append(Entry(MATTER, event.holder_id, event.matter))
        entries += _sorted(life, event) + _answered(life, event, at) + _ended(life, event)
    known = life.classified or bool(event.matter)
    wrong = life.corrected or (known and event.move in _CORRECTING)
    after = replace(life, matter=event.matter, holder_id=event.holder_id, classified=known, corrected=wrong)
    return replace(after, ran_out=False), entries


def _sorted(life: Life, event: CaseMoved) -> list[Entry]:
    """A first type, and the first sign that it was wrong: another type or a refusal by the list; once a case."""
    if not life.classified:
        return [Entry(SORTED, event.holder_id, event.move)] if event.matter else []
    return [] if life.corrected or event.move not in _CORRECTING else [Entry(CORRECTED, life.holder_id, event.move)]


def _ran_out(life: Life, event: DutyOverdue, terms: Terms) -> tuple[Life, list[Entry]]:
    """Nobody answered in time: missed from that instant on, whether an answer ever comes or not."""
    at = datetime.fromisoformat(event.passed_at)
    if life.ran_out or event.duty_kind not in FIRST_ANSWERS:
        return life, []
    return replace(life, ran_out=True), [_missed(life.matter, event.body_id or life.holder_id, at, terms)]


def _missed(matter: str, body: int, at: datetime, terms: Terms) -> Entry:
    counts = terms.counts(matter, _day(at))
    return Entry(MISSED, body, at=at) if counts else Entry(NO_RESPONSE, body, NOT_COUNTED, at=at)


def _first_answer(life: Life, event: CaseMoved, at: datetime, terms: Terms) -> list[Entry]:
    """How a body's first answer came; a clock that was cut short is an exclusion with its ground.

    One that comes late is missed already: by the clock's own fact or, where the move was quicker than that, here.
    """
    if event.response:
        body = event.responder_id or life.holder_id
        if event.response == IN_TIME:
            counts = terms.counts(event.matter, _day(at))
            return [Entry(IN_TIME, body) if counts else Entry(NO_RESPONSE, body, NOT_COUNTED)]
        missed = [] if life.ran_out else [_missed(life.matter, body, at, terms)]
        came = event.response == LATE and terms.counts(life.matter, _day(at))
        return [*missed, Entry(LATE, body)] if came else missed
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
        off = [Entry(OFF_DUTY, body, event.clause or OTHER)] if event.branch == BEYOND_DUTY else []
        return [Entry(NO_JUDGEMENT, body, event.branch), *off]
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
