"""What becomes of a covenant in force: who pledged, how many know it, and the soft remedies that it led to."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from gongzhi.deliberation.models.covenants import PLACE, Covenant, Edition
from gongzhi.deliberation.words import covenants as words

PERSON = settings.AUTH_USER_MODEL


class CovenantPledge(models.Model):
    """Somebody's own promise to keep the covenant; taking it back removes the row, and nobody else reads who."""

    covenant = models.ForeignKey(Covenant, on_delete=models.PROTECT, related_name="pledges", db_index=False)
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["covenant", "person"], name="covenant_pledge_once"),
        ]


class AwarenessSurvey(models.Model):
    """How many households know the covenant: a sample that anybody can draw again from its seed."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="surveys", db_index=False)
    seed = models.CharField(max_length=80)
    households = models.PositiveIntegerField()
    sample = models.PositiveIntegerField()
    drawn_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(seed=""), name="survey_has_seed"),
            models.CheckConstraint(
                condition=Q(sample__lte=models.F("households"), sample__gte=1), name="survey_sample"
            ),
            models.UniqueConstraint(fields=["edition", "seed"], name="survey_seed_once"),
        ]


class SurveyDoor(models.Model):
    """A household of the sample, and whether somebody has been there; never what was answered."""

    survey = models.ForeignKey(AwarenessSurvey, on_delete=models.CASCADE, related_name="doors", db_index=False)
    place = models.ForeignKey(PLACE, on_delete=models.PROTECT, related_name="+", db_index=False)
    asked = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["survey", "place"], name="survey_door_once"),
        ]


class SurveyCount(models.Model):
    """How often an answer was given; nothing leads from here to a door."""

    survey = models.ForeignKey(AwarenessSurvey, on_delete=models.CASCADE, related_name="counts", db_index=False)
    answer = models.CharField(max_length=10)
    times = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["survey", "answer"], name="survey_answer_once"),
            models.CheckConstraint(condition=Q(answer__in=list(words.SURVEY_ANSWERS)), name="survey_answer_known"),
        ]


class Remedy(models.Model):
    """A clause was not kept somewhere, and somebody spoke of it: words only, a place, never a person."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="remedies", db_index=False)
    key = models.PositiveSmallIntegerField()
    place = models.ForeignKey(PLACE, on_delete=models.PROTECT, related_name="+", db_index=False)
    remedy = models.CharField(max_length=8)
    ended = models.CharField(max_length=8, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(remedy__in=list(words.REMEDIES)), name="remedy_is_soft"),
            models.CheckConstraint(condition=Q(ended__in=list(words.REMEDY_ENDS)), name="remedy_end_known"),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["edition", "key"], name="remedy_of_clause")]
