"""Both sides of a whistle are measured with the same inputs (row E02); an area is counted as it stands."""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta
from fractions import Fraction
from typing import Any

import pytest
from tests.cases import stages
from tests.world import MONDAY, World

from gongzhi.cases import services as cases
from gongzhi.cases.models import Call
from gongzhi.cases.selectors.standing import first_answers_overdue, open_by_stage
from gongzhi.cases.selectors.whistles import double_assessment
from gongzhi.duties import services as duties
from gongzhi.kernel import clock
from gongzhi.record import services as record

SPAN = {"since": MONDAY - timedelta(days=1), "until": MONDAY + timedelta(days=30)}


def whistled(street: World) -> Any:
    """A case to which the street's urban and housing desks are called."""
    return stages.make(street, "whistled")


def at_hour(hour: int) -> Any:
    return clock.at(MONDAY + timedelta(hours=hour))


@pytest.mark.row("E02")
def test_late_no_show_declined_and_marks_are_computed_for_both_sides(street: World) -> None:
    prompt, tardy, absent, declined = (whistled(street) for _ in range(4))
    street.move("urban", prompt, "arrive")
    street.move("urban", declined, "decline_call", clause=stages.CLAUSE)
    with at_hour(30):
        duties.tick()
        record.deliver()
        street.move("urban", tardy, "arrive")
        street.move("worker", absent, "recall", reason="现场已经处理")
    side = {s.body_id: s for s in double_assessment("department", **SPAN)}[street.body_of("urban").pk]
    assert (side.calls, side.in_time, side.late, side.no_show, side.declined) == (4, 1, 1, 1, 1)
    assert (side.recalled, side.running, side.marks, side.mean) == (0, 0, 0, None)
    (whistler,) = double_assessment("whistler", **SPAN)
    assert (whistler.body_id, whistler.calls) == (street.body_of("worker").pk, 8)
    assert (whistler.in_time, whistler.late, whistler.declined, whistler.no_show) == (1, 1, 1, 5)


@pytest.mark.row("E02")
def test_the_inputs_of_the_two_sides_are_the_same(street: World) -> None:
    case = whistled(street)
    street.move("urban", case, "arrive")
    street.move("urban", case, "report_in", report="现场看过了")
    call = Call.objects.get(case=case, body=street.body_of("urban"))
    cases.rate_call(actor=street.actor("worker"), call_id=call.pk, mark=4)
    cases.rate_call(actor=street.actor("urban"), call_id=call.pk, mark=2)
    department = next(s for s in double_assessment("department", **SPAN) if s.body_id == call.body_id)
    (whistler,) = double_assessment("whistler", **SPAN)
    assert asdict(department).keys() == asdict(whistler).keys()
    assert (department.mean, department.marks) == (Fraction(4), 1)
    assert (whistler.mean, whistler.marks) == (Fraction(2), 1)
    both = [s for s in double_assessment("department", **SPAN)]
    for name in ("calls", "in_time", "late", "no_show", "declined", "recalled", "running"):
        assert getattr(whistler, name) == sum(getattr(s, name) for s in both), name


@pytest.mark.row("E02")
def test_every_call_is_in_exactly_one_of_the_outcomes(street: World) -> None:
    for who, move in (("urban", "arrive"), ("housing", "decline_call"), ("worker", "recall")):
        street.move(who, whistled(street), move, **stages.given(street, move))
    whistled(street)
    for side in ("department", "whistler"):
        for row in double_assessment(side, **SPAN):
            outcomes = row.in_time + row.late + row.no_show + row.declined + row.recalled + row.running
            assert outcomes == row.calls


def test_calls_outside_the_time_or_the_place_do_not_count(street: World) -> None:
    case = whistled(street)
    assert double_assessment("department", since=MONDAY + timedelta(days=1), until=SPAN["until"]) == []
    assert double_assessment("department", **SPAN, community_id=street.places["440305007011"].pk) == []
    assert len(double_assessment("department", **SPAN, street_id=case.street_id)) == 2
    assert len(double_assessment("department", **SPAN, body_id=street.body_of("urban").pk)) == 1
    with pytest.raises(KeyError):
        double_assessment("judge", **SPAN)


def test_open_cases_by_stage_and_first_answers_past_their_time(street: World) -> None:
    stages.make(street, "answered")
    stages.make(street, "split")
    waiting = street.report()
    area = {"street_id": waiting.street_id}
    assert open_by_stage(**area) == {1: 0, 2: 1, 3: 0, 4: 0, 5: 1, 6: 1}
    assert first_answers_overdue(**area) == 0
    with at_hour(3):
        assert first_answers_overdue(**area) == 3  # the new one, and both parts of the divided one
        street.move("head", waiting, "accept")
        assert first_answers_overdue(**area) == 2
        assert first_answers_overdue(body_id=street.body_of("head").pk) == 1
    with pytest.raises(ValueError, match="name"):
        open_by_stage()
