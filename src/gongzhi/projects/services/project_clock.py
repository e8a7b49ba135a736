"""One duty with a clock for the body that answers for a project, in every open state."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from gongzhi.duties import selectors as duties_read
from gongzhi.duties import services as duties
from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.clock import CHINA
from gongzhi.projects.lifecycle import DUTIES
from gongzhi.projects.models import Project
from gongzhi.projects.services.project_acts import today
from gongzhi.rulebook import selectors as rulebook


def set_clock(project: Project, actor: Actor) -> None:
    """One duty of the responsible body runs in every open state, none in a closed one."""
    ref, kind = project.ref, DUTIES.get(project.state)
    for duty in [d for d in duties_read.open_of(ref) if d.kind in DUTIES.values()]:
        duties.discharge(about=ref, kind=duty.kind, body_id=duty.body_id, actor=actor)
    if kind is None:
        return
    if project.state == "judging":
        limit = rulebook.limit("project.verdict_window", today())
        until = project.verdict_until
    else:
        limit = rulebook.limit(f"project.limit.{project.state}", today())
        until = _end_of(project.planned_end) if project.state == "building" and project.planned_end else None
        until = until if until and until > clock.now() else None
    duties.open_duty(kind=kind, about=ref, body_id=project.body_id, limit=limit, due_at=until, actor=actor)


def _end_of(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), CHINA)
