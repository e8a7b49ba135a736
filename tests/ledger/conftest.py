"""A street with a community's fund: the committee keeps it, two of its people can act, the street stands over it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from tests import world as world_module
from tests.world import World

from gongzhi.kernel import clock
from gongzhi.kernel.reference import Ref
from gongzhi.ledger import services
from gongzhi.ledger.models import Entry, Fund, Payment

RAMP = Ref("organisations.body", 1)


@dataclass
class Till:
    """The street and one fund of its community, with short ways to act on it."""

    street: World
    fund: Fund

    def receive(self, amount: int, purpose: str = "environment", **more: Any) -> Entry:
        return services.receive(
            actor=self.street.actor("worker"), fund_id=self.fund.pk, purpose=purpose, amount=amount, **more
        )

    def ask(self, amount: int, purpose: str = "environment", who: str = "worker", **more: Any) -> Payment:
        more = {"about": RAMP, "payee_body_id": self.street.body("property_company").pk} | more
        return services.ask_payment(
            actor=self.street.actor(who), fund_id=self.fund.pk, purpose=purpose, amount=amount, **more
        )

    def approve(self, payment: Payment, who: str = "secretary") -> Entry:
        return services.approve_payment(actor=self.street.actor(who), payment_id=payment.pk)

    def pay(self, amount: int, purpose: str = "environment", **more: Any) -> Entry:
        return self.approve(self.ask(amount, purpose, **more))

    def reserve(self, amount: int, purpose: str = "environment", about: Ref = RAMP) -> Any:
        return services.reserve(
            actor=self.street.actor("worker"), fund_id=self.fund.pk, purpose=purpose, amount=amount, about=about
        )


def open_till(street: World, **more: Any) -> Till:
    """The community's fund, tied to two purposes."""
    given: dict[str, Any] = {
        "name": "2026 年社区建设资金", "source": "community_fund", "purposes": ("environment", "elder_care"),
    }  # fmt: skip
    body, place = street.body_of("worker"), street.places["440305007010"]
    fund = services.open_fund(actor=street.actor("worker"), body_id=body.pk, place_id=place.pk, **(given | more))
    return Till(street, fund)


@pytest.fixture
def till(db: None) -> Iterator[Till]:
    """The fund, empty; the clock stands at Monday, nine o'clock."""
    with clock.at(world_module.MONDAY):
        yield open_till(world_module.build())
