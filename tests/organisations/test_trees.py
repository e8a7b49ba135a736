"""Rows A07 and A08: six levels of the party and five of governance, strict on every day, over the same cells."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from gongzhi.kernel import clock
from gongzhi.kernel.errors import Refused
from gongzhi.organisations import selectors, services, words
from gongzhi.organisations.models import Relation
from gongzhi.organisations.rules import depth, roll_up
from gongzhi.record.selectors import facts_about
from gongzhi.record.services import ref

from .conftest import SETUP, SINCE, Town

TODAY = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def _now() -> Any:
    with clock.at(clock.datetime(2026, 11, 22, 2, tzinfo=clock.UTC)):
        yield


def check_strict(kind: str, on: date) -> None:
    levels = words.TREES[kind]
    nodes = selectors.tree(kind, on)
    known = {n.id: n for n in nodes}
    assert selectors.faults(kind, on) == []
    leaves = [n for n in nodes if n.kind == levels[-1]]
    assert leaves
    assert all(depth(n.id, known) == len(levels) for n in leaves)
    assert all(n.upper is not None or n.kind == levels[0] for n in nodes)


@pytest.mark.row("A07")
def test_every_leaf_of_the_party_tree_is_six_deep_and_every_upper_is_of_the_level_above(trees: Town) -> None:
    assert len(words.TREES["party_tree"]) == 6
    check_strict("party_tree", TODAY)
    assert sum(n.kind == "small_grid_group" for n in selectors.tree("party_tree")) == 16


@pytest.mark.row("A08")
def test_the_governance_tree_has_five_levels(trees: Town) -> None:
    assert len(words.TREES["governance_tree"]) == 5
    check_strict("governance_tree", TODAY)


@pytest.mark.row("A08")
@given(seed=st.integers(0, 10_000))
@settings(max_examples=15)
def test_both_trees_stand_on_the_same_cells_and_agree_on_every_total(trees: Town, seed: int) -> None:
    """Whatever the cells count, a street or a community has the same total by either way up."""
    party, governance = selectors.tree("party_tree"), selectors.tree("governance_tree")
    cells = {n.path for n in party if n.kind == "small_grid_group"}
    assert cells == {n.path for n in governance if n.kind == "grid_team"}
    draw = random.Random(seed)
    values = {path: draw.randrange(1000) for path in cells}
    one, two = roll_up(party, values), roll_up(governance, values)
    by_area_one = {(n.path): one[n.id] for n in party}
    by_area_two = {(n.path): two[n.id] for n in governance}
    shared = by_area_one.keys() & by_area_two.keys()
    assert len(shared) == 1 + 1 + 2 + 8 + 16
    assert all(by_area_one[path] == by_area_two[path] for path in shared)
    assert one[trees.bodies["district_party@D"].pk] == sum(values.values())


EDITS = st.lists(
    st.tuples(st.sampled_from(["relate", "move", "end", "close", "create"]), st.integers(0, 999), st.integers(0, 999)),
    min_size=5,
    max_size=25,
)


def edit(town: Town, verb: str, one: int, two: int, on: date) -> None:
    bodies = list(town.bodies.values())
    a, b = bodies[one % len(bodies)], bodies[two % len(bodies)]
    if verb == "relate":
        services.relate(actor=SETUP, kind="party_tree", upper_id=a.pk, lower_id=b.pk, since=on)
    elif verb == "move":
        services.move_in_tree(actor=SETUP, kind="party_tree", upper_id=a.pk, lower_id=b.pk, on=on)
    elif verb == "end":
        rows = list(Relation.objects.order_by("pk"))
        services.end_relation(actor=SETUP, relation_id=rows[one % len(rows)].pk, on=on)
    elif verb == "close":
        services.close_body(actor=SETUP, body_id=a.pk)
    else:
        services.create_body(actor=SETUP, kind=a.kind, name="新增", place_id=b.place_id)


@pytest.mark.row("A07")
@given(edits=EDITS)
@settings(max_examples=25)
def test_no_row_of_edits_makes_an_orphan_a_circle_or_a_jump(trees: Town, edits: list[tuple[str, int, int]]) -> None:
    """Random edits, most of them nonsense: each is refused or keeps the tree a tree, today and on every day before."""
    save = transaction.savepoint()
    day = TODAY
    for verb, one, two in edits:
        try:
            with transaction.atomic():
                edit(trees, verb, one, two, day)
        except Refused as refusal:
            assert str(refusal.message)
        for kind, levels in words.TREES.items():
            nodes = selectors.tree(kind, day)
            known = {n.id: n for n in nodes}
            for fault in selectors.faults(kind, day):
                assert fault.word != "cycle"
                # A body that nobody put into the tree, or that lost its lower bodies by their own end, is only listed.
                assert fault.word in {"orphan", "childless"}
                assert fault.word == "childless" or not any(n.upper == fault.body_id for n in nodes)
            for node in nodes:
                if node.upper is not None:
                    steps = depth(node.id, known)
                    assert steps == levels.index(node.kind) + 1
    check_strict("party_tree", TODAY - timedelta(days=1))
    transaction.savepoint_rollback(save)


@pytest.mark.row("A07")
@pytest.mark.parametrize(
    ("upper", "lower", "code"),
    [
        ("district_party@D", "community_party@C1", "level"),
        ("small_grid_group@C1B1M1G1", "district_party@D", "level"),
        ("community_party@C1", "community_party@C2", "level"),
        ("community_party@C1", "community_party@C1", "of_two"),
        ("community_party@C1", "big_grid_branch@C2B1", "area"),
        ("community_party@C1", "big_grid_branch@C1B1", "again"),
        ("residents_committee@C1", "big_grid_branch@C1B1", "level"),
    ],
)
def test_what_is_no_tree_is_refused_with_its_reason(trees: Town, upper: str, lower: str, code: str) -> None:
    with pytest.raises(Refused) as refusal:
        services.relate(
            actor=SETUP, kind="party_tree", upper_id=trees.bodies[upper].pk, lower_id=trees.bodies[lower].pk
        )
    assert refusal.value.code == code


@pytest.mark.row("A07")
def test_a_body_moves_and_both_days_can_be_asked(trees: Town) -> None:
    """A second branch of the same big grid takes over a lower branch; yesterday still shows the first."""
    second = trees.body("big_grid_branch", "C1B1", "第二党总支")
    lower = trees.bodies["mid_grid_branch@C1B1M1"]
    old = trees.bodies["big_grid_branch@C1B1"]
    services.move_in_tree(actor=SETUP, kind="party_tree", lower_id=lower.pk, upper_id=second.pk, on=TODAY)
    assert selectors.uppers(lower.pk, "party_tree", TODAY - timedelta(days=1))[0] == old.pk
    assert selectors.uppers(lower.pk, "party_tree", TODAY)[0] == second.pk
    assert len(selectors.uppers(lower.pk, "party_tree", TODAY)) == 4


@pytest.mark.row("A07")
def test_a_body_with_lower_bodies_cannot_leave(trees: Town) -> None:
    with pytest.raises(Refused) as refusal:
        services.close_body(actor=SETUP, body_id=trees.bodies["mid_grid_branch@C1B1M1"].pk)
    assert refusal.value.code == "has_lower"
    services.close_body(actor=SETUP, body_id=trees.bodies["small_grid_group@C1B1M1G1"].pk)
    assert trees.bodies["small_grid_group@C1B1M1G1"].pk not in {n.id for n in selectors.tree("party_tree")}
    yesterday = {n.id for n in selectors.tree("party_tree", TODAY - timedelta(days=1))}
    assert trees.bodies["small_grid_group@C1B1M1G1"].pk in yesterday


def test_a_tree_is_built_from_the_top_and_says_who_stands_outside(town: Town) -> None:
    community = town.body("community_party", "C1")
    street = town.body("street_party", "S")
    words_at = {(f.body_id, f.word) for f in selectors.faults("party_tree")}
    assert {(community.pk, "orphan"), (street.pk, "orphan")} <= words_at
    with pytest.raises(Refused) as refusal:
        services.relate(actor=SETUP, kind="party_tree", upper_id=street.pk, lower_id=community.pk)
    assert refusal.value.code == "rootless"
    town.body("district_party", "D")
    assert services.link_tree(actor=SETUP, kind="party_tree", place=town.places["D"]) == 2
    assert services.link_tree(actor=SETUP, kind="party_tree", place=town.places["D"]) == 0
    assert not [f for f in selectors.faults("party_tree") if f.word == "orphan"]


@pytest.mark.row("A07")
def test_the_table_itself_refuses_a_second_upper(trees: Town) -> None:
    lower, other = trees.bodies["big_grid_branch@C1B1"], trees.bodies["community_party@C2"]
    for until in (None, date(2021, 1, 1)):
        with pytest.raises(IntegrityError), transaction.atomic():
            Relation.objects.create(kind="party_tree", upper=other, lower=lower, since=SINCE, until=until)
    row = Relation.objects.create(kind="guides", upper=other, lower=lower, since=SINCE)
    with pytest.raises(IntegrityError), transaction.atomic():
        Relation.objects.filter(pk=row.pk).update(kind="party_tree")


def test_relations_outside_the_trees_are_typed_dated_and_end(trees: Town) -> None:
    party, committee = trees.bodies["community_party@C1"], trees.bodies["residents_committee@C1"]
    row = services.relate(actor=SETUP, kind="leads", upper_id=party.pk, lower_id=committee.pk, since=date(2026, 1, 1))
    assert [r.kind for r in selectors.relations_of(party.pk) if r.kind == "leads"] == ["leads"]
    assert not [r for r in selectors.relations_of(party.pk, date(2025, 12, 31)) if r.kind == "leads"]
    services.end_relation(actor=SETUP, relation_id=row.pk)
    assert not [r for r in selectors.relations_of(party.pk) if r.kind == "leads"]
    assert [f.kind for f in facts_about(ref(row))] == ["organisations.related", "organisations.relation_ended"]
    for code in ("ended",):
        with pytest.raises(Refused) as refusal:
            services.end_relation(actor=SETUP, relation_id=row.pk)
        assert refusal.value.code == code
    tree_row = Relation.objects.filter(kind="party_tree").first()
    assert tree_row is not None
    with pytest.raises(Refused) as orphan:
        services.end_relation(actor=SETUP, relation_id=tree_row.pk)
    assert orphan.value.code == "orphan"
    with pytest.raises(Refused):
        services.relate(actor=SETUP, kind="marries", upper_id=party.pk, lower_id=committee.pk)
