"""The only readers of assessments: the grade in force, how it came out, the same computed again, and the stages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from gongzhi.assessments.lifecycle import STAGE
from gongzhi.assessments.models import Appeal, Assessment, Bar, Check, Evidence, Grading, Scheme, Stage, StageStep
from gongzhi.assessments.permits import ASSESSORS, Office
from gongzhi.assessments.rules import grading
from gongzhi.assessments.rules.grading import Proof, Result
from gongzhi.assessments.rules.scheme import Indicator, read
from gongzhi.assessments.rules.scheme import Scheme as Rules
from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.permit import require
from gongzhi.organisations import selectors as organisations
from gongzhi.organisations.words import COMMUNITY_ROLES, NOT_ACTING
from gongzhi.places import selectors as places

PUBLIC = ("noticed", "appealed", "in_force", "expired")


@dataclass(frozen=True)
class Grade:
    """A grade that may be used on a day: its name, its rank (1 is the best) and the assessment that it rests on."""

    assessment_id: int
    body_id: int
    name: str
    rank: int
    points: int
    since: date
    until: date
    reward: int


@dataclass(frozen=True)
class Shown:
    """One indicator with its points and every piece of evidence, the last check beside each."""

    indicator: Indicator
    points: int
    counted: tuple[int, ...]
    evidence: tuple[tuple[Evidence, Check | None], ...]


@dataclass(frozen=True)
class Agreement:
    """The last computation beside the one made now from the same evidence."""

    stored: Grading | None
    now: Result
    digest: str
    same: bool


def scheme(scheme_id: int) -> Scheme | None:
    """One published scheme."""
    return Scheme.objects.select_related("body").filter(pk=scheme_id).first()


def schemes() -> list[Scheme]:
    """Every published scheme, the newest first."""
    return list(Scheme.objects.select_related("body").order_by("-published_at", "-pk"))


def rules_of(row: Scheme) -> Rules:
    """A published scheme as the rules read it."""
    return read(row.content)


def assessment(assessment_id: int) -> Assessment | None:
    """One assessment with its organisation, who assesses it, and its scheme."""
    return _rows().filter(pk=assessment_id).first()


def _rows() -> QuerySet[Assessment]:
    return Assessment.objects.select_related("body", "by_body", "place", "scheme")


def evidence(evidence_id: int) -> Evidence | None:
    """One piece of evidence."""
    return Evidence.objects.select_related("assessment").filter(pk=evidence_id).first()


def public_list() -> QuerySet[Assessment]:
    """What everybody may see: noticed, in force and expired, the newest first."""
    return _rows().filter(state__in=PUBLIC).order_by("-noticed_at", "-pk")


def public_at(place: Any | None) -> int:
    """How many published assessments are of bodies in a place or above it; None: everywhere."""
    found = public_list()
    if place is not None:
        over = Q(body__place_id__in=places.path_ids(place.path))
        found = found.filter(Q(body__place__path__startswith=place.path) | over)
    return found.count()


def desk_list(actor: Actor) -> list[Assessment]:
    """What the actor's seats are assessed in, assess, may confirm or watch."""
    mine = Q(pk__in=[])
    for seat in actor.seats:
        if seat.role not in NOT_ACTING:
            mine |= Q(body_id=seat.body_id) | Q(by_body_id=seat.body_id)
        if seat.role not in ("operator", "org_member", "volunteer_lead", "property_manager"):
            mine |= Q(place__path__startswith=seat.path)
    return list(_rows().filter(mine).order_by("-opened_at", "-pk")[:200])


def checked(assessment_id: int) -> list[tuple[Evidence, Check | None]]:
    """Every piece of evidence with its last check, in the order in which it came; two queries."""
    rows = list(Evidence.objects.filter(assessment_id=assessment_id).order_by("pk"))
    last: dict[int, Check] = {}
    for check in Check.objects.filter(evidence__in=rows).order_by("evidence_id", "number"):
        last[check.evidence_id] = check
    return [(row, last.get(row.pk)) for row in rows]


def proofs_of(assessment_id: int) -> list[Proof]:
    """The evidence as the rule sees it."""
    return [
        Proof(row.pk, row.indicator, row.kind, row.amount, check is not None and check.confirmed)
        for row, check in checked(assessment_id)
    ]


def waiting(assessment_id: int) -> int:
    """How many pieces of evidence nobody has looked at."""
    return sum(check is None for _, check in checked(assessment_id))


def standing_bars(body_id: int, on: date) -> list[Bar]:
    """The reasons that stand against an organisation on a day."""
    rows = Bar.objects.filter(body_id=body_id, since__lte=on).filter(Q(until__isnull=True) | Q(until__gt=on))
    return list(rows.order_by("since", "pk"))


def bars_of(body_id: int) -> list[Bar]:
    """Every reason ever noted against an organisation."""
    return list(Bar.objects.filter(body_id=body_id).order_by("-since", "-pk"))


def compute(row: Assessment, on: date) -> tuple[Result, str]:
    """What the confirmed evidence comes to on a day, and the digest of the working."""
    proofs = proofs_of(row.pk)
    bars = [bar.reason for bar in standing_bars(row.body_id, on)]
    result = grading.grade(rules_of(row.scheme), proofs, bars)
    return result, grading.working_digest(row.scheme.digest, proofs, result)


def last_grading(assessment_id: int) -> Grading | None:
    """The computation that stands."""
    return Grading.objects.filter(assessment_id=assessment_id).order_by("-number").first()


def gradings(assessment_id: int) -> list[Grading]:
    """Every computation, the first one first."""
    return list(Grading.objects.filter(assessment_id=assessment_id).order_by("number"))


def agreement(row: Assessment) -> Agreement:
    """The stored grade beside the one computed again from evidence, scheme and the bars that it was computed with."""
    stored = last_grading(row.pk)
    proofs = proofs_of(row.pk)
    result = grading.grade(rules_of(row.scheme), proofs, stored.result["bars"] if stored else ())
    mark = grading.working_digest(row.scheme.digest, proofs, result)
    same = stored is not None and (stored.digest, stored.grade, stored.points, stored.result) == (
        mark, result.grade, result.points, result.as_data(),
    )  # fmt: skip
    return Agreement(stored, result, mark, same and (row.grade, row.points) == (result.grade, result.points))


def how(row: Assessment) -> list[Shown]:
    """Every indicator of the scheme with its points and its evidence, as the last computation has it."""
    stored = last_grading(row.pk)
    lines = {line["key"]: line for line in (stored.result["lines"] if stored else ())}
    found = checked(row.pk)
    shown = []
    for one in rules_of(row.scheme).indicators:
        line = lines.get(one.key, {"points": 0, "counted": []})
        own = tuple(pair for pair in found if pair[0].indicator == one.key)
        shown.append(Shown(one, line["points"], tuple(line["counted"]), own))
    return shown


def appeals_of(assessment_id: int) -> list[Appeal]:
    """Every appeal of an assessment, the first one first."""
    return list(Appeal.objects.filter(assessment_id=assessment_id).order_by("number"))


def grade_in_force(body_id: int, on: date) -> Grade | None:
    """The grade that may be used on a day; None when there is none, it expired, or a bar of its scheme stands."""
    return grades_in_force([body_id], on).get(body_id)


def grades_in_force(body_ids: Iterable[int], on: date) -> dict[int, Grade]:
    """The same for many organisations at once; two queries. The last grade that began decides, good or bad."""
    ids = list(body_ids)
    rows = Assessment.objects.select_related("scheme").filter(
        body_id__in=ids, state__in=("in_force", "expired"), in_force_from__lte=on
    )
    last = {row.body_id: row for row in rows.order_by("in_force_from", "pk")}
    standing = Bar.objects.filter(body_id__in=last, since__lte=on).filter(Q(until__isnull=True) | Q(until__gt=on))
    barred: dict[int, set[str]] = {}
    for body_id, reason in standing.values_list("body_id", "reason"):
        barred.setdefault(body_id, set()).add(reason)
    found = {body_id: _usable(row, barred.get(body_id, set()), on) for body_id, row in last.items()}
    return {body_id: grade for body_id, grade in found.items() if grade is not None}


def _usable(row: Assessment, barred: set[str], on: date) -> Grade | None:
    if row.in_force_from is None or row.valid_until is None or row.points is None or on > row.valid_until:
        return None
    rules = rules_of(row.scheme)
    rank = rules.rank(row.grade)
    if rank is None or (rules.bars_suspend and barred & set(rules.bars)):
        return None
    until, reward = row.valid_until, rules.reward(row.grade)
    return Grade(row.pk, row.body_id, row.grade, rank, row.points, row.in_force_from, until, reward)


def over(on: date) -> list[int]:
    """Assessments whose term ended before this day and whose state does not say so yet."""
    rows = Assessment.objects.filter(state="in_force", valid_until__lt=on)
    return list(rows.order_by("valid_until", "pk").values_list("pk", flat=True)[:500])


def to_warn(on: date) -> list[int]:
    """Grades in force whose end is near by their scheme, and whose organisation was not told yet."""
    rows = Assessment.objects.select_related("scheme").filter(state="in_force", warned_at=None, valid_until__gte=on)
    return [row.pk for row in rows.order_by("valid_until", "pk") if is_near(row, on)]


def is_near(row: Assessment, on: date) -> bool:
    """Whether the end of a grade is no farther from a day than its scheme warns of it, before or after."""
    days = timedelta(days=rules_of(row.scheme).warn_days)
    return bool(days) and row.valid_until is not None and abs(row.valid_until - on) <= days


def ends_of(body_ids: Iterable[int]) -> QuerySet[Assessment]:
    """Grades of these organisations, or those that they gave, that ended or of whose end the clock has told."""
    ids = set(body_ids)
    whose = Q(body_id__in=ids) | Q(by_body_id__in=ids)
    return Assessment.objects.filter(whose, Q(state="in_force", warned_at__isnull=False) | Q(state="expired"))


def ending(body_ids: Iterable[int], on: date) -> list[Assessment]:
    """The last grades of these organisations, or those that they gave, that end soon or have ended a short while ago.

    As long before and after as their scheme says.
    """
    rows = ends_of(body_ids).select_related("scheme").order_by("valid_until", "pk")
    near = [row for row in rows if is_near(row, on)]
    grades = grades_in_force({row.body_id for row in near}, on) if near else {}
    newer = {body_id: grade.assessment_id for body_id, grade in grades.items()}
    return [row for row in near if newer.get(row.body_id, row.pk) == row.pk]


def stage_of(body_id: int) -> Stage | None:
    """How far an organisation has come; None for one that was never filed."""
    return Stage.objects.select_related("body__place").filter(body_id=body_id).first()


def stages() -> list[Stage]:
    """Every organisation that was filed, with its stage."""
    return list(Stage.objects.select_related("body__place").order_by("body__name", "pk")[:500])


def steps_of(body_id: int) -> list[StageStep]:
    """The steps of an organisation with their papers, the first one first."""
    return list(StageStep.objects.filter(stage__body_id=body_id).order_by("pk"))


def counted_by_stage() -> dict[str, int]:
    """How many organisations stand at each stage."""
    found: dict[str, int] = {}
    for stage in Stage.objects.values_list("stage", flat=True).order_by(F("since").asc()):
        found[stage] = found.get(stage, 0) + 1
    return found


# Organisations of these kinds are assessed; offices of the state are not.
ASSESSED = ("social_org", "volunteer_team")


def offices(actor: Actor) -> list[int]:
    """The bodies in which the actor may assess others."""
    return [s.body_id for s in actor.seats if s.role in ASSESSORS]


def assessable(actor: Actor, filing: bool = False) -> list[Any]:
    """The organisations inside the areas over which the actor's seats may assess, or record stages (`filing`)."""
    roles = (*COMMUNITY_ROLES, *ASSESSORS) if filing else ASSESSORS
    own = {seat.body_id for seat in actor.seats}
    found: dict[int, Any] = {}
    for seat in actor.seats_as(*roles):
        for body in organisations.bodies_within(places.get(seat.place_id), ASSESSED)[:300]:
            if body.pk not in own:
                found[body.pk] = body
    return sorted(found.values(), key=lambda body: (body.name, body.pk))


def over_or_refused(actor: Actor, body_id: int) -> None:
    """Nothing where the actor may record stages of the organisation; Refused("unknown", "denied") elsewhere."""
    body = organisations.bodies([body_id]).get(body_id)
    if body is None:
        raise Refused(_("没有这个组织，请再选。"), code="unknown")
    require(actor, "assessment.stage", Office(body_id, body.place.path))


def steps_open(stage: Stage | None) -> list[str]:
    """What may happen to an organisation at this stage; filing it, where nothing is known."""
    return [move.name for move in STAGE.open_moves(stage.stage)] if stage else ["file"]


def grade_now(body_id: int) -> Grade | None:
    """The grade in force today."""
    return grade_in_force(body_id, clock.today().date())
