"""Tables of meetings: notice, agenda, seats and presence, floor, motions, minutes, resolutions, yearly plans."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from gongzhi.kernel.reference import Ref
from gongzhi.meetings import words
from gongzhi.meetings.lifecycle import MEETING, RESOLUTION

PERSON = settings.AUTH_USER_MODEL
PLACE = "places.Place"
BODY = "organisations.Body"
Constraints = list[models.BaseConstraint]


class About(models.Model):
    """Something that may concern a matter of another package, by its reference."""

    about_label = models.CharField(max_length=40, blank=True)
    about_id = models.BigIntegerField(null=True)

    class Meta:
        abstract = True

    @property
    def about(self) -> Ref | None:
        """The matter, where there is one."""
        return Ref(self.about_label, self.about_id) if self.about_label and self.about_id is not None else None


class Meeting(About):
    """A meeting under named standing orders, from its notice to its published minutes."""

    orders = models.CharField(max_length=30)
    body = models.ForeignKey(BODY, on_delete=models.PROTECT, related_name="+", db_index=False)
    place = models.ForeignKey(PLACE, on_delete=models.PROTECT, related_name="+", db_index=False)
    title = models.CharField(max_length=80)
    where = models.CharField(max_length=120, blank=True)
    starts = models.DateTimeField()
    state = models.CharField(max_length=10, default=MEETING.start)
    urgent = models.CharField(max_length=200, blank=True)
    reason = models.CharField(max_length=200, blank=True)  # why it was adjourned or cancelled
    called_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar[Constraints] = [
            models.CheckConstraint(condition=Q(state__in=list(MEETING.states)), name="meeting_state_known"),
            models.CheckConstraint(condition=Q(orders__in=list(words.ORDERS)), name="meeting_orders_known"),
            models.CheckConstraint(condition=~Q(title=""), name="meeting_has_title"),
            models.CheckConstraint(
                condition=Q(state__in=["called", "cancelled", "adjourned"]) | Q(opened_at__isnull=False),
                name="meeting_opened_when",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["closed", "minuted", "approved", "published"]) | Q(closed_at__isnull=False),
                name="meeting_closed_when",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["place", "starts"], name="meeting_at_place"),
            models.Index(fields=["body", "orders", "starts"], name="meeting_of_body"),
            models.Index(fields=["about_id", "about_label"], name="meeting_about"),
        ]


class Item(About):
    """A point of the agenda; `listed` if it stood in the notice: only then may it be voted on."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="items")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    kind = models.CharField(max_length=10)
    listed = models.BooleanField(default=True)
    state = models.CharField(max_length=10, default="waiting")
    taken_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[Constraints] = [
            models.UniqueConstraint(fields=["meeting", "number"], name="item_number_once"),
            models.UniqueConstraint(fields=["meeting"], condition=Q(state="now"), name="item_one_at_a_time"),
            models.CheckConstraint(condition=Q(kind__in=list(words.ITEM_KINDS)), name="item_kind_known"),
            models.CheckConstraint(condition=Q(state__in=list(words.ITEM_STATES)), name="item_state_known"),
            models.CheckConstraint(condition=Q(listed=True) | ~Q(kind="decide"), name="item_unlisted_not_decided"),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["about_id", "about_label"], name="item_about")]


class MeetingSeat(models.Model):
    """A seat at one meeting: a type, whose it is, who comes, and how many of it are there."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="seats")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20)
    core = models.BooleanField(default=False)
    votes = models.BooleanField(default=True)
    title = models.CharField(max_length=60, blank=True)
    body = models.ForeignKey(BODY, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    substitute = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    # One person, or a whole roll (the households of a community) of which so many came.
    size = models.PositiveIntegerField(default=1)
    present = models.PositiveIntegerField(default=0)
    reply = models.CharField(max_length=10, blank=True)
    arrived_at = models.DateTimeField(null=True)
    left_at = models.DateTimeField(null=True)
    proxy = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="carried")

    class Meta:
        constraints: ClassVar[Constraints] = [
            models.UniqueConstraint(fields=["meeting", "number"], name="seat_number_once"),
            models.UniqueConstraint(
                fields=["meeting", "person"], condition=Q(person__isnull=False), name="seat_one_a_person"
            ),
            models.CheckConstraint(condition=Q(kind__in=list(words.SEAT_KINDS)), name="meeting_seat_kind_known"),
            models.CheckConstraint(condition=Q(reply__in=list(words.REPLIES)), name="seat_reply_known"),
            models.CheckConstraint(condition=Q(present__lte=F("size"), size__gte=1), name="seat_present_within_size"),
            models.CheckConstraint(condition=Q(present=0) | Q(arrived_at__isnull=False), name="seat_arrived_when"),
            models.CheckConstraint(condition=Q(proxy=None) | Q(size=1), name="seat_proxy_of_one"),
            models.CheckConstraint(condition=~Q(proxy=F("id")), name="seat_proxy_is_another"),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["person"], name="seat_of_person")]

    @property
    def whose(self) -> int | None:
        """The person who sits there: the substitute, where one was named."""
        return self.substitute_id or self.person_id


class Interest(models.Model):
    """A seat has an interest in an item and does not vote on it."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="interests")
    seat = models.ForeignKey(MeetingSeat, on_delete=models.PROTECT, related_name="interests")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[Constraints] = [
            models.UniqueConstraint(fields=["item", "seat"], name="meeting_interest_once")
        ]


class SpeakingTurn(models.Model):
    """A wish to speak on an item: asked, given, ended; `note` is what the recorder wrote of it."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="turns")
    seat = models.ForeignKey(MeetingSeat, on_delete=models.PROTECT, related_name="turns")
    state = models.CharField(max_length=10, default="waiting")
    asked_at = models.DateTimeField()
    given_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints: ClassVar[Constraints] = [
            models.CheckConstraint(condition=Q(state__in=list(words.TURN_STATES)), name="turn_state_known"),
            models.UniqueConstraint(
                fields=["item", "seat"], condition=Q(state__in=["waiting", "speaking"]), name="turn_one_open_a_seat"
            ),
            models.UniqueConstraint(fields=["item"], condition=Q(state="speaking"), name="turn_one_speaker"),
        ]


class Motion(models.Model):
    """A text to be decided, or a change to one; with the hands counted for it alone."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="motions")
    mover = models.ForeignKey(MeetingSeat, null=True, on_delete=models.PROTECT, related_name="motions")
    amends = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="amendments")
    text = models.CharField(max_length=600)
    state = models.CharField(max_length=10, default="proposed")
    proposed_at = models.DateTimeField()
    put_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    yes = models.PositiveIntegerField(null=True)
    no = models.PositiveIntegerField(null=True)
    abstain = models.PositiveIntegerField(null=True)
    present = models.PositiveIntegerField(null=True)  # how many could vote on it
    everybody = models.PositiveIntegerField(null=True)  # all voting seats, there or not

    class Meta:
        constraints: ClassVar[Constraints] = [
            models.CheckConstraint(condition=Q(state__in=list(words.MOTION_STATES)), name="motion_state_known"),
            models.CheckConstraint(condition=~Q(text=""), name="motion_has_text"),
            models.CheckConstraint(
                condition=Q(state__in=["passed", "rejected"], decided_at__isnull=False, yes__isnull=False,
                            no__isnull=False, abstain__isnull=False, present__isnull=False)
                | Q(state__in=["proposed", "voting", "withdrawn"], decided_at=None, yes=None),
                name="motion_decided_with_numbers",
            ),
            models.CheckConstraint(
                condition=Q(yes=None) | Q(present__gte=F("yes") + F("no") + F("abstain")), name="motion_hands_within"
            ),
            models.UniqueConstraint(fields=["item"], condition=Q(state="voting"), name="motion_one_vote_at_a_time"),
        ]  # fmt: skip


class Hand(models.Model):
    """A hand raised from a phone while a motion is voted on; gone when the motion is decided, only numbers stay."""

    motion = models.ForeignKey(Motion, on_delete=models.PROTECT, related_name="hands")
    seat = models.ForeignKey(MeetingSeat, on_delete=models.PROTECT, related_name="hands")
    choice = models.CharField(max_length=8)

    class Meta:
        constraints: ClassVar[Constraints] = [
            models.UniqueConstraint(fields=["motion", "seat"], name="hand_once"),
            models.CheckConstraint(condition=Q(choice__in=list(words.CHOICES)), name="hand_choice_known"),
        ]


class Minutes(models.Model):
    """One version of the minutes: lines drafted from what happened; a later version differs by one line."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="minutes")
    number = models.PositiveSmallIntegerField()
    # [{"kind": "said", "id": 7, "text": ""}]: text replaces the drafted sentence where somebody amended it.
    lines = models.JSONField()
    changed = models.PositiveSmallIntegerField(null=True)
    seat = models.ForeignKey(MeetingSeat, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    made_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[Constraints] = [
            models.UniqueConstraint(fields=["meeting", "number"], name="minutes_number_once"),
            models.CheckConstraint(
                condition=Q(number=1, seat=None) | Q(number__gt=1, seat__isnull=False), name="minutes_amended_by_whom"
            ),
        ]


class Signature(models.Model):
    """An attendee stands by a version of the minutes."""

    minutes = models.ForeignKey(Minutes, on_delete=models.PROTECT, related_name="signatures")
    seat = models.ForeignKey(MeetingSeat, on_delete=models.PROTECT, related_name="+", db_index=False)
    how = models.CharField(max_length=6)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[Constraints] = [
            models.UniqueConstraint(fields=["minutes", "seat"], name="signature_once"),
            models.CheckConstraint(condition=Q(how__in=list(words.SIGNED_HOW)), name="signature_how_known"),
        ]


class Resolution(About):
    """What a meeting decided (or heard) for somebody to carry out by a day."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="resolutions")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="resolutions")
    motion = models.OneToOneField(Motion, null=True, on_delete=models.PROTECT, related_name="resolution")
    kind = models.CharField(max_length=10)
    text = models.CharField(max_length=600)
    owner = models.ForeignKey(BODY, on_delete=models.PROTECT, related_name="+", db_index=False)
    # The certified vote (or whatever else) that decided, where hands in the hall could not.
    basis = models.CharField(max_length=60, blank=True)
    made_at = models.DateTimeField()
    due_at = models.DateTimeField()
    state = models.CharField(max_length=10, default=RESOLUTION.start)
    report = models.TextField(blank=True)
    reported_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar[Constraints] = [
            models.CheckConstraint(condition=Q(kind__in=list(words.RESOLUTION_KINDS)), name="resolution_kind_known"),
            models.CheckConstraint(condition=Q(state__in=list(RESOLUTION.states)), name="resolution_state_known"),
            models.CheckConstraint(condition=~Q(text=""), name="resolution_has_text"),
            models.CheckConstraint(
                condition=~Q(state__in=["reported", "done"]) | Q(reported_at__isnull=False) & ~Q(report=""),
                name="resolution_reported_how",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["open", "reported"], ended_at=None)
                | Q(state__in=["done", "dropped"], ended_at__isnull=False),
                name="resolution_ended_when",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["owner", "state", "due_at"], name="resolution_of_owner"),
            models.Index(fields=["about_id", "about_label"], name="resolution_about"),
        ]


class YearPlan(models.Model):
    """How often a body meets in a year under which orders."""

    body = models.ForeignKey(BODY, on_delete=models.PROTECT, related_name="+")
    orders = models.CharField(max_length=30)
    year = models.PositiveSmallIntegerField()
    every = models.CharField(max_length=12)
    made_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[Constraints] = [
            models.UniqueConstraint(fields=["body", "orders", "year"], name="plan_once_a_year"),
            models.CheckConstraint(condition=Q(every__in=list(words.EVERY)), name="plan_every_known"),
        ]


class Slot(models.Model):
    """One stretch of a plan in which the body has to meet: met, or excused with a reason, or waited for."""

    plan = models.ForeignKey(YearPlan, on_delete=models.PROTECT, related_name="slots")
    starts = models.DateTimeField()
    ends = models.DateTimeField()
    begun_at = models.DateTimeField(null=True)  # when its duty was opened
    state = models.CharField(max_length=8, default="open")
    meeting = models.ForeignKey(Meeting, null=True, on_delete=models.PROTECT, related_name="slots")
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints: ClassVar[Constraints] = [
            models.UniqueConstraint(fields=["plan", "starts"], name="slot_once"),
            models.CheckConstraint(condition=Q(state__in=list(words.SLOT_STATES)), name="slot_state_known"),
            models.CheckConstraint(condition=~Q(state="held") | Q(meeting__isnull=False), name="slot_held_by_which"),
            models.CheckConstraint(condition=~Q(state="excused") | ~Q(reason=""), name="slot_excused_why"),
        ]
