"""A small world for duties: one community with an office, its worker, and a neighbour's office."""

from __future__ import annotations

from datetime import date, datetime
from types import SimpleNamespace

import pytest

from emptying import _flush_lifts_the_guards  # noqa: F401  (a fixture)
from gongzhi.kernel.actor import Actor, Seat
from gongzhi.kernel.clock import CHINA
from gongzhi.kernel.reference import Ref
from gongzhi.organisations.models import Body
from gongzhi.people.models import Person
from gongzhi.places.models import Place

START = datetime(2024, 5, 13, 9, 0, tzinfo=CHINA)  # a Monday


def make_place(code: str, name: str, level: str, parent: Place | None = None) -> Place:
    """A place with its path; what the services of places do, without their permits."""
    day = date(2020, 1, 1)
    place = Place(code=code, name=name, level=level, parent=parent, path="", since=day, stands_since=day, find=name)
    place.save()
    place.path = (parent.path if parent else "") + f"{place.pk:08d}"
    place.save()
    return place


def make_body(kind: str, place: Place) -> Body:
    """An office of this kind for this place."""
    return Body.objects.create(kind=kind, name=f"{place.name}{kind}", place=place, since=date(2020, 1, 1))


def worker_of(person: Person, body: Body, role: str = "community_worker") -> Actor:
    """The person with a seat in the body."""
    seat = Seat(body.pk * 10, role, body.pk, body.kind, body.place_id, body.place.path, body.place.level)
    return Actor(person_id=person.pk, seats=(seat,))


@pytest.fixture
def world(db: None) -> SimpleNamespace:
    """One community, two offices, a worker in each, a resident, and a matter."""
    place = make_place("440305007001", "南油社区", "community")
    office, other = make_body("residents_committee", place), make_body("property_company", place)
    people = [Person.objects.create(username=name) for name in ("worker", "neighbour", "resident")]
    return SimpleNamespace(
        place=place,
        office=office,
        other=other,
        worker=worker_of(people[0], office),
        neighbour=worker_of(people[1], other),
        resident=Actor(person_id=people[2].pk),
        matter=Ref("cases.case", 7),
    )
