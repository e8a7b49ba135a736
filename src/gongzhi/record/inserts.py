"""Write new rows by a statement that is made once: a report writes six tables, and making statements was most of it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from django.db import connection, models


@lru_cache(maxsize=256)
def _statement(model: type[models.Model], vendor: str, count: int) -> str:
    """INSERT for so many rows of this table, without the id, which comes back."""
    quote = connection.ops.quote_name
    columns = [quote(field.column or "") for field in _fields(model)]
    row = f"({', '.join(['%s'] * len(columns))})"
    key = quote(model._meta.auto_field.column or "") if model._meta.auto_field else ""
    table = quote(model._meta.db_table)
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES {', '.join([row] * count)} RETURNING {key}"


@lru_cache(maxsize=64)
def _fields(model: type[models.Model]) -> tuple[models.Field[object, object], ...]:
    return tuple(field for field in model._meta.local_concrete_fields if not field.primary_key)


def insert(rows: Sequence[models.Model]) -> None:
    """Write new rows of one table, whose ids the database gives; each row knows its id afterwards.

    What `bulk_create` does, without building the statement anew. Raises what the database says (IntegrityError).
    """
    if not rows:
        return
    model = type(rows[0])
    values = [f.get_db_prep_save(getattr(row, f.attname), connection) for row in rows for f in _fields(model)]
    with connection.cursor() as cursor:
        cursor.execute(_statement(model, connection.vendor, len(rows)), values)
        given = cursor.fetchall()
    # Both databases number the rows of one statement in their order; which one they return first is their own affair.
    for row, (number,) in zip(rows, sorted(given), strict=True):
        row.pk = number
        row._state.adding = False
        row._state.db = connection.alias
