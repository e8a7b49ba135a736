"""Object by object, address by address: nobody outside a matter reads its words, names or numbers, or moves it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from gongzhi.cases.models import Case, Photo, Word
from gongzhi.people.models import AccessLog

from .conftest import NAME, NOTE, PHONE, SECRETS, TIP, Town
from .routes import Route, routes, values

TEXT_OF_TOWN = "三楼外墙渗水"
# Nobody of these has anything to do with either matter.
OUTSIDE = ("", "other", "far_head", "neighbour", "safety", "housing", "manager")
REFUSED = {302, 400, 403, 404, 405, 422}
WORDS = {"text": "x", "sight": "staff", "shown": "1", "heading": "公开", "purpose": "handle", "solved": "yes"}


def said(response: Any) -> str:
    """The whole body, also of a file."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return bytes(body).decode(errors="replace")


def standing(town: Town) -> Any:
    """What an outsider must not be able to change."""
    cases = Case.objects.order_by("pk").values_list("pk", "state", "version", "heading", "holder_id", "due_at")
    photos = Photo.objects.order_by("pk").values_list("pk", "released")
    return list(cases), list(photos), Word.objects.count(), AccessLog.objects.count()


def outsiders(town: Town) -> list[tuple[str, Client]]:
    """A browser for each of them."""
    return [(who, town.browser(who)) for who in OUTSIDE]


def with_objects() -> list[Route]:
    """Addresses that name something; a receipt's code is itself the right to it."""
    return [r for r in routes() if r.takes and not r.route.startswith("r/")]


def test_outside_a_matter_no_address_shows_it(town: Town) -> None:
    walked = 0
    for who, browser in outsiders(town):
        for route in with_objects():
            for case in (town.case, town.tip):
                address = route.address(values(town, route, case_id=case.pk, key=case.key))
                answer = browser.get(address)
                body = said(answer)
                leaked = [s for s in SECRETS if s in body]
                assert answer.status_code < 500 and not leaked, f"{who or 'anybody'} at {address}: {leaked}"
                walked += 1
    assert walked > 300


def test_outside_a_matter_no_address_moves_it(town: Town) -> None:
    before = standing(town)
    for who, browser in outsiders(town):
        for route in with_objects():
            if not {"case_id", "photo_id", "call_id"} & set(route.takes) or route.name == "matter_second":
                continue
            address = route.address(values(town, route))
            answer = browser.post(address, {**WORDS, "satisfied": "5", "mark": "5", "reason": "x", "answer": "x"})
            assert answer.status_code in REFUSED, f"{who or 'anybody'} at {address}: {answer.status_code}"
            assert not [s for s in SECRETS if s in said(answer)], f"{who or 'anybody'} at {address}"
            assert standing(town) == before, f"{who or 'anybody'} moved it at {address}"


def test_staff_pages_send_strangers_to_sign_in_and_residents_away(town: Town) -> None:
    for route in routes():
        if not route.route.startswith(("work/", "street/")):
            continue
        address = route.address(values(town, route))
        nobody = town.browser().get(address)
        assert nobody.status_code in (302, 405), address
        if nobody.status_code == 302:
            assert nobody.url.startswith("/account/sign-in/"), address
        assert town.browser("other").get(address).status_code in (403, 405), address


def test_lists_and_searches_hold_only_what_the_reader_may_see(town: Town) -> None:
    for who in ("far_head", "neighbour", "housing", "manager", "bureau"):
        browser = town.browser(who)
        for address in (
            "/work/?q=渗水", f"/work/?q={town.case.pk}", f"/work/?open={town.case.pk}", "/work/sort/",
            "/work/whistles/", "/street/", "/street/cases/", "/street/cases.csv",
            "/street/rates/cases/?figure=reported",
            f"/street/cases/?community_id={town.case.community_id}",
        ):  # fmt: skip
            answer = browser.get(address)
            body = said(answer)
            assert answer.status_code in (200, 403, 404), address
            assert not [s for s in SECRETS if s in body], f"{who} at {address}"


def test_who_looks_for_the_same_matter_finds_only_what_they_may_see(town: Town) -> None:
    """The candidates of a merge, of the sorting desk and of taking in come out of other people's matters."""
    street = town.street
    words = "外墙渗水对门老翟家湿"
    asked = street.report("FW01", place="HHY1", text=words)
    street.move("neighbour", asked, "accept")
    unsorted = street.report("", place="HHY1", text=words)
    neighbour = town.browser("neighbour")
    for address in (f"/work/m/{asked.pk}/merge/", "/work/sort/", f"/work/m/{unsorted.pk}/"):
        answer = neighbour.get(address)
        assert answer.status_code == 200, address
        assert TEXT_OF_TOWN not in said(answer), address
    taking = {"text": words, "where": "3 栋", "intake": "help", "channel": "building_head"}
    answer = town.browser("head").post("/work/take-in/", taking)
    assert answer.status_code == 200 and TEXT_OF_TOWN not in said(answer)
    assert TEXT_OF_TOWN in said(town.browser("worker").post("/work/take-in/", {**taking, "channel": "counter"}))


def test_watchers_look_and_do_nothing_else(town: Town) -> None:
    before = standing(town)
    browser = town.browser("watcher")
    page = said(browser.get(f"/work/m/{town.case.pk}/"))
    assert TEXT_OF_TOWN in page and not [s for s in (PHONE, NAME) if s in page]
    for route in with_objects():
        if route.route.startswith("work/") and {"case_id", "photo_id", "call_id"} & set(route.takes):
            answer = browser.post(route.address(values(town, route)), {**WORDS, "reason": "x", "answer": "x"})
            assert answer.status_code in REFUSED | {200}, route.route
            assert standing(town) == before, route.route


def test_the_code_is_the_right_to_one_matter_and_no_other(town: Town) -> None:
    page = said(town.browser().get(f"/r/{town.code}/"))
    assert TEXT_OF_TOWN in page
    assert not [s for s in (PHONE, NAME, TIP, NOTE) if s in page]
    holder = town.browser()
    holder.get(f"/r/{town.code}/")
    assert holder.get(f"/m/{town.tip.pk}/").status_code == 404
    assert holder.get("/mine/").status_code == 200 and "渗水" not in said(holder.get("/mine/"))
    assert "JFIF" in said(holder.get(f"/r/{town.code}/picture/{town.photo.pk}/"))


@pytest.mark.parametrize("who", ["worker", "officer", "urban"])
def test_those_who_handle_it_read_it_without_name_or_number(town: Town, who: str) -> None:
    page = said(town.browser(who).get(f"/work/m/{town.case.pk}/"))
    assert TEXT_OF_TOWN in page
    assert PHONE not in page and NAME not in page
