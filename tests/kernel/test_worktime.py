"""Due times against a calendar written by hand, and the promises that hold for every pause."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongzhi.kernel.clock import CHINA
from gongzhi.kernel.limit import UNITS, Limit
from gongzhi.kernel.worktime import cap_pauses, due, merged, months_after, point

OFF = {date(2026, 10, d) for d in range(1, 8)}
MADE_UP = {date(2026, 9, 20), date(2026, 10, 10)}
SUNDAY_AND_SATURDAY = (5, 6)


class Autumn:
    """Weekends, seven days of National Day, two make-up working days."""

    def is_working(self, day: date) -> bool:
        return day in MADE_UP or (day not in OFF and day.weekday() not in SUNDAY_AND_SATURDAY)

    def is_holiday(self, day: date) -> bool:
        return not self.is_working(day)


CAL = Autumn()


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CHINA)


@pytest.mark.parametrize(
    ("start", "limit", "expected"),
    [
        ("2026-09-30 09:00", "24 hours", "2026-10-01 09:00"),
        ("2026-09-30 23:59:59", "2 hours", "2026-10-01 01:59:59"),
        # Monday to Friday of an ordinary week; the start day is not counted, whatever the hour
        ("2026-09-07 00:00", "5 working_days", "2026-09-15 00:00"),
        ("2026-09-07 23:59", "5 working_days", "2026-09-15 00:00"),
        ("2026-09-07 23:59", "1 working_days", "2026-09-09 00:00"),
        # Friday, Saturday, and a Sunday that is worked
        ("2026-09-18 10:00", "1 working_days", "2026-09-21 00:00"),
        ("2026-09-19 10:00", "1 working_days", "2026-09-21 00:00"),
        ("2026-09-20 10:00", "1 working_days", "2026-09-22 00:00"),
        # across the long holiday: 8, 9 and the make-up Saturday 10 October
        ("2026-09-30 10:00", "3 working_days", "2026-10-11 00:00"),
        ("2026-09-30 10:00", "4 working_days", "2026-10-13 00:00"),
        ("2026-09-24 10:00", "7 calendar_days", "2026-10-02 00:00"),
        ("2026-09-24 10:00", "7 civil_days", "2026-10-09 00:00"),
        ("2026-09-12 10:00", "7 civil_days", "2026-09-21 00:00"),  # ends on a Saturday, whose Sunday is worked
        ("2026-10-05 10:00", "5 civil_days", "2026-10-11 00:00"),  # ends on a worked Saturday: no shift
        ("2024-02-28 10:00", "1 calendar_days", "2024-03-01 00:00"),
        ("2025-12-31 23:00", "15 calendar_days", "2026-01-16 00:00"),
    ],
)
def test_due(start: str, limit: str, expected: str) -> None:
    assert due(at(start), Limit.parse(limit), CAL) == at(expected)


def test_the_start_day_is_chinas_day_not_the_servers() -> None:
    start = datetime(2026, 9, 7, 16, 30, tzinfo=UTC)  # 00:30 on the 8th in China
    answer = due(start, Limit(1, "working_days"), CAL)
    assert answer == at("2026-09-10 00:00") and answer.utcoffset() == timedelta(hours=8)


@pytest.mark.parametrize(
    ("limit", "pauses", "expected"),
    [
        ("24 hours", [("2026-09-07 12:00", "2026-09-07 15:00")], "2026-09-08 12:00"),
        (
            "24 hours",
            [("2026-09-07 12:00", "2026-09-07 15:00"), ("2026-09-07 14:00", "2026-09-07 16:00")],
            "2026-09-08 13:00",
        ),
        ("24 hours", [("2026-09-06 12:00", "2026-09-07 10:00")], "2026-09-08 10:00"),  # began before the start
        ("24 hours", [("2026-09-08 09:00", "2026-09-09 09:00")], "2026-09-08 09:00"),  # too late by nothing
        ("24 hours", [("2026-09-08 08:59", "2026-09-09 09:00")], "2026-09-09 09:01"),
        ("1 working_days", [("2026-09-08 10:00", "2026-09-08 18:00")], "2026-09-09 00:00"),  # no midnight, no day
        ("1 working_days", [("2026-09-08 23:59", "2026-09-09 00:00")], "2026-09-10 00:00"),
        ("1 working_days", [("2026-09-09 00:00", "2026-09-10 00:00")], "2026-09-09 00:00"),  # had run out already
        (
            "1 working_days",
            [("2026-09-07 10:00", "2026-09-08 09:00")],
            "2026-09-09 00:00",
        ),  # the start day never counted
        ("3 working_days", [("2026-09-09 10:00", "2026-09-11 10:00")], "2026-09-15 00:00"),
        ("4 working_days", [("2026-09-11 10:00", "2026-09-14 10:00")], "2026-09-15 00:00"),
        ("3 calendar_days", [("2026-09-09 10:00", "2026-09-11 10:00")], "2026-09-13 00:00"),
    ],
)
def test_due_with_pauses(limit: str, pauses: list[tuple[str, str]], expected: str) -> None:
    still = [(at(a), at(b)) for a, b in pauses]
    assert due(at("2026-09-07 09:00"), Limit.parse(limit), CAL, still) == at(expected)


def test_a_civil_end_never_falls_into_a_pause() -> None:
    still = [(at("2026-10-08 12:00"), at("2026-10-09 12:00"))]
    assert due(at("2026-09-24 10:00"), Limit(7, "civil_days"), CAL, still) == at("2026-10-10 00:00")


def test_a_running_pause_moves_the_due_time_along() -> None:
    start, limit = at("2026-09-07 09:00"), Limit(24, "hours")
    running = [(at("2026-09-07 12:00"), None)]
    assert due(start, limit, CAL, running, at("2026-09-07 11:00")) == at("2026-09-08 09:00")
    assert due(start, limit, CAL, running, at("2026-09-07 12:30")) == at("2026-09-08 09:30")
    assert due(start, limit, CAL, running, at("2026-09-20 12:00")) == at("2026-09-21 09:00")
    with pytest.raises(ValueError):
        due(start, limit, CAL, running)


@pytest.mark.parametrize(
    ("start", "pauses", "as_of"),
    [
        (datetime(2026, 9, 7), [], None),
        (at("2026-09-07"), [(datetime(2026, 9, 7), at("2026-09-08"))], None),
        (at("2026-09-07"), [(at("2026-09-07"), datetime(2026, 9, 8))], None),
        (at("2026-09-07"), [(at("2026-09-09"), at("2026-09-08"))], None),
        (at("2026-09-07"), [(at("2026-09-07"), None)], datetime(2026, 9, 8)),
    ],
)
def test_vague_instants_are_refused(
    start: datetime, pauses: list[tuple[datetime, datetime | None]], as_of: datetime | None
) -> None:
    with pytest.raises(ValueError):
        due(start, Limit(1, "hours"), CAL, pauses, as_of)


@pytest.mark.parametrize(
    ("limit", "share", "expected"),
    [
        ("24 hours", Fraction(3, 4), "2026-09-08 03:00"),
        ("2 hours", Fraction(9, 10), "2026-09-07 10:48"),
        ("1 hours", Fraction(1, 7), "2026-09-07 09:08:34.285715"),  # rounded up: never before the share has run
        ("5 working_days", Fraction(3, 4), "2026-09-11 18:00"),
        ("5 working_days", Fraction(9, 10), "2026-09-14 12:00"),
        ("5 working_days", Fraction(4, 5), "2026-09-12 00:00"),  # 24:00 of Friday, never on the weekend's noon
        ("5 working_days", Fraction(0), "2026-09-07 09:00"),
        ("7 calendar_days", Fraction(1), "2026-09-15 00:00"),
    ],
)
def test_warning_instants(limit: str, share: Fraction, expected: str) -> None:
    assert point(at("2026-09-07 09:00"), Limit.parse(limit), share, CAL) == at(expected)


def test_a_warning_inside_a_pause_waits_for_its_end() -> None:
    still = [(at("2026-09-11 12:00"), at("2026-09-11 20:00"))]
    assert point(at("2026-09-07 09:00"), Limit(5, "working_days"), Fraction(3, 4), CAL, still) == at("2026-09-11 20:00")


@pytest.mark.parametrize("share", [Fraction(-1, 2), Fraction(11, 10)])
def test_a_share_is_a_share(share: Fraction) -> None:
    with pytest.raises(ValueError):
        point(at("2026-09-07"), Limit(1, "hours"), share, CAL)


# --- what holds whatever the pauses

instants = st.integers(0, 60 * 24 * 60).map(lambda m: at("2026-09-01") + timedelta(minutes=m))
closed = st.tuples(instants, instants).map(lambda p: (min(p), max(p)))
pauses = st.lists(st.one_of(closed, st.tuples(instants, st.none())), max_size=5)
limits = st.builds(Limit, st.integers(1, 20), st.sampled_from(UNITS))
shares = st.fractions(0, 1, max_denominator=100)


@given(instants, limits, pauses, st.tuples(instants, st.none()) | closed, instants, shares)
def test_one_more_pause_never_makes_anything_earlier(start, limit, some, one, now, share) -> None:
    fewer = point(start, limit, share, CAL, some, now)
    assert start <= point(start, limit, share, CAL) <= fewer <= point(start, limit, share, CAL, [*some, one], now)


@given(instants, limits, pauses, instants, instants)
def test_due_only_moves_forward_as_time_passes(start, limit, some, one, other) -> None:
    assert due(start, limit, CAL, some, min(one, other)) <= due(start, limit, CAL, some, max(one, other))


@given(instants, limits, pauses, instants, st.randoms())
def test_order_and_repetition_do_not_matter(start, limit, some, now, chance) -> None:
    again = [*some, *some]
    chance.shuffle(again)
    assert due(start, limit, CAL, again, now) == due(start, limit, CAL, some, now)


@given(instants, limits, pauses, instants)
def test_a_clock_that_stands_is_not_overdue(start, limit, some, now) -> None:
    """While a pause runs that began in time, the due time lies ahead."""
    still = merged(some, now)
    standing = next((p for p in still if p[0] < now == p[1]), None)
    if standing and standing[0] < due(start, limit, CAL, some, standing[0]) and start < now:
        assert due(start, limit, CAL, some, now) > now


@given(instants, limits, pauses, instants, shares, shares)
def test_a_larger_share_never_comes_earlier(start, limit, some, now, one, other) -> None:
    small, large = sorted((one, other))
    assert point(start, limit, small, CAL, some, now) <= point(start, limit, large, CAL, some, now)


@given(instants, pauses, instants)
def test_hours_run_exactly(start, some, now) -> None:
    limit = Limit(30, "hours")
    end = due(start, limit, CAL, some, now)
    stood = sum((min(b, end) - max(a, start) for a, b in merged(some, now) if b > start and a < end), timedelta())
    assert end - start - stood == timedelta(hours=30)


@given(pauses, instants, st.integers(0, 100).map(lambda h: timedelta(hours=h)), instants, limits)
def test_a_cap_bounds_the_sum_and_never_delays(some, now, cap, start, limit) -> None:
    capped = cap_pauses(some, cap, now)
    assert sum((b - a for a, b in capped), timedelta()) == min(
        cap, sum((b - a for a, b in merged(some, now)), timedelta())
    )
    assert due(start, limit, CAL, capped) <= due(start, limit, CAL, some, now)


def test_a_cap_tells_when_a_running_pause_ends() -> None:
    first = (at("2026-09-07 09:00"), at("2026-09-07 19:00"))
    running = (at("2026-09-09 09:00"), None)
    assert cap_pauses([running, first], timedelta(hours=15))[-1] == (at("2026-09-09 09:00"), at("2026-09-09 14:00"))


def test_months_end_on_the_same_number_or_the_last_day() -> None:
    assert months_after(date(2026, 8, 31), 6) == date(2027, 2, 28)
    assert months_after(date(2026, 8, 31), -6) == date(2026, 2, 28)
    assert months_after(date(2024, 2, 29), 12) == date(2025, 2, 28)
    assert months_after(date(2026, 7, 1), 6) == date(2027, 1, 1)
