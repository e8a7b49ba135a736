"""What cases do when duties record a fact, and what they tell the packages below: needs and examples."""

from __future__ import annotations

from gongzhi.cases.selectors.lists import example_for, people_with_matters
from gongzhi.cases.services.clocks import follow_clock, refresh_due
from gongzhi.duties.events import DutyOverdue, DutyResumed
from gongzhi.kernel.reference import Ref
from gongzhi.organisations.selectors import example
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
example("case.doubt", lambda seat: get_place(seat.place_id))


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
