"""Who sits at the table of a topic, who may be asked to, and the rights that are granted to able residents."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from gongzhi.deliberation import words
from gongzhi.deliberation.models.topics import BODY, PLACE, Party, Topic

PERSON = settings.AUTH_USER_MODEL


class CouncilSeat(models.Model):
    """A place at the table: one of the three core seats, or an X seat of a party that the topic concerns (row B01)."""

    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="seats")
    core = models.CharField(max_length=10, blank=True)
    party = models.ForeignKey(Party, null=True, on_delete=models.CASCADE, related_name="seats", db_index=False)
    body = models.ForeignKey(BODY, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    # The body sits for one that this place does not have.
    stand_in = models.BooleanField(default=False)
    state = models.CharField(max_length=10, default="planned")
    replaces = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="replaced_by")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(state__in=list(words.SEAT_STATES)), name="council_seat_state_known"),
            models.CheckConstraint(
                condition=Q(core="", party__isnull=False) | Q(core__in=list(words.CORE_SEATS), party=None),
                name="council_seat_of_whom",
            ),
            models.UniqueConstraint(
                fields=["topic", "core"],
                condition=~Q(core="") & ~Q(state__in=["declined", "replaced"]),
                name="council_core_seat_once",
            ),
        ]


class Welcome(models.Model):
    """A newcomer who is ready to sit at a table when a topic concerns newcomers (row H05)."""

    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+", db_index=False)
    place = models.ForeignKey(PLACE, on_delete=models.PROTECT, related_name="+", db_index=False)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["person", "place"], condition=Q(until=None), name="welcome_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["place", "until"], name="welcome_here")]


class Lot(models.Model):
    """A panel drawn by lot: the list and where the seed comes from stand first, the seed and the panel after (B07).

    The list holds the numbers of a register that the desk keeps, with the features of the quotas; never a name.
    """

    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="lots")
    pool = models.TextField()
    quotas = models.TextField()
    digest = models.CharField(max_length=64)
    people = models.PositiveIntegerField()
    source = models.CharField(max_length=200)
    announced_at = models.DateTimeField()
    seed = models.CharField(max_length=200, blank=True)
    drawn_at = models.DateTimeField(null=True)
    result = models.JSONField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["topic"], condition=Q(drawn_at=None), name="lot_one_waits"),
            models.CheckConstraint(
                condition=Q(drawn_at=None, seed="", result=None) | (Q(drawn_at__gt=F("announced_at")) & ~Q(seed="")),
                name="lot_seed_after_list",
            ),
        ]


class Right(models.Model):
    """One of the four rights (议事 建议 监督 评议), granted to a person for a place and a term (row A28)."""

    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=10)
    place = models.ForeignKey(PLACE, on_delete=models.PROTECT, related_name="+", db_index=False)
    since = models.DateTimeField()
    until = models.DateTimeField()
    granted_by = models.ForeignKey(BODY, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(kind__in=list(words.RIGHTS)), name="right_kind_known"),
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="right_term_in_order"),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["person", "kind", "until"], name="right_of")]
