"""Whether a facility stood open as promised: minutes of the day in China (no summer time), from logs alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

DAY = 1440
Span = tuple[int, int]


class BadLevel(ValueError):
    """A service level that cannot be kept or read."""


@dataclass(frozen=True)
class Level:
    """What is promised: spans of minutes for each weekday (1 is Monday), closed days, the least share, and the price.

    `grace`: minutes at each edge that are no breach. `deduct`: fen for every begun hour that was missing.
    """

    week: Mapping[int, tuple[Span, ...]]
    closed: frozenset[date]
    least: Fraction
    grace: int
    deduct: int

    def promised(self, day: date) -> tuple[Span, ...]:
        """The spans promised for a day."""
        return () if day in self.closed else self.week.get(day.isoweekday(), ())


@dataclass(frozen=True)
class Breach:
    """On a day, from which to which minute it was not open though promised, and what that is called."""

    day: date
    kind: str
    start: int
    end: int

    @property
    def minutes(self) -> int:
        """How long."""
        return self.end - self.start


@dataclass(frozen=True)
class Kept:
    """What a period came to: minutes promised and kept, every breach, the share, and what is paid of the subsidy."""

    promised: int
    kept: int
    breaches: tuple[Breach, ...]
    met: bool
    deducted: int
    due: int

    @property
    def share(self) -> Fraction:
        """Kept of promised; 1 where nothing was promised."""
        return Fraction(self.kept, self.promised) if self.promised else Fraction(1)


def read(data: Mapping[str, Any]) -> Level:
    """The level that the data means. BadLevel for spans outside a day, overlapping, or in the wrong order."""
    try:
        week = {int(key): tuple((int(a), int(b)) for a, b in spans) for key, spans in data["week"].items()}
        closed = frozenset(date.fromisoformat(day) for day in data.get("closed", ()))
        least = Fraction(*map(int, data["least"]))
        grace, deduct = int(data["grace"]), int(data["deduct"])
    except (KeyError, TypeError, ValueError, ZeroDivisionError) as error:
        raise BadLevel(str(error)) from error
    if not any(week.values()) or set(week) - set(range(1, 8)) or not 0 <= least <= 1:
        raise BadLevel("week")
    if not 0 <= grace <= DAY // 2 or deduct < 0:
        raise BadLevel("grace")
    for spans in week.values():
        flat = [minute for span in spans for minute in span]
        if flat != sorted(set(flat)) or any(not 0 <= minute <= DAY for minute in flat):
            raise BadLevel("spans")
    return Level(week, closed, least, grace, deduct)


def union(spans: Iterable[Span]) -> list[Span]:
    """The same minutes without overlaps, in order."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found


def without(spans: Sequence[Span], gone: Sequence[Span]) -> list[Span]:
    """What is left of these minutes when others are taken away; both in order and without overlaps."""
    left: list[Span] = []
    for start, end in spans:
        at = start
        for away, back in gone:
            if back <= at or away >= end:
                continue
            if away > at:
                left.append((at, away))
            at = max(at, back)
        if at < end:
            left.append((at, end))
    return left


def day_of(level: Level, day: date, opened: Iterable[Span], shut: Iterable[Span]) -> tuple[int, list[Breach]]:
    """Minutes kept on a day, and its breaches: what was found shut counts against what was written down as open."""
    stood = without(union(opened), union(shut))
    kept, breaches = 0, []
    for start, end in level.promised(day):
        missing = without([(start, end)], stood)
        kept += end - start - sum(b - a for a, b in missing)
        counting = [(a, b) for a, b in missing if _counts(level, a, b, start, end)]
        breaches += [Breach(day, _called(a, b, start, end), a, b) for a, b in counting]
    return kept, breaches


def _called(a: int, b: int, start: int, end: int) -> str:
    if (a, b) == (start, end):
        return "not_open"
    return "late" if a == start else "early" if b == end else "gap"


def _counts(level: Level, a: int, b: int, start: int, end: int) -> bool:
    """Beyond the grace at an edge; any minute in the middle."""
    return b - a > level.grace if a == start or b == end else True


def period(level: Level, days: Iterable[date], logs: Mapping[date, Mapping[str, Sequence[Span]]], subsidy: int) -> Kept:
    """What some days came to; a begun missing hour costs `deduct`, never more than the subsidy."""
    promised = kept = 0
    breaches: list[Breach] = []
    for day in days:
        there = logs.get(day, {})
        minutes, found = day_of(level, day, there.get("open", ()), there.get("shut", ()))
        promised += sum(end - start for start, end in level.promised(day))
        kept += minutes
        breaches += found
    hours = sum(-(-breach.minutes // 60) for breach in breaches)
    deducted = min(subsidy, hours * level.deduct)
    met = not promised or Fraction(kept, promised) >= level.least
    return Kept(promised, kept, tuple(breaches), met, deducted, subsidy - deducted)


def days_between(since: date, until: date) -> list[date]:
    """Every day of a period, both ends included."""
    return [since + timedelta(days=n) for n in range((until - since).days + 1)]
