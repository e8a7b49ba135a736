"""Slots of time in which uses are counted, and the exact balance of what was offered, used, left and lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from gongzhi.kernel.clock import CHINA
from gongzhi.projects.rules.times import DAY, WEEK, Span

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MONDAY = datetime(1970, 1, 5, tzinfo=CHINA)


def minute_of(moment: datetime) -> int:
    """Whole minutes since the beginning of 1970 in UTC."""
    return int((moment - EPOCH).total_seconds()) // 60


def _offset(grain: int) -> int:
    return 8 * 60 if grain == DAY else 0  # a day begins at midnight in China, which UTC calls sixteen o'clock


def numbers(starts: datetime, ends: datetime, grain: int) -> range:
    """The slots from `starts` up to `ends`. ValueError when they do not lie on the edges of slots, or not in order."""
    first, last = minute_of(starts) + _offset(grain), minute_of(ends) + _offset(grain)
    if starts.second or ends.second or first % grain or last % grain or first >= last:
        raise ValueError(f"not whole slots of {grain} minutes: {starts} – {ends}")
    return range(first // grain, last // grain)


def week_minute(moment: datetime) -> int:
    """The minute of the week, Monday's midnight in China being 0."""
    return int((moment - _MONDAY).total_seconds()) // 60 % WEEK


def within(starts: datetime, ends: datetime, times: Sequence[Sequence[int]]) -> bool:
    """Whether a stretch lies wholly in the times of the week at which something may be used; no times: any."""
    if not times:
        return True
    length = int((ends - starts).total_seconds()) // 60
    first = week_minute(starts)
    if length > WEEK or first + length > WEEK:
        return any(start == 0 and end == WEEK for start, end in times)
    return any(start <= first and first + length <= end for start, end in times)


def minutes_between(since: datetime, until: datetime, times: Sequence[Span]) -> int:
    """How many minutes of the given times of the week lie between two instants; no times: all of them."""
    if until <= since:
        return 0
    if not times:
        return minute_of(until) - minute_of(since)
    whole, rest = divmod(minute_of(until) - minute_of(since), WEEK)
    start = week_minute(since)
    total = whole * sum(end - begin for begin, end in times)
    for begin, end in times:
        for shift in (0, WEEK):
            total += max(0, min(start + rest, end + shift) - max(start, begin + shift))
    return total


@dataclass(frozen=True)
class Flow:
    """What was offered and what became of it, in one unit: offered = used + unused + expired, to the last one."""

    offered: int = 0
    used: int = 0
    unused: int = 0
    expired: int = 0

    def __add__(self, other: Flow) -> Flow:
        return Flow(
            self.offered + other.offered,
            self.used + other.used,
            self.unused + other.unused,
            self.expired + other.expired,
        )

    @property
    def balanced(self) -> bool:
        """Whether nothing is lost and nothing is counted twice."""
        return self.offered == self.used + self.unused + self.expired and min(self.used, self.unused, self.expired) >= 0


def flow_of_stock(amount: int, used: int, *, over: bool) -> Flow:
    """What is used up: what was not used is left while the offer stands, and expired when it is over."""
    left = amount - used
    return Flow(amount, used, 0 if over else left, left if over else 0)


def flow_of_time(whole: int, left: int, uses: Sequence[tuple[int, int, int]]) -> Flow:
    """What comes back: amount × minutes. `whole` minutes offered in all, `left` of them still to come (both times the
    amount); each use is (amount, minutes, minutes of them still to come).
    """
    used = sum(amount * minutes for amount, minutes, _ahead in uses)
    ahead = sum(amount * coming for amount, _minutes, coming in uses)
    unused = left - ahead
    return Flow(whole, used, unused, whole - used - unused)
