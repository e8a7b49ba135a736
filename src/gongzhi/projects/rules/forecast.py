"""When a project will be done, by its milestones and what stands in the way: plain arithmetic that anybody can check.

What is left of the plan is added to the day when the last milestone was really met; days on which something stood in
the way are added as well; a milestone whose day has passed pushes everything behind it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Step:
    """A milestone: its planned day, and the day it was met."""

    due: date
    met: date | None = None


@dataclass(frozen=True)
class Stop:
    """Something that stood in the way from a day until a day (None: still), and when it is expected to be gone."""

    since: date
    until: date | None = None
    expected: date | None = None


@dataclass(frozen=True)
class Forecast:
    """The day, and what makes it differ from the plan, in days."""

    day: date
    planned: date
    slipped: int
    stopped: int
    overdue: int

    @property
    def late(self) -> int:
        """Days after the plan; negative: before it."""
        return (self.day - self.planned).days


def forecast(start: date, planned: date, steps: Sequence[Step], stops: Sequence[Stop], today: date) -> Forecast:
    """The day on which the work will be done as things stand. ValueError for a plan that ends before it starts."""
    if planned < start:
        raise ValueError("a plan ends after it starts")
    met = [step for step in steps if step.met is not None]
    if steps and len(met) == len(steps):
        done = max(step.met for step in met if step.met is not None)
        return Forecast(done, planned, (done - planned).days, 0, 0)
    reached = max((step.due for step in met), default=start)
    really = max((step.met for step in met if step.met is not None), default=start)
    stopped = _days(stops, really, today)
    base = really + max(planned - reached, timedelta()) + timedelta(days=stopped)
    waiting = min((step.due for step in steps if step.met is None), default=planned)
    gone = max((stop.expected or today for stop in stops if stop.until is None), default=today)
    earliest = max(today, gone) + max(planned - waiting, timedelta())
    overdue = max((today - waiting).days, 0)
    return Forecast(max(base, earliest), planned, (really - reached).days, stopped, overdue)


def _days(stops: Sequence[Stop], since: date, today: date) -> int:
    """On how many days after `since` anything stood in the way; two things on one day are one day."""
    last: date | None = None
    total = 0
    for begin, end in sorted((max(s.since, since), s.until or max(today, s.expected or today)) for s in stops):
        first = begin if last is None or begin > last else last
        if end > first:
            total += (end - first).days
            last = end
    return total
