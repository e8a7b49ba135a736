"""An election as arrays, and one fast pass of Equal Shares over them, in floats.

Loads numpy: not for the web server's start.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gongzhi.voting.rules.budget import Election
from gongzhi.voting.rules.ties import TieBreak

Floats = NDArray[np.float64]
EVEN = 1e-9
EQUAL = 1e-12  # rates closer than this are one rate for the search; the exact count tells them apart


class Purse:
    """An election as arrays: who supports what, in groups of equal ballots."""

    def __init__(self, election: Election, ties: TieBreak) -> None:
        count = len(election.projects)
        self.sizes = np.array([size for _approved, size in election.groups], dtype=np.float64)
        lengths = [len(approved) for approved, _size in election.groups]
        group = np.repeat(np.arange(len(lengths)), lengths)
        project = np.fromiter((p for approved, _size in election.groups for p in approved), np.int64, sum(lengths))
        order = np.argsort(project, kind="stable")
        cuts = np.searchsorted(project[order], np.arange(count + 1))
        self.supporters = [group[order[a:b]] for a, b in zip(cuts[:-1], cuts[1:], strict=True)]
        self.weights = [self.sizes[groups] for groups in self.supporters]
        self.votes = election.votes
        self.costs = [project.cost for project in election.projects]
        ranks = sorted(range(count), key=lambda i: ties.keys(election.projects[i].id, self.costs[i], self.votes[i]))
        self.rank = [0] * count
        for place, index in enumerate(ranks):
            self.rank[index] = place

    def rate(self, project: int, money: Floats, slack: float = EQUAL) -> float:
        """What one voter pays for one unit of cost at most; infinite when the supporters cannot pay it."""
        cost = self.costs[project]
        if cost == 0:
            return 0.0
        has, many = money[self.supporters[project]], self.weights[project]
        if float((has * many).sum()) < cost * (1 - slack):
            return np.inf
        left, payers = float(cost), float(self.votes[project])
        while True:  # who has less than the others must pay gives all, and the others pay the more
            each = left / payers
            poor = has < each * (1 - EQUAL)
            if not poor.any() or poor.all():
                return each / cost
            left -= float((has[poor] * many[poor]).sum())
            payers -= float(many[poor].sum())
            has, many = has[~poor], many[~poor]


def search(purse: Purse, share: float) -> list[int]:
    """One pass at one share: the projects bought, in order. Floats: near ties may fall either way."""
    return searched(purse, share)[0]


def searched(purse: Purse, share: float) -> tuple[list[int], bool]:
    """One pass, and whether every purchase was paid in equal parts by all its supporters."""
    evenly = True
    money = np.full(len(purse.sizes), share)
    bought: list[int] = []
    rates = {
        project: 1 / votes if cost else 0.0
        for project, (votes, cost) in enumerate(zip(purse.votes, purse.costs, strict=True))
        if votes and votes * share >= cost * (1 - EQUAL)
    }
    while rates:
        best = _best(purse, money, rates)
        if best is None:
            break
        bought.append(best)
        rate = rates.pop(best)
        evenly = evenly and rate * purse.votes[best] <= 1 + EVEN
        pay = rate * purse.costs[best]
        groups = purse.supporters[best]
        money[groups] = np.maximum(money[groups] - pay, 0.0)
    return bought, evenly


def _best(purse: Purse, money: Floats, rates: dict[int, float]) -> int | None:
    """The cheapest project now. Rates only ever rise, so a stale rate above the best fresh one need not be renewed."""
    best, lowest = None, np.inf
    for project in sorted(rates, key=rates.__getitem__):
        if rates[project] > lowest * (1 + EQUAL):
            break
        fresh = purse.rate(project, money)
        if fresh == np.inf:
            del rates[project]
            continue
        rates[project] = fresh
        better, same = fresh < lowest * (1 - EQUAL), abs(fresh - lowest) <= lowest * EQUAL
        if best is None or better or (same and purse.rank[project] < purse.rank[best]):
            best, lowest = project, fresh if best is None else min(fresh, lowest)
    return best
