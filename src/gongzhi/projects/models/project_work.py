"""Getting it done: who builds (by two persons), milestones, what stands in the way, dates that moved, photographs."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from gongzhi.projects.models.project import BODY, PERSON, Constraints, Project
from gongzhi.projects.words import projects as words


class Candidate(models.Model):
    """Somebody who could build or deliver: named by one person, chosen by another (row K09)."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="candidates")
    body = models.ForeignKey(BODY, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    name = models.CharField(max_length=80)
    price = models.BigIntegerField()
    state = models.CharField(max_length=8, default="named")
    named_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+", db_index=False)
    named_at = models.DateTimeField()
    settled_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[Constraints] = [
            models.CheckConstraint(
                condition=Q(state__in=list(words.CANDIDATE_STATES)), name="project_candidate_state_known"
            ),
            models.CheckConstraint(condition=Q(price__gte=0), name="candidate_price_not_negative"),
            models.CheckConstraint(condition=~Q(settled_by=F("named_by")), name="candidate_by_two_persons"),
            models.CheckConstraint(
                condition=Q(state="named", settled_by=None) | ~Q(state="named") & Q(settled_by__isnull=False),
                name="candidate_settled_by_somebody",
            ),
            models.UniqueConstraint(fields=["project"], condition=Q(state="chosen"), name="candidate_one_chosen"),
        ]


class Contract(models.Model):
    """What was agreed with the one who was chosen: drawn up by one person, signed by another (row K09)."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="contracts")
    candidate = models.ForeignKey(Candidate, on_delete=models.PROTECT, related_name="contracts")
    amount = models.BigIntegerField()
    paper = models.CharField(max_length=80)
    state = models.CharField(max_length=8, default="drawn")
    drawn_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+", db_index=False)
    drawn_at = models.DateTimeField()
    signed_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    signed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[Constraints] = [
            models.CheckConstraint(condition=Q(state__in=list(words.CONTRACT_STATES)), name="contract_state_known"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="contract_not_negative"),
            models.CheckConstraint(condition=~Q(signed_by=F("drawn_by")), name="contract_by_two_persons"),
            models.CheckConstraint(
                condition=Q(state="drawn", signed_by=None) | ~Q(state="drawn") & Q(signed_by__isnull=False),
                name="contract_signed_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["project"], condition=Q(state__in=["drawn", "signed"]), name="contract_one_at_a_time"
            ),
        ]


class Milestone(models.Model):
    """A piece of the work with its day."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="milestones")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=60)
    due = models.DateField()
    met_on = models.DateField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["position"]
        constraints: ClassVar[Constraints] = [
            models.UniqueConstraint(fields=["project", "position"], name="milestone_position_once"),
        ]


class Blocker(models.Model):
    """What stands in the way, who must clear it, and by when that is expected."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="blockers")
    kind = models.CharField(max_length=10)
    text = models.CharField(max_length=200)
    body = models.ForeignKey(BODY, on_delete=models.PROTECT, related_name="+", db_index=False)
    expected = models.DateField(null=True)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[Constraints] = [
            models.CheckConstraint(condition=Q(kind__in=list(words.BLOCKERS)), name="blocker_kind_known"),
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("since")), name="blocker_ends_after"),
        ]


class DateShift(models.Model):
    """A date that moved: the old one, the new one, why, and who decided. Only added to."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="shifts")
    milestone = models.ForeignKey(Milestone, null=True, on_delete=models.PROTECT, related_name="shifts", db_index=False)
    old = models.DateField()
    new = models.DateField()
    reason = models.CharField(max_length=10)
    text = models.CharField(max_length=200)
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+", db_index=False)
    body = models.ForeignKey(BODY, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[Constraints] = [
            models.CheckConstraint(condition=Q(reason__in=list(words.SHIFTS)), name="shift_reason_known"),
            models.CheckConstraint(condition=~Q(old=F("new")) & ~Q(text=""), name="shift_moves_and_says_why"),
        ]


class ProjectPhoto(models.Model):
    """A photograph of the spot, before or after; what it shows stands in words; `pair` is the one before."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="photos")
    side = models.CharField(max_length=6)
    pair = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="afters", db_index=False)
    alt = models.CharField(max_length=120)
    file = models.FileField(upload_to="projects/%Y/%m/")
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[Constraints] = [
            models.CheckConstraint(condition=Q(side__in=list(words.PHOTO_SIDES)), name="project_photo_side_known"),
            models.CheckConstraint(condition=~Q(alt=""), name="project_photo_says_what"),
            models.CheckConstraint(condition=Q(side="after") | Q(pair=None), name="project_photo_pair_of_after"),
        ]
