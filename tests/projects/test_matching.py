"""Matching: the same every time, every reason in words and numbers, and the reports equal to a count by hand."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongzhi.projects.rules.matching import Have, Hub, Offers, Want, find, gaps, hops, match, pieces
from gongzhi.projects.rules.mix import apart, mix, uniform
from gongzhi.projects.rules.times import WEEK, shared, whole

STREET = "00000001"
ONE, TWO = STREET + "00000011", STREET + "00000012"
HOUSE = ONE + "00000111"
MORNING = ((540, 720),)


def want(number: int = 1, **more) -> Want:
    return Want(**{"id": number, "path": HOUSE, "area": STREET, "purpose": "children"} | more)


def have(number: int = 1, **more) -> Have:
    return Have(**{"id": number, "path": ONE, "area": STREET, "purpose": "children", "amount": 30} | more)


def found(one: Want, *rows: Have, most: int = 5, near: int = 5, hubs=()):
    return find(one, Offers(rows), most=most, near=near, hubs=hubs)


def against(one: Want, row: Have) -> list[str]:
    pair = found(one, row).near[0]
    return [code for code, _given in pair.against]


@pytest.mark.row("C09")
def test_every_match_says_why_and_every_near_miss_why_not():
    one = want(words=pieces("放学后写作业的地方"), size=20, times=MORNING)
    row = have(words=pieces("写作业的教室"), times=((600, 900),), days=90, limits=True)
    reasons = dict(found(one, row).matches[0].reasons)
    assert reasons["place"] == {"hops": 0} and reasons["time"] == {"minutes": 120}
    assert reasons["amount"] == {"have": 30, "want": 20} and reasons["days"] == {"n": 90}
    assert set(reasons["words"]["words"].split()) <= {"写作", "作业", "业的"} and "limits" in reasons
    assert against(one, have(times=((0, 300),))) == ["no_time"]
    assert against(one, have(amount=19)) == ["too_small"]
    assert against(one, have(most_each=10)) == ["most_each"]
    assert against(one, have(amount=0)) == ["none_left"]
    assert found(one, have(amount=1, counts=False)).matches, "a room is not counted in people"
    assert against(one, have(days=0)) == ["over"]
    other = have(purpose="culture", words=pieces("写作业的教室"))
    assert against(one, other) == ["other_purpose"]
    assert not found(one, have(area=TWO), have(purpose="culture", words=pieces("唱歌"))).near


@pytest.mark.row("C09")
def test_nearest_first_then_words_then_time_then_number():
    one = want(words=pieces("写作业"), times=MORNING)
    rows = [
        have(5, path=TWO), have(4, path=HOUSE), have(3), have(2, words=pieces("写作业")), have(1, times=MORNING),
    ]  # fmt: skip
    assert [pair.have_id for pair in found(one, *rows).matches] == [2, 1, 3, 4, 5]
    assert [pair.have_id for pair in found(one, *reversed(rows)).matches] == [2, 1, 3, 4, 5]
    assert [pair.have_id for pair in found(one, *rows, most=2).matches] == [2, 1]
    assert (hops(HOUSE, ONE), hops(ONE, HOUSE), hops(HOUSE, TWO), hops(ONE, TWO)) == (0, 0, 2, 1)


@pytest.mark.row("C09")
def test_where_nothing_matches_the_hubs_of_the_purpose_are_named():
    hubs = [
        Hub(1, STREET, "children", "support"), Hub(2, STREET, "children", "hub"), Hub(3, ONE, "children", "hub"),
        Hub(4, TWO, "children", "hub"), Hub(5, ONE, "law", "hub"),
    ]  # fmt: skip
    assert found(want(), hubs=hubs).ask == (3, 2, 1)
    assert found(want(), have(), hubs=hubs).ask == ()


def made(seed: int) -> tuple[list[Want], list[Have]]:
    chance = random.Random(seed)
    paths = [STREET, ONE, TWO, HOUSE]

    def times() -> tuple[tuple[int, int], ...]:
        start = chance.randrange(0, 3000)
        return ((start, start + 400),) if chance.random() < 0.5 else ()

    wants = [
        want(n, path=chance.choice(paths), purpose=chance.choice("abc"), size=chance.randrange(4), times=times())
        for n in range(12)
    ]
    haves = [
        have(n, path=chance.choice(paths), purpose=chance.choice("abcd"), amount=chance.randrange(4), times=times(),
             most_each=chance.randrange(3), days=chance.randrange(3))
        for n in range(12)
    ]  # fmt: skip
    return wants, haves


def fits(one: Want, row: Have) -> bool:
    """By hand, without any index."""
    common = not one.times or not row.times or any(
        a < d and c < b for a, b in one.times for c, d in row.times
    )  # fmt: skip
    most = row.most_each or row.amount
    return (
        one.purpose == row.purpose and row.amount >= max(1, one.size) and one.size <= most and row.days > 0 and common
    )


@pytest.mark.row("C07")
@pytest.mark.row("C09")
@pytest.mark.parametrize("seed", range(8))
def test_the_lists_and_the_report_are_what_a_hand_counts(seed):
    wants, haves = made(seed)
    people = {one.id: one.id % 5 for one in wants}
    all_found = match(wants, haves, most=99, near=99)
    for one, row in zip(wants, all_found, strict=True):
        assert {pair.have_id for pair in row.matches} == {have.id for have in haves if fits(one, have)}
        assert all(not pair.against for pair in row.matches) and all(pair.against for pair in row.near)
    assert match(wants, list(reversed(haves)), most=99, near=99) == all_found
    for gap in gaps(wants, people, haves):
        mine = [one for one in wants if one.purpose == gap.purpose]
        unmet = [one for one in mine if not any(fits(one, row) for row in haves)]
        rows = [row for row in haves if row.purpose == gap.purpose]
        idle = [row for row in rows if not any(fits(one, row) for one in wants)]
        assert (gap.needs, gap.unmet, gap.resources, gap.idle) == (len(mine), len(unmet), len(rows), len(idle))
        assert gap.people == sum(people[one.id] for one in mine)
        assert gap.unmet_people == sum(people[one.id] for one in unmet)


@pytest.mark.row("D13")
def test_the_same_services_for_different_needs_raise_a_flag():
    limits = {"same": Fraction(1, 20), "other": Fraction(1, 4), "least": 5}
    services = {1: {"elderly": 6, "culture": 2}, 2: {"elderly": 3, "culture": 1, "law": 0}, 3: {"parking": 8}}
    needs = {1: {"elderly": 80, "culture": 20}, 2: {"parking": 40, "children": 40}, 3: {"parking": 9}}
    assert not uniform(services, needs, **limits), "four services are too few to say anything"
    services[2] = {"elderly": 9, "culture": 3}
    flags = uniform(services, needs, **limits)
    assert [(flag.one, flag.two, flag.services, flag.needs) for flag in flags] == [(1, 2, 0, 1)]
    needs[2] = {"elderly": 70, "culture": 30}
    assert not uniform(services, needs, **limits), "the same needs: the same services are right"
    needs[2] = {"elderly": 55, "culture": 45}
    assert apart(mix(needs[1]), mix(needs[2])) == Fraction(1, 4)
    assert len(uniform(services, needs, **limits)) == 1, "exactly the limit is enough"
    assert mix({"a": 0}) == {} and mix({"a": 1, "b": 2})["b"] == Fraction(2, 3)


spans = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 20)), max_size=5).map(
    lambda rows: [(start, start + long) for start, long in rows]
)


@settings(max_examples=60, deadline=None)
@given(spans, spans)
def test_shared_time_is_what_minutes_say(one, two):
    one, two = whole(one), whole(two)
    minutes = [{m for start, end in rows for m in range(start, end)} for rows in (one, two)]
    assert shared(one, two) == len(minutes[0] & minutes[1])


@pytest.mark.parametrize("wrong", [[(5, 5)], [(-1, 4)], [(0, WEEK + 1)], [(9, 3)]])
def test_what_is_no_span_of_the_week_is_refused(wrong):
    with pytest.raises(ValueError, match="span"):
        whole(wrong)
