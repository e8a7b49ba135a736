"""Two clocks, two workers, one duty: each act happens once, on both databases."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.at_once import at_once

from gongzhi.duties import services
from gongzhi.duties.models import Duty
from gongzhi.kernel import clock
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.limit import Limit
from gongzhi.kernel.reference import Ref
from gongzhi.people.models import Person
from gongzhi.record.models import Fact

from .conftest import START, make_body, make_place, worker_of


@pytest.mark.django_db(transaction=True)
def test_two_clocks_give_each_warning_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "BATCH", 7)
    office = make_body("residents_committee", make_place("1", "南油社区", "community"))
    for number in range(60):
        about = Ref("cases.case", number)
        services.open_duty(kind="solve", about=about, body_id=office.pk, limit=Limit(10, "hours"), at=START)
    late = START + timedelta(hours=20)
    results = at_once(*[lambda: services.tick(late)] * 3)
    assert sum(results) + services.tick(late) == 180
    for kind in ("yellow", "red", "overdue"):
        told = list(Fact.objects.filter(kind=f"duties.{kind}").values_list("about_id", flat=True))
        assert sorted(told) == list(range(60))


@pytest.mark.django_db(transaction=True)
def test_two_reports_of_one_duty_leave_one(monkeypatch: pytest.MonkeyPatch) -> None:
    office = make_body("residents_committee", make_place("1", "南油社区", "community"))

    def open_one() -> Duty:
        about = Ref("cases.case", 1)
        return services.open_duty(kind="solve", about=about, body_id=office.pk, limit=Limit(10, "hours"), at=START)

    results = at_once(open_one, open_one, open_one)
    assert sorted(type(r).__name__ for r in results) == ["Duty", "Refused", "Refused"]
    assert Duty.objects.count() == Fact.objects.filter(kind="duties.opened").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_who_pause_at_once_pause_once() -> None:
    office = make_body("residents_committee", make_place("1", "南油社区", "community"))
    worker = worker_of(Person.objects.create(username="worker"), office)
    about = Ref("cases.case", 1)
    duty = services.open_duty(kind="solve", about=about, body_id=office.pk, limit=Limit(10, "hours"), at=START)

    def pause() -> Duty:
        with clock.at(START + timedelta(hours=1)):
            return services.pause(actor=worker, duty_id=duty.pk, reason="weather")

    results = at_once(pause, pause)
    assert [r.code for r in results if isinstance(r, Refused)] == ["paused"]
    assert duty.pauses.count() == 1
