"""Whose figures a member of staff reads: the place in the address, or that of the reader's own seat."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from gongzhi.indicators import selectors
from gongzhi.indicators.permits import READERS
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.permit import may
from gongzhi.organisations import selectors as organisations
from gongzhi.places import selectors as places
from gongzhi.web.pages.board import SHOWN


def reader_of(request: HttpRequest) -> Actor:
    """The actor who reads the page."""
    return organisations.actor_for(int(request.user.pk or 0))


def place_of(request: HttpRequest, actor: Actor) -> Any:
    """The place of the address, or that of the reader's own seat; 403 with the reason when it is not hers to see."""
    code = request.GET.get("place", "")
    try:
        place = places.by_code(code) if code else _own_place(actor)
    except Refused as refusal:
        raise Http404(str(refusal.message)) from refusal
    answer = may(actor, "figures.see", place)
    if not answer:
        raise PermissionDenied(str(answer.reason))
    if place.level not in SHOWN:
        raise Http404
    request.frame_place = place.name  # type: ignore[attr-defined]
    return place


def _own_place(actor: Actor) -> Any:
    """The street or community of the first seat that reads figures; from a district's seat its first street."""
    for seat in actor.seats_as(*READERS):
        if seat.level in SHOWN:
            return places.get(seat.place_id)
        inside = [p for p in map(places.get, selectors.streets()) if seat.covers(p.path)]
        if inside:
            return min(inside, key=lambda p: p.code)
    if not actor.seats:
        raise PermissionDenied(_("这一页给在岗的人看。公开的数字在公开榜。"))
    return places.get(actor.seats[0].place_id)
