"""A person at a browser: what is asked of the page again and again, and a thumb whose taps and letters are counted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.arriving import sent, settled

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 800}
SCROLLING = 10_000  # milliseconds; the scroll that follows a key may be under way for so long
TAP, LETTER = 1.2, 0.35  # seconds; the unhurried thumb of pages.md


@dataclass
class Browser:
    """Opens contexts; everything that was opened is closed by the fixture."""

    chromium: Any
    town: Any
    contexts: list[Any] = field(default_factory=list)

    def context(
        self, who: str = "", *, wide: bool = False, english: bool = False, elder: bool = False, **how: Any
    ) -> Any:
        """A browser of its own for one person: signed in (by key of the world) or not, phone or desk."""
        given = {
            "viewport": DESK if wide else PHONE,
            "service_workers": "block",
            "locale": "zh-CN",
            "bypass_csp": True,
            **how,
        }
        context = self.chromium.new_context(**given)
        self.contexts.append(context)
        chosen = {"elder": "1" if elder else "0", "django_language": "en" if english else "zh-hans"}
        if who:
            chosen["sessionid"] = self.town.session(who)
        context.add_cookies([{"name": n, "value": v, "url": self.town.url} for n, v in chosen.items()])
        return context

    def open(self, address: str, who: str = "", **how: Any) -> Any:
        """A page at this address, in a context of its own."""
        page = self.context(who, **how).new_page()
        page.goto(self.town.url + address)
        return page

    def close(self) -> None:
        """Close everything; the next test begins with none."""
        for context in self.contexts:
            context.close()
        self.contexts.clear()


@dataclass
class Thumb:
    """Counts steps (a tap, a choice or a field) and the seconds that they take."""

    page: Any
    steps: int = 0
    seconds: float = 0.0

    def tap(self, what: Any) -> None:
        """One tap on what is there to be tapped."""
        target = what if hasattr(what, "click") else self.page.locator(what).first
        target.click()
        self.steps += 1
        self.seconds += TAP

    def go(self, what: Any) -> None:
        """One tap that leads to another page."""
        sent(self.page, lambda: self.tap(what))

    def write(self, what: Any, text: str) -> None:
        """One field, letter by letter; the tap into it counts as time and not as a second step."""
        target = what if hasattr(what, "fill") else self.page.locator(what).first
        target.click()
        target.fill(text)
        self.steps += 1
        self.seconds += TAP + LETTER * len(text)


def fill(page: Any, field: str, text: str) -> None:
    """Write into a field once the page's scripts listen to it."""
    page.wait_for_selector(field)
    page.locator(field).fill(text)


def advised(page: Any, write: Callable[[], None]) -> None:
    """Write an answer, and let what the house says of it come: it stands above the buttons, and moves them."""
    with page.expect_response("**/advice/"):
        write()
    settled(page)


def words(page: Any) -> str:
    """What a person reads of the page, in one line."""
    return " ".join(page.locator("body").inner_text().split())


def active(page: Any) -> str:
    """What has the focus: its id, else its element."""
    return page.evaluate("document.activeElement?.id || document.activeElement?.tagName")


def listen(page: Any) -> None:
    """From now on every message of the status line is kept in window.said."""
    page.evaluate(
        """() => { window.said = []; const status = document.getElementById("status");
        new MutationObserver(() => { if (status.textContent) window.said.push(status.textContent); })
          .observe(status, {childList: true, characterData: true, subtree: true}); }"""
    )


# What has the focus is no body, is in view, nothing lies over it, and its ring stands out from the page.
FOCUS = """() => { const e = document.activeElement, r = e.getBoundingClientRect();
  const x = r.left + Math.min(r.width, 24) / 2, y = r.top + Math.min(r.height, 40) / 2;
  const at = document.elementFromPoint(x, y), ring = getComputedStyle(e), after = getComputedStyle(e, "::after");
  const own = parseFloat(ring.outlineWidth) >= 2 && ring.outlineStyle !== "none";
  const light = colour => { const [r, g, b] = colour.match(/[0-9.]+/g).map(n => n / 255)
    .map(n => n <= .04045 ? n / 12.92 : ((n + .055) / 1.055) ** 2.4); return .2126 * r + .7152 * g + .0722 * b; };
  const pair = [(own ? ring : after).outlineColor, getComputedStyle(document.body).backgroundColor].map(light);
  return { tag: e.outerHTML.slice(0, 140), body: e === document.body,
    view: r.bottom > 0 && r.top < innerHeight && r.right > 0 && r.left < innerWidth,
    free: !!at && (e.contains(at) || at.contains(e) || !!e.labels && [...e.labels].some(l => l.contains(at))),
    ring: own || parseFloat(after.outlineWidth) >= 2,
    contrast: (Math.max(...pair) + .05) / (Math.min(...pair) + .05) }; }"""


def focused(page: Any) -> dict[str, Any]:
    """Where the focus is; fails where it is lost, out of view or covered."""
    until = page.evaluate("performance.now()") + SCROLLING
    seen = f"until => {{ const f = ({FOCUS})(); return f.body || f.view && f.free || performance.now() > until; }}"
    page.wait_for_function(seen, arg=until)
    found: dict[str, Any] = page.evaluate(FOCUS)
    assert not found["body"], "the focus fell to the body"
    assert found["view"] and found["free"], found
    return found


def axe(page: Any, *, only: tuple[str, ...] = ()) -> list[tuple[str, Any]]:
    """What axe finds against WCAG 2.2 A and AA (or by these rules only), as (rule, places)."""
    if not page.evaluate("!!window.axe"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    levels = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
    run = {"type": "rule", "values": list(only)} if only else {"type": "tag", "values": levels}
    found = page.evaluate("run => axe.run(document, {runOnly: run, resultTypes: ['violations']})", run)["violations"]
    return [(v["id"], [(n["target"], n["any"][:1] and n["any"][0]["message"]) for n in v["nodes"]]) for v in found]
