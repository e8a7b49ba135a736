"""Check 1: how many steps and seconds people need, against the budgets of the journeys, by a thumb that is counted."""

from __future__ import annotations

from typing import Any

from tests.browser.browsing import Thumb, words
from tests.browser.town import LAMP

from gongzhi.cases.models import Case


def newest() -> Case:
    return Case.objects.latest("pk")


def test_a_report_takes_three_steps_and_less_than_45_seconds(browser: Any) -> None:
    """From the community's page: what, where, send; no account, no code, no number asked."""
    page = browser.open("/c/440305007010/")
    thumb = Thumb(page)
    thumb.tap("a.gz-say")
    thumb.write("#id_text", LAMP)
    assert "第 1 步，共 3 步" in words(page)
    thumb.tap("button[name=go]")
    assert "第 2 步，共 3 步" in words(page)
    thumb.write("#id_where", "花园3栋")
    thumb.tap("#matches button[name=place]")
    assert "第 3 步，共 3 步" in words(page)
    thumb.tap("button[name=go]")
    page.wait_for_url("**/r/*/")
    case = newest()
    assert (case.text, case.place.name, case.state) == (LAMP, "3 栋", "filed")
    assert thumb.seconds <= 45, thumb
    assert "收到了" in words(page) and page.locator(".gz-code").count()
