"""Two at once, on both databases: one fen is spent once, one payment made once, one entry undone once."""

from __future__ import annotations

from collections.abc import Callable
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection
from tests import world as world_module

from gongzhi.kernel import clock
from gongzhi.kernel.errors import Refused
from gongzhi.ledger import selectors, services
from gongzhi.ledger.models import Entry

from .conftest import Till, open_till


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Run the acts in threads that start together, on the street's Monday; each one's result or its exception."""
    barrier, results = Barrier(len(acts)), [None] * len(acts)

    def run(index: int, act: Callable[[], Any]) -> None:
        barrier.wait()
        try:
            with clock.at(world_module.MONDAY):
                results[index] = act()
        except Exception as error:
            results[index] = error
        finally:
            connection.close()

    threads = [Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return results


def outcomes(results: list[Any]) -> list[str]:
    """Codes of refusals, names of what was made, whatever else went wrong."""
    return sorted(r.code if isinstance(r, Refused) else type(r).__name__ for r in results)


@pytest.mark.django_db(transaction=True)
def test_two_at_once_cannot_overspend() -> None:
    with clock.at(world_module.MONDAY):
        till: Till = open_till(world_module.build())
        till.receive(1000)
        payments = [till.ask(600), till.ask(600), till.ask(600)]
        fund, purpose = till.fund.pk, "environment"
    results = at_once(*[lambda p=p: till.approve(p) for p in payments])
    assert outcomes(results) == ["Entry", "over_balance", "over_balance"]
    results = at_once(*[lambda: till.reserve(300)] * 2, lambda: till.ask(1, key="x"), lambda: till.ask(1, key="x"))
    assert outcomes(results) == ["Payment", "Payment", "Reservation", "over_balance"]
    assert (selectors.balance(fund, purpose), selectors.free(fund, purpose)) == (400, 100)
    paid = Entry.objects.get(kind="paid")
    undo = {"entry_id": paid.pk, "reason": "冲"}
    results = at_once(*[lambda: services.reverse(actor=till.street.actor("officer"), **undo)] * 3)
    assert outcomes(results) == ["Entry", "reversed", "reversed"]
    again = till_payment(till)
    results = at_once(lambda: till.approve(again), lambda: till.approve(again, "officer"))
    assert outcomes(results) == ["Entry", "stale"]
    assert selectors.trial_balance().holds and selectors.balance(fund) == 500


def till_payment(till: Till) -> Any:
    """One more payment, asked on the Monday."""
    with clock.at(world_module.MONDAY):
        return till.ask(500)
