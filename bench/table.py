"""What was measured, as one table in Markdown, with the machine that it was measured on."""

from __future__ import annotations

import os
import platform
import statistics
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


@dataclass(frozen=True)
class Measure:
    """One figure: what, how much in which unit, the goal ("" for none), and what else is to be said."""

    what: str
    figure: float
    unit: str
    goal: str = ""
    note: str = ""

    @property
    def reached(self) -> bool | None:
        """Whether the goal is reached; None without a goal."""
        if not self.goal:
            return None
        sign, number = self.goal.split()
        return self.figure <= float(number) if sign == "<=" else self.figure >= float(number)

    def as_dict(self) -> dict[str, Any]:
        """For the file between two processes."""
        return asdict(self)


def median(took: Sequence[float]) -> float:
    """The middle of these."""
    return statistics.median(took)


def late(took: Sequence[float]) -> float:
    """The 95th percentile of these."""
    return sorted(took)[max(0, int(len(took) * 0.95) - 1)]


def machine() -> str:
    """Cores, memory, processor and Python of this machine."""
    pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30
    model = "unknown processor"
    info = Path("/proc/cpuinfo")
    if info.exists():
        names = [line.partition(":")[2].strip() for line in info.read_text().splitlines() if "model name" in line]
        model = names[0] if names else model
    return f"{os.cpu_count()} cores ({model}), {pages:.0f} GiB memory, Python {platform.python_version()}"


def shown(figure: float) -> str:
    """A figure with as many decimals as it can bear."""
    return f"{figure:,.0f}" if figure >= 100 else f"{figure:.1f}" if figure >= 1 else f"{figure:.2f}"


def markdown(cases: int, by_database: dict[str, tuple[str, list[Measure]]]) -> str:
    """The page: one row a measure, one column a database."""
    day = datetime.now(UTC).date().isoformat()
    names = list(by_database)
    versions = "; ".join(version for version, _ in by_database.values())
    lines = [
        "# Benchmarks", "",
        f"Written by `./bin/gongzhi bench --cases {cases}` on {day}.", "",
        f"Machine: {machine()}. {versions}.", "",
        f"Every measure ran on a database with {cases:,} cases, each with its facts, holder, duties, search words and "
        "verdict; three in a hundred are open. Milliseconds are of the whole page, forms and templates included. The "
        "databases run with their own defaults and wait for the disk; load client, server and database share the "
        "machine.", "",
        "| measure | goal | " + " | ".join(NAMES[name] for name in names) + " |",
        "|---|---|" + "---|" * len(names),
    ]  # fmt: skip
    for what in dict.fromkeys(m.what for _, found in by_database.values() for m in found):
        lines.append(_row(what, [next((m for m in by_database[n][1] if m.what == what), None) for n in names]))
    return "\n".join(lines) + "\n"


def _row(what: str, found: list[Measure | None]) -> str:
    goal = next((f"{m.goal} {m.unit}" for m in found if m and m.goal), "")
    cells = []
    for m in found:
        if m is None:
            cells.append("")
            continue
        missed = " **missed**" if m.reached is False else ""
        cells.append(f"{shown(m.figure)} {m.unit}{missed}" + (f" ({m.note})" if m.note else ""))
    return f"| {what} | {goal} | " + " | ".join(cells) + " |"
