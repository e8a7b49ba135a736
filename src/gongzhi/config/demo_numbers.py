"""The demonstration's courtyards in one year: as many matters talked over, agreed and done as the sources say."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction

from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.clock import CHINA
from gongzhi.meetings import selectors as halls
from gongzhi.meetings import services as meetings
from gongzhi.meetings.services import NewItem, SeatAsked
from gongzhi.organisations import selectors as organisations
from gongzhi.places import selectors as places
from gongzhi.record import services as record

TALKS = [tuple(row) for row in tomllib.loads(Path(__file__).with_name("demo_talks.toml").read_text("utf-8"))["talk"]]
ITEMS, HOUSEHOLDS, THERE = 5, 40, 26  # of one meeting
FAILS = (3, 7, 10)  # of eleven matters, those on which the courtyard does not agree
LEFT = 5  # every so many of these, nothing is done either
NOTICE, UNTIL = timedelta(days=8), timedelta(days=30)


class NumbersDesk:
    """Two meetings in each community's year, each about several things; what was agreed is done within the month."""

    def __init__(self, setting: Any, start: datetime, end: datetime) -> None:
        self._setting = setting
        span, communities = end - start - NOTICE - UNTIL, list(setting.ground["community"])
        many = 2 * len(communities)
        self._coming = [(start + NOTICE + span * n / many, communities[n % len(communities)], n) for n in range(many)]
        self._number = self._failed = 0

    def come_by(self, reached: datetime) -> None:
        """Hold the meetings whose day has come."""
        while self._coming and self._coming[0][0] + UNTIL <= reached:
            moment, community, n = self._coming.pop(0)
            starts = moment.astimezone(CHINA).replace(hour=19, minute=30, second=0, microsecond=0)
            with transaction.atomic(), clock.at(starts - NOTICE):
                self._meet(community, starts, n)
                record.deliver()

    def _meet(self, community: Any, starts: datetime, n: int) -> None:
        committee = organisations.body_for("residents_committee", community)
        desk = someone(committee)
        if committee is None or desk is None:
            return
        estates = list(places.within(community).filter(level="estate").order_by("path"))
        spot = estates[n % len(estates)] if estates else community
        talks = list(self._talks(ITEMS + (n % 8 < 5)))
        called = meetings.call(
            actor=desk, orders="building_meeting", body_id=committee.pk, place_id=spot.pk, starts=starts,
            title=f"{spot.name}院里的事", where="院里的凉亭",
            agenda=[NewItem(about, "decide") for _n, (about, _agreed, _task) in talks],
            seats=[SeatAsked("household", size=HOUSEHOLDS), SeatAsked("residents_committee", body_id=committee.pk)],
        )  # fmt: skip
        with clock.at(starts):
            made = self._hold(desk, called.pk, talks, committee.pk)
        with clock.at(starts + UNTIL - timedelta(days=1)):
            for resolution, task in made:
                meetings.report_resolution(actor=desk, resolution_id=resolution, text=f"{task}：做好了")
                meetings.confirm_resolution(actor=desk, resolution_id=resolution)

    def _talks(self, many: int) -> Iterator[tuple[int, tuple[str, ...]]]:
        """The next matters, one after another, round and round."""
        for _n in range(many):
            self._number += 1
            yield self._number, TALKS[self._number % len(TALKS)]

    def _hold(self, desk: Actor, number: int, talks: list[Any], owner: int) -> list[tuple[int, str]]:
        made = []
        for seat in halls.seats(number):
            meetings.mark_present(actor=desk, seat_id=seat.pk, present=min(seat.size, THERE))
        meetings.open_meeting(actor=desk, meeting_id=number)
        for item, (n, (_about, agreed, task)) in zip(halls.agenda(number), talks, strict=True):
            motion = self._decide(desk, number, item.pk, agreed, n)
            self._failed += motion is None
            if motion is None and self._failed % LEFT == 0:
                continue
            row = meetings.add_resolution(
                actor=desk, item_id=item.pk, motion_id=motion, kind="decision" if motion else "opinion",
                text=task if motion else f"没有谈拢，先做一件：{task}", owner_id=owner, due=clock.now() + UNTIL,
            )  # fmt: skip
            made.append((row.pk, task))
        meetings.close_meeting(actor=desk, meeting_id=number)
        meetings.draft_minutes(actor=desk, meeting_id=number)
        there = [seat.pk for seat in halls.seats(number)]
        meetings.approve_minutes(actor=desk, meeting_id=number, seat_ids=there, how="paper")
        meetings.publish_minutes(actor=desk, meeting_id=number)
        return made

    def _decide(self, desk: Actor, number: int, item: int, agreed: str, n: int) -> int | None:
        """The motion if it was carried."""
        meetings.take_item(actor=desk, item_id=item)
        motion = meetings.propose(actor=desk, item_id=item, seat_id=None, text=agreed)
        meetings.put_to_vote(actor=desk, motion_id=motion.pk)
        can = halls.voters(number, item)
        no = can * 2 // 3 if n % 11 in FAILS else n % 5
        meetings.decide(actor=desk, motion_id=motion.pk, yes=can - no, no=no)
        return motion.pk if n % 11 not in FAILS else None


def someone(body: Any) -> Actor | None:
    """Whoever sits in this body now, as an actor."""
    holders = organisations.holders(body.pk) if body is not None else []
    return organisations.actor_for(holders[0].person_id) if holders else None
