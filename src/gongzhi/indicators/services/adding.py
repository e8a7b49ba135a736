"""Add to tallies: one statement for many rows, which both databases run without losing a count."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from django.db import connection
from django.db.models import F

from gongzhi.indicators.models import Counted, Tally
from gongzhi.indicators.rules.counting import INSIDE, OPENED, Entry, Life, month_of
from gongzhi.record.selectors import FactView

Key = tuple[int, int, int, int, str, str, int]
COLUMNS = ("month", "street_id", "community_id", "body_id", "measure", "word", "value")
UNIQUE = ("street_id", "community_id", "measure", "month", "body_id", "word", "value")  # as the constraint has it
ROWS = 100  # rows of one statement: 8 parameters each, under every limit of SQLite


def keys_of(life: Life, entry: Entry, month: int) -> list[Key]:
    """The rows that one counting goes into: the street's, the community's, and the body's in the street."""
    what = (entry.measure, entry.word, entry.value)
    street, community = life.street_id, life.community_id
    keys: list[Key] = [(month, street, 0, entry.body_id, *what)]
    if street:
        keys.append((month, street, 0, 0, *what))
    if community:
        keys.append((month, street, community, 0, *what))
    return keys


def tallied(counted: Iterable[tuple[Life, Entry, FactView]]) -> Counter[Key]:
    """The sums of many countings by row."""
    sums: Counter[Key] = Counter()
    for life, entry, fact in counted:
        sums.update(keys_of(life, entry, month_of(entry.at or fact.at)))
    return sums


def write(counted: list[tuple[Life, Entry, FactView]]) -> None:
    """Write countings one by one where a figure opens to them, and add all to the tallies."""
    Counted.objects.bulk_create(
        [
            Counted(
                fact_id=fact.id,
                case_id=fact.about.id,
                month=month_of(entry.at or fact.at),
                street_id=life.street_id,
                community_id=life.community_id,
                body_id=entry.body_id,
                measure=entry.measure,
                word=entry.word,
            )
            for life, entry, fact in counted
            if entry.measure in OPENED | INSIDE
        ],
        batch_size=500,
    )
    add(tallied(counted))


def take_away(counted: list[tuple[Life, Entry, FactView]]) -> None:
    """Take countings out of the figures again, because what they counted was taken back; a sum of nothing goes."""
    for key, count in sorted(tallied(counted).items()):
        row = Tally.objects.filter(**dict(zip(COLUMNS, key, strict=True)))
        if not row.filter(count=count).delete()[0]:
            row.update(count=F("count") - count)
    Counted.objects.filter(fact_id__in={fact.id for _life, _entry, fact in counted}).delete()


def add(sums: Counter[Key]) -> None:
    """Add sums to their rows, or make the rows; always in the same order, so that two writers never lock crosswise."""
    rows = sorted(sums.items())
    for start in range(0, len(rows), ROWS):
        _upsert(rows[start : start + ROWS])


def _upsert(rows: list[tuple[Key, int]]) -> None:
    table = connection.ops.quote_name(Tally._meta.db_table)
    names = ", ".join(connection.ops.quote_name(name) for name in (*COLUMNS, "count"))
    unique = ", ".join(connection.ops.quote_name(name) for name in UNIQUE)
    places = ", ".join(["(%s, %s, %s, %s, %s, %s, %s, %s)"] * len(rows))
    statement = (
        f"INSERT INTO {table} ({names}) VALUES {places} "
        f'ON CONFLICT ({unique}) DO UPDATE SET "count" = {table}."count" + EXCLUDED."count"'
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [part for key, count in rows for part in (*key, count)])
