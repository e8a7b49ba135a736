"""How schemes, assessments, bars and stages are rebuilt from their facts, for `record replay`."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from gongzhi.assessments import events
from gongzhi.assessments.models import Appeal, Assessment, Bar, Check, Evidence, Grading, Scheme, Stage
from gongzhi.kernel.event import Event
from gongzhi.record.selectors import FactView
from gongzhi.record.services import Replay, replays


@dataclass(frozen=True)
class Standing:
    """What the facts of an assessment say of it: its grade, and every row that led to it by its number."""

    body_id: int
    by_body_id: int
    scheme_id: int
    state: str = "opened"
    grade: str = ""
    points: int | None = None
    evidence: frozenset[int] = frozenset()
    checks: dict[int, bool] = field(default_factory=dict)
    digests: tuple[str, ...] = ()
    appeals: dict[int, str] = field(default_factory=dict)
    ends: str = ""


def _fold(seen: Standing | None, event: Event, fact: FactView) -> Standing | None:
    if isinstance(event, events.AssessmentOpened):
        return Standing(event.body_id, event.by_body_id, event.scheme_id)
    if seen is None:
        return None
    if isinstance(event, events.AssessmentGraded):
        more = (*seen.digests, event.digest)
        return replace(seen, grade=event.grade, points=event.points, digests=more, state=event.state)
    if isinstance(event, events.AssessmentMoved):
        ends = event.until if event.state in ("in_force", "expired") else seen.ends
        return replace(seen, state=event.state, ends=ends)
    return _shown(seen, event)


def _shown(seen: Standing, event: Event) -> Standing:
    """Evidence, its checks, and appeals."""
    if isinstance(event, events.EvidencePut):
        return replace(seen, evidence=seen.evidence | {event.evidence_id}, state=event.state)
    if isinstance(event, events.EvidenceChecked):
        return replace(seen, checks=seen.checks | {event.evidence_id: event.confirmed})
    if isinstance(event, events.AssessmentAppealed):
        return replace(seen, state="appealed", appeals=seen.appeals | {event.appeal_id: "open"})
    if isinstance(event, events.AppealSettled):
        return replace(seen, appeals=seen.appeals | {event.appeal_id: event.outcome})
    return seen


def _current(ids: list[int]) -> dict[int, Standing]:
    evidence: dict[int, set[int]] = {pk: set() for pk in ids}
    checks: dict[int, dict[int, bool]] = {pk: {} for pk in ids}
    digests: dict[int, list[str]] = {pk: [] for pk in ids}
    appeals: dict[int, dict[int, str]] = {pk: {} for pk in ids}
    for owner, pk in Evidence.objects.filter(assessment_id__in=ids).values_list("assessment_id", "pk"):
        evidence[owner].add(pk)
    looked = Check.objects.filter(evidence__assessment_id__in=ids).order_by("number")
    for owner, pk, good in looked.values_list("evidence__assessment_id", "evidence_id", "confirmed"):
        checks[owner][pk] = good
    counted = Grading.objects.filter(assessment_id__in=ids).order_by("number")
    for owner, digest in counted.values_list("assessment_id", "digest"):
        digests[owner].append(digest)
    for owner, pk, outcome in Appeal.objects.filter(assessment_id__in=ids).values_list(
        "assessment_id", "pk", "outcome"
    ):
        appeals[owner][pk] = outcome
    return {
        row.pk: Standing(
            row.body_id, row.by_body_id, row.scheme_id, row.state, row.grade, row.points, frozenset(evidence[row.pk]),
            checks[row.pk], tuple(digests[row.pk]), appeals[row.pk],
            row.valid_until.isoformat() if row.valid_until else "",
        )
        for row in Assessment.objects.filter(pk__in=ids)
    }  # fmt: skip


def _scheme(seen: str | None, event: Event, fact: FactView) -> str | None:
    return event.digest if isinstance(event, events.SchemePublished) else seen


def _schemes(ids: list[int]) -> dict[int, str]:
    return dict(Scheme.objects.filter(pk__in=ids).values_list("pk", "digest"))


@dataclass(frozen=True)
class Office:
    """What the facts of an organisation say of its stage and of the bars that stand against it."""

    stage: str = ""
    bars: frozenset[tuple[int, str]] = frozenset()


def _office(seen: Office | None, event: Event, fact: FactView) -> Office:
    here = seen or Office()
    if isinstance(event, events.StageReached):
        return replace(here, stage=event.stage)
    if isinstance(event, events.BarNoted):
        return replace(here, bars=here.bars | {(event.bar_id, event.reason)})
    if isinstance(event, events.BarLifted):
        return replace(here, bars=frozenset(one for one in here.bars if one[0] != event.bar_id))
    return here


def _offices(ids: list[int]) -> dict[int, Office]:
    stages = dict(Stage.objects.filter(body_id__in=ids).values_list("body_id", "stage"))
    bars: dict[int, set[tuple[int, str]]] = {pk: set() for pk in ids}
    for body_id, pk, reason in Bar.objects.filter(body_id__in=ids, until=None).values_list("body_id", "pk", "reason"):
        bars[body_id].add((pk, reason))
    return {pk: Office(stages.get(pk, ""), frozenset(bars[pk])) for pk in ids}


ASSESSMENTS = replays(Replay("assessments.assessment", _fold, _current))
SCHEMES = replays(Replay("assessments.scheme", _scheme, _schemes))
OFFICES = replays(Replay("organisations.body", _office, _offices))
