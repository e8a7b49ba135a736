"""The readers of the rulebook: a rule by name and date, and the calendar of working days.

Packs are read once per process: the shipped ones, then those in the folder that GONGZHI_RULE_PACKS names. A local pack
replaces a shipped name wholly, but never one whose ground is national law.
"""

from __future__ import annotations

import os
from datetime import date, datetime
from fractions import Fraction
from functools import cache
from pathlib import Path

from gongzhi.kernel.clock import CHINA
from gongzhi.kernel.limit import Limit
from gongzhi.rulebook.changes import Change, between, days_of_change
from gongzhi.rulebook.days import StateCouncilCalendar
from gongzhi.rulebook.files import Book, read_folders
from gongzhi.rulebook.rules import LAW, Rule, in_force
from gongzhi.rulebook.uses import asked_in

HOUSE = Path(__file__).resolve().parents[1]
SHIPPED = Path(__file__).parent / "packs"


def rule(name: str, on: date) -> Rule:
    """The rule in force on a day; a moment counts as its day in China. RuleMissing when there is none."""
    day = on.astimezone(CHINA).date() if isinstance(on, datetime) else on
    return in_force(_read().rules, name, day)


def limit(name: str, on: date) -> Limit:
    """The time limit in force on a day."""
    return rule(name, on).limit


def number(name: str, on: date) -> int:
    """The whole number in force on a day."""
    return rule(name, on).number


def share(name: str, on: date) -> Fraction:
    """The exact fraction in force on a day."""
    return rule(name, on).share


def words(name: str, on: date) -> tuple[str, ...]:
    """The closed words in force on a day."""
    return rule(name, on).words


def names() -> tuple[str, ...]:
    """Every rule's name, whatever its dates."""
    return tuple(_read().rules)


def history(name: str) -> tuple[Rule, ...]:
    """Every value that a name has had or will have, in order of time; empty for an unknown name."""
    return _read().rules.get(name, ())


def title(pack: str) -> str:
    """What a pack calls itself, such as the name of the law; its file's name when it says nothing."""
    return _read().titles.get(pack, pack)


def held_on(day: date) -> list[Rule]:
    """Every rule in force on a day, by pack and by its place in the pack."""
    found = (r for values in _read().rules.values() for r in values if r.holds(day))
    return sorted(found, key=lambda r: (r.ground != LAW, r.pack, r.name))


def changed(earlier: date, later: date) -> list[Change]:
    """What the later day's rules say otherwise than the earlier day's: new, ended, or with another value."""
    return between(_read().rules, earlier, later)


def changing_days() -> list[date]:
    """The days from which on some rule says something else, the latest first."""
    return days_of_change(_read().rules)


@cache
def asked_by() -> dict[str, tuple[str, ...]]:
    """For every rule the packages whose source asks for it: what a change of law reaches (row J07)."""
    return asked_in(HOUSE, _read().rules)


@cache
def calendar() -> StateCouncilCalendar:
    """Working days by the State Council's notices; `known(day)` is false where only weekdays are assumed."""
    return StateCouncilCalendar(_read().days)


def forget() -> None:
    """Read the packs again at the next question (after a local pack has changed)."""
    _read.cache_clear()
    calendar.cache_clear()
    asked_by.cache_clear()


@cache
def _read() -> Book:
    local = os.environ.get("GONGZHI_RULE_PACKS", "")
    return read_folders(SHIPPED, Path(local) if local else None)
