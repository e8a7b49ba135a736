"""Tables of resources: what is offered by whom until when, each use, what came of it, what it was matched to."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from gongzhi.kernel.reference import Ref
from gongzhi.projects.models.needs import Need
from gongzhi.projects.words import needs as need_words
from gongzhi.projects.words import resources as words

PERSON = settings.AUTH_USER_MODEL
PLACE = "places.Place"
BODY = "organisations.Body"


class Resource(models.Model):
    """A place, people, money, goods or a skill that a body or a person offers, with its times, limits and last day.

    `amount` is how much there is at every moment (rooms, people, pieces that come back), or in all, for what is used up
    (money, goods given away). `grain`: minutes of one slot of time in which uses are counted; 0 for what is used up.
    """

    place = models.ForeignKey(PLACE, on_delete=models.PROTECT, related_name="+", db_index=False)
    body = models.ForeignKey(BODY, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=8)
    sector = models.CharField(max_length=10)
    title = models.CharField(max_length=60)
    text = models.TextField(blank=True)
    purpose = models.CharField(max_length=12)
    amount = models.BigIntegerField()
    unit = models.CharField(max_length=8)
    grain = models.PositiveSmallIntegerField(default=0)
    since = models.DateField()
    until = models.DateField()  # the first day on which it is no longer there
    # Minutes of the week [start, end) at which it may be used; empty: at any time.
    times = models.JSONField(default=list)
    # The most of it for one use; 0: all of it.
    most_each = models.BigIntegerField(default=0)
    # Limits in the giver's words; a person reads them before agreeing.
    limits = models.CharField(max_length=300, blank=True)
    fund_id = models.BigIntegerField(null=True)
    fund_purpose = models.CharField(max_length=40, blank=True)
    alliance = models.BooleanField(default=False)
    state = models.CharField(max_length=10, default="offered")
    offered_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(kind__in=list(words.RESOURCE_KINDS)), name="resource_kind_known"),
            models.CheckConstraint(condition=Q(unit__in=list(words.UNITS)), name="resource_unit_known"),
            models.CheckConstraint(condition=Q(sector__in=list(words.SECTORS)), name="resource_sector_known"),
            models.CheckConstraint(condition=Q(purpose__in=list(need_words.PURPOSES)), name="resource_purpose_known"),
            models.CheckConstraint(condition=Q(state__in=list(words.RESOURCE_STATES)), name="resource_state_known"),
            models.CheckConstraint(condition=Q(amount__gt=0, most_each__gte=0), name="resource_of_something"),
            models.CheckConstraint(condition=Q(until__gt=F("since")), name="resource_until_after"),
            models.CheckConstraint(
                condition=Q(body__isnull=False, person=None) | Q(body=None, person__isnull=False),
                name="resource_of_one_giver",
            ),
            # Money stands in the ledger: here it is only promised to one of its funds.
            models.CheckConstraint(
                condition=Q(kind="money", unit="fen", fund_id__isnull=False, grain=0)
                | ~Q(kind="money") & Q(fund_id=None) & ~Q(unit="fen"),
                name="resource_money_to_a_fund",
            ),
            models.CheckConstraint(condition=Q(grain__in=[0, 30, 1440]), name="resource_grain_known"),
            models.CheckConstraint(
                condition=Q(state="offered", ended_at=None) | ~Q(state="offered") & Q(ended_at__isnull=False),
                name="resource_ended_when",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["place", "state", "kind"], name="resource_of_place"),
            models.Index(fields=["body", "-id"], name="resource_of_body"),
            models.Index(fields=["person", "-id"], name="resource_of_person"),
            models.Index(fields=["until"], condition=Q(state="offered"), name="resource_by_end"),
        ]

    @property
    def ref(self) -> Ref:
        """How the record names the resource."""
        return Ref("projects.resource", self.pk)


class Slot(models.Model):
    """How much of a resource is taken in one slot of time; more than there is cannot be written down.

    `number` counts slots of the resource's grain since 1970; 0 is the one slot of what is used up.
    """

    resource = models.ForeignKey(Resource, on_delete=models.PROTECT, related_name="slots", db_index=False)
    number = models.BigIntegerField()
    used = models.BigIntegerField()
    most = models.BigIntegerField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["resource", "number"], name="resource_slot_once"),
            models.CheckConstraint(condition=Q(used__gte=0, used__lte=F("most")), name="resource_slot_never_negative"),
        ]


class Booking(models.Model):
    """One use of a resource for one matter: how much, from when to when; what was given back is no longer in it."""

    resource = models.ForeignKey(Resource, on_delete=models.PROTECT, related_name="bookings", db_index=False)
    about_label = models.CharField(max_length=40)
    about_id = models.BigIntegerField()
    amount = models.BigIntegerField()
    starts = models.DateTimeField(null=True)
    ends = models.DateTimeField(null=True)
    state = models.CharField(max_length=10, default="booked")
    at = models.DateTimeField()
    returned_at = models.DateTimeField(null=True)
    by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(state__in=list(words.BOOKING_STATES)), name="booking_state_known"),
            models.CheckConstraint(
                condition=Q(state="booked", amount__gt=0) | Q(state="returned", returned_at__isnull=False),
                name="booking_of_something",
            ),
            models.CheckConstraint(
                condition=Q(starts=None, ends=None) | Q(starts__isnull=False, ends__gt=F("starts")),
                name="booking_ends_after",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["resource", "state"], name="booking_of_resource"),
            models.Index(fields=["about_label", "about_id"], name="booking_about"),
        ]

    @property
    def about(self) -> Ref:
        """What it is used for."""
        return Ref(self.about_label, self.about_id)


class Effect(models.Model):
    """What a use of a resource caused, in the words of those who used it; only ever added."""

    booking = models.ForeignKey(Booking, on_delete=models.PROTECT, related_name="effects")
    text = models.TextField()
    body = models.ForeignKey(BODY, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()


class Match(models.Model):
    """What a person made of a match that the rules found: taken or not, with the reasons as they were that day."""

    need = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="matches", db_index=False)
    resource = models.ForeignKey(Resource, on_delete=models.PROTECT, related_name="matches", db_index=False)
    state = models.CharField(max_length=10)
    reasons = models.JSONField(default=list)
    note = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(state__in=list(words.MATCH_STATES)), name="match_state_known"),
            models.CheckConstraint(condition=Q(state="agreed") | ~Q(note=""), name="match_declined_why"),
            models.UniqueConstraint(fields=["need", "resource"], name="match_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["resource", "state"], name="match_of_resource")]
