"""Equal Shares without any rounding: the count that certifies what the fast search has found."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import gcd

import numpy as np
from numpy.typing import NDArray

from gongzhi.voting.rules.purse import Purse

# How far the rate of a float may be from the true one, in parts of what one voter pays for one unit of cost. A sum of a
# hundred thousand amounts errs by some 1e-11 of the sum; a hundred times that is allowed for, here and where supporters
# have just about enough together.
DOUBT = 1e-9
SLACK = 1e-9


@dataclass(frozen=True)
class Purchase:
    """One project bought, and the rate: what a voter pays at most, divided by the cost."""

    project: int
    rate: Fraction
    tied: tuple[int, ...]


class Money:
    """What every group of voters has left. Groups that have exactly the same share one class.

    The classes' amounts are whole numbers over one common denominator, so that nothing is ever rounded and no fraction
    is ever reduced term by term.
    """

    def __init__(self, groups: int, share: Fraction) -> None:
        self.over = share.denominator
        self.amounts = [share.numerator]
        self.of = np.zeros(groups, dtype=np.int64)

    def floats(self) -> NDArray[np.float64]:
        """Each group's amount, correctly rounded."""
        return np.array([amount / self.over for amount in self.amounts])[self.of]

    def held(self, groups: NDArray[np.int64], weights: NDArray[np.float64]) -> list[tuple[int, int, int]]:
        """(amount, how many voters have it, its class) among these groups, poorest first."""
        many = np.bincount(self.of[groups], weights=weights, minlength=len(self.amounts))
        return sorted((self.amounts[one], int(many[one]), int(one)) for one in np.flatnonzero(many))

    def price(self, held: list[tuple[int, int, int]], cost: int) -> Fraction | None:
        """What each of these must pay at most, in units over `over`; None when they have not enough together."""
        left, payers = cost * self.over, sum(many for _amount, many, _one in held)
        for amount, many, _one in held:
            if amount * payers >= left:
                return Fraction(left, payers)
            left -= amount * many
            payers -= many
        return None

    def pay(self, groups: NDArray[np.int64], held: list[tuple[int, int, int]], price: Fraction) -> None:
        """Take `price` from each of these groups, or all that it has."""
        by = price.denominator
        self.over *= by
        self.amounts = [amount * by for amount in self.amounts]
        place = {amount: one for one, amount in enumerate(self.amounts)}
        moved = np.arange(len(self.amounts))
        for amount, _many, one in held:
            left = max(amount * by - price.numerator, 0)
            if left not in place:
                place[left] = len(self.amounts)
                self.amounts.append(left)
            moved[one] = place[left]
        self.of[groups] = moved[self.of[groups]]
        alive, self.of = np.unique(self.of, return_inverse=True)
        self.amounts = [self.amounts[one] for one in alive]
        common = gcd(self.over, *self.amounts)
        self.over //= common
        self.amounts = [amount // common for amount in self.amounts]

    def copy(self) -> Money:
        """The same amounts, free to change."""
        other = Money(0, Fraction(0))
        other.over, other.amounts, other.of = self.over, list(self.amounts), self.of.copy()
        return other

    def rate(self, purse: Purse, project: int) -> Fraction | None:
        """The exact rate of a project; None when its supporters cannot pay it."""
        cost = purse.costs[project]
        if cost == 0:
            return Fraction(0)
        price = self.price(self.held(purse.supporters[project], purse.weights[project]), cost)
        return None if price is None else price / (self.over * cost)


def run(purse: Purse, share: Fraction) -> tuple[list[Purchase], list[Money]]:
    """One pass at one share, exactly: the purchases in order, and the money before each of them and at the end."""
    money, open_ = Money(len(purse.sizes), share), {p: 0.0 for p, votes in enumerate(purse.votes) if votes}
    bought: list[Purchase] = []
    before = [money.copy()]
    while (purchase := _next(purse, money, open_)) is not None:
        bought.append(purchase)
        del open_[purchase.project]
        groups = purse.supporters[purchase.project]
        held = money.held(groups, purse.weights[purchase.project])
        money.pay(groups, held, purchase.rate * money.over * purse.costs[purchase.project])
        before.append(money.copy())
    return bought, before


def _next(purse: Purse, money: Money, open_: dict[int, float]) -> Purchase | None:
    """The cheapest project now; the tie rule chooses among equal rates. What cannot be paid any more is dropped."""
    rates: dict[int, Fraction] = {}
    for project in _near(purse, money.floats(), open_):
        rate = money.rate(purse, project)
        if rate is None:
            del open_[project]
        else:
            rates[project] = rate
    if not rates:
        return _next(purse, money, open_) if open_ else None
    lowest = min(rates.values())
    tied = sorted((project for project, rate in rates.items() if rate == lowest), key=purse.rank.__getitem__)
    return Purchase(tied[0], lowest, tuple(tied))


def _near(purse: Purse, floats: NDArray[np.float64], open_: dict[int, float]) -> list[int]:
    """Every project whose rate may be the lowest, given what a float can be wrong by."""
    lowest, fresh = np.inf, {}
    for project in sorted(open_, key=open_.__getitem__):
        if open_[project] > lowest + DOUBT:
            break
        rate = purse.rate(project, floats, SLACK)
        if rate == np.inf:
            del open_[project]
            continue
        open_[project] = fresh[project] = rate
        lowest = min(lowest, rate)
    return [project for project, rate in fresh.items() if rate <= lowest + DOUBT]
