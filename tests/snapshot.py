"""Build a world once a process and put its rows back for every later test: building costs ten times as much."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.apps import apps
from django.db import connection, models

from gongzhi.mandates import selectors as mandates

Made = TypeVar("Made")
# A trigger fills it when facts are inserted.
_FILLED_BY_TRIGGER = {"record_unsealed"}


@dataclass(frozen=True)
class _Kept:
    """The rows of each table that the building filled, and what it gave back."""

    rows: dict[str, tuple[list[str], list[tuple[Any, ...]]]]
    numbered: tuple[str, ...]
    made: bytes


_kept: dict[tuple[str, str], _Kept] = {}


def once(name: str, build: Callable[[], Made]) -> Made:
    """What `build` makes in an empty database; the second time its rows are put back as they were.

    In a database that is not empty it builds again, so a test that has made something before gets what it asks for.
    """
    key = (connection.alias + connection.vendor, name)
    if not _empty():
        return build()
    if key not in _kept:
        made = build()
        _kept[key] = _Kept(_read(), _numbered(), pickle.dumps(made))
        return made
    _put_back(_kept[key])
    mandates.forget()
    return pickle.loads(_kept[key].made)


def _tables() -> list[type[models.Model]]:
    return [model for model in apps.get_models(include_auto_created=True) if _ours(model)]


def _ours(model: type[models.Model]) -> bool:
    return model.__module__.startswith("gongzhi.") and model._meta.managed


def _empty() -> bool:
    asked = " UNION ALL ".join(f'SELECT 1 WHERE EXISTS (SELECT 1 FROM "{m._meta.db_table}")' for m in _tables())
    with connection.cursor() as cursor:
        cursor.execute(asked)
        return cursor.fetchone() is None


def _read() -> dict[str, tuple[list[str], list[tuple[Any, ...]]]]:
    found = {}
    with connection.cursor() as cursor:
        for model in _tables():
            table = model._meta.db_table
            cursor.execute(f'SELECT * FROM "{table}"')
            columns = [column[0] for column in cursor.description]
            rows = [tuple(row) for row in cursor.fetchall()]
            if rows and table not in _FILLED_BY_TRIGGER:
                found[table] = (columns, rows)
    return found


def _numbered() -> tuple[str, ...]:
    """The tables whose numbers a sequence gives."""
    return tuple(m._meta.db_table for m in _tables() if isinstance(m._meta.pk, models.AutoField | models.BigAutoField))


def _put_back(kept: _Kept) -> None:
    with connection.cursor() as cursor:
        for table, (columns, rows) in kept.rows.items():
            names = ", ".join(f'"{column}"' for column in columns)
            places = ", ".join(["%s"] * len(columns))
            whole = ", ".join([f"({places})"] * len(rows))
            cursor.execute(f'INSERT INTO "{table}" ({names}) VALUES {whole}', [value for row in rows for value in row])
        if connection.vendor == "postgresql":
            for table in set(kept.numbered) & set(kept.rows):
                cursor.execute("SELECT pg_get_serial_sequence(%s, 'id')", [f'"{table}"'])
                (sequence,) = cursor.fetchone()
                cursor.execute(
                    f'SELECT setval(%s, GREATEST(nextval(%s), (SELECT max(id) FROM "{table}")))',
                    [sequence, sequence],
                )
