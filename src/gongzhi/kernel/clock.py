"""The one source of "now", which tests and the demonstration can move."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta, timezone

CHINA = timezone(timedelta(hours=8), "Asia/Shanghai")
_now: ContextVar[datetime | None] = ContextVar("gongzhi_now", default=None)


def now() -> datetime:
    """The instant at which acts happen, aware, in UTC."""
    return _now.get() or datetime.now(UTC)


def today() -> datetime:
    """This instant on China's wall clock."""
    return now().astimezone(CHINA)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Everything inside happens at `moment` (aware)."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    token = _now.set(moment)
    try:
        yield
    finally:
        _now.reset(token)
