"""Find places by what people write."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from gongzhi.places import selectors, services, words

from .conftest import SETUP


def codes(found: list[Any]) -> list[str]:
    return [place.code for place in found]


@pytest.mark.parametrize("query", ["3 栋", "３栋", "三栋", "3號樓", "3栋 "])
def test_the_exact_name_comes_before_what_only_contains_it(tree: SimpleNamespace, query: str) -> None:
    assert codes(selectors.search(query, under=tree.at("C1"))) == ["E1-3", "E2-3", "E1-13", "E2-13"]


@pytest.mark.parametrize("query", ["海珠3栋", "海珠花园 3 栋", "海珠花園三號樓", "海珠 ３栋"])
def test_an_estate_and_a_number_find_the_building_in_the_estate(tree: SimpleNamespace, query: str) -> None:
    assert codes(selectors.search(query, under=tree.at("C1")))[0] == "E1-3"


def test_large_places_come_before_small_and_only_the_asked_levels(tree: SimpleNamespace) -> None:
    found = selectors.search("海珠", under=tree.at("S"))
    assert codes(found)[:2] == ["C2", "B2"] and set(codes(found)) == {"C2", "B2", "G3", "E1", "E3"}
    assert codes(selectors.search("海珠", under=tree.at("S"), levels=["estate"])) == ["E1", "E3"]
    assert codes(selectors.search("海珠", under=tree.at("C1"))) == ["E1"]
    assert len(selectors.search("栋", under=tree.at("S"), limit=5)) == 5


def test_without_a_place_only_divisions_are_found(tree: SimpleNamespace) -> None:
    assert codes(selectors.search("粵海")) == ["S"]
    assert selectors.search("海珠") == [] and selectors.search("粤海", levels=["household"]) == []


def test_households_stay_out_of_public_levels(tree: SimpleNamespace) -> None:
    everything = codes(selectors.search("101", under=tree.at("S")))
    assert everything == ["E1-1-1", "E2-1-1", "E3-1-1"]
    assert selectors.search("101", under=tree.at("S"), levels=words.PUBLIC_LEVELS) == []


@pytest.mark.parametrize(
    "query", ["", "   ", "%", "_", "'", "没有这里", "🏠", "栋" * 500, "\x00", "3栋" * 30, "😀 1 2 3 4 5"]
)
def test_any_query_is_answered(tree: SimpleNamespace, query: str) -> None:
    assert isinstance(selectors.search(query, under=tree.at("S")), list)
    assert selectors.search(query, under=tree.at("S"), limit=0) == []


def test_the_number_of_queries_does_not_grow_with_what_is_found(
    tree: SimpleNamespace, django_assert_max_num_queries: Any
) -> None:
    street = tree.at("S")
    with django_assert_max_num_queries(4):
        assert selectors.search("栋", under=street)
    with django_assert_max_num_queries(4):
        assert selectors.search("海珠 栋", under=street) is not None


def test_retired_places_are_not_found(tree: SimpleNamespace) -> None:
    services.retire(actor=SETUP, place_id=tree.id("E1-3"))
    assert "E1-3" not in codes(selectors.search("3栋", under=tree.at("C1")))
