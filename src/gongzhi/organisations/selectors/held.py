"""Who holds what now: the reading behind every power in the house; nothing is cached."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Q, QuerySet

from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.actor import Seat as HeldSeat
from gongzhi.organisations.models import Seat, Term
from gongzhi.record.selectors import Kept

_HELD = ("seat_id", "seat__role", "seat__body_id", "seat__body__kind", "seat__place_id", "seat__place__path")


def running(at: datetime) -> Q:
    """Terms that hold at the instant, in seats and bodies that still stand."""
    return _running(at, at.astimezone(clock.CHINA).date())


def _running(at: datetime, day: date) -> Q:
    return (
        Q(since__lte=at)
        & (Q(until__isnull=True) | Q(until__gt=at))
        & (Q(seat__ended_at__isnull=True) | Q(seat__ended_at__gt=at))
        & (Q(seat__body__until__isnull=True) | Q(seat__body__until__gt=day))
    )


_HELD_NOW = Kept(
    lambda at, day, person_id: (
        Term.objects.filter(_running(at, day), person_id=person_id, person__is_active=True)
        .order_by("id")
        .values_list(*_HELD, "seat__place__level")
    )
)


def actor_for(person_id: int) -> Actor:
    """The person with the seats held at this instant; one query. Nothing is cached: a term that ended is gone."""
    now = clock.now()
    rows = _HELD_NOW(at=now, day=now.astimezone(clock.CHINA).date(), person_id=person_id)
    seats = dict.fromkeys(HeldSeat(*row) for row in rows)
    return Actor(person_id=person_id, seats=tuple(seats))


def fresh(actor: Actor) -> Actor:
    """The same actor as of now: a service that must not act on a seat just ended asks again in its transaction."""
    return actor_for(actor.person_id) if actor.person_id is not None else actor


def seat(seat_id: int) -> Seat:
    """One seat with its body and place; Seat.DoesNotExist when there is none."""
    return Seat.objects.select_related("body", "place").get(pk=seat_id)


def term(term_id: int) -> Term:
    """One term with its seat, body and person; Term.DoesNotExist when there is none."""
    return Term.objects.select_related("seat__body", "seat__place", "person").get(pk=term_id)


def seats_of(body_id: int) -> QuerySet[Seat]:
    """The seats of a body that have not ended."""
    now = clock.now()
    standing = Q(ended_at__isnull=True) | Q(ended_at__gt=now)
    return Seat.objects.filter(standing, body_id=body_id).select_related("place", "body").order_by("role", "id")


def holders(body_id: int, roles: Iterable[str] | None = None) -> list[Term]:
    """The terms held in a body now, with person and seat."""
    rows = Term.objects.filter(running(clock.now()), seat__body_id=body_id).select_related("person", "seat__place")
    if roles is not None:
        rows = rows.filter(seat__role__in=list(roles))
    return list(rows.order_by("seat_id", "id"))


def holds_a_seat(person_ids: Iterable[int]) -> set[int]:
    """Which of these people hold a seat now or will hold one."""
    now = clock.now()
    rows = Term.objects.filter(Q(until__isnull=True) | Q(until__gt=now), person_id__in=list(person_ids))
    return set(rows.values_list("person_id", flat=True))


def terms_of(person_id: int) -> list[Term]:
    """Every term of a person, newest first."""
    rows = Term.objects.filter(person_id=person_id).select_related("seat__body", "seat__place")
    return list(rows.order_by("-since", "-id"))


def seats(seat_ids: Iterable[int]) -> dict[int, Seat]:
    """Seats by id, ended or not, with their bodies; one query."""
    return {row.pk: row for row in Seat.objects.filter(pk__in=list(seat_ids)).select_related("body")}
