"""Checks 8 and 9, and drafts: back to the same row, paper, words that survive reload, error and a lost network."""

from __future__ import annotations

from typing import Any

import pytest
from tests.arriving import sent
from tests.browser import pages
from tests.browser.browsing import Browser, advised, words
from tests.browser.town import COMMUNITY, LAMP, Town

from gongzhi.cases.models import Case

SMALL_PRINT = """() => [...document.querySelectorAll("body *")].filter(e => e.getClientRects().length
  && !e.closest("script, svg, canvas, .visually-hidden")
  && [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim())
  && parseFloat(getComputedStyle(e).fontSize) < 13.99).map(e => e.outerHTML.slice(0, 120))"""
INDEX = """() => { const row = document.activeElement.closest("[data-row]");
  return [...row.closest("[data-rows]").querySelectorAll("[data-row]")].indexOf(row); }"""
NOT_ON_PAPER = "nav, .gz-nav, .gz-switches, .gz-foot, .gz-actbar, .gz-filters, button, .btn"


@pytest.fixture(scope="module")
def made(street: Town) -> dict[str, Any]:
    """Cases in every state, and thirty more for a list that scrolls."""
    found = pages.prepare(street)
    for n in range(30):
        street.case(matter="FW01", text=f"外墙渗水，{n + 1} 单元")
    return found


# --- back


def test_back_leads_to_the_row_under_the_same_filter(street: Town, made: dict[str, Any], browser: Browser) -> None:
    """Filter, row 25, open, accept, back: the same filter, and the row or its heir with the focus, where it was."""
    page = browser.open("/work/?bucket=later", "worker", reduced_motion="reduce")
    if page.locator("[data-row]").count() < 26:
        page.goto(f"{street.url}/work/?matter=FW01")
    address = page.url
    rows = page.locator("[data-rows=inbox] [data-row]")
    assert rows.count() >= 26
    row = rows.nth(24)
    row.scroll_into_view_if_needed()
    ident, case_id = row.get_attribute("id"), int(str(row.get_attribute("id")).split("-")[1])
    sent(page, row.locator("[data-row-link]"))
    page.wait_for_selector("[data-actbar]")
    with page.expect_navigation():
        page.locator("[formaction$='/accept/']").click()
    assert Case.objects.get(pk=case_id).state == "handling"
    with page.expect_navigation():
        page.locator("a[data-back]").first.click()
    assert page.url.split("?")[1].startswith(address.split("?")[1]), "the filter came back"
    page.wait_for_function("document.activeElement?.closest('[data-row]')")
    index = page.evaluate(INDEX)
    here = page.evaluate("document.activeElement.closest('[data-row]').id")
    assert here == ident or here.split("-")[1] == str(case_id) or abs(index - 24) <= 1
    top = page.evaluate("document.activeElement.getBoundingClientRect().top")
    assert 0 <= top <= 844, "in view"


def test_the_browsers_own_back_does_the_same(street: Town, made: dict[str, Any], browser: Browser) -> None:
    """Without our link: the history's back."""
    page = browser.open("/street/cases/?matter=FW01", "officer", reduced_motion="reduce")
    row = page.locator("[data-rows=cases] [data-row]").nth(24)
    ident = row.get_attribute("id")
    row.scroll_into_view_if_needed()
    sent(page, row.locator("[data-row-link]"))
    page.wait_for_selector(".gz-promise")
    page.go_back()
    page.wait_for_function(f"document.activeElement?.closest('#{ident}')")
    assert "matter=FW01" in page.url
    assert 0 <= page.evaluate("document.activeElement.getBoundingClientRect().top") <= 844


# --- paper


PAPER = [
    pytest.param("receipt", True, False, id="receipt"),
    pytest.param("take-in-receipt", True, False, id="staff-receipt"),
    pytest.param("home", True, False, id="notice"),
    pytest.param("board", False, True, id="board"),
]


@pytest.mark.parametrize(("name", "coded", "charted"), PAPER)
def test_paper(street: Town, made: dict[str, Any], browser: Browser, name: str, coded: bool, charted: bool) -> None:
    """No navigation, the code in black and white, tables open under their charts, nothing under 10.5 points or cut."""
    kind = next(one for one in pages.kinds(made) if one.name == name)
    page = browser.open(kind.address, kind.who, viewport={"width": 720, "height": 1020})
    if kind.first and name == "take-in-receipt":
        kind.first(page)
    page.emulate_media(media="print")
    shown = page.locator(NOT_ON_PAPER).filter(visible=True)
    assert shown.count() == 0, shown.evaluate_all("all => all.map(e => e.outerHTML.slice(0, 120))")
    small = page.evaluate(SMALL_PRINT)
    assert not small, small
    assert page.evaluate("document.documentElement.scrollWidth") <= 721
    assert "12345" in words(page) or "0755" in words(page), "whom to call"
    if coded:
        code = page.locator(".gz-qr-code").first
        assert code.is_visible() and code.bounding_box()["width"] >= 96
    if charted:
        hidden = "all => all.filter(e => !e.getClientRects().length).length"
        assert page.locator("table").count() >= 4 and page.locator("table").evaluate_all(hidden) == 0
    assert len(page.pdf(format="A4")) > 5_000


# --- the draft


def test_a_draft_survives_reload_error_and_a_lost_network(browser: Browser) -> None:
    """What was typed is there again; offline is said in plain words, once; with the network back it is sent."""
    page = browser.open(f"/report/?at={COMMUNITY}")
    page.locator("#id_text").fill(LAMP)
    page.wait_for_function("localStorage.getItem('gz.draft.report')")
    page.reload()
    assert page.locator("#id_text").input_value() == LAMP
    assert "上次写的还在" in page.locator("[data-draft-note]").inner_text()

    page.context.set_offline(True)
    page.wait_for_selector("#offline:not([hidden])")
    assert "现在没有网。写的都存着，有网再送出。" in words(page)
    page.locator("#id_text").fill(f"{LAMP}，老人摔了")
    page.wait_for_function("localStorage.getItem('gz.draft.report')?.includes('摔了')")
    page.context.set_offline(False)
    page.wait_for_selector("#offline", state="hidden")
    page.goto(page.url)
    assert page.locator("#id_text").input_value() == f"{LAMP}，老人摔了"

    sent(page, "button[name=go]")
    sent(page, "button[name=go][value=send]")
    page.wait_for_url("**/r/*/")
    assert Case.objects.latest("pk").text == f"{LAMP}，老人摔了"
    page.wait_for_function("!localStorage.getItem('gz.draft.report')")


@pytest.mark.parametrize("elder", [False, True])
def test_the_line_about_the_draft_moves_no_button(street: Town, browser: Browser, elder: bool) -> None:
    """It comes a moment after the typing, which is when a finger is on its way to the button."""
    page = browser.open(f"/work/m/{street.at('worked').pk}/answer/", "worker", elder=elder)
    button = "document.querySelector('button[name=outcome]').getBoundingClientRect().top + scrollY"
    before = page.evaluate(button)
    page.locator("#f_answer").fill("写")
    page.wait_for_function("document.querySelector('[data-draft-note]')?.textContent")
    assert page.evaluate(button) == before


def test_a_mistake_keeps_what_was_typed(street: Town, made: dict[str, Any], browser: Browser) -> None:
    """A form that comes back has everything in it, and says what is to be changed."""
    page = browser.open("/work/take-in/", "worker", wide=True)
    page.locator("#f_text").fill(LAMP)
    page.locator("#f_where").fill("没有这个地方")
    page.locator("#f_name").fill("王阿姨")
    sent(page, "main form button.btn-primary")
    page.wait_for_selector("#error-summary")
    assert page.locator("#f_text").input_value() == LAMP and page.locator("#f_name").input_value() == "王阿姨"
    assert "您的片区里没找到这个地方" in page.locator("#error-summary").inner_text()


def test_a_stale_page_keeps_the_answer_and_says_who_was_quicker(
    street: Town, made: dict[str, Any], browser: Browser
) -> None:
    """Two workers at one matter: the slower one reads what happened, and her words are still there."""
    case = street.at("worked")
    page = browser.open(f"/work/m/{case.pk}/answer/", "worker", wide=True)
    advised(page, lambda: page.locator("#f_answer").fill("我写的答复"))
    street.world.move("secretary", case, "whistle", calls=[street.world.body("street_urban").pk])
    sent(page, "button[name=outcome][value=solved]")
    page.wait_for_selector(".gz-notice-warn")
    assert "我写的答复" in page.locator("main").inner_text() or page.locator("#f_answer").input_value() == "我写的答复"
    assert "写的都还在下面" in words(page)
    assert Case.objects.get(pk=case.pk).state == "whistled"


def test_without_a_network_the_offline_page_stands(street: Town, browser: Browser) -> None:
    """The page that a phone keeps: what happened, what is safe, what to do."""
    page = browser.open("/offline/", service_workers="allow")
    page.goto(f"{street.url}/c/{COMMUNITY}/")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.wait_for_function("navigator.serviceWorker.controller")
    page.context.set_offline(True)
    page.goto(f"{street.url}/report/")
    assert page.locator("h1").inner_text() == "现在没有网" and "没有丢" in words(page)
