"""What cases do when duties record a fact, and what they tell the packages below: needs and examples."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from gongzhi.cases.selectors.lists import example_for, people_with_matters
from gongzhi.cases.services.clocks import follow_clock, refresh_due
from gongzhi.duties.events import DutyOverdue, DutyResumed
from gongzhi.kernel.reference import Ref
from gongzhi.organisations.selectors import by_relation, example
from gongzhi.people.services import keep_while
from gongzhi.places.selectors import get as get_place
from gongzhi.record.selectors import FactView
from gongzhi.record.services import reacts_to

keep_while("cases.open", people_with_matters)
for _permit in (
    "sort",
    "hold",
    "answer",
    "refuse",
    "take",
    "decide",
    "whistle",
    "rise",
    "merge",
    "redirect",
    "release",
):
    example(f"case.{_permit}", example_for)
for _permit in ("see", "divide", "pause", "note"):
    example(f"case.{_permit}", example_for)
for _permit in ("doubt", "take_in"):
    example(f"case.{_permit}", lambda seat: get_place(seat.place_id))
for _permit in ("judge", "own"):
    by_relation(f"case.{_permit}", _("反映人本人"))
by_relation("case.part", _("分到这一部分的单位"))
by_relation("case.arrive", _("吹哨叫到的单位"))
by_relation("case.read_out", _("没有办过这件事的社区、街道或区里的岗位"))
by_relation("case.clock", _("系统到时自动办，谁也不能代办"))
by_relation("case.undo", _("刚办了那一步的人"))
by_relation("case.rate_call", _("吹哨和报到的双方"))


@reacts_to(DutyOverdue)
def when_overdue(event: DutyOverdue, fact: FactView) -> None:
    """A clock of a case ran out."""
    ref = Ref.parse(event.about)
    if ref.label == "cases.case":
        follow_clock(case_id=ref.id, kind=event.duty_kind, body_id=event.body_id)


@reacts_to(DutyResumed)
def when_resumed(event: DutyResumed, fact: FactView) -> None:
    """A clock runs again."""
    ref = Ref.parse(event.about)
    if ref.label == "cases.case":
        refresh_due(case_id=ref.id)
