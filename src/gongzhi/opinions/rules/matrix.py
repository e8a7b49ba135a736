"""Votes as a sparse table, people by statements: one cell a vote, a pass is a stored zero, no vote is no cell."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import chain

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Numbers = NDArray[np.float64]
Whole = NDArray[np.int64]
Flags = NDArray[np.bool_]
# A name with more digits is a name, and not a number to be sorted by.
LONGEST_NUMBER = 18


@dataclass(frozen=True, eq=False)
class Votes:
    """Who voted how on what: 1 agree, 0 pass, −1 disagree, at most one cell for a person and a statement.

    `out` marks statements taken out by moderation: they count in the tallies and weigh nothing on the map.
    """

    people: tuple[str, ...]
    statements: tuple[str, ...]
    cells: sparse.csr_matrix
    out: Flags

    def of_people(self, chosen: Whole) -> Votes:
        """The same statements, fewer people."""
        return replace(self, people=tuple(self.people[at] for at in chosen), cells=self.cells[chosen])

    def per_person(self) -> Whole:
        """How many votes each person cast."""
        return np.asarray(np.diff(self.cells.indptr), np.int64)

    def per_statement(self) -> Whole:
        """How many votes each statement got."""
        return np.bincount(self.cells.indices, minlength=len(self.statements)).astype(np.int64)


def in_order(names: Iterable[str]) -> tuple[str, ...]:
    """Names in their natural order: numbers by size and before words, so that no file's order shows."""
    return tuple(sorted(set(names), key=lambda name: (0, int(name), name) if _is_number(name) else (1, 0, name)))


def _is_number(name: str) -> bool:
    return name.isascii() and name.isdigit() and len(name) <= LONGEST_NUMBER


def votes_of(
    people: Sequence[str],
    statements: Sequence[str],
    values: Sequence[int] | NDArray[np.int8],
    *,
    out: Iterable[str] = (),
    also: Iterable[str] = (),
) -> Votes:
    """The table of votes given in order of time: of two votes by one person on one statement the later counts.

    `also` names statements that nobody may have voted on yet.
    """
    left_out = set(out)
    names, asked = in_order(people), in_order({*statements, *also, *left_out})
    row_of, column_of = _places(names), _places(asked)
    rows = np.fromiter((row_of[name] for name in people), np.int64, len(people))
    columns = np.fromiter((column_of[name] for name in statements), np.int64, len(statements))
    cells = table(rows, columns, np.asarray(values, np.int8), (len(names), len(asked)))
    return Votes(names, asked, cells, np.array([name in left_out for name in asked], bool))


def votes_of_numbers(rows: Sequence[tuple[int, int, int]], *, also: Iterable[int] = ()) -> Votes:
    """The same from (person, statement, value) with numbers for names, as a database gives them: many times as fast."""
    flat = np.fromiter(chain.from_iterable(rows), np.int64, 3 * len(rows)).reshape(-1, 3)
    names, at = np.unique(flat[:, 0], return_inverse=True)
    asked = np.union1d(flat[:, 1], np.fromiter(also, np.int64))
    on = np.searchsorted(asked, flat[:, 1])
    cells = table(at, on, flat[:, 2].astype(np.int8), (len(names), len(asked)))
    people, statements = (tuple(map(str, given.tolist())) for given in (names, asked))
    return Votes(people, statements, cells, np.zeros(len(asked), bool))


def _places(names: Sequence[str]) -> dict[str, int]:
    return {name: at for at, name in enumerate(names)}


def table(rows: Whole, columns: Whole, values: NDArray[np.int8], shape: tuple[int, int]) -> sparse.csr_matrix:
    """A sparse table in which the last of several values for a cell stands, zeros included."""
    keys = rows * max(shape[1], 1) + columns
    order = np.argsort(keys, kind="stable")
    keys = keys[order]
    last = np.append(keys[1:] != keys[:-1], True)[: len(keys)]
    kept = order[last]
    starts = np.zeros(shape[0] + 1, np.int64)
    np.cumsum(np.bincount(rows[kept], minlength=shape[0]), out=starts[1:])
    return sparse.csr_matrix((values[kept], columns[kept].astype(np.int32), starts.astype(np.int32)), shape=shape)
