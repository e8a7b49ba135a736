"""Examples of what the powers over money are asked about, by which public pages print them."""

from __future__ import annotations

from gongzhi.kernel.actor import Seat
from gongzhi.ledger.models import Fund, Payment, Pot
from gongzhi.ledger.permits import Opening
from gongzhi.organisations.selectors import example
from gongzhi.places import selectors as places

MYSELF = -1  # the person whom the public pages ask for


def _fund(seat: Seat) -> Fund:
    return Fund(place=places.get(seat.place_id), body_id=seat.body_id)


def _payment(seat: Seat) -> Payment:
    return Payment(pot=Pot(fund=_fund(seat)))


def _own(seat: Seat) -> Payment:
    return Payment(pot=Pot(fund=_fund(seat)), asked_by_id=MYSELF)


example("fund.open", lambda seat: Opening(seat.body_id))
for _name in ("fund.book", "fund.reserve", "fund.watch", "payment.ask", "entry.reverse"):
    example(_name, _fund)
example("payment.approve", _payment)
example("payment.withdraw", _own)
