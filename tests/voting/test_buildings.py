"""Votes by building: what a roll's words say for certain, counts that show no person, and who was not heard (Q22)."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.voting.living import ABOUT, DAY, OPENS, live
from tests.world import World

from gongzhi.deliberation import selectors as deliberation
from gongzhi.deliberation.models import Topic
from gongzhi.kernel import clock
from gongzhi.kernel.actor import system
from gongzhi.places import services as places
from gongzhi.places.models import Place
from gongzhi.voting import selectors, services
from gongzhi.voting.rules.buildings import Building, Count, Reader, shown

HUAYUAN = ("南油花园", "南油社区")
READER = Reader.of([
    Building(1, ("1 栋",), HUAYUAN), Building(2, ("2号楼", "邮局楼"), HUAYUAN), Building(12, ("十二幢",), HUAYUAN),
    Building(31, ("3 栋",), HUAYUAN), Building(32, ("3 栋",), ("海珠花园",)), Building(9, ("B 栋",), ()),
])  # fmt: skip


@pytest.mark.parametrize(("unit", "scope", "building"), [
    ("101", "1 栋", 1), ("101", "１号楼", 1), ("1-101", "", 1), ("2栋 301", "", 2), ("101", "邮局楼", 2),
    ("12-3-501", "", 12), ("十二幢 5", "", 12), ("012-0501", "", 12), ("B栋1203", "", 9), ("b-1203", "", 9),
    ("南油花园3栋101", "", 31), ("海珠花园 3 幢 101", "", 32), ("101", "海珠花园 3 栋", 32),
    ("3栋101", "", None), ("3-101", "", None), ("7-101", "", None), ("101", "", None), ("", "", None), ("1", "", None),
    ("21栋3", "", None), ("南油路 12 号", "", None), ("车位 1024", "", None), ("1101", "11 栋", None),
])  # fmt: skip
def test_a_unit_lies_where_its_words_say_for_certain(unit: str, scope: str, building: int | None):
    assert READER.read(unit, scope) == building


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.integers(1, 8), st.tuples(st.integers(1, 9), st.integers(0, 9))), st.booleans())
def test_nothing_under_the_limit_is_shown_or_can_be_subtracted(raw: dict[int, tuple[int, int]], some: bool):
    counts = {key: Count(many, min(cast, many)) for key, (many, cast) in raw.items()}
    found = shown(counts, range(1, 9), int(some), 3)
    for key, electors, cast in found.rows:
        assert counts[key].electors == electors >= 3 and counts[key].cast > 0
        assert cast is None or (cast == counts[key].cast >= 3 and (cast == electors or electors - cast >= 3))
    assert all(counts[key] == Count(counts[key].electors, 0) and counts[key].electors >= 3 for key in found.silent)
    out = [key for key, _electors, cast in found.rows if cast is None]
    left = len(out) + sum(1 for one in counts.values() if one.electors < 3) + some
    assert left != 1 or all(cast is None for _key, _electors, cast in found.rows)


ROLL = "房号,楼栋,业主,电话,面积\n" + "".join(
    f"{building}-{room},{building} 栋,业主{building}{room},138{building}{room:07d},80\n"
    for building in (1, 2, 3)
    for room in range(101, 105)
) + "储藏间,,业主九,13899999999,10\n"  # fmt: skip


@pytest.mark.django_db
@pytest.mark.row("Q22")
def test_the_result_says_from_which_buildings_nobody_voted(street: World) -> None:
    estate = street.places["NYHY"]
    for number in (1, 2):
        places.create_place(actor=system("tests"), code=f"NYHY{number}", name=f"{number} 栋", level="building",
                            parent_id=estate.pk, since=estate.since)  # fmt: skip
    with clock.at(OPENS - 15 * DAY):
        one = live(street, ROLL.encode()).opened()
    assert selectors.turnout_by_building(one.vote.pk) is None
    for building, room in ((1, 101), (1, 102), (1, 103), (1, 104), (3, 101)):
        one.cast(one.person(f"138{building}{room:07d}"), choice={"answers": {"1": "for"}})
    one.result()
    found = selectors.turnout_by_building(one.vote.pk)
    assert found is not None and (found.unmatched, found.least) == (1, 3)
    second = Place.objects.get(code="NYHY2")
    assert found.silent == (second.pk,)
    assert {row[1:] for row in found.rows} == {(4, None), (4, 4)}
    with clock.at(OPENS + 30 * DAY):
        page = Client().get(reverse("vote_result", args=[one.vote.pk])).content.decode()
    assert "有 1 栋楼没有人投" in page and "2 栋" in page and "名册上有 1 人的房号看不出" in page
    topic = Topic(pk=ABOUT.id, place=estate)
    heard = deliberation.participation(topic)
    assert [p.name for p in heard.unheard] == ["2 栋"] and {p.name: n for p, n in heard.voted} == {
        "1 栋": 4,
        "3 栋": None,
    }
    assert heard.heard == 2 and services.row_secret(one.fresh())
