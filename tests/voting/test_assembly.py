"""Assemblies at the exact share, and the same numbers on both sides of 2026-01-01."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongzhi.kernel.errors import Refused
from gongzhi.voting import laws
from gongzhi.voting.rules.assembly import HOUSEHOLDS, REPRESENTATIVES, RESIDENTS, AssemblyLaw, Show, decide, may_call
from gongzhi.voting.rules.verdicts import Procedure, examine

OLD_LAST, NEW_FIRST = date(2025, 12, 31), date(2026, 1, 1)
RESIDENTS_NOW = laws.assembly(RESIDENTS, NEW_FIRST)
REPRESENTATIVES_NOW = laws.assembly(REPRESENTATIVES, NEW_FIRST)


def ended(show: Show, law: AssemblyLaw) -> tuple[str, bool | None]:
    verdict = decide(show, law).verdict
    return verdict.state, verdict.valid


@pytest.mark.row("B05")
@pytest.mark.parametrize(
    ("show", "end"),
    [
        (Show(100, 50, 50), ("no_decision", False)),  # exactly half came
        (Show(100, 51, 26, 25), ("passed", True)),
        (Show(100, 60, 30, 30), ("no_decision", True)),  # exactly half of those present
        (Show(100, 60, 30, 0, 0), ("no_decision", True)),  # the silent ones are present all the same
        (Show(100, 60, 31, 29), ("passed", True)),
        (Show(100, 60, 29, 31), ("rejected", True)),
        (Show(100, 0, 0), ("no_decision", False)),
    ],
)
def test_residents_need_more_than_half_and_more_than_half_of_those(show: Show, end: tuple[str, bool]) -> None:
    assert ended(show, RESIDENTS_NOW) == end
    assert ended(show, laws.assembly(RESIDENTS, OLD_LAST)) == end  # the shares did not change in 2026


@pytest.mark.row("B05")
@pytest.mark.parametrize(
    ("present", "yes", "end"),
    [(40, 21, "passed"), (39, 39, "no_decision"), (40, 20, "no_decision"), (41, 21, "passed")],
)
def test_representatives_meet_at_exactly_two_thirds(present: int, yes: int, end: str) -> None:
    assert ended(Show(60, present, yes, present - yes), REPRESENTATIVES_NOW)[0] == end


@pytest.mark.row("B05")
def test_a_tenth_may_call_from_2026_where_a_fifth_was_needed_before() -> None:
    before, now = laws.assembly(RESIDENTS, OLD_LAST), laws.assembly(RESIDENTS, NEW_FIRST)
    assert (before.call.share, now.call.share) == (Fraction(1, 5), Fraction(1, 10))
    assert may_call(199, 2000, now).valid is False
    assert may_call(200, 2000, now).valid is True  # 十分之一以上 includes the number
    assert may_call(200, 2000, before).valid is False
    assert may_call(400, 2000, before).valid is True
    assert may_call(12, 10, now).valid is False
    assert (before.notice_days, now.notice_days) == (0, 10)
    assert "2018" in before.quorum.ground and "2025" in now.quorum.ground


def test_no_verdict_is_given_where_the_law_of_the_day_is_not_known() -> None:
    with pytest.raises(Refused) as none:
        laws.assembly(REPRESENTATIVES, OLD_LAST)
    assert none.value.code == "no_law"


def test_households_decide_by_the_residents_shares() -> None:
    law = laws.assembly(HOUSEHOLDS, NEW_FIRST)
    assert (law.quorum, law.approval) == (RESIDENTS_NOW.quorum, RESIDENTS_NOW.approval)
    assert decide(Show(10, 6, 4, 2), law).rule == "households"


@pytest.mark.parametrize("show", [Show(10, 11, 6), Show(10, 8, 5, 4), Show(0, 0, 0), Show(10, 8, -1)])
def test_numbers_that_contradict_each_other_get_no_verdict(show: Show) -> None:
    found = decide(show, RESIDENTS_NOW)
    assert found.verdict.state == "undetermined"
    assert found.verdict.valid is None
    assert found.winners == ()


@given(st.integers(1, 3000), st.data())
def test_integers_agree_with_fractions(entitled: int, data: st.DataObject) -> None:
    present = data.draw(st.integers(0, entitled))
    yes = data.draw(st.integers(0, present))
    found = decide(Show(entitled, present, yes), REPRESENTATIVES_NOW)
    quorum = Fraction(present, entitled) >= Fraction(2, 3)
    assert (found.verdict.state == "passed") is (quorum and bool(present) and Fraction(yes, present) > Fraction(1, 2))
    assert Show.of_dict(Show(entitled, present, yes).as_dict()) == Show(entitled, present, yes)


def test_who_may_call_and_who_may_ask_for_a_recall_stands_in_the_book_of_the_day() -> None:
    before, now = laws.may_call_assembly(OLD_LAST), laws.may_call_assembly(NEW_FIRST)
    assert {who: str(bar.share) for who, bar in before.items()} == {"residents": "1/5", "groups": "1/3"}
    assert {who: str(bar.share) for who, bar in now.items()} == {"residents": "1/10", "representatives": "1/3"}
    assert laws.may_ask_recall(NEW_FIRST)["voters"].least(3400) == 340
    assert laws.may_ask_recall(OLD_LAST) == {}


def test_each_kind_of_vote_keeps_its_own_days() -> None:
    owners, hall = laws.procedure(NEW_FIRST), laws.procedure(NEW_FIRST, rule=RESIDENTS)
    poll = laws.procedure(NEW_FIRST, rule="election")
    assert (owners.notice_days, hall.notice_days, poll.notice_days) == (15, 10, 0)
    assert (owners.roll_days, hall.roll_days, poll.roll_days) == (0, 0, 20)
    assert laws.procedure(NEW_FIRST, notice_days=7).notice_days == 7
    opens = date(2026, 3, 1)
    for published, finding in ((date(2026, 2, 9), "kept"), (date(2026, 2, 10), "broken")):
        points = examine(Procedure(roll_published=published, opens=opens), poll)
        assert points[0][0] == finding
