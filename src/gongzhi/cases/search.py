"""Find cases by two Chinese characters among millions: bigrams made here, indexed by the database's own full text.

SQLite keeps them in an FTS5 table, PostgreSQL in a tsvector with GIN. Places are words of the index too, so that a
search within one community never reads the hits of the others.
"""

from __future__ import annotations

import re
import unicodedata

from django.db import connection

from gongzhi.cases.models import Case

_RUNS = re.compile(r"[㐀-鿿豈-﫿]+|[a-z0-9]+")
MOST_WORDS = 4000


def tokens(text: str) -> list[str]:
    """Words for the index: character pairs of Chinese runs (a lone one stands alone), whole Latin words and numbers."""
    found: list[str] = []
    for run in _RUNS.findall(unicodedata.normalize("NFKC", text).lower()):
        if run[0].isascii():
            found.append(run)
        elif len(run) == 1:
            found.append(run)
        else:
            found += [run[i : i + 2] for i in range(len(run) - 1)]
    return found[:MOST_WORDS]


def _scopes(case: Case) -> list[str]:
    return [f"c{case.community_id}x", f"s{case.street_id}x"]


def index_case(case: Case) -> None:
    """Put a new case into the index, in the transaction that reports it."""
    words = " ".join([*_scopes(case), *tokens(f"{case.text} {case.where}")])
    if connection.vendor == "sqlite":
        sql = "INSERT INTO cases_words (rowid, words) VALUES (%s, %s)"
    else:
        sql = "INSERT INTO cases_words (case_id, words) VALUES (%s, to_tsvector('simple', %s))"
    with connection.cursor() as cursor:
        cursor.execute(sql, [case.pk, words])


def find(text: str, *, community_id: int | None = None, street_id: int | None = None, limit: int = 50) -> list[int]:
    """The newest cases that hold these words side by side, as ids; empty for a query without a word."""
    words = tokens(text)
    if not words:
        return []
    scope = f"c{community_id}x" if community_id else f"s{street_id}x" if street_id else ""
    if connection.vendor == "sqlite":
        sql = "SELECT rowid FROM cases_words WHERE cases_words MATCH %s ORDER BY rowid DESC LIMIT %s"
        asked = f'"{" ".join(words)}"' + (f" AND {scope}" if scope else "")
        given: list[str | int] = [asked, limit]
    else:
        sql = (
            "SELECT case_id FROM cases_words WHERE words @@ (phraseto_tsquery('simple', %s) && "
            "to_tsquery('simple', %s)) ORDER BY case_id DESC LIMIT %s"
        )
        if not scope:
            sql = sql.replace(" && to_tsquery('simple', %s)", "")
        given = [" ".join(words), *([scope] if scope else []), limit]
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        return [row[0] for row in cursor.fetchall()]
