"""The shared components in a browser: axe in every scheme, focus, keys, drafts, way back, reflow, quiet, print."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.arriving import lands, sent, settled

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
PAGES = (
    "/gallery/",
    "/gallery/?wrong=1",
    "/gallery/staff/?open=1",
    "/gallery/sheet/",
    "/gallery/errors/404/",
    "/offline/",
)
pytestmark = pytest.mark.django_db(transaction=True)
Open = Callable[..., Any]


@pytest.fixture
def visit(chromium, live_server, gallery) -> Iterator[Open]:
    """Open a page as somebody: phone or desk, light or dark, Chinese or English, large type or not."""
    contexts: list[Any] = []

    def opened(address: str, *, wide: bool = False, elder: bool = False, english: bool = False, **how: Any) -> Any:
        size = {"width": 1280, "height": 800} if wide else {"width": 390, "height": 844}
        context = chromium.new_context(**{"viewport": size, "bypass_csp": True, "service_workers": "block", **how})
        contexts.append(context)
        chosen = {"elder": "1" if elder else "0", "django_language": "en" if english else "zh-hans"}
        context.add_cookies([{"name": n, "value": v, "url": live_server.url} for n, v in chosen.items()])
        page = context.new_page()
        page.goto(live_server.url + address)
        return page

    yield opened
    for context in contexts:
        context.close()


def active(page: Any) -> str:
    return page.evaluate("document.activeElement?.id || document.activeElement?.tagName")


@pytest.mark.parametrize("elder", [False, True], ids=["usual", "elder"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("wide", "english"), [(False, False), (True, True)], ids=["phone-zh", "desk-en"])
def test_axe_finds_nothing(visit, scheme, elder, wide, english):
    assert AXE.exists(), "axe-core is not installed: npm ci"
    page = visit("/offline/", wide=wide, elder=elder, english=english, color_scheme=scheme)
    for address in PAGES:
        page.goto(page.url.split("/", 3)[0] + "//" + page.url.split("/")[2] + address)
        page.add_script_tag(path=AXE)
        found = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)["violations"]
        assert not [(v["id"], [n["target"] for n in v["nodes"]]) for v in found], address
        assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"], address


COUNT = """document.getElementById("acc").addEventListener("click", () => {
  window.accepted = (window.accepted || 0) + 1; })"""
SIZES = """smallest => [...document.querySelectorAll("a[href], button, input, select, textarea, summary")].filter(e => {
  if (!e.getClientRects().length || e.closest(".visually-hidden, .gz-skip, .leaflet-container")) return false;
  if (e.matches("p a, figcaption a")) return false;  // in running text
  return (e.closest("label, .form-check") || e).getBoundingClientRect().height < smallest - .5;
}).map(e => e.outerHTML.slice(0, 120))"""
LETTERS = """least => [...document.querySelectorAll("body *")].filter(e => e.getClientRects().length
  && !e.closest("script, svg, canvas, .visually-hidden")
  && [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim())
  && parseFloat(getComputedStyle(e).fontSize) < least - .01).map(e => e.outerHTML.slice(0, 120))"""


@pytest.mark.parametrize(("elder", "target", "letter"), [(False, 44, 14), (True, 60, 18)], ids=["usual", "elder"])
def test_targets_and_letters_are_large_enough(visit, elder, target, letter):
    page = visit("/gallery/?wrong=1", elder=elder)
    assert page.evaluate(SIZES, target) == []
    assert page.evaluate(LETTERS, letter) == []


def test_nothing_runs_sideways_at_320_pixels_or_with_doubled_text(visit):
    narrow = visit("/gallery/", viewport={"width": 320, "height": 640})
    assert narrow.evaluate("document.documentElement.scrollWidth") <= 320
    double = visit("/gallery/inbox/")
    double.add_style_tag(content="html{font-size:200%!important}")
    assert double.evaluate("document.documentElement.scrollWidth") <= 390


def test_mistakes_take_the_focus_and_lead_to_their_fields(visit):
    page = visit("/gallery/?wrong=1")
    assert active(page) == "error-summary" and page.title().startswith("有 2 处要改")
    page.locator("#error-summary a").first.click()
    lands(page, "id_text")
    page.locator("#error-summary a").nth(1).click()
    lands(page, "id_kind_0")


def test_a_row_that_goes_leaves_the_focus_to_the_next_and_says_so_once(visit):
    page = visit("/rows/")
    page.evaluate(
        """() => { window.said = []; const status = document.getElementById("status");
        new MutationObserver(() => { if (status.textContent) window.said.push(status.textContent); })
          .observe(status, {childList: true, characterData: true, subtree: true}); }"""
    )
    page.locator("#take-3").click()
    page.wait_for_selector("#row-3", state="detached")
    page.wait_for_function("document.activeElement?.closest('#row-4')")
    assert page.evaluate("window.said") == ["taken"]
    page.locator("#take-30").click()
    page.wait_for_function("document.activeElement?.closest('#row-29')")


def test_a_panel_takes_the_focus_and_gives_it_back(visit):
    page = visit("/rows/")
    page.locator("#open").click()
    lands(page, "H2")
    page.locator("#shut").click()
    lands(page, "open")
    with page.expect_response("**/same/"):
        page.locator("#same").click()
    settled(page)
    assert active(page) == "same"


def test_back_leads_to_the_same_row_at_the_same_place(visit):
    page = visit("/rows/?q=灯")
    page.locator("#row-25 [data-row-link]").scroll_into_view_if_needed()
    sent(page, "#row-25 [data-row-link]")
    page.wait_for_url("**/matter/25/")
    sent(page, "a[data-back]")
    page.wait_for_url("**/rows/?q=*")
    page.wait_for_function("document.activeElement?.closest('#row-25')")
    assert page.evaluate("document.activeElement.getBoundingClientRect().top") < 844


def test_keys_walk_the_rows_and_never_act_in_a_field(visit):
    page = visit("/staff/rows/", wide=True)
    page.evaluate(COUNT)
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.closest('[data-row]').id") == "row-2"
    page.keyboard.press("x")
    assert page.locator("#row-2 input").is_checked()
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("Shift+X")
    assert page.locator("input[data-row-select]:checked").count() == 3
    assert page.locator("[data-batch-said]").inner_text() == "3"
    page.keyboard.press("a")
    assert page.evaluate("window.accepted") == 1
    for modifier in ("Control", "Alt", "Meta"):
        page.keyboard.press(f"{modifier}+a")
    page.locator("#field").fill("")
    page.locator("#field").press("a")
    assert page.evaluate("window.accepted") == 1 and page.locator("#field").input_value() == "a"


def test_keys_stay_quiet_while_composing_and_when_switched_off(visit):
    page = visit("/staff/rows/", wide=True)
    page.evaluate(COUNT)
    fire = """extra => { const e = new KeyboardEvent("keydown", {key: "a", bubbles: true, ...extra});
      if (extra.code229) Object.defineProperty(e, "keyCode", {value: 229}); document.body.dispatchEvent(e); }"""
    page.evaluate(fire, {"code229": True})
    page.evaluate(fire, {"isComposing": True})
    assert page.evaluate("window.accepted") is None
    page.keyboard.press("?")
    lands(page, "keys-title")
    assert page.locator("#keys").is_visible()
    page.locator("[data-keys-switch]").uncheck()
    page.keyboard.press("Escape")
    page.wait_for_selector("#keys", state="hidden")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("a")
    assert page.evaluate("window.accepted") is None
    page.reload()
    page.keyboard.press("?")
    assert not page.locator("#keys").is_visible()


def test_a_draft_survives_a_reload_and_is_dropped_on_wish(visit):
    page = visit("/gallery/")
    page.locator("#id_text").fill("灯坏了")
    page.locator("#id_kind_1").check()
    page.wait_for_function("localStorage.getItem('gz.draft.gallery')")
    page.reload()
    assert page.locator("#id_text").input_value() == "灯坏了" and page.locator("#id_kind_1").is_checked()
    assert page.locator("[data-draft-note]").inner_text() == "上次写的还在，已放回来"
    page.locator("[data-draft-drop]").click()
    page.reload()
    assert page.locator("#id_text").input_value() == ""


def test_the_offline_line_speaks_once(visit):
    page = visit("/rows/")
    assert not page.locator("#offline").is_visible()
    page.context.set_offline(True)
    page.wait_for_selector("#offline:not([hidden])")
    assert "现在没有网" in page.locator("#status").inner_text()
    page.context.set_offline(False)
    page.wait_for_selector("#offline", state="hidden")


def test_without_a_network_the_offline_page_stands(visit):
    page = visit("/offline/", service_workers="allow", bypass_csp=False)
    page.goto(page.url.replace("/offline/", "/rows/"))
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.wait_for_function("navigator.serviceWorker.controller")
    page.context.set_offline(True)
    page.reload()
    assert page.locator("h1").inner_text() == "现在没有网"
    shelf = "caches.open('gongzhi-1').then(s => s.keys()).then(ks => ks.map(k => new URL(k.url).pathname))"
    kept = page.evaluate(shelf)
    assert "/rows/" not in kept and "/offline/" in kept


def test_every_focus_is_seen(visit):
    """The ring is three pixels in the ink of the scheme, and nothing lies over what has the focus."""
    page = visit("/gallery/inbox/?open=1", wide=True)
    for _ in range(25):
        page.keyboard.press("Tab")
        seen = page.evaluate(
            """() => { const e = document.activeElement; const r = e.getBoundingClientRect();
            const ring = getComputedStyle(e), after = getComputedStyle(e, "::after");
            const at = document.elementFromPoint(r.left + Math.min(r.width, 20) / 2, r.top + r.height / 2);
            const own = parseFloat(ring.outlineWidth) >= 3 && ring.outlineStyle !== "none";
            return { ring: own || parseFloat(after.outlineWidth) >= 3,
              free: !at || e.contains(at) || at.contains(e), tag: e.outerHTML.slice(0, 100) }; }"""
        )
        assert seen["ring"] and seen["free"], seen["tag"]


def test_paper_has_no_navigation_and_letters_of_ten_and_a_half_points(visit):
    page = visit("/gallery/sheet/")
    page.emulate_media(media="print")
    assert page.locator(".gz-sheet-tools").is_hidden() and page.locator(".gz-qr-code").is_visible()
    assert page.evaluate(LETTERS, 14) == []
    page.goto(page.url.replace("sheet/", ""))
    page.emulate_media(media="print")
    for hidden in (".gz-nav", ".gz-switches", ".gz-filters", ".gz-actbar", ".gz-foot"):
        assert not page.locator(hidden).filter(visible=True).count(), hidden
    assert page.locator(".gz-figure table").first.is_visible() and page.locator(".gz-help").is_visible()


def test_nothing_moves_and_nothing_is_refused_by_the_content_policy(visit):
    complaints: list[str] = []
    page = visit("/offline/", bypass_csp=False, reduced_motion="reduce")
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    for address in ("/gallery/", "/gallery/staff/?open=1", "/rows/"):
        page.goto(page.url.split("/")[0] + "//" + page.url.split("/")[2] + address)
        page.wait_for_load_state("networkidle")
        assert page.evaluate("document.getAnimations().length") == 0
    assert complaints == []


def test_without_scripts_everything_is_still_readable(visit):
    page = visit("/gallery/", java_script_enabled=False)
    assert page.locator(".gz-figure table").first.is_visible() and page.locator(".gz-map-list").is_visible()
    assert page.locator(".gz-chart").first.is_hidden() and page.locator("[data-read]").count() == 0
    sent(page, "button[name=elder]")
    assert page.locator("html.elder").count() == 1
    sent(page, "button[name=language]")
    assert page.locator("html[lang=en]").count() == 1
