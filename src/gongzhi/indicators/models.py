"""Tables of the figures: monthly tallies for reading at once, and the single countings that a figure opens to."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q


class Tally(models.Model):
    """How often something was counted in a month.

    0 means all: a street's own row has no community and no body, a community's row no body, and a body's row in a
    street no community. `value` is a number of whole hours in the histograms and 0 elsewhere.
    """

    month = models.PositiveIntegerField()
    street_id = models.BigIntegerField(default=0)
    community_id = models.BigIntegerField(default=0)
    body_id = models.BigIntegerField(default=0)
    measure = models.CharField(max_length=16)
    word = models.CharField(max_length=16, blank=True)
    value = models.PositiveIntegerField(default=0)
    count = models.BigIntegerField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["street_id", "community_id", "measure", "month", "body_id", "word", "value"],
                name="tally_once",
            ),
            models.CheckConstraint(condition=Q(count__gt=0), name="tally_counts"),
            models.CheckConstraint(condition=Q(community_id=0) | Q(body_id=0), name="tally_place_or_body"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            # No conditions here: SQLite does not see that a parameter fulfils one.
            models.Index(fields=["body_id", "measure", "month"], name="tally_body"),
            models.Index(fields=["community_id", "measure", "month"], name="tally_community"),
        ]


class Counted(models.Model):
    """One counting of one case by one fact; the tallies are the sums of these."""

    fact_id = models.BigIntegerField()
    case_id = models.BigIntegerField()
    month = models.PositiveIntegerField()
    street_id = models.BigIntegerField()
    community_id = models.BigIntegerField()
    body_id = models.BigIntegerField()
    measure = models.CharField(max_length=16)
    word = models.CharField(max_length=16, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["fact_id", "measure"], name="counted_once")
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["street_id", "measure", "month"], name="counted_street"),
            models.Index(fields=["community_id", "measure", "month"], name="counted_community"),
            models.Index(fields=["body_id", "measure", "month"], name="counted_body"),
        ]
