"""What was said, how the minority was met, what was decided, and who took part."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from gongzhi.deliberation import words
from gongzhi.deliberation.models.topics import BODY, PLACE, Party, Topic

PERSON = settings.AUTH_USER_MODEL


class Voice(models.Model):
    """An opinion as it stands in the final record: once, whatever the number of tiers that it came through."""

    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="voices")
    tier = models.CharField(max_length=10)
    text = models.TextField()
    # What makes it the same opinion: where it was said, or a digest of its words.
    same = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(tier__in=list(words.TIERS)), name="voice_tier_known"),
            models.UniqueConstraint(fields=["topic", "same"], name="voice_once"),
        ]


class MinorityStatement(models.Model):
    """What the minority says to everybody who decides; it goes with the decision and is only ever added."""

    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="minority_statements")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="statements")
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+", db_index=False)
    text = models.TextField()
    at = models.DateTimeField()


class MinorityStep(models.Model):
    """The compensation, the amendment or the reasoned answer for one minority, before the final vote (row B08)."""

    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="minority_steps")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=12)
    text = models.TextField()
    fen = models.BigIntegerField(null=True)
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(kind__in=list(words.MINORITY_STEPS)), name="minority_step_known"),
            models.CheckConstraint(condition=~Q(kind="compensation") | Q(fen__gt=0), name="minority_step_pays"),
        ]


class Decision(models.Model):
    """What was decided, by whom, by which rule and with which effect; a row never changes."""

    topic = models.OneToOneField(Topic, on_delete=models.PROTECT, related_name="decision")
    outcome = models.CharField(max_length=12)
    decider = models.CharField(max_length=20)
    rule = models.CharField(max_length=30)
    effect = models.CharField(max_length=20)
    ground = models.CharField(max_length=120)
    body = models.ForeignKey(BODY, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    vote_id = models.BigIntegerField(null=True)
    meeting_id = models.BigIntegerField(null=True)
    consensus = models.BooleanField(default=False)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(outcome__in=list(words.OUTCOMES)), name="decision_outcome_known"),
            models.CheckConstraint(condition=Q(decider__in=list(words.DECIDERS)), name="decision_decider_known"),
            models.CheckConstraint(condition=Q(effect__in=list(words.EFFECTS)), name="decision_effect_known"),
        ]


class Session(models.Model):
    """A meeting that dealt with a topic; from these rows the ledger counts its sessions (row B16)."""

    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="sessions")
    meeting_id = models.BigIntegerField()
    orders = models.CharField(max_length=30)
    place = models.ForeignKey(PLACE, on_delete=models.PROTECT, related_name="+", db_index=False)
    held_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["topic", "meeting_id"], name="session_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["place", "held_at"], name="session_here")]


class TookPart(models.Model):
    """Somebody of a building spoke, voted, met or signed; shown as counts of buildings only (rows B14, Q22)."""

    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="took_part")
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+", db_index=False)
    building = models.ForeignKey(PLACE, on_delete=models.PROTECT, related_name="+", db_index=False)
    way = models.CharField(max_length=8)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(way__in=list(words.WAYS)), name="took_part_way_known"),
            models.UniqueConstraint(fields=["topic", "person", "way"], name="took_part_once"),
        ]


class Branch(models.Model):
    """One road of an unsolved matter that forked to a council or a department; all join before the one answer (E11)."""

    source_label = models.CharField(max_length=40)
    source_id = models.BigIntegerField()
    kind = models.CharField(max_length=12)
    topic = models.ForeignKey(Topic, null=True, on_delete=models.PROTECT, related_name="branches")
    body = models.ForeignKey(BODY, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    opened_at = models.DateTimeField()
    joined_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)
    # The branch whose joining made the one final reply.
    final = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(kind__in=list(words.BRANCHES)), name="branch_kind_known"),
            models.CheckConstraint(
                condition=Q(kind="council", topic__isnull=False) | Q(kind="department", body__isnull=False),
                name="branch_leads_somewhere",
            ),
            models.UniqueConstraint(
                fields=["source_label", "source_id"], condition=Q(final=True), name="branch_one_final_reply"
            ),
            models.CheckConstraint(condition=Q(final=False) | ~Q(joined_at=None), name="branch_joined_to_be_final"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["source_label", "source_id"], name="branch_of_source")
        ]
