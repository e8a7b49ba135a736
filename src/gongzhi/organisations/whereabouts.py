"""Which place a page is asked about: the address names it, this browser remembers it, or a seat stands there."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from gongzhi.organisations.visitors import actor_of
from gongzhi.places import selectors as places

COMMUNITY = "community"  # the cookie that remembers where the reader lives: a place's code, nobody's name
EVERYWHERE = "all"
LONGEST = 40


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
