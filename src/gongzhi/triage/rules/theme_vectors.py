"""Messages as vectors: what is rare in the window weighs, what everybody writes does not."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from gongzhi.triage.rules.theme_features import PLACES, TOPICS, Features
from gongzhi.triage.rules.theme_linkage import Numbers, Points, Rows

# A place counts in full when at most one message in this many names it: "the street" that all live in tells nothing.
RARE_PLACE = 20
# As if so many other messages, that hold none of it, were there: a window of few messages knows little of what is rare.
OTHERS = 50.0
STRONG = 24  # how many of its rarest pieces a message is looked up by
COMMON = 1000  # a piece that more messages hold finds nobody


class Counts:
    """In how many messages of the window a piece or a place stands."""

    def __init__(self) -> None:
        self.messages = 0
        self.topics: NDArray[np.int32] = np.zeros(TOPICS, dtype=np.int32)
        self.places: NDArray[np.int32] = np.zeros(PLACES, dtype=np.int32)

    def add(self, features: Features) -> None:
        """One message more."""
        self.messages += 1
        self.topics[features.topics] += 1
        self.places[features.places] += 1

    def add_all(self, parts: Sequence[Features]) -> None:
        """Many messages more."""
        self.messages += len(parts)
        for held, ids in ((self.topics, [p.topics for p in parts]), (self.places, [p.places for p in parts])):
            if ids:
                held += np.bincount(np.concatenate(ids), minlength=len(held)).astype(np.int32)

    def rarity(self, ids: NDArray[np.int32]) -> Numbers:
        """What a piece weighs: the logarithm of one in how many; nothing in one message only, for that joins nobody."""
        held = self.topics[ids]
        return np.where(held > 1, np.log((self.messages + OTHERS) / (held + 1.0)), 0.0)

    def place_rarity(self, ids: NDArray[np.int32]) -> Numbers:
        """The same for places; a place that only one message names still tells that it is elsewhere."""
        rare: Numbers = np.log((self.messages + 1.0) / (self.places[ids] + 1.0)).clip(0)
        return rare


def points_of(
    parts: Sequence[Features], days: Numbers, pins: Rows, counts: Counts, words: sparse.csr_matrix | None = None
) -> Points:
    """Every message a group of its own; `words` where `words_of` gave them already."""
    places = _matrix([part.places for part in parts], PLACES)
    places.data = counts.place_rarity(places.indices)
    placed, least = _length(places), np.full(len(parts), np.log(RARE_PLACE))
    return Points(
        _narrow(words_of(parts, counts) if words is None else words),
        _narrow(_scaled(places, np.maximum(placed, least))),
        np.minimum(placed / least, 1.0),
        np.asarray(days, dtype=float),
        np.ones(len(parts)),
        np.asarray(pins, dtype=np.int64),
    )


def words_of(parts: Sequence[Features], counts: Counts) -> sparse.csr_matrix:
    """A row of length 1 for every message: its pieces by weight and rarity (an empty row where nothing is shared)."""
    topics = _matrix([part.topics for part in parts], TOPICS)
    weights = np.concatenate([np.empty(0, np.uint8), *(part.weights for part in parts)])
    topics.data = (weights * counts.rarity(topics.indices)).astype(np.float32)
    topics.eliminate_zeros()
    return _scaled(topics, _length(topics))


def strongest(topics: sparse.csr_matrix, counts: Counts) -> sparse.csr_matrix:
    """Of every row the pieces that find others: its heaviest, unless too many hold them."""
    rows = np.repeat(np.arange(topics.shape[0]), np.diff(topics.indptr))
    held = counts.topics[topics.indices]
    use = (held > 1) & (held <= COMMON) & (topics.data > 0)
    rows, ids, data = rows[use], topics.indices[use], topics.data[use]
    heaviest = (rows << 20) - (data * (1 << 19)).astype(np.int64)  # weights are at most 1; equal ones by their id
    order = np.argsort(heaviest, kind="stable")
    rows, ids, data = rows[order], ids[order], data[order]
    first = np.arange(len(rows)) - np.searchsorted(rows, rows) < STRONG
    return sparse.csr_matrix((data[first], (rows[first], ids[first])), shape=topics.shape)


def _matrix(ids: list[NDArray[np.int32]], width: int) -> sparse.csr_matrix:
    ends = np.cumsum([0, *map(len, ids)])
    columns = np.concatenate(ids) if ids else np.empty(0, dtype=np.int32)
    matrix = sparse.csr_matrix((np.ones(len(columns), np.float32), columns, ends), shape=(len(ids), width))
    matrix.has_canonical_format = True  # the ids of a row are sorted and stand once
    return matrix


def _narrow(matrix: sparse.csr_matrix) -> sparse.csr_matrix:
    """Only the columns that are used: sums and products take time for every column there is."""
    used, columns = np.unique(matrix.indices, return_inverse=True)
    narrow = sparse.csr_matrix(
        (matrix.data, columns.astype(np.int32), matrix.indptr), shape=(matrix.shape[0], len(used))
    )
    narrow.has_canonical_format = True
    return narrow


def _length(matrix: sparse.csr_matrix) -> Numbers:
    length: Numbers = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1), dtype=np.float64).ravel())
    return length


def _scaled(matrix: sparse.csr_matrix, by: Numbers) -> sparse.csr_matrix:
    inverse = np.divide(1.0, by, out=np.zeros_like(by), where=by > 0)
    matrix.data = matrix.data * np.repeat(inverse, np.diff(matrix.indptr)).astype(matrix.data.dtype)
    return matrix
