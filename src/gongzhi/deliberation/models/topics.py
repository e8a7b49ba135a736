"""Topics, their way through the tiers, who is concerned and with how much, and what was found out."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from gongzhi.deliberation import words
from gongzhi.deliberation.lifecycle import TOPIC
from gongzhi.kernel.reference import Ref

PERSON = settings.AUTH_USER_MODEL
PLACE = "places.Place"
BODY = "organisations.Body"


class Topic(models.Model):
    """One thing to be decided together; one number through every tier, from what caused it to what became of it."""

    place = models.ForeignKey(PLACE, on_delete=models.PROTECT, related_name="+", db_index=False)
    tier = models.CharField(max_length=10)
    state = models.CharField(max_length=14, default=TOPIC.start)
    origin = models.CharField(max_length=10)
    title = models.CharField(max_length=60)
    matter = models.CharField(max_length=12, blank=True)
    # A line of tables/decisions.toml: who decides, by which rule, with which effect.
    kind = models.CharField(max_length=30, blank=True)
    method = models.CharField(max_length=20, blank=True)
    lead = models.ForeignKey(BODY, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    raised_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    source_label = models.CharField(max_length=40, blank=True)
    source_id = models.BigIntegerField(null=True)
    into = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="joined_here")
    verdict = models.CharField(max_length=10, blank=True)
    raised_at = models.DateTimeField()
    # A joint application is put to the council on this fixed day.
    council_on = models.DateField(null=True)
    decided_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(state__in=list(TOPIC.states)), name="topic_state_known"),
            models.CheckConstraint(condition=Q(tier__in=list(words.TIERS)), name="topic_tier_known"),
            models.CheckConstraint(condition=Q(origin__in=list(words.ORIGINS)), name="topic_origin_known"),
            models.CheckConstraint(
                condition=Q(state="joined", into__isnull=False) | ~Q(state="joined") & Q(into=None),
                name="topic_joined_into",
            ),
            models.CheckConstraint(condition=~Q(into=F("id")), name="topic_not_into_itself"),
            models.CheckConstraint(
                condition=Q(state__in=["raised", "dropped", "joined"]) | Q(lead__isnull=False) & ~Q(kind=""),
                name="topic_has_a_lead",
            ),
            models.CheckConstraint(
                condition=Q(source_label="", source_id=None) | ~Q(source_label="") & Q(source_id__isnull=False),
                name="topic_source_whole",
            ),
            models.CheckConstraint(condition=Q(published_at=None) | ~Q(decided_at=None), name="topic_decided_first"),
            models.UniqueConstraint(
                fields=["source_label", "source_id"],
                condition=~Q(source_label="") & ~Q(state__in=["dropped", "joined"]),
                name="topic_one_a_source",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["place", "state", "-id"], name="topic_of_place"),
            models.Index(fields=["lead", "state"], name="topic_of_lead"),
        ]

    @property
    def ref(self) -> Ref:
        """How the record and the instruments name the topic."""
        return Ref("deliberation.topic", self.pk)

    @property
    def source(self) -> Ref | None:
        """The matter that it came from."""
        return Ref(self.source_label, self.source_id) if self.source_label and self.source_id is not None else None


class Stay(models.Model):
    """One stretch of a topic at a tier and a place; together they are its way (row B02)."""

    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="stays")
    tier = models.CharField(max_length=10)
    place = models.ForeignKey(PLACE, on_delete=models.PROTECT, related_name="+", db_index=False)
    step = models.CharField(max_length=10, blank=True)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(tier__in=list(words.TIERS)), name="stay_tier_known"),
            models.CheckConstraint(condition=Q(step="") | Q(step__in=list(words.STEPS)), name="stay_step_known"),
            models.UniqueConstraint(fields=["topic"], condition=Q(until=None), name="stay_one_at_a_time"),
        ]


class TopicWord(models.Model):
    """Words that belong to a topic: the question, reasons, the text of the decision; they are only ever added."""

    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="said")
    kind = models.CharField(max_length=10)
    text = models.TextField()
    body = models.ForeignKey(BODY, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(kind__in=list(words.TOPIC_WORDS)), name="topic_word_kind_known"),
        ]


class Party(models.Model):
    """A class of people or bodies that a topic concerns; `many` households or persons, as far as is known."""

    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="parties")
    kind = models.CharField(max_length=12)
    title = models.CharField(max_length=30)
    many = models.PositiveIntegerField(default=0)
    # Why it counts as a minority that the decision may not pass over; empty: it does not.
    minority = models.CharField(max_length=10, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(kind__in=list(words.PARTIES)), name="party_kind_known"),
            models.CheckConstraint(
                condition=Q(minority="") | Q(minority__in=list(words.MINORITY_GROUNDS)), name="party_minority_known"
            ),
            models.UniqueConstraint(fields=["topic", "kind", "title"], name="party_once"),
        ]


class Item(models.Model):
    """One thing to be paid, gained or risked; `fen` is its whole amount where it is money."""

    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="items")
    side = models.CharField(max_length=8)
    title = models.CharField(max_length=60)
    fen = models.BigIntegerField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(side__in=list(words.ITEM_SIDES)), name="item_side_known"),
            models.CheckConstraint(condition=Q(fen=None) | Q(fen__gte=0), name="item_not_negative"),
        ]


class Share(models.Model):
    """What of an item falls to a party; the shares of money make up the item to the last fen."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="shares")
    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="shares", db_index=False)
    fen = models.BigIntegerField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["item", "party"], name="share_once"),
            models.CheckConstraint(condition=Q(fen=None) | Q(fen__gte=0), name="share_not_negative"),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["party"], name="share_of_party")]


class Investigation(models.Model):
    """What was found out before anybody concluded (row B06); only ever added."""

    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="investigations")
    kind = models.CharField(max_length=8)
    text = models.TextField()
    on = models.DateField()
    body = models.ForeignKey(BODY, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(kind__in=list(words.INVESTIGATIONS)), name="investigation_kind_known"),
        ]


class Pledge(models.Model):
    """What a body promised to give towards the solution; its clock is a duty of that body."""

    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="pledges")
    body = models.ForeignKey(BODY, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=8)
    text = models.CharField(max_length=200)
    fen = models.BigIntegerField(null=True)
    due = models.DateTimeField()
    at = models.DateTimeField()
    kept_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(kind__in=list(words.PLEDGES)), name="pledge_kind_known"),
            models.CheckConstraint(condition=Q(fen=None) | Q(fen__gte=0), name="pledge_not_negative"),
        ]


class Signature(models.Model):
    """Somebody who stands behind an application; one person signs once, also when two applications are joined."""

    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="signatures")
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["topic", "person"], name="topic_signature_once"),
        ]
