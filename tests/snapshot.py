"""Build a world once a process and put its rows back for every later test: building costs ten times as much."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.apps import apps
from django.db import connection, models
from tests.emptying import guards_lifted

from gongzhi.cases.models import Case
from gongzhi.cases.search import index_case
from gongzhi.mandates import selectors as mandates

Made = TypeVar("Made")
# A trigger fills it when facts are inserted.
_FILLED_BY_TRIGGER = {"record_unsealed"}
# Triggers add up money in it as it moves: rows that hold some are put back with all triggers lifted.
_COUNTED = {"ledger_day"}
# Not ours and filled all the same: by migrating, by whoever was signed in while building, or again by _search_again.
_NOT_KEPT = {"django_migrations", "django_content_type", "auth_permission", "django_session", "sqlite_sequence"}
_SEARCH = "cases_words"


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
        assert not _elsewhere(), f"{name} fills {_elsewhere()}, which are not put back"
        _kept[key] = _Kept(_read(), _numbered(), pickle.dumps(made))
        return made
    _put_back(_kept[key])
    _search_again()
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


def _elsewhere() -> list[str]:
    """Tables with rows that nobody puts back."""
    names = set(connection.introspection.table_names()) - {m._meta.db_table for m in _tables()} - _NOT_KEPT
    with connection.cursor() as cursor:
        return [n for n in names if not n.startswith(_SEARCH) and _has_rows(cursor, n)]


def _has_rows(cursor: Any, table: str) -> bool:
    cursor.execute(f'SELECT EXISTS (SELECT 1 FROM "{table}")')
    return bool(cursor.fetchone()[0])


def _search_again() -> None:
    """The search index of cases belongs to no model; what was reported is put into it as on reporting."""
    for case in Case.objects.order_by("pk"):
        index_case(case)


def _read() -> dict[str, tuple[list[str], list[tuple[Any, ...]]]]:
    found = {}
    with connection.cursor() as cursor:
        for model in _tables():
            table = model._meta.db_table
            cursor.execute(f'SELECT * FROM "{table}"')
            columns = [column[0] for column in cursor.description]
            rows = [tuple(row) for row in cursor.fetchall()]
            if rows:
                found[table] = (columns, rows)
    return found


def _numbered() -> tuple[str, ...]:
    """The tables whose numbers a sequence gives."""
    return tuple(m._meta.db_table for m in _tables() if isinstance(m._meta.pk, models.AutoField | models.BigAutoField))


def _put_back(kept: _Kept) -> None:
    if _COUNTED & set(kept.rows):
        with guards_lifted():
            _insert(kept.rows)
    else:
        _insert({table: rows for table, rows in kept.rows.items() if table not in _FILLED_BY_TRIGGER})
    if connection.vendor == "postgresql":
        _number_on(set(kept.numbered) & set(kept.rows))


def _insert(tables: dict[str, tuple[list[str], list[tuple[Any, ...]]]]) -> None:
    with connection.cursor() as cursor:
        for table, (columns, rows) in tables.items():
            names = ", ".join(f'"{column}"' for column in columns)
            places = ", ".join(["%s"] * len(columns))
            whole = ", ".join([f"({places})"] * len(rows))
            cursor.execute(f'INSERT INTO "{table}" ({names}) VALUES {whole}', [value for row in rows for value in row])


def _number_on(tables: set[str]) -> None:
    """The next rows get numbers after those that were put back."""
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute("SELECT pg_get_serial_sequence(%s, 'id')", [f'"{table}"'])
            (sequence,) = cursor.fetchone()
            cursor.execute(
                f'SELECT setval(%s, GREATEST(nextval(%s), (SELECT max(id) FROM "{table}")))',
                [sequence, sequence],
            )
