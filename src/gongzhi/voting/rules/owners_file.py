"""Read an owners' sheet: one row a unit, or a row for each co-owner of one, with what came back for it.

A row that cannot be believed is refused with its reason, and with it the verdict: whoever leaves rows out changes the
base of every share.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

from gongzhi.kernel.sheets import Misfit, match_columns, open_sheet
from gongzhi.voting.rules.areas import BadArea, read_area
from gongzhi.voting.rules.outcome import Reason
from gongzhi.voting.rules.owners_law import PARKING
from gongzhi.voting.rules.owners_roll import (
    AGENDA_TOLD,
    DELIVERED,
    DEVELOPER,
    EFFECT_TOLD,
    SILENT,
    VOID,
    Unit,
    together,
)
from gongzhi.voting.rules.owners_words import (
    COLUMNS,
    DEVELOPERS,
    TOTALS,
    choice_of,
    holders_of,
    is_plain_yes,
    is_yes,
    kind_of,
    plain,
)

MOST_KNOWN = 4096
LONGEST_TOTAL = max(map(len, TOTALS))
PLACE = ("building", "stair", "room")
CHANNELS = ("on_paper", "online")
PROOFS = {"delivered": DELIVERED, "agenda_told": AGENDA_TOLD, "effect_told": EFFECT_TOLD}
_area = lru_cache(maxsize=1 << 16)(read_area)
_plain = lru_cache(maxsize=1 << 14)(plain)  # names of buildings and rooms come again, those of holders do not


@dataclass(frozen=True)
class RefusedRow:
    """A row that was not taken: its number in the file, and why, as a closed word with numbers."""

    number: int
    reason: Reason

    def as_dict(self) -> dict[str, object]:
        """The row as JSON can hold it."""
        return {"row": self.number} | self.reason.as_dict()


@dataclass(frozen=True)
class OwnersFile:
    """The units of a sheet in its order, the refused rows, the total that a last row stated, and remarks."""

    units: tuple[Unit, ...]
    refused: tuple[RefusedRow, ...] = ()
    stated_area: int | None = None
    remarks: tuple[Reason, ...] = ()

    @property
    def faults(self) -> tuple[Reason, ...]:
        """Why no verdict can stand on this sheet."""
        return (Reason("rows_refused", {"rows": len(self.refused)}),) if self.refused else ()


def read_owners(source: Path | str | BinaryIO) -> OwnersFile:
    """Read CSV or XLSX with Chinese or English headings; Refused when it is no sheet or has no column of areas."""
    with open_sheet(source) as sheet:
        columns = match_columns(sheet.headings, COLUMNS, required=("area",))
        reader = _Reader(tuple(columns))
        for number, row in sheet.records(columns):
            reader.take(number, row)
        return reader.done(sheet.misfits)


class _Reader:
    """Collects rows into units; a second row of a unit is a co-owner's, or the same paper again."""

    def __init__(self, columns: Sequence[str]) -> None:
        self._columns = columns
        self._place = [name for name in PLACE if name in columns]
        self._named = [name for name in (*PLACE, "owner") if name in columns]
        # Beside one column of choices, "paper" only says in which form it came.
        self._choices = ["choice"] if "choice" in columns else [name for name in CHANNELS if name in columns]
        self._proofs = [(name, bit) for name, bit in PROOFS.items() if name in columns]
        self._closed = [name for name in ("parking", "kind", *PROOFS, *self._choices) if name in columns]
        self._known: dict[tuple[str, ...], tuple[str, str, int, int]] = {}
        self._units: dict[str, Unit] = {}
        self._rows: dict[str, list[str]] = {}
        self._refused: list[RefusedRow] = []
        self._stated: int | None = None
        self._again = 0
        self._unclear = 0

    def take(self, number: int, row: Mapping[str, str]) -> None:
        """One row of the file."""
        if not TOTALS.isdisjoint([row[name].casefold() for name in self._named if len(row[name]) <= LONGEST_TOTAL]):
            self._stated = self._total(row)
            return
        try:
            unit = self._unit(number, row)
        except BadArea as bad:
            self._refuse(number, f"area_{bad.code}")
            return
        before = self._units.get(unit.key)
        if before is None:
            self._units[unit.key] = unit
        elif before.area != unit.area:
            self._refuse(number, "unit_twice_with_other_area")
        else:
            self._again += 1
            self._units[unit.key] = _both(before, unit)

    def done(self, misfits: Sequence[Misfit]) -> OwnersFile:
        """Everything that was read."""
        for misfit in misfits:
            self._refuse(misfit.number, "cells_beyond_headings")
        return OwnersFile(tuple(self._units.values()), tuple(self._refused), self._stated, tuple(self._remarks()))

    def _unit(self, number: int, row: Mapping[str, str]) -> Unit:
        area = _area(row["area"])
        place = [*filter(None, [_plain(row[name]) for name in self._place])]
        kind, said, proofs, unclear = self._closed_words(row)
        self._unclear += unclear
        scope = _plain(row["scope"]) if row.get("scope") else "-".join(place[:-1])
        return Unit("-".join(place) or f"#{number}", area, _head(row), said, proofs, kind, scope)

    def _closed_words(self, row: Mapping[str, str]) -> tuple[str, str, int, int]:
        """Kind, answer, proofs and unclear answers; few rows differ in these columns: each combination is read once."""
        cells = tuple([row[name] for name in self._closed])
        found = self._known.get(cells)
        if found is None:
            space = row.get("parking", "")
            kind = PARKING if is_plain_yes(space) or kind_of(space) == PARKING else kind_of(row.get("kind", ""))
            found = (kind, *self._said(row))
            if len(self._known) < MOST_KNOWN:
                self._known[cells] = found
        return found

    def _said(self, row: Mapping[str, str]) -> tuple[str, int, int]:
        """What the row's ballots say: of a paper and an electronic one that differ, nobody knows which was meant."""
        said, unclear = SILENT, 0
        for name in self._choices:
            found = choice_of(row[name])
            unclear += not found
            said = together(said, found or VOID)
        return said, sum(bit for name, bit in self._proofs if is_yes(row[name])), unclear

    def _total(self, row: Mapping[str, str]) -> int | None:
        try:
            return _area(row["area"])
        except BadArea:
            return self._stated

    def _refuse(self, number: int, code: str) -> None:
        self._refused.append(RefusedRow(number, Reason(code, {"row": number})))

    def _remarks(self) -> Iterator[Reason]:
        if self._again:
            yield Reason("unit_in_several_rows", {"rows": self._again})
        if self._unclear:
            yield Reason("choice_unreadable", {"rows": self._unclear})
        if "owner" in self._columns and "holder" not in self._columns:
            yield Reason("heads_told_apart_by_name")


def _head(row: Mapping[str, str]) -> str:
    """Whose head a unit is: the developer's for its stock, else a key of the holder, else the names of all holders."""
    developer, owner, holder = row.get("developer"), row.get("owner"), row.get("holder")
    if owner and plain(owner) in DEVELOPERS:
        return DEVELOPER
    if developer and is_yes(developer):
        return DEVELOPER if is_plain_yes(developer) else f"{DEVELOPER}:{plain(developer)}"
    return holders_of(holder) if holder else holders_of(owner or "", row.get("co_owners", ""))


def _both(one: Unit, other: Unit) -> Unit:
    """A unit of which two rows speak: one head whoever holds it, its area once; papers that disagree are void."""
    choice = together(one.choice, other.choice)
    head = one.head if DEVELOPER in (one.head, other.head) and one.head else holders_of(one.head, other.head)
    return Unit(one.key, one.area, head, choice, one.proofs & other.proofs, one.kind or other.kind, one.scope)
