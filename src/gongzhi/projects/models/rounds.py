"""Tables of participatory budgets: a year's round, its proposals, who stands behind them, and dispute money."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from gongzhi.kernel.reference import Ref
from gongzhi.projects.rules.rounds import ITEM, ROUND
from gongzhi.projects.words import needs
from gongzhi.projects.words import rounds as words

PERSON = settings.AUTH_USER_MODEL
PLACE = "places.Place"
BODY = "organisations.Body"
FUND = "ledger.Fund"


class Round(models.Model):
    """One year's sum of one place, from one purpose of one fund, given to residents to divide."""

    place = models.ForeignKey(PLACE, on_delete=models.PROTECT, related_name="+", db_index=False)
    body = models.ForeignKey(BODY, on_delete=models.PROTECT, related_name="+", db_index=False)
    fund = models.ForeignKey(FUND, on_delete=models.PROTECT, related_name="+", db_index=False)
    purpose = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=60)
    budget = models.BigIntegerField()
    state = models.CharField(max_length=10, default=ROUND.start)
    proposals_close = models.DateTimeField(null=True)
    # What the announced sum holds back in the fund until the winners take it over.
    reservation_id = models.BigIntegerField(null=True)
    vote = models.OneToOneField("voting.Vote", null=True, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    carried_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(state__in=list(ROUND.states)), name="round_state_known"),
            models.CheckConstraint(condition=Q(budget__gt=0), name="round_has_money"),
            models.CheckConstraint(
                condition=Q(state__in=["drafted", "collecting", "checking", "withdrawn"]) | Q(vote__isnull=False),
                name="round_voted_on",
            ),
            models.UniqueConstraint(
                fields=["place", "fund", "purpose", "year"],
                condition=~Q(state="withdrawn"),
                name="round_once_a_year",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["place", "-id"], name="round_of_place"),
        ]

    @property
    def ref(self) -> Ref:
        """How the record and the instruments name the round."""
        return Ref("projects.round", self.pk)


class RoundItem(models.Model):
    """One thing that a resident would spend the money on; costs in fen, checked by two persons before the ballot."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="items", db_index=False)
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=60)
    text = models.TextField()
    where = models.CharField(max_length=80, blank=True)
    # The part of the community that it serves; the round's own place: everybody.
    place = models.ForeignKey(PLACE, on_delete=models.PROTECT, related_name="+", db_index=False)
    # What it is for: the words of the need list.
    purpose = models.CharField(max_length=12)
    state = models.CharField(max_length=12, default=ITEM.start)
    kind = models.CharField(max_length=20, blank=True)
    asked = models.BigIntegerField(null=True)
    cost = models.BigIntegerField(null=True)
    ground = models.CharField(max_length=16, blank=True)
    by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    costed_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    admitted_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    into = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="joined_here")
    project = models.OneToOneField("projects.Project", null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["round", "number"], name="round_item_number"),
            models.CheckConstraint(condition=Q(state__in=list(ITEM.states)), name="round_item_state_known"),
            models.CheckConstraint(condition=Q(purpose__in=list(needs.PURPOSES)), name="round_item_purpose_known"),
            models.CheckConstraint(condition=Q(asked=None) | Q(asked__gt=0), name="round_item_asked_positive"),
            models.CheckConstraint(condition=Q(cost=None) | Q(cost__gt=0), name="round_item_cost_positive"),
            models.CheckConstraint(
                condition=Q(state="merged", into__isnull=False) | ~Q(state="merged") & Q(into=None),
                name="round_item_merged_into",
            ),
            models.CheckConstraint(condition=~Q(into=F("id")), name="round_item_not_into_itself"),
            models.CheckConstraint(
                condition=Q(state="refused", ground__in=list(words.REFUSALS)) | ~Q(state="refused") & Q(ground=""),
                name="round_item_refused_with_ground",
            ),
            # Nothing stands on a ballot that two different persons have not costed.
            models.CheckConstraint(
                condition=~Q(state__in=["admitted", "chosen", "passed_over"])
                | Q(cost__isnull=False, costed_by__isnull=False, admitted_by__isnull=False)
                & ~Q(costed_by=F("admitted_by")),
                name="round_item_two_persons",
            ),
            models.CheckConstraint(condition=Q(project=None) | Q(state="chosen"), name="round_item_project_if_chosen"),
        ]

    @property
    def ref(self) -> Ref:
        """How the record names the proposal."""
        return Ref("projects.rounditem", self.pk)

    @property
    def key(self) -> str:
        """How the ballot names it, on screen and on paper."""
        return str(self.number)


class RoundItemNeed(models.Model):
    """A proposal answers a need of the need list; every proposal points to one at least. Only ever added."""

    item = models.ForeignKey(RoundItem, on_delete=models.PROTECT, related_name="needs")
    need = models.ForeignKey("projects.Need", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["item", "need"], name="round_item_need_once"),
        ]


class ItemSupport(models.Model):
    """Somebody stands behind a proposal; one person once."""

    item = models.ForeignKey(RoundItem, on_delete=models.PROTECT, related_name="supports", db_index=False)
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["item", "person"], name="item_support_once"),
        ]


class RoundWord(models.Model):
    """Words that belong to a round or one of its proposals; they are only ever added."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="said", db_index=False)
    item = models.ForeignKey(RoundItem, null=True, on_delete=models.PROTECT, related_name="said")
    kind = models.CharField(max_length=10)
    text = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(item=None, kind__in=list(words.ROUND_WORDS))
                | Q(item__isnull=False, kind__in=list(words.ITEM_WORDS)),
                name="round_word_kind_known",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["round", "at"], name="round_word_of_round")]


class DisputeAid(models.Model):
    """Money asked for a case in dispute from a fund's dispute purpose: two persons decide, the payment names it."""

    about_label = models.CharField(max_length=40)
    about_id = models.BigIntegerField()
    place = models.ForeignKey(PLACE, on_delete=models.PROTECT, related_name="+", db_index=False)
    body = models.ForeignKey(BODY, on_delete=models.PROTECT, related_name="+", db_index=False)
    fund = models.ForeignKey(FUND, on_delete=models.PROTECT, related_name="+", db_index=False)
    purpose = models.CharField(max_length=40)
    use = models.CharField(max_length=10)
    amount = models.BigIntegerField()
    text = models.TextField()
    payee = models.CharField(max_length=80)
    state = models.CharField(max_length=8, default="asked")
    reason = models.TextField(blank=True)
    asked_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+", db_index=False)
    checked_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    decided_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    payment_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(state__in=list(words.AID_STATES)), name="aid_state_known"),
            models.CheckConstraint(condition=Q(use__in=list(words.AID_USES)), name="aid_use_known"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="aid_amount_positive"),
            models.CheckConstraint(
                condition=~Q(state__in=["granted", "paid"])
                | Q(checked_by__isnull=False, decided_by__isnull=False, payment_id__isnull=False)
                & ~Q(checked_by=F("decided_by")),
                name="aid_two_persons",
            ),
            models.UniqueConstraint(
                fields=["about_label", "about_id"], condition=~Q(state="denied"), name="aid_one_a_matter"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["place", "-id"], name="aid_of_place")]

    @property
    def about(self) -> Ref:
        """The matter in dispute."""
        return Ref(self.about_label, self.about_id)

    @property
    def ref(self) -> Ref:
        """How the record and the ledger name the request."""
        return Ref("projects.disputeaid", self.pk)
