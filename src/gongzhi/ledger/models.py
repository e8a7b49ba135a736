"""Tables of the ledger: funds, pots, accounts, entries of two sides in one row, reservations, payments, divisions.

The database itself keeps the balances (see `guards`): an entry cannot be written without them, nor changed afterwards.
"""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from gongzhi.kernel.reference import Ref
from gongzhi.ledger import words
from gongzhi.ledger.lifecycle import PAYMENT

PERSON = settings.AUTH_USER_MODEL
BODY = "organisations.Body"
PLACE = "places.Place"


class Fund(models.Model):
    """Money (in fen) or hours (in minutes) from one source, kept by one body for one area."""

    body = models.ForeignKey(BODY, on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey(PLACE, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    source = models.CharField(max_length=20)
    unit = models.CharField(max_length=6, default=words.FEN)
    since = models.DateField()
    note = models.CharField(max_length=400, blank=True)
    opened_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["body", "name"], name="fund_named_once"),
            models.CheckConstraint(condition=Q(source__in=list(words.SOURCES)), name="fund_source_known"),
            models.CheckConstraint(condition=Q(unit__in=list(words.UNITS)), name="fund_unit_known"),
            models.CheckConstraint(condition=~Q(name=""), name="fund_has_name"),
        ]

    def __str__(self) -> str:
        return self.name


class Pot(models.Model):
    """One fund's money for one purpose: the earmark. What is here pays for nothing else."""

    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="pots")
    purpose = models.CharField(max_length=30)
    # Kept by the database with every entry; `reserved` by reservations and payments, under this row's lock.
    balance = models.BigIntegerField(default=0)
    reserved = models.BigIntegerField(default=0)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["fund", "purpose"], name="pot_one_a_purpose"),
            models.CheckConstraint(condition=Q(purpose__in=list(words.PURPOSES)), name="pot_purpose_known"),
            models.CheckConstraint(condition=Q(balance__gte=0), name="pot_never_below_zero"),
            models.CheckConstraint(condition=Q(reserved__gte=0), name="pot_reserved_not_below_zero"),
            models.CheckConstraint(condition=Q(reserved__lte=F("balance")), name="pot_reserved_is_there"),
        ]

    @property
    def free(self) -> int:
        """What nobody has reserved."""
        return self.balance - self.reserved


class Account(models.Model):
    """One side of entries in a pot: what is kept, whom it came from, or whom it went to."""

    pot = models.ForeignKey(Pot, on_delete=models.PROTECT, related_name="accounts")
    kind = models.CharField(max_length=5)
    body = models.ForeignKey(BODY, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    balance = models.BigIntegerField(default=0)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["pot", "kind", "body"], name="account_once"),
            models.UniqueConstraint(fields=["pot", "kind"], condition=Q(body=None), name="account_of_nobody_once"),
            models.UniqueConstraint(fields=["id", "pot"], name="account_of_pot"),
            models.CheckConstraint(condition=Q(kind__in=list(words.ACCOUNTS)), name="account_kind_known"),
            models.CheckConstraint(
                condition=Q(kind="given", balance__lte=0) | ~Q(kind="given") & Q(balance__gte=0),
                name="account_on_its_side",
            ),
            models.CheckConstraint(condition=~Q(kind="cash") | Q(body=None), name="account_cash_is_the_pots"),
        ]


class Run(models.Model):
    """One import of a sheet: how many rows were booked, known already, or refused."""

    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="runs")
    filename = models.CharField(max_length=120)
    by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    rows = models.PositiveIntegerField(default=0)
    booked = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    headings = models.JSONField(default=list)
    # [[row number, reason, [cells]]], for the desk alone.
    misfits = models.JSONField(default=list)


class Entry(models.Model):
    """An amount moves between two accounts of one pot: the two lines are the two sides of one row, so they sum to zero.

    Written once; undone only by its opposite.
    """

    pot = models.ForeignKey(Pot, on_delete=models.PROTECT, related_name="entries", db_index=False)
    debit = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", db_index=False)
    credit = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", db_index=False)
    amount = models.BigIntegerField()
    kind = models.CharField(max_length=8)
    at = models.DateTimeField()
    day = models.DateField()  # of `at`, on China's calendar
    booked_at = models.DateTimeField()
    by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    about_label = models.CharField(max_length=40, blank=True)
    about_id = models.BigIntegerField(null=True)
    paper = models.CharField(max_length=120, blank=True)
    payee = models.CharField(max_length=80, blank=True)  # for the desk; never on a public page
    reason = models.CharField(max_length=200, blank=True)
    reverses = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="reversal")
    run = models.ForeignKey(Run, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    key = models.CharField(max_length=80, null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="entry_moves_something"),
            models.CheckConstraint(condition=~Q(debit=F("credit")), name="entry_of_two_accounts"),
            models.CheckConstraint(condition=Q(kind__in=list(words.ENTRIES)), name="entry_kind_known"),
            models.CheckConstraint(
                condition=Q(kind="reversed", reverses__isnull=False) & ~Q(reason="")
                | ~Q(kind="reversed") & Q(reverses=None),
                name="entry_reversed_with_reason",
            ),
            models.UniqueConstraint(fields=["pot", "key"], name="entry_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["debit", "day"], name="entry_in"),
            models.Index(fields=["credit", "day"], name="entry_out"),
            models.Index(fields=["pot", "-day", "-id"], name="entry_of_pot"),
            models.Index(fields=["about_label", "about_id"], name="entry_about", condition=Q(about_id__isnull=False)),
        ]

    @property
    def about(self) -> Ref | None:
        """The matter that it was for."""
        return Ref(self.about_label, self.about_id) if self.about_id else None


class Day(models.Model):
    """What an account gained or lost on one day; the database adds to it with every entry, whatever day that has."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="days", db_index=False)
    day = models.DateField()
    amount = models.BigIntegerField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["account", "day"], name="day_once"),
        ]


class Reservation(models.Model):
    """Part of a pot kept for a matter until it is paid out or released."""

    pot = models.ForeignKey(Pot, on_delete=models.PROTECT, related_name="reservations")
    amount = models.BigIntegerField()
    used = models.BigIntegerField(default=0)
    state = models.CharField(max_length=8, default="open")
    about_label = models.CharField(max_length=40)
    about_id = models.BigIntegerField()
    by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="reservation_of_something"),
            models.CheckConstraint(condition=Q(used__gte=0, used__lte=F("amount")), name="reservation_not_overused"),
            models.CheckConstraint(condition=Q(state__in=list(words.RESERVATIONS)), name="reservation_state_known"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["about_label", "about_id"], name="reservation_about"),
        ]

    @property
    def about(self) -> Ref:
        """The matter that it is kept for."""
        return Ref(self.about_label, self.about_id)

    @property
    def left(self) -> int:
        """What is still kept."""
        return self.amount - self.used if self.state == "open" else 0


class Payment(models.Model):
    """A wish to pay: asked by one person, decided by another."""

    pot = models.ForeignKey(Pot, on_delete=models.PROTECT, related_name="payments")
    amount = models.BigIntegerField()
    state = models.CharField(max_length=9, default=PAYMENT.start)
    about_label = models.CharField(max_length=40)
    about_id = models.BigIntegerField()
    payee_body = models.ForeignKey(BODY, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    payee = models.CharField(max_length=80, blank=True)
    paper = models.CharField(max_length=120, blank=True)
    reservation = models.ForeignKey(Reservation, null=True, on_delete=models.PROTECT, related_name="payments")
    asked_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+", db_index=False)
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=400, blank=True)
    entry = models.OneToOneField(Entry, null=True, on_delete=models.PROTECT, related_name="payment")
    key = models.CharField(max_length=80, null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="payment_of_something"),
            models.CheckConstraint(condition=Q(state__in=list(PAYMENT.states)), name="payment_state_known"),
            models.CheckConstraint(
                condition=Q(state="withdrawn") | Q(decided_by=None) | ~Q(decided_by=F("asked_by")),
                name="payment_by_two_people",
            ),
            models.CheckConstraint(
                condition=Q(state="paid", entry__isnull=False, decided_by__isnull=False)
                | ~Q(state="paid") & Q(entry=None),
                name="payment_paid_is_booked",
            ),
            models.CheckConstraint(condition=~Q(state="refused") | ~Q(reason=""), name="payment_refused_with_reason"),
            models.UniqueConstraint(fields=["pot", "key"], name="payment_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["about_label", "about_id"], name="payment_about"),
            models.Index(fields=["state", "pot"], name="payment_waiting"),
        ]

    @property
    def about(self) -> Ref:
        """The matter that it is for."""
        return Ref(self.about_label, self.about_id)


class Split(models.Model):
    """An amount divided over the units of a building by area, published: no names, only units."""

    pot = models.ForeignKey(Pot, on_delete=models.PROTECT, related_name="splits")
    amount = models.BigIntegerField()
    title = models.CharField(max_length=120)
    paper = models.CharField(max_length=120, blank=True)
    by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="split_of_something"),
        ]


class Share(models.Model):
    """What one unit of a division bears or gets; area in 0.01 m²."""

    split = models.ForeignKey(Split, on_delete=models.PROTECT, related_name="shares")
    number = models.PositiveIntegerField()
    unit = models.CharField(max_length=60)
    area = models.BigIntegerField()
    amount = models.BigIntegerField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["split", "unit"], name="share_one_a_unit"),
            models.CheckConstraint(condition=Q(area__gt=0, amount__gte=0), name="share_of_an_area"),
        ]
