"""What stands in the tables of the lists, rounds and partners comes out of the facts; whatever does not is found."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import models, transaction
from tests.projects.partners_world import DAY, organisation
from tests.projects.rounds_world import budget_of
from tests.projects.test_facilities import MON, Canteen
from tests.projects.test_linkage import Shared
from tests.projects.test_resources import offer, use
from tests.world import MONDAY, World

from gongzhi.assessments import services as assessments
from gongzhi.assessments.models import Bar, Stage
from gongzhi.kernel import clock
from gongzhi.ledger.models import Entry, Reservation
from gongzhi.projects import models as tables
from gongzhi.projects import services
from gongzhi.projects.services import registering, resources, rounds_items, support
from gongzhi.record import services as record

pytestmark = pytest.mark.django_db


def lived(street: World) -> dict[str, Any]:
    """A little of everything that has a lifecycle: each row by a short name."""
    budget = budget_of(street).collecting()
    one, two = budget.propose("坡道"), budget.propose("北门坡道")
    budget.checking()
    budget.admit(one, "3万元")
    rounds_items.merge_items(actor=budget.desk, item_id=two.pk, into_id=one.pk, note="说的是同一个坡道")
    aid = support.ask_support(
        actor=budget.desk, case_id=street.report("FW01", text="楼上漏水").pk, fund_id=budget.fund.pk, use="appraisal",
        text="先查清从哪里漏", payee="检测公司", amount="8千元",
    )  # fmt: skip
    room = offer(street)
    booked, early = use(street, room, 9, 11), use(street, room, 14, 18, ahead=2)
    resources.give_back(actor=street.actor("worker"), booking_id=booked.pk)
    with clock.at(early.starts + (early.ends - early.starts) / 2):  # in the middle of its time
        resources.give_back(actor=street.actor("worker"), booking_id=early.pk)
    canteen = Canteen(street)
    agreement = canteen.running()
    with clock.at(MONDAY + DAY):
        canteen.log(agreement, MON, 540, 720)
    org = organisation(street, "议事社")
    new = services.NewCall("微创投", "做有用的事", (("用处", 10),), 500_000, 300_000, MONDAY + 9 * DAY)
    call = services.open_call(
        actor=street.actor("secretary"), body_id=budget.fund.body_id, place_id=budget.fund.place_id, new=new
    )
    services.ask_scorer(actor=street.actor("secretary"), call_id=call.pk, person_id=street.people["officer"])
    services.put_proposal(actor=org.one, call_id=call.pk, title="楼道议事", text="每月一次", amount=300_000)
    registering.check_in(actor=street.actor("worker"), place_id=budget.fund.place_id, body_id=org.body.pk)
    assessments.file_body(actor=street.actor("officer"), body_id=org.body.pk, paper="备案 1 号")
    bar = assessments.note_bar(actor=street.actor("officer"), body_id=org.body.pk, reason="penalty", paper="罚 3 号")
    return {
        "round": budget.round, "item": one, "merged": two, "aid": aid, "room": room, "canteen": agreement,
        "shared": Shared(street).row, "call": call, "org": org.body, "bar": bar, "fund": budget.fund,
    }  # fmt: skip


def found(label: str) -> tuple[int, ...]:
    """What differs from its facts."""
    return record.replay(label).different


def test_every_row_comes_out_of_its_facts_and_one_that_was_changed_is_found(street: World) -> None:
    with clock.at(MONDAY):
        made = lived(street)
    labels = [one for one in record.replay_labels() if one.split(".")[0] in ("projects", "ledger", "organisations")]
    assert {label: found(label) for label in labels} == dict.fromkeys(labels, ())
    changes: list[tuple[str, Any, type[models.Model], dict[str, Any], dict[str, Any]]] = [
        ("projects.round", made["round"], tables.Round, {}, {"budget": 11_999_900}),
        ("projects.round", made["round"], tables.Round, {}, {"state": "withdrawn"}),
        ("projects.round", made["round"], tables.Round, {}, {"year": 2025}),
        ("projects.round", made["round"], tables.Round, {}, {"carried_at": MONDAY}),
        ("projects.rounditem", made["item"], tables.RoundItem, {}, {"cost": 2_999_900}),
        ("projects.rounditem", made["merged"], tables.RoundItem, {}, {"state": "proposed", "into": None}),
        ("projects.disputeaid", made["aid"], tables.DisputeAid, {}, {"amount": 800_001}),
        ("projects.disputeaid", made["aid"], tables.DisputeAid, {}, {"state": "checked"}),
        ("projects.resource", made["room"], tables.Resource, {}, {"amount": 3}),
        ("projects.resource", made["room"], tables.Booking, {"resource": made["room"], "amount": 1}, {"amount": 2}),
        ("projects.agreement", made["canteen"], tables.Agreement, {}, {"state": "refused"}),
        ("projects.workspace", made["shared"], tables.Workspace, {}, {"template": "four"}),
        ("projects.workspace", made["shared"], tables.Party, {"lane": "social_org"}, {"lane": "social_worker"}),
        ("projects.call", made["call"], tables.VentureCall, {}, {"budget": 500_001}),
        ("organisations.body", made["org"], Stage, {"body": made["org"]}, {"stage": "grown"}),
        ("organisations.body", made["org"], Bar, {"pk": made["bar"].pk}, {"reason": "investigation"}),
    ]  # fmt: skip
    for label, row, table, which, change in changes:
        with transaction.atomic():
            assert table._default_manager.filter(**(which or {"pk": row.pk})).update(**change) == 1, (label, change)
            assert found(label) == (row.pk,), (label, change)
            transaction.set_rollback(True)
    assert {label: found(label) for label in labels} == dict.fromkeys(labels, ())
    _money(made)


def _money(made: dict[str, Any]) -> None:
    """Money that came in past the services, and a reservation that was made greater."""
    first = Entry.objects.filter(pot__fund=made["fund"]).first()
    assert first is not None
    with transaction.atomic():
        first.pk = None
        Entry.objects.bulk_create([first])
        assert found("ledger.fund") == (made["fund"].pk,)
        transaction.set_rollback(True)
    kept = Reservation.objects.get()
    Reservation.objects.update(amount=kept.amount + 1)
    assert found("ledger.reservation") == (kept.pk,)
