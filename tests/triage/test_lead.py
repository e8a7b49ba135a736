"""Who leads a recurring problem: a seat that acts for the lead body, and nobody who only keeps the system or looks."""

from __future__ import annotations

import pytest

from gongzhi.kernel.actor import Actor, Seat
from gongzhi.kernel.permit import may
from gongzhi.places.models import Place
from gongzhi.triage.models import Problem

ELSEWHERE = "0000000900000010"


def may_lead(role: str) -> bool:
    area = Place(path="0000000100000002")
    seat = Seat(1, role, 7, "department", 10, ELSEWHERE, "street")
    problem = Problem(lead_id=7, community=area, street=area)
    return bool(may(Actor(person_id=1, seats=(seat,)), "problem.lead", problem))


@pytest.mark.parametrize(("role", "able"), [("department_desk", True), ("operator", False), ("supervisor", False)])
def test_who_acts_for_the_lead_body_leads(role: str, able: bool) -> None:
    assert may_lead(role) is able
