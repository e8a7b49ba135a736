"""The button that takes a slip back: beside the message, by a plain form, for one matter or a batch."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.cases.stages import CLAUSE, make
from tests.cases.test_staff_pages import sign_in
from tests.world import MONDAY, World

from gongzhi.cases.models import Case, Word
from gongzhi.kernel import clock

ACT = re.compile(r'name="act" value="([\d.]+)"')


def button(page: Any) -> list[str]:
    """What the button of the page would send."""
    text = page.content.decode()
    form = re.search(r'<form method="post" action="/work/undo/".*?</form>', text, re.DOTALL)
    return ACT.findall(form[0]) if form else []


def accepted(street: World, case: Case, browser: Client) -> Any:
    return browser.post(reverse("work_move", args=[case.pk, "accept"]), {"seen": case.version}, follow=True)


def test_accept_and_take_back_by_plain_forms(street: World) -> None:
    case, browser = make(street, "filed"), sign_in(street, "worker")
    page = accepted(street, case, browser)
    assert len(button(page)) == 1 and 'data-key="z"' in page.content.decode()
    assert 'data-announce="接下了。按 z 撤回。"' in page.content.decode()
    after = browser.post(reverse("work_undo"), {"act": button(page)}, follow=True)
    assert after.redirect_chain == [(reverse("work_matter", args=[case.pk]), 302)]
    assert Case.objects.get(pk=case.pk).state == "filed" and "和刚才一样" in after.content.decode()
    assert not button(after)  # and no button for it any more
    again = browser.post(reverse("work_undo"), {"act": button(page)}, follow=True)
    assert "gz-notice-warn" in again.content.decode() and Case.objects.get(pk=case.pk).state == "filed"


@pytest.mark.parametrize("key", ["secretary", "officer", "urban"])
def test_another_cannot_use_the_button(street: World, key: str) -> None:
    case = make(street, "filed")
    acts = button(accepted(street, case, sign_in(street, "worker")))
    page = sign_in(street, key).post(reverse("work_undo"), {"act": acts, "next": reverse("inbox")}, follow=True)
    assert "撤不回了" in page.content.decode()
    assert Case.objects.get(pk=case.pk).state == "handling"


def test_after_twenty_seconds_a_plain_no(street: World) -> None:
    case, browser = make(street, "filed"), sign_in(street, "worker")
    acts = button(accepted(street, case, browser))
    with clock.at(MONDAY + timedelta(seconds=20)):
        page = browser.post(reverse("work_undo"), {"act": acts}, follow=True)
    assert "过了时间，撤不回了" in page.content.decode()
    assert Case.objects.get(pk=case.pk).state == "handling"


def test_a_batch_is_taken_back_as_a_batch(street: World) -> None:
    """What somebody touched meanwhile stays, and is said."""
    cases = [make(street, "filed") for _ in range(3)]
    browser = sign_in(street, "worker")
    page = browser.post(reverse("work_batch"), {"act": "accept", "select": [c.pk for c in cases]}, follow=True)
    acts = button(page)
    assert len(acts) == 3 and "撤回这 3 件" in page.content.decode()
    street.move("secretary", cases[0], "offer", to_body=street.body_of("urban").pk, clause=CLAUSE)
    after = browser.post(reverse("work_undo"), {"act": acts}, follow=True)
    assert "撤回 2 件" in after.content.decode()
    states = [Case.objects.get(pk=c.pk).state for c in cases]
    assert states == ["offered", "filed", "filed"]


def test_the_sorting_desk_the_note_and_the_pause_have_it_too(street: World) -> None:
    browser = sign_in(street, "worker")
    unsorted = make(street, "sorting")
    sent = {"seen": unsorted.version, "matter": "FW01"}
    page = browser.post(reverse("sorting_send", args=[unsorted.pk]), sent, follow=True)
    browser.post(reverse("work_undo"), {"act": button(page), "next": reverse("sorting")}, follow=True)
    assert Case.objects.get(pk=unsorted.pk).state == "sorting"
    case = make(street, "handling")
    page = browser.post(reverse("work_note", args=[case.pk]), {"text": "记错了件", "sight": "staff"}, follow=True)
    assert "记错了件" in page.content.decode()
    after = browser.post(reverse("work_undo"), {"act": button(page)}, follow=True)
    assert "记错了件" not in after.content.decode() and Word.objects.filter(case=case).count() == 1
    page = browser.post(reverse("work_pause", args=[case.pk]), {"reason": "supplier"}, follow=True)
    browser.post(reverse("work_undo"), {"act": button(page)})
    case.refresh_from_db()
    assert case.due_at is not None and not case.parts.exists()


def test_what_has_no_way_back_offers_none(street: World) -> None:
    case, browser = make(street, "handling"), sign_in(street, "worker")
    sent = {"seen": case.version, "answer": "补好了外墙", "outcome": "solved"}
    page = browser.post(reverse("work_move", args=[case.pk, "answer"]), sent, follow=True)
    assert "gz-notice-done" in page.content.decode() and not button(page)


@pytest.mark.parametrize("act", ["", "x", "1", "1.x", "-1.2", "1.2.3", "9" * 30 + ".1", "１.２"])
def test_nonsense_is_told_and_changes_nothing(street: World, act: str) -> None:
    page = sign_in(street, "worker").post(reverse("work_undo"), {"act": act}, follow=True)
    assert page.status_code == 200 and "没有什么可以撤回" in page.content.decode()


def test_an_unknown_case_is_told(street: World) -> None:
    page = sign_in(street, "worker").post(
        reverse("work_undo"), {"act": "999999.1", "next": reverse("inbox")}, follow=True
    )
    assert "没有这件事" in page.content.decode()


def test_only_staff_and_only_by_post(street: World) -> None:
    assert Client().post(reverse("work_undo"), {"act": "1.1"}).status_code == 302
    assert sign_in(street, "worker").get(reverse("work_undo")).status_code == 405
