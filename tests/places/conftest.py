"""A small tree that the tests of places share, built by the services."""

from __future__ import annotations

from datetime import date, datetime
from types import SimpleNamespace

import pytest

from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor, Seat, system
from gongzhi.places import selectors, services
from gongzhi.places.models import Place

SETUP = system("tests.setup")
SINCE = date(2024, 1, 1)
NOW = datetime(2026, 3, 10, 9, 0, tzinfo=clock.CHINA)
TODAY = date(2026, 3, 10)
ROWS = (
    ("440305", "南山区", "district", ""),
    ("S", "粤海街道", "street", "440305"),
    ("C1", "南油社区", "community", "S"),
    ("C2", "海珠社区", "community", "S"),
    ("B1", "南油大网格", "big_grid", "C1"),
    ("B2", "海珠大网格", "big_grid", "C2"),
    ("G1", "南油一网格", "small_grid", "B1"),
    ("G2", "南油二网格", "small_grid", "B1"),
    ("G3", "海珠一网格", "small_grid", "B2"),
    ("E1", "海珠花园", "estate", "G1"),
    ("E2", "南油花园", "estate", "G2"),
    ("E3", "海珠苑", "estate", "G3"),
    *((f"E{e}-{n}", f"{n} 栋", "building", f"E{e}") for e in (1, 2, 3) for n in (1, 2, 3, 13)),
    *((f"E{e}-1-{n}", f"1 单元 {n}01", "household", f"E{e}-1") for e in (1, 2, 3) for n in (1, 2)),
)


@pytest.fixture
def tree(db: None) -> SimpleNamespace:
    """One street of two communities at 10 March 2026; `tree.at("E1-3")` is the place with that code."""
    with clock.at(NOW):
        services.create_many(actor=SETUP, rows=[(*row, None, None, SINCE) for row in ROWS])
        yield SimpleNamespace(at=selectors.by_code, id=lambda code: selectors.by_code(code).pk)


def seated(role: str, place: Place, person_id: int = 7) -> Actor:
    """A person who holds this role over the place."""
    return Actor(person_id, (Seat(1, role, 1, "street_office", place.pk, place.path, place.level),))
