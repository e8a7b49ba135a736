"""How an affair refuses a payment about its matters, for a reason that the ledger cannot know (not accepted yet)."""

from __future__ import annotations

from collections.abc import Callable

from gongzhi.kernel.errors import Refused
from gongzhi.ledger.models import Payment

Guard = Callable[[Payment], object | None]
_guards: dict[str, list[Guard]] = {}


def guards_payment(label: str) -> Callable[[Guard], Guard]:
    """Register a guard of matters with this label: payment → the reason against it in words for a person, or None.

    Asked when the payment is asked for (it has no id then) and again when it is approved, inside the transaction.
    """

    def register(guard: Guard) -> Guard:
        _guards.setdefault(label, []).append(guard)
        return guard

    return register


def require_unguarded(payment: Payment) -> None:
    """Nothing, when no guard speaks against it; Refused("guarded") with the reason otherwise."""
    for guard in _guards.get(payment.about_label, ()):
        reason = guard(payment)
        if reason:
            raise Refused(reason, code="guarded")
