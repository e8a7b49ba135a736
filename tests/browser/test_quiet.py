"""What happens by itself on an open page is quiet: new matters wait, time is told anew, an act can be taken back."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from tests.arriving import lands, sent
from tests.browser.browsing import Browser, axe
from tests.browser.town import Town, still

from gongzhi.cases.models import Case
from gongzhi.kernel import clock

WATCH = """addEventListener("DOMContentLoaded", () => {
  window.said = []; const s = document.getElementById("status");
  new MutationObserver(() => { if (s.textContent) window.said.push(s.textContent); })
    .observe(s, {childList: true, characterData: true, subtree: true}); });
window.shifted = []; new PerformanceObserver(list => { for (const entry of list.getEntries())
  if (!entry.hadRecentInput) window.shifted.push(entry.value); }).observe({type: "layout-shift", buffered: true});
const clear = window.clearInterval; window.clearInterval = timer => { window.cleared = true; clear(timer); };"""
ROWS = "[...document.querySelectorAll('[data-row]')].map(r => Math.round(r.getBoundingClientRect().top))"


def watched(browser: Browser, who: str, address: str, **how: Any) -> Any:
    """A page whose own clock the test moves, with what it says and what shifts written down."""
    page = browser.context(who, **how).new_page()
    page.clock.install()
    page.add_init_script(WATCH)
    page.goto(browser.town.url + address)
    page.wait_for_load_state("networkidle")
    return page


@pytest.mark.parametrize("wide", [False, True])
@pytest.mark.parametrize("english", [False, True])
def test_new_matters_wait_behind_a_link(street: Town, browser: Browser, wide: bool, english: bool) -> None:
    """Nothing moves, nothing is said, the focus stays; one tap shows them."""
    street.case(matter="LJ01", text="三栋的灯坏了")
    page = watched(browser, "head", "/work/", wide=wide, english=english)
    new = page.locator("a[data-arrivals]")
    page.locator("[data-row-link]").first.focus()
    before = page.evaluate(ROWS)
    assert not new.is_visible()
    street.case(matter="LJ01", text="二单元的灯也坏了")
    page.evaluate("window.shifted.length = 0")
    with page.expect_response("**/work/arrivals/**"):
        page.clock.fast_forward(61_000)
    new.wait_for(state="visible")
    assert new.inner_text() == ("1 new: show" if english else "有 1 件新的，点此显示")
    assert page.evaluate(ROWS) == before and sum(page.evaluate("window.shifted")) == 0
    assert page.evaluate("window.said") == []
    assert page.evaluate("document.activeElement.matches('[data-row-link]')")
    box = new.bounding_box()
    assert box["height"] >= 44 if not wide else box["height"] >= 24
    with page.expect_navigation():
        new.click()
    assert page.locator("[data-row]").count() == len(before) + 1
    assert not page.locator("a[data-arrivals]").is_visible()


def test_who_is_signed_out_is_not_asked_for_any_more(street: Town, browser: Browser) -> None:
    page = watched(browser, "worker", "/work/")
    page.context.clear_cookies()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/work/arrivals/?" in request.url else None)
    with page.expect_response("**/sign-in/**"):
        page.clock.fast_forward(61_000)
    page.wait_for_function("window.cleared")
    for _ in range(3):
        page.clock.fast_forward(61_000)
    page.wait_for_timeout(200)
    assert len(asked) == 1 and page.evaluate("window.said") == []


HIDE = """hidden => { Object.defineProperty(document, "hidden", {value: hidden, configurable: true});
  document.dispatchEvent(new Event("visibilitychange")); }"""


def test_time_left_is_renewed_when_one_comes_back(street: Town, browser: Browser) -> None:
    """After more than five minutes away; shorter, nothing is fetched. What is being written stays, and the focus."""
    case = street.at("worked")
    page = watched(browser, "worker", f"/work/m/{case.pk}/", wide=True)
    page.keyboard.press("n")
    page.locator("#panel textarea").fill("写到一半")
    words = "[...document.querySelectorAll('main time[datetime]')].map(t => t.textContent)"
    page.wait_for_function("window.said?.length === 1")  # that a draft is kept
    before = page.evaluate(words)
    with clock.at(clock.now() + timedelta(hours=30)):
        page.evaluate(HIDE, True)
        page.clock.fast_forward(240_000)
        page.evaluate(HIDE, False)
        page.wait_for_timeout(300)
        assert page.evaluate(words) == before
        page.evaluate(HIDE, True)
        page.clock.fast_forward(301_000)
        page.evaluate(HIDE, False)
        page.wait_for_function(f"{words}.join() !== {before!r}.join()")
        after = page.evaluate(words)
    assert len(after) == len(before) and any("超" in word or "昨天" in word for word in after), after
    assert page.locator("#panel textarea").input_value() == "写到一半"
    assert page.evaluate("document.activeElement.tagName") == "TEXTAREA"
    assert len(page.evaluate("window.said")) == 1


@pytest.mark.parametrize("english", [False, True])
def test_z_takes_back_and_the_button_goes_when_its_time_is_over(street: Town, browser: Browser, english: bool) -> None:
    """On both sides time goes on only as the test moves it, so that a slow machine loses nothing."""
    case = street.at("filed")
    page = watched(browser, "grid", f"/work/m/{case.pk}/", wide=True, english=english)
    page.clock.pause_at(datetime.now() + timedelta(minutes=1))
    with still():
        sent(page, lambda: page.keyboard.press("a"))
        page.clock.fast_forward(400)
        page.wait_for_function("window.said?.length === 1")
        assert len(page.evaluate("window.said")[0]) <= 40
        sent(page, lambda: page.keyboard.press("z"))
    assert Case.objects.get(pk=case.pk).state == "filed"
    sent(page, lambda: page.keyboard.press("a"))
    button = page.locator("[data-undo] button")
    button.focus()
    page.evaluate("window.shifted.length = 0")
    page.clock.fast_forward(21_000)
    button.wait_for(state="hidden")
    assert page.evaluate("document.activeElement !== document.body") and sum(page.evaluate("window.shifted")) == 0
    page.keyboard.press("z")
    assert Case.objects.get(pk=case.pk).state == "handling"


def test_taking_back_works_without_scripts(street: Town, browser: Browser) -> None:
    case = street.at("filed")
    page = browser.open(f"/work/m/{case.pk}/", "grid", java_script_enabled=False)
    with still():
        sent(page, page.get_by_role("button", name="接下").first)
        sent(page, "[data-undo] button")
    assert Case.objects.get(pk=case.pk).state == "filed" and "和刚才一样" in page.content()


@pytest.mark.parametrize("english", [False, True])
@pytest.mark.parametrize("wide", [False, True])
def test_axe_finds_nothing_beside_a_message(street: Town, browser: Browser, wide: bool, english: bool) -> None:
    """The message with its button, the link that waits, and the open cards of the sorting desk, in light and dark."""
    how = {"wide": wide, "english": english, "reduced_motion": "reduce"}
    came_back = street.case(matter="", text="不知道归谁管")
    street.world.move("worker", came_back, "sort", matter="LJ01")
    street.world.move("head", came_back, "refuse", clause="LJ01:grid")
    accepted = browser.open(f"/work/m/{street.at('filed').pk}/", "grid", **how)
    with accepted.expect_navigation():
        accepted.keyboard.press("a")
    inbox = browser.open("/work/", "worker", **how)
    inbox.evaluate("document.querySelector('a[data-arrivals]').classList.add('ws-new-some')")
    desk = browser.open("/work/sort/", "worker", **how)
    desk.locator("#came-back-title").click()
    desk.locator(".ws-back").wait_for()
    lands(desk, "came-back-title")
    for page in (accepted, inbox, desk):
        assert axe(page) == []
        page.emulate_media(color_scheme="dark")
        assert axe(page, only=("color-contrast",)) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
