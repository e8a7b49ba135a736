"""Checks 3 and 10: where the focus goes, the whole work by keys alone, and a page that keeps quiet."""

from __future__ import annotations

import re
from typing import Any

import pytest
from tests.arriving import lands, sent, settled
from tests.browser import problems
from tests.browser.browsing import Browser, active, fill, focused, listen, words
from tests.browser.town import COMMUNITY, Town

from gongzhi.cases.models import Case

# Positions of what Tab visits, as (top, left, height), in the order of the visits.
VISIT = "() => { const r = document.activeElement.getBoundingClientRect();" + (
    " return [r.top + scrollY, r.left, r.height, document.activeElement.outerHTML.slice(0, 90)]; }"
)
PAGES = [
    pytest.param(f"/c/{COMMUNITY}/", "", False, id="home"),
    pytest.param("/report/?at=NYHY3", "", False, id="report"),
    pytest.param("/work/", "worker", True, id="inbox"),
    pytest.param("/street/", "officer", True, id="ladder"),
    pytest.param("/work/problems/", "worker", True, id="problems"),
    pytest.param("/work/take-in/", "worker", False, id="take-in"),
]


@pytest.fixture(scope="module", autouse=True)
def some(street: Town) -> None:
    """A few matters, so that lists have rows."""
    for state in ("worked", "worked", "whistled", "twice", "answered"):
        street.at(state)
    problems.apart(street, "施工噪声夜里不断")


@pytest.mark.parametrize(("address", "who", "wide"), PAGES)
def test_tab_goes_as_the_eye_goes(browser: Browser, address: str, who: str, wide: bool) -> None:
    """No step of Tab leads up the page or back in its line; each stop is seen, free, and ringed."""
    page = browser.open(address, who, wide=wide, reduced_motion="reduce")
    page.wait_for_load_state("networkidle")
    page.bring_to_front()
    seen: list[Any] = []
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            break
        found = focused(page)
        assert found["ring"] and found["contrast"] >= 3, found
        seen.append(page.evaluate(VISIT))
    assert len(seen) > 8
    for (top, left, height, tag), (below, right, its, after) in zip(seen[1:], seen[2:], strict=False):
        same_line = below < top + height and top < below + its
        beside = wide and right > left + 300  # the second pane begins at its own top
        assert below >= top - 1 or same_line or beside, f"{tag} -> {after}"
        assert right > left - 1 or not same_line or below > top + 1, f"{tag} -> {after}"


def test_the_focus_survives_every_swap(street: Town, browser: Browser) -> None:
    """Panel opened: its heading. Closed: its opener. Matches and found types: still in the field. Sent: on the page."""
    case = street.at("worked")
    page = browser.open(f"/work/m/{case.pk}/", "worker", wide=True)
    for act in ("answer", "whistle", "offer", "work_note", "work_pause"):
        page.locator(f"#act-{act}").click()
        page.wait_for_function("document.activeElement?.tagName === 'H2' && document.activeElement.closest('#panel')")
        focused(page)
        page.locator("#panel [data-close]").click()
        page.wait_for_function("document.querySelector('#panel')?.children.length === 0")
        lands(page, f"act-{act}")
        focused(page)
    page.locator("#act-reclassify").click()
    page.wait_for_function("document.activeElement?.closest('#panel')")  # from here on the panel listens
    page.locator("#f_q").fill("渗水")
    page.wait_for_selector("#matters-found input")
    settled(page)
    assert active(page) == "f_q"

    resident = browser.open("/report/")
    resident.locator("#id_text").fill("灯坏了")
    sent(resident, "button[name=go]")
    fill(resident, "#id_where", "南油")
    resident.wait_for_selector("#matches button")
    settled(resident)
    assert active(resident) == "id_where"
    focused(resident)


def test_mistakes_and_receipts_take_the_focus(browser: Browser) -> None:
    """The summary of what is to be changed, and "received"."""
    page = browser.open("/report/?at=NYHY3")
    sent(page, "button[name=go]")
    page.wait_for_selector("#error-summary")
    assert active(page) == "error-summary" and page.title().startswith("有 1 处要改")
    page.locator("#error-summary a").click()
    lands(page, "id_text")
    page.keyboard.type("灯坏了")
    sent(page, "button[name=go]")
    sent(page, "button[name=go][value=send]")
    page.wait_for_url("**/r/*/")
    lands(page, "H1")
    focused(page)


def test_a_worker_needs_no_mouse(street: Town, browser: Browser) -> None:
    """Accept, whistle, answer, by the keys of the map; the row comes back after each."""
    case = street.at("community")
    page = browser.open("/work/", "worker", wide=True)
    _walk_to(page, case)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    with page.expect_navigation():
        page.keyboard.press("a")
    assert Case.objects.get(pk=case.pk).state == "handling"

    page.keyboard.press("w")
    page.wait_for_function("document.activeElement?.closest('#panel')")
    tab_to(page, f"call-{street.world.body('street_urban').pk}")
    page.keyboard.press("Space")
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")
    assert Case.objects.get(pk=case.pk).state == "whistled"
    street.world.move("worker", case, "recall", reason="城管来电话，已叫停")

    page.reload()
    page.keyboard.press("r")
    page.wait_for_function("document.activeElement?.closest('#panel')")
    tab_to(page, "f_answer")
    page.keyboard.type("Answer: stopped at ten, 城管十日再来看")
    page.keyboard.press("Control+Enter")
    lands(page, "f_outcome_0")  # which of the two it is, only the person knows
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert Case.objects.get(pk=case.pk).state == "answered"
    assert "答复发出" in words(page)


def _walk_to(page: Any, case: Case) -> None:
    """To the inbox, then row by row, by their keys."""
    page.keyboard.press("g")
    with page.expect_navigation():
        page.keyboard.press("i")
    for _ in range(30):
        page.keyboard.press("j")
        if page.evaluate("document.activeElement.closest('[data-row]')?.id || ''").startswith(f"row-{case.pk}-"):
            return
    raise AssertionError(f"no row of case {case.pk}")


def tab_to(page: Any, wanted: str) -> None:
    """Tab until this has the focus."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if active(page) == wanted:
            return
    raise AssertionError(f"Tab never came to {wanted}")


def test_escape_closes_the_panel_and_keeps_the_draft(street: Town, browser: Browser) -> None:
    """What was written is there again when the panel is opened again."""
    case = street.at("worked")
    page = browser.open(f"/work/m/{case.pk}/", "worker", wide=True)
    page.keyboard.press("r")
    page.wait_for_function("document.activeElement?.closest('#panel')")
    page.locator("#f_answer").fill("写到一半")
    page.wait_for_function(f"localStorage.getItem('gz.draft.m{case.pk}-answer')")
    page.keyboard.press("Escape")
    page.wait_for_function("document.querySelector('#panel')?.children.length === 0")
    page.keyboard.press("r")
    page.wait_for_selector("#f_answer")
    page.wait_for_function("document.querySelector('#f_answer')?.value === '写到一半'")


def test_one_message_an_act_and_none_longer_than_forty(street: Town, browser: Browser) -> None:
    """The status line speaks once for what was done, in few words."""
    case = street.at("filed")
    page = browser.open(f"/work/m/{case.pk}/", "grid", wide=True)
    page.add_init_script(
        """addEventListener("DOMContentLoaded", () => { window.said = []; const s = document.getElementById("status");
        new MutationObserver(() => { if (s.textContent) window.said.push(s.textContent); })
          .observe(s, {childList: true, characterData: true, subtree: true}); })"""
    )
    for press in ("a", "p"):
        with page.expect_navigation():
            if press == "a":
                page.keyboard.press("a")
            else:
                page.keyboard.press("p")
                page.locator("#panel input[type=radio]").first.check()
                page.locator("#panel button.btn-primary").click()
        page.wait_for_function("window.said?.length > 0")
        page.wait_for_load_state("networkidle")
        said = page.evaluate("window.said")
        assert len(said) == 1 and len(said[0]) <= 40, said

    resident = browser.open("/report/")
    listen(resident)
    resident.locator("#id_text").fill("灯坏了")
    resident.wait_for_function("window.said?.length > 0")
    resident.locator("#id_text").fill("灯坏了，三天")
    resident.wait_for_function("localStorage.getItem('gz.draft.report')?.includes('三天')")
    assert len(resident.evaluate("window.said")) == 1, "a draft is said once"


def test_keys_are_quiet_while_composing_and_when_turned_off(street: Town, browser: Browser) -> None:
    """229 accepts nothing, nor does a key in a field; and the map can be switched off for good."""
    case = street.at("filed")
    page = browser.open(f"/work/m/{case.pk}/", "grid", wide=True)
    fire = """extra => { const e = new KeyboardEvent("keydown", {key: "a", bubbles: true, cancelable: true, ...extra});
      if (extra.code229) Object.defineProperty(e, "keyCode", {value: 229}); document.body.dispatchEvent(e); }"""
    for extra in ({"code229": True}, {"isComposing": True}, {"ctrlKey": True}, {"altKey": True}, {"metaKey": True}):
        page.evaluate(fire, extra)
    page.keyboard.press("?")
    page.locator("[data-keys-switch]").uncheck()
    page.keyboard.press("Escape")
    page.wait_for_selector("#keys", state="hidden")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("a")
    page.reload()
    page.keyboard.press("a")
    page.wait_for_load_state("networkidle")
    assert Case.objects.get(pk=case.pk).state == "filed"
    assert not page.locator("[data-key]").evaluate_all(
        "all => all.some(e => /refuse|decline|redirect|withdraw/.test(e.getAttribute('href') || e.formAction || ''))"
    ), "what cannot be undone has no single key"


@pytest.mark.parametrize(("address", "who"), [(f"/c/{COMMUNITY}/", ""), ("/work/", "worker"), ("/street/", "officer")])
def test_nothing_moves_for_who_wants_no_motion(browser: Browser, address: str, who: str) -> None:
    """No animation runs, and the content policy refuses nothing."""
    complaints: list[str] = []
    page = browser.context(who, wide=True, reduced_motion="reduce", bypass_csp=False).new_page()
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(browser.town.url + address)
    page.wait_for_load_state("networkidle")
    running = "document.getAnimations().filter(a => a.playState === 'running').length"
    assert page.evaluate(running) == 0
    page.keyboard.press("Tab")
    assert page.evaluate(running) == 0 and complaints == []


def test_links_have_names_that_tell_them_apart(browser: Browser) -> None:
    """Every button and link has words; none says only "more" or "here"."""
    page = browser.open("/work/", "worker", wide=True)
    bare = page.evaluate(
        """() => [...document.querySelectorAll("a[href], button")].filter(e => e.getClientRects().length)
        .map(e => (e.getAttribute("aria-label") || e.textContent).trim())"""
    )
    assert all(bare) and not [name for name in bare if re.fullmatch(r"更多|这里|点击|确定|提交|more|here|OK", name)]
