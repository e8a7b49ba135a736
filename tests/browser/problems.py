"""Recurring problems of the town: one as the machine found it, one confirmed, planned, done and taken on."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import transaction
from tests.browser.town import Town, settle
from tests.triage.test_recurring import OTHERS, PLANT
from tests.world import SETUP

from gongzhi.cases.models import Case
from gongzhi.flows.grouping import group_waiting
from gongzhi.kernel import clock
from gongzhi.triage import selectors, services
from gongzhi.triage.models import Heard, Problem
from gongzhi.triage.services.problems import open_problem

TITLES = ("搅拌站的粉尘落到窗台", "搅拌站的粉尘")
WORDS = ("搅拌站装喷淋，社区每周看一次", "喷淋装上了", "连看三周，窗台没有落灰")
# What people wrote here, and the beginnings of it, where a page has room for no more.
SAID = (*PLANT, *(text[:n] for text in PLANT for n in (17, 19)), *OTHERS, *TITLES, *WORDS)


def found(town: Town) -> Problem:
    """What five people say of the plant, as the machine found it."""
    for text in (*OTHERS, *PLANT):
        town.world.report("", text=text)
    settle()
    group_waiting()
    inside = Heard.objects.get(about_id=Case.objects.get(text=PLANT[0]).pk)
    assert inside.problem is not None
    return inside.problem


def done(town: Town, problem: Problem) -> Problem:
    """Two of its messages as a problem of their own: confirmed, planned, taken on for the month, finished."""
    worker = town.world.actor("worker")
    some = [heard.about for heard in selectors.messages_of(problem.pk)][:2]
    other = services.split(actor=worker, problem_id=problem.pk, messages=some, title=TITLES[1])
    given: dict[str, Any] = {"actor": worker, "problem_id": other.pk}
    lead = town.world.body_of("worker").pk
    services.move_problem(**given, move="confirm", title=TITLES[0], lead=lead)
    due = clock.now() + timedelta(days=20)
    services.move_problem(**given, move="plan", plan=WORDS[0], due=due)
    services.take_on(actor=worker, problem_id=other.pk, month=202609)
    services.move_problem(**given, move="progress", note=WORDS[1])
    services.move_problem(**given, move="finish", note=WORDS[2])
    settle()
    return Problem.objects.get(pk=other.pk)


def apart(town: Town, title: str) -> Problem:
    """A problem of three messages that nothing else has to do with."""
    now, places = clock.now(), town.world.places
    problem = Problem(
        street=places["440305007"], community=places["440305007010"], theme=9000, title=title, people=3, size=3,
        first_at=now, last_at=now, found_at=now,
    )  # fmt: skip
    with transaction.atomic():
        return open_problem(problem, SETUP)
