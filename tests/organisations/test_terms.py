"""Rows A13 and A26: who holds what; an area never without its member; what ends, ends its access at once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor, system
from gongzhi.kernel.permit import may
from gongzhi.organisations import selectors, services, words
from gongzhi.organisations.models import Term
from gongzhi.organisations.permits import COMMUNITY_ROLES, OVERSIGHT_ROLES, Office
from gongzhi.people import services as people
from gongzhi.places import selectors as place_selectors
from gongzhi.places import services as places
from gongzhi.record.selectors import facts_about
from gongzhi.record.services import ref

from .conftest import SETUP, Town, code_of

NOW = datetime(2026, 11, 22, 2, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _now() -> Any:
    with clock.at(NOW):
        yield


# --- A26: the register, and power that comes from it


@pytest.mark.row("A26")
def test_ending_a_term_ends_its_access_in_the_same_transaction(town: Town) -> None:
    """Inside the transaction, before any commit, the seat is gone and the permit says no."""
    body = town.body("street_office", "S")
    lead, term = town.holder(body, "street_lead")
    office = Office(town.places["C1"].path, "grid_worker")
    assert may(lead, "organisations.seat", office)
    with transaction.atomic():
        services.end_term(actor=SETUP, term_id=term.pk)
        now = selectors.fresh(lead)
        assert now.seats == () and not now.is_staff
        assert not may(now, "organisations.seat", office)


@pytest.mark.row("A26")
def test_a_revocation_that_fails_leaves_everything_as_it_was(town: Town) -> None:
    lead, term = town.holder(town.body("street_office", "S"), "street_lead")
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        services.end_term(actor=SETUP, term_id=term.pk)
        raise ZeroDivisionError
    assert selectors.fresh(lead).seats == lead.seats
    assert [f.kind for f in facts_about(ref(term))] == ["organisations.term_begun"]


@pytest.mark.row("A26")
@pytest.mark.parametrize("how", ["term", "seat", "body"])
def test_access_ends_with_the_term_the_seat_or_the_body(town: Town, how: str) -> None:
    body = town.body("residents_committee", "C1")
    worker, term = town.holder(body, "community_worker")
    assert [s.role for s in worker.seats] == ["community_worker"]
    ends = {
        "term": lambda: services.end_term(actor=SETUP, term_id=term.pk),
        "seat": lambda: services.end_seat(actor=SETUP, seat_id=term.seat_id),
        "body": lambda: services.close_body(actor=SETUP, body_id=body.pk),
    }
    ends[how]()
    assert selectors.fresh(worker).seats == ()
    assert code_of(ends[how]) == "ended"


@pytest.mark.row("A26")
def test_power_over_a_place_ends_where_the_place_ends(town: Town) -> None:
    lead, _ = town.holder(town.body("street_office", "S"), "street_lead")
    secretary, _ = town.holder(town.body("residents_committee", "C1"), "community_secretary")
    inside, outside, above = (town.places[c].path for c in ("C1B1", "C2B1", "S"))
    assert may(secretary, "organisations.seat", Office(inside, "grid_worker"))
    for path, role in ((outside, "grid_worker"), (above, "grid_worker"), (inside, "street_lead"), (inside, "desk")):
        answer = may(secretary, "organisations.seat", Office(path, role))
        assert not answer and str(answer.reason)
    assert may(lead, "organisations.seat", Office(outside, "desk"))
    assert not may(lead, "organisations.register", Office(town.places["D"].path))
    for role in OVERSIGHT_ROLES:
        assert not may(lead, "organisations.seat", Office(inside, role))
    assert COMMUNITY_ROLES.isdisjoint(OVERSIGHT_ROLES)


@pytest.mark.row("A26")
@pytest.mark.parametrize("role", sorted(words.ROLES))
def test_only_the_named_offices_change_the_register(town: Town, role: str) -> None:
    """Every role tries to found a body, set up a seat, seat somebody and end a term; nobody else succeeds."""
    office = town.body("street_office", "S")
    worker, term = town.holder(office, "grid_worker", "C1B1M1G1")
    actor, _ = town.holder(office, role, "S")
    allowed_here = role in {"operator", "street_lead"}
    acts: list[Callable[[], Any]] = [
        lambda: services.create_body(actor=actor, kind="social_org", name="新会", place_id=town.places["C1"].pk),
        lambda: services.create_seat(actor=actor, body_id=office.pk, role="desk"),
        lambda: services.seat_person(actor=actor, seat_id=term.seat_id, person_id=town.person().pk),
    ]
    own_offices = allowed_here or role == "community_secretary"  # a grid worker's seat is the community's own
    expected = ["" if yes else "denied" for yes in (allowed_here, allowed_here, own_offices, own_offices)]
    acts.append(lambda: services.end_term(actor=actor, term_id=term.pk))
    assert [code_of(act) for act in acts] == expected


@pytest.mark.row("A26")
def test_a_resident_and_a_former_lead_change_nothing(town: Town) -> None:
    office = town.body("street_office", "S")
    lead, term = town.holder(office, "street_lead")
    services.end_term(actor=SETUP, term_id=term.pk)
    for actor in (selectors.fresh(lead), Actor(person_id=town.person().pk)):
        act = lambda who=actor: services.create_seat(actor=who, body_id=office.pk, role="operator")  # noqa: E731
        assert code_of(act) == "denied"


@pytest.mark.row("A26")
def test_the_register_names_body_role_person_start_end_and_source(town: Town) -> None:
    committee = town.body("residents_committee", "C1")
    seat = services.create_seat(actor=SETUP, body_id=committee.pk, role="community_worker", source="街道任〔2026〕3号")
    first, second = town.person("甲"), town.person("乙")
    term = services.seat_person(actor=SETUP, seat_id=seat.pk, person_id=first.pk, source="街道任〔2026〕4号")
    services.end_term(actor=SETUP, term_id=term.pk, at=NOW + DAY)
    services.seat_person(actor=SETUP, seat_id=seat.pk, person_id=second.pk, since=NOW + DAY)
    (entry,) = selectors.register(town.places["S"])
    assert (entry.body, entry.seat, entry.seat.source) == (committee, seat, "街道任〔2026〕3号")
    assert [(t.person_id, t.since, t.until) for t in entry.terms] == [
        (second.pk, NOW + DAY, None),
        (first.pk, NOW, NOW + DAY),
    ]
    assert entry.terms[1].source == "街道任〔2026〕4号"
    assert selectors.register(town.places["C2"]) == []


def test_actor_for_is_one_query_and_follows_the_clock(town: Town, django_assert_num_queries: Any) -> None:
    body = town.body("street_office", "S")
    who = town.person()
    for role in ("desk", "street_officer", "grid_worker"):
        seat = town.seat(body, role)
        services.seat_person(actor=SETUP, seat_id=seat.pk, person_id=who.pk, since=NOW + DAY, until=NOW + 2 * DAY)
    for moment, count in ((NOW, 0), (NOW + DAY, 3), (NOW + 2 * DAY - timedelta(seconds=1), 3), (NOW + 2 * DAY, 0)):
        with clock.at(moment), django_assert_num_queries(1):
            actor = selectors.actor_for(who.pk)
        assert len(actor.seats) == count
    with clock.at(NOW + DAY):
        seat_held = selectors.actor_for(who.pk).seats[0]
    place = town.places["S"]
    assert (seat_held.body_kind, seat_held.path, seat_held.level) == ("street_office", place.path, "street")


def test_body_for_is_the_nearest_above_and_one_query(trees: Town, django_assert_num_queries: Any) -> None:
    cell = trees.places["C2B1M2G1"]
    with django_assert_num_queries(1):
        found = selectors.body_for("residents_committee", cell)
    assert found == trees.bodies["residents_committee@C2"]
    assert selectors.body_for("street_office", cell) == trees.bodies["street_office@S"]
    assert selectors.body_for("property_company", cell) is None
    assert selectors.body_for("residents_committee", trees.places["S"]) is None
    kinds = ("grid_team", "residents_committee", "gas_company")
    with django_assert_num_queries(1):
        several = selectors.bodies_for(kinds, cell)
    assert {k: b.place_id for k, b in several.items()} == {
        "grid_team": cell.pk,
        "residents_committee": trees.places["C2"].pk,
    }
    assert selectors.bodies_at(cell)[0].place_id == cell.pk
    services.close_body(actor=SETUP, body_id=trees.bodies["grid_team@C2B1M2G1"].pk)
    assert selectors.body_for("grid_team", cell) is None
    assert selectors.body_for("grid_team", cell, on=date(2026, 11, 21)) is not None


@pytest.mark.row("A26")
def test_a_person_never_holds_a_seat_twice_at_a_time(town: Town) -> None:
    body = town.body("street_office", "S")
    who, seat = town.person(), town.seat(body, "desk")
    services.seat_person(actor=SETUP, seat_id=seat.pk, person_id=who.pk, since=NOW, until=NOW + 5 * DAY)
    for since, until in ((NOW + 4 * DAY, None), (NOW - DAY, NOW + DAY), (NOW + DAY, NOW + 2 * DAY)):
        again = {"actor": SETUP, "seat_id": seat.pk, "person_id": who.pk, "since": since, "until": until}
        assert code_of(lambda given=again: services.seat_person(**given)) == "overlap"
        with pytest.raises(IntegrityError), transaction.atomic():
            Term.objects.create(seat=seat, person=who, since=since, until=until)
    services.seat_person(actor=SETUP, seat_id=seat.pk, person_id=who.pk, since=NOW + 5 * DAY)
    one = Term.objects.get(until=NOW + 5 * DAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        Term.objects.filter(pk=one.pk).update(until=NOW + 6 * DAY)


@pytest.mark.parametrize(
    ("given_", "code"),
    [
        ({"until": NOW}, "dates"),
        ({"until": NOW - DAY}, "dates"),
        ({"person_id": 9_999_999}, "unknown_person"),
        ({"seat_id": 9_999_999}, "unknown_seat"),
    ],
)
def test_nonsense_terms_are_refused_in_words(town: Town, given_: dict[str, Any], code: str) -> None:
    seat = town.seat(town.body("street_office", "S"), "desk")
    values = {"actor": SETUP, "seat_id": seat.pk, "person_id": town.person().pk, **given_}
    assert code_of(lambda: services.seat_person(**values)) == code


def test_nonsense_bodies_and_seats_are_refused_in_words(town: Town) -> None:
    here = town.places["C1"].pk
    make = {"actor": SETUP, "kind": "social_org", "name": "会", "place_id": here}
    body = services.create_body(**make)
    for change, code in (
        ({"kind": "guild"}, "unknown_kind"),
        ({"name": "  "}, "no_name"),
        ({"place_id": 99_999_999}, "unknown_place"),
        ({"since": date(2026, 1, 2), "until": date(2026, 1, 2)}, "dates"),
    ):
        assert code_of(lambda c=change: services.create_body(**{**make, **c})) == code
    for change, code in (
        ({"role": "king"}, "unknown_role"),
        ({"place_id": town.places["C2"].pk}, "outside"),
        ({"place_id": town.places["S"].pk}, "outside"),
        ({"body_id": 9_999_999}, "unknown_body"),
    ):
        values = {"actor": SETUP, "body_id": body.pk, "role": "org_member", **change}
        assert code_of(lambda v=values: services.create_seat(**v)) == code


def test_people_in_office_are_not_erased(town: Town) -> None:
    worker, term = town.holder(town.body("street_office", "S"), "desk")
    assert worker.person_id is not None
    assert people.ask_erasure(actor=worker, person_id=worker.person_id) is False
    services.end_term(actor=SETUP, term_id=term.pk)
    with clock.at(NOW + DAY):
        assert [c.count for c in people.fulfil_wishes(actor=system("people.clock"))] == [1]


# --- races


@pytest.mark.row("A26")
@pytest.mark.django_db(transaction=True)
def test_two_editors_seating_one_person_at_once_make_one_term() -> None:
    with clock.at(NOW):
        places.create_many(actor=SETUP, rows=[places.NewPlace("X", "区", "district", "", since=date(2020, 1, 1))])
        place_id = place_selectors.by_code("X").pk
        body = services.create_body(actor=SETUP, kind="district_government", name="区", place_id=place_id)
        seat = services.create_seat(actor=SETUP, body_id=body.pk, role="desk")
        who = people.reporter(name="甲")
    outcomes: list[str] = []
    barrier = threading.Barrier(3)

    def run() -> None:
        barrier.wait()
        with clock.at(NOW):
            outcomes.append(code_of(lambda: services.seat_person(actor=SETUP, seat_id=seat.pk, person_id=who.pk)))
        connection.close()

    threads = [threading.Thread(target=run) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["", "overlap", "overlap"]
    assert Term.objects.filter(seat=seat).count() == 1
