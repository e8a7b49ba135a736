"""The kinds of projects, read from their table and checked when it is loaded."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from typing import Any

from gongzhi.projects.lifecycle import PROJECT
from gongzhi.projects.words import projects as words

PAYS = ("building", "accepted")
_KEYS = {"key", "cap", "core", "open", "builder", "photos", "pays", "extra"}


@dataclass(frozen=True)
class KindRow:
    """One kind: `cap` is the name of a dated rule or empty, `extra` the evidence that a move asks for besides."""

    key: str
    pays: str
    cap: str = ""
    core: tuple[str, ...] = ()
    open: bool = False
    builder: bool = False
    photos: bool = False
    extra: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Admitted:
    """What may stand as one kind of evidence."""

    labels: tuple[str, ...]
    paper: bool


@dataclass(frozen=True)
class Table:
    """The whole table."""

    kinds: Mapping[str, KindRow]
    evidence: Mapping[str, Admitted]
    procedures: Mapping[str, tuple[str, ...]]


@lru_cache(maxsize=1)
def table() -> Table:
    """The table that ships, read once."""
    return parsed(files("gongzhi.projects.tables").joinpath("kinds.toml").read_text("utf-8"))


def kind(key: str) -> KindRow:
    """One kind; KeyError for a word that the table does not hold."""
    return table().kinds[key]


def parsed(text: str) -> Table:
    """A table from its text. ValueError names the line's kind and what is wrong with it."""
    data = tomllib.loads(text)
    rows = [_row(raw) for raw in data.get("kind", ())]
    kinds = {row.key: row for row in rows}
    if len(kinds) < len(rows) or set(kinds) != set(words.KINDS):
        raise ValueError(f"kinds: {sorted(set(words.KINDS) ^ set(kinds))} missing, unknown or twice")
    evidence = {
        name: Admitted(tuple(raw["labels"]), bool(raw["paper"])) for name, raw in data.get("evidence", {}).items()
    }
    if set(evidence) != set(words.EVIDENCE) - {"needs"}:
        raise ValueError(f"evidence: {sorted(set(evidence) ^ set(words.EVIDENCE))} missing or unknown")
    procedures = {name: tuple(keys) for name, keys in data.get("procedures", {}).items()}
    if list(procedures) != list(words.PROCEDURES) or any(set(k) - set(words.EVIDENCE) for k in procedures.values()):
        raise ValueError("procedures: the four, in their order, with known evidence")
    return Table(kinds, evidence, procedures)


def _row(raw: Mapping[str, Any]) -> KindRow:
    name = raw.get("key", "?")
    if set(raw) - _KEYS:
        raise ValueError(f"{name}: unknown words {sorted(set(raw) - _KEYS)}")
    if raw.get("pays") not in PAYS:
        raise ValueError(f"{name}: pays must be one of {PAYS}")
    core = tuple(raw.get("core", ()))
    if set(core) - (set(words.ROLES) - set(words.OPEN_ROLES)):
        raise ValueError(f"{name}: a core seat is unknown, or open to everybody")
    extra = {move: tuple(keys) for move, keys in raw.get("extra", {}).items()}
    moves = {move.name for move in PROJECT.moves}
    if set(extra) - moves or any(set(keys) - set(words.EVIDENCE) for keys in extra.values()):
        raise ValueError(f"{name}: extra evidence of an unknown move or kind")
    return KindRow(
        name, raw["pays"], raw.get("cap", ""), core, bool(raw.get("open")), bool(raw.get("builder")),
        bool(raw.get("photos")), extra,
    )  # fmt: skip
