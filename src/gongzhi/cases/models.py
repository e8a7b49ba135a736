"""Tables of the loop: cases, who held them when, whistles, plans, voices, judgements, words and photographs."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from gongzhi.cases import words
from gongzhi.cases.lifecycle import CASE, RUNGS

PERSON = settings.AUTH_USER_MODEL
BODY = "organisations.Body"
OPEN_STATES = [state for state in CASE.states if CASE.is_open(state)]


class Case(models.Model):
    """One matter that somebody raised about one place."""

    text = models.TextField()
    where = models.CharField(max_length=200, blank=True)
    intake = models.CharField(max_length=12)
    matter = models.CharField(max_length=12, blank=True)
    tier = models.CharField(max_length=4)
    channel = models.CharField(max_length=16)
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+", db_index=False)
    # Copies of the place's community and street, so that lists need no walk up the tree.
    community_id = models.BigIntegerField(null=True)
    street_id = models.BigIntegerField(null=True)
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    reporter = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="cases_raised", db_index=False)
    helper = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    state = models.CharField(max_length=12, default=CASE.start)
    level = models.CharField(max_length=12)
    holder = models.ForeignKey(BODY, on_delete=models.PROTECT, related_name="+", db_index=False)
    offered_to = models.ForeignKey(BODY, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    bounces = models.PositiveSmallIntegerField(default=0)
    reopened = models.PositiveSmallIntegerField(default=0)
    whistled = models.BooleanField(default=False)
    outcome = models.CharField(max_length=12, blank=True)
    branch = models.CharField(max_length=16, blank=True)
    primary = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="followers")
    part_of = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="parts")
    voices = models.PositiveIntegerField(default=1)
    heading = models.CharField(max_length=60, blank=True)  # shown to everybody once a worker has released it
    is_open = models.BooleanField(default=True)
    reported_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    overdue = models.BooleanField(default=False)
    answered_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)
    key = models.CharField(max_length=40, null=True)
    code_key = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            # Not `unique=True`: on PostgreSQL that makes a second index, for LIKE, which nobody asks.
            models.UniqueConstraint(fields=["key"], name="case_key_once"),
            models.UniqueConstraint(fields=["code_key"], name="case_code_once"),
            models.CheckConstraint(condition=Q(state__in=list(CASE.states)), name="case_state_known"),
            models.CheckConstraint(condition=Q(level__in=list(RUNGS)), name="case_level_known"),
            models.CheckConstraint(condition=Q(intake__in=list(words.INTAKE_KINDS)), name="case_intake_known"),
            models.CheckConstraint(
                condition=Q(is_open=True, state__in=OPEN_STATES, closed_at=None)
                | Q(is_open=False, closed_at__isnull=False) & ~Q(state__in=OPEN_STATES),
                name="case_open_or_closed",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["sorting", "lawful", "withdrawn"]) | ~Q(matter=""), name="case_sorted_has_matter"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["answered", "solved", "explained"]) | ~Q(outcome=""),
                name="case_answer_says_what",
            ),
            models.CheckConstraint(condition=Q(bounces__lte=2, reopened__lte=1), name="case_bounces_and_reopenings"),
            models.CheckConstraint(condition=~Q(primary=F("id")) & ~Q(part_of=F("id")), name="case_not_its_own_parent"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["holder", "due_at", "id"], condition=Q(is_open=True), name="case_inbox"),
            models.Index(
                fields=["community_id", "due_at", "id"], condition=Q(is_open=True), name="case_community_open"
            ),
            models.Index(fields=["street_id", "due_at", "id"], condition=Q(is_open=True), name="case_street_open"),
            models.Index(fields=["community_id", "-id"], name="case_community"),
            models.Index(fields=["street_id", "-id"], name="case_street"),
            models.Index(fields=["holder", "-id"], name="case_holder"),
            models.Index(fields=["street_id", "state", "-id"], name="case_street_state"),
            models.Index(fields=["matter", "street_id", "-id"], name="case_matter"),
            models.Index(fields=["reporter", "-id"], name="case_reporter"),
            models.Index(fields=["place", "-id"], name="case_place"),
            models.Index(fields=["offered_to"], condition=Q(offered_to__isnull=False), name="case_offered"),
        ]


class Holding(models.Model):
    """Who answered for a case from when to when; there is no minute without one (rows E07, E12)."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="holdings", db_index=False)
    body = models.ForeignKey(BODY, on_delete=models.PROTECT, related_name="+", db_index=False)
    level = models.CharField(max_length=12)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case"], condition=Q(until=None), name="case_one_holder_now"),
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("since")), name="case_holding_in_order"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["case", "id"], name="case_held"),
            models.Index(fields=["body", "case"], name="case_held_by"),
        ]


class Call(models.Model):
    """One department whistled to the spot for one case."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="calls")
    body = models.ForeignKey(BODY, on_delete=models.PROTECT, related_name="+", db_index=False)
    whistler = models.ForeignKey(BODY, on_delete=models.PROTECT, related_name="+", db_index=False)
    state = models.CharField(max_length=10, default="called")
    called_at = models.DateTimeField()
    arrive_by = models.DateTimeField()
    arrived_at = models.DateTimeField(null=True)
    reported_at = models.DateTimeField(null=True)
    missed = models.BooleanField(default=False)
    ended_at = models.DateTimeField(null=True)
    clause = models.CharField(max_length=24, blank=True)
    whistler_mark = models.PositiveSmallIntegerField(null=True)
    department_mark = models.PositiveSmallIntegerField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["case", "body"], condition=Q(ended_at=None), name="case_called_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["called", "arrived", "reported", "declined", "recalled"]),
                name="call_state_known",
            ),
            models.CheckConstraint(
                condition=Q(whistler_mark=None) | Q(whistler_mark__range=(1, 5)), name="call_mark_w"
            ),
            models.CheckConstraint(
                condition=Q(department_mark=None) | Q(department_mark__range=(1, 5)), name="call_mark_d"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["body", "-id"], name="call_of_body"),
            models.Index(fields=["body", "arrive_by"], condition=Q(ended_at=None), name="call_open"),
        ]


class Plan(models.Model):
    """How several bodies solve one case together: who leads, what is done, by when."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="plans")
    lead = models.ForeignKey(BODY, on_delete=models.PROTECT, related_name="+", db_index=False)
    text = models.TextField()
    due_at = models.DateTimeField()
    made_at = models.DateTimeField()


class Voice(models.Model):
    """One more person whom the same matter concerns."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="seconded")
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "person"], name="case_one_voice_a_person")
        ]


class Judgement(models.Model):
    """What the reporter says of the answer; nobody who handled the case can write one (row K07)."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="judgements")
    round = models.PositiveSmallIntegerField()
    solved = models.BooleanField()
    satisfied = models.PositiveSmallIntegerField()
    channel = models.CharField(max_length=10)
    reader = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "round"], name="case_judged_once_a_round"),
            models.CheckConstraint(condition=Q(satisfied__range=(1, 5)), name="judgement_one_to_five"),
            models.CheckConstraint(condition=Q(channel__in=list(words.JUDGED_BY)), name="judgement_channel_known"),
            models.CheckConstraint(
                condition=Q(channel="telephone", reader__isnull=False) | ~Q(channel="telephone") & Q(reader=None),
                name="judgement_read_out_by_somebody",
            ),
        ]


class Word(models.Model):
    """Words that belong to a case: an answer, a reason, a report, a note. The record holds only that they exist."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="words")
    fact_id = models.BigIntegerField(null=True)
    kind = models.CharField(max_length=12)
    text = models.TextField()
    sight = models.CharField(max_length=8)
    body = models.ForeignKey(BODY, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()


class Photo(models.Model):
    """A photograph of a case, re-encoded, without location data; everybody sees it once a worker has released it."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="photos")
    file = models.FileField(upload_to="cases/%Y/%m/")
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    released = models.BooleanField(default=False)
    added_at = models.DateTimeField()
    by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
