"""Which place a page is asked about: the address names it, this browser remembers it, or a seat stands there."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from gongzhi.organisations import selectors as organisations
from gongzhi.organisations.visitors import actor_of
from gongzhi.places import selectors as places

COMMUNITY = "community"  # the cookie that remembers where the reader lives: a place's code, nobody's name
EVERYWHERE = "all"
LONGEST = 40
PLACED = ("community", "estate", "building")  # where a matter may be put
MOST_ESTATES, MOST_PLACES = 40, 200


def here(request: HttpRequest) -> Any:
    """The place named in the address (`?at=`), else the one remembered, else that of the first seat; None for none."""
    found = _place(_asked(request.GET.get("at", "")) or request.COOKIES.get(COMMUNITY, ""))
    actor = actor_of(request)
    if found is None and actor is not None and actor.seats:
        found = places.get(actor.seats[0].place_id)
    return _framed(request, found)


def here_or_everywhere(request: HttpRequest) -> Any:
    """The place named in the address, else the one remembered; None, where `?at=all` or `?at=` asks for everywhere."""
    return _framed(request, _place(request.GET.get("at", request.COOKIES.get(COMMUNITY, ""))))


def choices_near(place: Any) -> list[tuple[str, str]]:
    """What a form offers as the place of a matter: the one named, what holds it, its estates; or every community."""
    if place is not None and place.level in (*PLACED, "household", "small_grid", "mid_grid", "big_grid"):
        way = [row for row in (place, *places.ancestors(place)) if row.level in PLACED]
        community = next((row for row in way if row.level == "community"), None)
        inside = places.within(community).filter(level="estate").order_by("path")[:MOST_ESTATES] if community else ()
        rows = [*way, *(row for row in inside if row.pk not in {known.pk for known in way})]
    else:
        rows = [b.place for b in organisations.bodies_of_kind("residents_committee") if b.place.level == "community"]
    return [(str(row.pk), places.names(row)) for row in rows[:MOST_PLACES]]


def _asked(code: str) -> str:
    return code[:LONGEST].strip()


def _place(code: str) -> Any:
    wanted = _asked(code)
    return places.by_codes([wanted]).get(wanted) if wanted and wanted != EVERYWHERE else None


def _framed(request: HttpRequest, place: Any) -> Any:
    """The page's frame names the place, too."""
    if place is not None:
        request.frame_place = place.name  # type: ignore[attr-defined]
    return place
