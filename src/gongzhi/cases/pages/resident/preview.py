"""Before somebody sends: who will get it, how long such matters take, and which neighbours said the same."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gongzhi.cases import selectors
from gongzhi.cases.selectors.limits import limit
from gongzhi.kernel import clock
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.limit import Limit
from gongzhi.mandates import selectors as mandates
from gongzhi.mandates.words import UNITS, matter_name
from gongzhi.organisations import selectors as organisations
from gongzhi.places import selectors as places
from gongzhi.rulebook import selectors as rulebook

_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Choice:
    """One matter type that the words may speak of: who answers for it here, within which time, and why."""

    code: str
    name: str
    body: str
    within: str
    why: str
    checked: bool


@dataclass(frozen=True)
class Alike:
    """An open matter nearby that shares words with this one; only what everybody may read."""

    id: int
    name: str
    place: str
    voices: int


def stand_at(request: HttpRequest, place: Any) -> None:
    """Let the frame of the page name the community of the place."""
    community = places.ancestor(place, "community") if place is not None else None
    if community is not None:
        request.frame_place = community.name  # type: ignore[attr-defined]


def of(text: str, place: Any, picked: str | None, mine: Collection[int]) -> dict[str, Any]:
    """Everything that the last step shows; nearly nothing where the place is not known."""
    if place is None:
        return {"place_words": "", "choices": [], "alike": [], "forecast": ""}
    choices = _choices(text, place, picked)
    matter = next((c.code for c in choices if c.checked), "")
    return {
        "place_words": places.names(place),
        "choices": choices,
        "alike": _alike(text, place, matter, mine),
        "forecast": _forecast(place, matter),
    }


def _choices(text: str, place: Any, picked: str | None) -> list[Choice]:
    """The likeliest first and chosen, until the person chooses another or says that she does not know."""
    found = []
    codes = [matter.code for matter, _words in mandates.suggest(text)]
    if picked and picked not in codes and mandates.matter(picked):
        codes.append(picked)
    for code in codes:
        try:
            route = mandates.route(code, place)
        except Refused:
            continue
        found.append((code, matter_name(route.matter), route.body.name, within(route.line.limit), route.reason))
    chosen = picked if picked is not None else (found[0][0] if found else "")
    choices = [Choice(*row, checked=row[0] == chosen) for row in found]
    return [*choices, _unknown(place, checked=not any(c.checked for c in choices))]


def _unknown(place: Any, *, checked: bool) -> Choice:
    """Not known which: the community looks at it first."""
    desk = organisations.body_for("residents_committee", place) or organisations.body_for("street_office", place)
    name = desk.name if desk else _("社区")
    why = _("由%(body)s看过，再交给该办的单位。") % {"body": name}
    return Choice("", _("不知道"), name, within(limit("case.accept_limit")), why, checked)


def within(length: Limit) -> str:
    """A time limit in words: "24 小时内"."""
    return str(UNITS[length.unit]) % {"amount": length.amount}


def _forecast(place: Any, matter: str) -> str:
    """How such matters went here lately, with the base; nothing where too few were answered to say."""
    community = places.level_ids(place).get("community")
    if community is None:
        return ""
    least = rulebook.number("public.small_count", clock.today().date())
    for kind in dict.fromkeys((matter, "")):
        past = selectors.forecast(community, kind)
        if past.count >= least and past.median is not None:
            days = (clock.now() - past.since).days
            words = {"days": days, "n": past.count, "time": _length(past.median)}
            if kind:
                return _("这类事，近 %(days)d 天这里答复了 %(n)d 件，一半在 %(time)s内。") % words
            return _("近 %(days)d 天这里答复了 %(n)d 件，一半在 %(time)s内。") % words
    return ""


def _length(span: timedelta) -> str:
    """A span rounded up, so that nothing is promised too early."""
    if span < 2 * _DAY:
        hours = max(1, -(-span // _HOUR))
        return ngettext("%(n)d 小时", "%(n)d 小时", hours) % {"n": hours}
    days = -(-span // _DAY)
    return ngettext("%(n)d 天", "%(n)d 天", days) % {"n": days}


def _alike(text: str, place: Any, matter: str, mine: Collection[int]) -> list[Alike]:
    near = [one.case for one in selectors.similar(text, place, matter=matter)]
    found = [c for c in near if c.pk not in mine and selectors.is_public(c)]
    where = places.names_of([c.place for c in found], top="estate")
    rows = [Alike(c.pk, selectors.public_name(c), _estate(where[c.place_id], c.place), c.voices) for c in found]
    return [row for row in rows if row.name]


def _estate(chain: str, place: Any) -> str:
    """The estate only, never the building: neighbours are told what, not at whose door."""
    return chain.split(" · ")[0] if place.level != "household" else ""
