"""Money for a case in dispute: asked by one, decided by two others, paid by the ledger, each leading to the other."""

from __future__ import annotations

import pytest
from tests.cases.conftest import street as street
from tests.projects.rounds_world import Budget, budget_of
from tests.projects.test_rounds import code
from tests.world import SETUP, World

from gongzhi.kernel.actor import Actor
from gongzhi.kernel.reference import Ref
from gongzhi.ledger import selectors as ledger_read
from gongzhi.ledger import services as ledger
from gongzhi.organisations import selectors as organisations
from gongzhi.organisations import services as seats
from gongzhi.people import services as people
from gongzhi.projects.models import DisputeAid
from gongzhi.projects.selectors import rounds as read
from gongzhi.projects.services import support
from gongzhi.record import services as record
from gongzhi.record.selectors import lineage


@pytest.fixture
def budget(street: World) -> Budget:
    return budget_of(street)


def lead(street: World) -> Actor:
    """Somebody who leads the street."""
    person = people.reporter(name="lead").pk
    seat = seats.create_seat(actor=SETUP, body_id=street.body_of("officer").pk, role="street_lead")
    seats.seat_person(actor=SETUP, seat_id=seat.pk, person_id=person)
    return organisations.actor_for(person)


@pytest.mark.row("E10")
def test_a_case_gets_its_money_by_two_persons_and_the_record_leads_both_ways(budget: Budget) -> None:
    street, case = budget.world, budget.world.report("FW01", text="楼上漏水，两家吵了三个月")
    officer, head = street.actor("officer"), lead(street)
    ask = {
        "case_id": case.pk,
        "fund_id": budget.fund.pk,
        "use": "appraisal",
        "text": "先查清从哪里漏",
        "payee": "检测公司",
    }
    aid = support.ask_support(actor=budget.desk, amount="8千元", **ask)
    assert aid.amount == 800_000
    assert code(support.ask_support, actor=budget.desk, amount=1, **ask) == "already"
    assert code(support.check_support, actor=budget.desk, aid_id=aid.pk) == "denied", "not who asked"
    assert code(support.grant_support, actor=officer, aid_id=aid.pk) == "stale", "one person does not do both"
    support.check_support(actor=officer, aid_id=aid.pk)
    assert code(support.grant_support, actor=officer, aid_id=aid.pk) == "second_person"
    granted = support.grant_support(actor=head, aid_id=aid.pk)
    assert ledger_read.balance(budget.fund.pk, "disputes") == 20_000_000, "nothing is paid yet"
    ledger.approve_payment(actor=officer, payment_id=granted.payment_id)
    record.deliver()
    assert DisputeAid.objects.get().state == "paid"
    assert ledger_read.spent_on(Ref("cases.case", case.pk)) == 800_000
    effects = {str(ref) for ref, _kind, _far in lineage(Ref("cases.case", case.pk)).effects}
    assert {str(aid.ref), f"ledger.payment:{granted.payment_id}"} <= effects
    causes = {str(ref) for ref, _kind, _far in lineage(Ref("ledger.payment", granted.payment_id)).causes}
    assert {str(aid.ref), f"cases.case:{case.pk}"} <= causes
    assert [row.pk for row in read.aids_about(Ref("cases.case", case.pk))] == [aid.pk]


def test_what_is_wrong_with_a_request_is_refused(budget: Budget) -> None:
    street, case = budget.world, budget.world.report()
    ask = {"case_id": case.pk, "fund_id": budget.fund.pk, "amount": 100, "use": "repair", "text": "先修", "payee": "甲"}
    bare = ledger.open_fund(
        actor=budget.desk, body_id=budget.fund.body_id, place_id=budget.fund.place_id, name="别的", source="donation",
        purposes=("culture",),
    )  # fmt: skip
    for changed, said in (
        ({"case_id": 987_654}, "unknown"), ({"fund_id": bare.pk}, "purpose"), ({"fund_id": 987_654}, "unknown_fund"),
        ({"amount": 20_000_001}, "over_free"), ({"amount": "两百块多"}, "not_money"), ({"use": "party"}, "use"),
        ({"text": " "}, "missing"), ({"payee": ""}, "missing"), ({"amount": 0}, "amount"),
    ):  # fmt: skip
        assert code(support.ask_support, actor=budget.desk, **ask | changed) == said, changed
    for key in ("neighbour", "manager", "watcher", "head"):
        assert code(support.ask_support, actor=street.actor(key), **ask) == "denied"
    assert code(support.ask_support, actor=street.reporter(case), **ask) == "denied"
    aid = support.ask_support(actor=budget.desk, **ask)
    for key in ("neighbour", "manager", "watcher", "urban"):
        assert code(support.check_support, actor=street.actor(key), aid_id=aid.pk) == "denied"
    assert code(support.deny_support, actor=street.actor("officer"), aid_id=aid.pk, reason=" ") == "missing"
    support.deny_support(actor=street.actor("officer"), aid_id=aid.pk, reason="保险已经赔了")
    assert code(support.check_support, actor=street.actor("officer"), aid_id=aid.pk) == "stale"
    assert support.ask_support(actor=budget.desk, **ask).pk != aid.pk, "a case may ask again after a no"


def test_a_payment_that_is_not_let_out_ends_the_request(budget: Budget) -> None:
    case, officer, head = budget.world.report(), budget.world.actor("officer"), lead(budget.world)
    aid = support.ask_support(
        actor=budget.desk, case_id=case.pk, fund_id=budget.fund.pk, amount=100, use="repair", text="先修", payee="甲"
    )
    support.check_support(actor=officer, aid_id=aid.pk)
    granted = support.grant_support(actor=head, aid_id=aid.pk)
    ledger.refuse_payment(actor=officer, payment_id=granted.payment_id, reason="收款人写错了")
    record.deliver()
    record.deliver()
    assert read.aid(aid.pk).state == "denied" and ledger_read.free(budget.fund.pk, "disputes") == 20_000_000
