"""Tables of the instrument: suggestions, who lets them route, what was heard, recurring problems, texts made public."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from gongzhi.kernel.reference import Ref
from gongzhi.triage import words
from gongzhi.triage.lifecycle import PROBLEM

PERSON = settings.AUTH_USER_MODEL
PLACE = "places.Place"
BODY = "organisations.Body"


class Suggestion(models.Model):
    """The likeliest matter types of one text, with the words that spoke for each, and what a person made of it."""

    about_label = models.CharField(max_length=40)
    about_id = models.BigIntegerField()
    community_id = models.BigIntegerField(null=True)
    source = models.CharField(max_length=40)
    # Best first: [{"code": "LJ01", "p": 0.83, "words": ["垃圾"]}]; pieces of the text itself, so erased with it.
    options = models.JSONField()
    first = models.CharField(max_length=12, blank=True)
    permille = models.PositiveSmallIntegerField()
    outcome = models.CharField(max_length=10, blank=True)
    chosen = models.CharField(max_length=12, blank=True)
    made_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["about_label", "about_id"], name="suggestion_once"),
            models.CheckConstraint(condition=Q(permille__lte=1000), name="suggestion_share"),
            models.CheckConstraint(condition=Q(outcome__in=list(words.OUTCOMES)), name="suggestion_outcome_known"),
            models.CheckConstraint(
                condition=Q(outcome="", settled_at=None) | ~Q(outcome="") & Q(settled_at__isnull=False),
                name="suggestion_settled_when",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["community_id", "settled_at"], name="suggestion_settled"),
        ]


class Level(models.Model):
    """From which probability on a community lets suggestions route by themselves; no row: never."""

    community = models.OneToOneField(PLACE, on_delete=models.PROTECT, related_name="+")
    permille = models.PositiveSmallIntegerField()
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(permille__range=(500, 1000)), name="level_is_a_majority"),
        ]


class Problem(models.Model):
    """One thing that many messages speak of: found by the machine, decided by people."""

    street = models.ForeignKey(PLACE, on_delete=models.PROTECT, related_name="+", db_index=False)
    # The one community that it concerns; none: several of the street.
    community = models.ForeignKey(PLACE, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    state = models.CharField(max_length=10, default=PROBLEM.start)
    title = models.CharField(max_length=60)
    named_by_hand = models.BooleanField(default=False)
    matter = models.CharField(max_length=12, blank=True)
    theme = models.BigIntegerField()
    lead = models.ForeignKey(BODY, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    plan_due = models.DateTimeField(null=True)
    into = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="joined_here")
    # Kept by the grouping: distinct people, messages, first and last message, order on the page.
    people = models.PositiveIntegerField(default=0)
    size = models.PositiveIntegerField(default=0)
    heat = models.FloatField(default=0)
    signs = models.JSONField(default=list)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    found_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(state__in=list(PROBLEM.states)), name="problem_state_known"),
            models.CheckConstraint(
                condition=Q(state="joined", into__isnull=False) | ~Q(state="joined") & Q(into=None),
                name="problem_joined_into",
            ),
            models.CheckConstraint(condition=~Q(into=F("id")), name="problem_not_into_itself"),
            models.UniqueConstraint(fields=["street", "theme"], name="problem_one_a_theme"),
            models.CheckConstraint(
                condition=~Q(state__in=["confirmed", "planned", "watched"]) | Q(lead__isnull=False),
                name="problem_has_a_lead",
            ),
            models.CheckConstraint(
                condition=~Q(state="planned") | Q(plan_due__isnull=False), name="problem_planned_by_when"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["street", "state", "-heat"], name="problem_of_street"),
            models.Index(fields=["community", "state", "-heat"], name="problem_of_community"),
            models.Index(fields=["lead", "state"], name="problem_of_lead"),
        ]


class Heard(models.Model):
    """One message as the instrument knows it: where, when, whose, and its features; the words stay with their owner."""

    about_label = models.CharField(max_length=40)
    about_id = models.BigIntegerField()
    street_id = models.BigIntegerField()
    community_id = models.BigIntegerField(null=True)
    place = models.ForeignKey(PLACE, on_delete=models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+", db_index=False)
    said_at = models.DateTimeField()
    matter = models.CharField(max_length=12, blank=True)
    features = models.BinaryField()
    # The grouping's own number for what belongs together in the street; it becomes a problem when enough people say it.
    theme = models.BigIntegerField(default=0)
    problem = models.ForeignKey(Problem, null=True, on_delete=models.PROTECT, related_name="messages", db_index=False)
    # A person put it where it is (or took it out): the machine leaves it alone.
    by_hand = models.BooleanField(default=False)
    grouped = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["about_label", "about_id"], name="heard_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["street_id", "said_at"], name="heard_in_street"),
            models.Index(fields=["community_id", "said_at"], name="heard_in_community"),
            models.Index(fields=["problem", "said_at"], name="heard_of_problem"),
            models.Index(fields=["street_id"], condition=Q(grouped=False), name="heard_waiting"),
        ]

    @property
    def about(self) -> Ref:
        """The matter that the message is."""
        return Ref(self.about_label, self.about_id)


class Echo(models.Model):
    """One more person who said "me too" to a message that was heard; people are counted once."""

    heard = models.ForeignKey(Heard, on_delete=models.CASCADE, related_name="echoes")
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["heard", "person"], name="echo_once"),
        ]


class ProblemWord(models.Model):
    """Words that belong to a problem: its plan, its progress, how it ended, why it is none."""

    problem = models.ForeignKey(Problem, on_delete=models.PROTECT, related_name="said")
    kind = models.CharField(max_length=10)
    text = models.TextField()
    body = models.ForeignKey(BODY, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(kind__in=list(words.WORD_KINDS)), name="problem_word_kind_known"),
        ]


class MonthTopic(models.Model):
    """A problem that a community takes on in a month (每月一题)."""

    problem = models.ForeignKey(Problem, on_delete=models.PROTECT, related_name="months")
    community = models.ForeignKey(PLACE, on_delete=models.PROTECT, related_name="+", db_index=False)
    month = models.PositiveIntegerField()  # 202611
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["community", "month", "problem"], name="month_topic_once"),
        ]


class AnswerShape(models.Model):
    """How often a street has given answers of one shape (numbers, names and places left out): a template shows."""

    street_id = models.BigIntegerField()
    fingerprint = models.BigIntegerField()
    times = models.PositiveIntegerField()
    last_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["street_id", "fingerprint"], name="answer_shape_once"),
        ]


class Cleared(models.Model):
    """What of a text everybody may read: covered by a worker's confirmation; the original stays with its owner."""

    about_label = models.CharField(max_length=40)
    about_id = models.BigIntegerField()
    text = models.TextField()
    kinds = models.JSONField(default=dict)  # how many marks of each kind were covered
    shown = models.BooleanField(default=True)
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["about_label", "about_id"], name="cleared_once"),
        ]
