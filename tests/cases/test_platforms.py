"""Row E08: a case that needs several platforms is commanded by exactly one lead, whatever is done with it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from tests.world import World

from gongzhi.cases.models import Case, Holding, Plan
from gongzhi.cases.selectors import listed
from gongzhi.cases.selectors.platforms import command, commands, crossing
from gongzhi.kernel import clock
from gongzhi.people.models import Person

NANYOU = "440305007010"


def noisy(street: World) -> Case:
    """A case that the community works on."""
    case = street.report("ZS01")
    street.move("grid", case, "accept")
    street.move("grid", case, "rise")
    return street.move("worker", case, "accept")


def leads(case: Case) -> int:
    """How many bodies hold the case now."""
    return Holding.objects.filter(case=case, until=None).count()


@pytest.mark.row("E08")
def test_a_whistled_case_crosses_platforms_and_keeps_one_lead(street: World) -> None:
    case = noisy(street)
    assert command(case).platforms == ("service",) and not command(case).crosses
    calls = [street.body("street_urban").pk, street.body("street_safety").pk]
    street.move("worker", case, "whistle", calls=calls)
    found = command(Case.objects.get(pk=case.pk))
    assert found.platforms == ("service", "order", "enforcement") and found.crosses
    assert found.lead == street.body_of("worker") and leads(case) == 1
    street.move("urban", case, "arrive")
    street.move("urban", case, "report_in", report="去看过")
    due = clock.now() + timedelta(days=3)
    street.move("worker", case, "plan", lead=street.body_of("worker").pk, plan="夜里停工", due=due)
    assert Plan.objects.filter(case=case).count() == leads(case) == 1
    assert command(case).lead == street.body_of("worker")


@pytest.mark.row("E08")
def test_who_declined_needs_no_platform(street: World) -> None:
    case = noisy(street)
    street.move("worker", case, "whistle", calls=[street.body("street_urban").pk])
    street.move("urban", case, "decline_call", clause="ZS01:community")
    assert command(case).platforms == ("service",)


@pytest.mark.row("E08")
def test_a_divided_case_has_one_lead_and_its_parts_answer_to_it(street: World) -> None:
    case = noisy(street)
    street.move("worker", case, "divide", parts=[("ZS01", "夜里施工"), ("RQ01", "工地边上有煤气味")])
    parts = list(Case.objects.filter(part_of=case))
    assert len(parts) == 2 and all(leads(part) == 1 for part in (case, *parts))
    assert {command(one).lead for one in (case, *parts)} == {street.body_of("worker")}
    assert [one.case.pk for one in commands([case.pk, *(p.pk for p in parts)])] == [case.pk]


@pytest.mark.row("E08")
def test_the_list_of_what_crosses_is_the_readers_own(street: World) -> None:
    case, other = noisy(street), noisy(street)
    street.move("worker", case, "whistle", calls=[street.body("street_urban").pk])
    area = {"street_id": street.places["440305007"].pk}
    assert [one.case.pk for one in crossing(street.actor("officer"), **area)] == [case.pk]
    assert [one.case.pk for one in crossing(street.actor("worker"), **area)] == [case.pk]
    assert crossing(street.actor("neighbour"), **area) == []
    assert crossing(street.actor("officer"), street_id=0) == []
    street.move("worker", other, "whistle", calls=[street.body("street_urban").pk])
    assert [one.case.pk for one in crossing(street.actor("officer"), most=1, **area)] == [other.pk]


@pytest.mark.row("E08")
def test_a_case_without_a_type_yet_has_its_lead(street: World) -> None:
    found = command(street.report(""))
    assert found.platforms == () and found.lead is not None and not found.crosses


@pytest.mark.row("E08")
def test_the_staffs_list_is_narrowed_by_platform(street: World) -> None:
    case, unsorted = street.report("LJ01"), street.report("")
    area = {"street_id": street.places["440305007"].pk}
    assert [c.pk for c in listed(**area, platform="service").cases] == [case.pk]
    assert listed(**area, platform="market").cases == []
    assert {c.pk for c in listed(**area).cases} == {case.pk, unsorted.pk}
    browser = Client()
    browser.force_login(Person.objects.get(pk=street.people["officer"]), "django.contrib.auth.backends.ModelBackend")
    shown = f"/work/m/{case.pk}/"
    assert shown in browser.get("/street/cases/?platform=service").content.decode()
    assert shown not in browser.get("/street/cases/?platform=market").content.decode()
    assert shown in browser.get("/street/cases/?platform=nothing").content.decode()
    file = b"".join(browser.get("/street/cases.csv?platform=market").streaming_content).decode("utf-8-sig")
    assert len(file.strip().splitlines()) == 1
