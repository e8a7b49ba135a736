"""Check 1: how many steps and seconds people need, against the budgets of the journeys, by a thumb that is counted."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from tests.arriving import lands, sent, settled
from tests.browser.browsing import Browser, Thumb, advised, words
from tests.browser.town import COMMUNITY, LAMP, NOISE, Town

from gongzhi.cases import services as cases
from gongzhi.cases.models import Call, Case
from gongzhi.cases.services import NewCase
from gongzhi.opinions import services as opinions
from gongzhi.opinions.models import Opinion


def newest() -> Case:
    """The case reported last."""
    return Case.objects.latest("pk")


def received(street: Town, *moves: tuple[str, str, dict[str, Any]]) -> tuple[Case, str]:
    """A case with its receipt code, brought on by these moves."""
    place = street.world.places["NYHY3"].pk
    receipt = cases.report_case(actor=None, new=NewCase(text=NOISE, place_id=place, matter="LJ01"))
    for who, move, given in moves:
        street.world.move(who, receipt.case, move, **given)
    return receipt.case, receipt.code


# --- residents, on a phone


def test_a_report_takes_three_steps_and_less_than_45_seconds(browser: Browser) -> None:
    """From the community's page: what, where, send; no account, no code, no number asked."""
    page = browser.open(f"/c/{COMMUNITY}/")
    thumb = Thumb(page)
    thumb.go("a.gz-say")
    thumb.write("#id_text", LAMP)
    assert "第 1 步，共 3 步" in words(page)
    thumb.go("button[name=go]")
    assert "第 2 步，共 3 步" in words(page)
    thumb.write("#id_where", "花园3栋")
    thumb.go("#matches button[name=place]")
    assert "第 3 步，共 3 步" in words(page)
    thumb.go("button[name=go]")
    page.wait_for_url("**/r/*/")
    case = newest()
    assert (case.text, case.place.name, case.state) == (LAMP, "3 栋", "filed")
    assert thumb.seconds <= 45, thumb
    assert "收到了" in words(page) and page.locator(".gz-code").count()


def test_with_the_code_on_the_door_two_pages_are_enough(browser: Browser) -> None:
    """The code names the place, so nobody is asked for it; the act of each page is in view without scrolling."""
    page = browser.open("/report/?at=NYHY3")
    thumb = Thumb(page)
    thumb.write("#id_text", LAMP)
    thumb.go("button[name=go]")
    send = page.locator("button[name=go]")
    assert send.bounding_box()["y"] + send.bounding_box()["height"] <= 844, "under the thumb"
    thumb.go(send)
    page.wait_for_url("**/r/*/")
    assert thumb.steps == 3 and thumb.seconds <= 20 and newest().text == LAMP


def test_joining_a_neighbours_matter_takes_one_step(street: Town, browser: Browser) -> None:
    """On its page; and in a report that says the same."""
    case = street.at("worked")
    cases.release_heading(actor=street.world.actor("worker"), case_id=case.pk, heading="夜间施工扰民")
    thumb = Thumb(browser.open(f"/m/{case.pk}/"))
    thumb.go("main button.gz-main")
    thumb.page.wait_for_selector(".gz-notice-done")
    assert (thumb.steps, Case.objects.get(pk=case.pk).voices) == (1, 2)
    page = browser.open("/report/?at=NYHY3")
    page.locator("#id_text").fill(NOISE)
    sent(page, "button[name=go]")
    page.locator(f"button[form=join-{case.pk}]").click()
    page.wait_for_selector(".gz-notice-done")
    assert Case.objects.get(pk=case.pk).voices == 3


def test_following_takes_the_scan_alone(street: Town, browser: Browser) -> None:
    """The address behind the QR code shows who has it, until when and what then, without a tap."""
    case, code = received(street)
    page = browser.open(f"/r/{code}/")
    said = page.locator(".gz-promise")
    assert said.bounding_box()["y"] < 844
    assert "南油花园3 栋楼栋共治小组" in said.inner_text() or case.holder.name in said.inner_text()
    assert "前答复" in said.inner_text() and page.locator(".gz-qr-code").count() == 1


def test_judging_takes_two_steps(street: Town, browser: Browser) -> None:
    """Solved or not, and one of five."""
    case, code = received(street, ("head", "accept", {}), ("head", "answer", {"answer": "换了", "outcome": "solved"}))
    thumb = Thumb(browser.open(f"/r/{code}/"))
    thumb.tap("label[for=id_solved_0]")
    thumb.go("button[name=satisfied][value='5']")
    thumb.page.wait_for_selector(".gz-notice-done")
    assert (thumb.steps, Case.objects.get(pk=case.pk).state) == (2, "solved")


# --- staff


def at_the_matter(browser: Browser, who: str, case: Case) -> Thumb:
    """The matter's page, open before them."""
    return Thumb(browser.open(f"/work/m/{case.pk}/", who, wide=True))


def accept(street: Town, thumb: Thumb, case: Case) -> None:
    """One tap."""
    thumb.go("[formaction$='/accept/']")


def hand_on(street: Town, thumb: Thumb, case: Case) -> None:
    """To whom; the clause of the list that names them is already chosen."""
    thumb.tap("#act-offer")
    settled(thumb.page)
    thumb.page.locator("#panel #f_to_body").select_option(str(street.world.body_of("worker").pk))
    thumb.steps += 1
    thumb.go("#panel .gz-acts .btn-primary")


def whistle(street: Town, thumb: Thumb, case: Case) -> None:
    """Whom."""
    thumb.tap("#act-whistle")
    settled(thumb.page)
    thumb.tap(f"label[for=call-{street.world.body('street_urban').pk}]")
    thumb.go("#panel .gz-acts button.btn-primary")


def answer(street: Town, thumb: Thumb, case: Case) -> None:
    """The words, and the button that says how far it came."""
    thumb.tap("#act-answer")
    thumb.page.wait_for_selector("#f_answer")
    settled(thumb.page)
    advised(thumb.page, lambda: thumb.write("#f_answer", "工地夜里十点后停工，城管 9 月 10 日再来看"))
    thumb.go("button[name=outcome][value=solved]")


def report_in(street: Town, thumb: Thumb, case: Case) -> None:
    """What was seen and done."""
    thumb.tap("#act-report_in")
    thumb.write("#f_report", "看过了，已叫停")
    thumb.go("#panel .gz-acts .btn-primary")


STAFF: list[tuple[str, str, str, int, str, Callable[..., None]]] = [
    ("accept", "filed", "grid", 1, "handling", accept),
    ("hand on", "handling", "grid", 3, "offered", hand_on),
    ("whistle", "worked", "worker", 4, "whistled", whistle),
    ("answer", "worked", "worker", 3, "answered", answer),
    ("report", "responding", "urban", 3, "responding", report_in),
]


@pytest.mark.parametrize(("act", "start", "who", "most", "end", "do"), STAFF, ids=[row[0] for row in STAFF])
def test_staff_act_within_the_budget(
    street: Town, browser: Browser, act: str, start: str, who: str, most: int, end: str, do: Callable[..., None]
) -> None:
    """From the open matter to the done act, and to the sentence that says so."""
    case = street.at(start)
    thumb = at_the_matter(browser, who, case)
    do(street, thumb, case)
    thumb.page.wait_for_selector(".gz-notice-done")
    assert Case.objects.get(pk=case.pk).state == end
    assert thumb.steps <= most, (act, thumb.steps)


def test_a_department_arrives_with_one_step(street: Town, browser: Browser) -> None:
    """Straight from the list of whistles."""
    case = street.at("whistled")
    thumb = Thumb(browser.open("/work/whistles/", "urban", wide=True))
    thumb.go(f"form[action$='/{case.pk}/arrive/'] button")
    thumb.page.wait_for_selector(".gz-notice-done")
    assert thumb.steps == 1 and Call.objects.get(case=case).state == "arrived"


def test_the_street_arbitrates_in_three_steps(street: Town, browser: Browser) -> None:
    """Open it from the ladder, say why, decide: the body that the list names is already chosen."""
    case = street.at("twice")
    thumb = Thumb(browser.open("/street/", "officer", wide=True))
    thumb.go(f"a[href$='/{case.pk}/decide/']")
    chosen = thumb.page.locator("#f_to_body").input_value()
    thumb.write("#f_reason", "清单第一级就是网格")
    thumb.go(".ws-form button.btn-primary")
    thumb.page.wait_for_selector(".gz-notice-done")
    case = Case.objects.get(pk=case.pk)
    assert thumb.steps == 3 and case.state == "filed" and str(case.holder_id) == chosen


def test_taking_in_by_telephone_asks_five_fields(browser: Browser) -> None:
    """What, where, number, name, kind; the rest is known."""
    page = browser.open("/work/take-in/", "worker", wide=True)
    asked = page.evaluate(
        """() => [...new Set([...document.querySelectorAll("main form [name]")]
        .filter(e => e.type !== "hidden" && e.getClientRects().length).map(e => e.name))]"""
    )
    assert len([name for name in asked if name != "channel"]) == 5, asked
    assert page.locator("#f_channel").input_value() == "phone", "known already"
    for name, text in (("text", LAMP), ("where", "南油花园3栋"), ("phone", "13800138000"), ("name", "王阿姨")):
        page.locator(f"#f_{name}").fill(text)
    sent(page, "main form button.btn-primary")
    sent(page, "button[name=send]")
    page.wait_for_selector(".gz-sheet")
    case = newest()
    assert (case.text, case.channel, case.place.name) == (LAMP, "phone", "3 栋") and case.helper_id
    assert re.search(r"\d{4} \d{4} \d{4} \d{4}", words(page))


def test_any_matter_is_found_by_two_characters(street: Town, browser: Browser) -> None:
    """One field, from the inbox, by the key that leads to it."""
    case = street.at("worked", text="顶楼水箱锈了")
    page = browser.open("/work/", "worker", wide=True)
    page.keyboard.press("/")
    page.keyboard.type("水箱")
    sent(page, lambda: page.keyboard.press("Enter"))
    page.wait_for_url("**q=*")
    assert page.locator(f"a[data-row-link][href*='{case.pk}']").count() == 1


def test_a_vote_on_a_statement_takes_one_tap_and_the_next_words_have_the_focus(street: Town, browser: Browser) -> None:
    """In view without scrolling, far enough apart; nobody signs in, and the next statement is read, not its button."""
    worker = street.world.actor("worker")
    talk = opinions.open_conversation(
        actor=worker, body_id=street.world.body_of("worker").pk, place_id=street.world.places[COMMUNITY].pk,
        question="充电桩装在哪里好？",
    )  # fmt: skip
    for text in ("装在楼下", "先装两个试试"):
        opinions.seed(actor=worker, conversation_id=talk.pk, text=text)
    thumb = Thumb(browser.open(f"/talks/{talk.pk}/"))
    tops = [button.bounding_box() for button in thumb.page.locator(".op-values button").all()]
    assert len(tops) == 3 and tops[-1]["y"] + tops[-1]["height"] <= 844
    assert all(two["y"] - one["y"] - one["height"] >= 16 for one, two in zip(tops, tops[1:], strict=False))
    first = thumb.page.locator("#asked-text").inner_text()
    thumb.tap(".op-values button[value='1']")
    thumb.page.wait_for_function("first => document.querySelector('#asked-text')?.innerText !== first", arg=first)
    lands(thumb.page, "asked-text")
    settled(thumb.page)
    assert thumb.steps == 1 and Opinion.objects.get(conversation=talk).value == 1
    thumb.tap(".op-values button[value='-1']")
    lands(thumb.page, "asked-end")
    assert "看完了，不必再来" in words(thumb.page)
