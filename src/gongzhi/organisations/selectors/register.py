"""The register: seats inside a place with their bodies and terms, with start, end and source."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from gongzhi.kernel import clock
from gongzhi.organisations import words
from gongzhi.organisations.models import Body, Seat, Term
from gongzhi.organisations.rules import beyond
from gongzhi.organisations.selectors.held import running
from gongzhi.people import selectors as people


@dataclass(frozen=True)
class Entry:
    """One line of the register: a seat in a body, and the terms in it, newest first."""

    body: Body
    seat: Seat
    terms: tuple[Term, ...]


def register_seats(place: Any, *, kinds: Iterable[str] | None = None) -> QuerySet[Seat]:
    """The seats of the bodies inside a place, ended or not, in the order of the places; for paging."""
    rows = Seat.objects.filter(body__place__path__gte=place.path, body__place__path__lt=beyond(place.path))
    if kinds is not None:
        rows = rows.filter(body__kind__in=list(kinds))
    return rows.select_related("body__place", "place").order_by("body__place__path", "body_id", "id")


def register(place: Any, *, kinds: Iterable[str] | None = None) -> list[Entry]:
    """The register of bodies, seats and terms inside a place, with start, end and source; two queries."""
    return entries(list(register_seats(place, kinds=kinds)))


def entries(seats: Sequence[Seat]) -> list[Entry]:
    """These seats with their terms; one query."""
    terms: dict[int, list[Term]] = {}
    for row in Term.objects.filter(seat__in=seats).select_related("person").order_by("-since", "-id"):
        terms.setdefault(row.seat_id, []).append(row)
    return [Entry(one.body, one, tuple(terms.get(one.pk, ()))) for one in seats]


@dataclass(frozen=True)
class Face:
    """Somebody whom a visitor of the demonstration may be."""

    person_id: int
    name: str
    role: words.Text
    body: str


def demonstration_faces(residents: int = 3) -> list[Face]:
    """One person with an account for every kind of body and role, and a few without office; for demonstrations."""
    now = clock.now()
    rows = Term.objects.filter(running(now), person__username__isnull=False, person__is_active=True)
    found: dict[tuple[str, str], Face] = {}
    for term in rows.select_related("person", "seat__body").order_by("seat__place__path", "id"):
        role, body = term.seat.role, term.seat.body
        found.setdefault((role, body.kind), Face(term.person_id, term.person.name, words.ROLES[role], body.name))
    order = {role: number for number, role in enumerate(words.ROLES)}
    staff = [face for _, face in sorted(found.items(), key=lambda item: order[item[0][0]])]
    others = people.with_account(limit=residents, without={t.person_id for t in rows.only("person_id")})
    return [Face(p.pk, p.name, _("居民"), "") for p in others] + staff
