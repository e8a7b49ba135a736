"""Words that become public, at the keyboard and without scripts; advice beside an answer as it is written."""

from __future__ import annotations

import pytest
from tests.arriving import lands, settled
from tests.browser.browsing import Browser, active, axe, words
from tests.browser.town import Town

from gongzhi.cases.models import Case
from gongzhi.triage import selectors as triage
from gongzhi.triage.models import Cleared

TEXT = "王阿姨家住302室，电话13822221111，楼上天天漏水，她儿子小名豆豆也病了"
HOLLOW = "您好，您的留言已收悉，将尽快答复。"


def waiting(street: Town) -> Case:
    """In the hands of the community."""
    return street.world.move("worker", street.world.report("FW01", text=TEXT), "accept")


def shown(case: Case) -> str:
    return triage.shown_among("cases.case", [case.pk]).get(case.pk, "")


def test_words_are_let_out_and_taken_back_without_scripts(street: Town, browser: Browser) -> None:
    case = waiting(street)
    page = browser.open(f"/work/m/{case.pk}/public-text/", "worker", java_script_enabled=False)
    page.locator("#id_also").fill("豆豆")
    with page.expect_navigation():
        page.locator("button[name=look]").click()
    seen = page.locator("[data-preview]").inner_text()
    assert "豆豆" not in seen and "[电话]" in seen and not shown(case)
    with page.expect_navigation():
        page.locator("button[name=publish]").click()
    assert shown(case) == seen and page.locator("#now blockquote").inner_text() == seen
    anybody = browser.open(f"/m/{case.pk}/")
    assert seen in words(anybody) and "13822221111" not in words(anybody)
    with page.expect_navigation():
        page.locator("button[name=take_back]").click()
    assert not shown(case) and Cleared.objects.filter(about_id=case.pk).count() == 1


@pytest.mark.parametrize("english", [False, True])
def test_every_mark_is_reached_and_turned_by_the_keyboard(street: Town, browser: Browser, english: bool) -> None:
    case = waiting(street)
    page = browser.open(f"/work/m/{case.pk}/public-text/", "worker", wide=True, english=english)
    boxes = page.locator("input[name=cover]")
    assert boxes.count() == 2 and all(box.is_checked() for box in boxes.all())
    boxes.last.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    lands(page, "id_also")
    page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert active(page) == "look" and "302室" in page.locator("[data-preview]").inner_text()
    page.locator("button[name=publish]").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.wait_for_selector("#error-summary")
    assert not shown(case) and axe(page) == []
    assert active(page) == "error-summary"
    page.locator("input[name=checked]").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "302室" in shown(case) and "[姓名]" in shown(case)


@pytest.mark.parametrize(("wide", "english"), [(True, False), (False, True)])
def test_advice_comes_while_one_writes_and_stops_nobody(
    street: Town, browser: Browser, wide: bool, english: bool
) -> None:
    case = street.at("worked")
    page = browser.open(f"/work/m/{case.pk}/", "worker", wide=wide, english=english)
    page.locator("#act-answer").click()
    page.wait_for_selector("#panel #f_answer")
    settled(page)
    with page.expect_response("**/advice/"):
        page.locator("#f_answer").press_sequentially(HOLLOW)
    page.wait_for_selector("#advice .ws-checks")
    settled(page)
    advice = page.locator("#advice")
    assert HOLLOW in advice.inner_text() and advice.locator("q").count() >= 1
    assert active(page) == "f_answer" and page.locator("#f_answer").input_value() == HOLLOW
    assert axe(page) == []
    with page.expect_navigation():
        page.locator(".ws-form button[name=outcome][value=solved]").click()
    assert Case.objects.get(pk=case.pk).state == "answered"


def test_advice_by_the_button_without_scripts(street: Town, browser: Browser) -> None:
    case = street.at("worked")
    page = browser.open(f"/work/m/{case.pk}/answer/", "worker", java_script_enabled=False)
    page.locator("#f_answer").fill(HOLLOW)
    with page.expect_navigation():
        page.locator("button[name=check]").click()
    assert page.locator("#f_answer").input_value() == HOLLOW
    assert page.locator("#advice .ws-checks li").count() >= 4
    assert Case.objects.get(pk=case.pk).state == "handling"
