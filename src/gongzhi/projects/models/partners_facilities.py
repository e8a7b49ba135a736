"""Tables of facilities run by somebody else: the agreement with its service level, opening logs, residents' ratings."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from gongzhi.kernel.reference import Ref
from gongzhi.projects.models.project import BODY, PERSON, PLACE, Constraints, Project
from gongzhi.projects.words import partners as words

AGREEMENT = "projects.agreement"
DAY = 1440


class Facility(models.Model):
    """A place that serves residents."""

    place = models.ForeignKey(PLACE, on_delete=models.PROTECT, related_name="+")
    body = models.ForeignKey(BODY, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=16)
    name = models.CharField(max_length=60)
    where = models.CharField(max_length=120, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[Constraints] = [
            models.CheckConstraint(condition=Q(kind__in=list(words.FACILITIES)), name="facility_kind_known"),
        ]


class Agreement(models.Model):
    """Who runs a facility from when to when, what is promised, and what is paid a month (fen)."""

    facility = models.ForeignKey(Facility, on_delete=models.PROTECT, related_name="agreements")
    project = models.ForeignKey(Project, null=True, on_delete=models.PROTECT, related_name="agreements")
    operator = models.ForeignKey(BODY, on_delete=models.PROTECT, related_name="+")
    since = models.DateField()
    until = models.DateField()
    # {"week": {"1": [[540, 1080]], …}, "closed": ["2026-10-01"], "least": [95, 100], "grace": 10, "deduct": 5000}
    level = models.JSONField()
    subsidy = models.BigIntegerField()
    paper = models.CharField(max_length=120)
    state = models.CharField(max_length=8, default="drawn")
    drawn_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+", db_index=False)
    drawn_at = models.DateTimeField()
    signed_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    signed_at = models.DateTimeField(null=True)
    # How many days before its end the body wants to be told; it says so itself, no source gives a number.
    warn_days = models.PositiveSmallIntegerField(default=0)
    warned_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[Constraints] = [
            models.CheckConstraint(
                condition=Q(state="ended", ended_at__isnull=False) | ~Q(state="ended") & Q(ended_at=None),
                name="facility_agreement_ended_when",
            ),
            models.CheckConstraint(
                condition=Q(state__in=list(words.AGREEMENT_STATES)), name="facility_agreement_state"
            ),
            models.CheckConstraint(condition=Q(until__gte=F("since"), subsidy__gte=0), name="facility_agreement_term"),
            models.CheckConstraint(condition=~Q(signed_by=F("drawn_by")), name="facility_agreement_by_two_persons"),
            models.UniqueConstraint(
                fields=["facility"], condition=Q(state__in=["drawn", "running"]), name="facility_one_agreement"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["until"], condition=Q(state="running"), name="facility_agreement_by_end"),
        ]

    @property
    def ref(self) -> Ref:
        """How the record names an agreement."""
        return Ref(AGREEMENT, self.pk)


class OpeningLog(models.Model):
    """From which to which minute of a day it stood open, or was found shut; append-only."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="logs", db_index=False)
    day = models.DateField()
    kind = models.CharField(max_length=4)
    start = models.PositiveSmallIntegerField()
    end = models.PositiveSmallIntegerField()
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[Constraints] = [
            models.CheckConstraint(condition=Q(kind__in=list(words.LOGS)), name="facility_log_known"),
            models.CheckConstraint(condition=Q(end__gt=F("start"), end__lte=DAY), name="facility_log_in_a_day"),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["agreement", "day"], name="facility_log_of_day")]


class FacilityRating(models.Model):
    """What a resident thinks of the facility in a quarter: of the place, never of a person who works there."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="ratings", db_index=False)
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    quarter = models.CharField(max_length=6)
    mark = models.CharField(max_length=4)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[Constraints] = [
            models.UniqueConstraint(fields=["agreement", "quarter", "person"], name="facility_rating_once"),
            models.CheckConstraint(condition=Q(mark__in=list(words.RATINGS)), name="facility_rating_known"),
        ]
