"""Assessments: a grade comes out of confirmed evidence alone, and cannot be used a day too long (row C16)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from tests.cases.conftest import street as street
from tests.world import MONDAY, SETUP, World

from gongzhi.assessments import selectors, services
from gongzhi.assessments.models import Assessment, Check, Evidence, Grading, Scheme
from gongzhi.kernel import clock
from gongzhi.kernel.errors import Refused
from gongzhi.organisations import selectors as organisations
from gongzhi.organisations import services as seats
from gongzhi.people import services as people
from gongzhi.record import selectors as record

pytestmark = pytest.mark.django_db
YEAR = (date(2025, 9, 1), date(2026, 8, 31))
LOWER = [("3A", 801), ("2A", 701), ("1A", 601)]


@contextmanager
def refused(code: str) -> Iterator[None]:
    with pytest.raises(Refused) as caught:
        yield
    assert caught.value.code == code, f"{caught.value.code}: {caught.value}"
    assert str(caught.value)


class House:
    """A social organisation with two people, assessed by the street's office."""

    def __init__(self, street: World) -> None:
        self.street = street
        self.body = seats.create_body(
            actor=SETUP,
            kind="social_org",
            name="邻里互助社",
            place_id=street.places["440305007010"].pk,
            since=date(2022, 1, 1),
        )
        self.one, self.two = self.member("甲"), self.member("乙")
        self.officer, self.worker = street.actor("officer"), street.actor("worker")
        self.lead = self.seated("street_lead")
        self.scheme = services.publish_scheme(
            actor=self.officer, body_id=street.body_of("officer").pk, key="pilot", title="社会组织评估方案",
            content=services.starting_content(lower=LOWER),
        )  # fmt: skip

    def member(self, name: str) -> Any:
        seat = seats.create_seat(actor=SETUP, body_id=self.body.pk, role="org_member")
        person = people.reporter(name=name)
        seats.seat_person(actor=SETUP, seat_id=seat.pk, person_id=person.pk)
        return organisations.actor_for(person.pk)

    def seated(self, role: str) -> Any:
        seat = seats.create_seat(actor=SETUP, body_id=self.street.body_of("officer").pk, role=role)
        person = people.reporter(name=role)
        seats.seat_person(actor=SETUP, seat_id=seat.pk, person_id=person.pk)
        return organisations.actor_for(person.pk)

    def opened(self, since: date = YEAR[0]) -> Assessment:
        return services.open_assessment(
            actor=self.officer, body_id=self.body.pk, scheme_id=self.scheme.pk, period=(since, YEAR[1])
        )

    def put(self, row: Assessment, indicator: str, kind: str, amount: int | None = None) -> Evidence:
        return services.put_evidence(
            actor=self.one,
            assessment_id=row.pk,
            indicator=indicator,
            kind=kind,
            text=f"{indicator} 的证明",
            amount=amount,
        )

    def whole(self, row: Assessment, *, activities: int = 10, satisfied: int = 92) -> list[Evidence]:
        """Everything that the starting scheme asks for, confirmed by the community's worker."""
        put = [self.put(row, *which) for which in (
            ("base.papers", "document"), ("base.room", "visit"), ("order.accounts", "document"),
            ("order.accounts", "visit"), ("said.complaints", "document"), ("work.people", "figure", 120),
            ("said.satisfied", "survey", satisfied),
        )]  # fmt: skip
        put += [self.put(row, "order.meetings", "record") for _ in range(4)]
        put += [self.put(row, "work.activities", "record") for _ in range(activities)]
        for one in put:
            services.confirm_evidence(actor=self.worker, evidence_id=one.pk)
        return put

    def in_force(self, **given: int) -> Assessment:
        row = self.opened()
        self.whole(row, **given)
        services.grade(actor=self.officer, assessment_id=row.pk)
        services.notice(actor=self.officer, assessment_id=row.pk)
        with clock.at(MONDAY + timedelta(days=8)):
            return services.put_in_force(actor=self.officer, assessment_id=row.pk)


@pytest.fixture
def house(street: World) -> House:
    return House(street)


@pytest.mark.row("C16")
def test_the_grade_is_what_the_confirmed_evidence_comes_to(house: House):
    row = house.opened()
    put = house.whole(row, activities=7)
    made = services.grade(actor=house.officer, assessment_id=row.pk)
    assert (made.points, made.grade) == (1000 - 3 * 20, "4A")  # three activities short of ten
    row.refresh_from_db()
    assert selectors.agreement(row).same
    shown = {one.indicator.key: one for one in selectors.how(row)}
    assert shown["work.activities"].points == 140
    assert len(shown["work.activities"].counted) == 7
    assert {e.pk for e, _ in shown["base.papers"].evidence} == {put[0].pk}
    # The copy on the assessment may be forged; what is shown then says that it does not come out.
    Assessment.objects.filter(pk=row.pk).update(grade="5A", points=1000)
    row.refresh_from_db()
    assert not selectors.agreement(row).same


@pytest.mark.row("C16")
def test_an_appeal_opens_the_evidence_again_and_is_computed_not_typed(house: House):
    row = house.opened()
    house.whole(row, activities=7)
    services.grade(actor=house.officer, assessment_id=row.pk)
    with refused("stale"):  # nothing is published yet
        services.appeal(actor=house.one, assessment_id=row.pk, text="少算了三次活动")
    services.notice(actor=house.officer, assessment_id=row.pk)
    with refused("stale"):
        house.put(row, "work.activities", "record")
    with refused("denied"):
        services.appeal(actor=house.officer, assessment_id=row.pk, text="不是自己的")
    services.appeal(actor=house.one, assessment_id=row.pk, text="少算了三次活动")
    more = [house.put(row, "work.activities", "record") for _ in range(3)]
    with refused("waiting"):
        services.settle_appeal(actor=house.lead, assessment_id=row.pk, reply="补交的三次都有记录")
    for one in more:
        services.confirm_evidence(actor=house.worker, evidence_id=one.pk)
    services.confirm_evidence(actor=house.officer, evidence_id=more[0].pk)
    with refused("same_person"):  # who confirmed evidence does not judge the appeal
        services.settle_appeal(actor=house.officer, assessment_id=row.pk, reply="补交的三次都有记录")
    done = services.settle_appeal(actor=house.lead, assessment_id=row.pk, reply="补交的三次都有记录")
    row.refresh_from_db()
    assert (done.outcome, row.state, row.grade, row.points) == ("upheld", "noticed", "5A", 1000)
    assert [g.grade for g in selectors.gradings(row.pk)] == ["4A", "5A"]
    assert record.facts_about(row.ref)
    services.appeal(actor=house.two, assessment_id=row.pk, text="再看一次")
    again = services.settle_appeal(actor=house.lead, assessment_id=row.pk, reply="没有新的证明")
    assert again.outcome == "rejected"  # nothing changed, so nobody can call it upheld
    with refused("too_many"):
        services.appeal(actor=house.one, assessment_id=row.pk, text="第三次")


@pytest.mark.row("C16")
def test_an_expired_grade_cannot_be_used(house: House):
    row = house.in_force()
    began, last = date(2026, 9, 15), date(2031, 9, 15)
    assert (row.in_force_from, row.valid_until) == (began, last)
    body = house.body.pk
    assert selectors.grade_in_force(body, began - timedelta(days=1)) is None
    found = selectors.grade_in_force(body, last)
    assert found is not None
    assert (found.name, found.rank, found.until) == ("5A", 1, last)
    assert selectors.grade_in_force(body, last + timedelta(days=1)) is None  # before any clock has ticked
    with clock.at(datetime(2031, 9, 16, 0, 5, tzinfo=clock.CHINA)):
        assert services.expire_due() == 1
        assert services.expire_due() == 0
    row.refresh_from_db()
    assert row.state == "expired"
    assert selectors.grade_in_force(body, last) is not None
    assert selectors.grade_in_force(body, last + timedelta(days=1)) is None


def test_bars_exclude_from_assessment_and_from_use(house: House):
    services.note_bar(actor=house.officer, body_id=house.body.pk, reason="penalty", paper="〔2026〕3号")
    with refused("barred"):
        house.opened()
    with refused("denied"):
        services.note_bar(actor=house.one, body_id=house.body.pk, reason="investigation", paper="无")
    bar = selectors.standing_bars(house.body.pk, MONDAY.date())[0]
    services.lift_bar(actor=house.officer, bar_id=bar.pk, paper="处罚已过公示期")
    row = house.opened()
    house.whole(row)
    services.note_bar(actor=house.officer, body_id=house.body.pk, reason="no_annual_report", paper="2025 年度未交")
    assert services.grade(actor=house.officer, assessment_id=row.pk).grade == "barred"
    row.refresh_from_db()
    assert selectors.agreement(row).same
    assert row.points == 1000  # the points stand; the bar decides


def test_a_bar_after_the_grade_suspends_it(house: House):
    house.in_force()
    day = date(2026, 10, 1)
    with clock.at(MONDAY + timedelta(days=20)):
        bar = services.note_bar(actor=house.officer, body_id=house.body.pk, reason="investigation", paper="立案通知")
        assert selectors.grade_in_force(house.body.pk, day) is None
        services.lift_bar(actor=house.officer, bar_id=bar.pk, paper="结案通知")
        assert selectors.grade_in_force(house.body.pk, day) is not None


def test_evidence_is_confirmed_by_another_person_of_another_body(house: House):
    row = house.opened()
    with refused("denied"):
        services.put_evidence(
            actor=house.worker, assessment_id=row.pk, indicator="base.papers", kind="document", text="别人替交"
        )
    one = house.put(row, "base.papers", "document")
    for who in (house.one, house.two):
        with refused("denied"):
            services.confirm_evidence(actor=who, evidence_id=one.pk)
    with refused("denied"):
        services.confirm_evidence(actor=house.street.actor("neighbour"), evidence_id=one.pk)
    with refused("missing"):
        services.check_evidence(actor=house.worker, evidence_id=one.pk, confirmed=False)
    with refused("waiting"):
        services.grade(actor=house.officer, assessment_id=row.pk)
    services.confirm_evidence(actor=house.worker, evidence_id=one.pk)
    services.check_evidence(actor=house.worker, evidence_id=one.pk, confirmed=False, reason="章程是旧的")
    assert services.grade(actor=house.officer, assessment_id=row.pk).points == 0  # the last look counts


def test_a_seat_in_both_houses_does_not_help(house: House):
    """A street officer who also sits in the organisation assesses it neither way."""
    seat = seats.create_seat(actor=SETUP, body_id=house.body.pk, role="org_member")
    seats.seat_person(actor=SETUP, seat_id=seat.pk, person_id=house.officer.person_id)
    with refused("denied"):
        house.opened()


def test_wrong_evidence_is_refused(house: House):
    row = house.opened()
    with refused("unknown_indicator"):
        house.put(row, "no.such", "document")
    with refused("kind"):
        house.put(row, "base.papers", "survey")
    with refused("amount"):
        house.put(row, "work.people", "figure")
    with refused("amount"):
        house.put(row, "work.people", "figure", -1)
    with refused("once"):
        house.opened()
    with refused("denied"):
        services.open_assessment(
            actor=house.worker, body_id=house.body.pk, scheme_id=house.scheme.pk, period=(date(2024, 1, 1), YEAR[1])
        )


def test_a_scheme_is_never_edited_and_must_add_up(house: House):
    content = services.starting_content(lower=LOWER)
    assert [(g["name"], g["at_least"]) for g in content["grades"]][:2] == [("5A", 950), ("4A", 901)]
    office = house.street.body_of("officer").pk

    def publish(**change: Any) -> Scheme:
        return services.publish_scheme(
            actor=house.officer, body_id=office, key="pilot", title="第二版", content=content | change
        )

    with refused("same"):
        publish()
    for change in (
        {"total": 999}, {"grades": [{"name": "1A", "at_least": 1}, {"name": "5A", "at_least": 950}]},
        {"grades": [{"name": "none", "at_least": 1}]}, {"indicators": []}, {"bars": ["unlucky"]}, {"valid_years": 0},
        {"total": True}, {"indicators": [{"key": "a"}]},
    ):  # fmt: skip
        with refused("bad_scheme"):
            publish(**change)
    assert publish(notice_days=10).version == 2
    assert Scheme.objects.get(pk=house.scheme.pk).content["notice_days"] == 7
    with refused("denied"):
        services.publish_scheme(actor=house.worker, body_id=house.street.body_of("worker").pk, key="x", title="x",
                                content=content)  # fmt: skip


def test_the_tables_refuse_what_the_services_refuse(house: House):
    row = house.opened()
    one = house.put(row, "base.papers", "document")
    body, by = house.street.body_of("worker").pk, house.worker.person_id
    common = {"evidence": one, "number": 1, "confirmed": True, "at": MONDAY, "put_body_id": house.body.pk}
    for change in ({"by_id": one.by_id, "body_id": body}, {"by_id": by, "body_id": house.body.pk}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Check.objects.create(**common, put_by_id=one.by_id, **change)
    services.confirm_evidence(actor=house.worker, evidence_id=one.pk)
    services.grade(actor=house.officer, assessment_id=row.pk)
    for table in (Scheme, Evidence, Check, Grading):
        with pytest.raises(DatabaseError), transaction.atomic():
            table.objects.all().delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        Assessment.objects.filter(pk=row.pk).update(state="in_force")


def test_a_grade_stands_only_after_the_notice(house: House):
    row = house.opened()
    house.whole(row)
    services.grade(actor=house.officer, assessment_id=row.pk)
    services.notice(actor=house.officer, assessment_id=row.pk)
    with clock.at(MONDAY + timedelta(days=7)), refused("early"):
        services.put_in_force(actor=house.officer, assessment_id=row.pk)
    with clock.at(MONDAY + timedelta(days=8)), refused("late"):
        services.appeal(actor=house.one, assessment_id=row.pk, text="晚了")


@pytest.mark.row("C16")
def test_an_organisation_goes_stage_by_stage_with_a_paper_each(house: House):
    body = house.body.pk
    with refused("denied"):
        services.file_body(actor=house.one, body_id=body, paper="自己备案")
    services.file_body(actor=house.worker, body_id=body, paper="社区备案表 12 号")
    with refused("stale"):
        services.step_body(actor=house.worker, body_id=body, name="register", paper="跳过")
    with refused("missing"):
        services.step_body(actor=house.worker, body_id=body, name="incubate", paper=" ")
    for name in ("incubate", "grow", "step_back", "grow", "register"):
        services.step_body(actor=house.worker, body_id=body, name=name, paper=f"{name} 的证明")
    stage = selectors.stage_of(body)
    assert stage is not None
    assert stage.stage == "registered"
    assert [step.target for step in selectors.steps_of(body)] == [
        "filed", "incubating", "grown", "incubating", "grown", "registered",
    ]  # fmt: skip
