"""What a participatory budget is counted from: projects with costs, a sum of money, and equal ballots counted once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property

Number = int | Decimal


@dataclass(frozen=True)
class Project:
    """One project; its cost in the smallest unit of the election. What a file prints beside it may be absent."""

    id: str
    cost: int
    name: str = ""
    printed_votes: int | None = None
    printed_score: Number | None = None
    selected: str = ""


@dataclass(frozen=True)
class Election:
    """A budget, its projects and its ballots.

    All amounts are whole numbers of 1/`unit` of the currency. `groups` holds each different ballot once: indices of
    approved projects, ascending, and how many voters gave exactly it. `scores` is the sum of points for each project,
    None where ballots only approve. `broken` tells how many ballots break the file's own limits, and the first's line.
    """

    projects: tuple[Project, ...]
    budget: int
    groups: tuple[tuple[tuple[int, ...], int], ...]
    unit: int = 1
    scores: tuple[Number, ...] | None = None
    kind: str = "approval"
    meta: Mapping[str, str] = field(default_factory=dict)
    broken: tuple[int, int] = (0, 0)

    @cached_property
    def voters(self) -> int:
        """How many ballots were given, empty ones included."""
        return sum(size for _approved, size in self.groups)

    @cached_property
    def votes(self) -> tuple[int, ...]:
        """How many voters approve each project."""
        counted = [0] * len(self.projects)
        for approved, size in self.groups:
            for project in approved:
                counted[project] += size
        return tuple(counted)

    @cached_property
    def at(self) -> dict[str, int]:
        """Where the project of an id stands."""
        return {project.id: index for index, project in enumerate(self.projects)}

    def cost_of(self, ids: Sequence[str]) -> int:
        """What these projects cost together, in smallest units."""
        return sum(self.projects[self.at[key]].cost for key in ids)

    def amount(self, units: int) -> int | float:
        """An amount in the currency: whole where it is whole; two or three decimals survive as a float prints them."""
        return units // self.unit if units % self.unit == 0 else float(Decimal(units) / self.unit)

    def without(self, withdrawn: Sequence[str]) -> Election:
        """The same election after some projects were withdrawn: who approved only these has an empty ballot."""
        gone = {self.at[key] for key in withdrawn}
        kept = [index for index in range(len(self.projects)) if index not in gone]
        place = {old: new for new, old in enumerate(kept)}
        groups: dict[tuple[int, ...], int] = {}
        for approved, size in self.groups:
            left = tuple(place[index] for index in approved if index in place)
            groups[left] = groups.get(left, 0) + size
        scores = None if self.scores is None else tuple(self.scores[index] for index in kept)
        projects = tuple(self.projects[index] for index in kept)
        return replace(self, projects=projects, groups=tuple(groups.items()), scores=scores)


def election(projects: Sequence[Project], budget: int, ballots: Sequence[Sequence[str]], unit: int = 1) -> Election:
    """An election from approvals by id, one sequence a voter; KeyError for an unknown id."""
    at = {project.id: index for index, project in enumerate(projects)}
    groups: dict[tuple[int, ...], int] = {}
    for ballot in ballots:
        approved = tuple(sorted({at[key] for key in ballot}))
        groups[approved] = groups.get(approved, 0) + 1
    return Election(tuple(projects), budget, tuple(groups.items()), unit)
