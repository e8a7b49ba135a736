"""The only writers of the ledger."""

from __future__ import annotations

from gongzhi.ledger.services.booking import receive, release, reserve, reverse
from gongzhi.ledger.services.guards import guards_payment
from gongzhi.ledger.services.importing import Report, import_entries
from gongzhi.ledger.services.payments import approve_payment, ask_payment, refuse_payment, withdraw_payment
from gongzhi.ledger.services.pots import open_fund
from gongzhi.ledger.services.splitting import SplitReport, publish_split

__all__ = [
    "Report",
    "SplitReport",
    "approve_payment",
    "ask_payment",
    "guards_payment",
    "import_entries",
    "open_fund",
    "publish_split",
    "receive",
    "refuse_payment",
    "release",
    "reserve",
    "reverse",
    "withdraw_payment",
]
