"""Adding, moving, renaming and retiring places: what is kept, and what is refused in which words."""

from __future__ import annotations

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.reference import Ref
from gongzhi.places import selectors, services
from gongzhi.places.models import Outline, Place, Standing
from gongzhi.record.selectors import facts_about

from .conftest import NOW, SETUP, SINCE, TODAY, seated

YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
AROUND_2025 = date(2025, 6, 1)


def refused(code: str, act: Any, /, **given: Any) -> str:
    """The words with which the act is refused, for this reason."""
    with pytest.raises(Refused) as refusal, transaction.atomic():
        act(**given)
    assert refusal.value.code == code, refusal.value
    return str(refusal.value)


def test_a_place_is_added_under_its_parent_with_one_fact(tree: SimpleNamespace) -> None:
    estate = tree.at("E1")
    place = services.create_place(
        actor=SETUP, name=" 14  栋 ", level="building", parent_id=estate.pk, lon=113.93, lat=22.52, aliases="红楼"
    )
    assert (place.name, place.since, place.code) == ("14 栋", TODAY, f"p{place.pk}")
    assert place.path == estate.path + f"{place.pk:08d}" and place.lies_in(estate)
    [fact] = facts_about(Ref("places.place", place.pk))
    assert (
        fact.kind == "place.created" and fact.data["since"] == TODAY.isoformat() and "14" not in str(fact.data["level"])
    )
    assert [p.pk for p in selectors.search("红楼", under=estate)] == [place.pk]


@pytest.mark.parametrize(
    ("code", "given"),
    [
        ("unknown_place", {"parent_id": 99_999_999}),
        ("taken", {"code": "E1-3"}),
        ("bad_level", {"level": "small_grid"}),
        ("bad_level", {"level": "estate"}),
        ("bad_level", {"level": "galaxy"}),
        ("bad_name", {"name": " \n "}),
        ("bad_name", {"name": "字" * 81}),
        ("bad_code", {"code": "x" * 41}),
        ("bad_code", {"code": "a\x00b"}),
        ("bad_name", {"aliases": "别名|a\x00b"}),
        ("bad_point", {"lon": 200.0, "lat": 22.0}),
        ("bad_point", {"lon": 113.0}),
        ("future", {"since": TOMORROW}),
        ("history", {"since": SINCE - timedelta(days=1)}),
    ],
)
def test_what_cannot_be_a_place_is_refused(tree: SimpleNamespace, code: str, given: dict[str, Any]) -> None:
    before = Place.objects.count()
    whole = {"actor": SETUP, "name": "9 栋", "level": "building", "parent_id": tree.id("E1"), **given}
    words = refused(code, services.create_place, **whole)
    assert words and "Error" not in words
    assert Place.objects.count() == before


@pytest.mark.parametrize("name", ["花" * 40, "🏠 之家", "粵海 Ⅱ 期", "'; DROP TABLE places_place; --", "%_\\"])
def test_hostile_names_are_kept_and_found(tree: SimpleNamespace, name: str) -> None:
    place = services.create_place(actor=SETUP, name=name, level="building", parent_id=tree.id("E1"))
    assert Place.objects.get(pk=place.pk).name == name
    assert place in selectors.search(name, under=tree.at("S"))
    assert selectors.search("%", under=tree.at("E2")) == []


def test_moving_a_boundary_moves_the_whole_subtree_and_keeps_what_was(tree: SimpleNamespace) -> None:
    before = {p.code: p.path for p in selectors.within(tree.at("E1"))}
    moved = services.move_boundary(actor=SETUP, place_id=tree.id("E1"), new_parent_id=tree.id("G3"), on=AROUND_2025)
    assert moved == len(before) == 7
    after = selectors.within(tree.at("E1"))
    assert all(p.path.startswith(tree.at("C2").path) and p.stands_since == AROUND_2025 for p in after)
    then, now = selectors.as_of(date(2025, 5, 31)), selectors.as_of(AROUND_2025)
    home = tree.id("E1-1-1")
    assert then.ancestor(home, "community") == then.position(tree.id("C1"))
    assert now.ancestor(home, "community") == now.position(tree.id("C2"))
    assert {p.code: p.path for p in then.within(tree.id("E1"))} == before
    assert [p.code for p in then.children(tree.id("G1"))] == ["E1"] and now.children(tree.id("G1")) == []
    assert [p.code for p in now.children(tree.id("G3"))] == ["E1", "E3"]
    [fact] = [f for f in facts_about(Ref("places.place", tree.id("E1"))) if f.kind == "place.moved"]
    assert fact.data["places"] == 7 and fact.data["to_parent_id"] == tree.id("G3")


def test_as_of_before_the_tree_began_there_is_nothing(tree: SimpleNamespace) -> None:
    before = selectors.as_of(SINCE - timedelta(days=1))
    home = tree.id("E1-1-1")
    assert before.position(home) is None and before.name(home) is None
    assert before.within(tree.id("S")) == before.ancestors(home) == before.children(tree.id("S")) == []
    assert before.ancestor(home, "street") is None
    assert len(selectors.as_of(SINCE).within(tree.id("S"))) == selectors.within(tree.at("S")).count()


@pytest.mark.parametrize(
    ("code", "moved", "to", "on"),
    [
        ("cycle", "G1", "E1", None),
        ("cycle", "G1", "G1", None),
        ("bad_level", "E1", "E2", None),
        ("bad_level", "B1", "G3", None),
        ("already", "E1", "G1", None),
        ("future", "E1", "G3", TOMORROW),
        ("history", "E1", "G3", SINCE - timedelta(days=1)),
    ],
)
def test_a_move_that_would_break_the_tree_is_refused(
    tree: SimpleNamespace, code: str, moved: str, to: str, on: date | None
) -> None:
    before = list(Place.objects.order_by("pk").values_list("pk", "path"))
    refused(code, services.move_boundary, actor=SETUP, place_id=tree.id(moved), new_parent_id=tree.id(to), on=on)
    assert list(Place.objects.order_by("pk").values_list("pk", "path")) == before and not Standing.objects.exists()


def test_moving_to_or_from_nowhere_is_refused(tree: SimpleNamespace) -> None:
    for one, two in ((tree.id("E1"), 10**7), (10**7, tree.id("E1"))):
        refused("unknown_place", services.move_boundary, actor=SETUP, place_id=one, new_parent_id=two)


def test_history_is_not_rewritten_from_behind(tree: SimpleNamespace) -> None:
    services.move_boundary(actor=SETUP, place_id=tree.id("E1"), new_parent_id=tree.id("G3"), on=AROUND_2025)
    move = {"actor": SETUP, "place_id": tree.id("B1"), "new_parent_id": tree.id("C2")}
    refused("history", services.move_boundary, **move, on=date(2025, 1, 1))  # E1 left B1 only in June
    services.move_boundary(**move, on=AROUND_2025)
    assert selectors.as_of(date(2025, 1, 1)).ancestor(tree.id("E2"), "community").code == "C1"
    refused("history", services.rename, actor=SETUP, place_id=tree.id("E1"), name="新名", on=date(2025, 5, 1))


def test_moving_twice_on_one_day_leaves_one_line_of_history(tree: SimpleNamespace) -> None:
    for parent in ("G3", "G2"):
        services.move_boundary(actor=SETUP, place_id=tree.id("E1"), new_parent_id=tree.id(parent))
    spans = selectors.history(tree.at("E1"))
    assert [(s.parent_id, s.since, s.until) for s in spans] == [
        (tree.id("G1"), SINCE, TODAY),
        (tree.id("G2"), TODAY, None),
    ]


def test_what_began_after_the_day_of_the_move_has_nothing_to_keep(tree: SimpleNamespace) -> None:
    young = services.create_place(
        actor=SETUP, name="新楼", level="building", parent_id=tree.id("E1"), since=date(2025, 8, 1)
    )
    services.move_boundary(actor=SETUP, place_id=tree.id("E1"), new_parent_id=tree.id("G3"), on=AROUND_2025)
    young.refresh_from_db()
    assert young.lies_in(tree.at("C2")) and young.stands_since == date(2025, 8, 1)
    assert [s.since for s in selectors.history(young)] == [date(2025, 8, 1)]


def test_a_new_name_keeps_the_old_one_readable_and_searchable(tree: SimpleNamespace) -> None:
    services.rename(actor=SETUP, place_id=tree.id("E1"), name="红树湾花园", on=AROUND_2025)
    estate = tree.at("E1")
    assert estate.name == "红树湾花园"
    assert selectors.as_of(date(2025, 1, 1)).name(estate.pk) == "海珠花园"
    assert selectors.as_of(TODAY).name(estate.pk) == "红树湾花园"
    for query in ("红树湾", "海珠花园"):
        assert estate in selectors.search(query, under=tree.at("C1"))
    refused("already", services.rename, actor=SETUP, place_id=estate.pk, name="红树湾花园")
    refused("future", services.rename, actor=SETUP, place_id=estate.pk, name="明天", on=TOMORROW)
    refused("bad_name", services.rename, actor=SETUP, place_id=estate.pk, name="\x00")


def test_a_place_with_something_in_it_is_not_retired(tree: SimpleNamespace) -> None:
    words = refused("has_children", services.retire, actor=SETUP, place_id=tree.id("E1"))
    assert "4" in words
    services.retire(actor=SETUP, place_id=tree.id("E1-2"), on=AROUND_2025)
    gone = tree.at("E1-2")
    assert gone not in selectors.within(tree.at("E1")) and gone not in selectors.children(tree.at("E1"))
    assert selectors.as_of(date(2025, 5, 31)).position(gone.pk) is not None
    assert selectors.as_of(AROUND_2025).position(gone.pk) is None
    refused("retired", services.retire, actor=SETUP, place_id=gone.pk)
    refused("retired", services.rename, actor=SETUP, place_id=gone.pk, name="又来")
    refused("retired", services.create_place, actor=SETUP, name="1", level="household", parent_id=gone.pk)
    refused("retired", services.move_boundary, actor=SETUP, place_id=gone.pk, new_parent_id=tree.id("E2"))
    refused("retired", services.move_boundary, actor=SETUP, place_id=tree.id("E1-1-1"), new_parent_id=gone.pk)
    young = services.create_place(actor=SETUP, name="新", level="building", parent_id=tree.id("E1"))
    refused("history", services.retire, actor=SETUP, place_id=young.pk)


def test_a_retired_place_stays_where_it_stood_when_its_surroundings_move(tree: SimpleNamespace) -> None:
    services.retire(actor=SETUP, place_id=tree.id("E1-2"), on=date(2025, 1, 1))
    services.retire(actor=SETUP, place_id=tree.id("E1-3"), on=date(2025, 12, 1))
    services.move_boundary(actor=SETUP, place_id=tree.id("E1"), new_parent_id=tree.id("G3"), on=AROUND_2025)
    assert tree.at("E1-2").lies_in(tree.at("C1")) and tree.at("E1-3").lies_in(tree.at("C2"))
    assert selectors.as_of(date(2025, 3, 1)).ancestor(tree.id("E1-3"), "community").code == "C1"
    assert selectors.as_of(date(2025, 7, 1)).ancestor(tree.id("E1-3"), "community").code == "C2"
    assert selectors.as_of(date(2025, 12, 1)).position(tree.id("E1-3")) is None


def test_who_may_draw_and_who_may_register(tree: SimpleNamespace) -> None:
    lead, worker = seated("street_lead", tree.at("S")), seated("community_worker", tree.at("C1"))
    elsewhere, resident = seated("community_worker", tree.at("C2")), Actor(person_id=9)
    building = {"name": "20 栋", "level": "building", "parent_id": tree.id("E1")}
    services.create_place(actor=worker, **building)
    for actor in (elsewhere, resident, seated("grid_worker", tree.at("C1"))):
        assert "登记" in refused("denied", services.create_place, actor=actor, **building)
    move = {"place_id": tree.id("G1"), "new_parent_id": tree.id("B2")}
    for actor in (worker, resident, seated("street_lead", tree.at("C1"))):
        refused("denied", services.move_boundary, actor=actor, **move)
    services.move_boundary(actor=lead, **move)
    refused("denied", services.create_place, actor=lead, name="省", level="province")
    [fact] = [f for f in facts_about(Ref("places.place", tree.id("G1"))) if f.kind == "place.moved"]
    assert (fact.actor, fact.seat_id) == ("people.person:7", 1)


@pytest.mark.parametrize(
    "wrong",
    [
        {"level": "galaxy"},
        {"until": SINCE},
        {"stands_since": date(2000, 1, 1)},
        {"lon": 113.9, "lat": None},
        {"lat": 99.0, "lon": 113.9},
        {"name": ""},
        {"code": "E2"},
    ],
)
def test_the_table_itself_refuses_what_must_never_be(tree: SimpleNamespace, wrong: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Place.objects.filter(code="E1").update(**wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        Place.objects.filter(code="E1").update(parent_id=tree.id("E1"))


def test_two_lines_of_history_cannot_share_a_day_in_the_table(tree: SimpleNamespace) -> None:
    place = tree.at("E1")
    line = {"place": place, "parent_id": place.parent_id, "path": place.path, "name": "旧"}
    Standing.objects.create(**line, since=date(2020, 1, 1), until=date(2021, 1, 1))
    for since, until in ((date(2020, 1, 1), date(2022, 1, 1)), (date(2019, 1, 1), date(2021, 1, 1)), (TODAY, TODAY)):
        with pytest.raises(IntegrityError), transaction.atomic():
            Standing.objects.create(**line, since=since, until=until)


def test_reads_of_the_chain_cost_one_query(tree: SimpleNamespace, django_assert_num_queries: Any) -> None:
    home, street, grid = tree.at("E1-1-1"), tree.at("S"), tree.id("G1")
    with django_assert_num_queries(1):
        assert [p.code for p in selectors.ancestors(home)] == ["E1-1", "E1", "G1", "B1", "C1", "S", "440305"]
    with django_assert_num_queries(1):
        assert selectors.ancestor(home, "community").code == "C1"
    with django_assert_num_queries(1):
        assert selectors.level_ids(home)["small_grid"] == grid
    with django_assert_num_queries(1):
        assert selectors.names(home) == "粤海街道 · 南油社区 · 海珠花园 · 1 栋 · 1 单元 101"
    assert selectors.ancestor(street, "household") is None and selectors.names(street) == "粤海街道"
    homes = list(Place.objects.filter(level="household"))
    with django_assert_num_queries(1):
        assert len(selectors.names_of(homes)) == 6
    assert selectors.tally(street)["building"] == 12
    for unknown in (
        lambda: selectors.get(10**7),
        *(lambda code=c: selectors.by_code(code) for c in ("没有", "\x00", "")),
    ):
        refused("unknown_place", unknown)


def test_the_clock_says_what_today_is(tree: SimpleNamespace) -> None:
    """An act dated after the moved clock is refused, though the machine's own day is later."""
    with clock.at(NOW - timedelta(days=300)):
        refused("future", services.rename, actor=SETUP, place_id=tree.id("E1"), name="新名", on=TODAY)
    assert not Outline.objects.exists()
