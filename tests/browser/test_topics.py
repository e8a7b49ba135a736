"""Topics in a browser: axe in both languages and in large type, nothing sideways, and taking part without scripts."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import transaction
from tests.arriving import lands, sent, settled
from tests.browser.browsing import Browser, axe
from tests.browser.test_contrast import IN_ENGLISH
from tests.browser.town import COMMUNITY, Town
from tests.deliberation.topics_world import ITEMS, PARTIES, Live, raised

from gongzhi.deliberation.models import Topic
from gongzhi.deliberation.rules.tables import decisions
from gongzhi.organisations.models import Body
from gongzhi.places.models import Place

HAN = re.compile("[\u4e00-\u9fff]+")
SAID = (
    "在哪里装充电桩", "电动车没处充电", "楼下拉线充电，怕起火，想商量在哪里装桩。", "三处空地，两处离楼不到六米。",
    "装防火墙", "装在北门", *(party.title for party in PARTIES), *(item.title for item in ITEMS),
)  # fmt: skip
NAMES = ("list", "one", "decided", "new", "ledger", "unheard", "desk-list", "desk", "item", "vote", "rights")
ON_A_PHONE = ("one", "new", "desk")


@pytest.fixture(scope="module")
def topics(street: Town) -> dict[str, Any]:
    """A topic being discussed and one decided and published."""
    with transaction.atomic():
        live = Live(street.world, raised(street.world).topic).taken_up("owners_change_use").seated().investigated()
        live.deliberating().minority_met()
        live.do("open_opinions")
        over = raised(street.world).taken_up().seated().investigated().deliberating().minority_met().met()
        over.do("conclude", outcome="adopted", text="装在北门")
        over.do("publish")
    return {"live": live, "one": live.topic.pk, "over": over.topic.pk}


def _addresses(topics: dict[str, Any]) -> dict[str, str]:
    one, desk = f"/topics/{topics['one']}/", f"/work/topics/{topics['one']}/"
    return {
        "list": f"/topics/?at={COMMUNITY}", "one": one, "decided": f"/topics/{topics['over']}/",
        "new": f"/topics/new/?at={COMMUNITY}", "ledger": f"/topics/ledger/?at={COMMUNITY}", "unheard": f"{one}unheard/",
        "desk-list": "/work/topics/", "desk": desk, "item": f"{desk}item/",
        "vote": f"{desk}put_to_vote/", "rights": "/work/topics/rights/",
    }  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_the_pages_of_topics_stand(street: Town, browser: Browser, topics: dict[str, Any], name: str) -> None:
    looks = [{"wide": True, "english": True}]
    for look in [{}, *looks] if name in ON_A_PHONE else looks:
        page = browser.open(_addresses(topics)[name], "secretary" if name == "rights" else "worker", **look)
        page.evaluate("document.querySelectorAll('main details:not([open])').forEach(d => { d.open = true; })")
        assert axe(page) == [], look
        assert page.locator("h1").count() == 1
        assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"], "runs sideways"
    assert _left_over(page) == []


def _left_over(page: Any) -> list[str]:
    text = page.evaluate(IN_ENGLISH)
    grounds = [line.ground for line in decisions().kinds.values()]
    known = [
        *SAID,
        *grounds,
        *Place.objects.values_list("name", flat=True),
        *Body.objects.values_list("name", flat=True),
    ]
    for said in sorted(known, key=len, reverse=True):
        text = text.replace(said, "")
    return HAN.findall(text)


def test_a_resident_speaks_for_the_minority_without_scripts(
    street: Town, browser: Browser, topics: dict[str, Any]
) -> None:
    page = browser.open(f"/topics/{topics['one']}/", java_script_enabled=False)
    river = page.locator("ol.tp-river li")
    assert river.first.get_attribute("aria-current") == "step" and river.count() == 2
    page.get_by_text("我受影响，替少数说一句").click()
    page.locator("#s_text").fill("租户的钱谁退")
    sent(page, page.get_by_role("button", name="附上这段话"))
    assert page.get_by_text("租户的钱谁退").count() == 1
    assert Topic.objects.get(pk=topics["one"]).minority_statements.count() == 1


def test_an_act_opens_in_place_and_says_what_is_missing(street: Town, browser: Browser, topics: dict[str, Any]) -> None:
    page = browser.open(f"/work/topics/{topics['one']}/", "worker", wide=True)
    page.locator("#act-minority").click()
    page.wait_for_selector("#panel form")
    lands(page, "act-title")
    page.locator("#f_text").fill("只给补偿")
    settled(page)
    page.locator("#panel form button.btn-primary").click()
    page.wait_for_selector("#error-summary")
    assert "多少钱" in page.locator("#error-summary").inner_text()
