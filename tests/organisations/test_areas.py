"""Row A13: an area names its member, a substitute stands in, and no day is without a responsible person."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from gongzhi.kernel import clock
from gongzhi.organisations import selectors, services
from gongzhi.organisations.models import Term
from gongzhi.record.selectors import facts_about
from gongzhi.record.services import ref

from .conftest import SETUP, Town, code_of

NOW = datetime(2026, 11, 22, 2, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _now() -> Any:
    with clock.at(NOW):
        yield


def lead_of(town: Town, place: str = "C1B1") -> tuple[Any, Term]:
    body = town.bodies.get("community_party@C1") or town.body("community_party", "C1")
    seat = town.seat(body, "area_lead", place)
    return seat, services.seat_person(actor=SETUP, seat_id=seat.pk, person_id=town.person("一号").pk)


@pytest.mark.row("A13")
def test_the_area_names_one_member_and_the_substitute_while_they_are_away(town: Town) -> None:
    _seat, term = lead_of(town)
    other = town.person("二号")
    services.substitute(actor=SETUP, term_id=term.pk, person_id=other.pk, since=NOW + 2 * DAY, until=NOW + 4 * DAY)
    cell = town.places["C1B1M1G1"]
    today = date(2026, 11, 22)
    named = [selectors.responsible(cell, today + n * DAY) for n in range(7)]
    assert [t.person_id == other.pk for t in named if t] == [False, False, True, True, False, False, False]
    with clock.at(NOW + 3 * DAY):
        assert [s.role for s in selectors.actor_for(other.pk).seats] == ["area_lead"]
    assert selectors.actor_for(other.pk).seats == ()
    assert selectors.responsible(town.places["C1B2"], today) is None


@pytest.mark.row("A13")
def test_the_member_cannot_leave_before_somebody_takes_over(town: Town) -> None:
    seat, term = lead_of(town)
    successor = town.person("二号")
    place = town.places["C1B1"]
    assert code_of(lambda: services.end_term(actor=SETUP, term_id=term.pk)) == "gap"
    assert code_of(lambda: services.end_seat(actor=SETUP, seat_id=seat.pk)) == "gap"
    body = town.bodies["community_party@C1"]
    assert code_of(lambda: services.close_body(actor=SETUP, body_id=body.pk)) == "gap"
    late = {"actor": SETUP, "seat_id": seat.pk, "person_id": successor.pk, "since": NOW + 9 * DAY}
    assert code_of(lambda: services.seat_person(**late)) == "occupied"
    services.end_term(actor=SETUP, term_id=term.pk, at=NOW + 3 * DAY, successor_id=successor.pk)
    assert selectors.uncovered_days(place, date(2026, 11, 23), date(2027, 11, 23)) == []
    by_day = {n: selectors.responsible(place, date(2026, 11, 22) + n * DAY) for n in (2, 3)}
    assert by_day[2] and by_day[2].person_id == term.person_id
    assert by_day[3] and by_day[3].person_id == successor.pk
    dated = {**late, "until": NOW + 20 * DAY, "person_id": town.person().pk}
    assert code_of(lambda: services.seat_person(**dated)) in {"occupied", "gap"}


@pytest.mark.row("A13")
def test_an_area_dissolves_into_the_area_above_it(town: Town) -> None:
    seat, _ = lead_of(town, "C1B1M1")
    lead_of(town, "C1B1")
    services.end_seat(actor=SETUP, seat_id=seat.pk)
    found = selectors.lead_seat(town.places["C1B1M1G2"])
    assert found is not None and found.place_id == town.places["C1B1"].pk


@pytest.mark.row("A13")
def test_two_seats_cannot_answer_for_one_area(town: Town) -> None:
    lead_of(town)
    body = town.bodies["community_party@C1"]
    again = {"actor": SETUP, "body_id": body.pk, "role": "area_lead", "place_id": town.places["C1B1"].pk}
    assert code_of(lambda: services.create_seat(**again)) == "taken"


@pytest.mark.row("A13")
def test_substitutes_keep_within_the_term_and_do_not_pile_up(town: Town) -> None:
    _seat, term = lead_of(town)
    one, two = town.person(), town.person()
    sub = services.substitute(actor=SETUP, term_id=term.pk, person_id=one.pk, until=NOW + 3 * DAY)
    more = {"actor": SETUP, "person_id": two.pk, "until": NOW + 2 * DAY}
    assert code_of(lambda: services.substitute(term_id=term.pk, **more)) == "occupied"
    assert code_of(lambda: services.substitute(term_id=sub.pk, **more)) == "not_itself"
    itself = {**more, "person_id": term.person_id, "since": NOW + 5 * DAY, "until": NOW + 6 * DAY}
    assert code_of(lambda: services.substitute(term_id=term.pk, **itself)) == "overlap"
    past = {**more, "since": NOW - DAY}
    assert code_of(lambda: services.substitute(term_id=term.pk, **past)) == "past"
    successor = town.person()
    services.end_term(actor=SETUP, term_id=term.pk, at=NOW + DAY, successor_id=successor.pk)
    sub.refresh_from_db()
    assert sub.until == NOW + DAY
    assert [f.kind for f in facts_about(ref(sub))] == ["organisations.term_begun", "organisations.term_ended"]


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["hand", "end", "seat", "stand_in", "end_seat", "wait"]),
        st.integers(0, 4),
        st.integers(0, 240),
        st.integers(1, 240),
    ),
    min_size=4,
    max_size=18,
)


def step(seat: Any, folk: list[Any], verb: str, who: int, hours: int, length: int) -> None:
    moment, person = clock.now() + timedelta(hours=hours), folk[who].pk
    terms = list(Term.objects.filter(seat=seat).order_by("pk"))
    term = terms[length % len(terms)]
    if verb == "hand":
        services.end_term(actor=SETUP, term_id=term.pk, at=moment, successor_id=person)
    elif verb == "end":
        services.end_term(actor=SETUP, term_id=term.pk, at=moment)
    elif verb == "seat":
        services.seat_person(actor=SETUP, seat_id=seat.pk, person_id=person, since=moment)
    elif verb == "stand_in":
        until = moment + timedelta(hours=length)
        services.substitute(actor=SETUP, term_id=term.pk, person_id=person, since=moment, until=until)
    else:
        services.end_seat(actor=SETUP, seat_id=seat.pk)


@pytest.mark.row("A13")
@given(steps=STEPS)
@settings(max_examples=30)
def test_whatever_is_tried_no_day_is_without_a_responsible_person(town: Town, steps: list[Any]) -> None:
    """Random hand-overs, ends, stand-ins: each is refused or leaves every hour with exactly one member."""
    save = transaction.savepoint()
    town.bodies.clear()
    seat, first = lead_of(town)
    folk = [town.person(f"{n}号") for n in range(5)]
    now = NOW
    for verb, who, hours, length in steps:
        now += timedelta(hours=length if verb == "wait" else 0)
        with clock.at(now):
            if verb != "wait":
                code_of(lambda v=verb, w=who, h=hours, n=length: step(seat, folk, v, w, h, n))
            start = first.since.astimezone(clock.CHINA).date() + DAY
            assert selectors.uncovered_days(town.places["C1B1"], start, start + 90 * DAY) == []
            for n in range(0, 90, 9):
                assert selectors.responsible(town.places["C1B1M2G2"], start + n * DAY) is not None
            spans = selectors.spans_of(seat.pk)
            assert not any(a.overlaps(b) for i, a in enumerate(spans) for b in spans[i + 1 :])
    transaction.savepoint_rollback(save)
