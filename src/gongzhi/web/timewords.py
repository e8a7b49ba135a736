"""Time as people say it, in both languages: "还剩 1 天 4 小时", "昨天 15:20"."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import lru_cache

from django.utils.dateformat import format as date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gongzhi.kernel.clock import CHINA, now

MINUTE, HOUR, DAY = 60, 3600, 86400
LONG = 3 * DAY  # beyond this nobody counts hours


def length(span: timedelta) -> str:
    """A span of time in at most two units: "1 天 4 小时", "25 分钟"."""
    seconds = int(abs(span).total_seconds())
    days, hours, minutes = seconds // DAY, seconds % DAY // HOUR, seconds % HOUR // MINUTE
    if days:
        words = ngettext("%(n)d 天", "%(n)d 天", days) % {"n": days}
        tail = ngettext("%(n)d 小时", "%(n)d 小时", hours) % {"n": hours} if hours and seconds < LONG else ""
    elif hours:
        words = ngettext("%(n)d 小时", "%(n)d 小时", hours) % {"n": hours}
        tail = ngettext("%(n)d 分钟", "%(n)d 分钟", minutes) % {"n": minutes} if minutes and hours <= 2 else ""
    else:
        words, tail = ngettext("%(n)d 分钟", "%(n)d 分钟", minutes) % {"n": minutes}, ""
    return f"{words} {tail}".strip()


def left(due: datetime, at: datetime | None = None) -> str:
    """How long until `due`, or how long past it."""
    gap = due - (at or now())
    if abs(gap) < timedelta(minutes=1):
        return _("只剩不到 1 分钟") if gap >= timedelta(0) else _("刚刚超时")
    words = {"time": length(gap)}
    return _("还剩 %(time)s") % words if gap >= timedelta(0) else _("已超 %(time)s") % words


def day(value: date, at: datetime | None = None) -> str:
    """A day: today, yesterday, tomorrow, or its date, with the year only where it is another one."""
    today = (at or now()).astimezone(CHINA).date()
    near = {-1: _("昨天"), 0: _("今天"), 1: _("明天")}.get((value - today).days)
    if near:
        return near
    return _written(value, _("n 月 j 日") if value.year == today.year else _("Y 年 n 月 j 日"))


@lru_cache(maxsize=4096)
def _written(value: date, form: str) -> str:
    """A day in a form of its language; a list says the same days again and again."""
    return date_format(value, form)


def moment(value: datetime, at: datetime | None = None) -> str:
    """An instant on China's wall clock: "昨天 15:20", "11 月 24 日 18:00"."""
    local = value.astimezone(CHINA)
    return _("%(day)s %(time)s") % {"day": day(local.date(), at), "time": f"{local:%H:%M}"}


def deadline(value: datetime, at: datetime | None = None) -> str:
    """An instant up to which something is in time; midnight is said as the end of the day that it closes."""
    local = value.astimezone(CHINA)
    if (local.hour, local.minute) != (0, 0):
        return moment(value, at)
    return _("%(day)s 24:00") % {"day": day(local.date() - timedelta(days=1), at)}


def exact(value: datetime) -> str:
    """An instant in full, for whoever asks."""
    local = value.astimezone(CHINA)
    return f"{_written(local.date(), _('Y 年 n 月 j 日'))} {local:%H:%M}"
