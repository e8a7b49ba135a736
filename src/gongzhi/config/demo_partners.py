"""What the demonstration's community does with partners: each story has its own file, one calendar holds them all."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from gongzhi.config.demo_canteen import Canteen
from gongzhi.config.demo_checkin import CheckIn
from gongzhi.config.demo_days import Days
from gongzhi.config.demo_home import Home
from gongzhi.config.demo_linkage import Linkage
from gongzhi.config.demo_orgs import Organisations
from gongzhi.config.demo_purchase import Purchase
from gongzhi.config.demo_venture import Venture


class PartnerDesk:
    """Keeps the days of all the stories, the earliest first."""

    def __init__(self, setting: Any, end: datetime) -> None:
        home = Home(setting, end)
        orgs = Organisations(home)
        purchase = Purchase(home, orgs)
        stories: list[Any] = [
            orgs, purchase, Venture(home, orgs), Canteen(home, orgs, purchase), Linkage(home, orgs), CheckIn(home),
        ]  # fmt: skip
        plan = sorted((day for story in stories for day in story.plan), key=lambda day: -day[0])
        self._days = Days(home.day(0), plan)

    def come_by(self, reached: datetime) -> None:
        """Do what is due by now."""
        self._days.come_by(reached)
