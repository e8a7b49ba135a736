"""Inboxes, counts, the ladder, due times as of any instant; what a page shows is what the rules say."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from gongzhi.duties import selectors, services, words
from gongzhi.duties.models import Duty, Pause
from gongzhi.kernel import clock
from gongzhi.kernel.limit import Limit
from gongzhi.kernel.reference import Ref
from gongzhi.organisations.models import Body

from .conftest import START

HOUR = timedelta(hours=1)


def opened(world: SimpleNamespace, number: int, hours: int, **given: Any) -> Duty:
    """A duty of the office on matter `number`, due so many hours after START."""
    terms: dict[str, Any] = {"kind": "solve", "body_id": world.office.pk, "limit": Limit(hours, "hours"), "at": START}
    return services.open_duty(about=Ref("cases.case", number), **{**terms, **given})


@pytest.fixture
def inbox(world: SimpleNamespace) -> SimpleNamespace:
    """Nine duties of the office from one hour to nine days, one of the neighbour's, one closed, one paused."""
    world.duties = [opened(world, n, hours) for n, hours in enumerate((1, 2, 2, 14, 15, 30, 38, 39, 216), start=1)]
    opened(world, 50, 5, body_id=world.other.pk)
    opened(world, 51, 5)
    services.discharge(about=Ref("cases.case", 51), at=START)
    world.paused = opened(world, 52, 5)
    with clock.at(START + HOUR / 2):
        services.pause(actor=world.worker, duty_id=world.paused.pk, reason="weather")
    return world


def test_an_inbox_holds_the_open_duties_of_its_bodies_by_due_time(inbox: SimpleNamespace) -> None:
    rows = list(selectors.open_duties([inbox.office.pk]))
    assert {d.pk for d in rows} == {d.pk for d in inbox.duties} | {inbox.paused.pk}
    assert [(d.due_at, d.pk) for d in rows] == sorted((d.due_at, d.pk) for d in rows)
    assert list(selectors.open_duties(Body.objects.filter(pk=inbox.other.pk).values("pk")))[0].body_id == inbox.other.pk
    assert list(selectors.open_duties([])) == []
    assert not selectors.open_duties([inbox.office.pk], kinds=["accept"])


def test_pages_by_mark_show_every_duty_once(inbox: SimpleNamespace) -> None:
    duties = selectors.open_duties([inbox.office.pk])
    seen: list[int] = []
    mark: selectors.Mark | None = None
    while True:
        page = selectors.page(duties, mark, size=3)
        seen += [d.pk for d in page.rows]
        assert len(page.rows) <= 3
        if page.next is None:
            break
        mark = selectors.Mark.parse(str(page.next))
        assert mark == page.next
    assert seen == [d.pk for d in duties]


@pytest.mark.parametrize(
    "wrong", ["", "x", "2024-05-13~1", "2024-05-13T09:00:00+08:00~", "2024-05-13T09:00:00+08:00~١", "~"]
)
def test_a_broken_mark_is_no_mark(wrong: str) -> None:
    assert selectors.Mark.parse(wrong) is None


def test_buckets_count_in_one_query_and_agree_with_their_lists(inbox: SimpleNamespace) -> None:
    now = START + 2 * HOUR  # 11:00; two are due at this very instant
    duties = selectors.open_duties([inbox.office.pk])
    with CaptureQueriesContext(connection) as queries:
        counted = selectors.counts(duties, now)
    assert len(queries) == 1
    # 15 hours after 09:00 is midnight, which is tomorrow's; 39 hours is the midnight after.
    assert counted == {"overdue": 1, "today": 3, "tomorrow": 3, "later": 2, "waiting": 1}
    for bucket, count in counted.items():
        assert selectors.in_bucket(duties, bucket, now).count() == count
    with pytest.raises(KeyError):
        selectors.in_bucket(duties, "someday")


def test_the_ladder_counts_in_one_query_and_agrees_with_each_row(inbox: SimpleNamespace) -> None:
    duties = selectors.open_duties([inbox.office.pk])
    for hours in (0, 1, 1.6, 1.9, 12, 14, 30, 36, 200, 500):
        now = START + hours * HOUR
        counted = selectors.ladder(duties, now)
        assert list(counted) == list(words.RUNGS)
        by_row = [selectors.rung_of(duty, now) for duty in duties]
        assert {rung: by_row.count(rung) for rung in words.RUNGS} == counted
        for rung in words.RUNGS:
            assert selectors.on_rung(duties, rung, now).count() == counted[rung]


def test_a_page_of_the_inbox_reads_by_index_in_one_query(inbox: SimpleNamespace) -> None:
    with CaptureQueriesContext(connection) as queries:
        page = selectors.page(selectors.open_duties([inbox.office.pk]), size=5)
    assert (len(queries), len(page.rows)) == (1, 5)


def test_a_due_time_is_what_it_was_at_any_instant(world: SimpleNamespace) -> None:
    duty = opened(world, 1, 24)
    for since, until in ((2, 5), (10, 12)):
        with clock.at(START + since * HOUR):
            services.pause(actor=world.worker, duty_id=duty.pk, reason="weather")
        with clock.at(START + until * HOUR):
            services.resume(actor=world.worker, duty_id=duty.pk)
    expected = {0: 24, 2: 24, 3: 25, 5: 27, 7: 27, 11: 28, 12: 29, 999: 29}
    duty = selectors.of(Ref("cases.case", 1)).get()
    with CaptureQueriesContext(connection) as queries:
        found = {hour: selectors.due_as_of(duty, START + hour * HOUR) for hour in expected}
    assert found == {hour: START + due * HOUR for hour, due in expected.items()}
    assert len(queries) == 0
    assert duty.due_at == found[999]


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(1, 40)), max_size=4), st.integers(1, 80))
def test_the_stored_due_time_is_always_the_recomputed_one(
    world: SimpleNamespace, spans: list[tuple[int, int]], hours: int
) -> None:
    """Whatever pauses there were, the row agrees with its own terms and pauses."""
    Pause.objects.all().delete()
    Duty.objects.all().delete()
    duty, here = opened(world, 1, hours), START
    for wait, length in spans:
        here += wait * HOUR
        if here > selectors.get(duty.pk).due_at:
            break
        with clock.at(here):
            services.pause(actor=world.worker, duty_id=duty.pk, reason="weather")
        here += length * HOUR
        with clock.at(here):
            services.resume(actor=world.worker, duty_id=duty.pk)
    duty = selectors.get(duty.pk)
    assert selectors.due_as_of(duty, here) == duty.due_at == selectors.due_as_of(duty, here + 999 * HOUR)


@pytest.mark.row("E12")
def test_the_timeline_says_who_held_a_matter_and_finds_an_uncovered_minute(world: SimpleNamespace) -> None:
    matter = Ref("cases.case", 1)
    opened(world, 1, 24)
    services.discharge(about=matter, at=START + 3 * HOUR)
    opened(world, 1, 24, body_id=world.other.pk, at=START + 3 * HOUR)
    turns = selectors.timeline(matter)
    assert [(t.body_id, t.since, t.until) for t in turns] == [
        (world.office.pk, START, START + 3 * HOUR),
        (world.other.pk, START + 3 * HOUR, None),
    ]
    assert selectors.uncovered(matter, START, START + 99 * HOUR) == []
    services.discharge(about=matter, at=START + 5 * HOUR)
    opened(world, 1, 24, at=START + 5 * HOUR + timedelta(minutes=1))
    assert selectors.uncovered(matter, START, START + 99 * HOUR) == [
        (START + 5 * HOUR, START + 5 * HOUR + timedelta(minutes=1))
    ]
    assert selectors.uncovered(Ref("cases.case", 2), START, START + HOUR) == [(START, START + HOUR)]


def test_open_duties_of_many_matters_come_in_one_query(inbox: SimpleNamespace) -> None:
    with CaptureQueriesContext(connection) as queries:
        found = selectors.open_of_many("cases.case", range(1, 60))
    assert len(queries) == 1
    assert 51 not in found
    assert [d.pk for d in found[1]] == [inbox.duties[0].pk]


@pytest.mark.sqlite_only
def test_every_hot_read_goes_by_its_index_with_bound_values(world: SimpleNamespace) -> None:
    """PostgreSQL chooses by statistics, which a small table does not have; SQLite chooses by what it can prove."""
    due = Duty.objects.filter(next_at__lte=START).order_by("next_at", "id")
    for read, index in (
        (selectors.open_duties([world.office.pk]), "duty_inbox "),
        (selectors.open_duties([], world.resident.person_id), "duty_inbox_of_person"),
        (selectors.open_of(Ref("cases.case", 1)), "duty_about"),
        (due, "duty_tick"),
    ):
        plan = read[:50].explain()
        assert f"INDEX {index}" in plan, plan
        assert "SCAN" not in plan, plan
