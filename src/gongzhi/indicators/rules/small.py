"""Which counts the public is not shown, so that nobody is recognised behind a small number."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)


def hidden(counts: Mapping[Key, int], least: int) -> frozenset[Key]:
    """The keys whose count is not shown beside the sum of all.

    A count from 1 to below `least` is hidden. Where that leaves one hidden count, or hidden ones that together stay
    below `least`, the next smallest shown one is hidden too: otherwise the sum would give them away. Nought is shown.
    """
    held = {key for key, n in counts.items() if 0 < n < least}
    rest = sorted((key for key, n in counts.items() if n >= least), key=lambda key: counts[key])
    if held and rest and (len(held) == 1 or sum(counts[key] for key in held) < least):
        held.add(rest[0])
    return frozenset(held)
