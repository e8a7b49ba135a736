"""What the powers over partners are asked about, by which the public page prints what each seat may do."""

from __future__ import annotations

from gongzhi.kernel.actor import Seat
from gongzhi.organisations.selectors.powers import Example
from gongzhi.places import selectors as places
from gongzhi.projects.models import Agreement, Facility, Proposal, VentureCall, Workspace
from gongzhi.projects.permits.partners import Calling, Offering

NOBODY = 0  # no body has this number


def _calling(seat: Seat) -> Calling:
    return Calling(seat.body_id, seat.path)


def _call(seat: Seat) -> VentureCall:
    return VentureCall(body_id=seat.body_id, place=places.get(seat.place_id))


def _facility(seat: Seat) -> Facility:
    return Facility(body_id=seat.body_id, place=places.get(seat.place_id))


PARTNERS: dict[str, Example] = {
    "purchase.bid": lambda seat: Offering(NOBODY),
    "venture.open": _calling,
    "venture.run": _call,
    "venture.report": lambda seat: Proposal(body_id=seat.body_id),
    "facility.register": _calling,
    "facility.run": _facility,
    "facility.log": lambda seat: Agreement(operator_id=seat.body_id),
    "linkage.open": _calling,
    "linkage.run": lambda seat: Workspace(body_id=seat.body_id, place=places.get(seat.place_id)),
    "linkage.see": lambda seat: Workspace(body_id=seat.body_id, place=places.get(seat.place_id)),
}
