"""What to expect in the coming weeks: the same weeks of last year, at this year's level."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import sqrt

YEAR = 52  # weeks back: the same weekday, at most a day and a quarter off the date
LEVEL = 8  # weeks that say how this year compares with the last
LEAST = 12  # reports in last year's weeks below which a forecast would be a guess
AROUND = (0.25, 0.5, 0.25)  # last year's week with its neighbours: a season does not begin on a fixed Monday
MOST, FEWEST = 4.0, 0.25  # a level beyond these is a different matter, not a season
Z80 = 1.2816  # eight in ten counts fall between the limits


@dataclass(frozen=True, slots=True)
class Week:
    """Expected reports in the week that begins on `monday`, and the limits between which eight in ten weeks fall."""

    monday: date
    expected: float
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Forecast:
    """The coming weeks; `reason` is "" or a closed word that says why there are none: too_little, too_short."""

    weeks: tuple[Week, ...]
    level: float
    reason: str = ""


def weekly(days: Sequence[date]) -> dict[date, int]:
    """Reports a week, by the Monday it begins on; weeks without any are not in it."""
    counts: dict[date, int] = {}
    for day in days:
        counts[monday(day)] = counts.get(monday(day), 0) + 1
    return counts


def monday(day: date) -> date:
    """The Monday of the day's week."""
    return day - timedelta(days=day.weekday())


def forecast(counts: Mapping[date, int], since: date, today: date, weeks: int) -> Forecast:
    """The next `weeks` weeks after the one `today` is in.

    `counts`: reports by Monday; `since`: the first day from which reports were kept at all, so that silence before
    it is not taken for zero. Expected = last year's week (smoothed with its neighbours) × level, where level = reports
    of the last eight full weeks against the same eight of last year, drawn towards 1 as if LEAST more had come in
    both. The limits are those of a count that varies as chance does, plus what the level itself may be off.
    """
    now = monday(today)
    coming = [now + timedelta(weeks=ahead) for ahead in range(1, weeks + 1)]
    past = [now - timedelta(weeks=back) for back in range(1, LEVEL + 1)]
    if not coming or monday(since) > past[-1] - timedelta(weeks=YEAR + 1):
        return Forecast((), 1.0, "too_short")
    base = sum(_same_week(counts, week) for week in (*coming, *past))
    if base < LEAST:
        return Forecast((), 1.0, "too_little")
    recent = sum(counts.get(week, 0) for week in past)
    before = sum(_same_week(counts, week) for week in past)
    level = min(max((recent + LEAST) / (before + LEAST), FEWEST), MOST)
    off = sqrt(1 / (recent + LEAST) + 1 / (before + LEAST))
    return Forecast(tuple(_week(week, _same_week(counts, week) * level, off) for week in coming), level)


def _same_week(counts: Mapping[date, int], week: date) -> float:
    there = week - timedelta(weeks=YEAR)
    near = (counts.get(there + timedelta(weeks=shift), 0) for shift in (-1, 0, 1))
    return sum(share * count for share, count in zip(AROUND, near, strict=True))


def _week(week: date, expected: float, off: float) -> Week:
    wide = Z80 * sqrt(expected + 1 + (expected * off) ** 2)
    return Week(week, expected, max(0, int(expected - wide)), int(expected + wide + 1))
