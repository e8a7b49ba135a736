"""Tables of check-in: units and members at a community, what they claimed and did, what went back to a unit."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from gongzhi.projects.models.needs import Need
from gongzhi.projects.rules.claim_life import CLAIM
from gongzhi.projects.words import needs as need_words
from gongzhi.projects.words import resources as words

PERSON = settings.AUTH_USER_MODEL
PLACE = "places.Place"
BODY = "organisations.Body"


class Registration(models.Model):
    """A unit, or a member of a unit, that checked in to a community; `alliance`: the unit sits in its alliance."""

    place = models.ForeignKey(PLACE, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=8)
    body = models.ForeignKey(BODY, on_delete=models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    alliance = models.BooleanField(default=False)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(kind="unit", person=None) | Q(kind="member", person__isnull=False, alliance=False),
                name="registration_kind_known",
            ),
            models.UniqueConstraint(
                fields=["place", "body"], condition=Q(kind="unit", until=None), name="registration_unit_once"
            ),
            models.UniqueConstraint(
                fields=["place", "person"], condition=Q(kind="member", until=None), name="registration_member_once"
            ),
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("since")), name="registration_until_after"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["place", "kind", "until"], name="registration_of_place"),
            models.Index(fields=["body", "kind"], name="registration_of_body"),
        ]


class RegisterBase(models.Model):
    """How many units or members should have checked in to a community from a day on, and by which list; only added."""

    place = models.ForeignKey(PLACE, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=8)
    many = models.PositiveIntegerField()
    paper = models.CharField(max_length=200)
    on = models.DateField()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(kind__in=list(words.REGISTRANTS)), name="register_base_kind_known"),
            models.CheckConstraint(condition=Q(many__gt=0) & ~Q(paper=""), name="register_base_of_something"),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["place", "kind", "-on"], name="register_base_of")]


class Claim(models.Model):
    """A need of the community, or a small wish on it, that somebody who checked in took on."""

    registration = models.ForeignKey(Registration, on_delete=models.PROTECT, related_name="claims")
    need = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="claims")
    state = models.CharField(max_length=10, default=CLAIM.start)
    note = models.CharField(max_length=300, blank=True)
    verdict = models.CharField(max_length=8, blank=True)
    claimed_at = models.DateTimeField()
    served_at = models.DateTimeField(null=True)
    judged_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(state__in=list(CLAIM.states)), name="claim_state_known"),
            models.CheckConstraint(
                condition=Q(verdict="") | Q(verdict__in=list(words.CLAIM_JUDGED)), name="claim_verdict_known"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["judged", "fed_back"]) | ~Q(verdict=""), name="claim_judged_how"
            ),
            models.UniqueConstraint(fields=["registration", "need"], condition=~Q(state="dropped"), name="claim_once"),
        ]


class ReportBack(models.Model):
    """What a community told a unit about a period: counts and words of allowed kinds, about no single person; kept."""

    place = models.ForeignKey(PLACE, on_delete=models.PROTECT, related_name="+", db_index=False)
    body = models.ForeignKey(BODY, on_delete=models.PROTECT, related_name="reports_back", db_index=False)
    since = models.DateField()
    until = models.DateField()
    data = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["place", "body", "since", "until"], name="report_back_once"),
            models.CheckConstraint(condition=Q(until__gt=F("since")), name="report_back_until_after"),
        ]


class OrgRole(models.Model):
    """An organisation that supports others, or the hub through which those who need and those who give meet."""

    place = models.ForeignKey(PLACE, on_delete=models.PROTECT, related_name="+", db_index=False)
    body = models.ForeignKey(BODY, on_delete=models.PROTECT, related_name="+", db_index=False)
    role = models.CharField(max_length=8)
    purpose = models.CharField(max_length=12)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(role__in=list(words.ORG_ROLES)), name="org_role_known"),
            models.CheckConstraint(condition=Q(purpose__in=list(need_words.PURPOSES)), name="org_role_purpose_known"),
            models.UniqueConstraint(
                fields=["place", "body", "role", "purpose"], condition=Q(until=None), name="org_role_once"
            ),
        ]
