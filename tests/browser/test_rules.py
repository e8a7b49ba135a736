"""Rule texts, newcomers, candidates and powers in a browser: axe, nothing sideways, taking part without scripts."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import transaction
from tests.arriving import sent
from tests.browser.browsing import Browser, axe
from tests.browser.test_contrast import IN_ENGLISH
from tests.browser.town import COMMUNITY, Town
from tests.deliberation.covenants import TEXT

from gongzhi.deliberation.models import CovenantPledge, Proposal
from gongzhi.deliberation.services import candidates, covenants
from gongzhi.deliberation.services.covenants import NewClause, Papers
from gongzhi.kernel import clock
from gongzhi.organisations.models import Body
from gongzhi.places.models import Place

HAN = re.compile("[\u4e00-\u9fff]+")
BAD = "乱扔垃圾的，每次罚款五十元。"
TITLES = ("南油社区居民公约", "南油社区自治章程", "三栋邻里公约", "居民会议", "街备 3 号", "罚款五十元")
NAMES = ("list", "held", "newcomers", "propose", "powers", "body", "stand", "desk", "edit")


@pytest.fixture(scope="module")
def rules(street: Town) -> dict[str, Any]:
    """A covenant in force that the checklist had something to say about, and a draft with a proposal."""
    world, day = street.world, clock.today().date()
    desk, keeper = world.actor("worker"), world.body_of("worker")
    with transaction.atomic():
        held = covenants.register(
            actor=desk, rule_kind="residents_covenant", place_id=keeper.place_id, keeper_id=keeper.pk,
            title=TITLES[0], clauses=[*TEXT, NewClause(BAD)], papers=Papers("居民会议", "街备 3 号", day, day),
        )  # fmt: skip
        draft = covenants.open_covenant(
            actor=world.actor("head"), rule_kind="neighbour_pact", place_id=world.places["NYHY3"].pk,
            keeper_id=world.body_of("head").pk, title=TITLES[2],
            clauses=[NewClause("十一点以后安静。", subject="quiet", modality="must_not", bound="at_least", amount=23,
                               unit="点")],
        )  # fmt: skip
        chosen = candidates.open_selection(
            actor=desk, committee="owners_committee", place_id=world.places["NYHY"].pk, reviewer_id=keeper.pk, seats=3
        )
    return {"held": held.pk, "draft": draft.pk, "stand": chosen.pk, "body": keeper.pk}


def _address(rules: dict[str, Any], name: str) -> tuple[str, str]:
    held, draft = rules["held"], rules["draft"]
    return {
        "list": (f"/covenants/?at={COMMUNITY}", ""),
        "held": (f"/covenants/{held}/", ""),
        "propose": (f"/covenants/{draft}/propose/?clause=1", ""),
        "newcomers": (f"/newcomers/?at={COMMUNITY}", ""),
        "stand": (f"/committees/{rules['stand']}/", ""),
        "powers": ("/powers/", ""),
        "body": (f"/bodies/{rules['body']}/", ""),
        "desk": (f"/work/covenants/{held}/", "worker"),
        "edit": (f"/work/covenants/{draft}/text/?clause=1", "head"),
    }[name]


@pytest.mark.parametrize("name", NAMES)
def test_the_pages_of_rules_stand(street: Town, browser: Browser, rules: dict[str, Any], name: str) -> None:
    address, who = _address(rules, name)
    english = NAMES.index(name) % 2 == 1
    page = browser.open(address, who, **({"wide": True, "english": True} if english else {}))
    page.evaluate("document.querySelectorAll('main details:not([open])').forEach(d => { d.open = true; })")
    assert axe(page) == []
    assert page.locator("h1").count() == 1
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"], "runs sideways"
    assert not english or _left_over(page) == []


def _left_over(page: Any) -> list[str]:
    text = page.evaluate(IN_ENGLISH)
    named = [*Place.objects.values_list("name", flat=True), *Body.objects.values_list("name", flat=True)]
    said = [*TITLES, BAD, "十一点以后安静。", "点", *(c.text for c in TEXT), *(c.why for c in TEXT), *named]
    for words in sorted(filter(None, said), key=len, reverse=True):
        text = text.replace(words, "")
    return HAN.findall(text)


@pytest.mark.row("H05")
def test_a_neighbour_takes_part_without_scripts(street: Town, browser: Browser, rules: dict[str, Any]) -> None:
    page = browser.open(f"/covenants/{rules['draft']}/propose/", java_script_enabled=False)
    page.locator("#id_text").fill("楼道里不抽烟。")
    sent(page, page.get_by_role("button", name="送出修改意见"))
    assert page.get_by_text("楼道里不抽烟。").count() == 1
    assert Proposal.objects.get().person.username is None
    page.goto(page.url.split("/covenants/")[0] + f"/covenants/{rules['held']}/")
    sent(page, page.get_by_role("button", name="我承诺照着做"))
    assert page.get_by_role("button", name="收回我的承诺").count() == 1
    sent(page, page.get_by_role("button", name="收回我的承诺"))
    assert not CovenantPledge.objects.exists()
