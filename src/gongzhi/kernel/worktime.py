"""When is it due: exact arithmetic in hours, working days and calendar days on China's clock, with pauses.

The rules, and where they come from:

- Hours run without a break, day and night.
- Days: the day on which the clock starts is not counted (民法典 art. 201); the limit ends at 24:00 of its last day
  (art. 203), which is 00:00 of the next day. A limit in days is therefore a count of day-ends.
- Working days: only the ends of working days count, by the State Council's calendar with its make-up days.
- Calendar days end on their last day, whatever day it is: hotline limits are internal limits of work, and the art. 203
  shift is left to "other rules" (art. 204). Civil days are the same count, but an end on a day off moves to the next
  working day (art. 203; 法定休假日 is read as every day off, weekends too, and not a make-up working day).
- Pauses: hours stop inside a pause. A day-end counts unless the clock stands still at it: a pause (from, to) takes away
  every day-end after `from` and up to and including `to`. So a pause costs the owner as many days as it covers
  midnights, never more, and a pause within one day changes nothing.
- Past the limit nothing moves: a pause that starts when the time has run out is too late.
"""

from __future__ import annotations

from bisect import bisect_left
from calendar import monthrange
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from math import ceil
from typing import Protocol

from gongzhi.kernel.clock import CHINA
from gongzhi.kernel.limit import CIVIL_DAYS, HOURS, WORKING_DAYS, Limit

Pause = tuple[datetime, datetime | None]
Closed = tuple[datetime, datetime]
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
TICK = timedelta(microseconds=1)
MONTHS = 12


class Calendar(Protocol):
    """Which days are worked. `rulebook.selectors.calendar()` is the State Council's."""

    def is_working(self, day: date) -> bool:
        """Whether the day is worked: no day off, or a make-up working day."""

    def is_holiday(self, day: date) -> bool:
        """Whether the day is off: a weekend or a public holiday, and no make-up working day."""


def due(
    start: datetime, limit: Limit, calendar: Calendar, pauses: Sequence[Pause] = (), as_of: datetime | None = None
) -> datetime:
    """The instant at which the limit ends, in China time; an act at exactly this instant is in time (art. 1259).

    `pauses` are (from, to) with to=None for one that still runs; order and overlap do not matter. With `as_of`, the
    answer is what it was at that instant: later pauses are unknown and a running one is counted up to there. ValueError
    when an instant has no time zone, a pause ends before it starts, or a pause is open and `as_of` is not given.
    """
    return point(start, limit, Fraction(1), calendar, pauses, as_of)


def point(
    start: datetime,
    limit: Limit,
    share: Fraction,
    calendar: Calendar,
    pauses: Sequence[Pause] = (),
    as_of: datetime | None = None,
) -> datetime:
    """The first instant at which `share` (0 to 1) of the limit has run; share 1 is the due time.

    In days, the counted days are the scale: 3/4 of five working days is 18:00 of the fourth, so that no warning falls
    on a day off. An instant inside a pause moves to the pause's end. Exact to the microsecond, rounded up.
    """
    if not 0 <= share <= 1:
        raise ValueError(f"a share lies between 0 and 1, not {share}")
    _aware(start)
    still = merged(pauses, as_of)
    if share == 0:
        return start.astimezone(CHINA)
    if limit.unit == HOURS:
        return _after_running(start, _part(limit.amount * HOUR, share), still).astimezone(CHINA)
    whole, rest = divmod(limit.amount * share, 1)
    ends = _day_ends(start, limit, calendar, still)
    end = next(e for i, e in enumerate(ends, 1) if i >= whole + (rest > 0))
    if rest:
        return _resumed(end - DAY + _part(DAY, rest), still)
    return _shifted(end, calendar, still) if share == 1 and limit.unit == CIVIL_DAYS else end


def merged(pauses: Sequence[Pause], as_of: datetime | None = None) -> list[Closed]:
    """The pauses as separate intervals in order, as they were known at `as_of`; empty ones are left out."""
    found: list[Closed] = []
    for since, until in sorted(_closed(p, as_of) for p in pauses):
        if until <= since:
            continue
        if found and since <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], until))
        else:
            found.append((since, until))
    return found


def cap_pauses(pauses: Sequence[Pause], cap: timedelta, as_of: datetime | None = None) -> list[Closed]:
    """The merged pauses, cut where their whole length reaches `cap`: from there on the clock runs again.

    Without `as_of`, a pause that still runs (to=None) is taken to use up what is left of the cap, so that the last end
    tells when the cap ends it.
    """
    left = cap
    kept: list[Closed] = []
    for since, until in merged([_bounded(p, cap) for p in pauses], as_of):
        if left <= timedelta(0):
            break
        until = min(until, since + left)
        kept.append((since, until))
        left -= until - since
    return kept


def months_after(day: date, months: int) -> date:
    """The same day number so many months later (or earlier), or the month's last day (民法典 art. 202)."""
    year, month = divmod(day.year * MONTHS + day.month - 1 + months, MONTHS)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _aware(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError(f"a moment needs its time zone: {moment!r}")
    return moment


def _closed(pause: Pause, as_of: datetime | None) -> Closed:
    since, until = pause
    if until is None and as_of is None:
        raise ValueError("a pause still runs: say as of which instant")
    end = min(_aware(m) for m in (until, as_of) if m is not None)
    if until is not None and until < _aware(since):
        raise ValueError("a pause ends before it starts")
    return _aware(since), end


def _bounded(pause: Pause, cap: timedelta) -> Closed:
    since, until = pause
    return since, since + cap if until is None else until


def _part(whole: timedelta, share: Fraction) -> timedelta:
    return ceil(whole // TICK * share) * TICK


def _after_running(start: datetime, running: timedelta, still: Sequence[Closed]) -> datetime:
    here = start
    for since, until in still:
        if until <= here:
            continue
        if since - here >= running:
            break
        running -= max(since - here, timedelta(0))
        here = until
    return here + running


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), CHINA)


def _day_ends(start: datetime, limit: Limit, calendar: Calendar, still: Sequence[Closed]) -> Iterator[datetime]:
    """The ends of the days that count, one after the other."""
    day = start.astimezone(CHINA).date()
    while True:
        day += DAY
        end = _midnight(day + DAY)
        if (limit.unit != WORKING_DAYS or calendar.is_working(day)) and not _stands(end, still):
            yield end


def _shifted(end: datetime, calendar: Calendar, still: Sequence[Closed]) -> datetime:
    """The end of the first worked day from this one on, at which the clock runs."""
    while not calendar.is_working((end - DAY).date()) or _stands(end, still):
        end += DAY
    return end


def _covering(moment: datetime, still: Sequence[Closed]) -> Closed | None:
    """The last pause that starts before `moment`."""
    index = bisect_left(still, moment, key=lambda p: p[0])
    return still[index - 1] if index else None


def _stands(end: datetime, still: Sequence[Closed]) -> bool:
    pause = _covering(end, still)
    return pause is not None and end <= pause[1]


def _resumed(moment: datetime, still: Sequence[Closed]) -> datetime:
    pause = _covering(moment, still)
    return max(moment, pause[1].astimezone(CHINA)) if pause else moment
