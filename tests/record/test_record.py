"""The record keeps every fact, in one order, for good; each reaction digests each fact once, whatever happens."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import ClassVar

import pytest
from django.db import DatabaseError, connection, transaction

from gongzhi.kernel import clock
from gongzhi.kernel.actor import system
from gongzhi.kernel.event import Event
from gongzhi.kernel.reference import Ref
from gongzhi.record import services
from gongzhi.record.models import Cursor, Fact, Line, Link, Parked
from gongzhi.record.selectors import FactView, facts_about, lineage, standing

ME = system("tests.record")
ABOUT = Ref("tests.thing", 1)
START = datetime(2026, 9, 7, 1, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Counted(Event):
    """A fact for these tests."""

    kind: ClassVar[str] = "tests.counted"
    n: int
    seen: tuple[int, ...] = ()


@pytest.fixture
def reaction(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """A reaction to Counted that keeps what it digested; 13 is poison for it."""
    digested: list[int] = []
    monkeypatch.setattr(services, "_reactions", {})

    @services.reacts_to(Counted)
    def digest(event: Counted, fact: FactView) -> None:
        if event.n == 13:
            raise ZeroDivisionError("poison")
        digested.append(event.n)

    yield digested


def write(*numbers: int) -> None:
    with transaction.atomic():
        for n in numbers:
            services.append(Counted(n, (n,)), actor=ME, about=ABOUT)


@pytest.mark.django_db(transaction=True)
def test_a_fact_needs_its_transaction() -> None:
    with pytest.raises(RuntimeError):
        services.append(Counted(1), actor=ME, about=ABOUT)
    assert not Fact.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_never_happened(reaction: list[int]) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        services.append(Counted(1), actor=ME, about=ABOUT)
        raise ZeroDivisionError
    assert services.deliver() == 0 and reaction == [] and not Fact.objects.exists()


@pytest.mark.row("C-A")
@pytest.mark.parametrize("table", [Fact, Line, Link])
@pytest.mark.parametrize("act", ["update", "delete"])
def test_the_database_itself_refuses_change(db: None, table: type, act: str) -> None:
    write(1)
    services.seal()
    services.link(ABOUT, Ref("tests.thing", 2), "caused")
    rows = table.objects.all()
    field = {Fact: "kind", Line: "kind", Link: "kind"}[table]
    with pytest.raises(DatabaseError), transaction.atomic():
        if act == "update":
            rows.update(**{field: "changed"})
        else:
            rows._raw_delete(rows.db)
    assert table.objects.filter(**{field: "changed"}).count() == 0 and table.objects.count() == 1


@pytest.mark.postgres_only
def test_truncate_is_refused_too(db: None) -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE record_fact CASCADE")


def test_each_fact_once_and_in_order(db: None, reaction: list[int]) -> None:
    write(*range(10))
    assert services.deliver() == 10 and reaction == list(range(10))
    assert services.deliver() == 0 and reaction == list(range(10))
    write(20)
    services.deliver()
    assert reaction[-1] == 20
    assert list(Line.objects.order_by("seq").values_list("seq", flat=True)) == list(range(1, 12))


def test_a_fact_comes_back_as_it_was(db: None) -> None:
    with clock.at(START):
        write(7)
    view = facts_about(ABOUT)[0]
    assert (view.event, view.at, view.person_id) == (Counted(7, (7,)), START, None)


def test_poison_is_retried_later_and_later_then_parked_and_the_rest_goes_on(db: None, reaction: list[int]) -> None:
    now, waits = START, []
    with clock.at(now):
        write(1, 13, 2)
        services.deliver()
        assert reaction == [1], "the order holds while it is tried again"
    for _n in range(services.TRIES - 1):
        cursor = Cursor.objects.get(pk__startswith="tests.")
        assert cursor.next_try is not None
        waits.append(cursor.next_try - now)
        with clock.at(cursor.next_try - timedelta(milliseconds=1)):
            services.deliver()
            assert reaction == [1], "not before its time"
        now = cursor.next_try
        with clock.at(now):
            services.deliver()
    assert reaction == [1, 2]
    assert waits == sorted(waits) and len(set(waits)) == len(waits)
    parked = Parked.objects.get()
    assert (parked.error, parked.resolved_at, standing()["parked"]) == ("ZeroDivisionError", None, 1)


def test_parked_facts_can_be_tried_again(db: None, reaction: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "TRIES", 1)
    write(13, 5)
    services.deliver()
    assert (reaction, Parked.objects.filter(resolved_at=None).count()) == ([5], 1)
    name, (kinds, _old) = next(iter(services._reactions.items()))
    services._reactions[name] = (kinds, lambda event, fact: reaction.append(event.n))
    assert services.retry_parked() == 1 and services.retry_parked() == 0
    assert reaction == [5, 13]


def test_one_bad_reaction_stops_nobody_else(db: None, reaction: list[int]) -> None:
    other: list[int] = []

    @services.reacts_to(Counted)
    def well(event: Counted, fact: FactView) -> None:
        other.append(event.n)

    write(13, 1)
    services.deliver()
    assert (reaction, other) == ([], [13, 1])


def test_the_effect_and_the_cursor_move_together(db: None, reaction: list[int]) -> None:
    """What a reaction wrote before it broke is undone with the attempt."""

    @services.reacts_to(Counted)
    def half(event: Counted, fact: FactView) -> None:
        services.link(ABOUT, Ref("tests.thing", 100 + event.n), "half")
        if event.n == 2:
            raise ZeroDivisionError

    write(1, 2, 3)
    services.deliver()
    assert list(Link.objects.values_list("effect_id", flat=True)) == [101]


def test_a_new_reader_reads_from_the_beginning_or_from_here(db: None, reaction: list[int]) -> None:
    write(1, 2)
    services.deliver()
    late: list[int] = []

    @services.reacts_to(Counted)
    def late_comer(event: Counted, fact: FactView) -> None:
        late.append(event.n)

    services.deliver()
    assert late == [1, 2]
    rebuilt: list[int] = []

    @services.reacts_to(Counted)
    def rebuilt_one(event: Counted, fact: FactView) -> None:
        rebuilt.append(event.n)

    services.start_from_here(f"{rebuilt_one.__module__}.{rebuilt_one.__qualname__}")
    write(3)
    services.deliver()
    assert rebuilt == [3]


def test_lineage_walks_both_ways_and_survives_a_circle(db: None) -> None:
    one, two, three = (Ref("tests.thing", n) for n in (1, 2, 3))
    services.link(one, two, "became")
    services.link(one, two, "became")
    services.link(two, three, "became")
    services.link(three, one, "reminded")
    assert lineage(two).causes[0] == (one, "became", 1)
    assert {ref for ref, _kind, _distance in lineage(one).effects} == {two, three}
    assert Link.objects.count() == 3
    assert set(lineage(two).links) >= {(one, two), (two, three)}


def test_lineage_follows_so_many_links_from_one_hop_and_counts_the_rest(db: None) -> None:
    whole, after = Ref("tests.whole", 1), Ref("tests.after", 1)
    for n in range(1, 8):
        services.link(Ref("tests.thing", n), whole, "part")
    services.link(whole, after, "became")
    found = lineage(after, fan=5)
    assert [ref.label for ref, _kind, _distance in found.causes] == ["tests.whole", *["tests.thing"] * 5]
    assert found.more == 2
    assert lineage(after, fan=7).more == 0


@pytest.mark.django_db(transaction=True)
def test_writers_at_once_leave_no_fact_behind_the_readers(reaction: list[int]) -> None:
    """Transactions of different length commit in another order than they began; the line still misses none."""
    gate = threading.Barrier(4)

    def writer(start: int) -> None:
        try:
            gate.wait()
            for n in range(start, start + 10):
                write(n)
        finally:
            connection.close()

    threads = [threading.Thread(target=writer, args=(100 * k,)) for k in (1, 2, 3)]
    for thread in threads:
        thread.start()
    gate.wait()
    for _n in range(20):
        services.deliver()
    for thread in threads:
        thread.join(60)
    services.deliver()
    assert sorted(reaction) == [k * 100 + n for k in (1, 2, 3) for n in range(10)]
    assert Line.objects.count() == Fact.objects.count() == 30


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgres_only
def test_a_lower_number_that_commits_later_is_read_all_the_same(reaction: list[int]) -> None:
    began, go = threading.Event(), threading.Event()

    def slow() -> None:
        try:
            with transaction.atomic():
                services.append(Counted(1), actor=ME, about=ABOUT)
                began.set()
                go.wait(30)
        finally:
            connection.close()

    thread = threading.Thread(target=slow)
    thread.start()
    began.wait(30)
    write(2)
    services.deliver()
    assert reaction == [2]
    go.set()
    thread.join(30)
    services.deliver()
    assert reaction == [2, 1]
    first, second = Fact.objects.order_by("id").values_list("data__n", flat=True)
    assert (first, second) == (1, 2), "the lower id was committed last"
