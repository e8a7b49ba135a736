"""The calendar of working days against the State Council's notices as somebody else wrote them down."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from gongzhi.kernel.clock import CHINA
from gongzhi.kernel.limit import Limit
from gongzhi.kernel.worktime import due
from gongzhi.rulebook.days import StateCouncilCalendar
from gongzhi.rulebook.selectors import calendar

DAY = timedelta(days=1)


def noticed(folder: Path) -> dict[date, bool]:
    """Working or not, for every day that a notice names; a December day can stand in the next year's file."""
    files = sorted((folder / "calendar").glob("*.json"))
    days = [day for file in files for day in json.loads(file.read_text("utf-8"))["days"]]
    return {date.fromisoformat(day["date"]): not day["isOffDay"] for day in days}


def test_every_day_of_twenty_years_agrees(shared_data: Path) -> None:
    oracle, ours = noticed(shared_data), calendar()
    day, wrong, count = date(2007, 1, 1), [], 0
    while day.year <= 2026:
        if ours.is_working(day) != oracle.get(day, day.weekday() < 5) or not ours.known(day):
            wrong.append(day)
        day, count = day + DAY, count + 1
    assert (wrong, count) == ([], 7305)


def test_due_times_agree_with_counting_by_hand(shared_data: Path) -> None:
    """Five and twenty working days after every 7th day of 2024 to 2026, walked day by day over the notices."""
    oracle = noticed(shared_data)
    for offset in range(0, 1000, 7):
        start = date(2024, 1, 1) + offset * DAY
        day, ends = start, []
        while len(ends) < 20:
            day += DAY
            if oracle.get(day, day.weekday() < 5):
                ends.append(day + DAY)
        moment = datetime(start.year, start.month, start.day, 17, 30, tzinfo=CHINA)
        for amount in (5, 20):
            end = due(moment, Limit(amount, "working_days"), calendar())
            assert (end.date(), end.time().isoformat()) == (ends[amount - 1], "00:00:00")


def test_beyond_the_notices_weekdays_are_assumed_and_said_to_be() -> None:
    ours = calendar()
    new_year = date(2031, 1, 1)  # a Wednesday
    assert not ours.known(new_year) and ours.is_working(new_year)
    assert ours.is_holiday(date(2031, 1, 4)) and not ours.known(date(2031, 1, 4))


def test_an_operator_adds_a_year_before_the_library_knows_it() -> None:
    ours = StateCouncilCalendar({date(2031, 1, 1): False, date(2031, 1, 4): True})
    assert not ours.is_working(date(2031, 1, 1)) and ours.is_working(date(2031, 1, 4)) and ours.known(date(2031, 1, 2))
    assert due(datetime(2030, 12, 31, 9, tzinfo=CHINA), Limit(1, "working_days"), ours).date() == date(2031, 1, 3)


@pytest.mark.parametrize(
    ("day", "working"),
    [("2020-01-31", False), ("2020-01-19", True), ("2024-02-18", True), ("2025-10-08", False), ("2026-10-10", True)],
)
def test_days_that_people_remember(day: str, working: bool) -> None:
    assert calendar().is_working(date.fromisoformat(day)) is working
