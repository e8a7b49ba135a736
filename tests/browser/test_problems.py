"""Recurring problems with the keyboard alone, without scripts, and on paper."""

from __future__ import annotations

from typing import Any

import pytest
from tests.arriving import sent
from tests.browser import problems
from tests.browser.browsing import Browser, active, axe, focused, listen, words
from tests.browser.town import COMMUNITY, Town

from gongzhi.triage import selectors
from gongzhi.triage.models import MonthTopic, Problem

LIST = "/work/problems/"


@pytest.fixture(scope="module")
def found(street: Town) -> Problem:
    """What five people say of the plant."""
    return problems.found(street)


def press(page: Any, *keys: str) -> None:
    """One key after the other."""
    for key in keys:
        page.keyboard.press(key)


def open_act(page: Any, name: str) -> None:
    """The toolbar by its key, the act by the arrows, its form by Enter; the focus is then on the form's heading."""
    press(page, ".")
    for _ in range(12):
        if active(page) == f"act-{name}":
            break
        press(page, "ArrowRight")
    assert active(page) == f"act-{name}"
    press(page, "Enter")
    in_panel(page)


def in_panel(page: Any) -> None:
    """The form has opened in its place, and has the focus."""
    page.wait_for_function("document.activeElement?.tagName === 'H2' && document.activeElement.closest('#panel')")
    focused(page)


def send(page: Any) -> None:
    """The key that sends an open form."""
    with page.expect_navigation():
        press(page, "Control+Enter")


def now(problem: Problem) -> Problem:
    return Problem.objects.get(pk=problem.pk)


def write(page: Any, field: str, text: str) -> None:
    """Go on with Tab to the field, and write into it in place of what is there."""
    for _ in range(20):
        press(page, "Tab")
        if active(page) == field:
            break
    assert active(page) == field
    press(page, "Control+a")
    page.keyboard.type(text)


def confirm_beside_the_list(page: Any, problem: Problem) -> None:
    """From the list: j, Enter, c, a better title, Ctrl+Enter."""
    press(page, "j")
    assert page.evaluate("document.activeElement.closest('[data-row]')?.id") == f"row-{problem.pk}"
    with page.expect_navigation():
        press(page, "Enter")
    press(page, "c")
    in_panel(page)
    write(page, "f_title", "搅拌站夜间噪音")
    send(page)
    assert f"open={problem.pk}" in page.url, "the list is still beside it"


def split_off_two(page: Any) -> None:
    """The first and the second message, ticked by the space bar."""
    open_act(page, "split")
    press(page, "Tab", "Space")
    press(page, "Tab", "Tab", "Space")
    write(page, "f_title", "搅拌站的粉尘")
    send(page)


def set_plan(page: Any) -> None:
    """What is done, and the day as this browser takes it: year first, or month first."""
    open_act(page, "plan")
    write(page, "f_plan", "请搅拌站夜里停产")
    press(page, "Tab")
    page.keyboard.type("20260930")
    if page.locator("#f_day").input_value() != "2026-09-30":
        press(page, "Shift+Tab", "Shift+Tab")
        page.keyboard.type("09302026")
    assert page.locator("#f_day").input_value() == "2026-09-30"
    send(page)


@pytest.mark.row("E03")
def test_with_the_keyboard_alone_it_is_confirmed_split_planned_and_taken_on(
    street: Town, found: Problem, browser: Browser
) -> None:
    page = browser.open(LIST, "worker", wide=True, reduced_motion="reduce")
    page.bring_to_front()
    confirm_beside_the_list(page, found)
    assert (now(found).state, now(found).title) == ("confirmed", "搅拌站夜间噪音")
    split_off_two(page)
    other = Problem.objects.exclude(pk=found.pk).get(title="搅拌站的粉尘")
    assert page.url.split("?")[0].endswith(f"{LIST}{other.pk}/")
    assert (len(selectors.messages_of(other.pk)), len(selectors.messages_of(found.pk))) == (2, 3)
    with page.expect_navigation():
        press(page, "u")
    page.goto(f"{street.url}{LIST}{found.pk}/")
    set_plan(page)
    assert (now(found).state, now(found).plan_due.isoformat()) == ("planned", "2026-09-30T10:00:00+00:00")
    open_act(page, "take_on")
    send(page)
    assert MonthTopic.objects.get().month == 202609
    assert "搅拌站夜间噪音" in words(browser.open(f"/problems/{COMMUNITY}/"))


def test_rows_are_walked_and_ticked_and_the_form_opens_with_the_ticks(
    street: Town, found: Problem, browser: Browser
) -> None:
    """On the page of one problem j walks its messages, x ticks, and u leads back to the row of the list."""
    page = browser.open(LIST, "worker", wide=True, reduced_motion="reduce")
    page.goto(f"{street.url}{LIST}{found.pk}/")
    listen(page)
    press(page, "j", "x", "j", "j", "x")
    assert page.locator("[data-row-select]:checked").count() == 2
    assert page.locator("[data-batch-said]").inner_text() == "选了 2 件"
    with page.expect_navigation():
        page.locator("button[name=start]").press("Enter")
    assert page.locator("[data-row-select]:checked").count() == 2
    assert axe(page) == []


def test_closing_a_form_keeps_what_was_typed(street: Town, found: Problem, browser: Browser) -> None:
    page = browser.open(f"{LIST}{found.pk}/", "worker", wide=True, reduced_motion="reduce")
    open_act(page, "put_in")
    press(page, "Tab")
    page.keyboard.type("12")
    page.wait_for_function(f"localStorage.getItem('gz.draft.p{found.pk}-put_in')")
    press(page, "Escape")
    page.wait_for_function("document.querySelector('#panel')?.children.length === 0")
    page.wait_for_function("document.activeElement?.id === 'act-put_in'")
    press(page, "Enter")
    in_panel(page)
    page.wait_for_function("document.querySelector('#f_number')?.value === '12'")


def test_without_scripts_every_act_ends_in_the_same_state(street: Town, browser: Browser) -> None:
    """Links lead to forms, forms lead back: found, confirmed, planned, progress, done, dropped and looked at again."""
    problem = problems.apart(street, "没有脚本也能办")
    page = browser.open(f"{LIST}{problem.pk}/", "worker", wide=True, java_script_enabled=False)

    def act(name: str, **fields: str) -> None:
        sent(page, f"#act-{name}")
        for field, value in fields.items():
            page.locator(f"#f_{field}").fill(value)
        sent(page, "#act-form .gz-acts button")

    act("dismiss", reason="先放一放")
    assert now(problem).state == "dismissed"
    sent(page, "[formaction$='/look_again/']")
    assert now(problem).state == "found"
    act("confirm", title="没有脚本也能办好")
    act("plan", plan="照样办", day="2026-09-30")
    act("progress", note="办到一半")
    act("finish", note="办好了")
    assert (now(problem).state, now(problem).title) == ("watched", "没有脚本也能办好")


def test_the_month_is_a_notice_on_paper(street: Town, found: Problem, browser: Browser) -> None:
    page = browser.open(f"/problems/{COMMUNITY}/202609/", viewport={"width": 720, "height": 1020})
    page.emulate_media(media="print")
    assert page.locator("nav, .gz-nav, button, .btn").filter(visible=True).count() == 0
    assert page.locator(".gz-qr-code").bounding_box()["width"] >= 96
    assert page.evaluate("document.documentElement.scrollWidth") <= 721
    assert len(page.pdf(format="A4")) > 5_000
