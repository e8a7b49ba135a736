"""Time as people say it, in both languages: "还剩 1 天 4 小时", "昨天 15:20"."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from django.utils.dateformat import format as date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from gongzhi.kernel.clock import CHINA, now

MINUTE, HOUR, DAY = 60, 3600, 86400
LONG = 3 * DAY  # beyond this nobody counts hours


@dataclass(frozen=True)
class Said:
    """The forms of one language: a list says them hundreds of times, and looking each up was a tenth of its page.

    Whoever says many hands them on (`words`); nobody else needs to.
    """

    language: str | None
    soon: str
    gone: str
    left: str
    over: str
    near: dict[int, str]
    this_year: str
    any_year: str
    moment: str
    midnight: str


@lru_cache(maxsize=8)
def _said(language: str | None) -> Said:
    return Said(
        language=language,
        soon=_("只剩不到 1 分钟"),
        gone=_("刚刚超时"),
        left=_("还剩 %(time)s"),
        over=_("已超 %(time)s"),
        near={-1: _("昨天"), 0: _("今天"), 1: _("明天")},
        this_year=_("n 月 j 日"),
        any_year=_("Y 年 n 月 j 日"),
        moment=_("%(day)s %(time)s"),
        midnight=_("%(day)s 24:00"),
    )


def said() -> Said:
    """The forms of the language in which the page is written."""
    return _said(get_language())


def length(span: timedelta, words: Said | None = None) -> str:
    """A span of time in at most two units: "1 天 4 小时", "25 分钟"."""
    seconds, language = int(abs(span).total_seconds()), (words or said()).language
    days, hours, minutes = seconds // DAY, seconds % DAY // HOUR, seconds % HOUR // MINUTE
    if days:
        return _units(language, days, hours if seconds < LONG else 0, 0)
    return _units(language, 0, hours, minutes if hours <= 2 else 0)


@lru_cache(maxsize=4096)
def _units(language: str | None, days: int, hours: int, minutes: int) -> str:
    """These units in words; minutes also where nothing else is there."""
    parts = [ngettext("%(n)d 天", "%(n)d 天", days) % {"n": days}] if days else []
    parts += [ngettext("%(n)d 小时", "%(n)d 小时", hours) % {"n": hours}] if hours else []
    if minutes or not parts:
        parts.append(ngettext("%(n)d 分钟", "%(n)d 分钟", minutes) % {"n": minutes})
    return " ".join(parts)


def left(due: datetime, at: datetime | None = None, words: Said | None = None) -> str:
    """How long until `due`, or how long past it."""
    gap, words = due - (at or now()), words or said()
    ahead = gap >= timedelta(0)
    if abs(gap) < timedelta(minutes=1):
        return words.soon if ahead else words.gone
    return (words.left if ahead else words.over) % {"time": length(gap, words)}


def day(value: date, at: datetime | None = None, words: Said | None = None) -> str:
    """A day: today, yesterday, tomorrow, or its date, with the year only where it is another one."""
    today, words = (at or now()).astimezone(CHINA).date(), words or said()
    near = words.near.get((value - today).days)
    return near or _written(value, words.this_year if value.year == today.year else words.any_year)


@lru_cache(maxsize=4096)
def _written(value: date, form: str) -> str:
    """A day in a form of its language; a list says the same days again and again."""
    return date_format(value, form)


def moment(value: datetime, at: datetime | None = None, words: Said | None = None) -> str:
    """An instant on China's wall clock: "昨天 15:20", "11 月 24 日 18:00"."""
    local, words = value.astimezone(CHINA), words or said()
    return words.moment % {"day": day(local.date(), at, words), "time": _clock(local)}


def _clock(local: datetime) -> str:
    return f"{local.hour:02}:{local.minute:02}"


def deadline(value: datetime, at: datetime | None = None) -> str:
    """An instant up to which something is in time; midnight is said as the end of the day that it closes."""
    local = value.astimezone(CHINA)
    if (local.hour, local.minute) != (0, 0):
        return moment(value, at)
    return said().midnight % {"day": day(local.date() - timedelta(days=1), at)}


def exact(value: datetime, words: Said | None = None) -> str:
    """An instant in full, for whoever asks."""
    local = value.astimezone(CHINA)
    return f"{_written(local.date(), (words or said()).any_year)} {_clock(local)}"
