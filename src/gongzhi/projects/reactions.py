"""What the three lists and projects do when an instrument records a fact; and examples, for the page of powers."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from gongzhi.duties.events import DutyOverdue
from gongzhi.kernel.reference import Ref
from gongzhi.organisations.selectors import by_relation, example
from gongzhi.places.selectors import get as get_place
from gongzhi.projects.models.project import LABEL
from gongzhi.projects.permits.projects import Proposing
from gongzhi.projects.selectors.project_examples import blocker_example
from gongzhi.projects.selectors.projects import example_for
from gongzhi.projects.services.project_work import BLOCKER, escalate_blocker, escalate_project
from gongzhi.record.selectors import FactView
from gongzhi.record.services import reacts_to

for _permit in ("see", "watch", "run", "decide", "approve", "work", "join", "declare", "count", "draw", "help"):
    example(f"project.{_permit}", example_for)
example("project.unblock", blocker_example)
example("project.propose", lambda seat: Proposing(seat.body_id, get_place(seat.place_id).path))
by_relation("project.accept", _("抽签抽中的居民，和项目没有利害关系"))
by_relation("project.judge", _("当初提出需求的人，不办这个项目、也没有利害关系"))


@reacts_to(DutyOverdue)
def when_project_overdue(event: DutyOverdue, fact: FactView) -> None:
    """A clock of a project, or of what stands in its way, ran out: the street is asked."""
    ref = Ref.parse(event.about)
    if ref.label == LABEL:
        escalate_project(event, ref.id)
    elif ref.label == BLOCKER:
        escalate_blocker(event, ref.id)
