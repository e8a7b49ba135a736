"""Intervals at their bounds, months at their ends, medians."""

from __future__ import annotations

from datetime import UTC, datetime
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongzhi.indicators.rules.months import Months, back, lately, read, written
from gongzhi.indicators.rules.rates import Median, figures, median, wilson

Z = Fraction(49, 25)
NOW = datetime(2026, 9, 7, 1, tzinfo=UTC)


@pytest.mark.row("K07")
@pytest.mark.parametrize(
    ("successes", "trials", "low", "high"),
    [
        (0, 1, 0.0, 0.79345),
        (1, 1, 0.20655, 1.0),
        (0, 10, 0.0, 0.27753),
        (10, 10, 0.72247, 1.0),
        (5, 10, 0.23659, 0.76341),
        (81, 263, 0.25525, 0.36618),
        (15, 148, 0.06239, 0.16045),
    ],
)
def test_the_interval_agrees_with_published_values(successes: int, trials: int, low: float, high: float) -> None:
    """The last two are worked examples of Newcombe (1998), table I, method 3."""
    found = wilson(successes, trials, Z)
    assert found == (pytest.approx(low, abs=6e-5), pytest.approx(high, abs=6e-5))


def test_nothing_was_judged_so_nothing_is_known() -> None:
    assert wilson(0, 0, Z) is None
    for impossible in ((1, 0), (-1, 5), (6, 5)):
        with pytest.raises(ValueError, match="of"):
            wilson(*impossible, Z)


@given(st.integers(1, 10**9).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_interval_holds_the_share_and_mirrors(case: tuple[int, int]) -> None:
    successes, trials = case
    low, high = wilson(successes, trials, Z) or (1, 0)
    assert 0 <= low <= successes / trials <= high <= 1
    mirrored = wilson(trials - successes, trials, Z)
    assert mirrored == (pytest.approx(1 - high, abs=1e-9), pytest.approx(1 - low, abs=1e-9))


def test_a_month_is_a_month_in_china_and_a_range_has_two_ends() -> None:
    assert lately(datetime(2026, 8, 31, 16, tzinfo=UTC), 1) == Months(202609, 202609)
    assert lately(datetime(2026, 8, 31, 15, 59, tzinfo=UTC), 12) == Months(202509, 202608)
    assert list(Months(202511, 202602)) == [202511, 202512, 202601, 202602]
    assert (back(202601, 1), back(202612, 12), back(202603, 0)) == (202512, 202512, 202603)
    for wrong in ((202602, 202601), (202600, 202601), (202613, 202613), (0, 202601)):
        with pytest.raises(ValueError, match="months"):
            Months(*wrong)


@pytest.mark.parametrize(
    "text", ["", "2026", "2026-13", "2026-00", "202609", "2026-9", "２０２６-09", "1999-12", "x-y"]
)
def test_an_address_with_another_month_is_no_month(text: str) -> None:
    assert read(text) is None


def test_a_month_is_written_as_it_is_read() -> None:
    assert read(written(202609)) == 202609


@given(st.lists(st.integers(0, 400), max_size=60))
def test_the_median_is_the_lower_middle(values: list[int]) -> None:
    histogram = {value: values.count(value) for value in values}
    wanted = sorted(values)[(len(values) - 1) // 2] if values else None
    assert median(histogram) == Median(wanted, len(values))


def test_rates_keep_what_they_were_made_of() -> None:
    cells = {
        ("in_time", ""): 7, ("late", ""): 2, ("missed", ""): 3, ("no_response", "merged"): 4,
        ("judged", "web"): 3, ("judged", "telephone"): 2, ("solved", "web"): 1, ("satisfied", "telephone"): 2,
        ("no_judgement", "silent"): 9, ("no_judgement", "withdrawn"): 1, ("reported", "web"): 20,
    }  # fmt: skip
    found = figures(cells, z=Z, months=Months(202609, 202609), as_of=NOW)
    response, solution, satisfaction = found.rates
    assert (response.numerator, response.denominator, response.share) == (7, 10, Fraction(7, 10))
    assert [(e.ground, e.count) for e in response.excluded] == [("merged", 4)]
    assert (solution.numerator, solution.denominator, solution.left_out) == (1, 5, 10)
    assert (satisfaction.numerator, satisfaction.denominator) == (2, 5)
    assert [(e.ground, e.count) for e in satisfaction.excluded] == [("silent", 9), ("withdrawn", 1)]
    judged = found.by_channel(("web", "receipt", "telephone"))
    assert [(j.judged, j.solved, j.satisfied) for j in judged] == [(3, 1, 0), (0, 0, 0), (2, 0, 2)]
    empty = figures({}, z=Z, months=Months(202609, 202609), as_of=NOW)
    assert [(r.share, r.interval) for r in empty.rates] == [(None, None)] * 3
