"""Rows F09 and Q12: what was sent on to the market, and how often people were asked again or sorted wrongly."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction
from typing import Any

import pytest
from tests.world import MONDAY, World

from gongzhi.cases import services as cases
from gongzhi.cases.models import Case
from gongzhi.cases.selectors.asked import sent_on, window
from gongzhi.indicators import selectors
from gongzhi.indicators import services as indicators
from gongzhi.indicators.models import Counted, Tally
from gongzhi.indicators.selectors import Scope
from gongzhi.indicators.selectors.burden import again, off_duty
from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.reference import Ref
from gongzhi.people import services as people
from gongzhi.record import services as record
from gongzhi.record.selectors import facts_about

NANYOU, HOUHAI, STREET = "440305007010", "440305007011", "440305007"
CAT, SHOPPING, ERRAND = "我家猫丢了，帮我找猫", "帮忙买菜送上门", "帮我拿快递"


def scope(street: World, code: str = STREET) -> Scope:
    pk = street.places[code].pk
    return Scope(street_id=pk) if code == STREET else Scope(community_id=pk)


def ask(street: World, text: str, *, phone: str = "", place: str = "NYHY3", sent: bool = True) -> Case:
    """Somebody asks for something; a worker tells where to turn."""
    actor = Actor(people.reporter(phone=phone).pk) if phone else None
    case = street.report("", text=text, place=place, actor=actor)
    if sent:
        who = "worker" if place == "NYHY3" else "neighbour"
        street.move(who, case, "redirect", branch="beyond_duty", note="可以找志愿服务队")
    return case


def later(days: float) -> Any:
    return clock.at(MONDAY + timedelta(days=days))


# --- F09


@pytest.mark.row("F09")
def test_requests_beyond_duty_are_counted_by_line_community_and_month(street: World) -> None:
    for text in (CAT, "帮我找狗", SHOPPING, "请人来家里陪我下棋"):
        ask(street, text)
    ask(street, ERRAND, place="HHY1")
    with later(30):
        ask(street, CAT)
        record.deliver()
        found, nanyou = off_duty(scope(street)), off_duty(scope(street, NANYOU))
        assert selectors.how_many("off_duty", scope(street), word="FB01") == 3
    assert found.by_line == {"FB01": 3, "FB02": 1, "FB03": 1, "other": 1}
    assert found.total == 6 and nanyou.total == 5 and "FB03" not in nanyou.by_line
    assert (found.by_month[202609], found.by_month[202610]) == (5, 1)


@pytest.mark.row("F09")
def test_they_are_no_failure_in_any_rate(street: World) -> None:
    before = street.report("LJ01")
    street.move("head", before, "accept")
    street.move("head", before, "answer", answer="灯换了，今晚亮了", outcome="solved")
    cases.judge(actor=street.reporter(before), case_id=before.pk, solved=True, satisfied=5)
    for _n in range(5):
        ask(street, CAT)
    record.deliver()
    found = selectors.rates(street_id=street.places[STREET].pk)
    assert found.solution.share == found.satisfaction.share == Fraction(1)
    assert (found.solution.denominator, found.count("missed"), found.count("late")) == (1, 0, 0)
    assert found.response.share == Fraction(1)
    assert {e.ground: e.count for e in found.solution.excluded} == {"beyond_duty": 5}


@pytest.mark.row("F09")
def test_the_share_sent_on_for_good_is_what_the_record_proves(street: World) -> None:
    ask(street, CAT, phone="13800000001")  # stays away
    ask(street, CAT, phone="13800000002")  # comes back with the same
    ask(street, CAT, phone="13800000003")  # comes back with something else
    ask(street, CAT)  # nobody would know them again
    with later(10):
        ask(street, "又要找猫", phone="13800000002", sent=False)
        ask(street, SHOPPING, phone="13800000003", sent=False)
        ask(street, CAT, phone="13800000004")  # not yet long enough ago
        assert off_duty(scope(street)).watched == 0
    with later(31):
        record.deliver()
        found = off_duty(scope(street))
    assert (found.watched, found.stayed_away) == (3, 2)


@pytest.mark.row("F09")
def test_who_comes_back_after_the_window_has_stayed_away(street: World) -> None:
    ask(street, CAT, phone="13800000001")
    with clock.at(MONDAY + window() + timedelta(seconds=1)):
        ask(street, CAT, phone="13800000001", sent=False)
        sent = sent_on(since=MONDAY, until=MONDAY + timedelta(days=1), street_id=street.places[STREET].pk)
    assert [one.came_back for one in sent] == [False]


def test_the_line_that_applied_is_on_the_record_and_in_the_story(street: World) -> None:
    case, other = ask(street, CAT), ask(street, "请人来家里陪我下棋")
    facts = [f for one in (case, other) for f in facts_about(Ref("cases.case", one.pk))]
    moved = {f.about.id: f.data["clause"] for f in facts if f.data.get("move") == "redirect"}
    assert moved == {case.pk: "FB01", other.pk: ""}
    record.deliver()
    assert off_duty(scope(street)).by_line == {"FB01": 1, "other": 1}


# --- Q12


@pytest.mark.row("Q12")
def test_being_asked_twice_for_the_same_matter_is_counted_and_opens(street: World) -> None:
    twice, once = street.report("LJ01"), street.report("LJ01")
    for case, times in ((twice, 3), (once, 1)):
        street.move("head", case, "accept")
        for n in range(times):
            with clock.at(MONDAY + timedelta(hours=1 + 2 * n)):
                cases.pause_clock(actor=street.actor("head"), case_id=case.pk, reason="waiting_resident")
            with clock.at(MONDAY + timedelta(hours=2 + 2 * n)):
                cases.resume_clock(actor=street.actor("head"), case_id=case.pk)
    other = street.report("LJ01")
    street.move("head", other, "accept")
    for n in range(2):  # the clock stood still twice, but nobody asked the reporter
        with clock.at(MONDAY + timedelta(hours=1 + 2 * n)):
            cases.pause_clock(actor=street.actor("head"), case_id=other.pk, reason="weather")
        with clock.at(MONDAY + timedelta(hours=2 + 2 * n)):
            cases.resume_clock(actor=street.actor("head"), case_id=other.pk)
    record.deliver()
    with later(1):
        assert again(scope(street)).asked == {twice.pk: 3}
        assert again(scope(street, HOUHAI)).asked == {}
    with later(400):
        assert again(scope(street)).asked == {}


@pytest.mark.row("Q12")
def test_having_to_say_the_same_again_is_counted(street: World) -> None:
    me = Actor(people.reporter(phone="13800000001").pk)
    street.report("LJ01", actor=me)
    with later(3):
        second = street.report("LJ01", actor=me)
        street.report("ZS01", actor=me)  # another matter
        street.report("LJ01", actor=me, place="NYHY")  # another place
        street.report("LJ01")  # another person
    with later(40):
        street.report("LJ01", actor=me)  # a new one by now
    with later(41):
        third = street.report("LJ01", actor=me)
        record.deliver()
        assert again(scope(street)).said == [third.pk, second.pk]
        assert again(scope(street, HOUHAI)).said == []


@pytest.mark.row("Q12")
def test_the_error_rate_of_sorting_is_once_a_case(street: World) -> None:
    right, wrong, refused, open_ = (street.report("LJ01" if n == 0 else "") for n in range(4))
    for case in (wrong, refused):
        street.move("worker", case, "sort", matter="ZS01")
    street.move("worker", wrong, "reclassify", matter="LJ01")
    street.move("worker", wrong, "reclassify", matter="ZS01")
    street.move("grid", refused, "refuse", clause="ZS01:community", reason="归社区")
    record.deliver()
    found = again(scope(street))
    assert (found.sorted, found.corrected, found.wrong) == (3, {"reclassify": 1, "refuse": 1}, 2)
    assert found.reported == 4
    assert set(selectors.case_ids("corrected", scope(street))) == {wrong.pk, refused.pk}
    assert open_.pk not in selectors.case_ids("sorted", scope(street))
    assert right.pk in selectors.case_ids("sorted", scope(street), word="given")


@pytest.mark.row("Q12")
def test_counted_anew_it_is_the_same(street: World) -> None:
    case = street.report("")
    street.move("worker", case, "sort", matter="ZS01")
    street.move("worker", case, "reclassify", matter="LJ01")
    ask(street, CAT)
    record.deliver()

    def all_of_it() -> tuple[list[Any], list[Any]]:
        return (
            sorted(Counted.objects.values_list("fact_id", "measure", "word", "body_id", "month")),
            sorted(Tally.objects.values_list("measure", "word", "month", "community_id", "body_id", "value", "count")),
        )

    before = all_of_it()
    indicators.rebuild()
    assert all_of_it() == before


def test_nothing_of_it_is_on_a_public_page(street: World) -> None:
    ask(street, CAT)
    record.deliver()
    found = selectors.rates(street_id=street.places[STREET].pk)
    assert not {m for m, _w in found.cells} & {"off_duty", "sorted", "corrected"}


def test_no_figure_of_a_body_or_a_person(street: World) -> None:
    with pytest.raises(ValueError, match="street or a community"):
        off_duty(Scope(body_id=1))
    with pytest.raises(ValueError, match="street or a community"):
        again(Scope(street_id=1, body_id=1))
