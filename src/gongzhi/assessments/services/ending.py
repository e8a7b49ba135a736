"""Grades end by themselves, and the organisation is told before, when its scheme says how long before."""

from __future__ import annotations

from django.db import transaction

from gongzhi.assessments.events import AssessmentMoved, GradeEnding
from gongzhi.assessments.selectors import is_near, over, to_warn
from gongzhi.assessments.services.acts import locked, move, today
from gongzhi.kernel import clock
from gongzhi.kernel.actor import system
from gongzhi.record.services import append

CLOCK = system("assessments.clock")


def expire_due() -> int:
    """Say of every grade whose last day is over that it expired; readers never waited for this. How many.

    Each in a transaction of its own under its lock: two clocks at once say it once, and what a killed one left is
    said by the next.
    """
    return sum(_expire(pk) for pk in over(today()))


def _expire(assessment_id: int) -> int:
    with transaction.atomic():
        row = locked(assessment_id)
        if row.state != "in_force" or row.valid_until is None or today() <= row.valid_until:
            return 0
        with move(CLOCK, row.pk, "expire") as act:
            act.record(AssessmentMoved(row.pk, "expire", act.source, act.row.state, row.valid_until.isoformat()))
    return 1


def warn_due() -> int:
    """Tell of every grade whose end is near by its scheme, once; how many. As `expire_due` for two at once."""
    return sum(_warn(pk) for pk in to_warn(today()))


def _warn(assessment_id: int) -> int:
    with transaction.atomic():
        row = locked(assessment_id)
        if row.state != "in_force" or row.warned_at is not None or not is_near(row, today()):
            return 0
        row.warned_at = clock.now()
        row.save(update_fields=["warned_at"])
        until = row.valid_until.isoformat() if row.valid_until else ""
        append(GradeEnding(row.pk, row.body_id, until), actor=CLOCK, about=row.ref)
    return 1
