"""Which days are worked: the State Council's yearly notices, and days that an operator adds before the library."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache

import chinese_calendar

SATURDAY = 5


class StateCouncilCalendar:
    """Working days with holidays moved and made up by the yearly notice; weekdays where no notice is known.

    `known(day)` tells whether a notice covers the day: pages say "provisional" about due times that rest on a guess.
    """

    def __init__(self, added: Mapping[date, bool] | None = None) -> None:
        self._added = dict(added or {})
        self._added_years = {day.year for day in self._added}

    def is_working(self, day: date) -> bool:
        """Whether the day is worked."""
        added = self._added.get(day)
        if added is not None:
            return added
        noticed = _noticed(day)
        return day.weekday() < SATURDAY if noticed is None else noticed

    def is_holiday(self, day: date) -> bool:
        """Whether the day is off: a weekend or public holiday, and no make-up working day."""
        return not self.is_working(day)

    def known(self, day: date) -> bool:
        """Whether a State Council notice, or the operator's list for that year, covers the day."""
        return day.year in self._added_years or _noticed(day) is not None


@cache
def _noticed(day: date) -> bool | None:
    """What the notices known to the library say; None beyond its years."""
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return None
