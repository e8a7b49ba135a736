"""How the places of two reports lie to each other, from what is registered, from coordinates and from the words."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

SPOT, NEAR = 40.0, 600.0  # metres
METRES = 111_320.0  # for a degree of latitude
# building: the same one; spot: a stone's throw; wide: one estate, and told is what its buildings share; estate: the
# same, buildings not at odds; apart: other buildings of one estate, and who knows how far the matter reaches; near: the
# same community; other: another building or estate; far: out of question.
RELATIONS = ("building", "spot", "estate", "wide", "apart", "near", "unknown", "other", "far")


@dataclass(frozen=True)
class Spot:
    """Where a report is: level → id ("address": as written, which says something only where it is the same),
    degrees, its building's numbers (registered or named), whether it is a wide thing."""

    place: Mapping[str, int | str]
    lon: float | None
    lat: float | None
    signs: frozenset[int]
    wide: bool | None  # None: not known
    estate: str = ""  # the registered estate's name, looked for in the other's words when that names no estate
    words: str = ""


def relation(a: Spot, b: Spot) -> str:
    """One of RELATIONS; the same for (b, a)."""
    if _agree(a, b, "building") or _agree(a, b, "address"):
        return "building"
    metres = distance(a, b)
    apart = _agree(a, b, "building") is False or _signs_differ(a, b)
    if metres is not None and metres <= SPOT and not apart:
        return "spot"
    estate = _agree(a, b, "estate")
    if estate or (estate is None and _named(a, b)):
        return _in_estate(a, b, apart)
    if estate is False:
        return _beyond(a, b, metres)
    return _coarse(a, b, apart, metres)


def distance(a: Spot, b: Spot) -> float | None:
    """Metres between the two, good to one in a hundred within a city; None when one has no coordinates."""
    if a.lon is None or a.lat is None or b.lon is None or b.lat is None:
        return None
    east = (a.lon - b.lon) * math.cos(math.radians((a.lat + b.lat) / 2))
    return METRES * math.hypot(east, a.lat - b.lat)


def _in_estate(a: Spot, b: Spot, apart: bool) -> str:
    if a.wide and b.wide:
        return "wide"
    if a.signs & b.signs:
        return "building"
    if not apart:
        return "estate"
    return "other" if a.wide is False or b.wide is False else "apart"


def _beyond(a: Spot, b: Spot, metres: float | None) -> str:
    """Two estates: only what reaches wide can be the same, and only within one community or close by."""
    close = _agree(a, b, "community") or (metres is not None and metres <= NEAR)
    return "other" if a.wide and b.wide and close else "far"


def _coarse(a: Spot, b: Spot, apart: bool, metres: float | None) -> str:
    """One of them names no estate."""
    if apart and not (a.wide and b.wide):
        return "other"
    if metres is not None:
        return "near" if metres <= NEAR else "far"
    for level in ("small_grid", "mid_grid", "big_grid", "community"):
        same = _agree(a, b, level)
        if same is not None:
            return "near" if same else "far"
    return "far" if _agree(a, b, "street") is False else "unknown"


def _named(a: Spot, b: Spot) -> bool:
    """Whether one names in words the estate where the other is registered."""
    return bool(a.estate and a.estate in b.words) or bool(b.estate and b.estate in a.words)


def _agree(a: Spot, b: Spot, level: str) -> bool | None:
    """Whether both stand in the same place of this level; None when one does not say."""
    one, other = a.place.get(level), b.place.get(level)
    return None if one is None or other is None else one == other


def _signs_differ(a: Spot, b: Spot) -> bool:
    return bool(a.signs) and bool(b.signs) and not a.signs & b.signs
