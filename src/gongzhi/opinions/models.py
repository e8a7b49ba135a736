"""Tables of the instrument: conversations, statements, votes on them, moderation, posts, questions, the drawn map."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from gongzhi.kernel.reference import Ref
from gongzhi.opinions import words
from gongzhi.opinions.lifecycle import QUESTION, STATEMENT, TALK

PERSON = settings.AUTH_USER_MODEL
PLACE = "places.Place"
BODY = "organisations.Body"


class Conversation(models.Model):
    """One question that people say and vote on statements about; it may belong to a thing of a package above."""

    about_label = models.CharField(max_length=60, blank=True)
    about_id = models.BigIntegerField(null=True)
    body = models.ForeignKey(BODY, on_delete=models.PROTECT, related_name="+", db_index=False)
    place = models.ForeignKey(PLACE, on_delete=models.PROTECT, related_name="+")
    question = models.CharField(max_length=120)
    intro = models.TextField(blank=True)
    state = models.CharField(max_length=10, default=TALK.start)
    # Every statement is looked at before others read it, not only those that seem to name somebody.
    looked_first = models.BooleanField(default=False)
    opened_at = models.DateTimeField()
    closes_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    # The numbers that statements and posts were given so far.
    statements = models.PositiveIntegerField(default=0)
    posts = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(state__in=list(TALK.states)), name="talk_state_known"),
            models.CheckConstraint(
                condition=Q(state="closed", closed_at__isnull=False) | Q(state="open", closed_at=None),
                name="talk_closed_when",
            ),
            models.CheckConstraint(
                condition=Q(about_label="", about_id=None) | ~Q(about_label="") & Q(about_id__isnull=False),
                name="talk_about_whole",
            ),
            models.CheckConstraint(condition=~Q(question=""), name="talk_has_a_question"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["about_label", "about_id"], name="talk_about"),
            models.Index(fields=["body", "state"], name="talk_of_body"),
        ]

    @property
    def about(self) -> Ref | None:
        """The thing that it belongs to, if any."""
        return Ref(self.about_label, self.about_id) if self.about_id is not None else None


class Statement(models.Model):
    """One sentence that others agree or disagree with. The counters are kept by every vote, under the row's lock."""

    conversation = models.ForeignKey(Conversation, on_delete=models.PROTECT, related_name="said", db_index=False)
    number = models.PositiveIntegerField()
    text = models.CharField(max_length=280)
    author = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    seed = models.BooleanField(default=False)  # put by the organiser
    state = models.CharField(max_length=10, default=STATEMENT.start)
    into = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="joined_here")
    post = models.ForeignKey("Post", null=True, on_delete=models.PROTECT, related_name="statements", db_index=False)
    agrees = models.PositiveIntegerField(default=0)
    disagrees = models.PositiveIntegerField(default=0)
    passes = models.PositiveIntegerField(default=0)
    said_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["conversation", "number"], name="statement_number_once"),
            models.CheckConstraint(condition=Q(state__in=list(STATEMENT.states)), name="statement_state_known"),
            models.CheckConstraint(
                condition=Q(state="joined", into__isnull=False) | ~Q(state="joined") & Q(into=None),
                name="statement_joined_into",
            ),
            models.CheckConstraint(condition=~Q(into=F("id")), name="statement_not_into_itself"),
            models.CheckConstraint(condition=~Q(text=""), name="statement_says_something"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["author", "conversation"], condition=Q(author__isnull=False), name="statement_own"),
        ]

    @property
    def votes(self) -> int:
        """How many people answered."""
        return self.agrees + self.disagrees + self.passes


class Opinion(models.Model):
    """What one person answered to one statement; a later answer replaces it, and nobody else reads the row."""

    conversation = models.ForeignKey(Conversation, on_delete=models.PROTECT, related_name="+", db_index=False)
    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="opinions", db_index=False)
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+", db_index=False)
    value = models.SmallIntegerField()
    channel = models.CharField(max_length=10, default="web")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["statement", "person"], name="opinion_one_each"),
            models.CheckConstraint(condition=Q(value__in=list(words.VALUES)), name="opinion_value_known"),
            models.CheckConstraint(condition=Q(channel__in=list(words.CHANNELS)), name="opinion_channel_known"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["conversation", "person"], name="opinion_of_person"),
            models.Index(fields=["person"], name="opinion_person"),
        ]


class Sheet(models.Model):
    """A paper sheet that a helper typed in; the number on it is taken once, so no sheet counts twice."""

    conversation = models.ForeignKey(Conversation, on_delete=models.PROTECT, related_name="sheets", db_index=False)
    code = models.CharField(max_length=20)
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+", db_index=False)
    helper = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+", db_index=False)
    body = models.ForeignKey(BODY, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["conversation", "code"], name="sheet_once"),
        ]


class Post(models.Model):
    """What somebody wrote in an online group, imported from a file; who it was is a number of this conversation."""

    conversation = models.ForeignKey(Conversation, on_delete=models.PROTECT, related_name="imported", db_index=False)
    number = models.PositiveIntegerField()
    key = models.CharField(max_length=64)  # a keyed digest of time, writer and words: imported again, nothing doubles
    speaker = models.PositiveIntegerField()  # the first who wrote is 1; no name is kept
    speaker_key = models.CharField(max_length=64)
    said_at = models.DateTimeField()
    text = models.TextField()
    state = models.CharField(max_length=10, default="shown")
    imported_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["conversation", "key"], name="post_once"),
            models.UniqueConstraint(fields=["conversation", "number"], name="post_number_once"),
            models.CheckConstraint(condition=Q(state__in=["shown", "taken_down"]), name="post_state_known"),
        ]


class Tombstone(models.Model):
    """One act of moderation with its reason, in the order of the acts: the log, and what stands where words stood."""

    conversation = models.ForeignKey(Conversation, on_delete=models.PROTECT, related_name="+", db_index=False)
    statement = models.ForeignKey(
        Statement, null=True, on_delete=models.PROTECT, related_name="acts", db_index=False
    )  # fmt: skip
    post = models.ForeignKey(Post, null=True, on_delete=models.PROTECT, related_name="acts", db_index=False)
    act = models.CharField(max_length=10)
    reason = models.CharField(max_length=10, blank=True)
    said = models.TextField(blank=True)  # the reason in words, as neighbours read it
    body = models.ForeignKey(BODY, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(act__in=list(words.ACTS)), name="tombstone_act_known"),
            models.CheckConstraint(condition=Q(reason__in=["", *words.REASONS]), name="tombstone_reason_known"),
            models.CheckConstraint(
                condition=~Q(act="take_down") | ~Q(reason="") & ~Q(said=""), name="tombstone_has_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(statement=None, post__isnull=False) | Q(statement__isnull=False, post=None),
                name="tombstone_over_one",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["conversation", "id"], name="tombstone_log"),
            models.Index(fields=["statement", "id"], condition=Q(statement__isnull=False), name="tombstone_of_said"),
            models.Index(fields=["post", "id"], condition=Q(post__isnull=False), name="tombstone_of_post"),
        ]


class Question(models.Model):
    """Something that somebody wants answered: an imported post, or asked on the page. One body answers, by a clock."""

    conversation = models.ForeignKey(Conversation, on_delete=models.PROTECT, related_name="asked")
    post = models.OneToOneField(Post, null=True, on_delete=models.PROTECT, related_name="asks")
    person = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    text = models.TextField()
    body = models.ForeignKey(BODY, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, default=QUESTION.start)
    asked_at = models.DateTimeField()
    answer = models.TextField(blank=True)  # or, when it was set aside, why
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(BODY, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(state__in=list(QUESTION.states)), name="question_state_known"),
            models.CheckConstraint(
                condition=Q(state="asked", answer="", answered_at=None)
                | ~Q(state="asked") & ~Q(answer="") & Q(answered_at__isnull=False),
                name="question_answered_when",
            ),
        ]


class DrawnMap(models.Model):
    """The opinion map as it was drawn last; a page shows it with its age and never waits for a new one.

    `wanted` counts what happened since the conversation was opened, `drawn` how much of that the picture knows.
    """

    conversation = models.OneToOneField(Conversation, on_delete=models.PROTECT, related_name="map")
    wanted = models.PositiveBigIntegerField(default=0)
    drawn = models.PositiveBigIntegerField(default=0)
    content = models.JSONField(default=dict)
    drawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(drawn__lte=F("wanted")), name="map_knows_no_future"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["id"], condition=Q(wanted__gt=F("drawn")), name="map_waiting"),
        ]
