"""Totals and award of a venture call: whole points, a rule for ties, and anybody with the file gets the same."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Sheets = Mapping[str, Mapping[str, Mapping[str, int]]]


@dataclass(frozen=True)
class Entry:
    """One proposal as the rule sees it: its code and what it asks for, in fen."""

    code: str
    amount: int


@dataclass(frozen=True)
class Total:
    """What a proposal got: all points, those of the first criterion (for ties), out of how many, and the outcome."""

    code: str
    points: int
    first: int
    of: int
    amount: int
    awarded: bool
    why: str


@dataclass(frozen=True)
class Rules:
    """The rules of a call as they stood before the first proposal."""

    criteria: tuple[tuple[str, int], ...]
    budget: int
    threshold: int


def outcome(rules: Rules, entries: Sequence[Entry], sheets: Sheets) -> list[Total]:
    """Every proposal from the best on. `sheets`: scorer → code → criterion → points.

    In order of all points; a tie goes by the first criterion, then the smaller amount, then the code. One after another
    gets its amount while it reaches the threshold and the money lasts; one that does not fit is passed over.
    """
    first = rules.criteria[0][0]
    of = len(sheets) * sum(most for _key, most in rules.criteria)
    rows = []
    for entry in entries:
        given = [sheet[entry.code] for sheet in sheets.values()]
        rows.append((entry, sum(sum(points.values()) for points in given), sum(points[first] for points in given)))
    rows.sort(key=lambda row: (-row[1], -row[2], row[0].amount, row[0].code))
    left, found = rules.budget, []
    for entry, points, lead in rows:
        why = "low" if points * 100 < rules.threshold * of or of == 0 else "budget" if entry.amount > left else ""
        left -= 0 if why else entry.amount
        found.append(Total(entry.code, points, lead, of, entry.amount, not why, why))
    return found


def tranches(amount: int, parts: Sequence[int]) -> list[int]:
    """An amount in fen divided by parts of a hundred; what does not divide goes to the last one."""
    cut = [amount * part // 100 for part in parts[:-1]]
    return [*cut, amount - sum(cut)]


def recount(file: Mapping[str, Any]) -> list[Total]:
    """The outcome from a published file alone."""
    rules = Rules(
        tuple((one["key"], one["most"]) for one in file["criteria"]), file["budget"], file["threshold"]
    )  # fmt: skip
    return outcome(rules, [Entry(one["code"], one["amount"]) for one in file["proposals"]], file["sheets"])


def digest(file: Mapping[str, Any]) -> str:
    """SHA-256 of a file written down in the one way."""
    text = json.dumps(file, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
