"""Tell within a moment whether anything is left to prepare, so that a second start need not load the house for it.

Run as a program without the framework: status 0 means that nothing changed since `--note` was last given.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[1]
ROOT = SOURCE.parents[1]
# What decides how much of the street is built, or where things lie.
SWITCHES = ("GONGZHI_DEMO", "GONGZHI_DEMO_SIZE", "GONGZHI_VAR")
_PASSING = {"__pycache__"}
_COMPILED = ".mo"


def state(var: Path, source: Path = SOURCE) -> str:
    """A short name for all that a preparation depends on; "" when one is needed in any case.

    That is: another database server, no embedded file yet, or a demonstration whose loading was interrupted.
    """
    database = var / "gongzhi.sqlite3"
    if os.environ.get("DATABASE_URL") or not database.is_file() or (var / "demo.loading").exists():
        return ""
    seen = hashlib.sha256()
    for part in (
        *_files(source),
        *_collected(var),
        *(os.environ.get(name, "") for name in SWITCHES),
        _migrated(database),
    ):
        seen.update(f"{part}\0".encode())
    return seen.hexdigest()


def _files(source: Path) -> Iterator[str]:
    """Every file of the source with its size and time of change; a compiled one only by being there."""
    for folder, folders, names in os.walk(source):
        folders[:] = sorted(set(folders) - _PASSING)
        for name in sorted(names):
            path = os.path.join(folder, name)
            told = os.stat(path)
            yield path if name.endswith(_COMPILED) else f"{path} {told.st_size} {told.st_mtime_ns}"


def _collected(var: Path) -> Iterator[str]:
    """What the package registries brought, and which static files were collected."""
    for path in (ROOT / "node_modules" / ".installed", var / "static" / ".collected"):
        yield path.read_text() if path.is_file() else f"no {path.name}"


def _migrated(database: Path) -> str:
    """Which migrations the file has seen: a restored backup may be older than the code."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        try:
            return str(connection.execute("SELECT app, name FROM django_migrations ORDER BY id").fetchall())
        except sqlite3.DatabaseError:
            return "none"


def main(arguments: list[str]) -> int:
    """0: nothing to prepare; 1: prepare. With --note, remember the present state."""
    var = Path(os.environ.get("GONGZHI_VAR", ROOT / "var"))
    stamp, now = var / "prepared", state(var)
    if "--note" in arguments:
        stamp.write_text(now)
        return 0
    return 0 if now and stamp.is_file() and stamp.read_text() == now else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
