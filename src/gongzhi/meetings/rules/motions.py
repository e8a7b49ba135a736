"""The order of votes and their outcome: what changes a text is voted on before the text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from gongzhi.meetings.rules.quorum import Share

PRESENT, CAST, ALL = "present", "cast", "all"
DEEPEST = 2  # an amendment, and an amendment to that one


@dataclass(frozen=True)
class Put:
    """A motion as the order sees it: what it amends, and whether it still waits for its vote."""

    id: int
    amends: int | None
    open: bool


def before(motion: int, motions: Iterable[Put]) -> list[int]:
    """What must be voted on before this motion: its open amendments, deepest first, each in the order of proposing."""
    rows = list(motions)
    found: list[int] = []
    for row in sorted((r for r in rows if r.amends == motion), key=lambda r: r.id):
        found += before(row.id, rows)
        if row.open:
            found.append(row.id)
    return found


def depth(motion: int | None, motions: Iterable[Put]) -> int:
    """How deep a motion stands: 0 the text itself, 1 its amendment, 2 an amendment to that."""
    above = {row.id: row.amends for row in motions}
    steps = 0
    while motion is not None and above.get(motion) is not None:
        motion, steps = above[motion], steps + 1
    return steps


@dataclass(frozen=True)
class Counts:
    """Hands counted on one motion."""

    yes: int
    no: int
    abstain: int

    @property
    def cast(self) -> int:
        """How many hands went up."""
        return self.yes + self.no + self.abstain


@dataclass(frozen=True)
class Passing:
    """What it takes to pass: a share of those present, of the votes cast, or of all seats."""

    need: Share
    of: str

    def base(self, counts: Counts, present: int, everybody: int) -> int:
        """Of how many the share is taken."""
        return {PRESENT: present, CAST: counts.cast, ALL: everybody}[self.of]

    def passes(self, counts: Counts, present: int, everybody: int) -> bool:
        """Whether the motion is carried."""
        return self.need.holds(counts.yes, self.base(counts, present, everybody))
