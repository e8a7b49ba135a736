"""Which seats give a power over a place or in a body: asked alike by permits and by the lists that agree with them."""

from __future__ import annotations

from django.db.models import Q

from gongzhi.kernel.actor import Actor, Seat
from gongzhi.organisations.words import COMMUNITY_ROLES, NOT_ACTING, STREET_ROLES, WATCHERS
from gongzhi.places import selectors as places

DESKS = (*COMMUNITY_ROLES, *STREET_ROLES)


def acting(actor: Actor, *, but: tuple[str, ...] = ()) -> list[Seat]:
    """The seats that act for their body: watchers only look, operators look after the system; nor the roles `but`."""
    return [seat for seat in actor.seats if seat.role not in NOT_ACTING and seat.role not in but]


def acting_in(actor: Actor, *body_ids: int | None, but: tuple[str, ...] = ()) -> Seat | None:
    """The first seat that acts for one of these bodies; a body that is None is nobody's."""
    return next((seat for seat in acting(actor, but=but) if seat.body_id in body_ids), None)


def over(actor: Actor, path: str, *roles: str) -> Seat | None:
    """The first seat with one of these roles whose area holds the place with this path."""
    return next(actor.seats_as(*roles, over=path), None)


def desk_over(actor: Actor, path: str) -> Seat | None:
    """The first seat of the community or of the street whose area holds the place with this path."""
    return over(actor, path, *DESKS)


def near(actor: Actor, path: str, *roles: str, but: tuple[str, ...] = ()) -> Seat | None:
    """The first seat with one of these roles whose area holds the place with this path, or lies in it."""
    seats = (seat for seat in actor.seats_as(*roles) if seat.role not in but)
    return next((seat for seat in seats if places.nested(seat.path, path)), None)


def at_desks(
    actor: Actor, *, body: str = "body_id", path: str = "place__path", roles: tuple[str, ...] = (*DESKS, *WATCHERS)
) -> Q:
    """The rows of the bodies that the actor acts for, and those inside the areas of seats with these roles.

    `body` and `path` are the names by which a row says whose it is and where. Nobody without a seat has any.
    """
    whose = Q(pk=None)
    for seat in acting(actor):
        whose |= Q(**{body: seat.body_id})
    for seat in actor.seats_as(*roles):
        whose |= Q(**{f"{path}__startswith": seat.path})
    return whose
