"""Rules of meetings without a database: orders, quorum, floor, motions, and the rule runner on stories gone wrong."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.meetings.conftest import STARTS
from tests.world import MONDAY

from gongzhi.meetings import words
from gongzhi.meetings.rules import motions, plans, quorum, speaking
from gongzhi.meetings.rules.motions import Counts, Passing, Put
from gongzhi.meetings.rules.orders import BadOrders, read
from gongzhi.meetings.rules.quorum import Chair, Share
from gongzhi.meetings.rules.runner import verify
from gongzhi.meetings.rules.speaking import Turn
from gongzhi.meetings.rules.story import ItemTold, MotionTold, Sitting, Story, Written, draft
from gongzhi.meetings.selectors.orders import all_orders, terms
from gongzhi.organisations.words import BODY_KINDS
from gongzhi.rulebook.selectors import calendar

MINUTE = timedelta(minutes=1)
CHAIRS = tuple(
    Chair(n, kind, kind in ("residents_committee", "owners_committee", "property"), True, 1, 1)
    for n, kind in enumerate(("residents_committee", "owners_committee", "property", "resident", "resident"), start=1)
)


# --- orders


def test_every_orders_file_is_whole():
    assert set(all_orders()) == set(words.ORDERS)
    for key, orders in all_orders().items():
        assert {seat.kind for seat in orders.seats} <= set(words.SEAT_KINDS), key
        assert set(orders.callers) <= set(BODY_KINDS), key
        for day in (date(2025, 12, 31), date(2026, 1, 1), date(2026, 9, 7)):
            assert terms(key, day).notice.amount > 0, key


@pytest.mark.row("A24")
def test_the_home_committee_seats_seven_kinds():
    asked = {"residents_committee", "property", "owners_committee", "resident_unit", "social_org", "resident", "police"}
    assert set(all_orders()["home_committee"].expected) == asked


def test_the_law_of_2026_asks_more_of_representatives_than_before():
    chairs = [Chair(n, "resident_rep", False, True, 1, n <= 60) for n in range(1, 91)]
    orders = all_orders()["representatives_assembly"]
    committee = Chair(99, "residents_committee", True, False, 1, 1)
    for day, enough in ((date(2025, 12, 31), 46), (date(2026, 1, 1), 60)):
        standing = quorum.standing(orders, terms(orders.key, day).shares, [*chairs, committee])
        assert standing.needed[0].least == enough and standing.may_open


@pytest.mark.parametrize(
    "change", [{"decides": "perhaps"}, {"callers": []}, {"seat": []}, {"passing": []}, {"more": 1},
               {"quorum": [{"of": "kind", "kind": "nobody", "rules": ["a"]}]},
               {"quorum": [{"of": "seats", "rules": []}]},
               {"seat": [{"kind": "member"}, {"kind": "member"}]}]
)  # fmt: skip
def test_orders_that_cannot_be_relied_on_are_refused(change):
    data = {
        "decides": "hands", "callers": ["owners_committee"], "notice": ["n.n"], "urgent": "", "proxies": [],
        "speaking": "s.s", "passing": ["p.p"], "approval": "a.a", "minutes": "m.m", "open_to_all": True,
        "seat": [{"kind": "member", "core": True}], "quorum": [{"of": "seats", "rules": ["q.q"]}],
    }  # fmt: skip
    assert read("x", data).core == ("member",)
    with pytest.raises(BadOrders):
        read("x", data | change)


# --- shares and quorum


@given(st.fractions(0, 1, max_denominator=12), st.sampled_from(["at_least", "more_than"]), st.integers(1, 400))
@settings(max_examples=40)
def test_the_least_that_is_enough_is_enough_and_one_less_is_not(share, test, whole):
    need = Share(share, test)
    least = need.least(whole)
    assert least > whole or need.holds(least, whole)
    assert least == 0 or not need.holds(least - 1, whole)


@pytest.mark.parametrize(
    ("test", "part", "whole", "enough"),
    [("more_than", 3, 6, False), ("more_than", 4, 6, True), ("at_least", 4, 6, True), ("at_least", 0, 0, False)],
)
def test_more_than_half_is_more_and_two_thirds_are_two_thirds(test, part, whole, enough):
    share = Fraction(1, 2) if test == "more_than" else Fraction(2, 3)
    assert Share(share, test).holds(part, whole) is enough


@pytest.mark.row("B01")
@given(st.sets(st.sampled_from(["residents_committee", "owners_committee", "property", "resident", "tenant"])))
@settings(max_examples=32)
def test_a_council_opens_only_with_its_three(there):
    orders = all_orders()["council_3x"]
    kinds = ("residents_committee", "owners_committee", "property", "resident", "tenant")
    chairs = [Chair(n, kind, kind in orders.core, True, 1, kind in there) for n, kind in enumerate(kinds)]
    found = quorum.standing(orders, terms("council_3x", date(2026, 9, 7)).shares, chairs)
    assert set(found.core_missing) == set(orders.core) - there
    assert found.may_open is (set(orders.core) <= there)


# --- floor and motions


def test_whoever_spoke_least_comes_first_then_whoever_asked_first():
    def at(minutes: int):
        return STARTS + minutes * MINUTE

    turns = [
        Turn(1, 10, at(0), at(1), at(3)), Turn(2, 10, at(4)), Turn(3, 20, at(6)), Turn(4, 30, at(5)),
        Turn(5, 40, at(1), None, at(2)),
    ]  # fmt: skip
    assert [turn.id for turn in speaking.queue(turns)] == [4, 3, 2]
    assert speaking.out_of_turn([*turns[:3], Turn(4, 30, at(5), at(8)), turns[4]]) == []
    jumped = [turns[0], Turn(2, 10, at(4), at(8)), turns[2], turns[3]]
    assert speaking.out_of_turn(jumped) == [2]
    assert speaking.remaining(Turn(1, 10, at(0), at(1)), 3, at(2)) == 120
    assert speaking.remaining(Turn(1, 10, at(0), at(1), at(5)), 3, at(9)) == -60


def test_what_changes_a_text_is_voted_on_before_it():
    rows = [Put(1, None, True), Put(2, 1, True), Put(3, 2, True), Put(4, 1, True), Put(5, None, True)]
    assert motions.before(1, rows) == [3, 2, 4] and motions.before(2, rows) == [3] and motions.before(5, rows) == []
    assert [motions.depth(n, rows) for n in (1, 2, 3)] == [0, 1, 2]
    assert motions.before(1, [replace(row, open=row.id == 1) for row in rows]) == []


def test_the_base_of_a_share_is_named():
    half = Share(Fraction(1, 2), "more_than")
    counts = Counts(4, 1, 3)
    assert Passing(half, "cast").passes(counts, 9, 12) is False, "four of eight"
    assert Passing(half, "present").passes(Counts(5, 0, 0), 9, 12) is True
    assert Passing(half, "all").passes(Counts(5, 0, 0), 9, 12) is False


def test_a_year_falls_into_stretches_without_a_gap():
    for every, many in (("monthly", 12), ("quarterly", 4), ("half_yearly", 2), ("yearly", 1)):
        found = plans.stretches(2026, every)
        assert len(found) == many and all(a[1] == b[0] for a, b in zip(found, found[1:], strict=False))
        assert (found[-1][1] - found[0][0]).days == 365


# --- the rule runner


def story(**more):
    """A council that kept every rule."""
    orders = all_orders()["council_3x"]
    told = Story(
        orders=orders, terms=terms("council_3x", MONDAY.date()), called_at=MONDAY, starts=STARTS, urgent=False,
        items=(ItemTold(1, 1, "decide", True, "done"), ItemTold(2, 2, "discuss", False, "put_off")),
        sittings=(Sitting(STARTS, STARTS + 60 * MINUTE, CHAIRS),),
        motions=(
            MotionTold(1, 1, None, "passed", STARTS + MINUTE, STARTS + 9 * MINUTE, Counts(4, 1, 0), 5, 5),
            MotionTold(2, 1, 1, "rejected", STARTS + 2 * MINUTE, STARTS + 8 * MINUTE, Counts(2, 3, 0), 5, 5),
        ),
        turns={1: (Turn(1, 4, STARTS, STARTS + MINUTE, STARTS + 3 * MINUTE),)},
        resolutions=((1, 1),), decisions=((1, 1, False),), attended=frozenset(range(1, 6)), ended=True,
    )  # fmt: skip
    told = replace(told, minutes=Written(tuple(draft(told)), (1, 2, 3), STARTS + 99 * MINUTE, STARTS + 100 * MINUTE))
    return replace(told, **more)


def broken(told: Story) -> set[str]:
    return {finding.code for finding in verify(told, calendar()) if not finding.kept}


@pytest.mark.row("B03")
def test_a_meeting_that_kept_every_rule_has_no_finding():
    found = verify(story(), calendar())
    assert broken(story()) == set() and {one.code for one in found} == set(words.FINDINGS)


def _motion(number: int, **more):
    rows = list(story().motions)
    rows[number] = replace(rows[number], **more)
    return {"motions": tuple(rows)}


def _minutes(**more):
    return {"minutes": replace(story().minutes, **more)}


WITHOUT_CORE = (Sitting(STARTS, None, tuple(replace(c, present=int(c.kind != "property")) for c in CHAIRS)),)
TOO_FEW = (Sitting(STARTS, None, tuple(replace(c, present=int(c.core)) for c in (*CHAIRS, replace(CHAIRS[4], id=6)))),)


@pytest.mark.row("B03")
@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"called_at": MONDAY + timedelta(days=1)}, "notice"),
        ({"called_at": STARTS - 3 * 60 * MINUTE, "urgent": True}, "notice"),
        ({"items": (ItemTold(1, 1, "discuss", False, "done"),)}, "agenda"),
        ({"sittings": WITHOUT_CORE}, "core"),
        ({"sittings": TOO_FEW}, "quorum"),
        ({"items": (ItemTold(1, 1, "decide", False, "done"),)}, "unlisted"),
        ({"items": (ItemTold(1, 1, "report", True, "done"),)}, "unlisted"),
        ({"orders": replace(all_orders()["council_3x"], decides="no")}, "decides"),
        ({"decisions": ((1, None, False),)}, "decides"),
        (_motion(1, decided_at=STARTS + 10 * MINUTE), "order"),
        (_motion(1, state="voting", decided_at=None, counts=None), "order"),
        (_motion(0, decided_at=STARTS + 61 * MINUTE), "while_open"),
        (_motion(0, counts=Counts(4, 2, 0)), "counts"),
        (_motion(0, counts=None), "counts"),
        (_motion(0, counts=Counts(2, 3, 0)), "outcome"),
        (_motion(1, counts=Counts(5, 0, 0)), "outcome"),
        ({"turns": {1: (Turn(1, 4, STARTS, STARTS + MINUTE, STARTS + 5 * MINUTE),)}}, "speaking_time"),
        ({"turns": {1: (Turn(1, 4, STARTS), Turn(2, 5, STARTS + MINUTE, STARTS + 2 * MINUTE))}}, "speaking_order"),
        (_minutes(lines=story().minutes.lines[:-1]), "minutes_whole"),
        (_minutes(lines=tuple(line for line in story().minutes.lines if line[0] != "result")), "minutes_whole"),
        (_minutes(signers=(1, 2)), "signed"),
        (_minutes(signers=(1, 2, 3, 77)), "signed"),
        (_minutes(signed_at=None), "published"),
    ],
)  # fmt: skip
def test_each_broken_rule_is_found_by_its_name(change, code):
    assert code in broken(story(**change))


def test_only_what_puts_a_decision_in_doubt_is_grave():
    late = story(turns={1: (Turn(1, 4, STARTS, STARTS + MINUTE, STARTS + 9 * MINUTE),)})
    assert [one.grave for one in verify(late, calendar()) if not one.kept] == [False]
    assert all(one.grave for one in verify(story(sittings=WITHOUT_CORE), calendar()) if not one.kept)
