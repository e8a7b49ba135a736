"""What residents cannot apply for on the need list's way, read from the table: what the law or an order settles."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

TABLE = Path(__file__).resolve().parents[1] / "tables" / "excluded.toml"


@dataclass(frozen=True)
class Exclusion:
    """Why a thing does not go this way, and on which ground."""

    why: str
    ground: str


ORDERED = Exclusion("ordered", "上级交办")


@cache
def _lines() -> tuple[dict[str, Exclusion], dict[str, Exclusion]]:
    codes: dict[str, Exclusion] = {}
    groups: dict[str, Exclusion] = {}
    for row in tomllib.loads(TABLE.read_text(encoding="utf-8"))["line"]:
        found = Exclusion(row["why"], row["ground"])
        for into, names in ((codes, row.get("codes", [])), (groups, row.get("groups", []))):
            for name in names:
                if name in into:
                    raise ValueError(f"excluded twice: {name}")
                into[name] = found
    return codes, groups


def exclusion(matter: str, group: str = "", *, ordered: bool = False) -> Exclusion | None:
    """Why an application about this matter type is not taken here; None when it is."""
    if ordered:
        return ORDERED
    codes, groups = _lines()
    return codes.get(matter) or groups.get(group)
