"""A scheme of assessment as data: indicators, points, grades, bars; refused when it is torn."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

RULES = ("all", "each", "steps")
LONGEST_NAME, MOST_INDICATORS, MOST_POINTS = 60, 200, 1_000_000
# What the scheme's words may name: the same closed words as in `words`.
KINDS = ("document", "record", "figure", "visit", "survey")
BARS = ("no_annual_report", "penalty", "investigation")
RESERVED = ("", "none", "barred")


class BadScheme(ValueError):
    """A scheme that contradicts itself: which part, as a closed word, and where."""

    def __init__(self, code: str, where: str = "") -> None:
        super().__init__(f"{code} {where}".strip())
        self.code, self.where = code, where


@dataclass(frozen=True)
class Indicator:
    """One published indicator: how many points it can give, by which rule, on which kinds of evidence."""

    key: str
    group: str
    name: str
    points: int
    rule: str
    kinds: tuple[str, ...]
    each: int = 0
    steps: tuple[tuple[int, int], ...] = ()
    unit: str = ""
    name_en: str = ""
    group_en: str = ""


@dataclass(frozen=True)
class Band:
    """One grade: its name, the points from which it is given (the number itself included), a reward in fen."""

    name: str
    at_least: int
    reward: int = 0


@dataclass(frozen=True)
class Scheme:
    """A whole scheme. `valid_years` by the calendar; `notice_days` and appeals in calendar days.

    `warn_days` before its grades end the organisation is told; 0 in schemes whose body did not say so.
    """

    total: int
    bands: tuple[Band, ...]
    indicators: tuple[Indicator, ...]
    bars: tuple[str, ...]
    valid_years: int
    notice_days: int
    appeals: int
    bars_suspend: bool
    warn_days: int = 0

    def indicator(self, key: str) -> Indicator | None:
        """The indicator of this key."""
        return next((one for one in self.indicators if one.key == key), None)

    def rank(self, grade: str) -> int | None:
        """1 for the best grade; None for what is no grade of this scheme."""
        return next((n for n, band in enumerate(self.bands, 1) if band.name == grade), None)

    def reward(self, grade: str) -> int:
        """What the scheme promises for the grade, in fen."""
        return next((band.reward for band in self.bands if band.name == grade), 0)


def read(content: Mapping[str, Any]) -> Scheme:
    """The scheme that the data means. BadScheme says what is missing or does not add up."""
    try:
        scheme = Scheme(
            total=_whole(content["total"], 1),
            bands=tuple(_band(entry) for entry in content["grades"]),
            indicators=tuple(_indicator(entry) for entry in content["indicators"]),
            bars=tuple(content["bars"]),
            valid_years=_whole(content["valid_years"], 1, 20),
            notice_days=_whole(content["notice_days"], 1, 365),
            appeals=_whole(content["appeals"], 1, 9),
            bars_suspend=bool(content["bars_suspend"]),
            warn_days=_whole(content.get("warn_days", 0), most=365),
        )
    except (KeyError, TypeError, IndexError) as error:
        raise BadScheme("incomplete", str(error)) from error
    _check(scheme)
    return scheme


def _check(scheme: Scheme) -> None:
    keys = [one.key for one in scheme.indicators]
    if not keys or len(keys) > MOST_INDICATORS or len(set(keys)) != len(keys):
        raise BadScheme("keys")
    if sum(one.points for one in scheme.indicators) != scheme.total:
        raise BadScheme("sum", str(sum(one.points for one in scheme.indicators)))
    names, marks = [b.name for b in scheme.bands], [b.at_least for b in scheme.bands]
    if not names or len(set(names)) != len(names) or set(names) & set(RESERVED):
        raise BadScheme("grades")
    if marks != sorted(set(marks), reverse=True) or marks[0] > scheme.total:
        raise BadScheme("grade_order")
    if set(scheme.bars) - set(BARS):
        raise BadScheme("bars")


def _whole(value: object, least: int = 0, most: int = MOST_POINTS) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise BadScheme("number", str(value)[:40])
    return value


def _band(entry: Mapping[str, Any]) -> Band:
    return Band(str(entry["name"])[:20], _whole(entry["at_least"]), _whole(entry.get("reward", 0), most=10**12))


def _indicator(entry: Mapping[str, Any]) -> Indicator:
    key, rule, kinds = str(entry["key"]), entry["rule"], tuple(entry["kinds"])
    points = _whole(entry["points"], 1)
    if not key or len(key) > LONGEST_NAME or not str(entry["name"]).strip() or len(str(entry["name"])) > LONGEST_NAME:
        raise BadScheme("names", key[:40])
    if rule not in RULES or not kinds or set(kinds) - set(KINDS) or len(set(kinds)) != len(kinds):
        raise BadScheme("rule", key)
    each = _whole(entry["each"], 1, points) if rule == "each" else 0
    steps = _steps(entry["steps"], points, key) if rule == "steps" else ()
    return Indicator(
        key=key, group=str(entry.get("group", "")), name=str(entry["name"]).strip(), points=points, rule=rule,
        kinds=kinds, each=each, steps=steps, unit=str(entry.get("unit", "")), name_en=str(entry.get("name_en", "")),
        group_en=str(entry.get("group_en", "")),
    )  # fmt: skip


def _steps(rows: Any, points: int, key: str) -> tuple[tuple[int, int], ...]:
    steps = tuple((_whole(row[0], most=10**12), _whole(row[1], most=points)) for row in rows)
    amounts, given = [a for a, _ in steps], [p for _, p in steps]
    if not steps or amounts != sorted(set(amounts)) or given != sorted(given) or given[-1] != points:
        raise BadScheme("steps", key)
    return steps


def canonical(content: Any) -> str:
    """The one way of writing data down, so that a digest means the same everywhere."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(content: Any) -> str:
    """SHA-256 of the canonical text, in hexadecimal."""
    return hashlib.sha256(canonical(content).encode()).hexdigest()
