"""4,326 real messages through the loop: a worker sorts them and finds what recurs with the keyboard alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.arriving import sent
from tests.browser import messages, town
from tests.browser.browsing import Browser, axe, focused, words
from tests.browser.test_focus import tab_to
from tests.browser.town import Town

from gongzhi.cases.models import Case
from gongzhi.record.services import deliver
from gongzhi.triage.models import Problem, Suggestion

KNOWN = ("搅拌站", "车位", "购房补贴")  # a word of each of the three themes that three teams named
SAID = {
    "zh": {
        "left": "剩 {n} 件",
        "back": "撤回了，这件事和刚才一样",
        "month": "这个月看建议分了 {asked} 件，照建议 {taken} 件",
        "confirmed": "确认了，等牵头单位定办法",
    },
    "en": {
        "left": "{n} left",
        "back": "Taken back",
        "month": "{asked} were sorted with a suggestion, {taken} as suggested",
        "confirmed": "Confirmed; the lead body sets a plan next",
    },
}
WAYS = [pytest.param("zh", True, id="zh-desk"), pytest.param("en", False, id="en-phone")]
SUGGESTING = "/suggest"


@pytest.fixture(scope="module")
def street(db: None, server: str, shared_data: Path) -> Iterator[Town]:
    """The town when every message of the file has been taken in, heard, suggested for and grouped."""
    with town.one_clock():
        built = messages.build(server)
        counts = messages.take_in(built, shared_data)
        assert (counts.taken, counts.again, counts.refused) == (4325, 0, 1), "one row has no words"
        yield built


def test_every_message_is_heard_and_nothing_is_decided_by_a_machine(street: Town) -> None:
    """Each waits at the desk with its suggestion; what recurs waits for people, the three known themes first."""
    assert Case.objects.filter(state="sorting").count() == Suggestion.objects.count() == 4325
    assert not Suggestion.objects.exclude(chosen="").exists()
    assert 10 <= Problem.objects.count() <= 20 and not Problem.objects.exclude(state="found").exists()
    first = [one.title + " ".join(one.signs) for one in Problem.objects.order_by("-heat")[:10]]
    assert [word for word in KNOWN if not any(word in text for text in first)] == []


@pytest.mark.parametrize(("tongue", "wide"), WAYS)
def test_the_desk_is_worked_by_single_keys(street: Town, browser: Browser, tongue: str, wide: bool) -> None:
    """Three suggestions with words and certainty; s accepts, 2 chooses another, z takes back, ] skips."""
    page = browser.open("/work/", "worker", wide=wide, english=tongue == "en")
    keys(page, "g", "s")
    first = with_three(page)
    options = options_of(page)
    assert [o["key"] for o in options] == ["1", "2", "3"] and options[0]["chosen"]
    assert all(re.search(r"[1-9]\d?%", o["text"]) for o in options)
    assert spoken(first, options), "each names words of the message that spoke for it"
    before = waiting()
    keys(page, "s")
    assert sorted_as(first) == options[0]["code"] and waiting() == before - 1
    says(page, SAID[tongue]["left"].format(n=before - 1))

    _another_and_back(page, SAID[tongue]["back"])
    shown = at_desk(page)
    keys(page, "]")
    assert at_desk(page) not in (shown, first)
    _read_how_often(page, SAID[tongue]["month"])


def _another_and_back(page: Any, back: str) -> None:
    """The second suggestion is chosen, sent, and taken back."""
    second = with_three(page)
    options = options_of(page)
    page.keyboard.press("2")
    assert [o["chosen"] for o in options_of(page)] == [False, True, False]
    with town.still():
        keys(page, "s")
        assert sorted_as(second) == options[1]["code"]
        keys(page, "z")
    assert Case.objects.get(pk=second).state == "sorting" and at_desk(page)
    says(page, back)


def _read_how_often(page: Any, month: str) -> None:
    """The desk's line of this month, and the page behind it."""
    deliver()
    keys(page, "g", "s")
    assert figures()["asked"] and month.format(**figures()) in words(page)
    tab_into(page, f"a[href*='{SUGGESTING}']")
    keys(page, "Enter")
    asked, taken = figures().values()
    assert f"{asked} 件，{taken} 件照建议分" in words(page) or f"{asked}, and sorted {taken} as sugg" in words(page)
    assert not axe(page)


@pytest.mark.parametrize(("tongue", "wide", "known"), [(*w.values, k) for w, k in zip(WAYS, KNOWN[:2], strict=True)])
def test_a_recurring_problem_is_found_read_and_confirmed(
    street: Town, browser: Browser, tongue: str, wide: bool, known: str
) -> None:
    """The list, hottest first; one is walked to, opened and confirmed, and the page says what comes next."""
    page = browser.open("/work/", "worker", wide=wide, english=tongue == "en")
    keys(page, "g", "p")
    shown = page.eval_on_selector_all("[data-row]", "rows => rows.map(row => Number(row.id.slice(4)))")
    ten = [Problem.objects.get(pk=pk) for pk in shown[:10]]
    named = {word: one for word in KNOWN for one in ten if word in one.title + "".join(one.signs)}
    assert set(named) == set(KNOWN), "the three known themes stand among the first ten"
    one = named[known]
    walk_to(page, one.pk)
    keys(page, "Enter")
    assert one.title == page.locator(".pb-title").inner_text()
    page.keyboard.press("c")
    page.wait_for_function("document.activeElement?.closest('#panel')")
    tab_to(page, "f_title")
    page.keyboard.press("Control+A")
    page.keyboard.type(f"{known}：大家说了又说")
    keys(page, "Control+Enter")
    says(page, SAID[tongue]["confirmed"])
    one.refresh_from_db()
    assert (one.state, one.title) == ("confirmed", f"{known}：大家说了又说") and one.lead is not None
    if not wide:
        keys(page, "u")  # on a phone the problem covers the list
    page.keyboard.press("j")
    assert focused(page), "and the next one is a key away"


# --- what the tests ask; a message's words never stand in what is compared


def keys(page: Any, *pressed: str) -> None:
    """Keys of which the last leads to a page."""
    for key in pressed[:-1]:
        page.keyboard.press(key)
    sent(page, lambda: page.keyboard.press(pressed[-1]))


def says(page: Any, text: str) -> None:
    """The status line, which a screen reader speaks, says this."""
    page.wait_for_function("text => document.getElementById('status')?.textContent.includes(text)", arg=text)


def at_desk(page: Any) -> int:
    """The number of the case that the desk shows."""
    action = page.locator(".ws-sorting main form[method=post], main .ws-form form").first.get_attribute("action")
    return int(re.sub(r"\D", "", action))


def with_three(page: Any) -> int:
    """Skip what the list has fewer words for; the number of the first case with three suggestions."""
    for _ in range(20):
        if len(options_of(page)) == 3:
            return at_desk(page)
        keys(page, "]")
    raise AssertionError("none of the first twenty has three suggestions")


def options_of(page: Any) -> list[dict[str, Any]]:
    """The suggestions as the page shows them."""
    read = """rows => rows.map(row => { const box = row.querySelector("input"); return { code: box.value,
        key: box.dataset.key, chosen: box.checked, text: row.innerText }; })"""
    found: list[dict[str, Any]] = page.eval_on_selector_all(".ws-matters .form-check", read)
    return found


def spoken(number: int, options: list[dict[str, Any]]) -> bool:
    """Whether each suggestion shows the words that spoke for it, and these stand in the message."""
    text = Case.objects.get(pk=number).text.casefold()
    kept = {o["code"]: o["words"] for o in Suggestion.objects.get(about_id=number).options}
    told = {o["code"]: o["text"] for o in options}
    return all(kept[code] and all(w in told[code] and w.casefold() in text for w in kept[code]) for code in told)


def waiting() -> int:
    """How many cases wait at the desk."""
    return Case.objects.filter(state="sorting").count()


def sorted_as(number: int) -> str:
    """The type that the case was given."""
    case = Case.objects.get(pk=number)
    return case.matter if case.state == "filed" else ""


def figures() -> dict[str, int]:
    """How many were sorted with a suggestion, and how many as suggested."""
    rows = Suggestion.objects.filter(outcome__in=("accepted", "other"))
    return {"asked": rows.count(), "taken": rows.filter(outcome="accepted").count()}


def walk_to(page: Any, number: int) -> None:
    """Row by row, until the focus is in this one."""
    for _ in range(30):
        page.keyboard.press("j")
        if page.evaluate("document.activeElement.closest('[data-row]')?.id") == f"row-{number}":
            return
    raise AssertionError(f"no row {number}")


def tab_into(page: Any, what: str) -> None:
    """Tab until this has the focus."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("what => document.activeElement.matches(what)", what):
            return
    raise AssertionError(f"Tab never came to {what}")
