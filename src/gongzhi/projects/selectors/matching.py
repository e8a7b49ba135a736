"""What the rules find for the needs of a place, what is unmet and what is idle, and where one size is given to all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from gongzhi.kernel import clock
from gongzhi.organisations import selectors as organisations
from gongzhi.places import selectors as places
from gongzhi.projects.models import Booking, Match, Need, OrgRole, Resource, Slot
from gongzhi.projects.rules import matching as rules
from gongzhi.projects.rules import mix
from gongzhi.rulebook import selectors as rulebook

OPEN = ("listed", "later")
FEW = 3  # needs met elsewhere that are worth a look
UNCOUNTED = ("room", "fen")  # a need counts people or pieces


def street_of(place: Any) -> Any:
    """The area inside which needs and resources meet: the street of the place, or the place where it is larger."""
    return place if place.level == "street" else places.ancestor(place, "street") or place


def _spans(times: Iterable[Iterable[int]]) -> tuple[tuple[int, int], ...]:
    return tuple((start, end) for start, end in times)


def want_of(need: Need, area: str) -> rules.Want:
    """A need as the rules see it."""
    return rules.Want(
        need.pk, need.place.path, area, need.purpose, rules.pieces(need.title), need.size, _spans(need.times)
    )


def _have(row: Resource, used: int, area: str, today: date) -> rules.Have:
    return rules.Have(
        row.pk, row.place.path, area, row.purpose, rules.pieces(row.title), row.amount - used, row.most_each,
        _spans(row.times), (row.until - max(today, row.since)).days, bool(row.limits), row.unit not in UNCOUNTED,
    )  # fmt: skip


def haves_at(area: Any) -> list[rules.Have]:
    """The resources of an area as the rules see them; of what is used up, what is left."""
    today = clock.today().date()
    standing = Resource.objects.filter(place__path__startswith=area.path, state="offered", until__gt=today)
    rows = list(standing.select_related("place"))
    taken = Slot.objects.filter(resource__in=[row.pk for row in rows if not row.grain], number=0)
    used = dict(taken.values_list("resource_id", "used"))
    return [_have(row, used.get(row.pk, 0), area.path, today) for row in rows]


def hubs_at(area: Any) -> list[rules.Hub]:
    """The organisations that support others, or know who has what, in an area."""
    rows = OrgRole.objects.filter(place__path__startswith=area.path, until=None).select_related("place")
    return [rules.Hub(row.body_id, row.place.path, row.purpose, row.role) for row in rows.order_by("pk")]


@dataclass(frozen=True)
class Matches:
    """What was found for one need: the rows beside the reasons, and what a person made of each."""

    need: Need
    pairs: list[tuple[Resource, rules.Pair, Match | None]]
    near: list[tuple[Resource, rules.Pair, Match | None]]
    ask: list[Any]


def match(place: Any, needs: Iterable[Need] | None = None) -> list[Matches]:
    """What there is for the needs of a place, in their order; the same at every look."""
    on, area = clock.today().date(), street_of(place)
    rows = list(needs) if needs is not None else list(_needs(place))
    found = rules.match(
        [want_of(row, area.path) for row in rows], haves_at(area), hubs=hubs_at(area),
        most=rulebook.number("match.most", on), near=rulebook.number("match.near", on),
    )  # fmt: skip
    ids = {pair.have_id for one in found for pair in (*one.matches, *one.near)}
    resources = Resource.objects.select_related("place", "body").in_bulk(ids)
    settled = {(m.need_id, m.resource_id): m for m in Match.objects.filter(need__in=[row.pk for row in rows])}
    bodies = organisations.bodies({body for one in found for body in one.ask})
    return [
        Matches(
            row,
            [(resources[p.have_id], p, settled.get((row.pk, p.have_id))) for p in one.matches],
            [(resources[p.have_id], p, settled.get((row.pk, p.have_id))) for p in one.near],
            [bodies[pk] for pk in one.ask if pk in bodies],
        )
        for row, one in zip(rows, found, strict=True)
    ]


def match_one(need: Need, resource_id: int) -> rules.Pair | None:
    """What speaks for one resource, and against it, for one need; None when they have nothing in common."""
    area = street_of(need.place)
    have = [row for row in haves_at(area) if row.id == resource_id]
    found = rules.match([want_of(need, area.path)], have, most=1, near=1)[0]
    return next(iter((*found.matches, *found.near)), None)


def _needs(place: Any) -> Iterable[Need]:
    rows = Need.objects.filter(place__path__startswith=place.path, state__in=OPEN)
    return rows.select_related("place", "body").order_by("-people", "pk")


def gaps(place: Any) -> list[rules.Gap]:
    """Unmet needs and over-supply of a place by purpose: its needs, and the resources in it or above it."""
    area, rows = street_of(place), list(_needs(place))
    above = [one.pk for one in places.ancestors(place)]
    near = set(
        Resource.objects.filter(Q(place__path__startswith=place.path) | Q(place_id__in=above), state="offered")
        .values_list("pk", flat=True)
    )  # fmt: skip
    haves = [have for have in haves_at(area) if have.id in near]
    return rules.gaps([want_of(row, area.path) for row in rows], {row.pk: row.people for row in rows}, haves)


def done_elsewhere(need: Need) -> list[Need]:
    """Needs for the same purpose in the street that were met, newest first: what it took there can be read."""
    area = street_of(need.place)
    rows = Need.objects.filter(place__path__startswith=area.path, purpose=need.purpose, state__in=("met", "otherwise"))
    return list(rows.exclude(pk=need.pk).select_related("place").order_by("-closed_at", "-pk")[:FEW])


def agreed_with(resource: Resource) -> list[Need]:
    """The needs for which a resource was accepted."""
    rows = Match.objects.filter(resource=resource, state="agreed").select_related("need__place").order_by("pk")
    return [row.need for row in rows]


@dataclass(frozen=True)
class Side:
    """One place in the comparison of mixes: services and voices by purpose."""

    place: Any
    services: Counter[str]
    needs: Counter[str]


@dataclass(frozen=True)
class Uniformity:
    """What places get beside what they need, and the pairs that get the same for different needs."""

    sides: list[Side]
    flags: list[tuple[Side, Side, mix.Uniform]]


def uniformity(area: Any) -> Uniformity:
    """Compare the communities of an area. Services: uses of resources that were not given back, by their purpose, and
    offers that stand in the community; needs: people behind each listed or planned need.
    """
    on = clock.today().date()
    rows = {row.path: Side(row, Counter(), Counter()) for row in places.within(area).filter(level="community")}
    offers = Resource.objects.filter(place__path__startswith=area.path, state="offered")
    uses = Booking.objects.filter(resource__place__path__startswith=area.path, state="booked")
    for path, purpose in [
        *offers.values_list("place__path", "purpose"),
        *uses.values_list("resource__place__path", "resource__purpose"),
    ]:
        side = _side(rows, path)
        if side is not None:
            side.services[purpose] += 1
    wanted = Need.objects.filter(place__path__startswith=area.path, state__in=("listed", "planned", "later"))
    for path, purpose, people in wanted.values_list("place__path", "purpose", "people"):
        side = _side(rows, path)
        if side is not None:
            side.needs[purpose] += people
    sides = {side.place.pk: side for side in rows.values()}
    flags = mix.uniform(
        {pk: side.services for pk, side in sides.items()}, {pk: side.needs for pk, side in sides.items()},
        same=rulebook.share("mix.same_services", on), other=rulebook.share("mix.other_needs", on),
        least=rulebook.number("mix.least", on),
    )  # fmt: skip
    return Uniformity(list(rows.values()), [(sides[one.one], sides[one.two], one) for one in flags])


def _side(rows: dict[str, Side], path: str) -> Side | None:
    return next((side for start, side in rows.items() if path.startswith(start)), None)
