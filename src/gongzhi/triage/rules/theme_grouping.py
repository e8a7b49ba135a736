"""All messages of a window into themes from nothing, and the neighbourhood of one message anew."""

from __future__ import annotations

import numpy as np
from scipy import sparse

from gongzhi.triage.rules import theme_linkage
from gongzhi.triage.rules.theme_linkage import Points, Rows, added, grouped, nearest_pairs, scores

NEIGHBOURS = 15  # nearest messages from which each one's linkage starts
LEAST = 0.03  # shared strong pieces under which nobody is a neighbour


def all_grouped(points: Points, strong: sparse.csr_matrix) -> Rows:
    """The group number of every message. What persons fixed together starts as one group and is never taken apart."""
    left, right = nearest_pairs(strong, NEIGHBOURS, LEAST)
    start = started(points.pins)
    points = added(points, np.arange(len(start)), start, int(start.max(initial=-1)) + 1)
    left, right = _pairs(start[left], start[right], len(points.sizes))
    return grouped(points, left, right)[start]


def started(pins: Rows, lumps: Rows | None = None) -> Rows:
    """Group numbers 0…n−1 to begin with: one for each fixed theme, one for each lump, one for each other message."""
    own = np.arange(len(pins)) + 1
    label = own + int(pins.max(initial=0))
    if lumps is not None:
        label = np.where(lumps > 0, lumps + label.max(initial=0), label)
    label = np.where(pins > 0, pins, label)
    return np.unique(label, return_inverse=True)[1].astype(np.int64)


def few_grouped(points: Points, lumps: Rows) -> Rows:
    """The same for a neighbourhood, every pair considered; messages of one lump (a large theme) stay together."""
    start = started(points.pins, lumps)
    sums = added(points, np.arange(len(start)), start, int(start.max()) + 1)
    shared = (sums.topics @ sums.topics.T).toarray() / np.outer(sums.sizes, sums.sizes)
    left, right = np.nonzero(np.triu(shared, 1) >= theme_linkage.JOIN / (1 + theme_linkage.SAME_PLACE))
    return grouped(sums, left, right)[start]


def touched(points: Points, groups: Rows) -> Rows:
    """Which groups the first point could have to do with: those that share half of what joins. It is group 0 itself."""
    sums = added(points, np.arange(len(groups)), groups, int(groups.max()) + 1)
    others = np.arange(1, len(sums.sizes))
    shared = scores(sums, np.zeros(len(others), dtype=np.int64), others)
    return others[shared >= theme_linkage.JOIN / 2]


def _pairs(left: Rows, right: Rows, count: int) -> tuple[Rows, Rows]:
    low, high = np.minimum(left, right), np.maximum(left, right)
    codes = np.unique((low * count + high)[low != high])
    return codes // count, codes % count
