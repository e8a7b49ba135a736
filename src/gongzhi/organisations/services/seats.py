"""Seats are set up in bodies and end; a seat that ends takes every term in it along, at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.permit import require
from gongzhi.organisations import words
from gongzhi.organisations.events import SeatCreated
from gongzhi.organisations.models import Body, Seat
from gongzhi.organisations.permits import Office
from gongzhi.organisations.services.terms import begin, check_led_without, end_seat_now, lock_seat
from gongzhi.places import selectors as places
from gongzhi.record import services as record


@dataclass(frozen=True)
class NewSeat:
    """A seat to set up in a body, over the body's own area or a place inside it, with its first holder if known."""

    body: Body
    role: str
    title: str = ""
    place: Any = None
    person_id: int | None = None
    source: str = ""


def create_seat(
    *, actor: Actor, body_id: int, role: str, title: str = "", place_id: int | None = None, source: str = ""
) -> Seat:
    """One seat. Refused: "unknown_body", "unknown_place", "unknown_role", "outside", "not_standing", "taken", "denied".

    "taken": another seat already answers for the area.
    """
    body = Body.objects.select_related("place").filter(pk=body_id).first()
    if body is None:
        raise Refused(_("没有这个单位"), code="unknown_body", field="body")
    place = places.get(place_id) if place_id is not None else None
    return create_seats(actor=actor, plans=[NewSeat(body, role, title, place, None, source)])[0]


@transaction.atomic
def create_seats(*, actor: Actor, plans: Sequence[NewSeat]) -> list[Seat]:
    """Many seats with their first holders at once, each checked as one alone; all or none."""
    seats = [_checked(plan) for plan in plans]
    used = [require(actor, "organisations.seat", Office(seat.place.path, seat.role)).seat for seat in seats]
    try:
        with transaction.atomic():
            made = Seat.objects.bulk_create(seats, batch_size=500)
    except IntegrityError as error:
        raise Refused(_("这个片区已经有负责人的岗位了"), code="taken", field="place") from error
    for seat, by in zip(made, used, strict=True):
        fact = SeatCreated(seat.pk, seat.body_id, seat.role, seat.place_id)
        record.append(fact, actor=actor, about=seat, seat=by)
    held = [(seat, plan, by) for seat, plan, by in zip(made, plans, used, strict=True) if plan.person_id is not None]
    begin(actor, [(seat, int(plan.person_id or 0), plan.source, by) for seat, plan, by in held])
    return made


def _checked(plan: NewSeat) -> Seat:
    place = plan.place or plan.body.place
    day = clock.today().date()
    if plan.role not in words.ROLES:
        raise Refused(_("没有这个职务"), code="unknown_role", field="role")
    if not place.path.startswith(plan.body.place.path):
        raise Refused(_("岗位管的地方要在单位管的地方里面"), code="outside", field="place")
    if plan.body.until is not None and plan.body.until <= day:
        raise Refused(_("这个单位已经不在了"), code="not_standing", field="body")
    return Seat(
        body=plan.body,
        role=plan.role,
        title=plan.title.strip()[:60],
        place=place,
        since=clock.now(),
        source=plan.source,
    )


@transaction.atomic
def end_seat(*, actor: Actor, seat_id: int) -> None:
    """A seat ends now, with all its terms and their access. Refused: "unknown_seat", "ended", "gap", "denied"."""
    seat = lock_seat(seat_id)
    answer = require(actor, "organisations.seat", Office(seat.place.path, seat.role))
    if seat.ended_at is not None:
        raise Refused(_("这个岗位已经撤了"), code="ended")
    check_led_without(seat)
    end_seat_now(actor, seat, answer.seat)
