"""Find in a clause the words that no covenant may use, each with its ground; finding is all, a person decides."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

TABLE = Path(__file__).parents[1] / "tables" / "covenant_checks.toml"
_SENTENCE = re.compile(r"[^。；！？;!?\n]+")
_PIECE = re.compile(r"[^，,]+")
# "Must not fine" forbids a fine; "whoever litters must not … : fine" does not. Nothing that turns may stand between.
_NOT = re.compile(
    r"(不得|不准|不许|不能|不可|不应|不会|不再|不用|不要|不以|不设|不搞|禁止|严禁|无权|拒绝|反对|防止|避免)[^的者，。；：:]{0,12}$"
)


@dataclass(frozen=True)
class Check:
    """One thing that no covenant may say, in both languages, with its ground in law."""

    code: str
    title: str
    title_en: str
    ground: str
    ground_en: str
    why: str
    why_en: str


@dataclass(frozen=True)
class Hit:
    """Words of a text that a check found: from `start` up to `end`."""

    code: str
    start: int
    end: int
    found: str


@dataclass(frozen=True)
class _Pattern:
    code: str
    find: re.Pattern[str]
    beside: re.Pattern[str] | None
    unless: re.Pattern[str] | None
    cleared_by_not: bool


def checks() -> Mapping[str, Check]:
    """Every check by its code, in the order of the table."""
    return _read()[0]


def look(text: str) -> tuple[Hit, ...]:
    """What the checks find in a text, in its order; of two hits of one check that overlap only the longer."""
    found = [hit for sentence in _SENTENCE.finditer(text) for hit in _in_sentence(sentence)]
    kept: list[Hit] = []
    for hit in sorted(found, key=lambda h: (h.start, h.start - h.end)):
        if not any(k.code == hit.code and hit.start < k.end for k in kept):
            kept.append(hit)
    return tuple(kept)


def _in_sentence(sentence: re.Match[str]) -> Iterable[Hit]:
    said = sentence.group()
    for pattern in _read()[1]:
        if pattern.beside and not pattern.beside.search(said) or pattern.unless and pattern.unless.search(said):
            continue
        for match in pattern.find.finditer(said):
            if not (pattern.cleared_by_not and _negated(said, match.start())):
                start = sentence.start() + match.start()
                yield Hit(pattern.code, start, start + len(match.group()), match.group())


def _negated(said: str, at: int) -> bool:
    piece = next((p for p in _PIECE.finditer(said) if p.start() <= at < p.end()), None)
    return bool(piece and _NOT.search(said[piece.start() : at]))


@cache
def _read() -> tuple[dict[str, Check], tuple[_Pattern, ...]]:
    entries = tomllib.loads(TABLE.read_text("utf-8"))["check"]
    named = {e["code"]: Check(**{k: e[k] for k in Check.__dataclass_fields__}) for e in entries if "title" in e}
    unnamed = {e["code"] for e in entries} - set(named)
    if unnamed:
        raise ValueError(f"checks without title and ground: {sorted(unnamed)}")
    return named, tuple(_pattern(e, find) for e in entries for find in e["find"])


def _pattern(entry: Mapping[str, Any], find: str) -> _Pattern:
    beside, unless = entry.get("with"), entry.get("unless")
    return _Pattern(
        entry["code"],
        re.compile(find),
        re.compile(beside) if beside else None,
        re.compile(unless) if unless else None,
        entry.get("negation") != "counts",
    )
