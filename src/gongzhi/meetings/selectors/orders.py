"""Standing orders with the numbers that hold on a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from gongzhi.kernel.clock import CHINA
from gongzhi.kernel.limit import Limit
from gongzhi.meetings.models import Meeting
from gongzhi.meetings.rules.motions import Passing
from gongzhi.meetings.rules.orders import Orders, read_folder
from gongzhi.meetings.rules.quorum import Share
from gongzhi.meetings.rules.story import Terms
from gongzhi.rulebook import selectors as rulebook
from gongzhi.rulebook.rules import Rule, RuleMissing

_FOLDER = Path(__file__).resolve().parents[1] / "orders"


@cache
def all_orders() -> dict[str, Orders]:
    """Every kind of meeting, by its name."""
    return read_folder(_FOLDER)


def orders(key: str) -> Orders:
    """The standing orders of this name; KeyError for an unknown one."""
    return all_orders()[key]


def first_in_force(names: Iterable[str], on: date) -> Rule | None:
    """The first of these rules that holds on the day: the law where there is one, else the custom behind it."""
    for name in names:
        try:
            return rulebook.rule(name, on)
        except RuleMissing:
            continue
    return None


@lru_cache(maxsize=256)
def terms(key: str, on: date) -> Terms:
    """What these standing orders ask on a day; ValueError when no notice rule is in force."""
    found = orders(key)
    notice = first_in_force(found.notice, on)
    if notice is None:
        raise ValueError(f"{key}: no rule of notice is in force on {on}")
    proxies = first_in_force(found.proxies, on)
    return Terms(
        notice=notice.limit,
        urgent=_limit(found.urgent, on),
        shares=tuple(_share(first_in_force(rule.rules, on)) for rule in found.quorum),
        passing=_passing(first_in_force(found.passing, on)),
        approval=_share(rulebook.rule(found.approval, on)),
        minutes=rulebook.limit(found.minutes, on),
        speaking=rulebook.number(found.speaking, on),
        proxies=proxies.number if proxies else 0,
    )


def terms_of(meeting: Meeting) -> Terms:
    """What held on the day on which the meeting was called."""
    return terms(meeting.orders, meeting.called_at.astimezone(CHINA).date())


def grounds(key: str, on: date) -> list[Rule]:
    """The rules behind notice, quorum and passing on a day, for pages that name the law."""
    found = orders(key)
    sets = [found.notice, *(rule.rules for rule in found.quorum), found.passing]
    rules = [first_in_force(names, on) for names in sets]
    return list({rule.name: rule for rule in rules if rule}.values())


def _limit(name: str, on: date) -> Limit | None:
    return rulebook.limit(name, on) if name else None


def _value(rule: Rule | None) -> Any:
    if rule is None:
        raise ValueError("a quorum without a rule in force")
    return rule.value


def _share(rule: Rule | None) -> Share:
    value = _value(rule)
    return Share(value["share"], value["test"])


def _passing(rule: Rule | None) -> Passing | None:
    if rule is None:
        return None
    value = _value(rule)
    return Passing(Share(value["share"], value["test"]), value.get("of", "present"))
