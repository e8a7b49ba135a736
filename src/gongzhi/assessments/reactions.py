"""What assessments tell the packages below: examples of their permits, for the page of who may do what."""

from __future__ import annotations

from gongzhi.assessments.models import Assessment
from gongzhi.assessments.permits import Office, Publishing
from gongzhi.kernel.actor import Seat
from gongzhi.organisations.selectors import example
from gongzhi.places import selectors as places

NOBODY = 0  # no body has this number


def _office(seat: Seat) -> Office:
    return Office(NOBODY, seat.path)


def _assessing(seat: Seat) -> Assessment:
    return Assessment(body_id=NOBODY, by_body_id=seat.body_id, place=places.get(seat.place_id))


def _assessed(seat: Seat) -> Assessment:
    return Assessment(body_id=seat.body_id, by_body_id=NOBODY, place=places.get(seat.place_id))


example("assessment.publish", lambda seat: Publishing(seat.body_id))
for _name in ("open", "bar", "stage"):
    example(f"assessment.{_name}", _office)
for _name in ("run", "confirm", "watch", "expire"):
    example(f"assessment.{_name}", _assessing)
for _name in ("put", "appeal"):
    example(f"assessment.{_name}", _assessed)
