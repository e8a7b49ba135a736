"""What groups share: agreement of each group on each statement, their common ground, and what nearly all say."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy import sparse

from gongzhi.opinions.rules.matrix import Numbers, Votes, Whole

# A share is called more than half, or one group's share more than the others', when chance alone would give as much
# at most once in ten times (one-sided).
SURE = 1.2816
LISTED = 5


class Tally(NamedTuple):
    """Agreements, disagreements and all votes: groups by statements."""

    agree: Whole
    disagree: Whole
    seen: Whole


def tally_of(votes: Votes, labels: Whole, groups: int) -> Tally:
    """The votes of each group on each statement; a label of −1 is nobody's group."""
    inside = np.flatnonzero(labels >= 0)
    shape = (groups, len(labels))
    member = sparse.csr_matrix((np.ones(len(inside), np.int64), (labels[inside], inside)), shape=shape)
    cells = votes.cells
    counts = (
        member @ sparse.csr_matrix((given.astype(np.int64), cells.indices, cells.indptr), shape=cells.shape)
        for given in (cells.data == 1, cells.data == -1, np.ones(len(cells.data), bool))
    )
    return Tally(*(np.asarray(count.todense(), np.int64).reshape(groups, cells.shape[1]) for count in counts))


def likely(given: Whole | Numbers, seen: Whole | Numbers) -> Numbers:
    """The share that says so, as after two more votes that cancel out: (given + 1) ÷ (seen + 2)."""
    return np.asarray((given + 1) / (seen + 2))


def common(tally: Tally) -> tuple[Numbers, Numbers]:
    """Per statement: the product over the groups of their likely agreement, and the least of them.

    The product is small where even one group disagrees, and shrinks with the number of groups; the least does not.
    """
    agreed = likely(tally.agree, tally.seen)
    statements = agreed.shape[1]
    if not len(agreed):
        return np.zeros(statements), np.zeros(statements)
    return agreed.prod(axis=0), agreed.min(axis=0)


def above_half(given: Whole | Numbers, seen: Whole | Numbers) -> Numbers:
    """How surely a share is more than half, as a z value."""
    return np.asarray(2 * np.sqrt(seen + 1) * ((given + 1) / (seen + 1) - 0.5))


def above_others(given: Whole, seen: Whole, others: Whole, others_seen: Whole) -> Numbers:
    """How surely a share is larger than that of the others, as a z value; 0 where all say the same."""
    one, two = (given + 1) / (seen + 1), (others + 1) / (others_seen + 1)
    both = (given + others + 2) / (seen + others_seen + 2)
    spread = np.sqrt(both * (1 - both) * (1 / (seen + 1) + 1 / (others_seen + 1)))
    return np.asarray(np.where(both == 1, 0.0, (one - two) / np.where(spread > 0, spread, 1.0)))


class Shared(NamedTuple):
    """A statement that nearly all answer in one way: its column, votes that way, all votes, likely share, z."""

    column: int
    given: int
    seen: int
    share: float
    sure: float


def majority(given: Whole, seen: Whole, allowed: Whole) -> list[Shared]:
    """At most five of the allowed statements that more than half answer in one way, surely; the clearest first."""
    share, sure = likely(given, seen), above_half(given, seen)
    passing = [column for column in allowed if share[column] > 0.5 and sure[column] > SURE]
    order = sorted(passing, key=lambda column: (-share[column] * sure[column], column))
    return [Shared(int(c), int(given[c]), int(seen[c]), float(share[c]), float(sure[c])) for c in order[:LISTED]]
