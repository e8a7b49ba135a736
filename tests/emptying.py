"""Let a test that really commits empty the database afterwards, though triggers guard the record against just that."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection, transaction


@contextmanager
def guards_lifted() -> Iterator[None]:
    """Inside, the database refuses nothing; afterwards its triggers stand as before. Only tests may do this."""
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL session_replication_role = replica")
            yield
            cursor.execute("SET LOCAL session_replication_role = origin")  # the test's transaction goes on around this
            return
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = cursor.fetchall()
        for name, _sql in triggers:
            cursor.execute(f"DROP TRIGGER {name}")
        yield
        for _name, sql in triggers:
            cursor.execute(sql)


@pytest.fixture(scope="session", autouse=True)
def _flush_lifts_the_guards() -> Iterator[None]:
    """Django's flush after a transactional test runs with the guards lifted."""
    kind = type(connection.ops)
    flush = kind.execute_sql_flush

    def lifted(self: Any, sql_list: list[str]) -> None:
        with guards_lifted():
            flush(self, sql_list)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kind, "execute_sql_flush", lifted)
        yield
