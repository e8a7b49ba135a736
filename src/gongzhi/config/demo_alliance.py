"""The demonstration's alliance: what units gave to their communities in a year, and what it was used for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from gongzhi.assessments.services import standing
from gongzhi.config.demo_days import Days
from gongzhi.config.demo_numbers import someone
from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor, system
from gongzhi.kernel.clock import CHINA
from gongzhi.organisations import selectors as organisations
from gongzhi.organisations import services as seats
from gongzhi.organisations.services import NewBody
from gongzhi.people import services as people
from gongzhi.places import selectors as places
from gongzhi.projects.services import needs, resources
from gongzhi.projects.services.resources import NewOffer

# What a kind of body gives: kind, title, purpose, how much of which unit, when in the week (minutes).
SATURDAY = ((7200 + 9 * 60, 7200 + 12 * 60),)
GIVEN = {
    "resident_unit": ("place", "会议室周六借给邻里用", "neighbours", 1, "room"),
    "social_org": ("skill", "儿童心理和课业辅导", "children", 4, "person"),
    "volunteer_team": ("people", "志愿者轮值", "elderly", 6, "person"),
    "property_company": ("goods", "折叠桌椅", "neighbours", 60, "piece"),
}
NEED, NEED_TEXT = "周末给孩子和老人办活动", "放学以后、周末，院里的孩子和老人没有地方去，想有人带着一起做点事。"
ASKED, EVERY, MEETS = 6, 7, 4  # people behind a need; days between two looks; activities a look
HOURS = timedelta(hours=3)
GROUPS = ("合唱队", "棋友会", "种花小组", "太极队", "读书会", "巡逻队")
STEPS = ("incubate", "grow")
FOUNDER = system("config.demo")


class AllianceDesk:
    """Signs the year's agreements in the first month; every week some communities use what was given."""

    def __init__(self, setting: Any, start: datetime, end: datetime) -> None:
        self._setting, self._end = setting, end
        self._given: list[tuple[Any, Any, Any]] = []
        whole = (end - start).days
        plan: list[tuple[float, Callable[[], None]]] = [(whole - 8, self._sign)]
        plan += [(day, self._use) for day in range(whole - 21, 8, -EVERY)]
        self._days = Days(end, plan)
        self._next = 0

    def come_by(self, reached: datetime) -> None:
        """Do what is due by now."""
        self._days.come_by(reached)

    def _sign(self) -> None:
        self._file()
        for community in self._setting.ground["community"]:
            desk = someone(organisations.body_for("residents_committee", community))
            if desk is None:
                continue
            need = needs.raise_need(
                actor=desk, place_id=community.pk, title=NEED, text=NEED_TEXT, purpose="children", origin="survey",
                people=[people.reporter().pk for _n in range(ASKED)],
            )  # fmt: skip
            for kind in GIVEN:
                self._offer(desk, community, kind, need)

    def _file(self) -> None:
        """Every estate has a group of its own, some two; most are filed, some have grown."""
        estates = list(self._setting.ground["estate"])
        plans = [NewBody("social_org", f"{spot.name}{GROUPS[n % len(GROUPS)]}", spot) for n, spot in enumerate(estates)]
        more = [NewBody("social_org", f"{spot.name}{GROUPS[-1]}", spot) for spot in estates[:: len(GROUPS)]]
        for n, body in enumerate(seats.create_bodies(actor=FOUNDER, plans=[*plans, *more])):
            standing.file_body(actor=FOUNDER, body_id=body.pk, paper=f"备案表 {n + 1} 号")
            for step in STEPS[: n % len(GROUPS) // 2]:
                standing.step_body(actor=FOUNDER, body_id=body.pk, name=step, paper="社区评议记录")

    def _offer(self, desk: Actor, community: Any, kind: str, need: Any) -> None:
        body = _body_of(kind, community)
        if body is None:
            return
        what, title, purpose, amount, unit = GIVEN[kind]
        new = NewOffer(
            what, title, purpose, amount, unit, until=clock.today().date() + timedelta(days=360), alliance=True,
            times=() if what == "goods" else SATURDAY,
        )  # fmt: skip
        made = resources.offer_resource(actor=desk, place_id=community.pk, new=new, body_id=body.pk)
        self._given.append((made, desk, need))

    def _use(self) -> None:
        """This week's activities: the next few of what was given, on Saturday morning."""
        today = clock.now().astimezone(CHINA).replace(hour=9, minute=0, second=0, microsecond=0)
        saturday = today + timedelta(days=(5 - today.weekday()) % 7 or 7)
        for _n in range(min(MEETS, len(self._given))):
            made, desk, need = self._given[self._next % len(self._given)]
            self._next += 1
            given = {"actor": desk, "resource_id": made.pk, "about": need.ref, "amount": 1}
            goods = made.kind == "goods"
            starts = saturday.replace(hour=0) if goods else saturday
            ends = starts + timedelta(days=1) if goods else starts + HOURS
            booking = resources.use_resource(**given, starts=starts, ends=ends)
            if self._next % 3:
                resources.note_effect(actor=desk, booking_id=booking.pk, text="来了二十几家，孩子说下次还来。")


def _body_of(kind: str, community: Any) -> Any:
    """The community's own body of this kind, or that of its first estate."""
    spots = [community, *places.within(community).filter(level="estate").order_by("path")[:1]]
    return next((body for spot in spots for body in organisations.bodies_at(spot, kinds=[kind])), None)
