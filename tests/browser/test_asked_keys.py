"""With the keyboard alone: an answer entered for somebody, a unit checks in and claims, a desk writes down."""

from __future__ import annotations

from typing import Any

import pytest
from tests.arriving import sent
from tests.browser import needs, projects
from tests.browser.browsing import Browser
from tests.browser.town import COMMUNITY, Town

from gongzhi.projects.models import Claim, Panellist, RegisterBase, Registration
from gongzhi.projects.services import raise_need

HERE = "() => `${document.activeElement.id} ${document.activeElement.innerText || ''}`.replace(/\\s+/g, ' ')"


def tab_to(page: Any, wanted: str) -> None:
    """On with Tab until the focus is on the field with this id, or on what says this."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if wanted in page.evaluate(HERE):
            return
    raise AssertionError(f"Tab never comes to {wanted}: {page.evaluate(HERE)}")


def enter(page: Any, wanted: str) -> None:
    """Go there, and on with Enter."""
    tab_to(page, wanted)
    sent(page, lambda: page.keyboard.press("Enter"))


@pytest.fixture(scope="module")
def asking(street: Town) -> Any:
    return projects.asking(street)


def test_an_answer_is_entered_for_somebody(browser: Browser, asking: Any) -> None:
    """From the project desk to the names, to the form, refused once, and entered."""
    page = browser.open("/work/projects/", "grid", wide=True)
    enter(page, "替人记下回答")
    enter(page, "打开这一页上的名单")
    assert page.locator("main .gz-phone").count() == len(asking.panel())
    enter(page, "记下回答 抽中的第 1 位")
    tab_to(page, "h_answer_0")
    page.keyboard.press("ArrowDown")
    enter(page, "替本人记下")
    page.wait_for_selector("#error-summary")
    tab_to(page, "h_words")
    page.keyboard.type("扶手松了")
    enter(page, "替本人记下")
    assert "您替人记下的" in page.content()
    row = Panellist.objects.get(panel__project_id=asking.id, drawn=1)
    assert (row.ok, row.text, row.helped_by_id) == (False, "扶手松了", browser.town.world.people["grid"])


def test_a_unit_checks_in_claims_and_tells(street: Town, browser: Browser) -> None:
    """A unit's own page, with nothing but Tab, the arrows, Space and Enter."""
    place = street.world.places[COMMUNITY]
    raise_need(actor=street.world.actor("worker"), place_id=place.pk, title=needs.SAID[0], purpose="children")
    page = browser.open(f"/checkin/new/?at={COMMUNITY}", "manager", wide=True)
    tab_to(page, "r_kind_0")
    page.keyboard.press("Space")
    tab_to(page, "r_body")
    page.keyboard.press("ArrowDown")
    tab_to(page, "r_alliance")
    page.keyboard.press("Space")
    enter(page, "到南油社区报到")
    row = Registration.objects.get(kind="unit", until=None)
    assert row.alliance and row.body_id == street.world.body_of("manager").pk
    enter(page, "认领一件需求")
    tab_to(page, "r_need")
    page.keyboard.press("ArrowDown")
    enter(page, "认领一件需求")
    enter(page, "说做了什么")
    tab_to(page, "r_note")
    page.keyboard.type("用完打扫")
    enter(page, "说做了什么")
    assert Claim.objects.get(registration=row).state == "served"


def test_the_desk_writes_how_many_should_and_appraises(street: Town, browser: Browser) -> None:
    """The desk of check-in: a form, and the verdict on what was claimed in the test before."""
    page = browser.open("/work/needs/checkin/", "worker", wide=True)
    page.keyboard.press(".")
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    sent(page, lambda: page.keyboard.press("Enter"))
    tab_to(page, "r_kind_0")
    page.keyboard.press("Space")
    tab_to(page, "r_many")
    page.keyboard.type("12")
    tab_to(page, "r_paper")
    page.keyboard.type("2026-08")
    enter(page, "写应报到多少")
    assert RegisterBase.objects.get().many == 12
    enter(page, "帮上了忙")
    enter(page, "把评议告诉对方")
    claim = Claim.objects.get()
    assert (claim.state, claim.verdict) == ("fed_back", "helped")
