"""How two editions of a list differ, line by line and field by field."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from gongzhi.mandates.rules.shape import Matter, Row, row_of

KEY = ("code", "rung")


@dataclass(frozen=True)
class Change:
    """One field of one line that reads otherwise now."""

    code: str
    rung: str
    column: str
    before: str
    after: str


@dataclass(frozen=True)
class Diff:
    """What was added, removed and changed; rows are given whole, so that a page can show them."""

    added: tuple[Row, ...]
    removed: tuple[Row, ...]
    changed: tuple[Change, ...]

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed)


def diff(before: Iterable[Matter], after: Iterable[Matter]) -> Diff:
    """What has to be done to the list `before` to make it say what `after` says. Order of lines is no difference."""
    old, new = _by_key(before), _by_key(after)
    changed = [
        Change(*key, column, old[key][column], new[key][column])
        for key in new
        if key in old
        for column in new[key]
        if old[key][column] != new[key][column]
    ]
    return Diff(
        tuple(row for key, row in new.items() if key not in old),
        tuple(row for key, row in old.items() if key not in new),
        tuple(changed),
    )


def _by_key(matters: Iterable[Matter]) -> dict[tuple[str, str], Row]:
    return {(m.code, line.rung): row_of(m, line) for m in matters for line in m.lines.values()}
