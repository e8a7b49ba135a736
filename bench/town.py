"""A street of 16 communities with its bodies, seats and the shipped list in force, planted through the services."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from gongzhi.kernel import clock
from gongzhi.kernel.actor import system
from gongzhi.mandates import selectors as mandates
from gongzhi.mandates import services as lists
from gongzhi.organisations import services as organisations
from gongzhi.people import services as people
from gongzhi.places import selectors as places
from gongzhi.places import services as plant

BENCH = system("bench")
SINCE = date(2020, 1, 1)
COMMUNITIES, GRIDS, ESTATES, BUILDINGS = 16, 3, 2, 10
NAMES = "海珠南油后海蔚蓝粤桂科苑深大高新滨海铜鼓麻岭名海创业龙城京光大冲"
AREA = {"building": "building", "grid": "small_grid", "community": "community", "street": "street"}
AREA["district"] = "district"
# Whose pages are measured: key, kind of body, level of its place, role.
STAFF = (
    ("worker", "residents_committee", "community", "community_worker"),
    ("station", "service_station", "community", "community_worker"),
    ("officer", "street_office", "street", "street_lead"),
    ("desk", "street_urban", "street", "desk"),
)


@dataclass(frozen=True)
class Spot:
    """A building, with the bodies that serve it by kind."""

    id: int
    name: str
    community_id: int
    bodies: dict[str, int]


@dataclass
class Town:
    """What the seeder and the measures need to know of the street."""

    street: Any = None
    communities: list[Any] = field(default_factory=list)
    spots: list[Spot] = field(default_factory=list)
    people: dict[str, int] = field(default_factory=dict)
    seats: dict[str, int] = field(default_factory=dict)
    place_of: dict[int, int] = field(default_factory=dict)


def rows() -> Iterator[tuple[Any, ...]]:
    """District, street, communities, grids, estates and buildings, as the import takes them."""
    tail = (None, None, SINCE)
    yield ("440305", "南山区", "district", "", *tail)
    yield ("440305007", "粤海街道", "street", "440305", *tail)
    for c in range(COMMUNITIES):
        community, called = f"440305007{c + 10:03}", NAMES[2 * c : 2 * c + 2]
        yield (community, f"{called}社区", "community", "440305007", *tail)
        for g in range(GRIDS):
            grid = f"{community}.{g}"
            yield (grid, f"{called}{g + 1}网格", "small_grid", community, *tail)
            for e in range(ESTATES):
                estate = f"{grid}.{e}"
                yield (estate, f"{called}{('花园', '新村')[e]}{g + 1}期", "estate", grid, *tail)
                for b in range(BUILDINGS):
                    yield (f"{estate}.{b}", f"{b + 1} 栋", "building", estate, *tail)


def build() -> Town:
    """Places, the list, a body for every kind that leads somewhere, and one person in each measured seat."""
    ids = plant.create_many(actor=BENCH, rows=rows())
    lists.load_starting_list(BENCH)
    mandates.forget()
    kinds = sorted({(line.rung, line.lead) for m in mandates.matters() for line in m.lines.values()})
    street = places.by_code("440305007")
    there = [place for place in places.within(places.by_code("440305")).order_by("path")]
    assert len(there) == len(ids)
    plans = [
        organisations.NewBody(kind, f"{place.name}{kind}", place, SINCE)
        for place in there
        for rung, kind in kinds
        if _level(rung, kind) == place.level
    ]
    made = organisations.create_bodies(actor=BENCH, plans=plans)
    town = Town(street=street, communities=[p for p in there if p.level == "community"])
    town.place_of = {body.pk: body.place_id for body in made}
    _spots(town, there, made)
    _staff(town, made)
    return town


def _level(rung: str, kind: str) -> str:
    return "estate" if kind == "property_company" else AREA[rung]


def _spots(town: Town, there: list[Any], made: list[Any]) -> None:
    by_place: dict[int, dict[str, int]] = {}
    for body in made:
        by_place.setdefault(body.place_id, {})[body.kind] = body.pk
    for place in there:
        if place.level != "building":
            continue
        chain = [int(place.path[i : i + 8]) for i in range(0, len(place.path), 8)]
        bodies: dict[str, int] = {}
        for number in chain:
            bodies |= by_place.get(number, {})
        community = next(c.pk for c in town.communities if place.path.startswith(c.path))
        town.spots.append(Spot(place.pk, place.name, community, bodies))


def _staff(town: Town, made: list[Any]) -> None:
    first = town.communities[0].pk
    for key, kind, level, role in STAFF:
        at = first if level == "community" else town.street.pk
        body = next(b for b in made if b.kind == kind and b.place_id == at)
        person = people.reporter(name=key)
        seat = organisations.create_seat(actor=BENCH, body_id=body.pk, role=role)
        organisations.seat_person(actor=BENCH, seat_id=seat.pk, person_id=person.pk)
        town.people[key], town.seats[key] = person.pk, seat.pk


def holder_of(spot: Spot, matter: Any) -> tuple[str, int]:
    """The rung and body that the list gives a matter at a building: the first from its start that is there."""
    rungs = list(AREA)
    for rung in rungs[rungs.index(matter.start) :]:
        line = matter.lines[rung]
        if line.lead in spot.bodies:
            return rung, spot.bodies[line.lead]
    raise LookupError(f"nobody for {matter.code}")


def today() -> date:
    """The day of the run."""
    return clock.today().date()
