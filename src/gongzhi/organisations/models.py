"""The tables of organisations: bodies, their relations, their seats, and the terms in which people hold them."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from gongzhi.kernel import clock
from gongzhi.organisations import words


class BodyQuerySet(models.QuerySet["Body"]):
    """Reads of bodies as of a day."""

    def active(self, on: Any = None) -> BodyQuerySet:
        """Bodies that exist on the day (default: today in China)."""
        day = on or clock.today().date()
        return self.filter(Q(until__isnull=True) | Q(until__gt=day), since__lte=day)


class Body(models.Model):
    """An organisation with an area that it serves, from a day on, up to and without another."""

    kind = models.CharField(max_length=30)
    name = models.CharField(max_length=80)
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    phone = models.CharField(max_length=30, blank=True)
    source = models.CharField(max_length=120, blank=True)

    objects = BodyQuerySet.as_manager()

    class Meta:
        indexes: ClassVar[list[Any]] = [models.Index(fields=["place", "kind"], name="body_of_kind_at")]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=Q(kind__in=list(words.BODY_KINDS)), name="body_known_kind"),
            models.CheckConstraint(condition=Q(until__isnull=True) | Q(until__gt=F("since")), name="body_in_order"),
            models.CheckConstraint(condition=~Q(name=""), name="body_has_name"),
        ]

    def __str__(self) -> str:
        return self.name


class Relation(models.Model):
    """One body stands to another in a named relation for some time; in a tree, one upper for a lower at a time."""

    kind = models.CharField(max_length=20)
    upper = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="downward")
    lower = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="upward")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=Q(kind__in=list(words.RELATIONS)), name="relation_known_kind"),
            models.CheckConstraint(condition=Q(until__isnull=True) | Q(until__gt=F("since")), name="relation_in_order"),
            models.CheckConstraint(condition=~Q(upper=F("lower")), name="relation_of_two"),
            models.UniqueConstraint(
                fields=["kind", "lower"],
                condition=Q(until__isnull=True, kind__in=list(words.TREES)),
                name="one_upper_in_a_tree",
            ),
            models.UniqueConstraint(
                fields=["kind", "upper", "lower"], condition=Q(until__isnull=True), name="relation_once"
            ),
        ]


class Seat(models.Model):
    """An office in a body over an area; it outlives the people who hold it."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="seats")
    role = models.CharField(max_length=30)
    title = models.CharField(max_length=60, blank=True)
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    source = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=Q(role__in=list(words.ROLES)), name="seat_known_role"),
            models.UniqueConstraint(
                fields=["place", "role"],
                condition=Q(ended_at__isnull=True, role__in=sorted(words.SOLE_ROLES)),
                name="one_responsible_seat_an_area",
            ),
        ]

    def __str__(self) -> str:
        return str(self.label)

    @property
    def label(self) -> words.Text:
        """The title that the body gave the seat, or the role in the reader's language."""
        return self.title or words.ROLES[self.role]


class Term(models.Model):
    """A person holds a seat from an instant on, up to and without another; or stands in for the one who does."""

    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="terms")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="terms")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    substitute_for = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="substitutes"
    )
    source = models.CharField(max_length=120, blank=True)

    class Meta:
        indexes: ClassVar[list[Any]] = [models.Index(fields=["person", "until"], name="term_held")]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=Q(until__isnull=True) | Q(until__gt=F("since")), name="term_in_order"),
            models.CheckConstraint(
                condition=Q(substitute_for__isnull=True) | Q(until__isnull=False), name="substitute_has_an_end"
            ),
            models.UniqueConstraint(
                fields=["seat", "person"], condition=Q(until__isnull=True), name="one_open_term_a_person"
            ),
        ]
