"""Pieces of text as 64-bit numbers, and a table that finds thousands of them at once: what makes sorting fast."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Keys = NDArray[np.uint64]
Whole = NDArray[np.int64]

# Odd, above every code point: one and two letters are told apart exactly, longer pieces by a 64-bit hash.
STEP = np.uint64(0x9E3779B97F4A7C15)
_SPREAD = np.uint64(0xD6E8FEB86659FD93)
_ROOM = 4


def codes(text: str) -> Keys:
    """The letters as numbers, none of them 0."""
    return np.frombuffer(text.encode("utf-32-le", "replace"), np.uint32).astype(np.uint64) + np.uint64(1)


def keys_at(signs: Keys, places: Whole, size: int) -> Keys:
    """The keys of the pieces of `size` letters that begin at these places; every piece must end within the letters."""
    keys = signs[places]
    for further in range(1, size):
        keys = keys * STEP + signs[places + further]
    return keys


def keys_of(words: Sequence[str]) -> Keys:
    """The key of every word, in order; 0 for an empty one."""
    keys = np.zeros(len(words), np.uint64)
    by_size: dict[int, list[int]] = defaultdict(list)
    for at, word in enumerate(words):
        by_size[len(word)].append(at)
    for size, group in by_size.items():
        if size:
            signs = codes("".join(words[at] for at in group))
            keys[group] = keys_at(signs, np.arange(len(group)) * size, size)
    return keys


class Table:
    """Where each of some different keys stands; asks for many at once, in one pass over memory."""

    def __init__(self, keys: Keys, rows: Whole | None = None) -> None:
        self._keys = keys
        self._rows = np.arange(len(keys)) if rows is None else rows
        self._shift = np.uint64(64 - max(int(len(keys) * _ROOM).bit_length(), 1))
        slots = self._slots(keys)
        self._first = np.full(1 << (64 - int(self._shift)), -1, np.int32)
        self._first[slots] = np.arange(len(keys), dtype=np.int32)
        # Keys that share a slot with another stand in a second, small table.
        late = self._first[slots] != np.arange(len(keys))
        self._late = Table(keys[late], self._rows[late]) if late.any() else None

    def find(self, asked: Keys) -> Whole:
        """The row of every key that is asked for, −1 for those that are not there."""
        found = np.full(len(asked), -1, np.int64)
        if not len(self._keys):
            return found
        place = self._first[self._slots(asked)]
        taken = np.flatnonzero(place >= 0)
        right = self._keys[place[taken]] == asked[taken]
        found[taken[right]] = self._rows[place[taken[right]]]
        if self._late is not None:
            others = taken[~right]
            found[others] = self._late.find(asked[others])
        return found

    def _slots(self, keys: Keys) -> Whole:
        mixed = (keys ^ (keys >> np.uint64(32))) * _SPREAD
        return (mixed >> self._shift).astype(np.int64)
