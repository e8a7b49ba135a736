"""Check 6: axe finds nothing on any type of page, light, dark, in large type, in both languages; English is whole."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from tests.browser import budgets, funds, needs, pages, partners, problems, projects, talks, votes
from tests.browser.browsing import Browser, axe
from tests.browser.town import LAMP, NOISE, Town

from gongzhi.organisations.models import Body
from gongzhi.places.models import Place

# How a page is looked at: on a phone in Chinese, on a desk in English, on a phone in large type.
LOOKS = {
    "zh-phone": {},
    "en-desk": {"wide": True, "english": True},
    "zh-elder": {"elder": True},
}
HAN = re.compile("[\u4e00-\u9fff]+")
# What is said to be Chinese by its lang is so on purpose: the switch back, the list's own sentences.
IN_ENGLISH = """() => { const copy = document.body.cloneNode(true);
  copy.querySelectorAll("[lang^=zh], script, .gz-own-words, .gz-said").forEach(e => e.remove());
  return copy.textContent; }"""


@pytest.fixture(scope="module")
def made(street: Town) -> dict[str, Any]:
    """Cases in every state."""
    return pages.prepare(street)


def names() -> list[str]:
    """The types of page, known before any case is."""
    return [kind.name for kind in pages.kinds(_Anything())]


class _Anything(dict[str, Any]):
    """Stands for the crowd before there is one: every name has a thing with a number."""

    def __missing__(self, key: str) -> Any:
        return type("Anything", (), {"pk": 0, "__getitem__": lambda self, name: 0})()


def opened(browser: Any, kind: pages.Kind, **how: Any) -> Any:
    """The page, after what has to be opened on it is open."""
    page = browser.context(kind.who, **{"reduced_motion": "reduce", **how}).new_page()
    answer = page.goto(browser.town.url + kind.address)
    assert answer.status == kind.status, f"{kind.name}: {answer.status} at {kind.address}"
    if kind.first:
        kind.first(page)
    return page


@pytest.mark.parametrize("name", names())
def test_axe_finds_nothing(street: Town, made: dict[str, Any], browser: Any, name: str) -> None:
    """Every rule in light; in dark what a scheme can change. One first heading, and nothing runs sideways."""
    kind = next(one for one in pages.kinds(made) if one.name == name)
    found: dict[str, Any] = {}
    for look, how in LOOKS.items():
        page = opened(browser, kind, **how)
        found[look] = axe(page)
        if "elder" not in look:
            page.emulate_media(color_scheme="dark")
            found[f"{look}-dark"] = axe(page, only=("color-contrast", "link-in-text-block"))
        assert page.locator("h1").count() == 1, f"{look}: {page.locator('h1').count()} headings of the first rank"
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= page.viewport_size["width"], f"{look}: runs sideways, {width} pixels"
        if "en" in look:
            assert left_over(page) == [], f"{look}: not in English"
    wrong = {look: what for look, what in found.items() if what}
    assert not wrong, json.dumps(wrong, ensure_ascii=False, indent=1)


def left_over(page: Any) -> list[str]:
    """Chinese on an English page that is neither a name of a place or body nor what a person wrote."""
    text = page.evaluate(IN_ENGLISH)
    said = [
        NOISE,
        LAMP,
        *problems.SAID,
        *talks.SAID,
        *votes.SAID,
        *needs.SAID,
        *budgets.SAID,
        *funds.SAID,
        *partners.SAID,
        *projects.SAID,
        *_SAID,
        *_names(),
    ]
    for known in sorted(said, key=len, reverse=True):
        text = text.replace(known, "")
    return HAN.findall(text)


def _names() -> list[str]:
    return [*Place.objects.values_list("name", flat=True), *Body.objects.values_list("name", flat=True)]


# What people of the street wrote, what the short list of the tests says, and the way back to Chinese.
_SAID = (
    "三单元的灯坏了三天",
    "楼道灯不亮", "夜间施工噪声", "燃气泄漏", "外墙渗水", "社区治理责任清单（测试版）", "楼道与小区环境", "答复",
    "去看过，夜里十一点还在打桩", "夜里停工，城管每晚来看", "工地夜里十点后停工，城管九月十日再来看", "噪声先由网格看",
    "清单写的是社区牵头", "楼下总是很吵，也不知道是谁家", "夜间施工扰民", "工地半夜打桩", "对面工地太吵", "楼道灯",
    "半夜", "南油花园3栋",
    "灯泡换了，今晚亮了", "楼道里堆着纸箱", "施工", "噪声", "灯坏", "南油花园", "路灯", "燃气", "煤气", "渗水", "漏水",
    "外墙", "花园",
    # Pieces of what people wrote, quoted as the reason of a suggestion; and a language's name in itself.
    "噪音", "楼道", "灯不亮", "三单元", "简体中文",
)  # fmt: skip


@pytest.mark.parametrize("name", ["home", "receipt-judge", "inbox-open", "ladder", "board"])
def test_forced_colours_are_drawn(street: Town, made: dict[str, Any], browser: Any, name: str) -> None:
    """In the system's own few colours a page still draws, and what is done and not done differ by more than colour."""
    kind = next(one for one in pages.kinds(made) if one.name == name)
    page = opened(browser, kind, forced_colors="active")
    assert page.evaluate("matchMedia('(forced-colors: active)').matches")
    assert len(page.screenshot(full_page=True)) > 10_000
    assert page.evaluate("[...document.querySelectorAll('.gz-stage')].every(e => e.innerText.trim().length > 0)")


@pytest.mark.parametrize("name", ["400", "403_csrf", "429", "500"])
def test_pages_of_mishaps_pass_too(street: Town, browser: Browser, settings: Any, name: str) -> None:
    """What stands when something else has fallen; shown by the gallery, because nobody should have to break a page."""
    settings.ROOT_URLCONF = "web.gallery_urls"
    for how in LOOKS.values():
        page = browser.open(f"/gallery/errors/{name}/", reduced_motion="reduce", **how)
        assert page.locator("h1").count() == 1 and "12345" in page.locator("body").inner_text()
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            assert axe(page) == []
