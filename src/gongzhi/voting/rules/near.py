"""What each loser of Equal Shares lacked: so many more supporters, or so much cheaper, and it would have been bought.

Told at the voter's budget of the result: a supporter more is one more voter with that budget who supports this project
alone; every other ballot and price stays. Floats point to the purchase at which the loser came nearest; whole numbers
decide.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import partial
from math import ceil, floor

import numpy as np

from gongzhi.voting.rules.budget import Election
from gongzhi.voting.rules.purse import Floats
from gongzhi.voting.rules.shares import Result
from gongzhi.voting.rules.ties import TieBreak

DOUBT = 1e-9  # how far a float's expectation may lie from the exact number


class Nearness:
    """Answers for one result, loser by loser."""

    def __init__(self, election: Election, ties: TieBreak, result: Result) -> None:
        self.election, self.ties, self.result, self.purse = election, ties, result, result.purse
        self.money = [money.floats() for money in result.before]
        self.rates = [purchase.rate for purchase in result.bought]

    def lacked(self, project: int) -> dict[str, int | float | None]:
        """ "more_supporters" and "cheaper"; None for a price when nobody supports it, since no price would do."""
        cheaper = None
        if self.purse.votes[project]:
            cheaper = self.purse.costs[project] - self._dearest(project)
        return {
            "more_supporters": self._fewest(project),
            "cheaper": None if cheaper is None else self.election.amount(cheaper),
        }

    def _fewest(self, project: int) -> int:
        """Stages in the order of what floats expect; a tie can only make a stage worse than expected."""
        guesses = sorted((self._more(stage, project), stage) for stage in range(len(self.money)))
        best: int | None = None
        for guess, stage in guesses:
            if best is not None and best <= guess * (1 - DOUBT):
                break
            if guess < np.inf:
                found = _least(max(ceil(guess), 1), partial(self._bought_with, stage, project))
                best = found if best is None else min(best, found)
        return best or 0

    def _dearest(self, project: int) -> int:
        guesses = sorted((-self._price(stage, project), stage) for stage in range(len(self.money)))
        best, cost = -1, self.purse.costs[project]
        for guess, stage in guesses:
            if best >= -guess * (1 + DOUBT):
                break
            off = _least(min(max(cost - floor(-guess), 1), cost), partial(self._bought_for, stage, project))
            best = max(best, cost - off)
        return best

    def _bought_with(self, stage: int, project: int, more: int) -> bool:
        return self._bought(stage, project, more, 0)

    def _bought_for(self, stage: int, project: int, less: int) -> bool:
        return less >= self.purse.costs[project] or self._bought(stage, project, 0, less)

    def _cap(self, stage: int, project: int) -> float:
        """The most that one voter may pay so that the project goes before the one bought at this stage."""
        return float(self.rates[stage]) * self.purse.costs[project] if stage < len(self.rates) else np.inf

    def _more(self, stage: int, project: int) -> float:
        cap = self._cap(stage, project)
        each = min(float(self.result.share), cap)
        return (self.purse.costs[project] - self._gathered(stage, project, cap)) / each if each > 0 else np.inf

    def _gathered(self, stage: int, project: int, cap: float) -> float:
        has: Floats = self.money[stage][self.purse.supporters[project]]
        return float((np.minimum(has, cap) * self.purse.weights[project]).sum())

    def _price(self, stage: int, project: int) -> float:
        """The highest cost at which the supporters' money would do at this stage.

        What they have for a cost falls behind it along a line that only ever bends down, so that the root of the
        tangent comes nearer from above.
        """
        cost = float(self.purse.costs[project])
        if stage == len(self.rates):
            return min(self._gathered(stage, project, np.inf), cost)
        rate = float(self.rates[stage])
        has: Floats = self.money[stage][self.purse.supporters[project]]
        many = self.purse.weights[project]
        while True:
            poor = has < rate * cost
            fixed, slope = float((has[poor] * many[poor]).sum()), 1 - rate * float(many[~poor].sum())
            lower = fixed / slope if slope > 0 else cost
            if lower >= cost * (1 - DOUBT):
                return cost
            cost = lower

    def _bought(self, stage: int, project: int, more: int, less: int) -> bool:
        """Exactly: with `more` supporters and `less` cost, is it bought at this stage?"""
        money, cost = self.result.before[stage], self.purse.costs[project] - less
        if cost == 0:
            return bool(self.purse.votes[project] + more)
        held = [*money.held(self.purse.supporters[project], self.purse.weights[project])]
        if more:
            held.append((self.result.share * money.over, more, -1))  # type: ignore[arg-type]
        price = money.price(sorted(held), cost)
        if price is None or stage == len(self.rates):
            return price is not None
        rate, bar = Fraction(price) / (money.over * cost), self.rates[stage]
        return rate < bar or (rate == bar and self._first(project, self.result.bought[stage].project, cost, more))

    def _first(self, project: int, other: int, cost: int, more: int) -> bool:
        """Whether the tie rule puts the changed project before the one that was bought."""
        keys = [
            self.ties.keys(self.election.projects[one].id, price, self.purse.votes[one] + extra)
            for one, price, extra in ((project, cost, more), (other, self.purse.costs[other], 0))
        ]
        return keys[0] < keys[1]


def _least(guess: int, enough: Callable[[int], bool]) -> int:
    """The smallest number from 1 that is enough, sought from a guess: in growing steps, then by halving."""
    step, low, high = 1, 0, guess
    if enough(guess):
        while high - step > 0 and enough(high - step):
            high, step = high - step, 2 * step
        low = max(high - step, 0)
    else:
        while not enough(high + step):
            high, step = high + step, 2 * step
        low, high = high, high + step
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if enough(middle) else (middle, high)
    return high
