"""Whether two reports are the same thing told twice: by place, by time and by what they say, with the reasons.

The evidence is added up as log odds, so each reason can be told apart and none is hidden in a product. The numbers come
from a regression on made-up reports of one street and on the requests of a real city; `docs/benchmarks-triage.md` tells
how, and what another point would give. A person always decides: this only lays the likely ones before them.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from gongzhi.kernel.said import Said
from gongzhi.triage.rules.features import Features, cosines, features_of, peek, read, sign_of, things_shared
from gongzhi.triage.rules.pieces import shared
from gongzhi.triage.rules.spots import Spot, relation

DAY = 86400.0
OUT = ("other", "far")


@dataclass(frozen=True)
class Item:
    """One report as it is compared.

    ref: what the caller knows it by. place: level → id (as `places.selectors.level_ids` gives), or "address" as told.
    lon, lat: degrees of one datum. matter: code of the matter type, "" when nobody said. features: `features_of(text)`
    as stored, empty to have it made. sign, estate: the registered building's number ("3", "A2") and
    estate's name, to be met in the other's words. done_at: when it was answered; what comes later is not the same
    again.
    """

    ref: str | int
    text: str
    said_at: datetime
    place: Mapping[str, int | str] = field(default_factory=dict)
    lon: float | None = None
    lat: float | None = None
    matter: str = ""
    features: bytes = b""
    sign: str = ""
    estate: str = ""
    done_at: datetime | None = None

    def read(self) -> Features:
        """The stored features, or those of the text."""
        return read(self.features or features_of(self.text))


@dataclass(frozen=True)
class Point:
    """Where the line is drawn: least score (0–1), most days between two, most matches shown."""

    least: float = 0.75
    days: float = 30.0
    most: int = 5


CHOSEN = Point()


@dataclass(frozen=True)
class Weights:
    """Log odds of "the same" for each piece of evidence."""

    place: Mapping[str, float]
    base: float
    wording: float  # for wholly the same wording
    things: float  # for wholly the same known things
    same_matter: float
    other_matter: float
    day: float  # for each day between


# fmt: off
KNOWN = Weights(  # both speak of things that are known
    {"building": 3.6, "spot": 2.8, "estate": 1.0, "wide": 2.6, "apart": -3.0, "near": -3.4, "unknown": -1.5},
    base=-5.2, wording=4.5, things=8.5, same_matter=2.3, other_matter=-1.8, day=-0.12,
)
WORDED = Weights(  # only the wording tells
    {"building": 2.4, "spot": 1.6, "estate": 0.3, "wide": 1.3, "apart": 0.0, "near": -1.5, "unknown": -2.0},
    base=-4.2, wording=11.5, things=0.0, same_matter=2.6, other_matter=-1.8, day=-0.12,
)
BARE = Weights(  # records without words
    {"building": 0, "spot": -2, "estate": -3, "wide": -4, "apart": -4, "near": -4, "unknown": -5},
    base=2.1, wording=0.0, things=0.0, same_matter=0.5, other_matter=-0.5, day=-0.2,
)
# fmt: on


@dataclass(frozen=True)
class Match:
    """An earlier report that may be the same thing: which, how likely (0–1), and why, as sentences for a person."""

    ref: str | int
    score: float
    why: tuple[Said, ...]


@dataclass(frozen=True)
class _Pair:
    new: Item
    old: Item
    where: str
    weights: Weights
    wording: float
    things: float


def likeness(a: Item, b: Item) -> float:
    """How likely two reports tell the same thing, 0–1; the order of the two does not matter."""
    a, b = sorted((a, b), key=lambda item: item.features or features_of(item.text))
    one, other = a.read(), b.read()
    return _score(
        _Pair(
            a, b, relation(_spot(a, one.signs, one.wide), _spot(b, other.signs, other.wide)), *_alike(one, [other])[0]
        )
    )


def same_again(new: Item, candidates: Sequence[Item], point: Point = CHOSEN) -> list[Match]:
    """The candidates that may tell the same thing, likeliest first; empty when none reaches the point.

    A candidate answered before the new report was made, or further away in time than the point allows, is left out.
    """
    mine = new.read()
    near = _reachable(new, mine, candidates, point)
    alike = _alike(mine, [theirs for _item, theirs, _relation in near])
    pairs = [_Pair(new, item, where, *texts) for (item, _f, where), texts in zip(near, alike, strict=True)]
    scored = [(_score(pair), at) for at, pair in enumerate(pairs)]
    best = sorted(((score, -at) for score, at in scored if score >= point.least), reverse=True)[: point.most]
    return [Match(pairs[-at].old.ref, score, _why(pairs[-at])) for score, at in best]


def people(members: Iterable[tuple[Collection[int], bool]]) -> int:
    """How many distinct people stand behind joined reports.

    Each member is (ids of those who reported or said "me too", whether it is joined now): one who is taken apart again
    no longer counts here, and whoever told it twice, or told it and said "me too", counts once.
    """
    return len({person for persons, joined in members if joined for person in persons})


def _reachable(new: Item, mine: Features, candidates: Sequence[Item], point: Point) -> list[tuple[Item, Features, str]]:
    found, spot = [], _spot(new, mine.signs, mine.wide)
    for item in candidates:
        if item.ref == new.ref or _days(new, item) > point.days or _answered_between(new, item):
            continue
        stored = item.features or features_of(item.text)
        where = relation(spot, _spot(item, *peek(stored)))
        if where not in OUT:
            found.append((item, read(stored), where))
    return found


def _answered_between(a: Item, b: Item) -> bool:
    """Whether the earlier of the two was answered before the later was told."""
    first, then = (a, b) if a.said_at <= b.said_at else (b, a)
    return first.done_at is not None and first.done_at < then.said_at


def _alike(one: Features, many: Sequence[Features]) -> list[tuple[Weights, float, float]]:
    """For each: which evidence there is, how alike the wording is, how far they name the same things."""
    words, things = cosines(one, many).tolist(), things_shared(one, many).tolist()
    return list(zip((_weights(one, other) for other in many), words, things, strict=True))


def _weights(one: Features, other: Features) -> Weights:
    if not len(one.buckets) or not len(other.buckets):
        return BARE
    return KNOWN if len(one.things) and len(other.things) else WORDED


def _score(pair: _Pair) -> float:
    weights, a, b = pair.weights, pair.new, pair.old
    if pair.where in OUT:
        return 0.0
    odds = weights.base + weights.place[pair.where] + weights.day * _days(a, b)
    odds += weights.wording * pair.wording + weights.things * pair.things
    if a.matter and b.matter:
        odds += weights.same_matter if a.matter == b.matter else weights.other_matter
    return 1.0 / (1.0 + math.exp(-odds))


def _days(a: Item, b: Item) -> float:
    return abs((a.said_at - b.said_at).total_seconds()) / DAY


def _spot(item: Item, named: frozenset[int], wide: bool | None) -> Spot:
    signs = frozenset({sign_of(item.sign)}) if item.sign else named
    return Spot(item.place, item.lon, item.lat, signs, wide, item.estate, item.text)


_WHERE = {
    "building": Said("在同一栋楼"),
    "spot": Said("在同一个地点附近"),
    "estate": Said("在同一个小区"),
    "wide": Said("在同一片，是几栋楼都会遇到的事"),
    "apart": Said("在同一个小区的不同楼栋"),
    "near": Said("在同一个社区"),
}


def _why(pair: _Pair) -> tuple[Said, ...]:
    new, old = pair.new, pair.old
    why = [_WHERE[pair.where]] if pair.where in _WHERE else []
    days = round(_days(new, old))
    why.append(Said("相隔 {days} 天", days=days) if days else Said("在同一天前后"))
    if new.matter and new.matter == old.matter:
        why.append(Said("是同一类事项"))
    pieces = shared(new.text, old.text)
    if pieces:
        why.append(Said("都说到：{pieces}", pieces="、".join(pieces)))
    return tuple(why)
