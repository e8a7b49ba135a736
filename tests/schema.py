"""Migrate SQLite once for every state of the migrations: the next test process begins with a copy of that."""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import django
from django.db.backends.sqlite3.creation import DatabaseCreation

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "gongzhi"
KEPT = ROOT / "var" / "test" / "schema"
_STATES = 4  # how many states of the migrations are kept


def state() -> str:
    """A short name for everything that migrating depends on."""
    seen = hashlib.sha256(django.__version__.encode())
    for path in sorted([*SOURCE.glob("*/migrations/*.py"), *SOURCE.glob("record/guards.py")]):
        seen.update(path.name.encode() + path.read_bytes())
    return seen.hexdigest()[:16]


def begin_with_a_copy() -> None:
    """From now on a test database starts as a copy, where one is kept, and leaves one behind where none was."""
    make, migrate = DatabaseCreation._create_test_db, DatabaseCreation.create_test_db

    def made(self: DatabaseCreation, verbosity: int, autoclobber: bool, keepdb: bool = False) -> str:
        name = str(make(self, verbosity, autoclobber, keepdb))
        template = KEPT / f"{state()}.sqlite3"
        if template.is_file() and not keepdb:
            shutil.copyfile(template, name)
        return name

    def migrated(self: DatabaseCreation, *given: Any, **more: Any) -> str:
        name = str(migrate(self, *given, **more))
        template = KEPT / f"{state()}.sqlite3"
        if not template.is_file():
            _keep(Path(name), template)
        return name

    for attribute, method in (("_create_test_db", made), ("create_test_db", migrated)):
        _replace(attribute, method)


def _replace(attribute: str, method: Callable[..., str]) -> None:
    setattr(DatabaseCreation, attribute, method)


def _keep(name: Path, template: Path) -> None:
    """Copy what was migrated under its name in one step, and let go of the oldest ones."""
    KEPT.mkdir(parents=True, exist_ok=True)
    half = template.with_suffix(f".{os.getpid()}")
    with closing(sqlite3.connect(name)) as source, closing(sqlite3.connect(half)) as target:
        source.backup(target)
    half.replace(template)
    for old in sorted(KEPT.glob("*.sqlite3"), key=lambda p: p.stat().st_mtime)[:-_STATES]:
        old.unlink(missing_ok=True)
