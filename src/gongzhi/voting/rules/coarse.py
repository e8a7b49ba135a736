"""The public form of an owners' certificate: what was said as sums, so that an odd area points at nobody's row.

Rows sorted or cut by area would still put the largest flat of a house into a class that gives it away. So all heads
that said the same make one class, and only its heads and its area are told: what the count needs, and what its result
tells anyway. A class under the limit is named as small; its numbers are part of the lawful result and stay.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gongzhi.voting.rules.owners_law import Charter
from gongzhi.voting.rules.owners_roll import PARTS, TORN, Tally, Unit, summed, together

COLUMNS = ["said", "heads", "area"]
Inputs = Mapping[str, Any]


def sums_of(inputs: Inputs) -> dict[str, list[int]]:
    """Heads and area by what was said, from exact rows: one holder's units are one head, torn papers are their own."""
    areas: dict[str, int] = {}
    said: dict[str, str] = {}
    proofs: dict[str, int] = {}
    for head, area, choice, proof, _unit in inputs["rows"]:
        known = head in areas
        areas[head] = areas.get(head, 0) + area
        proofs[head] = proofs[head] & proof if known else proof
        said[head] = together(said[head], choice) if known and said[head] != choice else choice
    return summed(areas, said, proofs)


def coarsened(inputs: Inputs, least: int) -> dict[str, Any]:
    """Inputs whose rows became sums; every other part stays as it is."""
    sums = sums_of(inputs)
    kept = {key: value for key, value in inputs.items() if key not in ("rows", "columns")}
    told: list[list[Any]] = [[part, *sums[part]] for part in (*PARTS, TORN) if sums[part][0]]
    small = [part for part, heads, _area in told if heads < least]
    return kept | {"columns": COLUMNS, "sums": told, "units": len(inputs["rows"]), "least": least, "small": small}


def tally_of(inputs: Inputs, charter: Charter) -> Tally:
    """The same tally as from the rows. ValueError for sums that no roll can have."""
    sums = {part: [0, 0] for part in (*PARTS, TORN)}
    for part, heads, area in inputs["sums"]:
        if part not in sums or sums[part][0] or not all(type(one) is int and one > 0 for one in (heads, area)):
            raise ValueError("a sum says what no roll can say")
        sums[part] = [heads, area]
    if type(inputs["units"]) is not int or inputs["units"] < sum(heads for heads, _area in sums.values()):
        raise ValueError("fewer units than heads")
    return Tally.of_sums(inputs["units"], sums, charter, inputs["stated_area"])


def unit_of(row: list[Any]) -> Unit:
    """An exact row as a unit of the roll."""
    return Unit(row[4], row[1], f"{row[0]}", row[2], row[3])
