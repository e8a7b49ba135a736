"""Read the rows of a sheet into a list, or say row by row why it cannot be one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from gongzhi.kernel.limit import LARGEST, Limit
from gongzhi.mandates.rules.shape import COLUMNS, FURTHER, JOIN, MATTER_COLUMNS, Line, Matter, Row

MOST_ROWS = 20_000
LONGEST = {"code": 12, "group": 40, "name": 60, "words": 600, "ground": 300, "evidence": 120}
LONGEST_OTHER = 200
MAY_BE_BLANK = frozenset({"assisting", "informed", *FURTHER})
SHORTEST_WORD = 2
_CODE = re.compile(r"[A-Z][A-Z0-9]*", re.ASCII)
_NUMBER = re.compile(r"[1-9][0-9]{0,5}", re.ASCII)
_BLANK_CODE = {"lead": "no_lead", "ground": "no_ground"}


@dataclass(frozen=True)
class Words:
    """The closed words that the cells may hold."""

    rungs: Sequence[str]
    bodies: Collection[str]
    kinds: Collection[str]
    tiers: Collection[str]
    units: Collection[str]
    platforms: Collection[str] = ()
    platform_of_group: Mapping[str, str] = field(default_factory=dict)  # for sheets that do not class their matters


@dataclass(frozen=True)
class Refusal:
    """One reason against the sheet: its row as the spreadsheet counts (0: the sheet as a whole)."""

    row: int
    column: str
    code: str
    value: str = ""


@dataclass(frozen=True)
class Outcome:
    """What a sheet gave: the list (empty when anything was refused), every refusal, and the rows that were in order."""

    matters: tuple[Matter, ...]
    refusals: tuple[Refusal, ...]
    accepted: tuple[int, ...]


def read(rows: Sequence[Mapping[str, str]], words: Words, numbers: Sequence[int] = ()) -> Outcome:
    """The list that the rows make. One gap, double lead or unknown word, and the whole sheet is refused.

    `numbers` are the rows' numbers in their file; without them they count from 2, under a heading.
    """
    clean = [(number, _clean(row, words)) for number, row in zip(numbers or range(2, len(rows) + 2), rows, strict=True)]
    clean = [(number, row) for number, row in clean if any(row.values())]
    whole = _whole(rows, clean)
    if whole:
        return Outcome((), tuple(whole), ())
    refusals = [r for number, row in clean for r in _judge(number, row, words)]
    refusals += _together(clean, words)
    refused = {r.row for r in refusals}
    accepted = tuple(number for number, _ in clean if number not in refused)
    matters = () if refusals else _build([row for _, row in clean], words)
    return Outcome(matters, tuple(sorted(refusals, key=lambda r: (r.row, r.column))), accepted)


def _whole(rows: Sequence[Mapping[str, str]], clean: Sequence[tuple[int, Row]]) -> list[Refusal]:
    if not clean:
        return [Refusal(0, "", "empty")]
    if len(clean) > MOST_ROWS:
        return [Refusal(0, "", "too_many", str(MOST_ROWS))]
    return [Refusal(0, column, "missing_column", column) for column in COLUMNS if column not in rows[0]]


def _clean(row: Mapping[str, str], words: Words) -> Row:
    clean = {column: _text(row.get(column, "")) for column in (*COLUMNS, *FURTHER)}
    clean["counts"] = clean["counts"] or ("yes" if clean["code"] else "")
    clean["platform"] = clean["platform"] or words.platform_of_group.get(clean["group"], "")
    return clean


def _text(value: object) -> str:
    """A cell's text: control characters and outer space removed, lines made one, composed (NFC)."""
    text = unicodedata.normalize("NFC", "" if value is None else str(value))
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def parts(cell: str) -> tuple[str, ...]:
    """The pieces of a cell such as "居委会|物业", in order, each once."""
    return tuple(dict.fromkeys(p for p in (piece.strip() for piece in cell.split(JOIN)) if p))


def _judge(number: int, row: Row, words: Words) -> list[Refusal]:
    """What is wrong with one row by itself."""
    blank = [c for c in COLUMNS if not row[c] and c not in MAY_BE_BLANK]
    found = [Refusal(number, c, _BLANK_CODE.get(c, "blank")) for c in blank]
    for column, cell in row.items():
        if cell[:1] in {"=", "+", "@"}:
            found.append(Refusal(number, column, "formula", cell[:20]))
        if len(cell) > LONGEST.get(column, LONGEST_OTHER):
            found.append(Refusal(number, column, "too_long", cell[:20]))
    checks = (*_closed(row, words), *_bodies(row, words), *_numbers(row, words))
    return found + [Refusal(number, column, code, value) for column, code, value in checks if column not in blank]


def _closed(row: Row, words: Words) -> list[tuple[str, str, str]]:
    lists = {
        "kind": (words.kinds, "unknown_word"),
        "tier": (words.tiers, "unknown_word"),
        "start": (words.rungs, "unknown_rung"),
        "rung": (words.rungs, "unknown_rung"),
        "urgent": (("yes", "no"), "unknown_word"),
        "counts": (("yes", "no"), "unknown_word"),
        "unit": (words.units, "unknown_unit"),
        "platform": (("", *words.platforms), "unknown_word"),
    }
    found = [(column, code, row[column]) for column, (known, code) in lists.items() if row[column] not in known]
    if not _CODE.fullmatch(row["code"]):
        found.append(("code", "bad_code", row["code"]))
    found += [("words", "short_word", word) for word in parts(row["words"]) if len(word) < SHORTEST_WORD]
    return found


def _bodies(row: Row, words: Words) -> list[tuple[str, str, str]]:
    leads = parts(row["lead"])
    if len(leads) > 1:
        return [("lead", "two_leads", row["lead"])]
    found = [
        (column, "unknown_body", body)
        for column in ("lead", "assisting", "informed")
        for body in parts(row[column])
        if body not in words.bodies
    ]
    found += [(c, "lead_assists", b) for c in ("assisting", "informed") for b in parts(row[c]) if b in leads]
    return found


def _numbers(row: Row, words: Words) -> list[tuple[str, str, str]]:
    good = _NUMBER.fullmatch(row["limit"]) and int(row["limit"]) <= LARGEST
    return [] if good else [("limit", "bad_limit", row["limit"])]


def _together(rows: Sequence[tuple[int, Row]], words: Words) -> list[Refusal]:
    """What is wrong between rows: two leads, a missing rung, a matter described in two ways, a name used twice."""
    found: list[Refusal] = []
    first: dict[str, tuple[int, Row]] = {}
    leads: dict[tuple[str, str], str] = {}
    names: dict[str, str] = {}
    for number, row in rows:
        code, cell = row["code"], (row["code"], row["rung"])
        if cell in leads:
            same = leads[cell] == row["lead"]
            found.append(Refusal(number, "lead", "twice" if same else "two_leads", row["lead"]))
        leads.setdefault(cell, row["lead"])
        if code in first:
            found += _differences(number, row, first[code][1])
        elif names.setdefault(row["name"], code) != code:
            found.append(Refusal(number, "name", "name_twice", row["name"]))
        first.setdefault(code, (number, row))
    for code, (number, _row) in first.items():
        missing = [rung for rung in words.rungs if (code, rung) not in leads]
        found += [Refusal(number, "rung", "missing_rung", rung) for rung in missing]
    return found


def _differences(number: int, row: Row, first: Row) -> list[Refusal]:
    return [Refusal(number, c, "differs", row[c]) for c in (*MATTER_COLUMNS, *FURTHER) if row[c] != first[c]]


def _build(rows: Sequence[Row], words: Words) -> tuple[Matter, ...]:
    """The list in the sheet's order of matters, each matter's lines from the lowest rung up."""
    by_code: dict[str, dict[str, Row]] = {}
    for row in rows:
        by_code.setdefault(row["code"], {})[row["rung"]] = row
    return tuple(
        build(number, cells[words.rungs[0]], [cells[rung] for rung in words.rungs])
        for number, cells in enumerate(by_code.values(), start=1)
    )


def build(number: int, row: Row, lines: Sequence[Row]) -> Matter:
    """One matter type from its rows."""
    matter = Matter(
        row["code"], number, row["group"], row["name"], parts(row["words"]), row["kind"], row["tier"], row["start"],
        row["urgent"] == "yes", row["name_en"], row["group_en"], row["counts"] == "yes", row["platform"],
    )  # fmt: skip
    for cell in lines:
        matter.lines[cell["rung"]] = Line(
            row["code"], number, cell["rung"], cell["lead"], parts(cell["assisting"]), parts(cell["informed"]),
            cell["ground"], Limit(int(cell["limit"]), cell["unit"]), cell["evidence"],
        )  # fmt: skip
    return matter
