"""A slip taken back: by who made it, for twenty seconds, if nobody has done anything since; the record keeps both."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from tests.cases.stages import given, make
from tests.world import MONDAY, SETUP, World

from gongzhi.cases import services
from gongzhi.cases.last import seconds
from gongzhi.cases.lifecycle import CASE, TAKEN_BACK, UNDOS
from gongzhi.cases.models import Call, Case, Holding, Word
from gongzhi.cases.replay import _current
from gongzhi.cases.selectors.lessons import lessons
from gongzhi.cases.selectors.story import STAFF, story
from gongzhi.duties import services as duties
from gongzhi.duties.models import Duty
from gongzhi.duties.selectors import open_of
from gongzhi.kernel import clock
from gongzhi.kernel.actor import system
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.reference import Ref
from gongzhi.organisations import services as seats
from gongzhi.organisations.models import Term
from gongzhi.record import services as record
from gongzhi.record.models import Fact


def clocks(case: Case) -> set[tuple[Any, ...]]:
    """Everything that the running clocks of a case are made of."""
    rows = open_of(Ref("cases.case", case.pk))
    return set(rows.values_list("kind", "body_id", "opened_at", "due_at", "yellow_at", "red_at", "paused_since"))


def shape(case: Case) -> tuple[Any, ...]:
    """All of a case that an act may change."""
    case.refresh_from_db()
    return (_current([case.pk])[case.pk], case.due_at, case.overdue, case.whistled, case.voices, clocks(case))


@contextmanager
def later(seconds: float) -> Iterator[None]:
    with clock.at(MONDAY + timedelta(seconds=seconds)):
        yield


def refused(street: World, who: str, case: Case, **more: Any) -> str:
    with pytest.raises(Refused) as error:
        services.undo(actor=street.actor(who), case_id=case.pk, **more)
    assert str(error.value.message)
    return error.value.code


def gapless(case: Case) -> bool:
    spans = list(Holding.objects.filter(case=case).order_by("id"))
    pairs = zip(spans, spans[1:], strict=False)
    return spans[0].since == case.reported_at and spans[-1].until is None and all(a.until == b.since for a, b in pairs)


def test_every_act_that_can_be_taken_back_has_its_way_in_the_table() -> None:
    """The table is the truth: from where such a move ends there is exactly one line back to where it came from."""
    there = {(m.target, s) for m in CASE.moves if m.name in TAKEN_BACK for s in m.sources}
    back = {(s, m.target) for m in CASE.moves if m.name in UNDOS for s in m.sources}
    assert there == back
    assert all(m.name == f"undo_to_{m.target}" for m in CASE.moves if m.name in UNDOS)


@pytest.mark.row("E12")
@pytest.mark.parametrize(
    ("state", "who", "move"),
    [
        ("filed", "worker", "accept"),
        ("filed", "worker", "offer"),
        ("handling", "worker", "offer"),
        ("sorting", "worker", "sort"),
        ("sorting", "worker", "merge"),
        ("filed", "officer", "reclassify"),
        ("handling", "officer", "reclassify"),
        ("filed", "worker", "merge"),
        ("handling", "worker", "merge"),
        ("handling", "worker", "whistle"),
    ],
)
def test_it_is_as_if_it_had_not_been(street: World, state: str, who: str, move: str) -> None:
    case = make(street, state)
    street.places["main"] = main = street.report("FW01", text="主件")
    was, told = shape(case), Fact.objects.count()
    more = {"primary": main.pk} if move == "merge" else given(street, move)
    with later(60):
        street.move(who, case, move, **more)
    assert shape(case) != was
    made, version = Fact.objects.count(), case.version
    with later(79.5):
        services.undo(actor=street.actor(who), case_id=case.pk)
    assert shape(case) == was
    assert Fact.objects.count() > made > told and case.version == version + 1
    assert gapless(case)
    fact = Fact.objects.filter(kind="case.moved").latest("id")
    assert fact.data["undone"] == move and Fact.objects.get(pk=fact.data["undoes"]).data["move"] == move
    main.refresh_from_db()
    assert main.voices == 1
    assert record.replay("cases.case").different == ()
    assert refused(street, who, case) == "denied"  # taking back is not taken back


def test_the_clock_runs_to_its_first_due_time_and_can_be_missed(street: World) -> None:
    """The two hours of accepting are neither lost nor given anew."""
    case = make(street, "filed")
    due = open_of(Ref("cases.case", case.pk), "accept").get().due_at
    with clock.at(due - timedelta(seconds=5)):
        street.move("worker", case, "accept")
    with clock.at(due + timedelta(seconds=5)):
        services.undo(actor=street.actor("worker"), case_id=case.pk)
        duties.tick()
    duty = open_of(Ref("cases.case", case.pk), "accept").get()
    assert (duty.due_at, duty.warned, Duty.objects.filter(about_id=case.pk, kind="accept").count()) == (due, 3, 1)
    assert Fact.objects.filter(kind="duties.overdue", data__duty_id=duty.pk).count() == 1
    with clock.at(due + timedelta(seconds=40)):
        street.move("worker", case, "accept")
    duty.refresh_from_db()
    assert duty.state == "late_done"
    assert Fact.objects.filter(kind="case.moved").latest("id").data["response"] == "late"


def test_a_clock_that_stood_still_stands_still_again(street: World) -> None:
    case = make(street, "handling")
    with later(10):
        services.pause_clock(actor=street.actor("worker"), case_id=case.pk, reason="supplier")
    was = shape(case)
    with clock.at(MONDAY + timedelta(hours=5)):
        street.move("officer", case, "reclassify", matter="LJ01")
    with clock.at(MONDAY + timedelta(hours=5, seconds=9)):
        services.undo(actor=street.actor("officer"), case_id=case.pk)
    assert shape(case) == was
    with clock.at(MONDAY + timedelta(days=3)):
        services.resume_clock(actor=street.actor("worker"), case_id=case.pk)
    case.refresh_from_db()
    assert case.due_at is not None and case.due_at > was[1]


def test_a_pause_taken_back_gives_no_minute(street: World) -> None:
    case = make(street, "handling")
    was = shape(case)
    services.pause_clock(actor=street.actor("worker"), case_id=case.pk, reason="supplier")
    with later(19):
        services.undo(actor=street.actor("worker"), case_id=case.pk)
    assert shape(case) == was
    assert "停表" in story(case, STAFF)[0].says
    with later(20):
        services.pause_clock(actor=street.actor("worker"), case_id=case.pk, reason="supplier")
        services.resume_clock(actor=street.actor("worker"), case_id=case.pk)
        assert refused(street, "worker", case) == "denied"  # a clock that runs again is no slip


def test_a_note_taken_back_is_read_by_nobody(street: World) -> None:
    case = make(street, "handling")
    word = services.add_words(actor=street.actor("worker"), case_id=case.pk, text="写错了件", sight="staff")
    assert any("写错了件" in text for e in story(case, STAFF) for _kind, text in e.words)
    services.undo(actor=street.actor("worker"), case_id=case.pk, act=word.fact_id)
    assert not any("写错了件" in text for e in story(case, STAFF) for _kind, text in e.words)
    assert Word.objects.filter(pk=word.pk).exists() and Fact.objects.filter(pk=word.fact_id).exists()
    assert refused(street, "worker", case) == "denied"


def test_the_words_of_an_act_go_with_it(street: World) -> None:
    case = make(street, "handling")
    street.move("worker", case, "offer", reason="写给了别的单位", **given(street, "offer"))
    services.undo(actor=street.actor("worker"), case_id=case.pk)
    entries = story(case, STAFF)
    assert not any(e.words for e in entries[:2])
    assert "撤回" in entries[0].says and "请" in entries[1].says  # both are told


def test_a_whistle_taken_back_ends_its_calls(street: World) -> None:
    case = make(street, "whistled")
    services.undo(actor=street.actor("worker"), case_id=case.pk)
    case.refresh_from_db()
    assert (case.state, case.whistled) == ("handling", False)
    assert set(Call.objects.filter(case=case).values_list("state", flat=True)) == {"recalled"}
    assert not open_of(Ref("cases.case", case.pk), "arrive").exists()
    with later(30):
        street.move("worker", case, "whistle", **given(street, "whistle"))
        street.move("worker", case, "recall", reason="不用来了")
        street.move("worker", case, "whistle", **given(street, "whistle"))
        services.undo(actor=street.actor("worker"), case_id=case.pk)
    case.refresh_from_db()
    assert case.whistled  # by the first one


def test_what_was_merged_in_comes_along(street: World) -> None:
    """Followers go to the new body with the main case, and back with it."""
    main = make(street, "filed")
    other = street.report("FW01", text="同一面墙")
    street.move("worker", other, "merge", primary=main.pk)
    street.move("officer", main, "reclassify", matter="LJ01")
    services.undo(actor=street.actor("officer"), case_id=main.pk)
    main.refresh_from_db()
    other.refresh_from_db()
    assert other.holder_id == main.holder_id == street.body_of("worker").pk
    assert gapless(other) and record.replay("cases.case").different == ()
    assert refused(street, "worker", other) == "denied"  # something happened to it since


def test_a_slip_teaches_the_sorter_nothing(street: World) -> None:
    """A type that only the system gave is no lesson, even where somebody changed it for a moment."""
    case = street.report("", text="楼道灯坏了")
    street.move(system("triage.sorter"), case, "sort_itself", matter="LJ01")
    street.move("officer", case, "reclassify", matter="FW01")
    record.deliver()
    assert list(lessons()) == [("楼道灯坏了", "FW01")]
    services.undo(actor=street.actor("officer"), case_id=case.pk)
    record.deliver()
    assert list(lessons()) == []


@pytest.mark.parametrize("after", [20, 21, 3600])
def test_after_its_time_it_stays(street: World, after: int) -> None:
    case = make(street, "handling")
    assert seconds() == 20
    was = shape(case)
    with later(after):
        assert refused(street, "worker", case) == "denied"
    assert shape(case) == was


@pytest.mark.parametrize("who", ["secretary", "officer", "urban", "watcher", "head"])
def test_nobody_takes_back_what_another_did(street: World, who: str) -> None:
    case = make(street, "handling")
    assert refused(street, who, case) == "denied"
    assert refused(street, who, case, act=Fact.objects.filter(kind="case.moved").latest("id").pk) == "denied"


def test_after_anybody_else_it_stays(street: World) -> None:
    for meddle in (
        lambda c: services.add_words(actor=street.reporter(c), case_id=c.pk, text="灯又坏了一盏"),
        lambda c: services.add_words(actor=street.actor("secretary"), case_id=c.pk, text="我去看看"),
        lambda c: services.second(actor=street.actor("watcher"), case_id=c.pk),
        lambda c: street.move("secretary", c, "offer", **given(street, "offer")),
    ):
        case = make(street, "handling")
        meddle(case)
        was = shape(case)
        assert refused(street, "worker", case) == "denied"
        assert shape(case) == was


def test_an_old_button_takes_back_nothing_newer(street: World) -> None:
    case = make(street, "handling")
    first = Fact.objects.filter(kind="case.moved").latest("id").pk
    street.move("worker", case, "offer", **given(street, "offer"))
    assert refused(street, "worker", case, act=first) == "stale"
    services.undo(actor=street.actor("worker"), case_id=case.pk)
    assert refused(street, "worker", case, act=first) == "denied"


@pytest.mark.parametrize("state", ["answered", "disputed", "joint", "split", "lawful", "responding"])
def test_what_has_no_way_back_stays(street: World, state: str) -> None:
    case = make(street, state)
    for who in ("worker", "urban", "housing", "officer"):
        assert refused(street, who, case) == "denied"


def test_a_seat_that_ended_meanwhile_undoes_nothing(street: World) -> None:
    case = make(street, "handling")
    seat = street.actor("worker").seats[0]
    stale = street.actor("worker")
    held = Term.objects.get(seat_id=seat.id, person_id=street.people["worker"])
    with later(1):
        seats.end_term(actor=SETUP, term_id=held.pk)
    with later(2), pytest.raises(Refused) as error:
        services.undo(actor=stale, case_id=case.pk)
    assert error.value.code == "denied"


def test_the_system_takes_nothing_back(street: World) -> None:
    case = make(street, "handling")
    with pytest.raises(Refused) as error:
        services.undo(actor=system("cases.loop"), case_id=case.pk)
    assert error.value.code == "denied"
