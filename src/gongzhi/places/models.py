"""Tables of places: where each stands now, where it stood before, and how it is drawn."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q

from gongzhi.places import words
from gongzhi.places.rules import paths


class PlaceQuerySet(models.QuerySet["Place"]):
    """Reads by range of the path."""

    def inside(self, path: str) -> PlaceQuerySet:
        """The place with this path and everything in it, in force or not."""
        return self.filter(path__gte=path, path__lt=paths.beyond(path))

    def in_force(self) -> PlaceQuerySet:
        """What stands today; nothing is retired ahead of time, so an empty `until` says it."""
        return self.filter(until=None)

    def standing_on(self, day: date) -> PlaceQuerySet:
        """The rows whose present position already held on `day`."""
        return self.filter(Q(until=None) | Q(until__gt=day), stands_since__lte=day)


class Place(models.Model):
    """A division, a grid, an estate, a building or a household.

    `path` is the chain of ids from the top, eight digits each. `since`/`until` bound the place's own validity (the last
    day is not included); `stands_since` is the day from which its present name and position hold; what held before is
    in `Standing`. `lon`/`lat` are GCJ-02 degrees. `sign` is the short code on a building's door. `find` is the folded
    text that search reads.
    """

    code = models.CharField(max_length=40)
    name = models.CharField(max_length=80)
    level = models.CharField(max_length=12)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    path = models.CharField(max_length=96)
    since = models.DateField()
    until = models.DateField(null=True)
    stands_since = models.DateField()
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    sign = models.CharField(max_length=12, null=True)
    aliases = models.CharField(max_length=200, blank=True, default="")
    find = models.CharField(max_length=300)

    objects = PlaceQuerySet.as_manager()
    if TYPE_CHECKING:
        parent_id: int | None

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code"], name="places_code_once"),
            models.UniqueConstraint(fields=["sign"], name="places_sign_once"),
            models.CheckConstraint(condition=Q(level__in=list(words.LEVELS)), name="places_known_level"),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="places_not_its_own_parent"),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gt=F("since"), until__gte=F("stands_since")),
                name="places_ends_after",
            ),
            models.CheckConstraint(condition=Q(stands_since__gte=F("since")), name="places_stands_within"),
            models.CheckConstraint(
                condition=Q(lon=None, lat=None)
                | Q(lon__gte=-180, lon__lte=180, lat__gte=-90, lat__lte=90, lon__isnull=False, lat__isnull=False),
                name="places_point_whole",
            ),
            models.CheckConstraint(condition=~Q(name="") & ~Q(code=""), name="places_named"),
        ]
        indexes = [
            models.Index(fields=["path", "until"], name="places_inside"),
            models.Index(fields=["level", "path", "until", "find"], name="places_level_inside"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def rung(self) -> str:
        """The rung of the ladder on which the place stands."""
        return words.rung(self.level)

    def lies_in(self, other: Place) -> bool:
        """Whether the place is `other` or lies in it, as things stand now."""
        return paths.inside(self.path, other.path)


class Standing(models.Model):
    """A name and position that a place had from `since` up to, not including, `until`."""

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="standings")
    parent = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, related_name="+")
    path = models.CharField(max_length=96)
    name = models.CharField(max_length=80)
    since = models.DateField()
    until = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["place", "since"], name="places_standing_starts_once"),
            models.UniqueConstraint(fields=["place", "until"], name="places_standing_ends_once"),
            models.CheckConstraint(condition=Q(until__gt=F("since")), name="places_standing_ends_after"),
        ]
        indexes = [models.Index(fields=["path", "until"], name="places_stood_inside")]


class Outline(models.Model):
    """How a place is drawn from `since` on: a GeoJSON Polygon or MultiPolygon, and the datum of its numbers.

    `synthetic` marks what was drawn for a demonstration and surveys nothing. `stamp` is random and tells caches apart.
    """

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="outlines")
    since = models.DateField()
    until = models.DateField(null=True)
    datum = models.CharField(max_length=10)
    synthetic = models.BooleanField(default=False)
    stamp = models.BigIntegerField()
    geojson = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["place", "since"], name="places_outline_starts_once"),
            models.UniqueConstraint(fields=["place"], condition=Q(until=None), name="places_outline_one_now"),
            models.CheckConstraint(condition=Q(datum__in=list(words.DATUMS)), name="places_outline_datum"),
            models.CheckConstraint(condition=Q(until=None) | Q(until__gt=F("since")), name="places_outline_ends_after"),
        ]
        indexes = [models.Index(fields=["stamp", "until"], name="places_outline_version")]
