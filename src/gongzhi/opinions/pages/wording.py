"""How the map says shares, groups and ages: in words that an older resident reads, never a number between 0 and 1."""

from __future__ import annotations

from datetime import datetime
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gongzhi.kernel import clock

NEARLY = Fraction(19, 20)


def tenths(share: Fraction) -> str:
    """A share as people say it: eight in ten. Rounded to the nearest tenth, the ends in words."""
    if share >= NEARLY:
        return _("几乎人人")
    if share <= 1 - NEARLY:
        return _("几乎没有人")
    return _("%(n)s 成人") % {"n": max(1, min(9, int(share * 10 + Fraction(1, 2))))}


def at_least(share: Fraction) -> str:
    """The same from below, for what every group has: never more than is true."""
    if share >= NEARLY:
        return _("几乎所有人")
    return _("%(n)s 成以上") % {"n": int(share * 10)}


def group_name(number: int, size: int, says: list[tuple[int, str]], texts: dict[int, str]) -> str:
    """A group by its first statement, as it would say it itself."""
    said = next(((texts[name], side) for name, side in says if name in texts), None)
    people = ngettext("%(n)d 人", "%(n)d 人", size) % {"n": size}
    if said is None:
        return _("第 %(group)d 群（%(people)s）") % {"group": number + 1, "people": people}
    form = _("第 %(group)d 群：同意“%(text)s”（%(people)s）")
    if said[1] == "disagree":
        form = _("第 %(group)d 群：不同意“%(text)s”（%(people)s）")
    return form % {"group": number + 1, "text": said[0], "people": people}


def short_name(number: int) -> str:
    """A group in a table's heading and on the picture."""
    return _("第 %(group)d 群") % {"group": number + 1}


def cell(count: Any) -> list[str]:
    """One group's answers to one statement, line by line, for the table."""
    if count is None:
        return [_("人太少")]
    agrees, disagrees, seen = count
    return [
        _("同意 %(n)s") % {"n": _percent(agrees, seen)},
        _("不同意 %(n)s") % {"n": _percent(disagrees, seen)},
        ngettext("%(n)d 人答", "%(n)d 人答", seen) % {"n": seen},
    ]


def _percent(part: int, whole: int) -> str:
    return f"{round(100 * part / whole)}%" if whole else "–"


def age(drawn_at: datetime | None, behind: bool) -> str:
    """How old the picture is."""
    if drawn_at is None:
        return _("还没有画过。有人表态以后，几秒就画好。")
    seconds = max(0, int((clock.now() - drawn_at).total_seconds()))
    if seconds < 60:
        return ngettext("%(n)d 秒前画的。", "%(n)d 秒前画的。", seconds) % {"n": seconds}
    minutes = seconds // 60
    if minutes < 60:
        return ngettext("%(n)d 分钟前画的。", "%(n)d 分钟前画的。", minutes) % {"n": minutes}
    return "" if behind else _("画好以后没有人再表态。")
