"""The database itself refuses overlapping terms and a second upper body in a tree, on both databases."""

from __future__ import annotations

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation


class NoOverlap(Operation):
    """Migration step: rows that agree in `same` never share a moment of [since, until).

    PostgreSQL gets an exclusion constraint (ranges of one number stand in for equality, so no extension is needed);
    SQLite gets triggers. A later migration that rebuilds the table on SQLite drops them and repeats this step.
    """

    reversible = False

    def __init__(
        self, name: str, table: str, same: tuple[str, ...], span: str, only: tuple[str, str] = ("", "")
    ) -> None:
        self.name, self.table, self.same, self.span, self.only = name, table, same, span, only

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Guards are invisible to the models."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        vendor = schema_editor.connection.vendor
        for statement in self._sqlite() if vendor == "sqlite" else [self._postgres()]:
            schema_editor.execute(statement, params=None)

    def _postgres(self) -> str:
        same = ", ".join(f"int8range({column}, {column}, '[]') WITH &&" for column in self.same)
        column, word = self.only
        where = f" WHERE ({column} = '{word}')" if column else ""
        return (
            f"ALTER TABLE {self.table} ADD CONSTRAINT {self.name} "
            f"EXCLUDE USING gist ({same}, {self.span}(since, until) WITH &&){where}"
        )

    def _sqlite(self) -> list[str]:
        column, word = self.only
        tests = [f"o.{name} = NEW.{name}" for name in self.same]
        tests += [f"o.{column} = '{word}'", f"NEW.{column} = '{word}'"] if column else []
        tests += ["(o.until IS NULL OR o.until > NEW.since)", "(NEW.until IS NULL OR NEW.until > o.since)"]
        clash = f"WHEN EXISTS (SELECT 1 FROM {self.table} o WHERE {' AND '.join(tests)}"
        refuse = f"BEGIN SELECT RAISE(ABORT, '{self.name}'); END"
        return [
            f"CREATE TRIGGER {self.name}_insert BEFORE INSERT ON {self.table} {clash}) {refuse}",
            f"CREATE TRIGGER {self.name}_update BEFORE UPDATE ON {self.table} {clash} AND o.id <> NEW.id) {refuse}",
        ]
