"""The arithmetic of duties, against plain sums and against itself."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongzhi.duties import rules
from gongzhi.kernel.clock import CHINA
from gongzhi.kernel.limit import Limit

START = datetime(2024, 5, 13, 9, 0, tzinfo=CHINA)
HOUR = timedelta(hours=1)
SHARES = rules.Shares(Fraction(3, 4), Fraction(9, 10))


class Weekdays:
    """Monday to Friday."""

    def is_working(self, day: date) -> bool:
        return day.weekday() < 5

    def is_holiday(self, day: date) -> bool:
        return not self.is_working(day)


def terms(amount: int = 24, unit: str = "hours", fixed: datetime | None = None) -> rules.Terms:
    return rules.Terms(START, Limit(amount, unit), fixed)


def test_the_warnings_of_a_day_fall_at_their_shares() -> None:
    found = rules.instants(terms(), Weekdays(), SHARES)
    assert found.yellow == START + 18 * HOUR
    assert found.red == START + timedelta(hours=21, minutes=36)
    assert found.due == START + 24 * HOUR


def test_a_pause_before_the_warning_moves_all_three_and_one_after_it_moves_the_rest() -> None:
    early = [(START + HOUR, START + 4 * HOUR)]
    found = rules.instants(terms(), Weekdays(), SHARES, early)
    assert (found.yellow, found.due) == (START + 21 * HOUR, START + 27 * HOUR)
    late = [(START + 20 * HOUR, START + 30 * HOUR)]
    found = rules.instants(terms(), Weekdays(), SHARES, late)
    assert (found.yellow, found.due) == (START + 18 * HOUR, START + 34 * HOUR)


def test_working_days_leave_out_the_weekend() -> None:
    """Five working days from a Monday end with the next Monday."""
    found = rules.instants(terms(5, "working_days"), Weekdays(), SHARES)
    assert found.due == datetime(2024, 5, 21, 0, 0, tzinfo=CHINA)
    assert found.yellow.date() == date(2024, 5, 17)


def test_an_agreed_instant_moves_by_the_length_of_the_pauses() -> None:
    fixed = START + 10 * HOUR
    assert rules.instants(terms(fixed=fixed), Weekdays(), SHARES).due == fixed
    pauses = [(START + HOUR, START + 2 * HOUR), (START + 3 * HOUR, START + 5 * HOUR)]
    assert rules.instants(terms(fixed=fixed), Weekdays(), SHARES, pauses).due == fixed + 3 * HOUR


def test_done_at_the_due_instant_is_in_time_and_the_clock_strikes_after_it() -> None:
    found = rules.instants(terms(), Weekdays(), SHARES)
    assert not rules.is_late(found.due, found.due)
    assert rules.is_late(found.due, found.due + timedelta.resolution)
    assert found.next(2) == found.due + timedelta.resolution
    assert found.next(3) is None


def test_pauses_are_read_as_they_were_known() -> None:
    pauses = [(START + 8 * HOUR, None), (START + HOUR, START + 5 * HOUR)]
    assert rules.settled(pauses, START) == []
    assert rules.settled(pauses, START + 2 * HOUR) == [(START + HOUR, START + 2 * HOUR)]
    assert rules.settled(pauses, START + 9 * HOUR) == [
        (START + HOUR, START + 5 * HOUR),
        (START + 8 * HOUR, START + 9 * HOUR),
    ]


def test_earlier_pauses_use_up_the_cap() -> None:
    cap = Limit(48, "hours")
    assert rules.pause_cap(START, cap, Weekdays(), timedelta(0)) == START + 48 * HOUR
    assert rules.pause_cap(START, cap, Weekdays(), 40 * HOUR) == START + 8 * HOUR
    assert rules.pause_cap(START, cap, Weekdays(), 48 * HOUR) == START


def test_the_days_end_at_midnight_in_china_whatever_the_zone_of_the_server() -> None:
    now = datetime(2024, 5, 13, 17, 30, tzinfo=UTC)  # 01:30 on the 14th in China
    today, tomorrow = rules.day_ends(now)
    assert today == datetime(2024, 5, 15, 0, 0, tzinfo=CHINA)
    assert tomorrow == datetime(2024, 5, 16, 0, 0, tzinfo=CHINA)


def at(*hours: int) -> list[datetime]:
    return [START + h * HOUR for h in hours]


@pytest.mark.row("E12")
def test_an_uncovered_minute_is_found() -> None:
    a, b, c, d, e = at(0, 2, 3, 5, 9)
    held = [rules.Held(c, d), rules.Held(a, b)]
    assert rules.gaps(held, a, d) == [(b, c)]
    assert rules.gaps(held, a, e) == [(b, c), (d, e)]
    assert rules.gaps([*held, rules.Held(b, None)], a, e) == []
    assert rules.gaps([], a, b) == [(a, b)]


stretches = st.lists(
    st.tuples(st.integers(0, 100), st.integers(0, 30)).map(lambda p: (START + p[0] * HOUR, START + sum(p) * HOUR)),
    max_size=8,
)


@given(stretches)
def test_held_and_gaps_together_cover_every_hour(spans: list[tuple[datetime, datetime]]) -> None:
    end = START + 140 * HOUR
    gaps = rules.gaps([rules.Held(a, b) for a, b in spans], START, end)
    for hour in range(140):
        moment = START + hour * HOUR + timedelta(minutes=30)
        held = any(a <= moment < b for a, b in spans)
        assert held != any(a <= moment < b for a, b in gaps)


units = st.sampled_from(["hours", "working_days", "calendar_days"])


@given(st.integers(1, 60), units, stretches)
def test_the_warnings_never_come_out_of_order_and_pauses_never_shorten(
    amount: int, unit: str, spans: list[tuple[datetime, datetime]]
) -> None:
    pauses: list[tuple[datetime, datetime]] = []
    for span in sorted(spans):
        if span[1] > span[0] and (not pauses or span[0] >= pauses[-1][1]):
            pauses.append(span)
    plain = rules.instants(terms(amount, unit), Weekdays(), SHARES)
    found = rules.instants(terms(amount, unit), Weekdays(), SHARES, pauses)
    assert START <= found.yellow <= found.red <= found.due
    assert found.due >= plain.due
    assert found.due <= plain.due + 7 * rules.paused_time(pauses) + timedelta(days=4)
