"""Load rows in bulk into SQLite or PostgreSQL: indexes off, guards off, rows in, everything on again."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from bench.lives import TABLES, TALLY, Counters, Lives, Rows
from bench.town import Town
from django.db import connection
from django.db.models import Max

from gongzhi.cases.models import Case
from gongzhi.duties.models import Duty
from gongzhi.kernel import clock
from gongzhi.people.models import Person
from gongzhi.record.models import Cursor, Fact, Line
from gongzhi.record.services import reactions, seal, start_from_here

Say = Callable[[str, int], None]
COLUMNS = {**TABLES, "indicators_tally": TALLY}
FILLED = [name for name in COLUMNS if name != "search"]


def fill(town: Town, count: int, say: Say = lambda what, n: None) -> float:
    """Load this many cases; returns the seconds that it took. The record's line has every fact afterwards."""
    began = time.perf_counter()
    while seal():
        pass
    last = _last()
    embedded = connection.vendor == "sqlite"
    lives = Lives(town, count, clock.now(), last, "" if embedded else "+00")
    with _sqlite(say) if embedded else _postgres(say) as write:
        for rows in lives.batches():
            write(rows)
            say("cases", len(rows["cases_case"]))
        write({"indicators_tally": list(lives.tallies())})
    Cursor.objects.filter(pk="record.sealer").update(seq=last.line)
    for name in reactions():
        start_from_here(name)  # what the reactions would have made of these facts is loaded too
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE" if embedded else "VACUUM ANALYZE")
    return time.perf_counter() - began


def _last() -> Counters:
    def most(model: Any, field: str = "id") -> int:
        return int(model.objects.aggregate(most=Max(field))["most"] or 0)

    return Counters(most(Case), most(Person), most(Fact), most(Line, "seq"), most(Duty))


@contextmanager
def _sqlite(say: Say) -> Iterator[Callable[[Rows], None]]:
    """One transaction with the file's guards down; the queue of facts is not needed, for the line is written too."""
    names = ",".join(f"'{name}'" for name in FILLED)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA foreign_keys=OFF")
        cursor.execute("PRAGMA synchronous=OFF")
        cursor.execute("PRAGMA cache_size=-524288")
        cursor.execute(
            f"SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL AND tbl_name IN ({names}) "
            "AND type IN ('index', 'trigger')"
        )
        taken = cursor.fetchall()
        raw = connection.connection.cursor()
        raw.execute("BEGIN IMMEDIATE")
        for kind, name, _sql in taken:
            raw.execute(f"DROP {kind} {name}")

        def write(rows: Rows) -> None:
            for table in rows:
                into, names = (table, COLUMNS[table]) if table != "search" else ("cases_words", ("rowid", "words"))
                listed = ",".join(f'"{name}"' for name in names)
                marks = ",".join("?" * len(names))
                raw.executemany(f"INSERT INTO {into} ({listed}) VALUES ({marks})", rows[table])

        yield write
        for _kind, name, sql in taken:
            say(f"index {name}", 0)
            raw.execute(sql)
        raw.execute("COMMIT")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.execute("PRAGMA synchronous=NORMAL")
        cursor.execute("PRAGMA cache_size=-65536")


@contextmanager
def _postgres(say: Say) -> Iterator[Callable[[Rows], None]]:
    """COPY into tables without their plain indexes; row triggers sleep where the role may say so."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        if cursor.fetchone()[0]:
            cursor.execute("SET session_replication_role = replica")
        cursor.execute("SET synchronous_commit = off")
        cursor.execute("SET maintenance_work_mem = '512MB'")
        cursor.execute(
            "SELECT i.indexname, i.indexdef FROM pg_indexes i WHERE i.tablename = ANY(%s) AND NOT EXISTS "
            "(SELECT 1 FROM pg_constraint c WHERE c.conname = i.indexname)",
            [[*FILLED, "cases_words"]],
        )
        taken = cursor.fetchall()
        for name, _definition in taken:
            cursor.execute(f'DROP INDEX "{name}"')
        cursor.execute("CREATE TEMP TABLE typed (id bigint, words text)")
        yield lambda rows: _copied(cursor, rows)
        for name, definition in taken:
            say(f"index {name}", 0)
            cursor.execute(definition)
        _numbers_go_on(cursor)
        cursor.execute("DROP TABLE typed")
        cursor.execute("TRUNCATE record_unsealed")
        for setting in ("session_replication_role", "synchronous_commit", "maintenance_work_mem"):
            cursor.execute(f"RESET {setting}")


def _numbers_go_on(cursor: Any) -> None:
    """The next id of each table follows the last loaded one."""
    for table in FILLED:
        if table not in ("record_line", "indicators_tally"):
            cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))")


def _copied(cursor: Any, rows: Rows) -> None:
    for table in rows:
        if table == "search":
            _words(cursor, rows[table])
            continue
        listed = ",".join(f'"{name}"' for name in COLUMNS[table])
        with cursor.copy(f"COPY {table} ({listed}) FROM STDIN") as copy:
            for row in rows[table]:
                copy.write_row(row)


def _words(cursor: Any, rows: list[tuple[Any, ...]]) -> None:
    """The search index makes its own vectors from plain words."""
    with cursor.copy("COPY typed (id, words) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
    cursor.execute("INSERT INTO cases_words (case_id, words) SELECT id, to_tsvector('simple', words) FROM typed")
    cursor.execute("TRUNCATE typed")
