"""Check 2: without scripts every act ends in the same state of the database."""

from __future__ import annotations

from typing import Any

from tests.arriving import sent
from tests.browser.browsing import Browser, words
from tests.browser.town import LAMP, PASSWORD, Town, set_password

from gongzhi.cases.models import Case


def plain(browser: Browser, address: str, who: str = "", **how: Any) -> Any:
    """A page in a browser that runs no script."""
    return browser.open(address, who, java_script_enabled=False, **how)


def state(case: Case) -> str:
    """Where the case stands now."""
    return Case.objects.get(pk=case.pk).state


def test_report_follow_and_judge(street: Town, browser: Browser) -> None:
    """The three steps by the list of places, the receipt by its code typed, the verdict."""
    page = plain(browser, "/report/")
    page.locator("#id_text").fill(LAMP)
    sent(page, "button[name=go]")
    sent(page, f"button[name=community][value='{street.world.places['440305007010'].pk}']")
    page.locator("summary", has_text="南油花园").click()
    sent(page, f"button[name=place][value='{street.world.places['NYHY3'].pk}']")
    sent(page, "button[name=go]")
    code = page.url.rstrip("/").rsplit("/", 1)[1]
    case = Case.objects.latest("pk")
    assert (case.text, case.state, case.place.name) == (LAMP, "filed", "3 栋")

    street.world.move("head", case, "accept")
    street.world.move("head", case, "answer", answer="灯泡换了", outcome="solved")
    other = plain(browser, "/r/")
    other.locator("#id_code").fill(code)
    sent(other, "main button.btn-primary")
    assert "灯泡换了" in words(other)
    other.locator("input[name=solved][value=yes]").check()
    sent(other, "button[name=satisfied][value='4']")
    assert state(case) == "solved" and "谢谢" in words(other)


def test_accept_hand_on_whistle_and_answer(street: Town, browser: Browser) -> None:
    """The same forms as pages of their own."""
    case = street.at("filed")
    grid = plain(browser, f"/work/m/{case.pk}/", "grid", wide=True)
    sent(grid, "[formaction$='/accept/']")
    assert state(case) == "handling"
    sent(grid, "#act-offer")
    grid.locator("#f_to_body").select_option(str(street.world.body_of("worker").pk))
    sent(grid, ".ws-form button.btn-primary")
    assert state(case) == "offered"

    worker = plain(browser, f"/work/m/{case.pk}/", "worker", wide=True)
    sent(worker, "[formaction$='/take/']")
    sent(worker, "#act-whistle")
    worker.locator(f"#call-{street.world.body('street_urban').pk}").check()
    sent(worker, ".ws-form button.btn-primary")
    assert state(case) == "whistled"

    urban = plain(browser, "/work/whistles/", "urban", wide=True)
    sent(urban, f"form[action$='/{case.pk}/arrive/'] button")
    assert state(case) == "responding"

    worker.goto(f"{street.url}/work/m/{case.pk}/plan/")
    worker.locator("#f_plan").fill("夜里停工")
    sent(worker, ".ws-form button.btn-primary")
    worker.goto(f"{street.url}/work/m/{case.pk}/answer/")
    worker.locator("#f_answer").fill("工地夜里停工，城管 10 日再来看")
    sent(worker, "button[name=outcome][value=solved]")
    assert state(case) == "answered"


def test_sign_in(street: Town, browser: Browser) -> None:
    """And out again: a plain form each."""
    set_password(street, "urban")
    page = plain(browser, "/work/whistles/", wide=True)
    page.locator("#id_login").fill("urban")
    page.locator("#id_password").fill(PASSWORD)
    sent(page, "main form button.btn-primary")
    assert page.url.endswith("/work/whistles/") and "粤海街道街道城市管理科" in words(page)
