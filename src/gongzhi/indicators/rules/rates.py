"""What a rate is: numerator, denominator, exclusions with their ground, an interval, and the instant it holds for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction

from gongzhi.indicators.rules import counting as c
from gongzhi.indicators.rules.months import Months
from gongzhi.kernel.intervals import wilson as wilson

Cells = Mapping[tuple[str, str], int]  # (measure, word) → count
RESPONSE, SOLUTION, SATISFACTION = "response", "solution", "satisfaction"
RATES = (RESPONSE, SOLUTION, SATISFACTION)
_MEASURES = {
    RESPONSE: ((c.IN_TIME,), (c.IN_TIME, c.MISSED), c.NO_RESPONSE),
    SOLUTION: ((c.SOLVED,), (c.JUDGED,), c.NO_JUDGEMENT),
    SATISFACTION: ((c.SATISFIED,), (c.JUDGED,), c.NO_JUDGEMENT),
}


@dataclass(frozen=True)
class Excluded:
    """How many were left out of a rate, and on which ground."""

    ground: str
    count: int


@dataclass(frozen=True)
class Rate:
    """One rate of one place or body over some months, with everything that is needed to check it."""

    name: str
    numerator: int
    denominator: int
    excluded: tuple[Excluded, ...]
    z: Fraction
    months: Months
    as_of: datetime
    share: Fraction | None = field(init=False)
    interval: tuple[float, float] | None = field(init=False)

    def __post_init__(self) -> None:
        share = Fraction(self.numerator, self.denominator) if self.denominator else None
        object.__setattr__(self, "share", share)
        object.__setattr__(self, "interval", wilson(self.numerator, self.denominator, self.z))

    @property
    def left_out(self) -> int:
        """How many were left out on all grounds."""
        return sum(e.count for e in self.excluded)


@dataclass(frozen=True)
class Judged:
    """What came by one channel of judging: judged, of them solved, of them satisfied."""

    channel: str
    judged: int
    solved: int
    satisfied: int


@dataclass(frozen=True)
class Figures:
    """The three rates of a place or body over some months, and the counts beside them."""

    response: Rate
    solution: Rate
    satisfaction: Rate
    cells: Cells

    @property
    def rates(self) -> tuple[Rate, Rate, Rate]:
        """The three rates in their order."""
        return self.response, self.solution, self.satisfaction

    @property
    def months(self) -> Months:
        """The months that are counted."""
        return self.response.months

    @property
    def as_of(self) -> datetime:
        """Every fact before this instant is in the figures."""
        return self.response.as_of

    def count(self, measure: str, word: str | None = None) -> int:
        """How many times a measure was counted, all words together unless one is named."""
        return sum(n for (m, w), n in self.cells.items() if m == measure and word in (None, w))

    def shares(self, measure: str) -> dict[str, int]:
        """The counts of a measure by its words."""
        return {w: n for (m, w), n in sorted(self.cells.items()) if m == measure}

    def by_channel(self, channels: Iterable[str]) -> list[Judged]:
        """The judgements apart by how they were given: volunteers on the web beside people drawn for a call."""
        return [Judged(ch, *(self.count(m, ch) for m in (c.JUDGED, c.SOLVED, c.SATISFIED))) for ch in channels]


def figures(cells: Cells, *, z: Fraction, months: Months, as_of: datetime) -> Figures:
    """The three rates from counted cells."""
    made = {name: _rate(name, cells, z, months, as_of) for name in RATES}
    return Figures(made[RESPONSE], made[SOLUTION], made[SATISFACTION], cells)


def _rate(name: str, cells: Cells, z: Fraction, months: Months, as_of: datetime) -> Rate:
    over, under, out = _MEASURES[name]

    def total(measures: tuple[str, ...]) -> int:
        return sum(n for (measure, _), n in cells.items() if measure in measures)

    excluded = tuple(Excluded(word, n) for (measure, word), n in sorted(cells.items()) if measure == out and n)
    return Rate(name, total(over), total(under), excluded, z, months, as_of)


@dataclass(frozen=True)
class Median:
    """Half of `count` took at most `hours` whole hours; None where nothing was counted."""

    hours: int | None
    count: int


def median(histogram: Mapping[int, int]) -> Median:
    """The lower median of a histogram {value: count}."""
    count = sum(histogram.values())
    seen = 0
    for value in sorted(histogram):
        seen += histogram[value]
        if 2 * seen >= count and count:
            return Median(value, count)
    return Median(None, 0)
