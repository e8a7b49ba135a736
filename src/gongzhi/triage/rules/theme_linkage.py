"""Which messages belong together: average linkage of the nearest, by shared words, places and time."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Numbers = NDArray[np.float64]
Rows = NDArray[np.int64]

# Two groups are one when their messages share on average this much (cosine of words, corrected by place and time).
JOIN = 0.12
# The same named place makes shared words count twice; two different places make them count half.
SAME_PLACE, OTHER_PLACE = 1.0, 0.5
# Days between the middles of two groups after which what they share counts half: long, for problems come again.
HALF_TIME = 365.0
CHUNK = 40_000


class Points(NamedTuple):
    """Groups of messages as sums: words, places, the places' weight, days, how many, theme by hand or 0."""

    topics: sparse.csr_matrix
    places: sparse.csr_matrix
    placed: Numbers
    days: Numbers
    sizes: Numbers
    pins: Rows


def scores(points: Points, left: Rows, right: Rows) -> Numbers:
    """How much each pair of groups shares, 0 to 2; pairs that persons fixed apart share nothing."""
    out = np.empty(len(left))
    for at in range(0, len(left), CHUNK):
        out[at : at + CHUNK] = _scores(points, left[at : at + CHUNK], right[at : at + CHUNK])
    return out


def _scores(points: Points, left: Rows, right: Rows) -> Numbers:
    pairs = points.sizes[left] * points.sizes[right]
    words = _dots(points.topics, left, right) / pairs
    place = _dots(points.places, left, right) / pairs
    other = np.maximum(points.placed[left] * points.placed[right] / pairs - place, 0)
    gap = np.abs(points.days[left] / points.sizes[left] - points.days[right] / points.sizes[right])
    apart = (points.pins[left] != points.pins[right]) & (points.pins[left] > 0) & (points.pins[right] > 0)
    shared = words * (1 + SAME_PLACE * place - OTHER_PLACE * other) * 0.5 ** (gap / HALF_TIME)
    return np.where(apart, 0.0, shared)


def _dots(matrix: sparse.csr_matrix, left: Rows, right: Rows) -> Numbers:
    return np.asarray(matrix[left].multiply(matrix[right]).sum(axis=1)).ravel()


def grouped(points: Points, left: Rows, right: Rows) -> Rows:
    """The group number of every point: pairs that are each other's nearest become one, round after round.

    With average linkage this gives the same groups as joining the nearest pair of all, one at a time, and it does not
    depend on an order. Pairs below JOIN are dropped for good: an average is never above the larger of its parts.
    """
    groups = np.arange(len(points.sizes))
    names = groups.copy()  # row of `points` → group
    shared = scores(points, left, right)
    while True:
        near = shared >= JOIN
        left, right, shared = left[near], right[near], shared[near]
        if not len(left):
            return groups
        into = _mutual(len(names), left, right, shared)
        change = np.arange(len(groups))
        change[names] = names[into]
        groups = change[groups]
        left, right, shared = _moved(left, right, shared, into)
        points, left, right, live = _joined(points, left, right, into)
        names = names[live]
        new = np.isnan(shared)
        shared[new] = scores(points, left[new], right[new])


def _mutual(count: int, left: Rows, right: Rows, shared: Numbers) -> Rows:
    """For every group the one it goes into: its nearest if that is mutual, else itself."""
    ends, others = np.concatenate((left, right)), np.concatenate((right, left))
    both = np.concatenate((shared, shared)).round(12)
    order = np.lexsort((np.maximum(ends, others), np.minimum(ends, others), -both, ends))
    first = np.unique(ends[order], return_index=True)
    nearest = np.full(count, -1)
    nearest[first[0]] = others[order][first[1]]
    into = np.arange(count)
    mutual = (nearest >= 0) & (nearest[nearest] == into)
    into[mutual] = np.minimum(into[mutual], nearest[mutual])
    return into


def _moved(left: Rows, right: Rows, shared: Numbers, into: Rows) -> tuple[Rows, Rows, Numbers]:
    """The pairs after a round, each once; NaN for a score that must be found anew because one of the two grew."""
    grown = np.zeros(len(into), dtype=bool)
    grown[into[into != np.arange(len(into))]] = True
    left, right = into[left], into[right]
    keep = left != right
    codes = np.minimum(left, right)[keep] * len(into) + np.maximum(left, right)[keep]
    codes, at = np.unique(codes, return_index=True)
    left, right, shared = codes // len(into), codes % len(into), shared[keep][at]
    shared[grown[left] | grown[right]] = np.nan
    return left, right, shared


def _joined(points: Points, left: Rows, right: Rows, into: Rows) -> tuple[Points, Rows, Rows, Rows]:
    """The groups after a round, only those that still have a neighbour, and which of the old rows they are."""
    live = np.unique(np.concatenate((left, right)))
    at = np.full(len(into), -1)
    at[live] = np.arange(len(live))
    rows = np.flatnonzero(at[into] >= 0)
    return added(points, rows, at[into[rows]], len(live)), at[left], at[right], live


def chosen(points: Points, rows: Rows) -> Points:
    """Only those rows."""
    topics, places, placed, days, sizes, pins = points
    return Points(topics[rows], places[rows], placed[rows], days[rows], sizes[rows], pins[rows])


def added(points: Points, rows: Rows, groups: Rows, count: int) -> Points:
    """`count` groups as the sums of those rows; a fixed row fixes its group."""
    adding = sparse.csr_matrix((np.ones(len(rows), np.float32), (groups, rows)), shape=(count, len(points.sizes)))
    pins = np.zeros(count, dtype=np.int64)
    np.maximum.at(pins, groups, points.pins[rows])
    placed, days, sizes = (np.asarray(adding @ part) for part in (points.placed, points.days, points.sizes))
    topics, places = adding @ points.topics, adding @ points.places
    topics.sort_indices()
    places.sort_indices()
    return Points(topics, places, placed, days, sizes, pins)


def nearest_pairs(strong: sparse.csr_matrix, keep: int, least: float) -> tuple[Rows, Rows]:
    """Pairs (smaller row first) among every row's `keep` nearest by its strongest pieces, all above `least`."""
    used, columns = np.unique(strong.indices, return_inverse=True)
    strong = sparse.csr_matrix((strong.data, columns, strong.indptr), shape=(strong.shape[0], len(used)))
    across = strong.T.tocsr()
    found = []
    for at in range(0, strong.shape[0], 2000):
        block = (strong[at : at + 2000] @ across).tocoo()
        rows, others, shared = block.row.astype(np.int64) + at, block.col.astype(np.int64), block.data
        use = (shared >= least) & (rows != others)
        rows, others, shared = rows[use], others[use], shared[use]
        order = np.lexsort((others, -shared.round(6), rows))
        rows, others = rows[order], others[order]
        rank = np.arange(len(rows)) - np.searchsorted(rows, rows)
        rows, others = rows[rank < keep], others[rank < keep]
        found.append(np.minimum(rows, others) * strong.shape[0] + np.maximum(rows, others))
    pairs = np.unique(np.concatenate(found)) if found else np.empty(0, dtype=np.int64)
    return pairs // strong.shape[0] if len(pairs) else pairs, pairs % strong.shape[0] if len(pairs) else pairs
