"""Triage → cases: which of the open cases near by tell the same thing, with the reasons."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from gongzhi.cases.selectors.advisers import Same, sames_by
from gongzhi.kernel import clock
from gongzhi.places import selectors as places
from gongzhi.triage.rules.same import CHOSEN, Item, same_again


@sames_by
def sames(text: str, place: Any, candidates: Sequence[Any], matter: str) -> list[Same]:
    """The candidates that may tell the same thing, likeliest first; one query for all their places."""
    ids = places.level_ids_of([place, *(case.place for case in candidates)])
    new = Item("new", text, clock.now(), ids[place.pk], place.lon, place.lat, matter)
    known = {case.pk: case for case in candidates}
    items = [
        Item(
            case.pk, case.text, case.reported_at, ids[case.place_id],
            case.lon or case.place.lon, case.lat or case.place.lat, case.matter, done_at=case.answered_at,
        )
        for case in candidates
    ]  # fmt: skip
    return [Same(known[int(m.ref)], tuple(str(said) for said in m.why)) for m in same_again(new, items, CHOSEN)]
