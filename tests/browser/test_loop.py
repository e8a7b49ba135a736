"""One voice goes all the way round, as five people in five browsers, in both languages and at both sizes."""

from __future__ import annotations

import re
from functools import partial
from typing import Any

import pytest
from tests.arriving import sent, settled
from tests.browser.browsing import Browser, advised, fill, words
from tests.browser.town import NOISE, PASSWORD, Town, set_password

from gongzhi.cases.models import Call, Case, Holding, Judgement
from gongzhi.record.services import replay

# What people read on the way, by language.
READ = {
    "zh": {
        "received": "收到了", "working": "正在办", "called": "已请部门到场", "arrived": "部门到了",
        "joint": "几家一起在办", "judge": "您来评",
        "thanks": "这件事办结", "over": "办结：解决了", "again": "已升到社区", "settled": "裁定好了",
        "whistled": "哨吹了", "refused": "已按清单退回",
    },
    "en": {
        "received": "Received", "working": "is handling it", "called": "called departments to the spot",
        "arrived": "The departments are there", "joint": "Several bodies work on it together",
        "judge": "Your judgement", "thanks": "The matter is closed", "over": "Closed: solved",
        "again": "has risen to the community", "settled": "Decided", "whistled": "the arrival clocks run",
        "refused": "Refused by the list",
    },
}  # fmt: skip
SEND = ".gz-acts .btn-primary, .gz-acts .btn-final"


class Round:
    """Five people and the one case that goes from hand to hand."""

    def __init__(self, street: Town, browser: Browser, tongue: str, *, wide: tuple[bool, bool]) -> None:
        self.street, self.read, self.english = street, READ[tongue], tongue == "en"
        resident, staff = wide
        self.resident = browser.context(wide=resident, bypass_csp=False).new_page()
        self.staff = {
            key: browser.context(key, wide=staff, bypass_csp=False).new_page()
            for key in ("grid", "worker", "urban", "officer")
        }
        self.case = Case()
        self.receipt = ""

    def says(self, page: Any, what: str) -> None:
        """The page says this, in the language of the round."""
        assert re.search(self.read[what], words(page), re.I), (what, words(page)[:1500])

    def stands(self, state: str, holder: str = "") -> None:
        """The database agrees with what was read."""
        self.case = Case.objects.get(pk=self.case.pk)
        assert self.case.state == state
        if holder:
            assert self.case.holder_id == self.street.world.body_of(holder).pk

    def go(self, page: Any, address: str) -> None:
        """Open an address, and switch to English by the switch on the page, as people do."""
        page.goto(self.street.url + address)
        if self.english and not page.locator("html[lang=en]").count():
            sent(page, "button[name=language]")
            page.wait_for_selector("html[lang=en]")

    def report(self) -> None:
        """Three steps without an account, from the front page."""
        page = self.resident
        self.go(page, "/")
        sent(page, page.locator("a", has_text="南油社区").first)
        sent(page, "a.gz-say")
        page.locator("#id_text").fill(NOISE)
        sent(page, "button[name=go]")
        fill(page, "#id_where", "南油花园3栋")
        settled(page)
        sent(page, "#matches button[name=place]")
        page.locator("input[name=matter][value=ZS01]").check()
        sent(page, "button[name=go]")
        page.wait_for_url("**/r/*/")
        self.says(page, "received")
        self.receipt = page.url
        self.case = Case.objects.latest("pk")
        code = page.locator(".gz-receipt .gz-code").inner_text()
        assert re.sub(r"\D", "", code) in page.url
        self.stands("filed", "grid")

    def follows(self, what: str) -> None:
        """The resident opens the receipt again and reads where it stands."""
        self.resident.goto(self.receipt)
        self.says(self.resident, what)

    def open(self, who: str) -> Any:
        """The member of staff finds the case in the inbox and opens it."""
        page = self.staff[who]
        self.go(page, "/work/")
        sent(page, f"[id^='row-{self.case.pk}-'] [data-row-link]")
        page.wait_for_selector("[data-actbar]")
        return page

    def at_once(self, who: str, move: str) -> None:
        """A move of one tap."""
        page = self.open(who)
        sent(page, f"[formaction$='/{self.case.pk}/{move}/']")
        page.wait_for_selector(".gz-notice")

    def by_form(
        self, who: str, move: str, *, said: str = "", choose: tuple[str, ...] = (), send: str = SEND, **fields: str
    ) -> None:
        """A move by the form that opens under the act bar."""
        page = self.open(who)
        page.locator(f"#act-{move}").click()
        form = page.locator("#panel form")
        form.wait_for()
        settled(page)
        for name, value in fields.items():
            write = partial(form.locator(f"#f_{name}").fill, value)
            if name == "answer":
                advised(page, write)
            else:
                write()
        for what in choose:
            form.locator(what).check()
        sent(page, form.locator(send).first)
        page.wait_for_selector(".gz-notice-done")
        if said:
            self.says(page, said)

    def judge(self, solved: str, satisfied: int, what: str) -> None:
        """Two taps by whoever holds the receipt."""
        self.resident.goto(self.receipt)
        self.says(self.resident, "judge")
        self.resident.locator(f"input[name=solved][value={solved}]").check()
        sent(self.resident, f"button[name=satisfied][value='{satisfied}']")
        self.resident.wait_for_selector(".gz-notice-done")
        self.says(self.resident, what)


SIZES = [
    pytest.param("zh", (False, True), id="zh-phone-resident-desk-staff"),
    pytest.param("en", (True, False), id="en-desk-resident-phone-staff"),
]


@pytest.mark.parametrize(("tongue", "wide"), SIZES)
def test_solved_together_and_judged_by_her(
    street: Town, browser: Browser, tongue: str, wide: tuple[bool, bool]
) -> None:
    """Resident, grid, community, department, community, resident; the street sees the end."""
    now = Round(street, browser, tongue, wide=wide)
    now.report()
    now.at_once("grid", "accept")
    now.stands("handling", "grid")
    now.follows("working")
    now.by_form("grid", "rise", reason="夜里施工要城管来看")
    now.stands("filed", "worker")
    now.at_once("worker", "accept")
    urban = street.world.body("street_urban").pk
    now.by_form("worker", "whistle", said="whistled", choose=(f"#call-{urban}",))
    now.stands("whistled", "worker")
    now.follows("called")

    _department_comes(now, urban)

    now.by_form("worker", "plan", plan="夜里十点后停工，城管每晚来看")
    now.stands("joint", "worker")
    now.follows("joint")
    now.by_form("worker", "answer", answer="工地夜里十点后停工，城管 9 月 10 日再来看", send="[value=solved]")
    now.stands("answered", "worker")
    now.judge("yes", 5, "thanks")
    now.stands("solved")
    now.follows("over")
    verdict = Judgement.objects.get(case=now.case)
    assert (verdict.solved, verdict.satisfied, verdict.channel, verdict.reader) == (True, 5, "receipt", None)

    officer = now.staff["officer"]
    now.go(officer, f"/work/m/{now.case.pk}/")
    assert NOISE in words(officer) and not officer.locator("[formaction]").count()
    assert not replay("cases.case").different


def _department_comes(now: Round, body_id: int) -> None:
    """The department arrives with one tap and then reports what it saw."""
    page = now.staff["urban"]
    now.go(page, "/work/whistles/")
    sent(page, f"form[action$='/{now.case.pk}/arrive/'] button")
    page.wait_for_selector(".gz-notice-done")
    now.stands("responding", "worker")
    now.follows("arrived")
    page.locator(f"a[href$='/{now.case.pk}/report_in/']").click()
    page.locator("#f_report").fill("去看过，夜里十一点还在打桩，已叫停")
    sent(page, ".ws-form button.btn-primary")
    page.wait_for_selector(".gz-notice-done")
    assert Call.objects.get(case=now.case, body_id=body_id).state == "reported"


@pytest.mark.parametrize(("tongue", "wide"), SIZES)
def test_refused_twice_settled_by_the_street_and_judged_not_solved(
    street: Town, browser: Browser, tongue: str, wide: tuple[bool, bool]
) -> None:
    """The grid refuses, the community decides, the grid refuses again, the street arbitrates; she is not content."""
    now = Round(street, browser, tongue, wide=wide)
    now.report()
    grid = str(street.world.body_of("grid").pk)
    now.by_form(
        "grid", "refuse", said="refused", choose=("input[name=clause][value='ZS01:grid']",), reason="要社区来办"
    )
    now.stands("disputed", "grid")
    page = now.open("worker")
    page.locator("#act-decide").click()
    page.locator("#f_to_body").select_option(grid)
    page.locator("#f_reason").fill("清单第一级就是网格")
    sent(page, "#panel form button.btn-primary")
    page.wait_for_selector(".gz-notice-done")
    now.stands("filed", "grid")
    now.by_form("grid", "refuse", choose=("input[name=clause][value='ZS01:grid']",), reason="人手不够")
    now.resident.goto(now.receipt)
    assert "南油一网格网格" in words(now.resident), "she reads who refused"

    _street_decides(now, grid)
    now.at_once("grid", "accept")
    assert not now.open("grid").locator("#act-refuse").count(), "after the street nobody refuses"
    now.by_form("grid", "answer", answer="说过了，今晚再去看", send="[value=explained]")
    now.judge("no", 1, "again")
    now.stands("filed", "worker")
    assert now.case.reopened == 1
    assert Holding.objects.filter(case=now.case).count() >= 2


def _street_decides(now: Round, body: str) -> None:
    """The officer settles it from the ladder."""
    officer = now.staff["officer"]
    now.go(officer, "/street/")
    sent(officer, f"a[href='/work/m/{now.case.pk}/decide/']")
    officer.locator("#f_to_body").select_option(body)
    officer.locator("#f_reason").fill("网格先接，街道派城管帮")
    sent(officer, ".ws-form button.btn-primary")
    officer.wait_for_selector(".gz-notice-done")
    now.says(officer, "settled")
    now.stands("filed", "grid")


def test_the_real_way_in(street: Town, browser: Browser) -> None:
    """Sign in by the page, wrong password first; the draft of the address is kept; sign out shuts the door."""
    set_password(street, "worker")
    page = browser.context(wide=True).new_page()
    page.goto(f"{street.url}/work/")
    assert "/account/sign-in/" in page.url
    for password, inside in (("wrong-password", False), (PASSWORD, True)):
        page.locator("#id_login").fill("worker")
        page.locator("#id_password").fill(password)
        with page.expect_navigation():
            page.locator("#id_password").press("Enter")
        assert ("/account/" not in page.url) is inside
    assert "南油社区居委会 · 社区工作者" in words(page)
    sent(page, ".gz-who a")
    sent(page, "main button")
    page.goto(f"{street.url}/work/")
    assert "/account/sign-in/" in page.url
