"""Take ids before the rows are written, because a place's path holds its own id; write many rows at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Max

from gongzhi.places.models import Place


def take(count: int) -> list[int]:
    """`count` ids that nobody else will get, ascending; inside the transaction that writes the rows.

    PostgreSQL gives them from the column's sequence. SQLite has one writer at a time and places are never deleted, so
    the numbers after the largest one are free.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
                [Place._meta.db_table, count],
            )
            return sorted(row[0] for row in cursor.fetchall())
    first = (Place.objects.aggregate(last=Max("pk"))["last"] or 0) + 1
    return list(range(first, first + count))


def write(places: Iterable[Place]) -> None:
    """Insert new places that have their ids: COPY on PostgreSQL, one prepared statement on SQLite.

    Three times as fast as `bulk_create`, which builds an expression for every value; constraints hold all the same.
    """
    fields = Place._meta.concrete_fields
    names = [field.attname for field in fields]
    columns = ", ".join(connection.ops.quote_name(field.column or "") for field in fields)
    table = connection.ops.quote_name(Place._meta.db_table)
    rows = ([place.__dict__[name] for name in names] for place in places)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            marks = ", ".join(["%s"] * len(names))
            cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", list(_plain(rows)))


def _plain(rows: Iterable[list[Any]]) -> Iterator[list[Any]]:
    """Days as the text that SQLite keeps."""
    for row in rows:
        yield [value.isoformat() if isinstance(value, date) else value for value in row]


def settle() -> None:
    """After a large import, let PostgreSQL answer counts and searches from the index alone, as it soon would anyway."""
    if connection.vendor == "postgresql" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute(f"VACUUM (ANALYZE) {connection.ops.quote_name(Place._meta.db_table)}")
