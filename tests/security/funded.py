"""One fund with one of everything, so that its addresses are walked by those whom they must refuse."""

from __future__ import annotations

from datetime import timedelta

from tests.world import MONDAY, World

from gongzhi.kernel import clock
from gongzhi.kernel.reference import Ref
from gongzhi.ledger import services
from gongzhi.projects.services import NewOffer, offer_resource

UNITS = "房号,建筑面积\n1-101,80\n1-102,90.5\n"


def funded(street: World, name: str) -> dict[str, int]:
    """The numbers by the names that addresses give them; a person of this name was paid and stands in a refused row."""
    worker, tie = street.actor("worker"), {"purpose": "repair"}
    rows = f"日期,用途,收入,支出,对方单位,经办人,审批人\n2026-09-01,repair,,1,{name},{name},{name}\n"
    with clock.at(MONDAY):
        fund = services.open_fund(
            actor=worker, body_id=street.body_of("worker").pk, place_id=street.places["440305007010"].pk,
            name="维修资金", source="repair_fund", purposes=["repair"],
        ).pk  # fmt: skip
        services.receive(actor=worker, fund_id=fund, amount=10_000, **tie)
        about = Ref("ledger.fund", fund)
        payments = [
            services.ask_payment(actor=worker, fund_id=fund, amount=100, about=about, payee=name, **tie).pk
            for _ in range(2)
        ]
        entry = services.approve_payment(actor=street.actor("secretary"), payment_id=payments[0])
        run = services.import_entries(actor=worker, fund_id=fund, data=rows.encode(), filename="账.csv")
        split = services.publish_split(
            actor=worker, fund_id=fund, amount=501, title="电梯", data=UNITS.encode(), filename="房.csv", **tie
        )
        new = NewOffer(
            "money", "认捐", "facilities", 100, "fen", MONDAY.date() + timedelta(days=30), fund_id=fund,
            fund_purpose="repair",
        )  # fmt: skip
        place = street.places["440305007010"].pk
        pledge = offer_resource(actor=worker, place_id=place, body_id=street.body_of("worker").pk, new=new)
    assert run.refused == 1 and split.split_id
    return {
        "fund_id": fund, "entry_id": entry.pk, "payment_id": payments[1], "run_id": run.run_id,
        "split_id": split.split_id, "pledge_id": pledge.pk,
    }  # fmt: skip
