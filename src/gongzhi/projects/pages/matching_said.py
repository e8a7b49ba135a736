"""What pages say of a match: every reason for it and against it, in words and numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gongzhi.ledger.words import in_yuan
from gongzhi.projects.models import Resource
from gongzhi.projects.rules.slots import Flow
from gongzhi.projects.selectors.matching import Matches
from gongzhi.projects.words import needs as need_words
from gongzhi.projects.words import resources as words


def reason(code: str, given: dict[str, Any]) -> str:
    """One reason in words."""
    said = SAID.get(code)
    return said(given) if said else _("有 %(have)d，要 %(want)d") % given


def _far(given: dict[str, Any]) -> str:
    return _("就在这里或者管着这里") if given["hops"] == 0 else _("隔着 %(hops)d 层地方") % given


SAID: dict[str, Callable[[dict[str, Any]], str]] = {
    "place": _far,
    "purpose": lambda given: _("都是为了“%(what)s”") % {"what": need_words.PURPOSES[given["code"]]},
    "other_purpose": lambda given: _("它是为了“%(what)s”的") % {"what": need_words.PURPOSES[given["code"]]},
    "words": lambda given: _("说到一样的词：%(words)s") % {"words": given["words"].replace(" ", "、")},
    "time": lambda given: _("每周有 %(hours)s 小时对得上") % {"hours": f"{given['minutes'] / 60:g}"},
    "days": lambda given: ngettext("还能用 %(n)d 天", "还能用 %(n)d 天", given["n"]) % given,
    "most_each": lambda given: _("一次最多 %(most)d，这里要 %(want)d") % given,
    "any_time": lambda given: _("什么时间都行"),
    "limits": lambda given: _("有限制，先看清楚"),
    "no_time": lambda given: _("时间对不上"),
    "none_left": lambda given: _("已经用完了"),
    "over": lambda given: _("马上到期"),
}


def matches(found: Matches) -> dict[str, Any]:
    """Matches, near misses and whom to ask, as the template takes them."""
    return {
        "pairs": [_pair(row) for row in found.pairs],
        "near": [_pair(row) for row in found.near],
        "ask": found.ask,
    }


def _pair(row: tuple[Resource, Any, Any]) -> dict[str, Any]:
    resource, pair, settled = row
    return {
        "resource": resource, "giver": giver(resource), "why": [reason(*one) for one in pair.reasons],
        "against": [reason(*one) for one in pair.against], "settled": settled,
        "state": words.MATCH_STATES[settled.state] if settled else "",
    }  # fmt: skip


def giver(resource: Resource) -> str:
    """Who gave it: a body by its name, a resident never by theirs."""
    return resource.body.name if resource.body else _("一位居民")


def amount(number: int, unit: str) -> str:
    """How much, with its unit; money in yuan."""
    if unit == "fen":
        return in_yuan(number)
    return _("%(n)s %(unit)s") % {"n": f"{number:,}", "unit": words.UNITS[unit]}


def flowing(number: int, unit: str, timed: bool) -> str:
    """A part of a balance: what comes back is counted in unit × hours."""
    if not timed:
        return amount(number, unit)
    whole, rest = divmod(number, 60)
    shown = f"{whole:,}" + (f".{rest * 100 // 60:02d}" if rest else "")
    return _("%(n)s %(unit)s小时") % {"n": shown, "unit": words.UNITS[unit]}


def flow(row: Flow, unit: str, timed: bool) -> dict[str, str]:
    """A balance in words."""
    return {name: flowing(getattr(row, name), unit, timed) for name in ("offered", "used", "unused", "expired")}


def times(spans: Sequence[Sequence[int]]) -> str:
    """Times of the week as people say them."""
    if not spans:
        return _("什么时间都行")
    names = (_("周一"), _("周二"), _("周三"), _("周四"), _("周五"), _("周六"), _("周日"))
    return _("；").join(f"{names[start // 1440]} {_clock(start)}–{_clock(end, True)}" for start, end in spans)


def _clock(minute: int, end: bool = False) -> str:
    inside = minute % 1440
    return "24:00" if end and not inside else f"{inside // 60}:{inside % 60:02d}"


def weekly(days: Iterable[int], begins: int, ends: int) -> list[list[int]]:
    """The same hours on several days of the week, as spans."""
    return [[day * 1440 + begins, day * 1440 + ends] for day in sorted(set(days))]
