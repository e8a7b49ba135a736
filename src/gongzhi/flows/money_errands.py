"""Ledger → cases: an inbox says that a payment waits for a second person."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import ngettext

from gongzhi.cases.selectors.advisers import Errand, errands_by
from gongzhi.kernel.actor import Actor
from gongzhi.ledger import selectors as ledger


@errands_by
def errands(actor: Actor) -> list[Errand]:
    """Nothing for who asked for the payment: nobody pays alone."""
    many = len(ledger.waiting(actor)) if actor.seats else 0
    if not many:
        return []
    said = ngettext("%(n)d 笔付款等您批", "%(n)d 笔付款等您批", many) % {"n": many}
    return [Errand(said, reverse("desk_funds"), many)]
