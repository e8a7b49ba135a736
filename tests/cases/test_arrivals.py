"""What comes while a list is open waits behind a link; asking is quiet, cheap, and tells only of one's own."""

from __future__ import annotations

import html
import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.cases.test_staff_pages import sign_in
from tests.world import MONDAY, World

from gongzhi.kernel import clock


def address(browser: Client, page: str = "/work/") -> str:
    """Where the list would ask."""
    found = re.search(r'data-arrivals="([^"]+)"', browser.get(page).content.decode())
    assert found
    return html.unescape(found[1])


def asked(browser: Client, where: str) -> Any:
    answer = browser.get(where)
    assert answer.status_code == 200 and "no-store" in answer["Cache-Control"]
    return answer.json()


def test_what_came_since_is_counted_once_a_case(street: World) -> None:
    street.report("FW01", text="外墙渗水")
    browser = sign_in(street, "worker")
    where = address(browser)
    assert asked(browser, where) == {"n": 0, "says": ""}
    with clock.at(MONDAY + timedelta(minutes=3)):
        street.report("FW01", text="又渗水")
        street.report("", text="不知道归谁管")
        street.report("LJ01", text="楼道灯")  # the building team's
        assert asked(browser, where) == {"n": 2, "says": "有 2 件新的，点此显示"}
        assert asked(sign_in(street, "head"), where)["n"] == 1
        assert asked(browser, address(browser))["n"] == 0  # loaded again, they are in the list


def test_the_filter_of_the_list_is_the_filter_of_the_question(street: World) -> None:
    browser = sign_in(street, "worker")
    where = address(browser, "/work/?kind=sort")
    overdue = address(browser, "/work/?bucket=overdue")
    with clock.at(MONDAY + timedelta(minutes=3)):
        street.report("FW01", text="又渗水")
        street.report("", text="不知道归谁管")
        assert asked(browser, where)["n"] == 1
        assert asked(browser, overdue)["n"] == 0


def test_a_search_asks_nothing(street: World) -> None:
    assert "data-arrivals" not in sign_in(street, "worker").get("/work/?q=渗水").content.decode()


@pytest.mark.parametrize("since", ["", "yesterday", "2026-09-07", "2026-09-07T09:00", "%00", "9" * 400])
def test_a_broken_question_gets_nothing(street: World, since: str) -> None:
    street.report("FW01")
    answer = sign_in(street, "worker").get("/work/arrivals/", {"since": since})
    assert answer.json() == {"n": 0, "says": ""}


def test_only_staff_ask(street: World) -> None:
    assert Client().get("/work/arrivals/").status_code == 302
    assert sign_in(street, "worker").post("/work/arrivals/").status_code == 405
    assert asked(sign_in(street, "watcher"), "/work/arrivals/?since=2020-01-01T00:00%2B08:00")["n"] == 0


def test_asking_costs_four_queries(street: World) -> None:
    browser = sign_in(street, "worker")
    where = address(browser)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        asked(browser, where)
    assert len(queries) <= 4, [q["sql"] for q in queries]
