"""Paths, partitions, datums and words: the pure rules, with what people and files really write."""

from __future__ import annotations

from datetime import date
from math import cos, hypot, radians

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongzhi.places import words
from gongzhi.places.rules import datum, partition, paths, text

ids = st.integers(1, paths.MOST)
METRE = 1 / 111_320  # degrees of latitude


def apart(one: tuple[float, float], two: tuple[float, float]) -> float:
    """Metres between two points that are close to each other."""
    return hypot((one[0] - two[0]) * cos(radians(one[1])), one[1] - two[1]) / METRE


@given(st.lists(ids, min_size=1, max_size=12), st.lists(ids, min_size=1, max_size=12))
def test_inside_is_a_range_of_the_path(mine: list[int], other: list[int]) -> None:
    one, two = "".join(map(paths.segment, mine)), "".join(map(paths.segment, other))
    assert paths.ids(one) == mine
    assert (two <= one < paths.beyond(two)) == paths.inside(one, two) == (mine[: len(other)] == other)
    assert (
        paths.nested(one, two) == paths.nested(two, one) == (mine[: len(other)] == other or other[: len(mine)] == mine)
    )
    assert paths.prefixes(one)[0] == one and len(paths.prefixes(one)) == len(mine)


@pytest.mark.parametrize("number", [0, -1, 10**8])
def test_an_id_that_does_not_fit_is_refused(number: int) -> None:
    with pytest.raises(ValueError):
        paths.segment(number)


def test_a_text_that_is_no_path_is_refused() -> None:
    with pytest.raises(ValueError):
        paths.ids("1234567")


def test_the_last_possible_place_still_has_an_end() -> None:
    last = paths.segment(paths.MOST)
    assert last < paths.join(last, 5) < paths.beyond(last)


def test_a_partition_names_gaps_and_overlaps() -> None:
    found = partition.of_lists({"a": [1, 2], "b": [2, 3]}, [1, 2, 3, 4])
    assert not found.holds
    assert found.gaps == (4,)
    assert found.overlaps == ((2, ("a", "b")),)
    assert partition.of_lists({"a": [1], "b": [2]}, [1, 2]).holds


def test_spans_that_leave_out_or_share_days_are_found() -> None:
    first, second, third = date(2020, 1, 1), date(2021, 1, 1), date(2022, 1, 1)
    assert partition.broken_spans([(second, None), (first, second)]) == []
    assert partition.broken_spans([(first, second), (third, None)]) == [(second, third)]
    assert partition.broken_spans([(first, None), (second, None)]) == [(date.max, second)]


@given(st.floats(73, 135), st.floats(3, 53))
def test_datums_convert_there_and_back_within_a_metre(lon: float, lat: float) -> None:
    assert apart(datum.to_cgcs2000(*datum.to_gcj02(lon, lat)), (lon, lat)) < 1


def test_the_shift_is_the_published_one() -> None:
    """Tian'anmen in WGS-84 and in GCJ-02, as converters in print give it."""
    assert datum.to_gcj02(116.3912022, 39.9075017) == pytest.approx((116.3974431, 39.9089039), abs=2e-5)
    assert 300 < apart(datum.to_gcj02(113.93, 22.52), (113.93, 22.52)) < 800


def test_outside_china_nothing_is_shifted() -> None:
    assert datum.to_gcj02(-87.6, 41.8) == datum.to_cgcs2000(-87.6, 41.8) == (-87.6, 41.8)


@pytest.mark.parametrize("pair", [("wgs", "gcj02"), ("gcj02", "bd09"), ("", "")])
def test_an_unknown_datum_is_refused(pair: tuple[str, str]) -> None:
    with pytest.raises(ValueError):
        datum.convert(113.9, 22.5, *pair)


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("3 栋", "3栋"),
        ("３栋", "3栋"),
        ("三栋", "3栋"),
        ("3號樓", "3栋"),
        ("３＃樓", "3栋"),
        ("十二座", "12栋"),
        ("二十三号楼", "23栋"),
        ("一单元", "1单元"),
        ("海珠　花園", "海珠花园"),
        ("Ａ座", "a栋"),
        ("粵海街道", "粤海街道"),
        ("九街社区", "九街社区"),
        ("🏠 之家", "🏠之家"),
    ],
)
def test_words_for_one_place_meet_in_one_form(written: str, folded: str) -> None:
    assert text.fold(written) == folded


@given(st.text(max_size=60))
def test_any_input_is_cut_into_at_most_four_pieces_that_hold_something(written: str) -> None:
    found = text.pieces(written)
    assert len(found) <= 4 and all(found)
    assert text.sign(written) is None or "-" in str(text.sign(written))


@pytest.mark.parametrize(
    ("query", "parts"),
    [
        ("海珠3栋", ["海珠", "3栋"]),
        ("海珠 三號樓 2单元", ["海珠", "3栋", "2单元"]),
        ("海珠", ["海珠"]),
        ("a3栋", ["a3栋"]),
        ("海珠A3栋", ["海珠", "a3栋"]),
        ("   ", []),
    ],
)
def test_a_query_is_cut_where_a_number_begins(query: str, parts: list[str]) -> None:
    assert text.pieces(query) == parts


@pytest.mark.parametrize("written", ["YH-0312", "yh 312", "ＹＨ－０３１２", "yh312", "YH—312", "yh_0312"])
def test_a_building_code_is_read_however_it_is_typed(written: str) -> None:
    assert text.sign(written) == "YH-0312"


@pytest.mark.parametrize("written", ["3栋", "海珠", "YH-", "0312", "ABCDE-1", "YH-1234567", ""])
def test_what_is_no_building_code_is_left_alone(written: str) -> None:
    assert text.sign(written) is None


@pytest.mark.parametrize(
    ("listed", "place"),
    [
        ("南油社区居委会", "南油社区"),
        ("创业路社区居民委员会", "创业路社区"),
        ("东街居委会", "东街社区"),
        ("王庄村委会", "王庄村"),
        ("王庄村村民委员会", "王庄村"),
        ("图古日格嘎查村委会", "图古日格嘎查"),
        ("高新区社区", "高新区社区"),
        ("居委会", "居委会"),
    ],
)
def test_a_committee_stands_for_its_place(listed: str, place: str) -> None:
    assert text.of_the_place(listed) == place


@pytest.mark.parametrize(
    ("name", "fault"), [("", "empty"), (" \n\t", "empty"), ("字" * 81, "long"), ("a\x00b", "control")]
)
def test_what_cannot_be_a_name_says_why(name: str, fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        text.clean(name)


def test_a_name_may_be_long_and_hold_emoji() -> None:
    assert text.clean("花" * 40) == "花" * 40
    assert text.clean("  🏠 \n 之家 ") == "🏠 之家"


@pytest.mark.parametrize(
    ("name", "year"), [("china_divisions_2021.csv.gz", 2021), ("list.csv", None), ("440305007.csv", None)]
)
def test_a_file_name_may_carry_its_year(name: str, year: int | None) -> None:
    assert text.year_in(name) == year


def test_every_level_has_a_rung_and_an_order() -> None:
    assert [words.rung(level) for level in words.LEVELS] == (
        ["district"] * 4 + ["street", "community"] + ["grid"] * 3 + ["building"] * 3
    )
    assert set(words.RUNGS) == set(words.LADDER)
    assert words.deeper("building", "estate") and not words.deeper("estate", "estate")
