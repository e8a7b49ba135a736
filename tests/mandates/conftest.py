"""A street with two communities, one of which has no property company, for lists and routes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from emptying import _flush_lifts_the_guards  # noqa: F401  (a fixture)
from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor, Seat, system
from gongzhi.kernel.clock import CHINA
from gongzhi.mandates import selectors, services
from gongzhi.organisations import services as organisations
from gongzhi.people import services as people
from gongzhi.places import selectors as place_read
from gongzhi.places import services as places

from .sheets import as_csv, short

SETUP = system("tests.setup")
SINCE = date(2020, 1, 1)
TODAY = datetime(2026, 9, 7, 9, 0, tzinfo=CHINA)
PLACES = (
    ("440305", "南山区", "district", ""),
    ("440305007", "粤海街道", "street", "440305"),
    ("440305007010", "南油社区", "community", "440305007"),
    ("440305007011", "后海社区", "community", "440305007"),
    ("NY1", "南油一网格", "small_grid", "440305007010"),
    ("NYHY", "南油花园", "estate", "NY1"),
    ("NYHY3", "3 栋", "building", "NYHY"),
)
BODIES = (
    ("property_company", "NYHY"),
    ("grid_team", "NY1"),
    ("residents_committee", "440305007010"),
    ("residents_committee", "440305007011"),
    ("street_urban", "440305007"),
    ("district_urban", "440305"),
)


def in_seat(role: str, body: Any) -> Actor:
    """A new person in this office of the body."""
    person = people.reporter(name=role)
    place = body.place
    return Actor(person.pk, (Seat(person.pk, role, body.pk, body.kind, place.pk, place.path, place.level),))


@pytest.fixture
def today() -> Iterator[datetime]:
    """Everything happens on one Monday, unless a test moves the clock."""
    with clock.at(TODAY):
        yield TODAY


@pytest.fixture
def town(db: None, today: datetime) -> SimpleNamespace:
    """Places by code, bodies by kind and code, a lead of the street, a worker, a resident."""
    ids = places.create_many(actor=SETUP, rows=[(*row, None, None, SINCE) for row in PLACES])
    by_code = {row[0]: place_read.get(pk) for row, pk in zip(PLACES, ids, strict=True)}
    bodies = {
        (kind, code): organisations.create_body(
            actor=SETUP, kind=kind, name=f"{by_code[code].name}{kind}", place_id=by_code[code].pk, since=SINCE
        )
        for kind, code in BODIES
    }
    return SimpleNamespace(
        places=by_code,
        bodies=bodies,
        lead=in_seat("street_lead", bodies["street_urban", "440305007"]),
        worker=in_seat("community_worker", bodies["residents_committee", "440305007010"]),
        resident=Actor(people.reporter(name="居民").pk),
    )


def load(actor: Actor, rows: list[dict[str, str]] | None = None) -> Any:
    """The rows as a draft, which must be in order."""
    draft = services.import_list(actor=actor, content=as_csv(rows or short()), name="清单.csv")
    assert draft.edition is not None, draft.refusals
    return draft.edition


@pytest.fixture
def listed(town: SimpleNamespace) -> Iterator[SimpleNamespace]:
    """The town with the short list in force from today."""
    town.edition = services.publish(actor=town.lead, list_id=load(town.lead).pk, on=TODAY.date())
    yield town
    selectors.forget(settled=False)
