"""Database triggers that keep a table append-only, and that queue each new fact for the sealer, on both databases."""

from __future__ import annotations

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation


def append_only_sql(vendor: str, table: str) -> list[str]:
    """Statements that make the database refuse every update and delete of `table`."""
    if vendor == "sqlite":
        return [
            f"CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            for verb in ("update", "delete")
        ]
    return [
        "CREATE OR REPLACE FUNCTION gongzhi_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation'; END $$",
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION gongzhi_append_only()",
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION gongzhi_append_only()",
    ]


def queue_sql(vendor: str) -> list[str]:
    """Statements that put each inserted fact into the sealer's queue."""
    insert = "INSERT INTO record_unsealed (fact_id) VALUES (NEW.id)"
    if vendor == "sqlite":
        return [f"CREATE TRIGGER record_fact_queue AFTER INSERT ON record_fact BEGIN {insert}; END"]
    return [
        "CREATE OR REPLACE FUNCTION gongzhi_queue_fact() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN {insert}; RETURN NULL; END $$",
        "CREATE TRIGGER record_fact_queue AFTER INSERT ON record_fact "
        "FOR EACH ROW EXECUTE FUNCTION gongzhi_queue_fact()",
    ]


class _Statements(Operation):
    """A migration step made of one vendor's statements."""

    reversible = False

    def statements(self, vendor: str) -> list[str]:
        raise NotImplementedError

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Triggers are invisible to the models."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        for statement in self.statements(schema_editor.connection.vendor):
            schema_editor.execute(statement, params=None)


class AppendOnly(_Statements):
    """Migration step: from now on the table only grows."""

    def __init__(self, table: str) -> None:
        self.table = table

    def statements(self, vendor: str) -> list[str]:
        return append_only_sql(vendor, self.table)


class AppendOnlyAgain(AppendOnly):
    """Migration step after a changed constraint: SQLite made the table anew without triggers, PostgreSQL kept them."""

    def statements(self, vendor: str) -> list[str]:
        return super().statements(vendor) if vendor == "sqlite" else []


class QueueFacts(_Statements):
    """Migration step: every new fact queues for its place in the line."""

    def statements(self, vendor: str) -> list[str]:
        return queue_sql(vendor)
