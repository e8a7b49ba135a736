"""Two people change the tree at the same moment: one waits or is refused in words, and no path is ever wrong."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.at_once import at_once

from emptying import _flush_lifts_the_guards  # noqa: F401  (a fixture)
from gongzhi.kernel import clock
from gongzhi.kernel.errors import Refused
from gongzhi.places import selectors, services
from gongzhi.places.models import Place
from gongzhi.places.rules import paths

from .conftest import NOW, ROWS, SETUP, SINCE


@pytest.fixture
def street(transactional_db: None) -> Callable[[str], int]:
    with clock.at(NOW):
        services.create_many(actor=SETUP, rows=[(*row, None, None, SINCE) for row in ROWS])
    return lambda code: selectors.by_code(code).pk


def check_paths() -> None:
    for place in Place.objects.select_related("parent"):
        assert place.path == paths.join(place.parent.path if place.parent else "", place.pk)


def test_what_is_added_while_its_estate_moves_moves_with_it(street: Callable[[str], int]) -> None:
    estate, grid = street("E1"), street("G3")
    for turn in range(4):
        to = grid if turn % 2 == 0 else street("G1")
        new = {"actor": SETUP, "level": "building", "parent_id": estate}
        at_once(
            lambda to=to: services.move_boundary(actor=SETUP, place_id=estate, new_parent_id=to),
            *[lambda n=n, new=new, turn=turn: services.create_place(name=f"{turn}{n} 栋", **new) for n in range(4)],
            when=NOW,
        )
        check_paths()
    assert Place.objects.filter(parent_id=estate).count() == 4 + 16


def test_two_moves_that_together_would_make_a_circle_do_not(street: Callable[[str], int]) -> None:
    """Levels forbid a circle already; two moves over one chain must still leave every path right."""
    big, small, estate = street("B2"), street("G1"), street("E1")
    found = at_once(
        lambda: services.move_boundary(actor=SETUP, place_id=small, new_parent_id=big),
        lambda: services.move_boundary(actor=SETUP, place_id=big, new_parent_id=street("C1")),
        lambda: services.move_boundary(actor=SETUP, place_id=estate, new_parent_id=street("G2")),
        when=NOW,
    )
    assert any(isinstance(result, int) for result in found)
    check_paths()


def test_one_code_is_given_to_one_place(street: Callable[[str], int]) -> None:
    estate = street("E1")
    new = {"actor": SETUP, "level": "building", "parent_id": estate, "code": "SAME"}
    found = at_once(*[lambda n=n: services.create_place(name=f"新 {n} 栋", **new) for n in range(3)], when=NOW)
    assert Place.objects.filter(code="SAME").count() == 1
    assert sum(isinstance(result, Refused) for result in found) == 2
