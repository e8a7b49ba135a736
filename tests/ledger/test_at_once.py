"""Two at once, on both databases: one fen is spent once, one payment made once, one entry undone once."""

from __future__ import annotations

from typing import Any

import pytest
from tests import world as world_module
from tests.at_once import at_once, codes

from gongzhi.kernel import clock
from gongzhi.ledger import selectors, services
from gongzhi.ledger.models import Entry

from .conftest import Till, open_till


@pytest.mark.django_db(transaction=True)
def test_two_at_once_cannot_overspend() -> None:
    with clock.at(world_module.MONDAY):
        till: Till = open_till(world_module.build())
        till.receive(1000)
        payments = [till.ask(600), till.ask(600), till.ask(600)]
        fund, purpose = till.fund.pk, "environment"
    results = at_once(*[lambda p=p: till.approve(p) for p in payments], when=world_module.MONDAY)
    assert codes(results) == ["Entry", "over_balance", "over_balance"]
    results = at_once(
        *[lambda: till.reserve(300)] * 2,
        lambda: till.ask(1, key="x"),
        lambda: till.ask(1, key="x"),
        when=world_module.MONDAY,
    )
    assert codes(results) == ["Payment", "Payment", "Reservation", "over_balance"]
    assert (selectors.balance(fund, purpose), selectors.free(fund, purpose)) == (400, 100)
    paid = Entry.objects.get(kind="paid")
    undo = {"entry_id": paid.pk, "reason": "冲"}
    results = at_once(
        *[lambda: services.reverse(actor=till.street.actor("officer"), **undo)] * 3, when=world_module.MONDAY
    )
    assert codes(results) == ["Entry", "reversed", "reversed"]
    again = till_payment(till)
    results = at_once(lambda: till.approve(again), lambda: till.approve(again, "officer"), when=world_module.MONDAY)
    assert codes(results) == ["Entry", "stale"]
    assert selectors.trial_balance().holds and selectors.balance(fund) == 500


def till_payment(till: Till) -> Any:
    """One more payment, asked on the Monday."""
    with clock.at(world_module.MONDAY):
        return till.ask(500)
