"""Whatever is done to the money in whatever order, on either database: nothing appears, vanishes or goes below zero."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from tests import world as world_module
from tests.world import World

from gongzhi.kernel import clock
from gongzhi.kernel.errors import Refused
from gongzhi.ledger import selectors, services
from gongzhi.ledger.models import Entry, Payment, Pot, Reservation

from .conftest import RAMP, Till, open_till

AMOUNTS = st.integers(1, 500)
PURPOSES = st.sampled_from(("environment", "elder_care", "training"))
WHO = st.sampled_from(("worker", "secretary", "officer", "manager"))
PICK = st.integers(0, 1000)
EXPECTED = {
    "denied", "over_balance", "over_reservation", "outside_purpose", "stale", "reversed", "same_person", "other_matter",
}  # fmt: skip
_street: dict[str, World] = {}


class Money(RuleBasedStateMachine):
    """Two purposes and one that the fund has not; a model of each pot beside the ledger."""

    def __init__(self) -> None:
        super().__init__()
        self.stack = ExitStack()
        self.stack.enter_context(clock.at(world_module.MONDAY))
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.model = {"environment": 0, "elder_care": 0}
        self.inwards = self.outwards = 0

    @initialize()
    def open(self) -> None:
        self.till: Till = open_till(_street["street"])

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)
        self.stack.close()

    def attempt(self, act: Callable[[], Any]) -> Any:
        """The act's result; None when it was refused for a known reason, and then nothing happened."""
        before = Entry.objects.count()
        try:
            with transaction.atomic():
                return act()
        except Refused as error:
            assert error.code in EXPECTED, error.code
            assert Entry.objects.count() == before
            return None

    @rule(amount=AMOUNTS, purpose=PURPOSES)
    def receive(self, amount: int, purpose: str) -> None:
        if self.attempt(lambda: self.till.receive(amount, purpose)):
            self.model[purpose] += amount
            self.inwards += amount

    @rule(amount=AMOUNTS, purpose=PURPOSES, who=WHO, pick=PICK)
    def ask(self, amount: int, purpose: str, who: str, pick: int) -> None:
        kept = list(Reservation.objects.order_by("pk"))
        more = {"reservation_id": kept[pick % len(kept)].pk} if kept and pick % 2 else {}
        self.attempt(lambda: self.till.ask(amount, purpose, who=who, **more))

    @rule(pick=PICK, who=WHO)
    def approve(self, pick: int, who: str) -> None:
        payments = list(Payment.objects.order_by("pk"))
        if not payments:
            return
        payment = payments[pick % len(payments)]
        made = self.attempt(lambda: self.till.approve(payment, who))
        if made and payment.state == "asked":
            assert payment.asked_by_id != made.by_id
            self.model[payment.pot.purpose] -= payment.amount
            self.outwards += payment.amount

    @rule(amount=AMOUNTS, purpose=PURPOSES)
    def reserve(self, amount: int, purpose: str) -> None:
        self.attempt(lambda: self.till.reserve(amount, purpose))

    @rule(pick=PICK)
    def release(self, pick: int) -> None:
        kept = list(Reservation.objects.order_by("pk"))
        if kept:
            one = kept[pick % len(kept)].pk
            self.attempt(lambda: services.release(actor=self.till.street.actor("worker"), reservation_id=one))

    @rule(pick=PICK, who=WHO)
    def reverse(self, pick: int, who: str) -> None:
        entries = list(Entry.objects.select_related("pot").order_by("pk"))
        if not entries:
            return
        one, actor = entries[pick % len(entries)], self.till.street.actor(who)
        if self.attempt(lambda: services.reverse(actor=actor, entry_id=one.pk, reason="冲")):
            sign = 1 if one.kind == "paid" else -1
            self.model[one.pot.purpose] += sign * one.amount
            self.inwards -= one.amount if sign < 0 else 0
            self.outwards -= one.amount if sign > 0 else 0

    @rule(amount=st.integers(1, 2000), purpose=st.sampled_from(("environment", "elder_care")))
    def past_the_services(self, amount: int, purpose: str) -> None:
        """The database itself refuses an entry over the balance."""
        pot = Pot.objects.get(fund=self.till.fund, purpose=purpose)
        sides = dict(pot.accounts.values_list("kind", "pk"))
        if "spent" not in sides or amount <= pot.free:
            return
        now = clock.now()
        with pytest.raises(DatabaseError), transaction.atomic():
            Entry.objects.create(pot=pot, debit_id=sides["spent"], credit_id=sides["cash"], amount=amount, kind="paid",
                                 at=now, day=now.date(), booked_at=now)  # fmt: skip

    @invariant()
    def holds(self) -> None:
        if not hasattr(self, "till"):
            return
        trial = selectors.trial_balance()
        assert trial.holds, trial
        pots = {pot.purpose: pot for pot in Pot.objects.filter(fund=self.till.fund)}
        assert {purpose: pot.balance for purpose, pot in pots.items()} == self.model
        assert all(0 <= pot.reserved <= pot.balance for pot in pots.values())
        assert self.inwards == self.outwards + sum(self.model.values())
        flows = selectors.flows(self.till.fund)
        assert (sum(f.received for f in flows), sum(f.paid for f in flows)) == (self.inwards, self.outwards)
        assert selectors.balance(self.till.fund.pk, at=clock.now()) == sum(self.model.values())
        assert selectors.spent_on(RAMP) == self.outwards


@pytest.mark.row("K09")
def test_money_is_kept(db: None) -> None:
    with clock.at(world_module.MONDAY):
        _street["street"] = world_module.build()
    Money.TestCase.settings = settings(max_examples=6, stateful_step_count=16, deadline=None)
    case = Money.TestCase()
    case.runTest()
