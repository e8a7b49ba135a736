"""The supervision list: which answers may only look like an end, who reads of them, and that nobody is ranked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from tests.cases.pages_support import ENGLISH, counted, picture, words
from tests.cases.test_staff_pages import sign_in
from tests.world import MONDAY, SETUP, World

from gongzhi.cases import services as cases
from gongzhi.cases.models import Case
from gongzhi.cases.selectors.doubtful import SIGNALS, Doubt, Span, doubtful
from gongzhi.kernel import clock
from gongzhi.kernel.permit import may
from gongzhi.kernel.reference import Ref
from gongzhi.organisations import services as seats
from gongzhi.people import services as people
from gongzhi.rulebook import selectors as rulebook

ADDRESS = "/street/supervision/"
NANYOU, STREET = "440305007010", "440305007"
WEEK = rulebook.limit("answer.contrary", MONDAY.date()).length()
MONTH = rulebook.limit("answer.again", MONDAY.date()).length()


def span(street: World, place: str = STREET, since: datetime = MONDAY) -> Span:
    kind = "community_id" if place == NANYOU else "street_id"
    return Span({kind: street.places[place].pk}, since, since + timedelta(days=90))


def listed(street: World, signal: str, **more: Any) -> list[Doubt]:
    return doubtful(signal, span(street, **more), size=50).rows


def numbers(street: World, signal: str, **more: Any) -> list[int]:
    return [doubt.case.pk for doubt in listed(street, signal, **more)]


def taken(street: World, **more: Any) -> Case:
    """In the hands of the building's head."""
    return street.move("head", street.report(phone="13812345678", **more), "accept")


def at_grid(street: World) -> Case:
    """In the hands of the grid, whose workers may open contacts."""
    return street.move("grid", street.report("ZS01", phone="13812345678"), "accept")


def answered(street: World, case: Case, outcome: str = "solved", who: str = "head") -> Case:
    return street.move(who, case, "answer", answer="灯泡换了，今晚亮了", outcome=outcome)


def judged(street: World, case: Case, solved: bool) -> Case:
    return cases.judge(actor=street.reporter(case), case_id=case.pk, solved=solved, satisfied=5 if solved else 1)


# --- without contact


def test_solved_without_anything_on_record_is_listed(street: World) -> None:
    case = answered(street, taken(street))
    explained = answered(street, taken(street), "explained")
    taken(street)
    assert numbers(street, "untouched") == [case.pk] and explained.pk != case.pk
    assert listed(street, "untouched")[0].at == case.answered_at


def looks(street: World, case: Case) -> None:
    people.read_contact(
        actor=street.actor("grid"), person_id=case.reporter_id, purpose="handle", about=Ref("cases.case", case.pk)
    )


def notes(street: World, case: Case) -> None:
    cases.add_words(actor=street.actor("grid"), case_id=case.pk, text="去看过，灯坏了", sight="staff")


def pictures(street: World, case: Case) -> None:
    cases.add_photo(actor=street.actor("grid"), case_id=case.pk, file=picture())


@pytest.mark.parametrize("touch", [looks, notes, pictures])
def test_one_look_note_or_picture_is_contact(street: World, touch: Any, settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    case = at_grid(street)
    with clock.at(MONDAY + timedelta(hours=1)):
        touch(street, case)
    with clock.at(MONDAY + timedelta(hours=2)):
        answered(street, case, who="grid")
    assert numbers(street, "untouched") == []


@pytest.mark.parametrize("touch", [notes, pictures])
def test_what_came_after_the_answer_is_no_contact(street: World, touch: Any, settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    case = answered(street, at_grid(street), who="grid")
    with clock.at(MONDAY + timedelta(hours=1)):
        touch(street, case)
    assert numbers(street, "untouched") == [case.pk]


def test_others_urging_and_the_reporter_adding_are_no_contact(street: World, settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    case = taken(street)
    cases.add_words(actor=street.actor("officer"), case_id=case.pk, text="请抓紧", sight="staff")
    cases.add_words(actor=street.reporter(case), case_id=case.pk, text="还没亮", sight="parties")
    cases.add_photo(actor=street.reporter(case), case_id=case.pk, file=picture())
    answered(street, case)
    assert numbers(street, "untouched") == [case.pk]


def test_a_department_that_came_is_contact(street: World) -> None:
    case = street.move("worker", street.report("FW01"), "accept")
    street.move("worker", case, "whistle", calls=[street.body_of("urban").pk])
    street.move("urban", case, "arrive")
    street.move("urban", case, "report_in", report="看过，是墙缝")
    street.move("worker", case, "plan", lead=street.body_of("worker").pk, plan="补缝", due=MONDAY + timedelta(days=5))
    answered(street, case, who="worker")
    assert numbers(street, "untouched") == []


def test_a_slip_that_was_taken_back_is_no_note(street: World) -> None:
    case = at_grid(street)
    notes(street, case)
    cases.undo(actor=street.actor("grid"), case_id=case.pk)
    answered(street, case, who="grid")
    assert numbers(street, "untouched") == [case.pk]


# --- judged otherwise


@pytest.mark.parametrize(("late", "found"), [(timedelta(), 1), (WEEK, 1), (WEEK + timedelta(seconds=1), 0)])
def test_solved_and_soon_said_not_to_be(street: World, late: timedelta, found: int) -> None:
    case = answered(street, taken(street))
    with clock.at(MONDAY + late):
        judged(street, case, False)
    rows = listed(street, "contrary")
    assert [(r.case.pk, r.gap, r.case.state) for r in rows] == [(case.pk, late, "filed")][:found]
    assert all(r.body == street.body_of("head").name for r in rows)  # whose answer it was, not whose it is now


def test_an_explanation_that_displeased_and_a_yes_are_not_listed(street: World) -> None:
    judged(street, answered(street, taken(street), "explained"), False)
    judged(street, answered(street, taken(street)), True)
    assert numbers(street, "contrary") == []


def test_the_second_answer_counts_by_itself(street: World) -> None:
    case = judged(street, answered(street, taken(street), "explained"), False)
    case = street.move("grid", case, "accept")
    with clock.at(MONDAY + timedelta(hours=1)):
        answered(street, case, who="grid")
        assert numbers(street, "contrary") == []
        judged(street, case, False)
    assert numbers(street, "contrary") == [case.pk]


# --- again


@pytest.mark.parametrize(("late", "found"), [(timedelta(hours=1), 1), (MONTH, 1), (MONTH + timedelta(seconds=1), 0)])
def test_the_same_at_the_same_place_within_the_window(street: World, late: timedelta, found: int) -> None:
    first = judged(street, answered(street, taken(street)), True)
    with clock.at(MONDAY + late):
        later = street.report()
    rows = listed(street, "again")
    assert [(r.case.pk, r.again, r.gap) for r in rows] == [(first.pk, later.pk, late)][:found]


def test_another_place_type_or_end_is_not_again(street: World) -> None:
    judged(street, answered(street, taken(street)), True)
    with clock.at(MONDAY + timedelta(days=1)):
        street.report("FW01")
        street.report(place="HHY1")
        gone = street.report()
        street.move(street.reporter(gone), gone, "withdraw")
    assert numbers(street, "again") == []


def test_a_place_known_only_down_to_the_community_is_left_out(street: World) -> None:
    case = street.move("worker", street.report("FW01", place=NANYOU), "accept")
    judged(street, answered(street, case, who="worker"), True)
    with clock.at(MONDAY + timedelta(days=1)):
        street.report("FW01", place=NANYOU)
    assert numbers(street, "again") == []


# --- spans, pages, readers


def test_areas_months_and_pages_narrow_the_list(street: World) -> None:
    made = [answered(street, taken(street)).pk for _ in range(3)][::-1]
    assert numbers(street, "untouched", place=NANYOU) == made
    assert numbers(street, "untouched", since=MONDAY + timedelta(days=1)) == []
    first = doubtful("untouched", span(street), size=2)
    assert ([r.case.pk for r in first.rows], first.count) == (made[:2], 3)
    rest = doubtful("untouched", span(street), size=2, before=made[1])
    assert ([r.case.pk for r in rest.rows], rest.count) == (made[2:], 3)
    other = Span({"community_id": street.places["440305007011"].pk}, MONDAY, MONDAY + timedelta(days=1))
    assert all(doubtful(name, other, size=5).count == 0 for name in SIGNALS)


@pytest.fixture
def full(street: World) -> Iterator[World]:
    """A street with all three signals, looked at a week later."""
    answered(street, taken(street, text="没人来过"))
    judged(street, answered(street, taken(street, text="说修了没修")), False)
    judged(street, answered(street, taken(street, text="修了又坏")), True)
    with clock.at(MONDAY + timedelta(days=3)):
        street.report(text="又坏了")
    with clock.at(MONDAY + timedelta(days=4)):
        yield street


def test_the_page_lists_the_three_signals_with_their_rules_and_opens_the_cases(full: World) -> None:
    browser = sign_in(full, "officer")
    with counted() as queries:
        page = browser.get(ADDRESS)
    assert len(queries) <= 14, [q["sql"][:90] for q in queries]
    text = words(page)
    for said in ("没人来过", "说修了没修", "修了又坏", "3 天", "看又来的那件", "7 天内", "30 天内", "不给人打分"):
        assert said in text, said
    first = Case.objects.order_by("pk").first()
    assert first is not None and f'href="/work/m/{first.pk}/"' in page.content.decode()
    assert "王" not in text and "13812345678" not in text


def test_one_list_page_by_page_and_broken_addresses(full: World) -> None:
    browser = sign_in(full, "officer")
    one = words(browser.get(ADDRESS, {"list": "contrary"}))
    assert "说修了没修" in one and "又有人说" not in one
    assert "没人来过" in words(browser.get(ADDRESS, {"list": "x", "month": "2026-99", "before": "x", "place": STREET}))
    assert "没有信号" in words(browser.get(ADDRESS, {"month": "2026-08"}))
    assert "没人来过" not in words(browser.get(ADDRESS, {"before": "1", "list": "untouched"}))
    assert "没人来过" in words(browser.get(ADDRESS, {"place": NANYOU, "month": "2026-09"}))
    assert browser.get(ADDRESS, {"place": "nowhere"}).status_code == 404
    assert browser.post(ADDRESS).status_code == 405


def test_the_page_in_english(full: World) -> None:
    page = words(sign_in(full, "officer").get(ADDRESS, **ENGLISH))
    assert "Which were answered “solved” without contact?" in page and "mark nobody" in page


@pytest.mark.parametrize(
    ("who", "place", "status"),
    [
        ("officer", STREET, 200), ("officer", NANYOU, 200), ("secretary", NANYOU, 200), ("watcher", NANYOU, 200),
        ("secretary", STREET, 403), ("watcher", STREET, 403), ("secretary", "440305007011", 403),
        ("worker", NANYOU, 403), ("neighbour", NANYOU, 403), ("head", NANYOU, 403), ("urban", STREET, 403),
        ("bureau", STREET, 403),
    ],
)  # fmt: skip
def test_who_reads_the_list(full: World, who: str, place: str, status: int) -> None:
    assert sign_in(full, who).get(ADDRESS, {"place": place}).status_code == status
    assert bool(may(full.actor(who), "case.doubt", full.places[place])) == (status == 200)


def test_who_reads_finds_the_way(full: World) -> None:
    assert ADDRESS in sign_in(full, "officer").get("/street/").content.decode()
    assert ADDRESS in sign_in(full, "watcher").get("/work/").content.decode()
    assert ADDRESS not in sign_in(full, "worker").get("/work/").content.decode()
    assert Client().get(ADDRESS).status_code == 302


def test_an_auditor_reads_the_street(full: World) -> None:
    person = people.reporter(name="auditor")
    seat = seats.create_seat(actor=SETUP, body_id=full.body_of("officer").pk, role="auditor")
    seats.seat_person(actor=SETUP, seat_id=seat.pk, person_id=person.pk)
    full.people["auditor"] = person.pk
    assert sign_in(full, "auditor").get(ADDRESS).status_code == 200
