"""Two ways to spend one budget, side by side: how many voters get more of what they approved from which."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from gongzhi.voting.rules.budget import Election

Measure = Literal["number", "cost"]


@dataclass(frozen=True)
class Comparison:
    """How many voters prefer the first result, the second, neither."""

    first: int
    second: int
    neither: int

    def as_dict(self) -> dict[str, int]:
        """The three numbers as JSON can hold them."""
        return {"first": self.first, "second": self.second, "neither": self.neither}


def compare(election: Election, first: Sequence[str], second: Sequence[str], measure: Measure = "number") -> Comparison:
    """Compare two lists of winners by how many of them a voter approved, or by their cost; KeyError: unknown id."""
    worth = [0] * len(election.projects)  # what a project adds for the first result, or takes for the second
    for ids, sign in ((first, 1), (second, -1)):
        for index in map(election.at.__getitem__, ids):
            worth[index] += sign * (election.projects[index].cost if measure == "cost" else 1)
    found = [0, 0, 0]
    for approved, size in election.groups:
        gain = sum(worth[project] for project in approved)
        found[0 if gain > 0 else 1 if gain < 0 else 2] += size
    return Comparison(*found)


def unheard(election: Election, winners: Sequence[str]) -> int:
    """How many voters approved something and got nothing of it."""
    won = {election.at[key] for key in winners}
    return sum(size for approved, size in election.groups if approved and not won.intersection(approved))
