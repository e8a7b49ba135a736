"""Duties as they are opened, warned of, paused and closed; refusals beside successes."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from gongzhi.duties import selectors, services
from gongzhi.duties.events import stamp
from gongzhi.duties.models import Duty, Pause
from gongzhi.kernel import clock
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.limit import Limit
from gongzhi.kernel.reference import Ref
from gongzhi.record.models import Fact

from .conftest import START

HOUR = timedelta(hours=1)
DAY = Limit(24, "hours")


def opened(world: SimpleNamespace, **given: Any) -> Duty:
    """A duty of the office to solve the matter within a day, unless said otherwise."""
    terms: dict[str, Any] = {"kind": "solve", "about": world.matter, "body_id": world.office.pk, "limit": DAY}
    return services.open_duty(**{**terms, "at": START, **given})


def facts(kind: str) -> list[dict[str, Any]]:
    """The data of the facts of one kind, in order."""
    return list(Fact.objects.filter(kind=f"duties.{kind}").order_by("id").values_list("data", flat=True))


def test_opening_writes_one_row_and_one_fact(world: SimpleNamespace) -> None:
    opened(world, about=Ref("cases.case", 1))
    with (
        transaction.atomic(),
        CaptureQueriesContext(
            connection,
        ) as queries,
    ):
        duty = opened(world)
    assert [q["sql"].split()[0] for q in queries.captured_queries] == ["INSERT", "INSERT"]
    assert duty.due_at == START + 24 * HOUR
    assert facts("opened")[-1]["due_at"] == stamp(duty.due_at)
    assert facts("opened")[-1]["about"] == "cases.case:7"


def test_one_owner_has_one_open_duty_of_a_kind_on_a_matter(world: SimpleNamespace) -> None:
    opened(world)
    with pytest.raises(Refused) as refusal, transaction.atomic():
        opened(world)
    assert refusal.value.code == "duty_open"
    opened(world, kind="accept")
    opened(world, body_id=world.other.pk)
    opened(world, about=Ref("cases.case", 8))
    services.discharge(about=world.matter, kind="solve", at=START)
    opened(world)
    assert len(facts("opened")) == 5


def test_a_resident_may_have_a_duty_but_nobody_may_not(world: SimpleNamespace) -> None:
    duty = opened(world, kind="judge", body_id=None, person_id=world.resident.person_id)
    assert list(selectors.open_duties([], world.resident.person_id)) == [duty]
    with pytest.raises(Refused), transaction.atomic():
        opened(world, kind="judge", body_id=None, person_id=world.resident.person_id)
    with pytest.raises(ValueError, match="body or a person"):
        opened(world, body_id=None)
    with pytest.raises(ValueError, match="unknown kind"):
        opened(world, kind="gossip")
    with pytest.raises(ValueError, match="before it starts"):
        opened(world, due_at=START - HOUR)


@pytest.mark.parametrize(("after", "state"), [(24 * HOUR, "done"), (24 * HOUR + timedelta.resolution, "late_done")])
def test_the_due_instant_itself_is_in_time(world: SimpleNamespace, after: timedelta, state: str) -> None:
    opened(world)
    [duty] = services.discharge(about=world.matter, kind="solve", at=START + after)
    duty.refresh_from_db()
    assert (duty.state, duty.closed_at, duty.next_at) == (state, START + after, None)
    assert facts("discharged")[0]["late"] is (state == "late_done")


def test_discharging_touches_only_what_matches(world: SimpleNamespace) -> None:
    opened(world)
    opened(world, kind="accept")
    opened(world, body_id=world.other.pk)
    assert services.discharge(about=Ref("cases.case", 99)) == []
    assert len(services.discharge(about=world.matter, kind="solve", body_id=world.other.pk, at=START)) == 1
    assert {(d.kind, d.body_id) for d in selectors.open_of(world.matter)} == {
        ("solve", world.office.pk),
        ("accept", world.office.pk),
    }
    assert len(services.cancel(about=world.matter, at=START)) == 2
    assert services.cancel(about=world.matter) == []
    assert len(facts("cancelled")) == 2


def test_a_duty_lapses_only_after_its_time(world: SimpleNamespace) -> None:
    opened(world, kind="judge", limit=Limit(7, "calendar_days"))
    with pytest.raises(Refused) as refusal, transaction.atomic():
        services.lapse(about=world.matter, at=START + 24 * HOUR)
    assert refusal.value.code == "running"
    assert Duty.objects.get().state == "open"
    [duty] = services.lapse(about=world.matter, at=START + 8 * 24 * HOUR)
    assert duty.state == "lapsed"
    assert len(facts("lapsed")) == 1


@pytest.mark.row("E05")
def test_each_warning_is_given_once_at_its_exact_instant(world: SimpleNamespace) -> None:
    duty = opened(world)
    assert services.tick(duty.yellow_at - timedelta.resolution) == 0
    assert services.tick(duty.yellow_at) == 1
    assert services.tick(duty.yellow_at) == 0
    assert services.tick(duty.due_at) == 1  # red; the due instant itself is still in time
    assert facts("overdue") == []
    assert services.tick(duty.due_at + timedelta.resolution) == 1
    assert services.tick(duty.due_at + 1000 * HOUR) == 0
    for kind, instant in (("yellow", duty.yellow_at), ("red", duty.red_at), ("overdue", duty.due_at)):
        [data] = facts(kind)
        assert data["passed_at"] == stamp(instant)
        assert (data["duty_id"], data["about"], data["body_id"]) == (duty.pk, str(world.matter), world.office.pk)


@pytest.mark.row("E05")
def test_a_clock_that_slept_gives_all_warnings_with_their_own_instants(world: SimpleNamespace) -> None:
    duty = opened(world)
    assert services.tick(START + 500 * HOUR) == 3
    assert facts("red")[0]["passed_at"] == stamp(START + timedelta(hours=21, minutes=36))
    assert facts("overdue")[0]["passed_at"] == stamp(duty.due_at)
    assert services.tick(START + 501 * HOUR) == 0


def test_more_duties_than_a_batch_all_get_their_warning(
    world: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "BATCH", 3)
    for number in range(10):
        opened(world, about=Ref("cases.case", number))
    assert services.tick(START + 20 * HOUR) == 10
    assert len({data["about"] for data in facts("yellow")}) == 10


def test_a_closed_duty_warns_no_more(world: SimpleNamespace) -> None:
    opened(world)
    services.discharge(about=world.matter, at=START + HOUR)
    assert services.tick(START + 100 * HOUR) == 0


@pytest.mark.row("E01")
def test_a_pause_moves_the_due_time_and_the_end_of_the_pause_is_on_the_record(world: SimpleNamespace) -> None:
    duty = opened(world)
    with clock.at(START + 2 * HOUR):
        services.pause(actor=world.worker, duty_id=duty.pk, reason="weather")
    assert services.tick(START + 48 * HOUR) == 0
    with clock.at(START + 50 * HOUR):
        duty = services.resume(actor=world.worker, duty_id=duty.pk)
    assert duty.due_at == START + 72 * HOUR
    assert facts("paused")[0]["reason"] == "weather"
    assert facts("resumed")[0] | {"by": "hand", "due_at": stamp(duty.due_at)} == facts("resumed")[0]
    assert Fact.objects.get(kind="duties.resumed").seat_id == world.worker.seats[0].id
    assert services.tick(duty.yellow_at) == 1


def test_what_was_warned_before_a_pause_is_not_warned_again(world: SimpleNamespace) -> None:
    duty = opened(world)
    services.tick(START + 19 * HOUR)
    with clock.at(START + 20 * HOUR):
        services.pause(actor=world.worker, duty_id=duty.pk, reason="supplier")
    with clock.at(START + 100 * HOUR):
        services.resume(actor=world.worker, duty_id=duty.pk)
    services.tick(START + 300 * HOUR)
    assert [len(facts(kind)) for kind in ("yellow", "red", "overdue")] == [1, 1, 1]
    assert facts("overdue")[0]["passed_at"] == stamp(START + 104 * HOUR)


def test_the_cap_ends_a_pause_by_itself_and_counts_all_pauses_together(world: SimpleNamespace) -> None:
    duty = opened(world)
    with clock.at(START + HOUR):
        services.pause(actor=world.worker, duty_id=duty.pk, reason="weather")
    with clock.at(START + HOUR + timedelta(days=5)):
        services.resume(actor=world.worker, duty_id=duty.pk)
        services.pause(actor=world.worker, duty_id=duty.pk, reason="owners_vote")
    cap = START + HOUR + timedelta(days=15)
    assert services.tick(cap - HOUR) == 0
    assert services.tick(START + timedelta(days=40)) == 4  # the end of the pause, and the three warnings after it
    assert [data["by"] for data in facts("resumed")] == ["hand", "cap"]
    duty.refresh_from_db()
    assert duty.due_at == START + 24 * HOUR + timedelta(days=15)
    assert Pause.objects.get(reason="owners_vote").until == cap


def test_a_pause_that_used_up_the_cap_cannot_be_repeated(world: SimpleNamespace) -> None:
    duty = opened(world)
    with clock.at(START + HOUR):
        services.pause(actor=world.worker, duty_id=duty.pk, reason="weather")
    services.tick(START + HOUR + timedelta(days=15))
    with clock.at(START + 2 * HOUR + timedelta(days=15)), pytest.raises(Refused) as refusal:
        services.pause(actor=world.worker, duty_id=duty.pk, reason="weather")
    assert refusal.value.code == "pause_used_up"


def test_a_resume_after_the_cap_counts_only_up_to_the_cap(world: SimpleNamespace) -> None:
    """The clock slept through the cap; whoever resumes later gains nothing by it."""
    duty = opened(world)
    with clock.at(START + HOUR):
        services.pause(actor=world.worker, duty_id=duty.pk, reason="weather")
    with clock.at(START + timedelta(days=60)):
        duty = services.resume(actor=world.worker, duty_id=duty.pk)
    assert duty.due_at == START + 24 * HOUR + timedelta(days=15)
    assert facts("resumed")[0]["by"] == "cap"


def test_who_may_not_pause_and_what_may_not_be_paused(world: SimpleNamespace) -> None:
    duty = opened(world)
    codes = []

    def refused(act: Any, **given: Any) -> None:
        with pytest.raises(Refused) as refusal, transaction.atomic():
            act(duty_id=duty.pk, **given)
        codes.append(refusal.value.code)

    with clock.at(START + HOUR):
        refused(services.pause, actor=world.neighbour, reason="weather")
        refused(services.pause, actor=world.resident, reason="weather")
        refused(services.pause, actor=world.worker, reason="holiday")
        refused(services.resume, actor=world.worker)
        services.pause(actor=world.worker, duty_id=duty.pk, reason="weather")
        refused(services.pause, actor=world.worker, reason="weather")
        refused(services.resume, actor=world.neighbour)
        services.resume(actor=world.worker, duty_id=duty.pk)
    with clock.at(START + 25 * HOUR):
        refused(services.pause, actor=world.worker, reason="weather")
        services.discharge(about=world.matter)
        refused(services.pause, actor=world.worker, reason="weather")
        refused(services.resume, actor=world.worker)
    assert codes == ["denied", "denied", "reason", "running", "paused", "denied", "overdue", "closed", "closed"]
    assert Pause.objects.count() == 1


def test_closing_a_paused_duty_ends_the_pause_first(world: SimpleNamespace) -> None:
    duty = opened(world)
    with clock.at(START + 20 * HOUR):
        services.pause(actor=world.worker, duty_id=duty.pk, reason="weather")
    [duty] = services.discharge(about=world.matter, at=START + 30 * HOUR)
    assert duty.state == "done"
    assert facts("resumed")[0]["by"] == "closed"
    assert Pause.objects.get().until == START + 30 * HOUR


def test_an_agreed_instant_stands_instead_of_the_limit(world: SimpleNamespace) -> None:
    duty = opened(world, due_at=START + 5 * HOUR)
    assert duty.due_at == START + 5 * HOUR
    with clock.at(START + HOUR):
        services.pause(actor=world.worker, duty_id=duty.pk, reason="weather")
    with clock.at(START + 3 * HOUR):
        assert services.resume(actor=world.worker, duty_id=duty.pk).due_at == START + 7 * HOUR


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "forgotten"},
        {"closed_at": START},
        {"state": "done", "next_at": None},
        {"state": "done", "closed_at": START},
        {"due_at": START - HOUR},
        {"yellow_at": START + 24 * HOUR, "red_at": START + 23 * HOUR},
        {"body_id": None},
        {"warned": 4},
    ],
)
def test_the_table_itself_refuses_what_must_never_be(world: SimpleNamespace, wrong: dict[str, Any]) -> None:
    duty = opened(world)
    with pytest.raises(IntegrityError), transaction.atomic():
        Duty.objects.filter(pk=duty.pk).update(**wrong)


def test_the_table_refuses_a_second_running_pause_and_an_unlisted_reason(world: SimpleNamespace) -> None:
    duty = opened(world)
    Pause.objects.create(duty=duty, since=START, cap_at=START + HOUR, reason="weather")
    for wrong in ({"reason": "weather"}, {"reason": "holiday", "until": START}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Pause.objects.create(**{"duty": duty, "since": START, "cap_at": START + HOUR, **wrong})
