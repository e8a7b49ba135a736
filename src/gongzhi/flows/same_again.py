"""Triage → cases: which of the open cases near by tell the same thing, with the reasons."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from gongzhi.cases.selectors.advisers import Same, sames_by
from gongzhi.kernel import clock
from gongzhi.mandates import selectors as mandates
from gongzhi.places import selectors as places
from gongzhi.triage.rules.listwords import likely
from gongzhi.triage.rules.same import CHOSEN, Item, same_again

SURE = 0.7
_NUMBER = re.compile(r"\s*([0-9]{1,3}|[A-Za-z][0-9]{0,2})\s*(?:栋|幢|号楼|座|#)")


@sames_by
def sames(text: str, place: Any, candidates: Sequence[Any], matter: str) -> list[Same]:
    """The candidates that may tell the same thing, likeliest first; one query for all their places."""
    there = places.ways_of([place, *(case.place for case in candidates)])
    new = _item("new", text, clock.now(), place, there[place.pk], place.lon, place.lat, matter)
    known = {case.pk: case for case in candidates}
    items = [
        _item(
            case.pk, case.text, case.reported_at, case.place, there[case.place_id],
            case.lon or case.place.lon, case.lat or case.place.lat, case.matter, case.answered_at,
        )
        for case in candidates
    ]  # fmt: skip
    return [Same(known[int(m.ref)], tuple(str(said) for said in m.why)) for m in same_again(new, items, CHOSEN)]


def _item(
    ref: Any, text: str, said_at: datetime, place: Any, way: dict[str, Any], lon: Any, lat: Any, matter: str,
    done_at: datetime | None = None,
) -> Item:  # fmt: skip
    """A report as it is compared: the building's number and the estate's name may stand in the other's words."""
    building, estate = way.get("building"), way.get("estate")
    return Item(
        ref, text, said_at, {level: one.pk for level, one in way.items()}, lon, lat, matter or _likely_matter(text),
        sign=_number_of(building), estate=estate.name if estate else "", done_at=done_at,
    )  # fmt: skip


def _likely_matter(text: str) -> str:
    """The type that the list's words speak of, where they are sure; it stands in for one that nobody has given yet."""
    best = likely(mandates.spoken_of(text), 1)
    return best[0].label if best and best[0].probability >= SURE else ""


def _number_of(building: Any) -> str:
    """The number of a building as people say it: "3 栋" → "3"; empty where its name holds none."""
    found = _NUMBER.match(building.name) if building else None
    return found[1] if found else ""
