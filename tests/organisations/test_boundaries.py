"""A boundary moves: the bodies inside follow it in both trees, once, from its day, and yesterday stays as it was."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.errors import Refused
from gongzhi.organisations import selectors, services, words
from gongzhi.organisations.models import Relation
from gongzhi.organisations.rules import roll_up
from gongzhi.places import selectors as place_selectors
from gongzhi.places import services as places
from gongzhi.record import services as record
from gongzhi.record.selectors import standing

from .conftest import SETUP, Town, code_of

TODAY = date(2026, 11, 22)
YESTERDAY = TODAY - timedelta(days=1)


@pytest.fixture(autouse=True)
def _now() -> Any:
    with clock.at(clock.datetime(2026, 11, 22, 2, tzinfo=clock.UTC)):
        yield


def moved(town: Town, place: str, parent: str, on: date | None = None) -> None:
    places.move_boundary(
        actor=SETUP, place_id=town.places[place].pk, new_parent_id=town.places[parent].pk, on=on or TODAY
    )


def upper_of(town: Town, name: str, kind: str, on: date | None = None) -> list[int]:
    return selectors.uppers(town.bodies[name].pk, kind, on)[:1]


def strict(on: date | None = None) -> None:
    """One upper body for everybody, over the same cells: each cell counts once on every way up."""
    for kind, levels in words.TREES.items():
        assert {f.word for f in selectors.faults(kind, on)} <= {"childless"}, kind
        nodes = selectors.tree(kind, on)
        cells = {n.path: 1 for n in nodes if n.kind in ("small_grid_group", "grid_team")}
        assert roll_up(nodes, cells)[next(n.id for n in nodes if n.kind == levels[0])] == 16
        lowers = Relation.objects.filter(kind=kind, until=None).values_list("lower_id", flat=True)
        assert len(lowers) == len(set(lowers))


@pytest.mark.row("A07")
@pytest.mark.row("A08")
def test_the_bodies_of_a_moved_cell_stand_under_the_upper_bodies_of_their_new_place(trees: Town) -> None:
    strict()
    moved(trees, "C1B1", "C2")
    assert "area" in {f.word for f in selectors.faults("party_tree")}
    record.deliver()
    strict()
    assert upper_of(trees, "big_grid_branch@C1B1", "party_tree") == [trees.bodies["community_party@C2"].pk]
    committee = trees.bodies["residents_committee@C2"].pk
    assert upper_of(trees, "mid_grid_branch@C1B1M1", "governance_tree") == [committee]
    inside = upper_of(trees, "mid_grid_branch@C1B1M1", "party_tree")
    assert inside == [trees.bodies["big_grid_branch@C1B1"].pk], "what moves together stays together"
    assert place_selectors.cover_gaps("small_grid", place_selectors.get(trees.places["S"].pk)) == []
    assert standing()["parked"] == 0


def test_yesterday_stays_as_it_was_with_the_areas_of_yesterday(trees: Town) -> None:
    moved(trees, "C1B1", "C2")
    record.deliver()
    strict(YESTERDAY)
    was = upper_of(trees, "big_grid_branch@C1B1", "party_tree", YESTERDAY)
    assert was == [trees.bodies["community_party@C1"].pk]


def test_a_boundary_that_moved_some_days_ago_is_followed_from_its_day(trees: Town) -> None:
    day = TODAY - timedelta(days=9)
    moved(trees, "C1B1M1G1", "C1B2M1", day)
    record.deliver()
    for on in (None, YESTERDAY, day, day - timedelta(days=1)):
        strict(on)
    assert upper_of(trees, "small_grid_group@C1B1M1G1", "party_tree", day) == [
        trees.bodies["mid_grid_branch@C1B2M1"].pk
    ]


def test_it_is_followed_once_and_whoever_put_it_right_before_is_not_undone(trees: Town) -> None:
    moved(trees, "C1B1", "C2")
    lower, upper = trees.bodies["big_grid_branch@C1B1"], trees.bodies["community_party@C2"]
    services.move_in_tree(actor=SETUP, kind="party_tree", lower_id=lower.pk, upper_id=upper.pk, on=TODAY)
    record.deliver()
    strict()
    count = Relation.objects.count()
    place = trees.places["C1B1"].pk
    assert services.follow_boundary(actor=SETUP, place_id=place, on=TODAY) == 0
    assert (record.deliver(), Relation.objects.count()) == (0, count)


def test_without_a_body_above_the_old_one_stays_and_is_listed(trees: Town) -> None:
    """Nobody is left without an upper body, and the register says where it does not fit."""
    places.create_place(
        actor=SETUP, code="C3", name="新社区", level="community", parent_id=trees.places["S"].pk, since=date(2020, 1, 1)
    )
    places.move_boundary(
        actor=SETUP, place_id=trees.places["C1B1"].pk, new_parent_id=place_selectors.by_code("C3").pk, on=TODAY
    )
    record.deliver()
    body = trees.bodies["big_grid_branch@C1B1"]
    assert upper_of(trees, body.name, "party_tree") == [trees.bodies["community_party@C1"].pk]
    assert [(f.body_id, f.word) for f in selectors.faults("party_tree")] == [(body.pk, "area")]
    assert standing()["parked"] == 0


def test_only_the_register_offices_and_the_house_itself_may_follow_a_boundary(trees: Town) -> None:
    moved(trees, "C1B1", "C2")
    nobody = Actor(person_id=trees.person().pk)
    place = trees.places["C1B1"].pk
    assert code_of(lambda: services.follow_boundary(actor=nobody, place_id=place, on=TODAY)) == "denied"
    assert services.follow_boundary(actor=SETUP, place_id=place, on=TODAY) > 0


CELLS = [f"C{c}B{b}{m}{g}" for c in (1, 2) for b in (1, 2) for m in ("", "M1", "M2") for g in ("", "G1") if m or not g]


@pytest.mark.row("A07")
@given(steps=st.lists(st.tuples(st.sampled_from(CELLS), st.sampled_from(["C1", "C2", *CELLS])), max_size=6))
@settings(max_examples=12)
def test_however_often_boundaries_move_both_trees_stay_trees(trees: Town, steps: list[tuple[str, str]]) -> None:
    save = transaction.savepoint()
    for place, parent in steps:
        try:
            with transaction.atomic():
                moved(trees, place, parent)
        except Refused as refusal:
            assert str(refusal.message)
        record.deliver()
        for kind in words.TREES:
            for fault in selectors.faults(kind):
                body = selectors.body(fault.body_id)
                above = selectors.body_for(words.upper_kind(kind, body.kind) or "", body.place)
                # A cell may come to lie where nobody stands one level above; that is listed and nothing else is wrong.
                assert fault.word == "childless" or (fault.word == "area" and above is None)
        assert standing()["parked"] == 0
    strict(YESTERDAY)
    transaction.savepoint_rollback(save)
