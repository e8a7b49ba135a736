"""Money is paid by two people, from what is there, for what it is tied to; everything else is refused with a reason."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from gongzhi.kernel.errors import Refused
from gongzhi.ledger import selectors, services
from gongzhi.ledger.services import guards as guards
from gongzhi.record.models import Fact, Link

from .conftest import RAMP, Till


def refused(act: Callable[[], Any]) -> str:
    """The code with which the act is refused."""
    with pytest.raises(Refused) as told:
        act()
    assert str(told.value)
    return told.value.code


def test_a_payment_is_asked_by_one_and_made_by_another(till: Till) -> None:
    till.receive(100_000)
    payment = till.ask(60_000, paper="发票 001")
    assert selectors.balance(till.fund.pk, "environment") == 100_000
    entry = till.approve(payment)
    assert (entry.kind, entry.amount, entry.paper, entry.about) == ("paid", 60_000, "发票 001", RAMP)
    assert selectors.balance(till.fund.pk, "environment") == selectors.free(till.fund.pk, "environment") == 40_000
    assert selectors.trial_balance().holds
    assert (selectors.spent_on(RAMP), selectors.money_of(RAMP).by_source) == (60_000, {"community_fund": 60_000})
    kinds = list(Fact.objects.filter(about_label="ledger.payment").values_list("kind", flat=True))
    assert kinds == ["ledger.payment_asked", "ledger.payment_made"]
    assert Link.objects.filter(cause_label=RAMP.label, effect_label="ledger.payment", effect_id=payment.pk).exists()


@pytest.mark.row("K09")
def test_nobody_pays_alone(till: Till) -> None:
    till.receive(1000)
    mine, hers = till.ask(10), till.ask(10, who="secretary")
    assert refused(lambda: till.approve(mine, "worker")) == "denied"
    assert refused(lambda: till.approve(hers, "secretary")) == "denied"
    assert (
        refused(lambda: services.refuse_payment(actor=till.street.actor("worker"), payment_id=mine.pk, reason="x"))
        == "denied"
    )
    assert {p.pk for p in selectors.waiting(till.street.actor("worker"))} == {hers.pk}
    till.approve(mine)
    till.approve(hers, "worker")
    assert selectors.waiting(till.street.actor("worker")) == []
