"""What a desk sorted and what came back: its own, of the last seven days, five cards at most, no names."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.cases.test_staff_pages import sign_in
from tests.world import MONDAY, World

from gongzhi.cases import services
from gongzhi.cases.models import Case
from gongzhi.cases.pages.staff.sorting import SORTERS
from gongzhi.cases.selectors.bounced import CameBack, came_back
from gongzhi.kernel import clock


def sorted_here(street: World, text: str = "不知道归谁管", matter: str = "LJ01", who: str = "worker") -> Case:
    case = street.report("", text=text)
    return street.move(who, case, "sort", matter=matter)


def refused(street: World, text: str = "不知道归谁管") -> Case:
    return street.move("head", sorted_here(street, text), "refuse", clause="LJ01:grid", reason="张三不管这个")


def cards(street: World, who: str = "worker") -> list[CameBack]:
    return came_back(street.actor(who), SORTERS)


def test_a_refused_one_says_what_was_chosen_by_whom_and_by_which_clause(street: World) -> None:
    case = refused(street)
    (card,) = cards(street)
    assert (card.case.pk, card.chosen, card.how) == (case.pk, "LJ01", "refuse")
    assert card.body == card.by == street.body_of("head").name and "责任清单" in card.clause
    page = sign_in(street, "worker").get("/work/sort/back/").content.decode()
    assert "楼道灯不亮" in page and "按清单退回" in page and "等裁定归谁办" in page
    assert "worker" not in page.split("<main")[1].split("</main")[0] and "张三" not in page


def test_what_it_has_become_is_told(street: World) -> None:
    case = sorted_here(street)
    street.move("officer", case, "reclassify", matter="FW01")
    (card,) = cards(street)
    assert (card.how, card.clause, card.case.matter) == ("reclassify", "", "FW01")
    assert card.by == street.body_of("officer").name
    assert "外墙渗水" in sign_in(street, "worker").get("/work/sort/back/").content.decode()


def test_a_body_to_which_it_was_offered_may_send_it_back_too(street: World) -> None:
    case = sorted_here(street)
    street.move("head", case, "offer", to_body=street.body_of("urban").pk, clause="LJ01:street")
    street.move("urban", case, "decline", clause="LJ01:grid")
    (card,) = cards(street)
    assert (card.how, card.by, card.body) == ("decline", street.body_of("urban").name, street.body_of("head").name)


@pytest.mark.parametrize("who", ["officer", "neighbour"])
def test_only_the_desk_that_sorted_it_learns(street: World, who: str) -> None:
    refused(street)
    assert not cards(street, who)
    assert "这周没有退回来的" in sign_in(street, who).get("/work/sort/back/").content.decode()


def test_what_was_not_sorted_here_or_did_not_come_back_is_no_card(street: World) -> None:
    street.move("head", street.report("LJ01"), "refuse", clause="LJ01:grid")  # the reporter chose the type
    street.move("head", sorted_here(street), "accept")
    assert cards(street) == []


def test_what_was_taken_back_is_no_card(street: World) -> None:
    case = sorted_here(street)
    street.move("officer", case, "reclassify", matter="FW01")
    services.undo(actor=street.actor("officer"), case_id=case.pk)
    assert cards(street) == []
    other = sorted_here(street, matter="FW01")
    services.undo(actor=street.actor("worker"), case_id=other.pk)
    street.move("officer", other, "sort", matter="LJ01")
    street.move("head", other, "refuse", clause="LJ01:grid")
    assert cards(street) == [] and [c.case.pk for c in cards(street, "officer")] == [other.pk]


def test_after_a_week_it_is_gone(street: World) -> None:
    refused(street)
    with clock.at(MONDAY + timedelta(days=7)):
        assert len(cards(street)) == 1
    with clock.at(MONDAY + timedelta(days=7, seconds=1)):
        assert cards(street) == []


def test_five_at_most_the_latest_first_in_a_fixed_number_of_queries(street: World) -> None:
    def counted() -> int:
        with CaptureQueriesContext(connection) as queries:
            cards(street)
        return len(queries)

    first = refused(street)
    one = counted()
    made = [refused(street, f"第 {n} 件") for n in range(6)]
    found = [card.case.pk for card in cards(street)]
    assert found == [case.pk for case in made[:0:-1]] and first.pk not in found
    assert counted() == one <= 8


def test_the_desk_opens_it_in_place_and_without_scripts_by_a_link(street: World) -> None:
    refused(street)
    street.report("", text="还没分的")
    browser = sign_in(street, "worker")
    page = browser.get("/work/sort/").content.decode()
    assert "这周退回来的" in page and 'href="/work/sort/back/"' in page and "按清单退回" not in page
    piece = browser.get("/work/sort/back/", headers={"hx-request": "true"}).content.decode()
    assert "按清单退回" in piece and "<html" not in piece
    assert sign_in(street, "urban").get("/work/sort/back/").status_code == 403
