"""One act on a project: lock it, ask the permit, change it, and write one fact in the same transaction."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.duties import selectors as duties_read
from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor, Seat
from gongzhi.kernel.clock import CHINA
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.event import Event
from gongzhi.kernel.lifecycle import Move
from gongzhi.kernel.permit import require
from gongzhi.organisations import selectors as organisations
from gongzhi.projects.models import Project
from gongzhi.projects.permits import projects as permits  # noqa: F401 (declares the powers)
from gongzhi.record.services import append
from gongzhi.rulebook import selectors as rulebook


@dataclass
class Act:
    """An act in the making: the project under its lock, who acts by which seat, the inputs, and when."""

    project: Project
    actor: Actor
    seat: Seat | None
    now: datetime
    step: Move | None = None
    given: dict[str, Any] = field(default_factory=dict)

    def record(self, event: Event) -> None:
        """Put a fact of this act on the record."""
        append(event, actor=self.actor, about=self.project.ref, seat=self.seat)

    @property
    def body_id(self) -> int | None:
        """By which body's seat it is done."""
        return self.seat.body_id if self.seat else None


def lock_project(project_id: int) -> Project:
    """The project alone in our hands until the transaction ends. Refused("unknown")."""
    rows = Project.objects.select_for_update(of=("self",)).select_related("place", "body")
    found = rows.filter(pk=project_id).first()
    if found is None:
        raise unknown()
    return found


def unknown() -> Refused:
    """There is no such project."""
    return Refused(_("没有这个项目，请回到列表再选。"), code="unknown")


def stale() -> Refused:
    """Somebody was faster."""
    return Refused(_("这个项目刚有人动过，请看最新的情况再办。"), code="stale")


@contextmanager
def act_on(actor: Actor, project_id: int, permit: str, *states: str) -> Iterator[Act]:
    """An act that leaves the state as it is, in one of these states only. Refused: "denied", "late"."""
    with transaction.atomic():
        project = lock_project(project_id)
        actor = organisations.fresh(actor)
        seat = require(actor, permit, project).seat
        if states and project.state not in states:
            raise Refused(_("项目现在不在这一步，请看看最新的进展。"), code="late")
        yield Act(project, actor, seat, clock.now())
        project.version += 1
        project.save()


def clean(text: object, most: int, name: str) -> str:
    """One line of words. Refused("missing"), Refused("too_long")."""
    line = " ".join(str(text or "").split())
    if not line:
        raise Refused(_("还缺一项，请补上再送。"), code="missing", field=name)
    if len(line) > most:
        raise Refused(_("最多 %(n)d 个字。") % {"n": most}, code="too_long", field=name)
    return line


def person_of(actor: Actor) -> int:
    """Who acts, where only a person can. Refused("denied") for a part of the system."""
    if actor.person_id is None:
        raise Refused(_("这一步要由人来做。"), code="denied")
    return actor.person_id


def today() -> date:
    """This day in China."""
    return clock.today().date()


def day_of(moment: datetime) -> date:
    """The day of a moment in China."""
    return moment.astimezone(CHINA).date()


def due(rule: str, start: datetime) -> datetime:
    """When a limit of the rule packs, in force on its first day, runs out."""
    return duties_read.due_of(rulebook.limit(rule, day_of(start)), start)
