"""Meetings in the small street: a council of the three core seats and some residents, called on a Monday morning."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import pytest
from tests.cases.conftest import street as street
from tests.world import MONDAY, World

from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.errors import Refused
from gongzhi.meetings import services
from gongzhi.meetings.models import Item, Meeting, MeetingSeat
from gongzhi.meetings.services import NewItem, SeatAsked
from gongzhi.people import services as people

STARTS = MONDAY + timedelta(days=4, hours=10)  # Friday evening, seven o'clock
AGENDA = (NewItem("充电桩放在哪里", "decide"), NewItem("上次的事办得怎样", "report"))
CORE = ("residents_committee", "owners_committee", "property")


@contextmanager
def refused(code: str) -> Iterator[pytest.ExceptionInfo[Refused]]:
    """The act is refused with this code, in words."""
    with pytest.raises(Refused) as caught:
        yield caught
    assert caught.value.code == code, f"{caught.value.code}: {caught.value}"
    assert str(caught.value)


class Hall:
    """One meeting under test, with short ways to act in it."""

    def __init__(self, street: World, meeting: Meeting, runner: Actor) -> None:
        self.street, self.meeting, self.runner = street, meeting, runner
        self.seats = list(MeetingSeat.objects.filter(meeting=meeting).order_by("number"))
        self.items = list(Item.objects.filter(meeting=meeting).order_by("number"))

    def seat(self, kind: str, number: int = 0) -> MeetingSeat:
        """The n-th seat of a type, as it stands now."""
        found = MeetingSeat.objects.filter(meeting=self.meeting, kind=kind).order_by("number")[number]
        return found

    def come(self, *kinds: str) -> None:
        """Everybody of these seat types is there (of all types when none is named)."""
        for seat in MeetingSeat.objects.filter(meeting=self.meeting).order_by("number"):
            if (not kinds or seat.kind in kinds) and not seat.present and not seat.proxy_id:
                services.mark_present(actor=self.runner, seat_id=seat.pk, present=seat.size)

    def open(self) -> Meeting:
        """Open it at the hour of the notice."""
        return services.open_meeting(actor=self.runner, meeting_id=self.meeting.pk)

    def take(self, number: int = 1) -> Item:
        """Go on to an item."""
        return services.take_item(actor=self.runner, item_id=self.items[number - 1].pk)

    def move(self, text: str = "放在东门", **more: Any) -> Any:
        """A motion of the residents' committee on the first item."""
        seat = more.pop("seat", self.seats[0])
        return services.propose(
            actor=self.runner, item_id=self.items[0].pk, seat_id=seat.pk if seat else None, text=text, **more
        )

    def vote(self, motion: Any, yes: int, no: int = 0, abstain: int = 0) -> Any:
        """Put a motion to the vote and count."""
        services.put_to_vote(actor=self.runner, motion_id=motion.pk)
        return services.decide(actor=self.runner, motion_id=motion.pk, yes=yes, no=no, abstain=abstain)


def seats(street: World, *, residents: int = 3, without: str = "") -> list[SeatAsked]:
    """The three core seats and some residents."""
    found = [SeatAsked(kind) for kind in CORE if kind != without]
    return found + [SeatAsked("resident", person_id=people.reporter(name=f"甲{n}").pk) for n in range(residents)]


@pytest.fixture
def called(street: World) -> Callable[..., Hall]:
    """Call a meeting of the residents' committee; everything may be given otherwise."""

    def make(**more: Any) -> Hall:
        runner = street.actor(more.pop("by", "secretary"))
        given: dict[str, Any] = {
            "orders": "council_3x", "body_id": street.body("residents_committee", "440305007010").pk,
            "place_id": street.places["440305007010"].pk, "title": "电动车充电桩", "starts": STARTS, "agenda": AGENDA,
            "where": "居委会二楼",
        } | more  # fmt: skip
        if "seats" not in given:
            given["seats"] = seats(street)
        return Hall(street, services.call(actor=runner, **given), runner)

    return make


@pytest.fixture
def evening() -> Iterator[datetime]:
    """The hour for which meetings are called."""
    with clock.at(STARTS):
        yield STARTS
