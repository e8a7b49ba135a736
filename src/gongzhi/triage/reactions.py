"""What the instrument does when a clock of a problem runs out: a problem that nobody spoke of again is solved."""

from __future__ import annotations

from gongzhi.duties.events import DutyOverdue
from gongzhi.kernel.actor import system
from gongzhi.kernel.reference import Ref
from gongzhi.organisations.selectors import example
from gongzhi.places.selectors import get as get_place
from gongzhi.record.selectors import FactView
from gongzhi.record.services import reacts_to
from gongzhi.triage.selectors import problem
from gongzhi.triage.selectors.problems import example_for
from gongzhi.triage.services import move_problem

WATCH = system("triage.watch")
for _permit in ("see", "sort", "lead", "watch"):
    example(f"problem.{_permit}", example_for)
for _permit in ("clear", "level"):
    example(f"triage.{_permit}", lambda seat: get_place(seat.place_id))


@reacts_to(DutyOverdue)
def when_overdue(event: DutyOverdue, fact: FactView) -> None:
    """The watching time of a finished problem is over; other clocks of a problem only remind."""
    ref = Ref.parse(event.about)
    if ref.label != "triage.problem" or event.duty_kind != "review":
        return
    found = problem(ref.id)
    if found is not None and found.state == "watched":
        move_problem(actor=WATCH, problem_id=found.pk, move="close")
