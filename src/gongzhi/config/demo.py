"""Build the demonstration: each package brings its own content, made by services; here they are put in order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import Any

from django.db import transaction

from gongzhi.cases.demo.year import Setting, live
from gongzhi.config.demo_alliance import AllianceDesk
from gongzhi.config.demo_decide import DecisionDesk
from gongzhi.config.demo_numbers import NumbersDesk
from gongzhi.config.demo_partners import PartnerDesk
from gongzhi.config.demo_problems import ProblemDesk
from gongzhi.config.demo_projects import ProjectDesk
from gongzhi.config.demo_rules import RuleDesk
from gongzhi.kernel import clock
from gongzhi.kernel.actor import system
from gongzhi.mandates import services as mandates
from gongzhi.organisations import demo as organisations
from gongzhi.people import demo as people
from gongzhi.places import demo as places

BY = system("config.demo")
SEED = 440305007
YEAR = timedelta(days=365)
SETTLED = timedelta(days=30)  # the street stands so long before its first case
HOME = "440305007010"
RESIDENTS = (("demo-resident", "居民"), ("demo-resident2", "居民，大字"))
SIGN_INS = tuple(
    (name, people.PASSWORD, what)
    for name, what in (*RESIDENTS, *((name, what) for name, what, _sits in organisations.FACES))
)
Tell = Callable[[str, float], None]


@dataclass(frozen=True)
class Scale:
    """How many seats and cases, over how long a time."""

    seats: int
    cases: int
    span: timedelta


SCALES = {
    "tiny": Scale(0, 30, timedelta(days=70)),
    "small": Scale(organisations.TARGET, 340, YEAR),
    "full": Scale(organisations.TARGET, 5_000, YEAR),
}


@dataclass(frozen=True)
class Built:
    """What was made: the set pieces stand beside the counted cases."""

    scale: Scale
    refused: Counter[str]


def build(size: str, tell: Tell, seed: int = SEED) -> Built:
    """Plant the street and live through its time up to now. The same seed on the same day gives the same street."""
    rng = Random(seed)
    scale = SCALES[size]
    end = clock.now()
    start = end - scale.span
    with clock.at(start - SETTLED), transaction.atomic():
        setting = _street(rng, size, scale, tell)
    problems = ProblemDesk(setting, end)
    desks: list[Any] = [problems, DecisionDesk(setting, rng, problems, end), RuleDesk(setting, end)]
    if scale.span >= YEAR:
        desks += [ProjectDesk(setting, start, end), NumbersDesk(setting, start, end), AllianceDesk(setting, start, end)]
        desks.append(PartnerDesk(setting, end))

    def lived(share: float) -> None:
        for desk in desks:
            desk.come_by(start + (end - start) * share)
        tell("cases", share)

    refused = live(rng, setting, start=start, end=end, count=scale.cases, progress=lived)
    return Built(scale, refused)


def _street(rng: Random, size: str, scale: Scale, tell: Tell) -> Setting:
    """Everything that stands before the first case."""
    ground = places.build(BY, rng, size)
    tell("places", 1)
    staff = organisations.create_bodies(BY, ground)
    tell("bodies", 1)
    wanted = organisations.seats_wanted(staff, rng, scale.seats)
    home = _home(ground)
    persons = people.enrol(rng, max(len(wanted) - len(organisations.FACES), 1))
    faces = {name: people.open_account(rng, name).pk for name, _what, _sits in organisations.FACES}
    numbers = people.numbers(rng, 2_000)
    for n, (name, _what) in enumerate(RESIDENTS):
        faces[name] = people.open_account(rng, name, phone=numbers[-1 - n], elder=n == 1).pk
    tell("people", 1)
    organisations.fill(BY, staff, wanted, persons, faces, home)
    mandates.load_starting_list(BY)
    tell("seats", 1)
    return Setting(staff.posts, ground, home, faces, numbers[:-2])


def _home(ground: Any) -> Any:
    """The community of the sign-ins."""
    return next((c for c in ground["community"] if c.code == HOME), ground["community"][0])
