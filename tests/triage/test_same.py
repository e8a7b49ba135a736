"""The same thing told again is found with its reasons, look-alikes are not, and every person counts once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongzhi.triage.rules.features import cosines, features_of, read
from gongzhi.triage.rules.same import CHOSEN, Item, Point, likeness, people, same_again
from gongzhi.triage.rules.scan import Scan
from gongzhi.triage.rules.spots import Spot, distance

NOON = datetime(2026, 3, 20, 4, tzinfo=UTC)
HERE = {"building": 7, "estate": 3, "community": 2, "street": 1}
THERE = HERE | {"building": 8}


def told(ref: str, text: str, days: float = 0, place: dict[str, int] | None = None, **more: object) -> Item:
    """A report so many days before noon."""
    return Item(ref, text, NOON - timedelta(days=days), HERE if place is None else place, **more)  # type: ignore[arg-type]


LIFT = told("new", "3栋电梯坏了三天没人修，老人下不了楼")
AGAIN = told("a", "升降机一直停运，轮椅出不去，请尽快处理", 2)


def test_neighbours_in_other_words_mean_the_same_and_the_reasons_are_told() -> None:
    (match,) = same_again(LIFT, [AGAIN, told("b", "楼道的灯不亮，请尽快处理", 1)])
    assert match.ref == "a" and match.score >= CHOSEN.least
    assert [str(reason) for reason in match.why][:2] == ["在同一栋楼", "相隔 2 天"]
    assert "电梯" in str(match.why[-1])


@pytest.mark.parametrize(
    "other",
    [
        told("x", "电梯坏了三天没人修，老人下不了楼", 1, THERE),
        told("x", "我们五栋电梯坏了", 1, {"estate": 3}),
        told("x", "3栋电梯坏了三天没人修，老人下不了楼", 31),
        told("x", "3栋电梯坏了三天没人修", 5, done_at=NOON - timedelta(days=4)),
        told("x", "尊敬的领导，楼上半夜拖椅子，老人睡不着，请尽快处理，谢谢", 1),
        told("x", "3栋电梯坏了三天没人修", 1, {"estate": 4, "community": 2}),
    ],
    ids=["other building", "building named", "too long ago", "answered", "other matter", "other estate"],
)
def test_look_alikes_are_not_laid_side_by_side(other: Item) -> None:
    assert same_again(LIFT, [other]) == []


def test_what_several_buildings_share_is_one_thing() -> None:
    one = told("a", "旁边工地半夜还在打桩，睡不着", 1, THERE)
    assert [match.ref for match in same_again(told("n", "施工夜里十二点打桩扰民"), [one])] == ["a"]


def test_numbers_of_buildings_meet_in_every_dress() -> None:
    registered = told("n", "电梯坏了", sign="12栋")
    assert [m.ref for m in same_again(registered, [told("a", "十二号楼电梯不能用", 1, {"estate": 3})])] == ["a"]
    assert same_again(registered, [told("a", "十一号楼电梯不能用", 1, {"estate": 3})]) == []


def test_likeness_does_not_depend_on_the_order() -> None:
    assert likeness(LIFT, AGAIN) == pytest.approx(likeness(AGAIN, LIFT))
    assert 0 <= likeness(told("a", ""), told("b", "")) <= 1


def test_records_without_words_go_by_place_and_days() -> None:
    bare = [told(f"b{days}", "", days, {"address": 1}, matter="garbage") for days in (1, 6, 9)]  # type: ignore[dict-item]
    new = told("n", "", 0, {"address": 1}, matter="garbage")
    assert [match.ref for match in same_again(new, bare)] == ["b1", "b6"]
    assert same_again(told("n", "", 0, {"address": 2}, matter="garbage"), bare) == []


@pytest.mark.parametrize(
    "text", ["", "电", "电梯" * 5000, "The lift is broken again", "😀👨‍👩‍👧", "\ud83d电梯\udfff", "\x00\n\t", "。。。"]
)
def test_hostile_texts_are_stored_and_compared(text: str) -> None:
    stored = read(features_of(text))
    assert len(features_of(text)) < 20_000
    assert cosines(stored, [stored])[0] == pytest.approx(1.0 if len(stored.buckets) else 0.0, abs=1e-5)
    assert isinstance(same_again(told("n", text), [told("a", text, 1), LIFT]), list)


def test_a_hundred_identical_reports_show_the_five_nearest_in_time() -> None:
    many = [told(f"r{at}", LIFT.text, at / 10) for at in range(100)]
    assert [match.ref for match in same_again(LIFT, many)] == ["r0", "r1", "r2", "r3", "r4"]
    assert len(same_again(LIFT, many, Point(most=200))) == 100
    assert same_again(many[0], many[:1]) == []
    assert same_again(LIFT, []) == []


def test_features_of_another_version_or_cut_off_are_refused() -> None:
    stored = features_of(LIFT.text)
    for broken in (b"", b"\x09" + stored[1:], stored[:-1]):
        with pytest.raises(ValueError, match="make them again"):
            read(broken)


def test_features_stay_the_same_from_process_to_process() -> None:
    assert features_of("电梯坏了") == features_of("电梯坏了")
    assert features_of("").hex() == "01020000"


def test_the_exact_scan_finds_what_comparing_one_by_one_finds() -> None:
    every = [read(features_of(text)) for text in ("电梯坏了", "楼道灯不亮", "升降机故障三天", "", "广场舞太吵")]
    asked = read(features_of("我们楼电梯坏了三天"))
    near = dict(Scan(every).nearest(asked))
    assert near == pytest.approx({at: v for at, v in enumerate(cosines(asked, every).tolist()) if v > 0}, abs=1e-5)
    assert Scan([]).nearest(asked) == []


def test_metres_between_two_spots() -> None:
    def spot(lon: float | None, lat: float | None) -> Spot:
        return Spot({}, lon, lat, frozenset(), None)

    assert distance(spot(113.93, 22.53), spot(113.93, 22.54)) == pytest.approx(1113, abs=2)
    assert distance(spot(113.93, 22.53), spot(None, None)) is None


# --- who is counted


@pytest.mark.row("C01")
def test_one_person_counts_once_however_often_they_tell_it() -> None:
    assert people([({1}, True), ({1}, True), ({1, 2}, True)]) == 2
    assert people([]) == 0


@pytest.mark.row("C01")
@given(st.lists(st.tuples(st.frozensets(st.integers(1, 9), max_size=4), st.booleans()), max_size=6), st.integers(0, 5))
def test_taking_apart_and_joining_again_gives_the_same_count(
    members: list[tuple[frozenset[int], bool]], at: int
) -> None:
    before = people(members)
    if at < len(members):
        persons, joined = members[at]
        changed = [*members[:at], (persons, not joined), *members[at + 1 :]]
        assert people([*changed[:at], (persons, joined), *changed[at + 1 :]]) == before
        assert abs(people(changed) - before) <= len(persons)
    assert before <= sum(len(persons) for persons, joined in members if joined)
