"""What happened to an assessment or to an organisation's stage: ids, points and closed words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from gongzhi.kernel.event import Event, Sight


@dataclass(frozen=True)
class SchemePublished(Event):
    """A scheme was published; from now on it is never edited, only followed by another version."""

    kind: ClassVar[str] = "assessments.scheme_published"
    sight: ClassVar[Sight] = Sight.PUBLIC
    scheme_id: int
    key: str
    version: int
    body_id: int
    digest: str


@dataclass(frozen=True)
class AssessmentOpened(Event):
    """A body began to assess an organisation under a published scheme."""

    kind: ClassVar[str] = "assessments.opened"
    sight: ClassVar[Sight] = Sight.PUBLIC
    assessment_id: int
    body_id: int
    by_body_id: int
    scheme_id: int
    since: str
    until: str


@dataclass(frozen=True)
class EvidencePut(Event):
    """The organisation put evidence for one indicator."""

    kind: ClassVar[str] = "assessments.evidence_put"
    sight: ClassVar[Sight] = Sight.PARTIES
    assessment_id: int
    evidence_id: int
    indicator: str
    form: str
    state: str


@dataclass(frozen=True)
class EvidenceChecked(Event):
    """Somebody of another body confirmed a piece of evidence, or did not."""

    kind: ClassVar[str] = "assessments.evidence_checked"
    sight: ClassVar[Sight] = Sight.PARTIES
    assessment_id: int
    evidence_id: int
    confirmed: bool
    again: bool


@dataclass(frozen=True)
class AssessmentGraded(Event):
    """The grade was computed from the confirmed evidence; `digest` covers scheme, evidence and result."""

    kind: ClassVar[str] = "assessments.graded"
    sight: ClassVar[Sight] = Sight.PUBLIC
    assessment_id: int
    grade: str
    points: int
    number: int
    digest: str
    state: str


@dataclass(frozen=True)
class AssessmentMoved(Event):
    """A plain move of an assessment: noticed, re-opened, in force, stopped, expired."""

    kind: ClassVar[str] = "assessments.moved"
    sight: ClassVar[Sight] = Sight.PUBLIC
    assessment_id: int
    move: str
    source: str
    state: str
    until: str


@dataclass(frozen=True)
class GradeEnding(Event):
    """The term of a grade is nearly over (ISO day): as many days before as its scheme says."""

    kind: ClassVar[str] = "assessments.ending"
    sight: ClassVar[Sight] = Sight.PUBLIC
    assessment_id: int
    body_id: int
    until: str


@dataclass(frozen=True)
class AssessmentAppealed(Event):
    """The organisation asked for another look; the evidence is open again."""

    kind: ClassVar[str] = "assessments.appealed"
    sight: ClassVar[Sight] = Sight.PUBLIC
    assessment_id: int
    appeal_id: int


@dataclass(frozen=True)
class AppealSettled(Event):
    """An appeal was answered after computing again: upheld when the outcome changed, else rejected."""

    kind: ClassVar[str] = "assessments.appeal_settled"
    sight: ClassVar[Sight] = Sight.PUBLIC
    assessment_id: int
    appeal_id: int
    outcome: str


@dataclass(frozen=True)
class BarNoted(Event):
    """An organisation cannot be assessed, or its grade not be used, for a published reason."""

    kind: ClassVar[str] = "assessments.bar_noted"
    sight: ClassVar[Sight] = Sight.PUBLIC
    bar_id: int
    body_id: int
    reason: str
    since: str


@dataclass(frozen=True)
class BarLifted(Event):
    """The reason no longer stands."""

    kind: ClassVar[str] = "assessments.bar_lifted"
    sight: ClassVar[Sight] = Sight.PUBLIC
    bar_id: int
    body_id: int
    until: str


@dataclass(frozen=True)
class StageReached(Event):
    """An organisation was filed, or went to another stage, by a paper that shows it."""

    kind: ClassVar[str] = "assessments.stage_reached"
    sight: ClassVar[Sight] = Sight.PUBLIC
    body_id: int
    move: str
    source: str
    stage: str
