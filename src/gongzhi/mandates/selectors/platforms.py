"""The four platforms (row E08): to which one a group belongs where a list does not say it for each matter type."""

from __future__ import annotations

import csv
from functools import lru_cache
from pathlib import Path

LISTS = Path(__file__).parents[1] / "lists"


@lru_cache(maxsize=1)
def defaults() -> dict[str, str]:
    """Group → platform, from lists/platforms.csv: for sheets made before the list was classed."""
    with (LISTS / "platforms.csv").open(encoding="utf-8-sig", newline="") as file:
        return {row["group"]: row["platform"] for row in csv.DictReader(file)}
