"""A fund with entries, one payment that waits and one division, for the pages that are looked at."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from gongzhi.kernel import clock
from gongzhi.kernel.reference import Ref
from gongzhi.ledger import services
from gongzhi.projects.services import NewOffer, offer_resource, receive_pledge

# What people wrote, as the pages repeat it.
SAID = ("认捐三条长椅", "回单", "社区公益资金", "2026 年电梯大修", "年电梯大修", "资金")
UNITS = "房号,建筑面积\n1-101,80\n1-102,90.5\n"


def held(town: Any) -> dict[str, int]:
    """The numbers of the fund, of an entry, of the payment that waits and of the division."""
    world, tie = town.world, {"purpose": "environment"}
    worker, body = world.actor("worker"), world.body_of("worker")
    fund = services.open_fund(
        actor=worker, body_id=body.pk, place_id=body.place_id, name="社区公益资金", source="community_fund",
        purposes=["environment", "elder_care"],
    ).pk  # fmt: skip
    services.receive(actor=worker, fund_id=fund, amount=50_000_000, giver_body_id=world.body_of("officer").pk, **tie)
    about, payee = Ref("ledger.fund", fund), world.body_of("manager").pk
    asked = [
        services.ask_payment(actor=worker, fund_id=fund, amount=n, about=about, payee_body_id=payee, **tie).pk
        for n in (123_456, 78_900)
    ]
    entry = services.approve_payment(actor=world.actor("secretary"), payment_id=asked[0])
    split = services.publish_split(
        actor=worker,
        fund_id=fund,
        amount=1_000_001,
        title="2026 年电梯大修",
        data=UNITS.encode(),
        filename="房.csv",
        **tie,
    )
    new = NewOffer(
        "money", "认捐三条长椅", "facilities", 600_000, "fen", clock.today().date() + timedelta(days=90), fund_id=fund,
        fund_purpose="environment",
    )  # fmt: skip
    pledge = offer_resource(actor=worker, place_id=body.place_id, body_id=world.body_of("manager").pk, new=new)
    receive_pledge(actor=worker, resource_id=pledge.pk, amount=200_000, paper="回单 7")
    return {"pledge": pledge.pk, "fund": fund, "entry": entry.pk, "payment": asked[1], "split": split.split_id or 0}
