"""How payments are rebuilt from their facts, for `record replay`: their state, amount and matter."""

from __future__ import annotations

from dataclasses import dataclass, replace

from gongzhi.kernel.event import Event
from gongzhi.ledger import events
from gongzhi.ledger.models import Payment
from gongzhi.record.selectors import FactView
from gongzhi.record.services import Replay, replays


@dataclass(frozen=True)
class Standing:
    """What the facts of a payment say of it."""

    state: str
    amount: int
    about: str
    entry_id: int | None = None


def _fold(seen: Standing | None, event: Event, fact: FactView) -> Standing | None:
    if isinstance(event, events.PaymentAsked):
        return Standing("asked", event.amount, event.about)
    if seen is None:
        return None
    if isinstance(event, events.PaymentMade):
        return replace(seen, state="paid", amount=event.amount, entry_id=event.entry_id)
    if isinstance(event, events.PaymentRefused):
        return replace(seen, state="refused")
    return replace(seen, state="withdrawn") if isinstance(event, events.PaymentWithdrawn) else seen


def _current(ids: list[int]) -> dict[int, Standing]:
    found = Payment.objects.filter(pk__in=ids)
    return {one.pk: Standing(one.state, one.amount, str(one.about), one.entry_id) for one in found}


PAYMENTS = replays(Replay("ledger.payment", _fold, _current))
