"""Live through the demonstration's year: random cases, set pieces, and the worker coming by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from random import Random
from typing import Any, Protocol

from gongzhi.cases.demo import recurring
from gongzhi.cases.demo import spot as spot  # teaches the whistle to the acts
from gongzhi.cases.demo.acts import Stage
from gongzhi.cases.demo.cast import Cast
from gongzhi.cases.demo.life import Life
from gongzhi.cases.demo.pieces import SetPieces
from gongzhi.cases.demo.reports import moments, report


class Progress(Protocol):
    """Told how much of the year is over, from 0 to 1."""

    def __call__(self, share: float) -> None:
        """One step was made."""


@dataclass(frozen=True)
class Setting:
    """The street as the other demonstrations built it: posts, places by level, the home community, the faces."""

    posts: Iterable[Any]
    ground: Any
    home: Any
    faces: dict[str, int]
    numbers: Sequence[str]


def live(
    rng: Random, setting: Setting, *, start: datetime, end: datetime, count: int, progress: Progress
) -> Counter[str]:
    """Let `count` cases be reported between start and end, and be lived; returns what was refused, by move."""
    cast = Cast(rng, setting.posts, setting.ground, setting.home, setting.numbers)
    life = Life(rng, start, end)
    stage = Stage(life, cast)
    for moment in moments(rng, start, end, count):
        life.plan(moment, partial(report, stage))
    spots = _spots(setting)
    SetPieces(stage, setting.faces, spots).plan(end)
    recurring.plan(stage, spots["estate"], start, end)
    for reached in life.run():
        progress((reached - start) / (end - start))
    return life.refused


def _spots(setting: Setting) -> dict[str, Any]:
    """The home's first building, and the places around it."""
    building = next(b for b in setting.ground["building"] if b.path.startswith(setting.home.path))
    around = ("estate", "small_grid", "community")
    near = {level: next(p for p in setting.ground[level] if building.path.startswith(p.path)) for level in around}
    return {"building": building, **near}
