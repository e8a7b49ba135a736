"""The only writers of the ledger."""

from __future__ import annotations

from gongzhi.ledger.services.booking import receive, release, reserve, reverse
from gongzhi.ledger.services.guards import guards_payment
from gongzhi.ledger.services.payments import approve_payment, ask_payment, refuse_payment, withdraw_payment
from gongzhi.ledger.services.pots import open_fund

__all__ = [
    "approve_payment",
    "ask_payment",
    "guards_payment",
    "open_fund",
    "receive",
    "refuse_payment",
    "release",
    "reserve",
    "reverse",
    "withdraw_payment",
]
