"""Two payments at the same moment, again and again, on either database: what two people do at once keeps every fen."""

from __future__ import annotations

from contextlib import ExitStack
from itertools import count
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from tests import world as world_module
from tests.at_once import at_once
from tests.world import World

from gongzhi.kernel import clock
from gongzhi.kernel.errors import Refused
from gongzhi.ledger import selectors, services
from gongzhi.ledger.models import Entry, Payment, Pot, Reservation

from .conftest import Till, open_till

AMOUNTS, PICK = st.integers(1, 400), st.integers(0, 1000)
PURPOSE, MONDAY = "environment", world_module.MONDAY
EXPECTED = {"denied", "over_balance", "over_reservation", "stale", "reversed", "same_person"}
_street: dict[str, World] = {}
_number = count(1)


class TwoAtOnce(RuleBasedStateMachine):
    """A fund of its own in every example, written for good; each step is what two desks do at the same moment."""

    def __init__(self) -> None:
        super().__init__()
        self.stack = ExitStack()
        self.stack.enter_context(clock.at(MONDAY))
        self.model = 0

    @initialize(amount=st.integers(200, 900))
    def open(self, amount: int) -> None:
        self.till: Till = open_till(_street["street"], name=f"资金 {next(_number)}")
        self.till.receive(amount)
        self.model = amount

    def teardown(self) -> None:
        self.stack.close()

    def both(self, *acts: Any) -> list[Any]:
        """What came of acts that started together; those that were refused say why, nothing else goes wrong."""
        results = at_once(*acts, when=MONDAY)
        wrong = [one for one in results if isinstance(one, Exception) and not isinstance(one, Refused)]
        assert not wrong, wrong
        refused = {one.code for one in results if isinstance(one, Refused)}
        assert refused <= EXPECTED, refused
        return [one for one in results if not isinstance(one, Refused)]

    def payments(self, pick: int) -> list[Payment]:
        rows = list(Payment.objects.filter(pot__fund=self.till.fund, state="asked").order_by("pk"))
        start = pick % len(rows) if rows else 0
        return (rows[start:] + rows[:start])[:2]

    @rule(one=AMOUNTS, two=AMOUNTS)
    def pay_two(self, one: int, two: int) -> None:
        """Two payments from one pot, approved at once: never more than there is."""
        asked = [made for made in self.both(lambda: self.till.ask(one), lambda: self.till.ask(two)) if made]
        done = self.both(*[lambda p=payment: self.till.approve(p) for payment in asked])
        free = [made.amount for made in done]
        assert sum(free) <= self.model and (done or not asked), "somebody of the two is always paid"
        self.model -= sum(free)

    @rule(pick=PICK)
    def same_twice(self, pick: int) -> None:
        """One payment that two people approve at once goes out once."""
        for payment in self.payments(pick)[:1]:
            done = self.both(lambda p=payment: self.till.approve(p), lambda p=payment: self.till.approve(p, "officer"))
            assert len(done) <= 1
            self.model -= sum(made.amount for made in done)

    @rule(amount=AMOUNTS, pick=PICK)
    def keep_while_paying(self, amount: int, pick: int) -> None:
        """Money is kept for a matter while a payment takes it."""
        paid = [lambda p=payment: self.till.approve(p) for payment in self.payments(pick)[:1]]
        done = self.both(lambda: self.till.reserve(amount), *paid)
        self.model -= sum(made.amount for made in done if isinstance(made, Entry))

    @rule(pick=PICK)
    def undo_twice(self, pick: int) -> None:
        """One entry that two people undo at once is undone once."""
        paid = list(Entry.objects.filter(pot__fund=self.till.fund, kind="paid").order_by("pk"))
        if not paid:
            return
        one, officer = paid[pick % len(paid)], self.till.street.actor("officer")
        undo = [lambda: services.reverse(actor=officer, entry_id=one.pk, reason="冲")] * 2
        done = self.both(*undo)
        assert len(done) <= 1
        self.model += sum(made.amount for made in done)

    @rule(amount=AMOUNTS)
    def receive_while_releasing(self, amount: int) -> None:
        """What comes in and what is given back at once are both there."""
        kept = list(Reservation.objects.filter(pot__fund=self.till.fund, state="open").order_by("pk"))[:1]
        worker = self.till.street.actor("worker")
        back = [lambda r=row: services.release(actor=worker, reservation_id=r.pk) for row in kept]
        self.both(lambda: self.till.receive(amount), *back)
        self.model += amount

    @invariant()
    def holds(self) -> None:
        if not hasattr(self, "till"):
            return
        trial = selectors.trial_balance()
        assert trial.holds, trial
        pot = Pot.objects.get(fund=self.till.fund, purpose=PURPOSE)
        kept = Reservation.objects.filter(pot=pot, state="open")
        assert pot.balance == self.model == selectors.balance(self.till.fund.pk, PURPOSE)
        assert 0 <= pot.reserved <= pot.balance and pot.reserved == sum(row.left for row in kept)
        assert not Payment.objects.filter(pot=pot, state="paid", entry=None).exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.row("K09")
def test_money_is_kept_when_two_act_at_once() -> None:
    with clock.at(MONDAY):
        _street["street"] = world_module.build()
    TwoAtOnce.TestCase.settings = settings(max_examples=5, stateful_step_count=8, deadline=None)
    case = TwoAtOnce.TestCase()
    case.runTest()
