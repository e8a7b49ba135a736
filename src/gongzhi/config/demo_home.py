"""Who acts in the demonstration's home community, and when: what the desks that play its people share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from gongzhi.kernel.actor import Actor
from gongzhi.kernel.clock import CHINA
from gongzhi.organisations import selectors as organisations
from gongzhi.people import services as people

Plan = list[tuple[float, Callable[[], None]]]


class Home:
    """The home community with its faces; days are counted back from the demonstration's last."""

    def __init__(self, setting: Any, end: datetime) -> None:
        self._faces, self._end = setting.faces, end
        self.place, self.name = setting.home, str(setting.home.name).removesuffix("社区")

    @property
    def one(self) -> Actor:
        """The secretary of the residents' committee, who draws things up."""
        return self.face("demo-secretary")

    @property
    def two(self) -> Actor:
        """Another of its people, who is the second person."""
        return self.face("demo-community")

    @property
    def officer(self) -> Actor:
        """The officer of the street over it."""
        return self.face("demo-street")

    def face(self, name: str) -> Actor:
        """One of those as whom visitors sign in, with the seats of the day."""
        return organisations.actor_for(self._faces[name])

    def body(self, kind: str) -> Any:
        """Its own body of a kind, or the one over it."""
        return organisations.body_for(kind, self.place)

    @property
    def committee(self) -> int:
        """The number of its residents' committee."""
        return int(self.body("residents_committee").pk)

    def day(self, before: float) -> datetime:
        """Ten in the morning, so many days before the end."""
        moment = (self._end - timedelta(days=before)).astimezone(CHINA)
        return moment.replace(hour=10, minute=0, second=0, microsecond=0)

    def date(self, before: float) -> date:
        """That day."""
        return self.day(before).date()


def neighbour(phone: str) -> Actor:
    """Whoever has this telephone."""
    return Actor(person_id=people.reporter(phone=phone).pk)


def neighbours(first: int, many: int) -> list[Actor]:
    """So many neighbours, each known by a number of a block that looks like no subscriber's."""
    return [neighbour(f"1372000{n:04d}") for n in range(first, first + many)]
