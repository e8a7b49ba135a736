"""Who asks for a rule, read from the source itself: the impact list of a new law cannot be forgotten (row J07)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from pathlib import Path

# A whole name, or the beginning of one that the code completes: "case.tier." or f"case.tier.{tier}".
_QUOTED = re.compile(r"""["']([a-z][a-z0-9_]*(?:\.[a-z0-9_]+)*\.?)(["'{])""")
_SOURCES = ("*.py", "*.toml")


def asked_in(house: Path, names: Collection[str]) -> dict[str, tuple[str, ...]]:
    """The packages in whose source each name stands; () for a name that nobody asks for."""
    found: dict[str, set[str]] = {name: set() for name in names}
    for package, said in _said(house):
        for name in names:
            if name in said or any(name.startswith(start) for start in said if start.endswith(".")):
                found[name].add(package)
    return {name: tuple(sorted(packages)) for name, packages in found.items()}


def _said(house: Path) -> Iterator[tuple[str, set[str]]]:
    for folder in sorted(path for path in house.iterdir() if path.is_dir() and path.name != "rulebook"):
        said: set[str] = set()
        for pattern in _SOURCES:
            for path in folder.rglob(pattern):
                said |= {name for name, _ in _QUOTED.findall(path.read_text("utf-8")) if "." in name}
        yield folder.name, said
