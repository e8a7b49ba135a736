"""Read pack files from folders, and settle what a local pack may replace."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from gongzhi.rulebook.rules import LAW, BadPack, Rule, periods, read_days, read_pack


@dataclass(frozen=True)
class Book:
    """All rules by name in order of time, the days that packs add to the calendar, and the packs' own titles."""

    rules: Mapping[str, tuple[Rule, ...]]
    days: Mapping[date, bool]
    titles: Mapping[str, str]


def read_folders(shipped: Path, local: Path | None = None) -> Book:
    """The shipped packs, with local ones on top; BadPack names the file and the rule that cannot be relied on."""
    rules, days, titles = _read(shipped)
    if local is None:
        return Book(rules, days, titles)
    if not local.is_dir():
        raise BadPack(f"GONGZHI_RULE_PACKS names no folder: {local.name}")
    own, own_days, own_titles = _read(local)
    for name, values in own.items():
        if any(r.ground == LAW for r in rules.get(name, ())):
            raise BadPack(f"{values[0].pack}: {name} is national law, which a local pack cannot replace")
    return Book({**rules, **own}, {**days, **own_days}, {**titles, **own_titles})


def _read(folder: Path) -> tuple[dict[str, tuple[Rule, ...]], dict[date, bool], dict[str, str]]:
    rules: list[Rule] = []
    days: dict[date, bool] = {}
    titles: dict[str, str] = {}
    for name, data in _files(folder):
        rules += read_pack(name, data)
        days |= read_days(name, data)
        titles[name] = str(data.get("pack", {}).get("title", name))
    return periods(rules), days, titles


def _files(folder: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    for path in sorted(folder.glob("*.toml")):
        try:
            yield path.name, tomllib.loads(path.read_text("utf-8"))
        except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise BadPack(f"{path.name}: not readable as TOML: {error}") from error
