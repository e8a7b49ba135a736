"""Counts that show no person: small ones are left out, and with them what would give them away by subtraction."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from datetime import date
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)


def shown(counts: Mapping[Key, int], least: int) -> dict[Key, int | None]:
    """The counts of a table whose sum is public: those from 1 to below `least` become None.

    If only one would be left out, the sum gives it away: the smallest of the others goes with it.
    """
    hidden = {key for key, count in counts.items() if 0 < count < least}
    if len(hidden) == 1:
        others = [key for key, count in counts.items() if count and key not in hidden]
        hidden |= {min(others, key=lambda key: (counts[key], str(key)))} if others else set()
    return {key: None if key in hidden else count for key, count in counts.items()}


def next_day(on: date, days: tuple[tuple[int, int], ...]) -> date:
    """The first of the fixed days of the year, as (month, day), that comes on or after a day."""
    years = (on.year, on.year + 1)
    return min(day for year in years for month, number in days if (day := date(year, month, number)) >= on)
