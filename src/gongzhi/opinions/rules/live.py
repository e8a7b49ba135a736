"""One conversation's votes kept in memory, so that its map follows the votes without reading them all again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from gongzhi.opinions.rules.map import Drawn, drawing
from gongzhi.opinions.rules.matrix import Votes, in_order, table
from gongzhi.opinions.rules.picture import OpinionMap

# After so large a share of new votes the groups are looked for from nothing and the stability is drawn again.
CHANGED = 0.02
UNSEEN = -9


class Live:
    """The votes of a conversation as a plain table of small numbers (a byte a cell), and the last map.

    A worker keeps one for each conversation that is being voted on: `put` what came since it last looked, `draw`.
    """

    def __init__(self, *, smallest: int = 1, seed: int = 0) -> None:
        self.smallest, self.seed = smallest, seed
        self._people: dict[str, int] = {}
        self._statements: dict[str, int] = {}
        self._cells = np.full((64, 16), UNSEEN, np.int8)
        self._out: set[str] = set()
        self._new = 0
        self._last: Drawn | None = None

    def put(self, votes: Iterable[tuple[str, str, int]]) -> int:
        """Votes in order of time, (person, statement, 1, 0 or −1); the later of two counts. How many were put."""
        number = 0
        for person, statement, value in votes:
            row = self._people.setdefault(person, len(self._people))
            column = self._statements.setdefault(statement, len(self._statements))
            if row >= self._cells.shape[0] or column >= self._cells.shape[1]:
                self._grow(row, column)
            self._cells[row, column] = value
            number += 1
        self._new += number
        return number

    def know(self, statements: Iterable[str], out: Iterable[str] = ()) -> None:
        """Which statements there are, voted on or not, and which of them moderation took out."""
        for statement in statements:
            column = self._statements.setdefault(statement, len(self._statements))
            if column >= self._cells.shape[1]:
                self._grow(0, column)
        taken = set(out)
        if taken != self._out:
            self._out, self._last = taken, None

    def _grow(self, row: int, column: int) -> None:
        rows, columns = self._cells.shape
        larger = np.full((max(rows, 2 * row), max(columns, 2 * column)), UNSEEN, np.int8)
        larger[:rows, :columns] = self._cells
        self._cells = larger

    def votes(self) -> Votes:
        """The votes as a sparse table."""
        people, statements = in_order(self._people), in_order(self._statements)
        rows = np.array([self._people[name] for name in people], np.int64)
        columns = np.array([self._statements[name] for name in statements], np.int64)
        cells = self._cells[rows[:, None], columns[None, :]] if len(rows) and len(columns) else np.zeros((0, 0))
        at, on = np.nonzero(cells != UNSEEN)
        given = cells[at, on].astype(np.int8) if len(at) else np.zeros(0, np.int8)
        sparse = table(at.astype(np.int64), on.astype(np.int64), given, (len(people), len(statements)))
        return Votes(people, statements, sparse, np.array([name in self._out for name in statements], bool))

    def draw(self) -> OpinionMap:
        """The map of what was put so far.

        From the last map where little came since: same number of groups, centres moved on, the stability of then.
        """
        votes = self.votes()
        last = self._last
        near = last is not None and self._new <= CHANGED * last.map.votes and last.map.groups
        if near and last is not None:
            drawn = drawing(votes, count=len(last.centres), smallest=self.smallest, seed=self.seed, begin=last)
            self._last = last._replace(map=replace(last.map), centres=drawn.centres)
            return drawn.map
        self._last, self._new = drawing(votes, smallest=self.smallest, seed=self.seed), 0
        return self._last.map
