"""What makes a group a group: statements on which it surely answers, and surely otherwise than the others."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from gongzhi.opinions.rules.consensus import LISTED, SURE, Tally, above_half, above_others, likely
from gongzhi.opinions.rules.matrix import Flags, Numbers, Whole


class Says(NamedTuple):
    """One statement for one group: column, "agree" or "disagree", how many said so of how many, likely share and its
    z, how much oftener than the others and that one's z, and whether the group speaks through it first."""

    column: int
    side: str
    given: int
    seen: int
    share: float
    sure: float
    oftener: float
    apart: float
    first: bool = False


class Side(NamedTuple):
    """One way of answering, for every statement, in one group against all others."""

    given: Whole
    share: Numbers
    sure: Numbers
    oftener: Numbers
    apart: Numbers

    def weight(self) -> Numbers:
        """By which statements are ranked: both shares and both tests together."""
        return self.share * self.sure * self.oftener * self.apart

    def passes(self) -> Flags:
        """Where both tests are sure."""
        return (self.sure > SURE) & (self.apart > SURE)


def _side(given: Whole, seen: Whole, at: int) -> Side:
    others, others_seen = given.sum(axis=0) - given[at], seen.sum(axis=0) - seen[at]
    mine, mine_seen = given[at], seen[at]
    share = likely(mine, mine_seen)
    oftener = share / likely(others, others_seen)
    return Side(mine, share, above_half(mine, mine_seen), oftener, above_others(mine, mine_seen, others, others_seen))


def representative(tally: Tally, at: int, allowed: Whole) -> list[Says]:
    """At most five statements for group `at`: what it best agrees on first, then by weight, agreements before others.

    A group of which nothing is sure is shown by the one statement that sets it apart most.
    """
    agree, disagree = _side(tally.agree, tally.seen, at), _side(tally.disagree, tally.seen, at)
    seen = tally.seen[at]
    best = _best_agreed(agree, disagree, allowed)
    sure = [c for c in allowed if (agree.passes()[c] or disagree.passes()[c])]
    rows = [_says(c, agree, disagree, seen) for c in sure if c != best]
    rows.sort(key=lambda row: (-row.share * row.sure * row.oftener * row.apart, row.column))
    if best is not None:
        rows.insert(0, _says(best, agree, disagree, seen)._replace(first=True))
    elif not rows and len(allowed):
        apart = np.maximum(agree.apart, disagree.apart)[allowed]
        rows = [_says(int(allowed[int(np.argmax(apart))]), agree, disagree, seen)]
    return sorted(rows[:LISTED], key=lambda row: row.side != "agree")


def _says(column: int, agree: Side, disagree: Side, seen: Whole) -> Says:
    name, side = ("agree", agree) if agree.apart[column] > disagree.apart[column] else ("disagree", disagree)
    share, sure, oftener, apart = (float(part[column]) for part in side[1:])
    return Says(int(column), name, int(side.given[column]), int(seen[column]), share, sure, oftener, apart)


def _best_agreed(agree: Side, disagree: Side, allowed: Whole) -> int | None:
    """The statement that the group agrees on most surely and most of its own; None when it agrees on nothing."""
    voted = [c for c in allowed if agree.given[c] or disagree.given[c]]
    good = [c for c in voted if agree.sure[c] > SURE or (agree.oftener[c] > 1 and agree.share[c] > 0.5)]
    own = [c for c in good if agree.oftener[c] > 1]
    weight = agree.weight() if own else agree.share * agree.sure
    return max(own or good, key=lambda c: (weight[c], -c), default=None)
