"""Take ids before the rows are written, because a place's path holds its own id."""

from __future__ import annotations

from django.db import connection
from django.db.models import Max

from gongzhi.places.models import Place


def take(count: int) -> list[int]:
    """`count` ids that nobody else will get; inside the transaction that writes the rows.

    PostgreSQL gives them from the column's sequence. SQLite has one writer at a time and places are never deleted, so
    the numbers after the largest one are free.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
                [Place._meta.db_table, count],
            )
            return [row[0] for row in cursor.fetchall()]
    first = (Place.objects.aggregate(last=Max("pk"))["last"] or 0) + 1
    return list(range(first, first + count))
