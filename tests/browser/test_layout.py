"""Checks 4, 5 and 7: what shifts while a page loads, how large targets are, what narrow pages and large type do."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from tests.browser import pages
from tests.browser.browsing import Browser
from tests.browser.town import COMMUNITY, Town

CHOSEN = (
    "home", "report-what", "report-where", "report-check", "receipt", "receipt-judge", "matter-public", "board", "list",
    "sign-in", "error-404", "inbox", "inbox-open", "matter-panel", "matter-whistle", "take-in", "take-in-check",
    "sorting", "whistles-called", "whistles-made", "ladder", "decide", "rates", "own-data", "street-cases", "register",
    "voices", "voices-community", "voices-sheet", "supervision", "public-text-looked",
    "problems-open", "problem", "problem-panel", "problem-split", "month", "problem-public",
)  # fmt: skip

# Everything that is tapped and is not a word in running text, smaller than the least side.
SMALL = """least => [...document.querySelectorAll("a[href], button, input, select, textarea, summary")].filter(e => {
  if (!e.getClientRects().length || e.closest(".visually-hidden, .gz-skip, .leaflet-container, [hidden]")) return false;
  const own = (e.labels && e.labels[0]) ? (e.closest(".form-check, label") || e) : e, r = own.getBoundingClientRect();
  const text = e.tagName === "A" && getComputedStyle(e).display === "inline"
    && e.closest("p, dd, li, blockquote, caption");
  if (e.matches("[data-row-link]") && e.closest(".gz-card")) return false;  // the whole card is its target
  return !text && (r.height < least - .5 || r.width < Math.min(least, 24) - .5);
}).map(e => [e.outerHTML.slice(0, 110), Math.round(e.getBoundingClientRect().height)])"""
# Acts that mean the opposite (done or undone, sent or refused) that stand closer than sixteen pixels.
CLOSE = """() => { const near = [], shown = e => e.getClientRects().length;
  const finals = [...document.querySelectorAll(".btn-final")].filter(shown);
  const others = [...document.querySelectorAll(".btn:not(.btn-final)")].filter(shown);
  for (const a of finals) for (const b of others) { const p = a.getBoundingClientRect(), q = b.getBoundingClientRect();
    const dx = Math.max(p.left - q.right, q.left - p.right, 0), dy = Math.max(p.top - q.bottom, q.top - p.bottom, 0);
    if (Math.hypot(dx, dy) < 15.5) near.push([a.innerText, b.innerText, Math.round(dx), Math.round(dy)]); }
  return near; }"""
# What is wider than the page and is not inside a region that scrolls by itself, has a name and takes the focus.
WIDE = """() => { const page = document.documentElement.clientWidth, named = ["aria-label", "aria-labelledby"];
  return [...document.querySelectorAll("body *")].filter(e => {
    const r = e.getBoundingClientRect();
    if (!r.width || r.right <= page + 1) return false;
    if (e.closest(".visually-hidden, .gz-skip, .leaflet-container, script")) return false;
    const region = e.closest(".gz-table-scroll, [role=region]");
    return !(region && region.tabIndex === 0 && named.some(name => region.getAttribute(name)));
  }).map(e => e.outerHTML.slice(0, 100)).slice(0, 5); }"""
STICKY = """() => [...document.querySelectorAll("body *")].filter(e => e.getClientRects().length
  && ["sticky", "fixed"].includes(getComputedStyle(e).position) && !e.closest("table, dialog")
  && e.getBoundingClientRect().height > innerHeight * .25).map(e => e.outerHTML.slice(0, 100))"""
CLIPPED = """() => [...document.querySelectorAll(".btn, h1, h2, h3, label, .gz-word, .gz-promise, summary")]
.filter(e => {
  const style = getComputedStyle(e);
  if (!e.getClientRects().length || e.closest(".visually-hidden") || style.clipPath !== "none") return false;
  return style.overflow !== "visible" && (e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1);
}).map(e => e.outerHTML.slice(0, 100))"""


@pytest.fixture(scope="module")
def made(street: Town) -> dict[str, Any]:
    """Cases in every state."""
    return pages.prepare(street)


def opened(browser: Browser, made: dict[str, Any], name: str, **how: Any) -> Any:
    """The page of this type, after what has to be opened on it is open."""
    kind = next(one for one in pages.kinds(made) if one.name == name)
    page = browser.open(kind.address, kind.who, reduced_motion="reduce", **how)
    if kind.first:
        kind.first(page)
    return page


@pytest.mark.parametrize("name", CHOSEN)
def test_targets_are_large_enough(street: Town, made: dict[str, Any], browser: Browser, name: str) -> None:
    """44 pixels on a phone, 60 for the main acts in large type, 24 on a desk; opposite acts stand 16 apart."""
    page = opened(browser, made, name)
    small, close = page.evaluate(SMALL, 44), page.evaluate(CLOSE)
    assert not small and not close, (small, close)
    elder = opened(browser, made, name, elder=True)
    low = elder.locator("main .btn").evaluate_all(
        """all => all.filter(e => e.getClientRects().length && e.getBoundingClientRect().height < 59.5)
        .map(e => e.outerHTML.slice(0, 100))"""
    )
    assert not low, low
    desk = opened(browser, made, name, wide=True)
    small = desk.evaluate(SMALL, 24)
    assert not small, small


@pytest.mark.parametrize("name", CHOSEN)
def test_narrow_pages_and_doubled_text_reflow(street: Town, made: dict[str, Any], browser: Browser, name: str) -> None:
    """At 320 pixels and with text at 200 % nothing runs sideways, nothing is clipped, little of the height is stuck."""
    page = opened(browser, made, name, viewport={"width": 320, "height": 640})
    wide, stuck, cut = page.evaluate(WIDE), page.evaluate(STICKY), page.evaluate(CLIPPED)
    assert not wide and not stuck and not cut, (wide, stuck, cut)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.set_viewport_size({"width": 390, "height": 844})
    page.evaluate("document.documentElement.style.setProperty('font-size', '200%', 'important')")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390, page.evaluate(WIDE)
    cut = page.evaluate(CLIPPED)
    assert not cut, cut


SHIFTS = """window.shifted = []; new PerformanceObserver(list => { for (const entry of list.getEntries())
  if (!entry.hadRecentInput)
    window.shifted.push([entry.value, entry.sources.map(s => s.node?.outerHTML?.slice(0, 80))]);
}).observe({type: "layout-shift", buffered: true});"""
SLOW = {"offline": False, "latency": 80, "downloadThroughput": 1_500_000 / 8, "uploadThroughput": 750_000 / 8}


@pytest.mark.parametrize("name", ["home", "report-what", "receipt", "matter-public", "board", "inbox-open", "ladder"])
def test_nothing_shifts_on_a_slow_phone(street: Town, made: dict[str, Any], browser: Browser, name: str) -> None:
    """At a quarter of the processor and 1.5 Mbit a second the sum of shifts stays within .02."""
    kind = next(one for one in pages.kinds(made) if one.name == name)
    context = browser.context(kind.who, reduced_motion="reduce")
    page = context.new_page()
    page.add_init_script(SHIFTS)
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", SLOW)
    session.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    page.goto(street.url + kind.address)
    page.wait_for_load_state("networkidle")
    shifts = page.evaluate("window.shifted")
    assert sum(value for value, _where in shifts) <= 0.02, shifts


def test_the_first_page_is_light(street: Town, made: dict[str, Any], browser: Browser) -> None:
    """A resident's first page, with everything that it really fetches, is at most 120 KB when compressed."""
    page = browser.open(f"/c/{COMMUNITY}/")
    page.wait_for_load_state("networkidle")
    fetched = page.evaluate("performance.getEntriesByType('resource').map(e => new URL(e.name).pathname)")
    files = [finders.find(path.removeprefix("/static/")) for path in set(fetched) if path.startswith("/static/")]
    weight = sum(len(gzip.compress(Path(str(file)).read_bytes())) for file in files)
    weight += len(gzip.compress(page.content().encode()))
    assert len(files) >= 6 and weight <= 120 * 1024, weight
