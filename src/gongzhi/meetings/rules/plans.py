"""A body's yearly plan as stretches of time, in each of which it has to meet once."""

from __future__ import annotations

from datetime import date, datetime, time

from gongzhi.kernel.clock import CHINA
from gongzhi.kernel.worktime import MONTHS, months_after

# How many months one stretch has.
EVERY = {"monthly": 1, "two_monthly": 2, "quarterly": 3, "half_yearly": 6, "yearly": 12}


def stretches(year: int, every: str) -> list[tuple[datetime, datetime]]:
    """The stretches of a year, each from its first instant to the first of the next. KeyError for an unknown word."""
    months = EVERY[every]
    first = date(year, 1, 1)
    days = [months_after(first, step) for step in range(0, MONTHS + 1, months)]
    instants = [datetime.combine(day, time(), CHINA) for day in days]
    return list(zip(instants, instants[1:], strict=False))
