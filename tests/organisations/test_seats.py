"""Which seats give a power: who acts for a body, whose area holds a place, and the same asked of rows."""

from __future__ import annotations

import pytest

from gongzhi.kernel.actor import Actor, Seat, system
from gongzhi.kernel.permit import by_seat
from gongzhi.organisations import seats
from gongzhi.organisations.models import Body
from gongzhi.organisations.words import BLIND, NOT_ACTING, WATCHERS

STREET, COMMUNITY, BUILDING, ELSEWHERE = "00000001", "0000000100000002", "000000010000000200000003", "00000009"


def seat(role: str, body_id: int, path: str, number: int = 1) -> Seat:
    return Seat(number, role, body_id, "residents_committee", 1, path, "community")


def actor(*held: Seat) -> Actor:
    return Actor(person_id=1, seats=held)


WORKER = seat("community_worker", 7, COMMUNITY, 1)
LEAD = seat("street_lead", 8, STREET, 2)
AUDITOR = seat("auditor", 7, STREET, 3)
HEAD = seat("building_head", 9, BUILDING, 4)


def test_a_body_is_acted_for_by_its_people_and_not_by_those_who_look_at_it():
    assert seats.acting_in(actor(AUDITOR, WORKER), 7) is WORKER
    assert seats.acting_in(actor(WORKER, LEAD), 3, 8) is LEAD
    assert seats.acting_in(actor(WORKER), 8) is None
    assert seats.acting(actor(WORKER, AUDITOR, HEAD)) == [WORKER, HEAD]


@pytest.mark.parametrize("role", NOT_ACTING)
def test_a_watcher_and_who_keeps_the_system_act_for_no_body(role):
    assert seats.acting_in(actor(seat(role, 7, COMMUNITY)), 7) is None


def test_a_thing_that_belongs_to_no_body_is_nobodys():
    assert seats.acting_in(actor(WORKER), None) is None
    assert seats.acting_in(actor(WORKER)) is None
    assert seats.acting_in(system("duties.clock"), 7) is None


def test_roles_may_be_kept_from_acting():
    assert seats.acting_in(actor(HEAD), 9) is HEAD
    assert seats.acting_in(actor(HEAD), 9, but=("building_head",)) is None
    assert seats.acting(actor(HEAD, WORKER), but=("building_head",)) == [WORKER]


def test_a_seat_stands_over_what_lies_in_its_area():
    assert seats.over(actor(WORKER), BUILDING, "community_worker") is WORKER
    assert seats.over(actor(WORKER), COMMUNITY, "community_worker") is WORKER
    assert seats.over(actor(WORKER), STREET, "community_worker") is None
    assert seats.over(actor(WORKER), BUILDING, "street_lead") is None
    assert seats.over(actor(AUDITOR, LEAD), BUILDING, *WATCHERS) is AUDITOR


def test_the_desks_over_a_place_are_the_communitys_and_the_streets():
    assert seats.desk_over(actor(AUDITOR, HEAD, LEAD), BUILDING) is LEAD
    assert seats.desk_over(actor(HEAD), BUILDING) is None
    assert seats.desk_over(actor(WORKER), ELSEWHERE) is None


def test_near_is_over_a_place_or_inside_it():
    assert seats.near(actor(HEAD), COMMUNITY) is HEAD
    assert seats.near(actor(LEAD), COMMUNITY) is LEAD
    assert seats.near(actor(HEAD), ELSEWHERE) is None
    assert seats.near(actor(HEAD), COMMUNITY, "grid_worker") is None
    assert seats.near(actor(seat("operator", 7, STREET)), COMMUNITY, but=BLIND) is None


def test_a_seat_answers_yes_and_none_answers_with_the_reason():
    assert by_seat(WORKER, "no") and by_seat(WORKER, "no").seat is WORKER
    assert not by_seat(None, "not yours") and by_seat(None, "not yours").reason == "not yours"


@pytest.fixture
def bodies(trees):
    """The bodies of both trees, as rows that stand at a place."""
    return Body.objects.all()


def _rows(who: Actor, **asked) -> set[int]:
    return set(Body.objects.filter(seats.at_desks(who, body="pk", **asked)).values_list("pk", flat=True))


def test_rows_are_of_the_body_or_of_the_area(bodies):
    one = bodies.select_related("place").get(kind="residents_committee", place__code="C1")
    inside = set(bodies.filter(place__path__startswith=one.place.path).values_list("pk", flat=True))
    assert 1 < len(inside) < bodies.count()
    assert _rows(actor(seat("desk", one.pk, one.place.path))) == {one.pk}
    assert _rows(actor(seat("community_worker", one.pk, one.place.path))) == inside
    assert _rows(actor(seat("auditor", 0, one.place.path))) == inside
    assert _rows(actor(seat("auditor", one.pk, one.place.path)), roles=seats.DESKS) == set()
    assert _rows(actor(seat("community_worker", one.pk, one.place.path)), roles=WATCHERS) == {one.pk}


def test_nobody_without_a_seat_has_rows(bodies):
    assert bodies.exists()
    assert _rows(actor()) == _rows(system("duties.clock")) == _rows(actor(seat("operator", 0, ""))) == set()
