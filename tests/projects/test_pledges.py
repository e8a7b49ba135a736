"""A pledge of money: what comes in goes into the fund with the pledge as its source, once, never more than promised."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from tests import world
from tests.at_once import at_once, codes
from tests.projects.partners_world import DAY, Org, organisation, refused
from tests.projects.rounds_world import PURPOSE, budget_of
from tests.projects.test_resources import offer
from tests.reading import client_of, text
from tests.world import MONDAY, World

from gongzhi.kernel import clock
from gongzhi.kernel.reference import Ref
from gongzhi.ledger import selectors as ledger_read
from gongzhi.ledger import services as ledger
from gongzhi.ledger.models import Entry
from gongzhi.projects import services
from gongzhi.projects.models import Booking, Resource
from gongzhi.projects.selectors import resources as read
from gongzhi.record import services as record
from gongzhi.record.selectors import lineage

PLEDGED = 5_000_000


class Pledge:
    """A company's pledge to the community's fund, and the desk that keeps the fund."""

    def __init__(self, street: World) -> None:
        self.budget = budget_of(street, 1_000_000)
        self.org: Org = organisation(street, "爱心会")
        new = services.NewOffer(
            "money", "认捐五万元", "children", PLEDGED, "fen", MONDAY.date() + 60 * DAY, fund_id=self.budget.fund.pk,
            fund_purpose=PURPOSE,
        )  # fmt: skip
        self.row: Resource = services.offer_resource(
            actor=street.actor("worker"), place_id=self.budget.fund.place_id, body_id=self.org.body.pk, new=new
        )

    def comes_in(self, amount: int, paper: str = "回单 1", who: Any = None) -> Booking:
        return services.receive_pledge(
            actor=who or self.budget.desk, resource_id=self.row.pk, amount=amount, paper=paper
        )

    def flow(self) -> tuple[int, int, int, int]:
        found = read.told(Resource.objects.get(pk=self.row.pk)).flow
        return found.offered, found.used, found.unused, found.expired

    @property
    def balance(self) -> int:
        return ledger_read.balance(self.budget.fund.pk, PURPOSE)


@pytest.mark.django_db
@pytest.mark.row("A31")
def test_what_comes_in_is_in_the_fund_with_the_pledge_as_its_source(street: World) -> None:
    pledge = Pledge(street)
    assert pledge.flow() == (PLEDGED, 0, PLEDGED, 0) and pledge.balance == 1_000_000, "a promise is no money"
    made = pledge.comes_in(2_000_000)
    entry = Entry.objects.get(pk=made.about_id)
    assert (entry.kind, entry.amount, entry.about, entry.paper) == ("received", 2_000_000, pledge.row.ref, "回单 1")
    assert entry.credit.body_id == pledge.org.body.pk, "the account says who gave it"
    assert pledge.flow() == (PLEDGED, 2_000_000, 3_000_000, 0) and pledge.balance == 3_000_000
    assert pledge.comes_in(2_000_000).pk == made.pk and pledge.balance == 3_000_000, "the same paper is the same money"
    with refused("key_taken"):
        pledge.comes_in(1, "回单 1")
    assert Ref("ledger.entry", entry.pk) in {ref for ref, _kind, _far in lineage(pledge.row.ref).effects}
    assert ledger_read.spent_on(pledge.row.ref) == 0 and ledger_read.trial_balance().holds
    assert record.replay("projects.resource").different == record.replay("ledger.fund").different == ()


@pytest.mark.django_db
@pytest.mark.row("A31")
def test_one_fen_over_the_pledge_is_refused_and_exactly_the_pledge_is_not(street: World) -> None:
    pledge = Pledge(street)
    with refused("full"):
        pledge.comes_in(PLEDGED + 1)
    pledge.comes_in(PLEDGED - 1, "一")
    with refused("full"):
        pledge.comes_in(2, "二")
    assert pledge.balance == 1_000_000 + PLEDGED - 1, "what was refused left nothing in the fund"
    pledge.comes_in(1, "三")
    assert pledge.flow() == (PLEDGED, PLEDGED, 0, 0) and pledge.balance == 1_000_000 + PLEDGED
    with refused("full"):
        pledge.comes_in(1, "四")


@pytest.mark.django_db
def test_what_is_wrong_with_money_that_comes_in_is_refused(street: World) -> None:
    pledge, room = Pledge(street), offer(street)
    for who in (street.actor("officer"), pledge.org.one, street.actor("head")):
        with refused("denied"):
            pledge.comes_in(1, who=who)
    for given, code in (((0,), "not_money"), ((-5,), "not_money"), ((1, " "), "missing"), ((1, "长" * 61), "too_long")):
        with refused(code):
            pledge.comes_in(*given)
    with refused("not_pledge"):
        services.receive_pledge(actor=pledge.budget.desk, resource_id=room.pk, amount=1, paper="单")
    with refused("money"):  # nor is it used past the ledger
        services.use_resource(
            actor=street.actor("worker"), resource_id=pledge.row.pk, about=Ref("projects.need", 1), amount=1
        )
    Resource.objects.filter(pk=pledge.row.pk).update(fund_purpose="culture")
    with refused("outside_purpose"):
        pledge.comes_in(1)
    Resource.objects.filter(pk=pledge.row.pk).update(fund_purpose=PURPOSE)
    with clock.at(MONDAY + 60 * DAY):
        with refused("ended"):
            pledge.comes_in(1)
        services.end_resources()
        assert pledge.flow() == (PLEDGED, 0, 0, PLEDGED)
    assert pledge.balance == 1_000_000 and not Booking.objects.filter(resource=pledge.row).exists()


@pytest.mark.django_db
def test_an_entry_that_is_undone_is_still_to_come_and_nobody_gives_it_back_otherwise(street: World) -> None:
    pledge = Pledge(street)
    made = pledge.comes_in(PLEDGED)
    with refused("money"):
        services.give_back(actor=street.actor("worker"), booking_id=made.pk)
    ledger.reverse(actor=street.actor("worker"), entry_id=made.about_id, reason="银行退回")
    for _again in range(2):
        record.deliver()
    assert pledge.flow() == (PLEDGED, 0, PLEDGED, 0) and pledge.balance == 1_000_000
    with refused("reversed"):
        pledge.comes_in(PLEDGED)
    pledge.comes_in(PLEDGED, "回单 2")
    assert pledge.flow() == (PLEDGED, PLEDGED, 0, 0) and ledger_read.trial_balance().holds
    assert record.replay("projects.resource").different == ()


@pytest.mark.django_db(transaction=True)
def test_two_desks_at_once_never_take_more_than_was_promised() -> None:
    with clock.at(MONDAY):
        pledge = Pledge(world.build())
        desks = (pledge.budget.desk, pledge.budget.second)
    papers = ("甲", "乙")
    both = at_once(
        *(
            lambda who=who, slip=slip: pledge.comes_in(PLEDGED, slip, who)
            for who, slip in zip(desks, papers, strict=True)
        ),
        when=MONDAY + DAY,
    )
    assert codes(both) == ["Booking", "full"] and pledge.balance == 1_000_000 + PLEDGED
    assert ledger_read.trial_balance().holds


@pytest.mark.django_db
@pytest.mark.row("A31")
def test_a_pledge_is_written_down_and_received_by_pages(street: World) -> None:
    budget, org = budget_of(street, 1_000_000), organisation(street, "爱心会")
    desk, officer, giver = (client_of(one) for one in (budget.desk, street.actor("head"), org.one))
    assert "登记认的一笔钱" in text(desk.get(reverse("resource_new")))
    assert f'value="{MONDAY.year + 3}-' in text(desk.get(reverse("pledge_new"))), "the day is filled in"
    assert officer.get(reverse("pledge_new")).status_code == 403, "a body without a fund takes no pledge"
    given = {
        "title": "认捐五万元", "giver": org.body.pk, "pot": f"{budget.fund.pk}:{PURPOSE}", "amount": "五万元",
        "purpose": "facilities", "until": "2026-12-31",
    }  # fmt: skip
    assert "请写金额" in text(desk.post(reverse("pledge_new"), given | {"amount": ""}), 422)
    assert "到账以后再记一次" in text(desk.post(reverse("pledge_new"), given, follow=True))
    row = Resource.objects.get()
    assert (row.amount, row.body_id, row.fund_id, row.fund_purpose) == (PLEDGED, org.body.pk, budget.fund.pk, PURPOSE)
    url = reverse("pledge_received", args=[row.pk])
    assert giver.get(url).status_code == officer.post(url, {"amount": "1", "paper": "1"}).status_code == 403
    assert "只剩" in text(desk.post(url, {"amount": "50,000.01", "paper": "回单 1"}), 422)
    for _sent_twice in range(2):
        assert "到账，记进资金" in text(desk.post(url, {"amount": "５０，０００", "paper": "回单 1"}, follow=True))
    assert ledger_read.balance(budget.fund.pk, PURPOSE) == 1_000_000 + PLEDGED
    assert "还回这一次" not in text(desk.get(reverse("resource_desk", args=[row.pk])))
    assert "认捐五万元" in text(giver.get(reverse("fund_entry", args=[budget.fund.pk, Booking.objects.get().about_id])))
