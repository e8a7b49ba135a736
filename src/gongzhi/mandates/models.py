"""The tables of responsibility lists; one lead for every cell, and one edition a day, are promises of the table."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from gongzhi.mandates import words


class Edition(models.Model):
    """One edition of the list. Once published it never changes; `valid_to` (not included) is set by its successor."""

    version = models.PositiveIntegerField()
    state = models.CharField(max_length=10, default="draft")
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    source = models.CharField(max_length=120)
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version"], name="edition_version_once"),
            models.UniqueConstraint(fields=["valid_from"], name="edition_one_starts_a_day"),
            models.UniqueConstraint(
                fields=["state"], condition=Q(state="published"), name="edition_one_without_successor"
            ),
            models.CheckConstraint(
                condition=Q(state="draft", valid_from=None, valid_to=None)
                | Q(state="published", valid_from__isnull=False, valid_to=None)
                | Q(state="superseded", valid_from__isnull=False, valid_to__gt=F("valid_from")),
                name="edition_state_has_its_dates",
            ),
        ]


class MatterType(models.Model):
    """One matter type of an edition; `number` is its place in the list."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="matters")
    code = models.CharField(max_length=12)
    number = models.PositiveIntegerField()
    group = models.CharField(max_length=40)
    group_en = models.CharField(max_length=200, blank=True)
    name = models.CharField(max_length=60)
    name_en = models.CharField(max_length=200, blank=True)
    words = models.TextField()
    kind = models.CharField(max_length=20)
    tier = models.CharField(max_length=5)
    start = models.CharField(max_length=10)
    urgent = models.BooleanField()
    counts = models.BooleanField()
    platform = models.CharField(max_length=12, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "code"], name="matter_code_once"),
            models.UniqueConstraint(fields=["edition", "number"], name="matter_number_once"),
            models.CheckConstraint(condition=Q(kind__in=list(words.KINDS)), name="matter_known_kind"),
            models.CheckConstraint(condition=Q(tier__in=list(words.TIERS)), name="matter_known_tier"),
            models.CheckConstraint(condition=Q(start__in=list(words.LADDER)), name="matter_known_start"),
            models.CheckConstraint(condition=Q(platform__in=["", *words.PLATFORMS]), name="matter_known_platform"),
        ]


class Cell(models.Model):
    """One line of the list: who answers for the matter at one rung. The key leaves room for one lead only."""

    matter = models.ForeignKey(MatterType, models.CASCADE, related_name="cells")
    rung = models.CharField(max_length=10)
    lead = models.CharField(max_length=30)
    assisting = models.CharField(max_length=200, blank=True)
    informed = models.CharField(max_length=200, blank=True)
    ground = models.CharField(max_length=300)
    limit_amount = models.PositiveIntegerField()
    limit_unit = models.CharField(max_length=20)
    evidence = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["matter", "rung"], name="cell_one_lead"),
            models.CheckConstraint(condition=Q(rung__in=list(words.LADDER)), name="cell_known_rung"),
            models.CheckConstraint(condition=~Q(lead="") & ~Q(lead__contains="|"), name="cell_lead_is_one"),
            models.CheckConstraint(condition=~Q(ground=""), name="cell_has_ground"),
            models.CheckConstraint(condition=Q(limit_amount__gt=0), name="cell_has_limit"),
        ]
