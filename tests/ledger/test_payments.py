"""Money is paid by two people, from what is there, for what it is tied to; everything else is refused with a reason."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.world import SETUP

from gongzhi.kernel.errors import Refused
from gongzhi.kernel.reference import Ref
from gongzhi.ledger import selectors, services
from gongzhi.ledger.models import Entry, Payment
from gongzhi.ledger.services import guards as guards
from gongzhi.record import services as record
from gongzhi.record.models import Fact, Link

from .conftest import RAMP, Till, open_till


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


@pytest.mark.row("C19")
@pytest.mark.row("N05")
def test_tied_money_pays_for_nothing_else(till: Till) -> None:
    """A donation tied to one purpose is kept apart from every other source, and buys nothing outside its purpose."""
    gift = open_till(till.street, name="坡道捐款", source="donation", purposes=["access"])
    giver = till.street.body("street_housing").pk
    gift.receive(50_000, "access", giver_body_id=giver)
    till.receive(20_000, "environment")
    assert refused(lambda: gift.ask(1, "environment")) == "outside_purpose"
    assert refused(lambda: gift.reserve(1, "elder_care")) == "outside_purpose"
    assert refused(lambda: gift.receive(1, "elder_care")) == "outside_purpose"
    assert refused(lambda: till.ask(1, "elder_care")) == "over_balance", "the fund has money, this purpose has none"
    kept = gift.reserve(100, "access")
    assert refused(lambda: till.ask(100, "environment", reservation_id=kept.pk)) == "outside_purpose"
    gift.pay(50_000 - 100, "access")
    assert selectors.money_of(RAMP).by_source == {"donation": 49_900}
    assert (selectors.balance(gift.fund.pk), selectors.balance(till.fund.pk)) == (100, 20_000)
    sectors = {part.sector: part.received for part in selectors.by_sector(till.street.places["440305007"])}
    assert sectors == {"government": 20_000, "market": 0, "society": 50_000}
    assert selectors.sides(gift.fund, "given") == [(till.street.body("street_housing").name, 50_000)]


def test_every_fen_is_there_or_it_is_not_paid(till: Till) -> None:
    till.receive(1000)
    assert refused(lambda: till.ask(1001)) == "over_balance"
    one, other = till.ask(1000), till.ask(1000)
    till.approve(one)
    assert refused(lambda: till.approve(other)) == "over_balance"
    assert selectors.balance(till.fund.pk) == 0
    till.receive(999)
    assert refused(lambda: till.approve(other)) == "over_balance"
    till.receive(1)
    till.approve(other)
    assert (selectors.balance(till.fund.pk), selectors.trial_balance().holds) == (0, True)
    for amount in (0, -5, True, 1.0, 10**17 + 1):
        assert refused(lambda amount=amount: till.ask(amount)) == "not_money"
        assert refused(lambda amount=amount: till.receive(amount)) == "not_money"


def test_what_is_reserved_is_there_for_its_matter_alone(till: Till) -> None:
    till.receive(1000)
    kept = till.reserve(700)
    assert selectors.free(till.fund.pk, "environment") == 300
    assert refused(lambda: till.reserve(301)) == refused(lambda: till.ask(301)) == "over_balance"
    other = Ref("organisations.body", 2)
    assert refused(lambda: till.ask(10, reservation_id=kept.pk, about=other)) == "other_matter"
    assert refused(lambda: till.ask(701, reservation_id=kept.pk)) == "over_reservation"
    first, second = till.ask(400, reservation_id=kept.pk), till.ask(400, reservation_id=kept.pk)
    till.approve(first)
    assert (selectors.balance(till.fund.pk), selectors.free(till.fund.pk, "environment")) == (600, 300)
    assert refused(lambda: till.approve(second)) == "over_reservation"
    assert selectors.money_of(RAMP) == selectors.Money(300, 400, 400, {"community_fund": 400})
    services.release(actor=till.street.actor("worker"), reservation_id=kept.pk)
    services.release(actor=till.street.actor("worker"), reservation_id=kept.pk)
    assert selectors.free(till.fund.pk, "environment") == 600
    assert selectors.reserved_for(RAMP) == [] and selectors.trial_balance().holds


def test_twice_is_once(till: Till) -> None:
    assert till.receive(500, key="a").pk == till.receive(500, key="a").pk
    assert refused(lambda: till.receive(501, key="a")) == "key_taken"
    payment = till.ask(100, key="p")
    assert till.ask(100, key="p").pk == payment.pk
    assert refused(lambda: till.ask(101, key="p")) == "key_taken"
    assert till.approve(payment).pk == till.approve(payment).pk
    assert refused(lambda: till.approve(payment, "officer")) == "stale"
    assert (selectors.balance(till.fund.pk), Entry.objects.count(), Payment.objects.count()) == (400, 2, 1)


def test_an_entry_is_undone_once_by_another_person_and_both_stay(till: Till) -> None:
    received = till.receive(1000)
    paid = till.pay(600)
    act = {"entry_id": paid.pk, "reason": "金额写错"}
    assert refused(lambda: services.reverse(actor=till.street.actor("secretary"), **act)) == "same_person"
    assert refused(lambda: services.reverse(actor=till.street.actor("worker"), **(act | {"reason": " "}))) == "missing"
    assert refused(lambda: services.reverse(actor=till.street.actor("manager"), **act)) == "denied"
    undone = services.reverse(actor=till.street.actor("worker"), **act)
    assert (undone.reverses_id, undone.kind, selectors.spent_on(RAMP)) == (paid.pk, "reversed", 0)
    assert refused(lambda: services.reverse(actor=till.street.actor("officer"), **act)) == "reversed"
    again = {"entry_id": undone.pk, "reason": "再冲"}
    assert refused(lambda: services.reverse(actor=till.street.actor("officer"), **again)) == "reversed"
    till.reserve(400)
    back = {"entry_id": received.pk, "reason": "退款"}
    assert refused(lambda: services.reverse(actor=till.street.actor("officer"), **back)) == "over_balance"
    assert selectors.balance(till.fund.pk) == 1000 and Entry.objects.count() == 3
    assert selectors.trial_balance().holds


def test_an_affair_can_refuse(till: Till, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guards, "_guards", {})
    answers: list[str | None] = ["还没验收"]
    services.guards_payment(RAMP.label)(lambda payment: answers[0])
    till.receive(1000)
    assert refused(lambda: till.ask(10)) == "guarded"
    answers[0] = None
    payment = till.ask(10)
    answers[0] = "验收撤销了"
    assert refused(lambda: till.approve(payment)) == "guarded"
    assert selectors.balance(till.fund.pk) == 1000


def test_who_may_do_what(till: Till) -> None:
    """The fund's body asks and books; its other people and the street approve; nobody else does anything."""
    till.receive(1000)
    payment = till.ask(10)
    for who in ("head", "grid", "neighbour", "manager", "urban", "bureau", "watcher"):
        actor = till.street.actor(who)
        assert refused(lambda who=who: till.ask(10, who=who)) == "denied"
        assert refused(lambda actor=actor: services.approve_payment(actor=actor, payment_id=payment.pk)) == "denied"
        book = {"actor": actor, "fund_id": till.fund.pk, "purpose": "environment", "amount": 1}
        assert refused(lambda book=book: services.receive(**book)) == "denied"
        assert refused(lambda book=book: services.reserve(about=RAMP, **book)) == "denied"
    other = till.street.actor("secretary")
    assert refused(lambda: services.withdraw_payment(actor=other, payment_id=payment.pk)) == "denied"
    assert refused(lambda: services.approve_payment(actor=SETUP, payment_id=payment.pk)) == "denied"
    assert refused(lambda: services.approve_payment(actor=till.street.actor("officer"), payment_id=0)) == "unknown"
    services.withdraw_payment(actor=till.street.actor("worker"), payment_id=payment.pk)
    assert refused(lambda: till.approve(payment)) == "stale"
    till.approve(till.ask(10), "officer")
    refusal = services.refuse_payment(actor=till.street.actor("officer"), payment_id=till.ask(10).pk, reason="没有发票")
    assert (refusal.state, refusal.reason) == ("refused", "没有发票")
    told = record.replay("ledger.payment")
    assert (told.count, told.different) == (3, ())


def test_a_fund_has_known_words_and_one_name(till: Till) -> None:
    assert refused(lambda: open_till(till.street)) == "known"
    for wrong in ({"name": " "}, {"source": "x"}, {"purposes": []}, {"purposes": ["x"]}, {"unit": "pound"}):
        assert refused(lambda wrong=wrong: open_till(till.street, **({"name": "另一笔"} | wrong)))
    hours = open_till(till.street, name="志愿时长", source="hours", unit="minute", purposes=["volunteering"])
    hours.receive(90, "volunteering")
    hours.pay(60, "volunteering")
    assert selectors.money_of(RAMP) == selectors.Money(hours=60)
    assert refused(lambda: hours.ask(31, "volunteering")) == "over_balance"
    nearby = selectors.funds_at(till.street.places["NYHY3"])
    assert {fund.pk for fund in nearby} == {till.fund.pk, hours.fund.pk}
    assert selectors.funds_at(till.street.places["HHY1"]) == []
