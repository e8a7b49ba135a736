"""The forecast and the lot of an acceptance: plain rules, held against properties."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongzhi.projects.rules import acceptance
from gongzhi.projects.rules.forecast import Step, Stop, forecast

START = date(2026, 9, 1)
days = st.integers(0, 120).map(lambda n: START + timedelta(days=n))


@st.composite
def plans(draw):
    """A plan in order, worked through up to a day, with things that stood in the way."""
    dues = sorted(draw(st.lists(days, min_size=1, max_size=5)))
    today = draw(days)
    steps = []
    for due in dues:
        met = draw(st.none() | days.filter(lambda d: d <= today)) if not steps or steps[-1].met else None
        steps.append(Step(due, met))
    stops = [
        Stop(since, None if draw(st.booleans()) else max(since, today), draw(st.none() | days))
        for since in draw(st.lists(days.filter(lambda d: d <= today), max_size=3))
    ]
    return dues[-1], steps, stops, today


def ahead(day: date, many: int) -> date:
    return day + timedelta(days=many)


@settings(max_examples=40)
@given(plans())
def test_unfinished_work_is_never_foreseen_in_the_past(plan):
    planned, steps, stops, today = plan
    found = forecast(START, planned, steps, stops, today)
    if any(step.met is None for step in steps):
        assert found.day >= today
        expected = [stop.expected for stop in stops if stop.until is None and stop.expected]
        assert all(found.day >= day for day in expected)
    else:
        assert found.day == max(step.met for step in steps)


@settings(max_examples=40)
@given(plans(), st.integers(0, 20))
def test_more_in_the_way_or_another_day_without_progress_never_makes_it_earlier(plan, many):
    planned, steps, stops, today = plan
    before = forecast(START, planned, steps, stops, today).day
    worse = [*stops, Stop(today - timedelta(days=min(many, (today - START).days)), None, ahead(today, many))]
    assert forecast(START, planned, steps, worse, today).day >= before
    assert forecast(START, planned, steps, stops, ahead(today, many)).day >= before


@pytest.mark.row("C18")
@settings(max_examples=30)
@given(st.integers(0, 30), st.integers(0, 30))
def test_the_forecast_is_the_plan_moved_by_what_really_happened(slip, blocked):
    steps = [Step(ahead(START, 10), ahead(START, 10 + slip)), Step(ahead(START, 30)), Step(ahead(START, 60))]
    today = ahead(START, 10 + slip)
    on_time = forecast(START, ahead(START, 60), steps, [], today)
    assert (on_time.day, on_time.late, on_time.slipped) == (ahead(START, 60 + slip), slip, slip)
    gone = Stop(today, ahead(today, blocked))
    after = forecast(START, ahead(START, 60), steps, [gone, gone], ahead(today, blocked))
    assert (after.late, after.stopped) == (slip + blocked, blocked), "two things on one day are one day"


def test_a_forecast_by_hand():
    planned = ahead(START, 40)
    steps = [Step(ahead(START, 10), ahead(START, 8)), Step(ahead(START, 20)), Step(planned)]
    assert forecast(START, planned, steps, [], ahead(START, 9)).late == -2, "two days early stay two days early"
    late = forecast(START, planned, steps, [], ahead(START, 25))
    assert (late.late, late.overdue) == (5, 5)
    stuck = forecast(START, planned, steps, [Stop(ahead(START, 9), None, ahead(START, 30))], ahead(START, 12))
    assert stuck.day == ahead(START, 59), "21 days in the way, after two won"
    with pytest.raises(ValueError):
        forecast(planned, START, [], [], START)


def test_the_lot_is_sha256_of_the_seed_and_the_token_and_can_be_done_by_hand():
    tokens = [f"t{n}" for n in range(9)]
    by_hand = sorted(tokens, key=lambda token: sha256(f"7 3 1\n{token}".encode()).hexdigest())
    assert acceptance.drawn(tokens, "7 3 1") == by_hand == acceptance.drawn(tokens[::-1], "7 3 1")
    assert acceptance.drawn(tokens, "7 3 2") != by_hand
    assert acceptance.digest(tokens) == sha256("\n".join(tokens).encode()).hexdigest() != acceptance.digest(tokens[1:])


@pytest.mark.parametrize(
    ("drawn", "yes", "no", "found"),
    [(7, 4, 0, "passed"), (7, 3, 0, ""), (6, 2, 1, "passed"), (6, 3, 2, "failed"), (6, 4, 2, "passed"),
     (0, 0, 0, ""), (4, 0, 0, ""), (2, 0, 1, "failed")],
)  # fmt: skip
def test_two_thirds_of_those_who_speak_and_half_of_those_drawn_both_with_the_number_itself(drawn, yes, no, found):
    assert acceptance.outcome(drawn, yes, no, Fraction(1, 2), Fraction(2, 3)) == found
