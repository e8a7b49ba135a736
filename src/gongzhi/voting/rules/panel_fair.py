"""The fairest lottery over all panels that keep the quotas: nobody's chance can rise at the cost of a smaller one.

Leximin after Flanigan, Gölz, Gupta, Hennig and Procaccia, "Fair algorithms for selecting citizens' assemblies" (Nature
596, 2021), by column generation. People who are alike in every category have equal chances in it, so a panel is written
as how many of each kind it takes, which keeps the programmes small.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, linprog, milp

from gongzhi.kernel.errors import Refused
from gongzhi.kernel.said import Said as _

Whole = NDArray[np.int64]
Numbers = NDArray[np.float64]
NEAR = 1e-9
GAIN = 1e-8  # a panel that would raise a chance by less is not looked for
HOLDS = 1e-7  # a kind whose weight is above this cannot have more
MOST_SEARCHES = 4000


@dataclass(frozen=True)
class Space:
    """The panels that are allowed.

    sizes: how many people of each kind there are. has: a row for every feature, 1 where the kind has it. least, most:
    of each feature. seats: how many sit on the panel.
    """

    sizes: Whole
    has: Whole
    least: Whole
    most: Whole
    seats: int

    def allows(self, panel: Whole) -> bool:
        """Whether this panel keeps every quota, in whole numbers."""
        of_each = self.has @ panel
        within = (of_each >= self.least).all() and (of_each <= self.most).all()
        return bool(within and (panel >= 0).all() and (panel <= self.sizes).all() and panel.sum() == self.seats)

    def best(self, weights: Numbers) -> Whole | None:
        """The allowed panel with the largest sum of weights; None when no panel is allowed."""
        rows = np.vstack([self.has, np.ones_like(self.sizes)])
        keep = LinearConstraint(rows, np.append(self.least, self.seats), np.append(self.most, self.seats))
        found = milp(
            -weights, constraints=keep, integrality=np.ones(len(weights)), bounds=Bounds(0, self.sizes),
            options={"mip_rel_gap": 0},
        )  # fmt: skip
        if found.x is None:
            return None
        panel = np.rint(found.x).astype(np.int64)
        return panel if self.allows(panel) else None


def missing(space: Space) -> list[tuple[int, int]]:
    """What the quotas would have to give way by, all in all as little as can be: feature → by how many.

    A number below zero lowers the feature's minimum, one above raises its maximum.
    """
    kinds, features = len(space.sizes), len(space.least)
    eye = np.eye(features)
    short, over = np.hstack([space.has, eye, 0 * eye]), np.hstack([space.has, 0 * eye, -eye])
    whole = np.concatenate([np.ones(kinds), np.zeros(2 * features)])
    found = milp(
        np.concatenate([np.zeros(kinds), np.ones(2 * features)]),
        constraints=[
            LinearConstraint(short, space.least, np.inf),
            LinearConstraint(over, -np.inf, space.most),
            LinearConstraint(whole, space.seats, space.seats),
        ],
        integrality=np.ones(kinds + 2 * features),
        bounds=Bounds(0, np.concatenate([space.sizes, np.full(2 * features, space.seats)])),
    )
    if found.x is None:
        return []
    less, more = np.rint(found.x[kinds:]).astype(int).reshape(2, features)
    return [(at, int(more[at] - less[at])) for at in range(features) if more[at] != less[at]]


def lottery(space: Space, tickets: int, *, even: bool = False) -> list[tuple[int, tuple[int, ...]]] | None:
    """Panels with how many of the tickets each has, in a fixed order; None when no panel is allowed.

    even: None also when not everybody's chance can be the same. Refused("panel_large") when there are more kinds of
    people than can be searched.
    """
    search = _Search(space)
    found = search.run(even=even) if search.start() else None
    if found is None:
        return None
    panels, chances = found
    drawn = sorted((tuple(int(n) for n in panel), float(chance)) for panel, chance in zip(panels, chances, strict=True))
    return _in_tickets(drawn, tickets)


def _in_tickets(drawn: Sequence[tuple[tuple[int, ...], float]], tickets: int) -> list[tuple[int, tuple[int, ...]]]:
    """Whole tickets, by largest remainders, so that a draw is a draw of whole numbers on every machine."""
    total = sum(chance for _panel, chance in drawn)
    exact = [chance / total * tickets for _panel, chance in drawn]
    given = [int(one) for one in exact]
    order = sorted(range(len(drawn)), key=lambda at: (given[at] - exact[at], drawn[at][0]))
    for at in order[: tickets - sum(given)]:
        given[at] += 1
    return [(many, panel) for many, (panel, _chance) in zip(given, drawn, strict=True) if many]


class _Search:
    """Panels found so far, and the kinds whose chance is settled."""

    def __init__(self, space: Space) -> None:
        self.space = space
        self.panels: list[Whole] = []
        self.settled = np.full(len(space.sizes), -1.0)  # below zero: not yet
        self.searches = 0

    def start(self) -> bool:
        """A panel for every kind that can be on one; the others have no chance. False when no panel is allowed."""
        covered = np.zeros(len(self.space.sizes), dtype=bool)
        for at in range(len(covered)):
            if covered[at]:
                continue
            weights = (~covered).astype(float)
            weights[at] += self.space.seats + 1
            panel = self._best(weights)
            if panel is None:
                return False
            if not panel[at]:
                self.settled[at] = 0.0
            covered |= panel > 0
            covered[at] = True
            self._add(panel)
        return True

    def run(self, *, even: bool) -> tuple[list[Whole], Numbers] | None:
        """Raise the smallest chance, settle whoever holds it down, and again with the rest unless it must be even."""
        while True:
            chances, weights, smallest, price = self._solved()
            panel = self._best(weights / self.space.sizes)
            if panel is not None and float(weights @ (panel / self.space.sizes)) > price + GAIN and self._add(panel):
                continue
            if self._settle(weights, smallest):
                return self.panels, chances
            if even:
                return None

    def _settle(self, weights: Numbers, smallest: float) -> bool:
        """Settle those who cannot have more than the smallest chance; True when that is everybody."""
        still = self.settled < 0
        sizes = self.space.sizes
        rest = self.space.seats - float(self.settled[~still] @ sizes[~still])
        if rest <= smallest * float(sizes[still].sum()) + NEAR:
            return True  # what is left is shared out equally, and can only be
        holds = still & (weights > HOLDS)
        self.settled[holds] = smallest
        return not (self.settled < 0).any()

    def _solved(self) -> tuple[Numbers, Numbers, float, float]:
        """Chances of the panels, weights of the kinds, the smallest open chance, the price to beat."""
        share = (np.array(self.panels) / self.space.sizes).T
        still = self.settled < 0
        rows = np.hstack([-share, still[:, None].astype(float)])
        floor = np.where(still, 0.0, -np.maximum(self.settled - NEAR, 0.0))
        one = np.append(np.ones(len(self.panels)), 0.0)[None, :]
        goal = np.append(np.zeros(len(self.panels)), -1.0)
        found: Any = linprog(goal, A_ub=rows, b_ub=floor, A_eq=one, b_eq=[1.0], bounds=(0, None), method="highs")
        if found.x is None:
            raise ArithmeticError(found.message)
        return (
            np.maximum(found.x[:-1], 0),
            -found.ineqlin.marginals,
            float(found.x[-1]),
            -float(found.eqlin.marginals[0]),
        )

    def _best(self, weights: Numbers) -> Whole | None:
        self.searches += 1
        if self.searches > MOST_SEARCHES:
            raise Refused(
                _("不同情况的人太多，算不完。请减少类别，或把相近的选项合并。"), code="panel_large", field="quotas"
            )
        return self.space.best(weights)

    def _add(self, panel: Whole) -> bool:
        new = not any((panel == known).all() for known in self.panels)
        if new:
            self.panels.append(panel)
        return new
