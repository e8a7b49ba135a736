"""Divide an amount by area, exact to the fen: what each pays, and nothing left over (row G10)."""

from __future__ import annotations

from collections.abc import Sequence


def split_by_area(total: int, areas: Sequence[int]) -> list[int]:
    """Each unit's share of `total` fen by its area in 0.01 m²; the shares sum to `total` exactly.

    Everybody gets the whole fen of their exact share; what is left goes, one fen each, to the largest remainders, and
    among equal ones to who stands earlier. ValueError for a negative total, no area, or an area that is not positive.
    Law: Civil Code art. 283 divides costs and income of the common parts by area where nothing else is agreed.
    """
    if total < 0 or not areas or min(areas) <= 0:
        raise ValueError("a total of at least 0 and areas above 0 are needed")
    whole = sum(areas)
    shares = [total * area // whole for area in areas]
    over = sorted(range(len(areas)), key=lambda at: (-(total * areas[at] % whole), at))
    for at in over[: total - sum(shares)]:
        shares[at] += 1
    return shares
