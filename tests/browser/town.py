"""The street of the browser tests: one clock for every thread, readable names of bodies, people who can sign in."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from tests import world as street
from tests.world import World

from gongzhi.cases.models import Case
from gongzhi.duties import services as duties
from gongzhi.kernel import clock
from gongzhi.organisations.models import Body
from gongzhi.organisations.words import BODY_KINDS
from gongzhi.people.models import Person
from gongzhi.places import services as places
from gongzhi.record import services as record

COMMUNITY, BUILDING = "440305007010", "NYHY3"
PASSWORD = "yi-zhan-deng-liang-le"
BACKEND = "django.contrib.auth.backends.ModelBackend"
NOISE = "楼下半夜施工，吵得睡不着"
LAMP = "三单元的楼道灯坏了三天"


class StreetClock:
    """Stands where the kernel's clock keeps its instant: one for the threads of the server and of the test."""

    def __init__(self, start: datetime) -> None:
        self._start, self._began = start, time.monotonic()

    def get(self) -> datetime:
        """The instant now: it runs on as the machine's does."""
        return self._start + timedelta(seconds=time.monotonic() - self._began)

    def set(self, moment: datetime) -> tuple[datetime, float]:
        """Go to another instant; the answer leads back."""
        kept, self._start, self._began = (self._start, self._began), moment, time.monotonic()
        return kept

    def reset(self, kept: tuple[datetime, float]) -> None:
        """Go back."""
        self._start, self._began = kept

    @contextmanager
    def still(self) -> Iterator[None]:
        """Inside, no time passes: what a person has seconds for is not lost to a slow machine."""
        with pytest.MonkeyPatch.context() as patch:
            now = self.get()
            patch.setattr(self, "get", lambda: now)
            yield


@contextmanager
def one_clock(start: datetime = street.MONDAY) -> Iterator[StreetClock]:
    """Inside, every thread reads the same moved clock."""
    shared = StreetClock(start)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clock, "_now", shared)
        yield shared


@dataclass
class Town:
    """The world, the address at which it is served, and the way into it."""

    url: str
    world: World
    cookies: dict[str, str] = field(default_factory=dict)

    def session(self, key: str) -> str:
        """The session cookie of a member of staff; one sign-in serves a whole file of tests."""
        if key not in self.cookies:
            client = Client()
            client.force_login(Person.objects.get(pk=self.world.people[key]), backend=BACKEND)
            self.cookies[key] = client.cookies["sessionid"].value
        return self.cookies[key]

    def case(self, **more: Any) -> Case:
        """A new case at building 3."""
        return self.world.report(**more)

    def at(self, state: str, **more: Any) -> Case:
        """A new case about noise, brought to this state by the people whose steps lead there."""
        case = self.case(**{"matter": "ZS01", "text": NOISE, **more})
        for step in _WAY[state]:
            step(self.world, case)
        return Case.objects.get(pk=case.pk)


def _step(who: str, move: str, **given: Any) -> Callable[[World, Case], None]:
    def take(world: World, case: Case) -> None:
        asked = {name: value(world) if callable(value) else value for name, value in given.items()}
        world.move(who, case, move, **asked)

    return take


_CLAUSE = "ZS01:community"
_ACCEPT, _RISE, _TAKE = _step("grid", "accept"), _step("grid", "rise"), _step("worker", "accept")
_WHISTLE = _step("worker", "whistle", calls=lambda world: [world.body("street_urban").pk])
_ARRIVE = _step("urban", "arrive")
_REPORT = _step("urban", "report_in", report="去看过，夜里十一点还在打桩")
_PLAN = _step(
    "worker", "plan", lead=lambda world: world.body("residents_committee", COMMUNITY).pk, plan="夜里停工，城管每晚来看",
    due=lambda world: clock.now() + timedelta(days=3),
)  # fmt: skip
_ANSWER = _step("worker", "answer", answer="工地夜里十点后停工，城管九月十日再来看", outcome="solved")
_BOUNCE = _step("grid", "refuse", clause="ZS01:grid", reason="清单写的是社区牵头")
_AGAIN = _step("worker", "decide", to_body=lambda world: world.body("grid_team", "NY1").pk, reason="噪声先由网格看")
_HANDED = (_ACCEPT, _RISE, _TAKE)
_WAY: dict[str, tuple[Callable[[World, Case], None], ...]] = {
    "filed": (),
    "handling": (_ACCEPT,),
    "community": (_ACCEPT, _RISE),
    "worked": _HANDED,
    "whistled": (*_HANDED, _WHISTLE),
    "responding": (*_HANDED, _WHISTLE, _ARRIVE),
    "reported": (*_HANDED, _WHISTLE, _ARRIVE, _REPORT),
    "joint": (*_HANDED, _WHISTLE, _ARRIVE, _REPORT, _PLAN),
    "answered": (*_HANDED, _WHISTLE, _ARRIVE, _REPORT, _PLAN, _ANSWER),
    "disputed": (_BOUNCE,),
    "twice": (_BOUNCE, _AGAIN, _BOUNCE),
}


def build(url: str, sheet: bytes = b"") -> Town:
    """The small street, with names that people read, outlines for the map, and sign-in names for its staff."""
    world = street.build(sheet)
    for (kind, _place), body in world.bodies.items():
        Body.objects.filter(pk=body.pk).update(name=f"{body.place.name}{BODY_KINDS[kind]}", phone="0755-26001234")
    for key, pk in world.people.items():
        Person.objects.filter(pk=pk).update(username=key)
    for n, code in enumerate((COMMUNITY, "440305007011")):
        places.draw_outline(
            actor=street.SETUP, place_id=world.places[code].pk, geojson=_square(113.92 + n * 0.01, 22.51),
            datum="gcj02", synthetic=True,
        )  # fmt: skip
    return Town(url, world)


def _square(lon: float, lat: float, side: float = 0.01) -> dict[str, Any]:
    ring = [[lon, lat], [lon + side, lat], [lon + side, lat + side], [lon, lat + side], [lon, lat]]
    return {"type": "Polygon", "coordinates": [ring]}


def set_password(town: Town, key: str) -> None:
    """Only those who come in by the sign-in page need one."""
    person = Person.objects.get(pk=town.world.people[key])
    person.set_password(PASSWORD)
    person.save(update_fields=["password"])


def still() -> AbstractContextManager[None]:
    """Inside, the street's clock stands."""
    return clock._now.still()  # type: ignore[attr-defined, no-any-return]


def settle() -> None:
    """Let the reactions and the clocks catch up with what was done."""
    record.deliver()
    duties.tick()
