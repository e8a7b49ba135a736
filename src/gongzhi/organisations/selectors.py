"""Read who holds what, where and when; every other package learns of bodies and powers here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.actor import Seat as HeldSeat
from gongzhi.organisations import words
from gongzhi.organisations.models import Body, Relation, Seat, Term
from gongzhi.organisations.rules import Fault, Node, Span, beyond, days_of, gaps, ids_on, tree_faults

_HELD = ("seat_id", "seat__role", "seat__body_id", "seat__body__kind", "seat__place_id", "seat__place__path")


def _running(at: datetime) -> Q:
    """Terms that hold at the instant, in seats and bodies that still stand."""
    day = at.astimezone(clock.CHINA).date()
    return (
        Q(since__lte=at)
        & (Q(until__isnull=True) | Q(until__gt=at))
        & (Q(seat__ended_at__isnull=True) | Q(seat__ended_at__gt=at))
        & (Q(seat__body__until__isnull=True) | Q(seat__body__until__gt=day))
    )


def actor_for(person_id: int) -> Actor:
    """The person with the seats held at this instant; one query. Nothing is cached: a term that ended is gone."""
    rows = (
        Term.objects.filter(_running(clock.now()), person_id=person_id, person__is_active=True)
        .order_by("id")
        .values_list(*_HELD, "seat__place__level")
    )
    seats = dict.fromkeys(HeldSeat(*row) for row in rows)
    return Actor(person_id=person_id, seats=tuple(seats))


def fresh(actor: Actor) -> Actor:
    """The same actor as of now: a service that must not act on a seat just ended asks again in its transaction."""
    return actor_for(actor.person_id) if actor.person_id is not None else actor


def body(body_id: int) -> Body:
    """One body with its place; Body.DoesNotExist when there is none."""
    return Body.objects.select_related("place").get(pk=body_id)


def bodies(body_ids: Iterable[int]) -> dict[int, Body]:
    """Bodies by id, with their places; one query."""
    return {b.pk: b for b in Body.objects.filter(pk__in=list(body_ids)).select_related("place")}


def body_for(kind: str, place: Any, on: date | None = None) -> Body | None:
    """The body of this kind that serves the place: at the place itself or the nearest one above. One query."""
    found = Body.objects.active(on).filter(kind=kind, place_id__in=ids_on(place.path)).select_related("place")
    # Places on one way up have paths of which each begins the next, so the longest sorts last.
    return found.order_by("-place__path", "id").first()


def bodies_for(kinds: Iterable[str], place: Any, on: date | None = None) -> dict[str, Body]:
    """For each kind the body that serves the place; one query for all. Kinds without a body are absent."""
    found: dict[str, Body] = {}
    rows = Body.objects.active(on).filter(kind__in=list(kinds), place_id__in=ids_on(place.path))
    for row in rows.select_related("place").order_by("-place__path", "id"):
        found.setdefault(row.kind, row)
    return found


def bodies_at(place: Any, kinds: Iterable[str] | None = None, on: date | None = None) -> list[Body]:
    """The bodies that serve the place, nearest first: those whose area is the place or one above it."""
    rows = Body.objects.active(on).filter(place_id__in=ids_on(place.path)).select_related("place")
    if kinds is not None:
        rows = rows.filter(kind__in=list(kinds))
    return list(rows.order_by("-place__path", "kind", "id"))


def bodies_within(place: Any, kinds: Iterable[str] | None = None, on: date | None = None) -> QuerySet[Body]:
    """The bodies whose area is the place or lies inside it."""
    rows = Body.objects.active(on).filter(place__path__gte=place.path, place__path__lt=beyond(place.path))
    if kinds is not None:
        rows = rows.filter(kind__in=list(kinds))
    return rows.select_related("place").order_by("place__path", "kind", "id")


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
    rows = Term.objects.filter(_running(clock.now()), seat__body_id=body_id).select_related("person", "seat__place")
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


@dataclass(frozen=True)
class Entry:
    """One line of the register: a seat in a body, and the terms in it, newest first."""

    body: Body
    seat: Seat
    terms: tuple[Term, ...]


def register(place: Any, *, kinds: Iterable[str] | None = None) -> list[Entry]:
    """The register of bodies, seats and terms inside a place, with start, end and source; three queries."""
    rows = Seat.objects.filter(body__place__path__gte=place.path, body__place__path__lt=beyond(place.path))
    if kinds is not None:
        rows = rows.filter(body__kind__in=list(kinds))
    seats = rows.select_related("body__place", "place").order_by("body__place__path", "body_id", "id")
    return entries(list(seats))


def entries(seats: Sequence[Seat]) -> list[Entry]:
    """These seats with their terms; one query."""
    terms: dict[int, list[Term]] = {}
    for row in Term.objects.filter(seat__in=seats).select_related("person").order_by("-since", "-id"):
        terms.setdefault(row.seat_id, []).append(row)
    return [Entry(one.body, one, tuple(terms.get(one.pk, ()))) for one in seats]


# --- who is responsible for an area


def _day_ends(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), clock.CHINA)


def lead_seat(place: Any) -> Seat | None:
    """The seat that is responsible for the place: at the place itself or the nearest one above."""
    rows = Seat.objects.filter(role__in=words.SOLE_ROLES, ended_at__isnull=True, place_id__in=ids_on(place.path))
    return rows.select_related("place", "body").order_by("-place__path").first()


def responsible(place: Any, day: date | None = None) -> Term | None:
    """Who answers for the area on that day (default: now): the substitute if one stands in, else the named member.

    On a day of handing over it is the one who has it when the day ends.
    """
    found = lead_seat(place)
    if found is None:
        return None
    moment = clock.now() if day is None else _day_ends(day) - timedelta(microseconds=1)
    rows = Term.objects.filter(_running(moment), seat=found).select_related("person", "substitute_for__person")
    return max(rows, key=lambda t: (t.substitute_for_id is not None, t.pk), default=None)


def spans_of(seat_id: int) -> list[Span]:
    """When the seat was or will be held, by members in their own right (a substitute needs one to stand in for)."""
    rows = Term.objects.filter(seat_id=seat_id, substitute_for__isnull=True)
    return [Span(since, until) for since, until in rows.values_list("since", "until")]


def uncovered_days(place: Any, since: date, until: date) -> list[date]:
    """The days in [since, until) on which, at some moment, nobody answers for the area. All of them without a seat."""
    start, end = _day_ends(since - timedelta(days=1)), _day_ends(until - timedelta(days=1))
    found = lead_seat(place)
    spans = spans_of(found.pk) if found else []
    missing = gaps(spans, start, end)
    return days_of([(a.astimezone(clock.CHINA), b.astimezone(clock.CHINA)) for a, b in missing])


# --- the two trees


def tree(kind: str, on: date | None = None, under: Any = None) -> list[Node]:
    """The bodies of a tree as they stood on the day (default: today), each with its upper; two queries."""
    day = on or clock.today().date()
    rows = Body.objects.active(day).filter(kind__in=words.TREES[kind])
    if under is not None:
        rows = rows.filter(place__path__gte=under.path, place__path__lt=beyond(under.path))
    links = Relation.objects.filter(Q(until__isnull=True) | Q(until__gt=day), kind=kind, since__lte=day)
    upper = dict(links.values_list("lower_id", "upper_id"))
    found = rows.order_by("place__path", "id").values_list("id", "kind", "place__path")
    return [Node(pk, body_kind, path, upper.get(pk)) for pk, body_kind, path in found]


def faults(kind: str, on: date | None = None) -> list[Fault]:
    """In which bodies the tree is not strict on that day: orphans, wrong levels, areas outside, circles, no lower."""
    return tree_faults(words.TREES[kind], tree(kind, on))


def uppers(body_id: int, kind: str, on: date | None = None) -> list[int]:
    """The ids above a body in a tree on that day, nearest first."""
    upper = {node.id: node.upper for node in tree(kind, on)}
    found: list[int] = []
    here = upper.get(body_id)
    while here is not None and here not in found:
        found.append(here)
        here = upper.get(here)
    return found


def relations_of(body_id: int, on: date | None = None) -> list[Relation]:
    """The relations in which a body stands on that day, on either side."""
    day = on or clock.today().date()
    rows = Relation.objects.filter(Q(upper_id=body_id) | Q(lower_id=body_id), since__lte=day)
    rows = rows.filter(Q(until__isnull=True) | Q(until__gt=day)).select_related("upper", "lower")
    return list(rows.order_by("kind", "id"))
