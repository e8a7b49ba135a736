"""Words, answers, scores, logs and papers are only ever added: the database itself refuses to change or delete them."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction
from tests.projects.project_world import Life
from tests.projects.test_replay import lived
from tests.world import MONDAY, World

from gongzhi.kernel import clock

ONLY_ADDED = {
    "projects_needword", "projects_asking", "projects_effect", "projects_registerbase", "projects_reportback",
    "projects_dateshift", "projects_projectword", "projects_interest", "projects_openinglog", "projects_scoresheet",
    "projects_scorertie", "projects_laneact", "projects_roundword", "projects_rounditemneed", "projects_projectneed",
    "projects_tenderitem", "projects_proposal", "projects_scorer", "ledger_entry", "ledger_split", "ledger_share",
    "assessments_scheme", "assessments_evidence", "assessments_check", "assessments_grading", "assessments_stagestep",
}  # fmt: skip
TRIGGERS = {
    "sqlite": "SELECT tbl_name FROM sqlite_master WHERE type = 'trigger' AND name = tbl_name || '_no_{verb}'",
    "postgresql": "SELECT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
    "WHERE t.tgname = c.relname || '_append_only' AND t.tgenabled = 'O'",
}


def guarded(verb: str) -> set[str]:
    """Tables of these packages on which the verb is refused."""
    with connection.cursor() as cursor:
        cursor.execute(TRIGGERS[connection.vendor].format(verb=verb))
        names = {str(row[0]) for row in cursor.fetchall()}
    return {name for name in names if name.split("_")[0] in ("projects", "ledger", "assessments")}


@pytest.mark.django_db
def test_every_table_that_only_grows_is_guarded_and_no_other() -> None:
    assert guarded("update") == ONLY_ADDED == guarded("delete")


@pytest.mark.django_db
def test_raw_statements_are_refused(street: World) -> None:
    with clock.at(MONDAY):
        lived(street)
        Life(street).collected()
    seen = set()
    for table in sorted(ONLY_ADDED):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT min(id), count(*) FROM {table}")
            first, many = cursor.fetchone()
        if not many:
            continue
        seen.add(table)
        for statement in (f"UPDATE {table} SET id = id WHERE id = %s", f"DELETE FROM {table} WHERE id = %s"):
            with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement, [first])
    added = {"roundword", "rounditemneed", "proposal", "openinglog", "projectneed", "scorer"}
    assert {f"projects_{name}" for name in added} | {"ledger_entry", "assessments_stagestep"} <= seen
