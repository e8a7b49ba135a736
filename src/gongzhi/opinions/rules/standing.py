"""Read a kept map: what all share, what divides, where somebody stands, and three steps from there to another group."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import hypot, sqrt
from typing import Any

STEPS = 3
LISTED = 7


def share(count: Sequence[int]) -> Fraction:
    """The share that agrees, of all who answered; 0 where nobody did."""
    return Fraction(count[0], count[2]) if count[2] else Fraction(0)


@dataclass(frozen=True)
class Kept:
    """A map as it is kept, with the fewest people of whom a share is said."""

    content: dict[str, Any]
    fewest: int

    @property
    def clear(self) -> bool:
        """Whether groups may be shown."""
        return bool(self.content.get("clear"))

    @property
    def groups(self) -> int:
        """How many groups are shown."""
        return len(self.content.get("sizes", ())) if self.clear else 0

    def of_all(self, statement: int) -> Sequence[int] | None:
        """Agreements, disagreements and all answers; None where too few answered to say."""
        count = self.content.get("everybody", {}).get(str(statement))
        return count if count and count[2] >= self.fewest else None

    def of_group(self, statement: int, group: int) -> Sequence[int] | None:
        """The same of one group."""
        counts = self.content.get("groups", {}).get(str(statement))
        return counts[group] if counts and group < len(counts) and counts[group][2] >= self.fewest else None

    def shared(self, least: Fraction) -> list[int]:
        """Statements to which at least this share of every group agrees (without groups: of all), the surest first."""
        names = [int(name) for name in self.content.get("everybody", {})]
        rows = [(name, self._lowest(name)) for name in names]
        fit = [(name, low) for name, low in rows if low is not None and low >= least]
        common = self.content.get("common", {})
        fit.sort(key=lambda row: (-common.get(str(row[0]), 0.0) if self.clear else -row[1], row[0]))
        return [name for name, _low in fit][:LISTED]

    def _lowest(self, statement: int) -> Fraction | None:
        if not self.clear:
            count = self.of_all(statement)
            return share(count) if count else None
        counts = [self.of_group(statement, at) for at in range(self.groups)]
        return min(share(count) for count in counts if count) if counts and all(counts) else None

    def dividing(self) -> list[tuple[int, int, int]]:
        """(statement, group that agrees most, group that agrees least), the widest apart first."""
        found = []
        for name in map(int, self.content.get("groups", {})):
            counts = [self.of_group(name, at) for at in range(self.groups)]
            told = [(share(count), at) for at, count in enumerate(counts) if count]
            if len(told) > 1:
                low, high = min(told), max(told)
                found.append((low[0] - high[0], name, high[1], low[1]))
        return [(name, high, low) for gap, name, high, low in sorted(found) if gap < 0][:LISTED]

    def says(self, group: int) -> list[tuple[int, str]]:
        """What marks a group: statement and side."""
        return [(int(name), side) for name, side in self.content["says"][group]]

    def place_of(self, answers: Mapping[int, int]) -> tuple[float, float] | None:
        """Where somebody with these answers stands on the map, computed as for everybody; None before any answer."""
        axes, everybody = self.content.get("axes", {}), self.content.get("everybody", {})
        mine = {str(name): value for name, value in answers.items() if str(name) in axes}
        if not mine:
            return None
        x = y = 0.0
        for name, value in mine.items():
            agrees, disagrees, seen = everybody[name]
            moved = value - (agrees - disagrees) / seen if seen else 0.0
            x, y = x + moved * axes[name][0], y + moved * axes[name][1]
        scale = sqrt(len(axes) / len(mine))
        return x * scale, y * scale

    def group_of(self, answers: Mapping[int, int], enough: int) -> int | None:
        """The group in whose midst somebody with these answers stands; None with fewer answers than `enough`."""
        here = self.place_of(answers)
        if not self.clear or here is None or len(answers) < min(enough, len(self.content["axes"])):
            return None
        far = [hypot(here[0] - x, here[1] - y) for x, y in self.content["centres"]]
        return far.index(min(far))

    def walk(self, answers: Mapping[int, int], mine: int, there: int) -> list[tuple[int, int | None, Fraction]]:
        """From somebody's place to another group: three statements that lie between, the widest apart first.

        Each with the own answer (None: none given, the own group then speaks) and the share of the other group that
        agrees.
        """
        found = []
        for name in map(int, self.content["groups"]):
            theirs, ours = self.of_group(name, there), self.of_group(name, mine)
            own = answers.get(name)
            here = Fraction(own + 1, 2) if own else (share(ours) if ours else None)
            if theirs is None or here is None or own == 0:
                continue
            found.append((abs(here - share(theirs)), own is not None, -name, own, share(theirs)))
        found.sort(reverse=True, key=lambda row: row[:3])
        return [(-row[2], row[3], row[4]) for row in found[:STEPS] if row[0] > Fraction(1, 4)]
