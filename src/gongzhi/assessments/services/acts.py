"""What every act on an assessment does first and last: lock, look the move up, ask the permit, write one fact."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.assessments import permits as permits  # declares the powers
from gongzhi.assessments.lifecycle import ASSESSMENT
from gongzhi.assessments.models import Assessment
from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor, Seat
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.event import Event
from gongzhi.kernel.permit import require
from gongzhi.organisations import selectors as organisations
from gongzhi.record.services import append


@dataclass
class Act:
    """An act in the making: the assessment under its lock, who acts, by which seat, and from which state."""

    row: Assessment
    actor: Actor
    seat: Seat | None
    source: str

    def record(self, event: Event) -> None:
        """One fact about the assessment."""
        append(event, actor=self.actor, about=self.row.ref, seat=self.seat)


def locked(assessment_id: int, seen: int | None = None) -> Assessment:
    """The assessment under a lock. Refused("unknown", "stale")."""
    rows = Assessment.objects.select_for_update(of=("self",)).select_related("body", "by_body", "place", "scheme")
    row = rows.filter(pk=assessment_id).first()
    if row is None:
        raise Refused(_("没有这次评估，请回到列表再选。"), code="unknown")
    if seen is not None and seen != row.version:
        raise _stale()
    return row


@contextmanager
def move(actor: Actor, assessment_id: int, name: str, seen: int | None = None, **given: Any) -> Iterator[Act]:
    """One move of the lifecycle: what the block changes is saved with the new state. Refused("stale", "missing")."""
    with transaction.atomic():
        row = locked(assessment_id, seen)
        step = next((one for one in ASSESSMENT.open_moves(row.state) if one.name == name), None)
        if step is None:
            raise _stale()
        seat = require(organisations.fresh(actor), step.permit, row).seat
        for need in step.needs:
            if not str(given.get(need) or "").strip():
                raise Refused(_("还缺一项，请补上再送。"), code="missing", field=need)
        act = Act(row, actor, seat, row.state)
        row.state = step.target
        yield act
        row.version += 1
        row.save()


@contextmanager
def act_on(actor: Actor, assessment_id: int, permit: str, *states: str) -> Iterator[Act]:
    """An act in one of these states. Refused("stale", "denied")."""
    with transaction.atomic():
        row = locked(assessment_id)
        if row.state not in states:
            raise _stale()
        seat = require(organisations.fresh(actor), permit, row).seat
        yield Act(row, actor, seat, row.state)
        row.version += 1
        row.save()


def _stale() -> Refused:
    return Refused(_("这次评估已经到了另一步。请看最新的情况，再决定。"), code="stale")


def person_of(actor: Actor) -> int:
    """Who acts, where only a person can. Refused("denied") for a part of the system."""
    if actor.person_id is None:
        raise Refused(_("这一步要由人来做。"), code="denied")
    return actor.person_id


def line(text: object, longest: int, field: str, missing: bool = True) -> str:
    """One line of text. Refused("missing", "too_long") with the field."""
    found = " ".join(str(text or "").split())
    if not found and missing:
        raise Refused(_("还缺一项，请补上再送。"), code="missing", field=field)
    if len(found) > longest:
        raise Refused(_("太长了，最多 %(n)d 个字。") % {"n": longest}, code="too_long", field=field)
    return found


def today() -> date:
    """The day in China on which acts happen."""
    return clock.today().date()
