"""Government purchases: offers by grade in force, contracts by two persons, no money before acceptance (C11, K09)."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from tests.projects.partners_world import DAY, Org, Partner, graded, organisation, refused
from tests.projects.project_world import BUILT, END, HOME
from tests.world import MONDAY, World

from gongzhi.kernel import clock
from gongzhi.ledger import services as ledger
from gongzhi.projects import services
from gongzhi.projects.models import Contract, Tender
from gongzhi.projects.selectors import partners
from gongzhi.projects.services import NewItem

pytestmark = pytest.mark.django_db
COST = 8_000_000
ITEMS = (NewItem("助餐服务", 200, "人次", 5_000_000), NewItem("上门理发", 100, "人次", 3_000_000))
CLOSES, AFTER = MONDAY + DAY, MONDAY + 2 * DAY


class Purchase(Partner):
    """A purchase with its tender."""

    tender: Tender

    def drawn_up(self, **change: Any) -> Tender:
        given: dict[str, Any] = {
            "basis": "negotiated", "paper": "采购计划 9 号", "grades": ["5A", "4A"], "closes": CLOSES, "items": ITEMS,
        }  # fmt: skip
        return services.draw_tender(actor=self.one, project_id=self.id, **(given | change))

    def published(self) -> Purchase:
        self.fixed()
        self.tender = services.publish_tender(actor=self.one, tender_id=self.drawn_up().pk)
        return self

    def bid(self, org: Org, price: int = 7_000_000) -> Any:
        return services.put_bid(actor=org.one, tender_id=self.tender.pk, price=price, text="每周三次")

    def contracted(self, bid: Any) -> None:
        with clock.at(AFTER):
            services.close_tender(actor=self.one, tender_id=self.tender.pk)
            named = services.name_bidder(actor=self.one, bid_id=bid.pk)
            with refused("same_person"):
                services.settle_candidate(actor=self.one, candidate_id=named.pk, choose=True)
            services.settle_candidate(actor=self.two, candidate_id=named.pk, choose=True)
            drawn = services.draw_contract(actor=self.one, project_id=self.id, amount=bid.price, paper="合同 3 号")
            with refused("same_person"):
                services.sign_contract(actor=self.one, contract_id=drawn.pk, sign=True)
            services.sign_contract(actor=self.two, contract_id=drawn.pk, sign=True)

    def accepted(self) -> None:
        with clock.at(BUILT + 11 * DAY):
            services.call_acceptance(actor=self.one, project_id=self.id, source="9 月 23 日福利彩票 3D 号码")
        with clock.at(BUILT + 12 * DAY):
            services.draw_acceptance(actor=self.one, project_id=self.id, seed="7 3 1")
        with clock.at(BUILT + 13 * DAY):
            for actor in self.panel():
                services.accept_as(person_id=actor.person_id, project_id=self.id, ok=True)
            self.move("pass")

    def ask(self, org: Org, amount: int = 7_000_000) -> Any:
        return ledger.ask_payment(
            actor=self.one, fund_id=self.fund_id, purpose="purchase", amount=amount, about=self.now().ref,
            payee_body_id=org.body.pk, reservation_id=self.now().reservation_id,
        )  # fmt: skip


@pytest.fixture
def purchase(street: World) -> Purchase:
    return Purchase(street, kind="purchase", cost=COST)


@pytest.mark.row("C11")
@pytest.mark.row("K09")
def test_payment_before_acceptance_is_refused(purchase: Purchase, street: World):
    org = graded(street, organisation(street, "邻里互助社"), "4A")
    bid = purchase.published().bid(org)
    purchase.contracted(bid)
    purchase.move("notice")
    services.add_milestone(actor=purchase.one, project_id=purchase.id, title="服务一半", due=(BUILT + 9 * DAY).date())
    with refused("guarded"):
        purchase.ask(org)
    with clock.at(BUILT):
        purchase.move("start", planned_end=END)
        with refused("guarded"):
            purchase.ask(org)
    with clock.at(BUILT + 10 * DAY):
        purchase.met()
        purchase.move("hand_in")
        with refused("guarded"):  # handed in is not accepted
            purchase.ask(org)
    purchase.accepted()
    with clock.at(BUILT + 13 * DAY):
        with refused("guarded"):  # more than the contract
            purchase.ask(org, 7_000_001)
        asked = purchase.ask(org)
        with refused("denied"):  # one person alone
            ledger.approve_payment(actor=purchase.one, payment_id=asked.pk)
        ledger.approve_payment(actor=purchase.two, payment_id=asked.pk)
    found = partners.concentration(street.places[HOME], MONDAY.date(), MONDAY.date() + timedelta(days=30))
    assert (found.total, found.largest, found.rows[0][0]) == (7_000_000, 1, org.body.pk)


@pytest.mark.row("C11")
def test_only_a_grade_in_force_may_offer(purchase: Purchase, street: World):
    purchase.published()
    none = organisation(street, "无等级社")
    third = graded(street, organisation(street, "三级社"), "3A")
    old = graded(street, organisation(street, "过期社"), "5A", years=1, before=timedelta(days=400))
    good = graded(street, organisation(street, "四级社"), "4A")
    for org in (none, third, old):
        with refused("grade"):
            purchase.bid(org)
    with refused("over"):
        purchase.bid(good, COST + 1)
    purchase.bid(good)
    with refused("once"):
        purchase.bid(good)
    with clock.at(AFTER), refused("late"):
        purchase.bid(graded(street, organisation(street, "迟到社"), "5A"))


def test_a_grade_that_expires_before_the_contract_does_not_get_it(purchase: Purchase, street: World):
    """Let in on Monday, expired on Tuesday: neither named nor signed."""
    last = graded(street, organisation(street, "将过期社"), "5A", years=1, before=timedelta(days=364))
    bid = purchase.published().bid(last)  # in force until the day of the offer + 1
    with clock.at(MONDAY + 3 * DAY):
        services.close_tender(actor=purchase.one, tender_id=purchase.tender.pk)
        with refused("builder"):
            services.name_bidder(actor=purchase.one, bid_id=bid.pk)


def test_nobody_is_named_beside_the_offers(purchase: Purchase, street: World):
    bid = purchase.published().bid(graded(street, organisation(street, "四级社"), "4A"))
    with refused("early"):
        services.name_bidder(actor=purchase.one, bid_id=bid.pk)
    outside = graded(street, organisation(street, "没报价社"), "5A")
    with clock.at(AFTER):
        services.close_tender(actor=purchase.one, tender_id=purchase.tender.pk)
        for who in ({"body_id": outside.body.pk}, {"name": "某公司"}):
            with refused("builder"):
                services.name_candidate(actor=purchase.one, project_id=purchase.id, price=1, **who)


def test_a_tender_must_add_up_and_stands_in_public(purchase: Purchase, street: World):
    purchase.fixed()
    with refused("over"):
        purchase.drawn_up(items=(NewItem("助餐", 1, "项", COST + 1),))
    for change, code in (({"basis": "friend"}, "basis"), ({"grades": []}, "grades"), ({"items": ()}, "items"),
                         ({"closes": MONDAY}, "past"), ({"paper": ""}, "missing")):  # fmt: skip
        with refused(code):
            purchase.drawn_up(**change)
    row = purchase.drawn_up(items=(NewItem("助餐", 1, "项", COST),))  # exactly the project's money
    with refused("evidence"):
        purchase.move("notice")  # no tender is public yet
    services.publish_tender(actor=purchase.one, tender_id=row.pk)
    assert partners.tenders()[0].pk == row.pk
    purchase.move("notice")
    with pytest.raises(IntegrityError), transaction.atomic():
        Contract.objects.create(
            project_id=purchase.id, candidate_id=0, amount=-1, paper="x", drawn_by_id=1, drawn_at=MONDAY
        )


@pytest.mark.row("Q11")
def test_how_concentrated_awards_are(street: World):
    one = partners.Concentration(100, ((1, "甲", 60), (2, "乙", 40)))
    assert (one.largest, one.evenness) == (Fraction(3, 5), Fraction(52, 100))
    empty = partners.concentration(street.places[HOME], date(2020, 1, 1), date(2020, 12, 31))
    assert (empty.total, empty.largest, empty.evenness) == (0, 0, 0)
