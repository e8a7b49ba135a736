"""While it is being built: milestones, what stands in the way, dates that move with their reason, and the clocks."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from gongzhi.duties import selectors as duties_read
from gongzhi.duties import services as duties
from gongzhi.duties.events import DutyOverdue
from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor, system
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.permit import require
from gongzhi.kernel.reference import Ref
from gongzhi.organisations import selectors as organisations
from gongzhi.projects.events.projects import (
    DateShifted,
    MilestoneMet,
    MilestoneSet,
    ProjectBlocked,
    ProjectEscalated,
)
from gongzhi.projects.lifecycle import PLANNED
from gongzhi.projects.models import Blocker, DateShift, Milestone
from gongzhi.projects.services.project_acts import Act, act_on, clean, lock_project, person_of, today
from gongzhi.projects.services.project_clock import set_clock
from gongzhi.projects.words import projects as words
from gongzhi.record.services import append
from gongzhi.rulebook import selectors as rulebook

TITLE, TEXT = 60, 200
BLOCKER = "projects.blocker"
CLOCK = system("projects.clock")
ESCALATED = ("prepare", "build", "check_work", "unblock")


def add_milestone(*, actor: Actor, project_id: int, title: str, due: date) -> Milestone:
    """Put a milestone at the end of the plan. Refused: "missing", "past", "late", "order" (before the one above)."""
    with act_on(actor, project_id, "project.work", *PLANNED, "building") as act:
        last = Milestone.objects.filter(project=act.project).order_by("-position").first()
        if due < today():
            raise Refused(_("日子要在今天以后。"), code="past", field="due")
        if last is not None and due < last.due:
            raise Refused(_("日子不能比上一个里程碑早。"), code="order", field="due")
        row = Milestone.objects.create(
            project=act.project,
            position=(last.position if last else 0) + 1,
            title=clean(title, TITLE, "title"),
            due=due,
        )
        act.record(MilestoneSet(project_id, row.pk, due.isoformat()))
    return row


def meet_milestone(*, actor: Actor, milestone_id: int, on: date | None = None) -> Milestone:
    """A milestone was met, today or on an earlier day of the work. Refused: "unknown", "met", "late", "past"."""
    found = Milestone.objects.filter(pk=milestone_id).first()
    if found is None:
        raise Refused(_("没有这个里程碑。"), code="unknown")
    with act_on(actor, found.project_id, "project.work", "building") as act:
        row = Milestone.objects.select_for_update().get(pk=milestone_id)
        day = on or today()
        if row.met_on is not None:
            raise Refused(_("这个里程碑已经记过了。"), code="met")
        if day > today() or (act.project.started_at is not None and day < act.project.started_at.date()):
            raise Refused(_("日子要在开工以后、今天或今天以前。"), code="past", field="on")
        row.met_on = day
        row.save(update_fields=["met_on"])
        act.record(MilestoneMet(act.project.pk, row.pk, day.isoformat()))
    return row


def block(
    *, actor: Actor, project_id: int, kind: str, text: str, body_id: int, expected: date | None = None
) -> Blocker:
    """Say what stands in the way and who must clear it; that body gets a clock. Refused: "unknown_blocker", "past"."""
    if kind not in words.BLOCKERS:
        raise Refused(_("请从清单里选是什么卡住了。"), code="unknown_blocker", field="kind")
    if expected is not None and expected < today():
        raise Refused(_("日子要在今天以后。"), code="past", field="expected")
    with act_on(actor, project_id, "project.work", *PLANNED, "building") as act:
        row = Blocker.objects.create(
            project=act.project, kind=kind, text=clean(text, TEXT, "text"), body_id=body_id, expected=expected,
            since=act.now,
        )  # fmt: skip
        limit = rulebook.limit("project.unblock", today())
        duties.open_duty(kind="unblock", about=Ref(BLOCKER, row.pk), body_id=body_id, limit=limit, actor=act.actor)
        act.record(ProjectBlocked(project_id, row.pk, kind, body_id, True))
    return row


def unblock(*, actor: Actor, blocker_id: int) -> Blocker:
    """It is cleared. Refused: "unknown" (or cleared already), "denied"."""
    found = Blocker.objects.select_related("project__place").filter(pk=blocker_id, until=None).first()
    if found is None:
        raise Refused(_("这个卡点已经解开了，或者没有这个卡点。"), code="unknown")
    with act_on(actor, found.project_id, "project.see") as act:
        seat = require(act.actor, "project.unblock", found).seat
        row = Blocker.objects.select_for_update().get(pk=blocker_id)
        act.seat = seat
        _cleared(act, row)
    return row


def _cleared(act: Act, row: Blocker) -> None:
    row.until = max(act.now, row.since)
    row.save(update_fields=["until"])
    for duty in list(duties_read.open_of(Ref(BLOCKER, row.pk))):
        duties.discharge(about=Ref(BLOCKER, row.pk), kind=duty.kind, body_id=duty.body_id, actor=act.actor)
    act.record(ProjectBlocked(row.project_id, row.pk, row.kind, row.body_id, False))


def clear_all(act: Act) -> None:
    """The project ends: nothing stands in its way any more."""
    for row in list(Blocker.objects.filter(project=act.project, until=None)):
        _cleared(act, row)


def shift_date(
    *, actor: Actor, project_id: int, new: date, reason: str, text: str, milestone_id: int | None = None
) -> DateShift:
    """Move the day of a milestone, or of the end; the old day, the reason and who decided it stay for everybody.

    Refused: "unknown_shift", "missing" (no words), "same", "past", "met", "unknown".
    """
    if reason not in words.SHIFTS:
        raise Refused(_("请从清单里选为什么改日子。"), code="unknown_shift", field="reason")
    if new < today():
        raise Refused(_("日子要在今天以后。"), code="past", field="new")
    with act_on(actor, project_id, "project.run", "building") as act:
        line = clean(text, TEXT, "text")
        old = _moved(act, milestone_id, new)
        if milestone_id is None:
            set_clock(act.project, act.actor)
        row = DateShift.objects.create(
            project=act.project, milestone_id=milestone_id, old=old, new=new, reason=reason, text=line,
            by_id=person_of(act.actor), body_id=act.body_id, at=act.now,
        )  # fmt: skip
        act.record(DateShifted(project_id, milestone_id, old.isoformat(), new.isoformat(), reason))
    return row


def _moved(act: Act, milestone_id: int | None, new: date) -> date:
    if milestone_id is None:
        old = act.project.planned_end
        assert old is not None  # the table says so of what is being built
        act.project.planned_end = new
    else:
        row = Milestone.objects.select_for_update().filter(pk=milestone_id, project=act.project).first()
        if row is None:
            raise Refused(_("没有这个里程碑。"), code="unknown")
        if row.met_on is not None:
            raise Refused(_("已经做到的里程碑不改日子。"), code="met")
        old, row.due = row.due, new
        row.save(update_fields=["due"])
    if old == new:
        raise Refused(_("新日子和原来的一样。"), code="same", field="new")
    return old


def escalate_blocker(event: DutyOverdue, blocker_id: int) -> None:
    """What stands in the way of a project was not cleared in time."""
    found = Blocker.objects.filter(pk=blocker_id, until=None).first()
    if found is not None:
        escalate_project(event, found.project_id)


def escalate_project(event: DutyOverdue, project_id: int) -> None:
    """A clock of a project ran out: the street office must find out why and say what happens."""
    if event.duty_kind not in ESCALATED:
        return
    project = lock_project(project_id)
    street = organisations.bodies_for(("street_office",), project.place).get("street_office")
    if street is None or any(d.body_id == street.pk for d in duties_read.open_of(project.ref, "review")):
        return
    limit = rulebook.limit("project.escalation", clock.today().date())
    duties.open_duty(kind="review", about=project.ref, body_id=street.pk, limit=limit, actor=CLOCK)
    append(ProjectEscalated(project.pk, event.duty_kind, street.pk), actor=CLOCK, about=project.ref)


def answer_escalation(*, actor: Actor, project_id: int, text: str) -> None:
    """The street says what it found and what happens. Refused: "denied", "unknown" (nothing waits), "missing"."""
    with act_on(actor, project_id, "project.see") as act:
        waiting = list(duties_read.open_of(act.project.ref, "review"))
        seat = next((s for s in act.actor.seats if any(d.body_id == s.body_id for d in waiting)), None)
        if not waiting:
            raise Refused(_("街道没有要答复的。"), code="unknown")
        if seat is None:
            raise Refused(_("这一条由街道来答复。"), code="denied")
        act.seat = seat
        act.project.said.create(move="escalated", text=clean(text, 600, "text"), body_id=seat.body_id, at=act.now)
        for duty in waiting:
            duties.discharge(about=act.project.ref, kind=duty.kind, body_id=duty.body_id, actor=act.actor)
