"""Tables of assessments: published schemes, evidence and its checks, every computation, appeals, bars and stages."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from gongzhi.assessments import words
from gongzhi.assessments.lifecycle import ASSESSMENT, STAGE
from gongzhi.kernel.reference import Ref

PERSON = settings.AUTH_USER_MODEL
PLACE = "places.Place"
BODY = "organisations.Body"


class Scheme(models.Model):
    """A published scheme in one version; append-only, so what a grade rests on never changes."""

    key = models.SlugField(max_length=40, db_index=False)
    version = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=80)
    body = models.ForeignKey(BODY, on_delete=models.PROTECT, related_name="+")
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    published_at = models.DateTimeField()
    by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["key", "version"], name="assessments_scheme_version_once"),
            models.CheckConstraint(condition=Q(version__gte=1), name="assessments_scheme_version_counts"),
        ]


class Assessment(models.Model):
    """One organisation assessed by another body under one scheme for one period."""

    body = models.ForeignKey(BODY, on_delete=models.PROTECT, related_name="+", db_index=False)
    by_body = models.ForeignKey(BODY, on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey(PLACE, on_delete=models.PROTECT, related_name="+")
    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="+")
    since = models.DateField()
    until = models.DateField()
    state = models.CharField(max_length=10, default=ASSESSMENT.start)
    # Copies of the last computation, for lists; the computation itself is append-only.
    grade = models.CharField(max_length=20, blank=True)
    points = models.PositiveIntegerField(null=True)
    reason = models.CharField(max_length=300, blank=True)
    opened_at = models.DateTimeField()
    noticed_at = models.DateTimeField(null=True)
    notice_until = models.DateField(null=True)
    in_force_from = models.DateField(null=True)
    valid_until = models.DateField(null=True)
    # When the organisation was told that its grade ends; as many days before as the scheme says.
    warned_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(state__in=list(ASSESSMENT.states)), name="assessment_state_known"),
            models.CheckConstraint(condition=~Q(body=F("by_body")), name="assessment_by_another_body"),
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="assessment_period_in_order"),
            models.CheckConstraint(
                condition=~Q(state__in=["in_force", "expired"])
                | Q(in_force_from__isnull=False, valid_until__isnull=False, points__isnull=False) & ~Q(grade=""),
                name="assessment_in_force_has_a_term",
            ),
            models.UniqueConstraint(
                fields=["body", "scheme", "since"], condition=~Q(state="stopped"), name="assessment_once_a_period"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["body", "valid_until"], name="assessment_of_body"),
            models.Index(fields=["state", "valid_until"], name="assessment_by_end"),
        ]

    @property
    def ref(self) -> Ref:
        """How the record names an assessment."""
        return Ref("assessments.assessment", self.pk)


class Evidence(models.Model):
    """What the organisation shows for one indicator; append-only: a better paper is a further row."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="evidence")
    indicator = models.CharField(max_length=60)
    kind = models.CharField(max_length=10)
    text = models.CharField(max_length=500)
    paper = models.CharField(max_length=200, blank=True)
    amount = models.BigIntegerField(null=True)
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+", db_index=False)
    body = models.ForeignKey(BODY, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(kind__in=list(words.KINDS)), name="assessments_evidence_kind_known"),
            models.CheckConstraint(
                condition=Q(amount__isnull=True) | Q(amount__gte=0), name="assessments_evidence_amount_counts"
            ),
        ]


class Check(models.Model):
    """Somebody of another body looked at the evidence; append-only, and the last look counts."""

    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="checks", db_index=False)
    number = models.PositiveSmallIntegerField()
    confirmed = models.BooleanField()
    reason = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+", db_index=False)
    body = models.ForeignKey(BODY, on_delete=models.PROTECT, related_name="+", db_index=False)
    # Copies of who put it, so that the table itself refuses the same hand or the same house on both sides.
    put_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+", db_index=False)
    put_body = models.ForeignKey(BODY, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["evidence", "number"], name="assessments_check_in_order"),
            models.CheckConstraint(condition=~Q(by=F("put_by")), name="assessments_check_by_another_person"),
            models.CheckConstraint(condition=~Q(body=F("put_body")), name="assessments_check_by_another_body"),
            models.CheckConstraint(condition=Q(confirmed=True) | ~Q(reason=""), name="assessments_check_says_why_not"),
        ]


class Grading(models.Model):
    """One computation of a grade: what the evidence came to, with its working; append-only."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="gradings", db_index=False)
    number = models.PositiveSmallIntegerField()
    grade = models.CharField(max_length=20)
    points = models.PositiveIntegerField()
    result = models.JSONField()
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["assessment", "number"], name="assessments_grading_in_order"),
            models.CheckConstraint(condition=~Q(grade=""), name="assessments_grading_has_a_grade"),
        ]


class Appeal(models.Model):
    """The organisation asks for another look within the scheme's time."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="appeals", db_index=False)
    number = models.PositiveSmallIntegerField()
    text = models.TextField()
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+", db_index=False)
    raised_at = models.DateTimeField()
    outcome = models.CharField(max_length=8, default="open")
    reply = models.TextField(blank=True)
    settled_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["assessment", "number"], name="assessments_appeal_in_order"),
            models.UniqueConstraint(
                fields=["assessment"], condition=Q(outcome="open"), name="assessments_appeal_one_open"
            ),
            models.CheckConstraint(condition=Q(outcome__in=list(words.OUTCOMES)), name="assessments_appeal_known"),
            models.CheckConstraint(condition=Q(outcome="open") | ~Q(reply=""), name="assessments_appeal_answered"),
        ]


class Bar(models.Model):
    """Why an organisation cannot be assessed, nor its grade be used, from a day on until it is lifted."""

    body = models.ForeignKey(BODY, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=20)
    since = models.DateField()
    until = models.DateField(null=True)
    paper = models.CharField(max_length=200)
    lifted_paper = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(reason__in=list(words.BARS)), name="assessments_bar_known"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")) & ~Q(lifted_paper=""),
                name="assessments_bar_in_order",
            ),
            models.UniqueConstraint(
                fields=["body", "reason"], condition=Q(until__isnull=True), name="assessments_bar_once"
            ),
        ]


class Stage(models.Model):
    """How far an organisation has come: filed, incubating, grown, registered."""

    body = models.OneToOneField(BODY, on_delete=models.PROTECT, related_name="+")
    stage = models.CharField(max_length=10, default=STAGE.start)
    since = models.DateField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(stage__in=list(STAGE.states)), name="assessments_stage_known"),
        ]


class StageStep(models.Model):
    """One step of an organisation with the paper that shows it; append-only."""

    stage = models.ForeignKey(Stage, on_delete=models.PROTECT, related_name="steps")
    move = models.CharField(max_length=10)
    target = models.CharField(max_length=10)
    paper = models.CharField(max_length=200)
    by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(paper=""), name="assessments_step_has_a_paper"),
        ]
