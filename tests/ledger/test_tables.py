"""What the services refuse the database refuses too: raw statements cannot bend a balance, an earmark or an entry."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from gongzhi.kernel import clock
from gongzhi.ledger import selectors
from gongzhi.ledger.models import Account, Pot

from .conftest import RAMP, Till

ENTRY = (
    "INSERT INTO ledger_entry (pot_id, debit_id, credit_id, amount, kind, at, day, booked_at, about_label, paper, "
    "payee, reason, reverses_id) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, '', '', '', %s, %s)"
)


def stopped(statement: str, *given: Any) -> str:
    """What the database says against the statement."""
    with pytest.raises(DatabaseError) as told, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, given)
    return str(told.value)


def entry(pot: int, debit: int, credit: int, amount: int, kind: str = "paid", reverses: int | None = None) -> str:
    """What the database says against such an entry, written past the services."""
    now = clock.now()
    reason = "错" if reverses else ""
    return stopped(ENTRY, pot, debit, credit, amount, kind, now, clock.today().date(), now, reason, reverses)


def test_entries_are_never_edited(till: Till) -> None:
    booked = till.receive(1000)
    for statement in (
        "UPDATE ledger_entry SET amount = 1 WHERE id = %s",
        "UPDATE ledger_entry SET paper = 'x' WHERE id = %s",
        "DELETE FROM ledger_entry WHERE id = %s",
    ):
        assert "append-only" in stopped(statement, booked.pk)


def test_no_entry_leaves_its_pot_or_the_cash_out(till: Till) -> None:
    till.receive(1000)
    till.receive(500, "elder_care")
    till.pay(100)
    here, there = Pot.objects.filter(fund=till.fund).order_by("pk")
    kinds = {(a.pot_id, a.kind): a.pk for a in Account.objects.all()}
    cash, spent = kinds[here.pk, "cash"], kinds[here.pk, "spent"]
    entry(here.pk, spent, kinds[there.pk, "cash"], 10)
    entry(there.pk, spent, cash, 10)
    entry(here.pk, kinds[there.pk, "cash"], cash, 10)
    entry(here.pk, spent, kinds[here.pk, "given"], 10)
    entry(here.pk, cash, cash, 10)
    entry(here.pk, spent, cash, 0)
    entry(here.pk, spent, cash, -10)
    entry(here.pk, spent, cash, 901)
    assert selectors.trial_balance().holds and selectors.balance(till.fund.pk) == 1400


def test_a_reversal_is_the_opposite_of_an_entry_and_the_only_one(till: Till) -> None:
    booked = till.receive(1000)
    undone = till.pay(200)
    pot, cash, spent = undone.pot_id, undone.credit_id, undone.debit_id
    entry(pot, cash, spent, 199, "reversed", undone.pk)
    entry(pot, spent, cash, 200, "reversed", undone.pk)
    entry(pot, cash, spent, 200, "reversed", booked.pk)
    entry(pot, cash, spent, 200, "received", undone.pk)
    with connection.cursor() as cursor:
        now = clock.now()
        cursor.execute(ENTRY, [pot, cash, spent, 200, "reversed", now, clock.today().date(), now, "错", undone.pk])
    entry(pot, cash, spent, 200, "reversed", undone.pk)
    assert selectors.balance(till.fund.pk) == 1000 and selectors.trial_balance().holds


def test_balances_and_earmarks_do_not_bend(till: Till) -> None:
    till.receive(1000)
    payment = till.ask(10)
    pot = payment.pot_id
    stopped("UPDATE ledger_pot SET balance = -1 WHERE id = %s", pot)
    stopped("UPDATE ledger_pot SET reserved = 1001 WHERE id = %s", pot)
    stopped("UPDATE ledger_pot SET reserved = -1 WHERE id = %s", pot)
    stopped("UPDATE ledger_pot SET purpose = 'training' WHERE id = %s", pot)
    stopped("UPDATE ledger_account SET kind = 'spent', balance = 0 WHERE pot_id = %s AND kind = 'given'", pot)
    stopped("UPDATE ledger_fund SET source = 'donation' WHERE id = %s", till.fund.pk)
    stopped("UPDATE ledger_payment SET state = 'paid' WHERE id = %s", payment.pk)
    stopped("UPDATE ledger_payment SET amount = 1000 WHERE id = %s", payment.pk)
    stopped("UPDATE ledger_payment SET decided_by_id = asked_by_id WHERE id = %s", payment.pk)
    till.approve(payment)
    stopped("UPDATE ledger_payment SET state = 'asked', entry_id = NULL WHERE id = %s", payment.pk)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_pot SET balance = balance + 1 WHERE id = %s", [pot])
    assert selectors.trial_balance().wrong_pots == (pot,), "whoever writes past everything is seen"
    assert RAMP == payment.about
