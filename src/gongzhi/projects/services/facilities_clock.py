"""Agreements on facilities end at their day by themselves, and both bodies are told before, when the owner asked so."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.db import transaction

from gongzhi.kernel import clock
from gongzhi.kernel.actor import system
from gongzhi.kernel.event import Event
from gongzhi.projects.events.partners import AgreementEnding, AgreementSettled
from gongzhi.projects.models import Agreement
from gongzhi.projects.selectors import facilities_ends
from gongzhi.projects.services.project_acts import today
from gongzhi.record.services import append

CLOCK = system("projects.clock")


def keep_agreements() -> int:
    """Warn of every end that is near, end every agreement whose last day is over; how many facts that made.

    Each agreement in a transaction of its own under its lock: two clocks at once do it once, and what a killed one
    left is done by the next.
    """
    day = today()
    warned = sum(_do(pk, day, _warn) for pk in facilities_ends.to_warn(day))
    return warned + sum(_do(pk, day, _end) for pk in facilities_ends.over(day))


def _do(agreement_id: int, day: date, act: Callable[[Agreement, date], Event | None]) -> int:
    with transaction.atomic():
        row = Agreement.objects.select_for_update(of=("self",)).get(pk=agreement_id)
        fact = act(row, day) if row.state == "running" else None
        if fact is None:
            return 0
        row.save(update_fields=["state", "warned_at", "ended_at"])
        append(fact, actor=CLOCK, about=row.ref)
    return 1


def _warn(row: Agreement, day: date) -> Event | None:
    if row.warned_at is not None or not facilities_ends.is_near(row, day):
        return None
    row.warned_at = clock.now()
    return AgreementEnding(row.pk, row.facility_id, row.operator_id, row.until.isoformat())


def _end(row: Agreement, day: date) -> Event | None:
    if day <= row.until:
        return None
    row.state, row.ended_at = "ended", clock.now()
    return AgreementSettled(row.pk, row.facility_id, row.operator_id, row.state)
