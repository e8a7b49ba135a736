"""Projects as everybody reads them: lists, the four procedures with their evidence, money, forecast, who asked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from gongzhi.duties import selectors as duties
from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor, Seat
from gongzhi.kernel.clock import CHINA
from gongzhi.kernel.intervals import wilson
from gongzhi.ledger import selectors as ledger
from gongzhi.organisations.seats import acting, at_desks
from gongzhi.places import selectors as places
from gongzhi.projects.lifecycle import PROJECT
from gongzhi.projects.models import Evidence, Panellist, Project, Verdict
from gongzhi.projects.rules import kinds
from gongzhi.projects.rules.forecast import Forecast, Step, Stop, forecast
from gongzhi.projects.selectors.needs import supporters_of
from gongzhi.projects.selectors.project_rows import asked_by, judging_round, need_ids
from gongzhi.projects.words import projects as words
from gongzhi.rulebook import selectors as rulebook

OPEN = tuple(state for state in PROJECT.states if PROJECT.is_open(state))


def rows() -> QuerySet[Project]:
    """Projects with their place and body."""
    return Project.objects.select_related("place", "body")


def project(project_id: int) -> Project | None:
    """One project, or None."""
    return rows().filter(pk=project_id).first()


def by_ids(project_ids: Sequence[int]) -> QuerySet[Project]:
    """The projects with these ids; one query."""
    return rows().filter(pk__in=project_ids)


def projects_at(place: Any | None = None, state: str | None = None) -> QuerySet[Project]:
    """The projects inside a place (everywhere without one), newest first; `state` "open" means not ended."""
    found = rows().order_by("-pk")
    if place is not None:
        found = found.filter(place__path__startswith=place.path)
    if state:
        found = found.filter(state__in=OPEN) if state == "open" else found.filter(state=state)
    return found


def of_need(need_id: int) -> list[Project]:
    """The projects that answer a need, newest first."""
    return list(rows().filter(needs__need_id=need_id).order_by("-pk"))


def orphans() -> QuerySet[Project]:
    """Projects without a need: always none (the first need is a column that cannot be empty)."""
    return rows().filter(needs=None)


def orphan_rate() -> Fraction:
    """The share of projects without a need; 0 when there are no projects."""
    many = Project.objects.count()
    return Fraction(orphans().count(), many) if many else Fraction(0)


def joined(person_id: int) -> list[Project]:
    """The projects that a person asked for, works on as a partner, or was drawn for; newest first."""
    return list(rows().filter(_of_person(person_id)).distinct().order_by("-pk"))


def _of_person(person_id: int) -> Q:
    asked = Q(needs__need__supports__person_id=person_id, needs__need__supports__left_at=None)
    merged = Q(needs__need__gathered__supports__person_id=person_id)
    partner = Q(team__person_id=person_id, team__left_at=None)
    return asked | merged | partner | Q(panels__people__person_id=person_id, panels__people__drawn__isnull=False)


def for_desk(actor: Actor) -> QuerySet[Project]:
    """The projects of the bodies and places of the actor's seats."""
    whose = at_desks(actor)
    for seat in acting(actor):
        whose |= Q(team__body_id=seat.body_id, team__left_at=None)
    return rows().filter(whose).distinct()


# --- the four procedures ---


@dataclass(frozen=True)
class Procedure:
    """One of the four: whether it is complete, what stands for it, what is missing (words)."""

    key: str
    label: Any
    complete: bool
    evidence: tuple[Evidence, ...]
    missing: tuple[Any, ...]
    people: int = 0


def four_procedures(project: Project) -> list[Procedure]:
    """征集需求—形成议题—讨论协商—确定项目, each with what stands for it."""
    people = len(asked_by(project.pk))
    standing = list(Evidence.objects.filter(project=project, withdrawn_at=None).order_by("pk"))
    there = {row.kind for row in standing} | ({"needs"} if people else set())
    found = []
    for key, wanted in kinds.table().procedures.items():
        mine = tuple(row for row in standing if row.kind in wanted)
        missing = tuple(words.EVIDENCE[kind] for kind in wanted if kind not in there)
        found.append(
            Procedure(key, words.PROCEDURES[key], not missing, mine, missing, people if key == "collect" else 0)
        )
    return found


def completeness(project: Project) -> Fraction:
    """How much of the evidence of the four procedures stands; a project that is fixed has all of it."""
    steps = four_procedures(project)
    return Fraction(sum(step.complete for step in steps), len(steps))


# --- the date ---


def _day(moment: datetime) -> date:
    return moment.astimezone(CHINA).date()


def forecast_of(project: Project, today: date | None = None) -> Forecast | None:
    """When the work will be done as things stand; None before it starts."""
    if project.started_at is None or project.planned_end is None:
        return None
    start = _day(project.started_at)
    steps = [Step(row.due, row.met_on) for row in project.milestones.all()]
    stops = [
        Stop(_day(row.since), _day(row.until) if row.until else None, row.expected) for row in project.blockers.all()
    ]
    planned = max(project.planned_end, start)
    return forecast(start, planned, steps, stops, today or clock.today().date())


@dataclass(frozen=True)
class Late:
    """A project that is behind: by how many days, what stands in its way, and until when its clock runs."""

    project: Project
    days: int
    forecast: Forecast | None
    blocked: int


def by_lateness(found: Iterable[Project], now: datetime | None = None) -> list[Late]:
    """The projects with how late each is, worst first; what is not being built counts from its clock."""
    today = _day(now or clock.now())
    lines = [_late(project, today) for project in found]
    return sorted(lines, key=lambda line: (-line.days, -line.blocked, line.project.pk))


def _late(project: Project, today: date) -> Late:
    blocked = sum(1 for row in project.blockers.all() if row.until is None)
    foreseen = forecast_of(project, today) if project.state == "building" else None
    if foreseen is not None:
        promised = project.promised_end or foreseen.planned
        return Late(project, max((foreseen.day - promised).days, 0), foreseen, blocked)
    limit = rulebook.limit(f"project.limit.{project.state}", today) if project.state in _CLOCKED else None
    days = (today - _day(project.state_since)).days - limit.amount if limit else 0
    return Late(project, max(days, 0), None, blocked)


_CLOCKED = ("collected", "deliberated", "fixed", "noticed", "accepting")


def late(place: Any | None = None, now: datetime | None = None) -> list[Late]:
    """The open projects inside a place that are behind or blocked, worst first."""
    found = projects_at(place, "open").prefetch_related("milestones", "blockers")
    return [line for line in by_lateness(found, now) if line.days or line.blocked]


# --- promise and result ---


@dataclass(frozen=True)
class Verdicts:
    """What those who asked said in the latest round: counts by answer, and the interval of the share of "wanted"."""

    wanted: int
    partly: int
    not_wanted: int
    asked: int
    interval: tuple[float, float] | None

    @property
    def answered(self) -> int:
        """How many spoke."""
        return self.wanted + self.partly + self.not_wanted


def verdicts_of(project: Project) -> Verdicts:
    """The verdicts of the round that runs, or of the last one."""
    return verdicts_of_many([project])[project.pk]


def verdicts_of_many(found: Sequence[Project]) -> dict[int, Verdicts]:
    """The same for several projects."""
    z = rulebook.share("rates.confidence", clock.today().date())
    made = {}
    for one in found:
        counts = dict(
            Verdict.objects.filter(project=one, round=judging_round(one.pk))
            .values_list("answer")
            .annotate(n=Count("id"))
        )
        wanted, partly, no = (counts.get(key, 0) for key in words.VERDICTS)
        total = wanted + partly + no
        made[one.pk] = Verdicts(
            wanted, partly, no, len(supporters_of(need_ids(one.pk))), wilson(wanted, total, z) if total else None
        )
    return made


@dataclass(frozen=True)
class Result:
    """What was promised when a project was fixed, and what came of it: fen, days, verdicts (row Q32)."""

    project: Project
    promised_cost: int
    spent: int
    promised_end: date | None
    ended: date | None
    verdicts: Verdicts

    @property
    def days_late(self) -> int | None:
        """Days after the promise; negative: before it; None while it is not accepted."""
        return (self.ended - self.promised_end).days if self.ended and self.promised_end else None

    @property
    def over_cost(self) -> int:
        """Fen more than promised; negative: less."""
        return self.spent - self.promised_cost


def promise_and_result(place: Any | None = None) -> list[Result]:
    """Every project that was accepted inside a place, with promise and result; newest first."""
    from_ = projects_at(place).filter(accepted_at__isnull=False)
    return [result_of(one) for one in from_]


def result_of(project: Project) -> Result:
    """Promise and result of one project."""
    spent = money_reader(project).paid
    ended = _day(project.accepted_at) if project.accepted_at else None
    return Result(project, project.promised_cost or 0, spent, project.promised_end, ended, verdicts_of(project))


def money_reader(project: Project) -> Any:
    """Its money by the ledger."""
    return ledger.money_of(project.ref)


# --- what one person is asked ---


@dataclass(frozen=True)
class Asked:
    """A project that waits for a person's word: "accept" (drawn by lot) or "judge"; what they said so far, and who
    entered it for them.
    """

    project: Project
    what: str
    said: Any
    until: datetime | None
    helped_by: str = ""


def asked_of(person_id: int) -> list[Asked]:
    """What waits for this person's word now, or can still be changed."""
    drawn = Panellist.objects.filter(
        person_id=person_id, drawn__isnull=False, panel__outcome="", panel__project__state="accepting"
    ).select_related("panel__project__place", "panel__project__body", "helped_by")
    found = [Asked(row.panel.project, "accept", row.ok, row.panel.until, _helper(row.helped_by)) for row in drawn]
    open_now = [
        p for p in joined(person_id) if p.state == "judging" and p.verdict_from and p.verdict_from <= clock.now()
    ]
    for one in open_now:
        if person_id in asked_by(one.pk):
            rows_ = Verdict.objects.filter(project=one, person_id=person_id, round=judging_round(one.pk))
            mine = rows_.select_related("helped_by").first()
            said, by = (mine.answer, _helper(mine.helped_by)) if mine else (None, "")
            found.append(Asked(one, "judge", said, one.verdict_until, by))
    return found


def _helper(person: Any) -> str:
    """Who entered an answer, as the person whose answer it is reads it."""
    return str(person.name or _("一位工作人员")) if person is not None else ""


def project_waits_for(actor: Actor, found: Project) -> bool:
    """Whether a body of the actor must say what happens to a project whose clock ran out."""
    bodies = {seat.body_id for seat in actor.seats}
    return any(duty.body_id in bodies for duty in duties.open_of(found.ref, "review"))


def example_for(seat: Seat) -> Project:
    """A project as this seat would meet it (never saved), by which the public page prints what the seat may do."""
    return Project(body_id=seat.body_id, place=places.get(seat.place_id), kind="micro_works", state="building")
