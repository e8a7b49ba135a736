"""The project itself: what is to be done where, by which need, how far it is, and by what evidence it got there."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from gongzhi.kernel.reference import Ref
from gongzhi.projects.lifecycle import BEFORE_MONEY, PROJECT
from gongzhi.projects.words import projects as words

PERSON = settings.AUTH_USER_MODEL
PLACE = "places.Place"
BODY = "organisations.Body"
LABEL = "projects.project"
Constraints = list[models.BaseConstraint]


class Project(models.Model):
    """One project. It cannot exist without a need: the first is a column, the others stand in `ProjectNeed`."""

    kind = models.CharField(max_length=14)
    state = models.CharField(max_length=11, default=PROJECT.start)
    place = models.ForeignKey(PLACE, on_delete=models.PROTECT, related_name="+", db_index=False)
    # The body that answers for the project.
    body = models.ForeignKey(BODY, on_delete=models.PROTECT, related_name="+", db_index=False)
    need = models.ForeignKey("projects.Need", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=60)
    text = models.TextField(blank=True)
    # The purpose of the money, in the words of the fund.
    purpose = models.CharField(max_length=40, blank=True)
    # Fen. What it was thought to cost when it was proposed; what was promised when it was fixed.
    estimate = models.BigIntegerField(default=0)
    promised_cost = models.BigIntegerField(null=True)
    promised_end = models.DateField(null=True)
    fund_id = models.BigIntegerField(null=True)
    reservation_id = models.BigIntegerField(null=True)
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    fixed_at = models.DateTimeField(null=True)
    fixed_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    noticed_at = models.DateTimeField(null=True)
    notice_until = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)
    planned_end = models.DateField(null=True)
    handed_in_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    verdict_from = models.DateTimeField(null=True)
    verdict_until = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    state_since = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar[Constraints] = [
            models.CheckConstraint(condition=Q(kind__in=list(words.KINDS)), name="project_kind_known"),
            models.CheckConstraint(condition=Q(state__in=list(PROJECT.states)), name="project_state_known"),
            models.CheckConstraint(condition=Q(estimate__gte=0), name="project_cost_not_negative"),
            models.CheckConstraint(
                condition=Q(state__in=[*BEFORE_MONEY, "dropped"]) | Q(fixed_at__isnull=False, promised_cost__gte=0),
                name="project_fixed_with_a_promise",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["building", "accepting", "judging", "closed"])
                | Q(started_at__gte=F("notice_until"), planned_end__isnull=False, promised_end__isnull=False),
                name="project_started_after_notice",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["judging", "closed"])
                | Q(accepted_at__isnull=False, verdict_from__isnull=False),
                name="project_judged_once_accepted",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["closed", "dropped"], ended_at__isnull=False)
                | ~Q(state__in=["closed", "dropped"]) & Q(ended_at=None),
                name="project_ended_when",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["place", "state", "-id"], name="project_at_place"),
            models.Index(fields=["body", "state"], name="project_of_body"),
        ]

    @property
    def ref(self) -> Ref:
        """How the record names the project."""
        return Ref(LABEL, self.pk)


class ProjectNeed(models.Model):
    """A need that a project answers; only ever added."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="needs")
    need = models.ForeignKey("projects.Need", on_delete=models.PROTECT, related_name="projects")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[Constraints] = [
            models.UniqueConstraint(fields=["project", "need"], name="project_need_once"),
        ]


class Evidence(models.Model):
    """What stands for a step: another thing in the house, or a paper with its number. Taken back, it stays."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="evidence")
    kind = models.CharField(max_length=12)
    about_label = models.CharField(max_length=40, blank=True)
    about_id = models.BigIntegerField(null=True)
    paper = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[Constraints] = [
            models.CheckConstraint(condition=Q(kind__in=list(words.EVIDENCE)), name="evidence_kind_known"),
            models.CheckConstraint(
                condition=Q(about_label="", about_id=None) & ~Q(paper="")
                | ~Q(about_label="") & Q(about_id__isnull=False),
                name="evidence_is_something",
            ),
        ]

    @property
    def about(self) -> Ref | None:
        """The thing that it is, when it is one of the house."""
        return Ref(self.about_label, self.about_id) if self.about_label and self.about_id else None


class ProjectWord(models.Model):
    """Words that go with a move: why it went back, why it was dropped, what residents missed."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="said")
    move = models.CharField(max_length=14)
    text = models.CharField(max_length=600)
    body = models.ForeignKey(BODY, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()


class Member(models.Model):
    """Who does it: the core of the team, and any number of partners who signed up."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="team")
    role = models.CharField(max_length=14)
    body = models.ForeignKey(BODY, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[Constraints] = [
            models.CheckConstraint(condition=Q(role__in=list(words.ROLES)), name="member_role_known"),
            models.CheckConstraint(
                condition=Q(body__isnull=False) | Q(person__isnull=False), name="member_is_somebody"
            ),
            models.UniqueConstraint(
                fields=["project", "role"],
                condition=Q(left_at=None, role__in=["community", "social_org", "social_worker"]),
                name="member_core_once",
            ),
            models.UniqueConstraint(
                fields=["project", "body"], condition=Q(left_at=None, role="partner"), name="member_body_once"
            ),
            models.UniqueConstraint(
                fields=["project", "person"],
                condition=Q(left_at=None, role="partner", body=None),
                name="member_person_once",
            ),
        ]


class Interest(models.Model):
    """Somebody said that they gain or lose by a project: they decide nothing about it. It is never taken back."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="interests")
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=12)
    body = models.ForeignKey(BODY, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[Constraints] = [
            models.CheckConstraint(condition=Q(kind__in=list(words.INTERESTS)), name="interest_kind_known"),
            models.UniqueConstraint(fields=["project", "person", "kind"], name="interest_once"),
        ]
