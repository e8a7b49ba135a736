"""Check that cells of one level divide addresses without a gap and without an overlap (row A09)."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from gongzhi.places.rules import paths


@dataclass(frozen=True)
class Partition:
    """What is wrong: addresses in no cell, and addresses in more than one with the cells that claim them."""

    gaps: tuple[Hashable, ...]
    overlaps: tuple[tuple[Hashable, tuple[Hashable, ...]], ...]

    @property
    def holds(self) -> bool:
        """Whether every address lies in exactly one cell."""
        return not self.gaps and not self.overlaps


def of_lists(cells: Mapping[Hashable, Iterable[Hashable]], addresses: Iterable[Hashable]) -> Partition:
    """Check cells that are given as lists of addresses."""
    claims: dict[Hashable, list[Hashable]] = {address: [] for address in addresses}
    for cell, members in cells.items():
        for member in members:
            claims.setdefault(member, []).append(cell)
    return _judged(claims)


def of_paths(cells: Iterable[str], addresses: Iterable[str]) -> Partition:
    """Check cells and addresses that are given as paths of the tree."""
    known = set(cells)
    return _judged({a: [p for p in paths.prefixes(a) if p in known] for a in addresses})


def _judged(claims: Mapping[Hashable, list[Hashable]]) -> Partition:
    return Partition(
        gaps=tuple(a for a, cells in claims.items() if not cells),
        overlaps=tuple((a, tuple(cells)) for a, cells in claims.items() if len(cells) > 1),
    )


Span = tuple[date, date | None]


def broken_spans(spans: Iterable[Span]) -> list[tuple[date, date]]:
    """Where the validities of one place leave days out or count them twice.

    Each answer is (end of one, start of the next); a validity runs from its first day up to, not including, its end.
    """
    ordered = sorted(spans, key=lambda span: span[0])
    pairs = zip(ordered, ordered[1:], strict=False)
    return [(end or date.max, start) for (_, end), (start, _) in pairs if end != start]
