"""Whose figures a member of staff reads: a place's, a body's in it, or those of the reader's own body."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from gongzhi.indicators import selectors
from gongzhi.indicators.permits import READERS
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.digits import digits
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.permit import may
from gongzhi.organisations import selectors as organisations
from gongzhi.places import selectors as places
from gongzhi.web.pages.board import SHOWN, scope_of


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
        inside = inside or [p for p in places.children(places.get(seat.place_id)) if p.level in SHOWN]
        if inside:
            return min(inside, key=lambda p: p.code)
    if not actor.seats:
        raise PermissionDenied(_("这一页给在岗的人看。公开的数字在公开榜。"))
    return places.get(actor.seats[0].place_id)


@dataclass(frozen=True)
class Whose:
    """A place's figures, or those of one body; `own`: the reader sees no more than their own body's."""

    place: Any
    body: Any = None
    own: bool = False

    @property
    def scope(self) -> dict[str, int]:
        """As selectors name it: a body counts in its street, one of a whole district wherever it works."""
        area = scope_of(self.place) if self.place.level in SHOWN else {}
        return {**area, "body_id": self.body.pk} if self.body else area

    @property
    def name(self) -> str:
        """Of whom the page speaks."""
        return str(self.body.name if self.body else self.place.name)

    @property
    def code(self) -> str:
        """The place as the address of this page names it; nothing where the body says it all."""
        return "" if self.own else str(self.place.code)


def whose(request: HttpRequest, actor: Actor) -> Whose:
    """The place and body of the address; otherwise what the reader's own seat is about.

    403 with the reason for a body that is not theirs; 404 for none, and in a community, whose rows know no bodies.
    """
    body = _body(request.GET.get("body", ""))
    if body is not None and not request.GET.get("place"):
        own = _own(actor, body)
        if own is not None:
            return own
    elif body is None and not request.GET.get("place") and not next(actor.seats_as(*READERS), None):
        seat = next(iter(actor.seats), None)
        own = _own(actor, organisations.body(seat.body_id)) if seat else None
        if own is not None:
            request.frame_place = own.place.name  # type: ignore[attr-defined]
            return own
    place = place_of(request, actor)
    if body is not None and place.level != "street":
        raise Http404
    return Whose(place, body)


def _body(text: str) -> Any:
    if not text:
        return None
    body = digits(text)
    found = organisations.bodies([body]) if body is not None else {}
    if body not in found:
        raise Http404
    return found[body]


def _own(actor: Actor, body: Any) -> Whose | None:
    """The reader's own body; None when they read the whole place anyway. 403 with the reason for another's."""
    street = places.ancestor(body.place, "street") or body.place
    if may(actor, "figures.see", street):
        return None
    answer = may(actor, "figures.see_own", body)
    if not answer:
        raise PermissionDenied(str(answer.reason))
    return Whose(street, body, own=True)


def own_bodies(actor: Actor) -> list[Any]:
    """The bodies in which the reader holds a seat now."""
    found = organisations.bodies({seat.body_id for seat in actor.seats})
    return [found[pk] for pk in sorted(found)]
