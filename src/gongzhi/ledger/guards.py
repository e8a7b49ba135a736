"""What the database itself sees to, on SQLite and PostgreSQL: sides of one pot, true reversals, kept balances."""

from __future__ import annotations

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation

# A reversal is the opposite of an entry that was none itself.
_TRUE_REVERSAL = (
    "NEW.reverses_id IS NULL OR EXISTS (SELECT 1 FROM ledger_entry e WHERE e.id = NEW.reverses_id "
    "AND e.pot_id = NEW.pot_id AND e.debit_id = NEW.credit_id "
    "AND e.credit_id = NEW.debit_id AND e.amount = NEW.amount AND e.reverses_id IS NULL)"
)
_OWN_SIDES = (
    "2 = (SELECT count(*) FROM ledger_account a WHERE a.id IN (NEW.debit_id, NEW.credit_id) AND a.pot_id = NEW.pot_id) "
    "AND 1 = (SELECT count(*) FROM ledger_account a WHERE a.id IN (NEW.debit_id, NEW.credit_id) AND a.kind = 'cash')"
)
_KEEP_SQLITE = (
    "UPDATE ledger_account SET balance = balance + NEW.amount WHERE id = NEW.debit_id; "
    "UPDATE ledger_account SET balance = balance - NEW.amount WHERE id = NEW.credit_id; "
    "UPDATE ledger_pot SET balance = (SELECT balance FROM ledger_account WHERE pot_id = NEW.pot_id AND kind = 'cash' "
    "AND body_id IS NULL) WHERE id = NEW.pot_id; "
    "INSERT INTO ledger_day (account_id, day, amount) VALUES (NEW.debit_id, NEW.day, NEW.amount), "
    "(NEW.credit_id, NEW.day, -NEW.amount) ON CONFLICT (account_id, day) "
    "DO UPDATE SET amount = amount + excluded.amount"
)
_KEEP_POSTGRES = (
    "UPDATE ledger_account a SET balance = a.balance + s.net FROM (SELECT account_id, sum(amount) AS net FROM sides "
    "GROUP BY account_id) s WHERE a.id = s.account_id"
)


class KeepLedger(Operation):
    """Migration step: an entry's two sides are accounts of its pot, one of them cash; balances follow entries."""

    reversible = False

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Triggers are invisible to the models."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        vendor = schema_editor.connection.vendor
        for statement in _sqlite() if vendor == "sqlite" else _postgres():
            schema_editor.execute(statement, params=None)


def _sqlite() -> list[str]:
    return [
        f"CREATE TRIGGER ledger_entry_sides BEFORE INSERT ON ledger_entry WHEN NOT ({_OWN_SIDES}) "
        "BEGIN SELECT RAISE(ABORT, 'ledger_entry_sides: both sides belong to the pot of the entry'); END",
        f"CREATE TRIGGER ledger_entry_reversal BEFORE INSERT ON ledger_entry WHEN NOT ({_TRUE_REVERSAL}) "
        "BEGIN SELECT RAISE(ABORT, 'ledger_entry_reversal: a reversal is the opposite of its entry'); END",
        f"CREATE TRIGGER ledger_entry_keep AFTER INSERT ON ledger_entry BEGIN {_KEEP_SQLITE}; END",
        *(
            f"CREATE TRIGGER ledger_{table}_tied BEFORE UPDATE OF {columns} ON ledger_{table} WHEN {test} "
            f"BEGIN SELECT RAISE(ABORT, 'ledger_{table}_tied: what was settled does not change'); END"
            for table, columns, test in _TIED
        ),
    ]


_TIED = (
    ("account", "pot_id, kind", "NEW.pot_id <> OLD.pot_id OR NEW.kind <> OLD.kind"),
    ("pot", "fund_id, purpose", "NEW.fund_id <> OLD.fund_id OR NEW.purpose <> OLD.purpose"),
    ("fund", "source, unit", "NEW.source <> OLD.source OR NEW.unit <> OLD.unit"),
    (
        "payment",
        "state, amount, pot_id, asked_by_id",
        "OLD.state <> 'asked' OR NEW.amount <> OLD.amount OR NEW.pot_id <> OLD.pot_id "
        "OR NEW.asked_by_id <> OLD.asked_by_id",
    ),
)


def _postgres() -> list[str]:
    sides = (
        "WITH sides AS (SELECT debit_id AS account_id, day, amount FROM booked UNION ALL "
        "SELECT credit_id, day, -amount FROM booked) "
    )
    return [
        "ALTER TABLE ledger_entry ADD CONSTRAINT ledger_entry_debit_of_pot FOREIGN KEY (debit_id, pot_id) "
        "REFERENCES ledger_account (id, pot_id)",
        "ALTER TABLE ledger_entry ADD CONSTRAINT ledger_entry_credit_of_pot FOREIGN KEY (credit_id, pot_id) "
        "REFERENCES ledger_account (id, pot_id)",
        "CREATE FUNCTION ledger_entry_sides() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF NOT ({_OWN_SIDES}) THEN RAISE EXCEPTION 'ledger_entry_sides: both sides belong to the pot of the entry' "
        "USING ERRCODE = 'restrict_violation'; END IF; "
        f"IF NOT ({_TRUE_REVERSAL}) THEN RAISE EXCEPTION "
        "'ledger_entry_reversal: a reversal is the opposite of its entry' "
        "USING ERRCODE = 'restrict_violation'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER ledger_entry_sides BEFORE INSERT ON ledger_entry FOR EACH ROW "
        "EXECUTE FUNCTION ledger_entry_sides()",
        "CREATE FUNCTION ledger_entry_keep() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"{sides}{_KEEP_POSTGRES}; "
        "UPDATE ledger_pot p SET balance = a.balance FROM ledger_account a WHERE a.pot_id = p.id AND a.kind = 'cash' "
        "AND p.id IN (SELECT pot_id FROM booked); "
        f"{sides}INSERT INTO ledger_day (account_id, day, amount) SELECT account_id, day, sum(amount) FROM sides "
        "GROUP BY account_id, day ORDER BY account_id, day "
        "ON CONFLICT (account_id, day) DO UPDATE SET amount = ledger_day.amount + excluded.amount; "
        "RETURN NULL; END $$",
        "CREATE TRIGGER ledger_entry_keep AFTER INSERT ON ledger_entry REFERENCING NEW TABLE AS booked "
        "FOR EACH STATEMENT EXECUTE FUNCTION ledger_entry_keep()",
        *(statement for table, columns, test in _TIED for statement in _tied(table, columns, test)),
    ]


def _tied(table: str, columns: str, test: str) -> list[str]:
    return [
        f"CREATE FUNCTION ledger_{table}_tied() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {test} THEN RAISE EXCEPTION 'ledger_{table}_tied: what was settled does not change' "
        "USING ERRCODE = 'restrict_violation'; END IF; RETURN NEW; END $$",
        f"CREATE TRIGGER ledger_{table}_tied BEFORE UPDATE OF {columns} ON ledger_{table} "
        f"FOR EACH ROW EXECUTE FUNCTION ledger_{table}_tied()",
    ]
