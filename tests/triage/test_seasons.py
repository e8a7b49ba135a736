"""Expected weeks: last year's, at this year's level; and silence where a forecast would be a guess."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongzhi.triage.rules.seasons import LEAST, Forecast, forecast, monday, weekly

TODAY = date(2026, 6, 3)
SINCE = date(2024, 1, 1)


def season(level: float = 1.0, peak: int = 40) -> dict[date, int]:
    """Two years of 5 a week with a peak in the four weeks after this one; the last half year at `level`."""
    counts: dict[date, int] = {}
    for back in range(120):
        week = monday(TODAY) - timedelta(weeks=back)
        high = 52 - 4 <= back < 52 + 1 - 1
        counts[week] = round((peak if high else 5) * (level if back < 26 else 1))
    return counts


def test_last_years_peak_is_expected_again() -> None:
    found = forecast(season(), SINCE, TODAY, 6)
    assert found.reason == ""
    assert found.level == pytest.approx(1)
    assert [week.monday for week in found.weeks] == [monday(TODAY) + timedelta(weeks=ahead) for ahead in range(1, 7)]
    assert found.weeks[1].expected == pytest.approx(40)
    assert found.weeks[5].expected < 10
    assert all(week.low <= week.expected <= week.high for week in found.weeks)


def test_the_level_of_this_year_scales_it_and_is_drawn_towards_one() -> None:
    twice = forecast(season(2), SINCE, TODAY, 2)
    assert 1.5 < twice.level < 2
    assert twice.weeks[1].expected == pytest.approx(40 * twice.level)
    assert forecast(season(50), SINCE, TODAY, 2).level == 4.0
    assert (
        forecast({**season(), **{monday(TODAY) - timedelta(weeks=b): 0 for b in range(9)}}, SINCE, TODAY, 1).level
        >= 0.25
    )


def test_too_little_and_too_short_say_so() -> None:
    few = {monday(TODAY) - timedelta(weeks=52): LEAST - 9}
    assert forecast(few, SINCE, TODAY, 4) == Forecast((), 1.0, "too_little")
    assert forecast({}, SINCE, TODAY, 4).reason == "too_little"
    assert forecast(season(), TODAY - timedelta(days=200), TODAY, 4).reason == "too_short"
    assert forecast(season(), TODAY - timedelta(weeks=61, days=7), TODAY, 4).reason == ""
    assert forecast(season(), SINCE, TODAY, 0).weeks == ()


def test_eight_in_ten_weeks_fall_between_the_limits() -> None:
    """Counts drawn by chance around a known season: the limits hold what they promise, and not everything."""
    chance = random.Random(7)
    inside = weeks = 0
    for _year in range(150):
        counts = {monday(TODAY) - timedelta(weeks=b): _poisson(chance, 12) for b in range(1, 75)}
        for week in forecast(counts, SINCE, TODAY, 4).weeks:
            inside += week.low <= _poisson(chance, 12) <= week.high
            weeks += 1
    assert 0.74 < inside / weeks < 0.93


def _poisson(chance: random.Random, mean: float) -> int:
    at, number = 0.0, -1
    while at < mean:
        at += chance.expovariate(1)
        number += 1
    return number


@given(st.lists(st.dates(date(2020, 1, 1), date(2030, 1, 1))))
def test_every_report_is_in_the_week_of_its_monday(days: list[date]) -> None:
    counts = weekly(days)
    assert sum(counts.values()) == len(days)
    assert all(week.weekday() == 0 for week in counts)
    assert weekly(days[::-1]) == counts


@given(st.dictionaries(st.integers(-10, 130), st.integers(0, 500)), st.integers(0, 60))
def test_any_counts_give_limits_in_order(counts: dict[int, int], weeks: int) -> None:
    mondays = {monday(TODAY) - timedelta(weeks=back): number for back, number in counts.items()}
    for week in forecast(mondays, SINCE, TODAY, weeks).weeks:
        assert 0 <= week.low <= week.expected + 1
        assert week.expected <= week.high
