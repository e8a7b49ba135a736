"""Pure reasoning about trees, spans and totals; it knows no tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeVar

SEGMENT = 8
T = TypeVar("T", date, datetime)


def ids_on(path: str) -> list[int]:
    """The ids of a place and of all places above it, read from its path, root first."""
    return [int(path[i : i + SEGMENT]) for i in range(0, len(path), SEGMENT)]


def beyond(path: str) -> str:
    """The first path after everything inside `path`, so that "inside" is a range of digits on every collation."""
    return str(int(path) + 1).zfill(len(path))


@dataclass(frozen=True)
class Span:
    """A half-open stretch [since, until); without `until` it has no end."""

    since: datetime
    until: datetime | None = None

    def overlaps(self, other: Span) -> bool:
        """Whether the two share a moment."""
        return (self.until is None or self.until > other.since) and (other.until is None or other.until > self.since)

    def holds(self, moment: datetime) -> bool:
        """Whether the moment lies in the span."""
        return self.since <= moment and (self.until is None or moment < self.until)


def gaps(spans: Iterable[Span], since: datetime, until: datetime) -> list[tuple[datetime, datetime]]:
    """The stretches of [since, until) that no span covers, in order."""
    found: list[tuple[datetime, datetime]] = []
    reached = since
    for span in sorted(spans, key=lambda s: s.since):
        if span.since > reached:
            found.append((reached, min(span.since, until)))
        reached = until if span.until is None else max(reached, span.until)
        if reached >= until:
            return [gap for gap in found if gap[0] < gap[1]]
    found.append((reached, until))
    return [gap for gap in found if gap[0] < gap[1]]


def days_of(stretches: Iterable[tuple[datetime, datetime]]) -> list[date]:
    """Every calendar day that a stretch touches, once, in order. The datetimes carry the zone whose days are meant."""
    days: set[date] = set()
    for since, until in stretches:
        day = since.date()
        while day < until.date() or (day == until.date() and until.time() > datetime.min.time()):
            days.add(day)
            day += timedelta(days=1)
    return sorted(days)


@dataclass(frozen=True)
class Node:
    """A body as the tree sees it: its id and kind, the path of its area, and the id of its upper body."""

    id: int
    kind: str
    path: str
    upper: int | None = None


@dataclass(frozen=True)
class Fault:
    """What is wrong at one body of a tree: "orphan", "level", "area", "cycle" or "childless"."""

    body_id: int
    word: str


def tree_faults(levels: Sequence[str], nodes: Iterable[Node]) -> list[Fault]:
    """Everything in which these bodies are not one strict tree with the given levels from root to leaf."""
    known = {node.id: node for node in nodes}
    uppers = {node.upper for node in known.values()}
    faults: list[Fault] = []
    for node in known.values():
        faults += [Fault(node.id, word) for word in _faults_of(levels, node, known)]
        if node.id not in uppers and node.kind != levels[-1]:
            faults.append(Fault(node.id, "childless"))
    return faults


def _faults_of(levels: Sequence[str], node: Node, known: Mapping[int, Node]) -> list[str]:
    if node.upper is None:
        return [] if node.kind == levels[0] else ["orphan"]
    upper = known.get(node.upper)
    if upper is None:
        return ["orphan"]
    words = [] if fits(levels, upper.kind, node.kind) else ["level"]
    words += [] if node.path.startswith(upper.path) else ["area"]
    return words + (["cycle"] if depth(node.id, known) is None else [])


def fits(levels: Sequence[str], upper: str, lower: str) -> bool:
    """Whether `lower` stands exactly one level below `upper`."""
    return upper in levels and lower in levels and levels.index(lower) == levels.index(upper) + 1


def depth(body_id: int, known: Mapping[int, Node]) -> int | None:
    """How many bodies from the root to this one, both counted; None when the way up goes in a circle."""
    steps, here = 1, known[body_id]
    while here.upper is not None and here.upper in known:
        steps, here = steps + 1, known[here.upper]
        if steps > len(known):
            return None
    return steps


def roll_up(nodes: Iterable[Node], values: Mapping[str, int]) -> dict[int, int]:
    """Every body's total over the base cells below it. `values` are the cells' own numbers by the path of the cell.

    A cell belongs to the leaf body whose area it is, so two trees over the same cells give the same totals for the
    same area, by either way up.
    """
    known = {node.id: node for node in nodes}
    totals = dict.fromkeys(known, 0)
    inner = {node.upper for node in known.values()}
    for leaf in (node for node in known.values() if node.id not in inner):
        here: Node | None = leaf
        while here is not None:
            totals[here.id] += values.get(leaf.path, 0)
            here = known.get(here.upper) if here.upper is not None else None
    return totals
