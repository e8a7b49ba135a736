"""Refusals that several acts share, each in words for the person who reads it."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from gongzhi.kernel import clock
from gongzhi.kernel.errors import Refused
from gongzhi.places import words
from gongzhi.places.models import Place
from gongzhi.places.rules import text

LONGEST_CODE = 40
_NAME_FAULTS = {
    "empty": lambda: _("请写名称，比如“3 栋”"),
    "long": lambda: _("名称最多 %(most)d 个字") % {"most": text.LONGEST_NAME},
    "control": lambda: _("名称里有看不见的字符，请重新输入"),
}


def name_of(name: str) -> str:
    """The name as it is kept; Refused("bad_name") when it cannot be one."""
    try:
        return text.clean(name)
    except ValueError as fault:
        raise Refused(_NAME_FAULTS[str(fault)](), code="bad_name", field="name") from fault


def findable(name: str, aliases: str = "") -> str:
    """What search reads of a place: its name first, then its other names."""
    return "|".join(text.fold(part) for part in (name, *aliases.split("|")) if part.strip())[:300]


def code_of(code: str) -> str:
    """The code; Refused("bad_code") unless it has 1 to 40 characters that can be seen."""
    if not 0 < len(code) <= LONGEST_CODE or not code.isprintable():
        raise Refused(
            _("代码要有 1 到 %(most)d 个看得见的字符") % {"most": LONGEST_CODE}, code="bad_code", field="code"
        )
    return code


def day_of(on: date | None) -> date:
    """The day on which an act takes effect, today by default; Refused("future") for a day to come."""
    today = clock.today().date()
    if on is None:
        return today
    if on > today:
        raise Refused(_("生效日期还没到。请在 %(day)s 当天再办") % {"day": on.isoformat()}, code="future", field="on")
    return on


def known_level(level: str) -> str:
    """The level; Refused("bad_level") when the tree has no such level."""
    if level not in words.LEVELS:
        raise Refused(_("没有“%(level)s”这一级") % {"level": level[:20]}, code="bad_level", field="level")
    return level


def level_under(level: str, parent: Place) -> None:
    """Refused("bad_level") unless a place of this level may stand under this parent."""
    if not words.deeper(level, parent.level):
        given = {"level": words.LEVELS[level], "parent": words.LEVELS[parent.level]}
        raise Refused(_("%(level)s不能放在%(parent)s下面") % given, code="bad_level", field="level")


def in_force(place: Place) -> None:
    """Refused("retired") when the place no longer stands."""
    if place.until is not None:
        given = {"name": place.name, "day": place.until.isoformat()}
        raise Refused(_("%(name)s已在 %(day)s 撤销") % given, code="retired", field="place")


def not_before(on: date, place: Place) -> None:
    """Refused("history") when the place's present name and position began only after `on`."""
    if on < place.stands_since:
        given = {"name": place.name, "day": place.stands_since.isoformat()}
        raise Refused(_("%(name)s从 %(day)s 起才是现在这样，请选这一天或以后") % given, code="history", field="on")


def point(lon: float | None, lat: float | None) -> None:
    """Refused("bad_point") unless both numbers are missing or both are degrees on the globe."""
    if lon is None and lat is None:
        return
    if lon is None or lat is None or not (-180 <= lon <= 180 and -90 <= lat <= 90):
        raise Refused(_("经纬度不对：经度在 -180 到 180，纬度在 -90 到 90"), code="bad_point", field="lon")
