"""Many places in one act: all or none, one fact, and a whole street in seconds."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import transaction

from gongzhi.kernel import clock
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.reference import Ref
from gongzhi.places import selectors, services
from gongzhi.places.models import Place
from gongzhi.places.services import NewPlace
from gongzhi.record.selectors import facts_about

from .conftest import NOW, SETUP, SINCE, seated


def test_parents_may_come_after_their_children_and_ids_come_back_in_order(tree: SimpleNamespace) -> None:
    rows = [NewPlace("N1-1", "1 栋", "building", "N1"), NewPlace("N1", "新苑", "estate", "G2", 113.9, 22.5, SINCE)]
    building, estate = services.create_many(actor=SETUP, rows=rows)
    assert tree.at("N1-1").pk == building and tree.at("N1").pk == estate
    assert [p.code for p in selectors.ancestors(tree.at("N1-1"))][:2] == ["N1", "G2"]
    first = min(building, estate)
    [fact] = [f for f in facts_about(Ref("places.place", first)) if f.kind == "place.planted"]
    assert {k: v for k, v in fact.data.items() if v} == {
        "first_id": first, "last_id": first + 1, "estates": 1, "buildings": 1,
    }  # fmt: skip


GOOD = ("N1", "新苑", "estate", "G2")


@pytest.mark.parametrize(
    ("code", "row"),
    [
        ("taken", GOOD),
        ("taken", ("E1", "重复", "estate", "G2")),
        ("unknown_place", ("N2", "苑", "estate", "没有")),
        ("cycle", ("N2", "苑", "estate", "N2")),
        ("bad_level", ("N2", "苑", "estate", "E1")),
        ("bad_level", ("N2", "苑", "", "G2")),
        ("bad_name", ("N2", "", "estate", "G2")),
        ("bad_code", ("", "苑", "estate", "G2")),
        ("bad_code", ("N\x002", "苑", "estate", "G2")),
        ("unknown_place", ("N2", "苑", "estate", "G\x002")),
        ("bad_point", ("N2", "苑", "estate", "G2", 999.0, 22.0)),
        ("future", ("N2", "苑", "estate", "G2", None, None, date(2026, 3, 11))),
        ("history", ("N2", "苑", "estate", "G2", None, None, date(2020, 3, 11))),
    ],
)
def test_one_bad_row_refuses_all_and_is_named(tree: SimpleNamespace, code: str, row: tuple[Any, ...]) -> None:
    before = Place.objects.count()
    with pytest.raises(Refused) as refusal, transaction.atomic():
        services.create_many(actor=SETUP, rows=[GOOD, row])
    assert refusal.value.code == code
    assert code == "bad_level" or "2" in str(refusal.value)
    assert Place.objects.count() == before


def test_whoever_may_not_register_here_adds_nothing(tree: SimpleNamespace) -> None:
    worker = seated("community_worker", tree.at("C2"))
    with pytest.raises(Refused):
        services.create_many(actor=worker, rows=[GOOD])
    with pytest.raises(Refused):
        services.create_many(actor=worker, rows=[("G4", "网格", "small_grid", "B2")])
    assert services.create_many(actor=worker, rows=[("N3", "苑", "estate", "G3")])
    assert services.create_many(actor=worker, rows=[]) == []


def street_rows() -> Iterator[tuple[object, ...]]:
    """16 communities with 48 grids, 96 estates, 960 buildings and 20,160 households."""
    yield ("T", "测试街道", "street", "440305")
    for c in range(16):
        yield (f"T{c}", f"第 {c} 社区", "community", "T")
        for g in range(3):
            yield (f"T{c}.{g}", f"{g} 网格", "small_grid", f"T{c}")
            for e in range(2):
                estate = f"T{c}.{g}.{e}"
                yield (estate, f"{'海珠碧云'[e * 2 : e * 2 + 2]}花园{c}{g}", "estate", f"T{c}.{g}")
                for b in range(10):
                    yield (f"{estate}.{b}", f"{b + 1} 栋", "building", estate, 113.93, 22.52)
                    yield from ((f"{estate}.{b}.{h}", f"{h} 室", "household", f"{estate}.{b}") for h in range(21))


def test_a_street_of_20000_households_is_planted_and_read_quickly(tree: SimpleNamespace) -> None:
    began = time.process_time()
    services.create_many(actor=SETUP, rows=[(*row[:4], *(row[4:] or (None, None)), SINCE) for row in street_rows()])
    assert time.process_time() - began < 30  # of this process; about 2 s
    street = tree.at("T")
    assert selectors.tally(street)["household"] == 20_160
    assert selectors.partition("small_grid", street).holds
    assert services.sign_buildings(actor=SETUP, under_id=street.pk, prefix="TS") == 960
    found = selectors.search("海珠花园100 3栋", under=street)
    assert selectors.names(found[0]) == "测试街道 · 第 10 社区 · 海珠花园100 · 3 栋"


def test_building_codes_are_given_once_and_found_however_typed(tree: SimpleNamespace) -> None:
    assert services.sign_buildings(actor=SETUP, under_id=tree.id("C1"), prefix="yh") == 8
    assert services.sign_buildings(actor=SETUP, under_id=tree.id("C1"), prefix="YH") == 0
    assert services.sign_buildings(actor=SETUP, under_id=tree.id("S"), prefix="YH") == 4
    signs = list(Place.objects.filter(level="building").order_by("path").values_list("sign", flat=True))
    assert signs == [f"YH-{n:04d}" for n in range(1, 13)]
    building = selectors.by_sign("ｙｈ 12")
    assert building and building.sign == "YH-0012"
    assert selectors.search("yh-12", under=tree.at("S"))[0] == building
    assert selectors.search("yh-12", under=tree.at("C1")) == []
    assert selectors.by_sign("YH-9999") is None and selectors.by_sign("3栋") is None
    services.retire(actor=SETUP, place_id=building.pk)
    services.create_place(actor=SETUP, name="99 栋", level="building", parent_id=tree.id("E3"))
    services.sign_buildings(actor=SETUP, under_id=tree.id("S"), prefix="YH")
    assert selectors.by_sign("YH-12") is None and selectors.by_sign("YH-13") is not None


@pytest.mark.parametrize("prefix", ["", "粤海", "TOOLONG", "Y1", "Y-"])
def test_a_prefix_that_cannot_be_printed_is_refused(tree: SimpleNamespace, prefix: str) -> None:
    with pytest.raises(Refused):
        services.sign_buildings(actor=SETUP, under_id=tree.id("S"), prefix=prefix)


def test_a_day_to_come_is_judged_by_the_moved_clock(tree: SimpleNamespace) -> None:
    with clock.at(NOW.replace(year=2030)):
        assert services.create_many(actor=SETUP, rows=[(*GOOD, None, None, date(2029, 1, 1))])
