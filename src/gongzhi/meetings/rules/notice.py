"""In good time: from when on a meeting may start, given the day of its notice and the rule's limit."""

from __future__ import annotations

from datetime import datetime

from gongzhi.kernel.limit import Limit
from gongzhi.kernel.worktime import Calendar, due


def earliest(called_at: datetime, limit: Limit, calendar: Calendar) -> datetime:
    """The first instant at which the meeting may start: the day of the notice is not counted (民法典 art. 201)."""
    return due(called_at, limit, calendar)


def in_time(called_at: datetime, starts: datetime, limit: Limit, calendar: Calendar) -> bool:
    """Whether the whole notice period lies between the notice and the start."""
    return starts >= earliest(called_at, limit, calendar)
