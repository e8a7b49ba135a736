"""What organisations do when a boundary moves, and what they tell the packages below: who is in office is kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from gongzhi.kernel.actor import system
from gongzhi.organisations.selectors import holds_a_seat
from gongzhi.organisations.services import follow_boundary
from gongzhi.people.services import keep_while
from gongzhi.places.events import PlaceMoved
from gongzhi.record.selectors import FactView
from gongzhi.record.services import reacts_to

BOUNDARIES = system("organisations.boundaries")


def in_office(person_ids: Sequence[int], since: datetime) -> set[int]:
    """People in office are not erased; the seat ends first."""
    return holds_a_seat(person_ids)


keep_while("organisations.in_office", in_office, matters=False)


@reacts_to(PlaceMoved)
def when_a_boundary_moves(event: PlaceMoved, fact: FactView) -> None:
    """The bodies inside stand under those that serve their place now, in both trees, from the same day."""
    follow_boundary(actor=BOUNDARIES, place_id=event.place_id, on=date.fromisoformat(event.on))
