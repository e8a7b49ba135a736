"""A time limit as data: an amount and the unit in which a law or a list counts it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta

HOURS = "hours"
WORKING_DAYS = "working_days"
CALENDAR_DAYS = "calendar_days"
CIVIL_DAYS = "civil_days"
UNITS = (HOURS, WORKING_DAYS, CALENDAR_DAYS, CIVIL_DAYS)
LARGEST = 100_000
_LENGTHS = {HOURS: timedelta(hours=1), CALENDAR_DAYS: timedelta(days=1)}
_FORM = re.compile(r"([1-9][0-9]*) +([a-z_]+(?: [a-z]+)?)", re.ASCII)


@dataclass(frozen=True)
class Limit:
    """So many hours, working days, calendar days, or civil days. Two limits of different units have no order.

    `civil_days` are calendar days whose end shifts past a legal holiday (民法典 art. 203); `calendar_days` never shift.
    ValueError for an amount that is not a positive whole number up to 100,000, and for an unknown unit.
    """

    amount: int
    unit: str

    def __post_init__(self) -> None:
        if type(self.amount) is not int or not 0 < self.amount <= LARGEST:
            raise ValueError(f"a limit's amount is a whole number from 1 to {LARGEST}, not {self.amount!r}")
        if self.unit not in UNITS:
            raise ValueError(f"a limit's unit is one of {', '.join(UNITS)}, not {self.unit!r}")

    def __str__(self) -> str:
        """The limit as packs, lists and logs write it: "24 hours", "5 working_days"."""
        return f"{self.amount} {self.unit}"

    @classmethod
    def parse(cls, text: str) -> Limit:
        """The limit that `str` wrote; "5 working days" with a space is read too. ValueError for anything else."""
        found = _FORM.fullmatch(text.strip())
        if not found:
            raise ValueError(f"not a limit: {text!r}")
        return cls(int(found[1]), found[2].replace(" ", "_"))

    def length(self) -> timedelta:
        """The fixed length of a limit in hours or calendar days; ValueError for units that need a calendar."""
        if self.unit not in _LENGTHS:
            raise ValueError(f"{self} has no fixed length")
        return self.amount * _LENGTHS[self.unit]
