"""Tables of venture calls: proposals without names for those who score, sheets that only grow, grants in tranches."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from gongzhi.kernel.reference import Ref
from gongzhi.projects.models.project import BODY, PERSON, PLACE, Constraints
from gongzhi.projects.words import partners as words

CALL, TRANCHE = "projects.call", "projects.tranche"


class VentureCall(models.Model):
    """A call: what is asked for, how it is scored, how much there is; the rules stand before the first proposal."""

    place = models.ForeignKey(PLACE, on_delete=models.PROTECT, related_name="+", db_index=False)
    body = models.ForeignKey(BODY, on_delete=models.PROTECT, related_name="+", db_index=False)
    title = models.CharField(max_length=60)
    text = models.TextField()
    # [{"key", "name", "most"}]: the first one breaks ties.
    criteria = models.JSONField()
    budget = models.BigIntegerField()
    most = models.BigIntegerField()
    # Points in a hundred of what could be had, from which a proposal can be chosen.
    threshold = models.PositiveSmallIntegerField()
    # How a grant is paid out, in parts of a hundred.
    tranches = models.JSONField()
    fund_id = models.BigIntegerField(null=True)
    purpose = models.CharField(max_length=40, blank=True)
    closes = models.DateTimeField()
    state = models.CharField(max_length=10, default="open")
    opened_at = models.DateTimeField()
    # The published file: everything from which the award comes out again.
    file = models.JSONField(null=True)
    digest = models.CharField(max_length=64, blank=True)
    awarded_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar[Constraints] = [
            models.CheckConstraint(condition=Q(state__in=list(words.CALL_STATES)), name="venture_state_known"),
            models.CheckConstraint(
                condition=Q(budget__gt=0, most__gt=0, most__lte=F("budget")), name="venture_budget_counts"
            ),
            models.CheckConstraint(condition=Q(threshold__lte=100), name="venture_threshold_of_a_hundred"),
            models.CheckConstraint(
                condition=~Q(state="awarded") | Q(awarded_at__isnull=False) & ~Q(digest=""),
                name="venture_awarded_by_a_file",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["place", "state"], name="venture_at_place")]

    @property
    def ref(self) -> Ref:
        """How the record names a call."""
        return Ref(CALL, self.pk)


class Proposal(models.Model):
    """What an organisation wants to do; those who score see the code, never the name. Only ever added."""

    call = models.ForeignKey(VentureCall, on_delete=models.PROTECT, related_name="proposals", db_index=False)
    body = models.ForeignKey(BODY, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=8)
    title = models.CharField(max_length=60)
    text = models.TextField()
    amount = models.BigIntegerField()
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[Constraints] = [
            models.UniqueConstraint(fields=["call", "body"], name="venture_one_proposal"),
            models.UniqueConstraint(fields=["call", "code"], name="venture_code_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="venture_amount_counts"),
        ]


class Scorer(models.Model):
    """Somebody who was asked to score; in the published file only by number. Only ever added."""

    call = models.ForeignKey(VentureCall, on_delete=models.PROTECT, related_name="scorers", db_index=False)
    number = models.PositiveSmallIntegerField()
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[Constraints] = [
            models.UniqueConstraint(fields=["call", "number"], name="venture_scorer_in_order"),
            models.UniqueConstraint(fields=["call", "person"], name="venture_scorer_once"),
        ]


class ScorerTie(models.Model):
    """A scorer declared a relation to an organisation; never taken back."""

    scorer = models.ForeignKey(Scorer, on_delete=models.PROTECT, related_name="ties", db_index=False)
    body = models.ForeignKey(BODY, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=8)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[Constraints] = [
            models.UniqueConstraint(fields=["scorer", "body"], name="venture_tie_once"),
            models.CheckConstraint(condition=Q(kind__in=list(words.DECLARED)), name="venture_tie_known"),
        ]


class ScoreSheet(models.Model):
    """One scorer's whole points for one proposal; append-only, and the last sheet counts."""

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="sheets", db_index=False)
    scorer = models.ForeignKey(Scorer, on_delete=models.PROTECT, related_name="sheets")
    number = models.PositiveSmallIntegerField()
    points = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[Constraints] = [
            models.UniqueConstraint(fields=["proposal", "scorer", "number"], name="venture_sheet_in_order"),
        ]


class Tranche(models.Model):
    """One payment of a grant; the next is paid only after this one's report was accepted by another person."""

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="tranches", db_index=False)
    position = models.PositiveSmallIntegerField()
    amount = models.BigIntegerField()
    state = models.CharField(max_length=8, default="planned")
    report = models.TextField(blank=True)
    reported_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    reported_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    accepted_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[Constraints] = [
            models.UniqueConstraint(fields=["proposal", "position"], name="venture_tranche_in_order"),
            models.CheckConstraint(condition=Q(state__in=list(words.TRANCHE_STATES)), name="venture_tranche_known"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="venture_tranche_counts"),
            models.CheckConstraint(condition=~Q(accepted_by=F("reported_by")), name="venture_report_by_two_persons"),
        ]

    @property
    def ref(self) -> Ref:
        """How the record and the ledger name a tranche."""
        return Ref(TRANCHE, self.pk)
