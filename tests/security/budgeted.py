"""A round of a community's budget with a proposal, and a request for dispute money that only its desks may read."""

from __future__ import annotations

from datetime import timedelta

from tests.projects.rounds_world import HOME, budget_of
from tests.world import World

from gongzhi.kernel import clock
from gongzhi.projects.models import DisputeAid
from gongzhi.projects.services import rounds


def budgeted(street: World, payee: str) -> dict[str, int]:
    """The numbers by the names that addresses give them; `payee` is a name that no outsider may meet."""
    budget = budget_of(street).open()
    closes = clock.now() + timedelta(days=20)
    rounds.move_round(actor=budget.desk, round_id=budget.round.pk, move="announce", closes=closes)
    item = budget.propose("北门修坡道")
    aid = DisputeAid.objects.create(
        about_label="cases.case", about_id=9_000_001, place=street.places[HOME], body_id=budget.fund.body_id,
        fund=budget.fund, purpose="disputes", use="appraisal", amount=800_000, text=f"付给{payee}先查清", payee=payee,
        asked_by_id=street.people["secretary"], at=clock.now(),
    )  # fmt: skip
    return {"round_id": budget.round.pk, "item_id": item.pk, "aid_id": aid.pk}
