"""The arithmetic of duties: due, yellow, red and next instants, and who held a matter when. Plain Python, no tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction

from gongzhi.kernel import worktime
from gongzhi.kernel.clock import CHINA
from gongzhi.kernel.limit import CALENDAR_DAYS, HOURS, Limit

Pauses = Sequence[tuple[datetime, datetime]]
NOTHING = timedelta(0)


@dataclass(frozen=True)
class Terms:
    """What a duty's due time is computed from: its start, and a limit or an agreed instant (`fixed`)."""

    start: datetime
    limit: Limit
    fixed: datetime | None = None


@dataclass(frozen=True)
class Instants:
    """When a duty is due and when its two warnings fall; yellow <= red <= due."""

    yellow: datetime
    red: datetime
    due: datetime

    def passed(self, warned: int) -> datetime:
        """The instant that the next warning after `warned` ones (0 to 2) speaks of."""
        return (self.yellow, self.red, self.due)[warned]

    def next(self, warned: int) -> datetime | None:
        """When the clock must look again: the due instant itself is still in time, the one after it is not."""
        return (self.yellow, self.red, self.due + timedelta.resolution, None)[warned]


@dataclass(frozen=True)
class Shares:
    """Which shares of the running time give the two warnings (rule pack duty.yellow, duty.red)."""

    yellow: Fraction
    red: Fraction


@dataclass(frozen=True)
class Held:
    """One stretch of time in which an owner had an open duty; `until` is None while it is open."""

    since: datetime
    until: datetime | None


def settled(pauses: Iterable[tuple[datetime, datetime | None]], instant: datetime) -> Pauses:
    """The pauses as they were known at `instant`: later ones left out, running ones ended there; in order."""
    known = ((since, min(until or instant, instant)) for since, until in pauses if since <= instant)
    return sorted(pair for pair in known if pair[1] > pair[0])


def paused_time(pauses: Pauses) -> timedelta:
    """How long the clock has stood still."""
    return sum((until - since for since, until in pauses), NOTHING)


def point(terms: Terms, share: Fraction, calendar: worktime.Calendar, pauses: Pauses = ()) -> datetime:
    """The instant at which `share` of the duty's time has run; share 1 is the due time.

    A limit follows kernel.worktime. An agreed instant is a stretch of plain time, which pauses lengthen.
    """
    if terms.fixed is None:
        return worktime.point(terms.start, terms.limit, share, calendar, pauses)
    running = (terms.fixed - terms.start) * share.numerator / share.denominator
    return after_running(terms.start, running, pauses)


def after_running(start: datetime, running: timedelta, pauses: Pauses) -> datetime:
    """The instant at which the clock, stopped during pauses, has run for `running` since `start`."""
    here = start
    for since, until in pauses:
        stretch = max(since - here, NOTHING)
        if running <= stretch:
            break
        running -= stretch
        here = max(here, until)
    return here + running


def instants(terms: Terms, calendar: worktime.Calendar, shares: Shares, pauses: Pauses = ()) -> Instants:
    """Due time and warnings, each at its share of the duty's time."""
    yellow, red, due = (point(terms, share, calendar, pauses) for share in (shares.yellow, shares.red, Fraction(1)))
    return Instants(yellow, red, due)


def pause_cap(since: datetime, cap: Limit, calendar: worktime.Calendar, used: timedelta) -> datetime:
    """Until when a pause that starts at `since` may last: the cap of the rule pack less what earlier pauses used.

    A cap in hours or calendar days is a length of time, not a count of midnights.
    """
    fixed = cap.unit in (HOURS, CALENDAR_DAYS)
    return (since + cap.length() if fixed else worktime.due(since, cap, calendar)) - used


def is_late(due: datetime, closed: datetime) -> bool:
    """以内 includes the last instant (民法典 art. 1259): done exactly at the due time is in time."""
    return closed > due


def day_ends(now: datetime) -> tuple[datetime, datetime]:
    """When today and tomorrow end on China's wall clock; the ends belong to the next day."""
    midnight = now.astimezone(CHINA).replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight + timedelta(days=1), midnight + timedelta(days=2)


def gaps(held: Iterable[Held], since: datetime, until: datetime) -> list[tuple[datetime, datetime]]:
    """The stretches between `since` and `until` in which nobody had an open duty."""
    found, here = [], since
    for stretch in sorted(held, key=lambda h: h.since):
        if stretch.since > here:
            found.append((here, min(stretch.since, until)))
        here = max(here, stretch.until or until)
        if here >= until:
            break
    if here < until:
        found.append((here, until))
    return [(a, b) for a, b in found if a < b]
