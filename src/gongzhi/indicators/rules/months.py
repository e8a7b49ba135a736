"""A range of whole months on China's calendar, and how it is written in an address."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from gongzhi.kernel.clock import CHINA

FIRST, LAST = 200001, 209912
USUAL = 12  # months that a page shows unless it is asked otherwise


@dataclass(frozen=True)
class Months:
    """From the month `first` to the month `last`, both included, each as yyyymm. ValueError when they are no months."""

    first: int
    last: int

    def __post_init__(self) -> None:
        wrong = [m for m in (self.first, self.last) if not (1 <= m % 100 <= 12 and FIRST <= m <= LAST)]
        if wrong or self.first > self.last:
            raise ValueError(f"no range of months: {self.first} to {self.last}")

    def __iter__(self) -> Iterator[int]:
        return iter([m for m in range(self.first, self.last + 1) if 1 <= m % 100 <= 12])


def this_month(at: datetime) -> int:
    """The month in which the instant lies in China."""
    local = at.astimezone(CHINA)
    return local.year * 100 + local.month


def back(month: int, count: int) -> int:
    """The month `count` months earlier."""
    number = month // 100 * 12 + month % 100 - 1 - count
    return number // 12 * 100 + number % 12 + 1


def lately(at: datetime, count: int = USUAL) -> Months:
    """The last months up to and with the one of the instant."""
    last = this_month(at)
    return Months(back(last, count - 1), last)


def written(month: int) -> str:
    """A month as people and addresses write it: 2026-09."""
    return f"{month // 100}-{month % 100:02}"


def read(text: str) -> int | None:
    """The month of "2026-09"; None for anything else."""
    year, dash, month = text.strip().partition("-")
    digits = year + month
    if not dash or len(year) != 4 or len(month) != 2 or not (digits.isascii() and digits.isdigit()):
        return None
    number = int(year) * 100 + int(month)
    return number if FIRST <= number <= LAST and 1 <= int(month) <= 12 else None
