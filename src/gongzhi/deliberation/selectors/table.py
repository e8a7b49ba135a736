"""Who sits at the table of a topic, and who is ready to."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from gongzhi.deliberation.models import CouncilSeat, Right, Welcome
from gongzhi.kernel import clock

GONE = ("declined", "replaced")


def seats_of(topic_id: int) -> QuerySet[CouncilSeat]:
    """The seats that stand, core first, with bodies and parties."""
    rows = CouncilSeat.objects.filter(topic_id=topic_id).exclude(state__in=GONE)
    return rows.select_related("body", "party", "person").order_by("party_id", "pk")


def moves_of_seats(topic_id: int) -> QuerySet[CouncilSeat]:
    """Every seat that ever was, oldest first: invitations, replacements, refusals."""
    return CouncilSeat.objects.filter(topic_id=topic_id).select_related("body", "party", "replaces").order_by("pk")


def my_seat(topic_id: int, person_id: int | None) -> CouncilSeat | None:
    """The seat that this person was asked to take or has taken."""
    if person_id is None:
        return None
    return seats_of(topic_id).filter(person_id=person_id).first()


def pool(place: Any) -> list[int]:
    """The people who are ready to sit for newcomers at this place, first come first."""
    rows = Welcome.objects.filter(until=None, place__path__in=_way(place.path)).order_by("since", "pk")
    return list(dict.fromkeys(rows.values_list("person_id", flat=True)))


def _way(path: str) -> list[str]:
    """The paths from the root to a place: those that its own path begins with, whatever their width."""
    return [path[:end] for end in range(1, len(path) + 1)]


def is_ready(person_id: int | None, place: Any) -> bool:
    """Whether this person stands in the newcomers' pool here."""
    return person_id is not None and person_id in pool(place)


def rights_of(person_id: int) -> QuerySet[Right]:
    """The rights that a person holds now."""
    now = clock.now()
    rows = Right.objects.filter(person_id=person_id, since__lte=now, until__gt=now)
    return rows.select_related("place", "granted_by").order_by("kind", "pk")


def rights_here(place: Any) -> QuerySet[Right]:
    """The rights granted inside a place that hold now."""
    now = clock.now()
    rows = Right.objects.filter(place__path__startswith=place.path, until__gt=now)
    return rows.select_related("place", "person", "granted_by").order_by("place__path", "person_id", "kind")
