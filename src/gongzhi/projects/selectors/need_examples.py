"""Examples of what the powers over needs and resources are asked about, by which public pages print them."""

from __future__ import annotations

from gongzhi.kernel.actor import Seat
from gongzhi.organisations.selectors import example
from gongzhi.places import selectors as places
from gongzhi.projects.models import Booking, Claim, Match, Need, Registration, Resource
from gongzhi.projects.permits import needs as needs
from gongzhi.projects.permits import resources as resources

MYSELF = -1  # the person whom the public pages ask for
ELSEWHERE = -2


def _need(seat: Seat) -> Need:
    return Need(pk=-1, place=places.get(seat.place_id), body_id=ELSEWHERE, state="raised", title="-")


def _own(seat: Seat) -> Need:
    return Need(pk=-1, place=places.get(seat.place_id), raised_by_id=MYSELF, state="raised", title="-")


def _resource(seat: Seat) -> Resource:
    return Resource(pk=-1, place=places.get(seat.place_id), body_id=seat.body_id)


def _registration(seat: Seat) -> Registration:
    return Registration(pk=-1, place=places.get(seat.place_id), kind="unit", body_id=seat.body_id)


def _claim(seat: Seat) -> Claim:
    elsewhere = Registration(pk=-1, place=places.get(seat.place_id), kind="unit", body_id=ELSEWHERE)
    return Claim(pk=-1, registration=elsewhere, need=_need(seat))


for _name in ("raise", "desk"):
    example(f"need.{_name}", lambda seat: needs.Where(seat.path))
for _name in ("see", "join", "sort", "plan", "return", "supporters"):
    example(f"need.{_name}", _need)
example("need.own", _own)
example("resource.offer", lambda seat: resources.Offer(seat.path, seat.body_id))
for _name in ("end", "use"):
    example(f"resource.{_name}", _resource)
example("resource.effect", lambda seat: Booking(pk=-1, resource=_resource(seat)))
example("resource.match", lambda seat: Match(need=_need(seat), resource=_resource(seat)))
example("register.check_in", lambda seat: resources.CheckIn(seat.path, seat.body_id, None))
example("register.keep", lambda seat: needs.Where(seat.path))
example("claim.serve", _registration)
for _name in ("judge", "feed_back"):
    example(f"claim.{_name}", _claim)
