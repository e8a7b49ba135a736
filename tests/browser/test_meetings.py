"""Meetings in a browser: axe, both languages, nothing sideways; and a hall that goes on without taking the focus."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from tests.arriving import settled
from tests.browser.browsing import Browser, axe
from tests.browser.test_contrast import IN_ENGLISH
from tests.browser.town import Town

from gongzhi.kernel import clock
from gongzhi.meetings import selectors, services
from gongzhi.meetings.services import NewItem, SeatAsked
from gongzhi.organisations.models import Body
from gongzhi.places.models import Place

HAN = re.compile("[\u4e00-\u9fff]+")
TITLE, WHERE, ITEMS, MOVED = "电动车充电桩", "居委会二楼", ("充电桩放在哪里", "路灯"), "放在东门"
LATER = timedelta(days=4)
SAID = (TITLE, WHERE, *ITEMS, MOVED, "表决：")


@pytest.fixture(scope="module")
def held(street: Town) -> dict[str, Any]:
    """A council in session, in which the community worker sits, and one whose minutes are published."""
    actor, past, here = street.world.actor("secretary"), _called(street), _called(street)
    with clock.at(clock.now() + LATER):
        for number in (past, here):
            _run(street, number)
        services.close_meeting(actor=actor, meeting_id=past)
        services.draft_minutes(actor=actor, meeting_id=past)
        there = [seat.pk for seat in selectors.seats(past)]
        services.approve_minutes(actor=actor, meeting_id=past, seat_ids=there, how="paper")
        services.publish_minutes(actor=actor, meeting_id=past)
    return {"past": past, "here": here}


def _called(street: Town) -> int:
    world = street.world
    seats = [SeatAsked("residents_committee", person_id=world.people["worker"]), SeatAsked("owners_committee"),
             SeatAsked("property"), SeatAsked("resident")]  # fmt: skip
    meeting = services.call(
        actor=world.actor("secretary"), orders="council_3x", body_id=world.body_of("secretary").pk,
        place_id=world.places["440305007010"].pk, title=TITLE, starts=clock.now() + LATER, where=WHERE,
        agenda=[NewItem(ITEMS[0], "decide"), NewItem(ITEMS[1])], seats=seats,
    )  # fmt: skip
    return meeting.pk


def _run(street: Town, number: int) -> None:
    actor = street.world.actor("secretary")
    with transaction.atomic():
        for seat in selectors.seats(number):
            services.mark_present(actor=actor, seat_id=seat.pk, present=True)
        services.open_meeting(actor=actor, meeting_id=number)
        item = services.take_item(actor=actor, item_id=selectors.agenda(number)[0].pk)
        motion = services.propose(actor=actor, item_id=item.pk, seat_id=None, text=MOVED)
        services.put_to_vote(actor=actor, motion_id=motion.pk)
        services.decide(actor=actor, motion_id=motion.pk, yes=3, no=1)


def _addresses(held: dict[str, Any]) -> dict[str, str]:
    return {
        "calendar": "/meetings/", "notice": f"/meetings/{held['past']}/",
        "minutes": f"/meetings/{held['past']}/minutes/",
        "hall": f"/meetings/{held['here']}/hall/", "desk": "/work/meetings/",
        "running": f"/work/meetings/{held['here']}/", "call": "/work/meetings/new/?orders=home_committee",
        "screen": f"/meetings/{held['here']}/hall/screen/", "follow": "/work/meetings/follow/",
        "plan": "/work/meetings/plan/",
    }  # fmt: skip


@pytest.mark.parametrize(
    "name", ["calendar", "notice", "minutes", "hall", "screen", "desk", "running", "call", "follow", "plan"]
)
def test_the_pages_of_meetings_stand(street: Town, browser: Browser, held: dict[str, Any], name: str) -> None:
    for look in ({}, {"wide": True, "english": True}):
        page = browser.open(_addresses(held)[name], "worker", **look)
        page.evaluate("document.querySelectorAll('main details:not([open])').forEach(d => { d.open = true; })")
        assert axe(page) == [], look
        assert page.locator("h1").count() == 1
        assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"], "runs sideways"
    assert _left_over(page) == []


def _left_over(page: Any) -> list[str]:
    text = page.evaluate(IN_ENGLISH)
    known = [*SAID, *Place.objects.values_list("name", flat=True), *Body.objects.values_list("name", flat=True)]
    for said in sorted(known, key=len, reverse=True):
        text = text.replace(said, "")
    return HAN.findall(text)


def test_the_hall_goes_on_and_leaves_the_focus_where_it_is(
    street: Town, browser: Browser, held: dict[str, Any]
) -> None:
    page = browser.open(f"/meetings/{held['here']}/hall/", "worker")
    button = page.get_by_role("button", name="我要发言")
    button.focus()
    before = page.locator("#hall-log p").count()
    services.note_item(actor=street.world.actor("secretary"), meeting_id=held["here"], title=ITEMS[1])
    page.wait_for_function(f"document.querySelectorAll('#hall-log p').length > {before}")
    settled(page)
    assert page.locator("#hall-log p").last.inner_text().endswith(f"记下，留到下次：{ITEMS[1]}")
    assert button.evaluate("b => document.activeElement === b")
    assert page.locator("[role=log]").get_attribute("aria-live") == "polite"
