"""The demonstration: every state has a case, every sign-in has work, and every count can be taken again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command, load_command_class
from django.db import transaction
from django.db.models import Count
from django.test import override_settings

from gongzhi.cases import selectors as cases
from gongzhi.cases.lifecycle import CASE
from gongzhi.cases.models import Case, Judgement, Photo
from gongzhi.cases.permits import COMMUNITY
from gongzhi.cases.selectors import work
from gongzhi.config import demo
from gongzhi.indicators import selectors as indicators
from gongzhi.indicators.models import Tally
from gongzhi.indicators.services import rebuild
from gongzhi.mandates import selectors as mandates
from gongzhi.organisations import selectors as organisations
from gongzhi.organisations.demo import TARGET
from gongzhi.organisations.models import Seat, Term
from gongzhi.people.demo import LONG_NAME, PASSWORD
from gongzhi.people.models import Person
from gongzhi.places.models import Outline, Place
from gongzhi.places.selectors import by_code, partition
from gongzhi.record import services as record
from gongzhi.record.models import Parked, Unsealed

pytestmark = pytest.mark.touches_db
WITHOUT_INBOX = {"demo-supervisor", "demo-operator"}  # one watches, one looks after the system
WITHOUT_CASES = {"demo-operator"}  # looks after the system, not after the cases
RESIDENTS = {name for name, _what in demo.RESIDENTS}
STAFF = [name for name, _password, _what in demo.SIGN_INS if name not in RESIDENTS]


@pytest.fixture(scope="module")
def street(django_db_setup: None, django_db_blocker: Any) -> Iterator[Any]:
    """A tiny demonstration, built once for this module and rolled back."""
    with django_db_blocker.unblock(), override_settings(DEMO=True), transaction.atomic():
        call_command("demo", size="tiny", verbosity=0)
        yield by_code("440305007")
        transaction.set_rollback(True)


def actor(name: str) -> Any:
    return organisations.actor_for(Person.objects.get(username=name).pk)


@pytest.mark.django_db  # also what makes the session set the database up
def test_without_the_switch_nothing_is_built() -> None:
    with pytest.raises(CommandError, match="GONGZHI_DEMO=1"):
        call_command("demo", size="tiny")


def test_a_database_in_which_somebody_lives_is_left_alone(street: Any) -> None:
    before = Case.objects.count()
    with pytest.raises(CommandError, match="empty"):
        call_command("demo", size="tiny")
    assert Case.objects.count() == before


def test_every_state_of_the_lifecycle_has_a_case(street: Any) -> None:
    assert set(CASE.states) == set(Case.objects.values_list("state", flat=True))


def test_the_cases_are_many_and_they_are_lived(street: Any) -> None:
    reported = Case.objects.filter(part_of=None).count()
    assert reported > demo.SCALES["tiny"].cases
    assert Case.objects.filter(is_open=False).count() > reported / 3
    assert Judgement.objects.count() > 10
    assert {"web", "phone", "grid"} <= set(Case.objects.values_list("channel", flat=True))
    assert Photo.objects.filter(released=True).exists()
    assert cases.public_cases(street_id=street.pk)
    assert not Case.objects.filter(text="").exists()


@pytest.mark.row("C-E")
def test_every_count_is_taken_again_by_query(street: Any) -> None:
    sizes = Counter(Place.objects.values_list("level", flat=True))
    assert sizes["community"] == 2 and sizes["household"] == 120 and sizes["small_grid"] == 8
    for level in ("community", "big_grid", "mid_grid", "small_grid", "estate", "building"):
        assert partition(level, street).holds
    assert Seat.objects.count() == Term.objects.count()
    before = Counter(dict(Tally.objects.values_list("measure").annotate(n=Count("id"))))
    counted = {row[:-1]: row[-1] for row in Tally.objects.order_by("id").values_list(*_KEY, "count")}
    rebuild()
    assert {row[:-1]: row[-1] for row in Tally.objects.values_list(*_KEY, "count")} == counted
    assert before == Counter(dict(Tally.objects.values_list("measure").annotate(n=Count("id"))))


_KEY = ("month", "street_id", "community_id", "body_id", "measure", "word", "value")


@pytest.mark.row("C-E")
def test_the_reported_figure_is_the_number_of_cases(street: Any) -> None:
    by_community = Counter(Case.objects.filter(part_of=None).values_list("community_id", flat=True))
    rows = Tally.objects.filter(measure="reported", community_id__gt=0, body_id=0)
    told: Counter[int] = Counter()
    for community_id, count in rows.values_list("community_id", "count"):
        told[community_id] += count
    assert told == by_community
    assert indicators.streets() == [street.pk]


@pytest.mark.row("C-E")
def test_voices_are_counted_anew_from_people(street: Any) -> None:
    for case in Case.objects.filter(part_of=None):
        merged = Case.objects.filter(primary=case, state="merged")
        people = {case.reporter_id, *merged.values_list("reporter_id", flat=True)}
        for one in (case, *merged):
            people |= set(one.seconded.values_list("person_id", flat=True))
        assert case.voices == len(people), case.pk


def test_the_record_rebuilds_every_case_and_nothing_is_left_undelivered(street: Any) -> None:
    compared = record.replay("cases.case")
    assert compared.count == Case.objects.count() and compared.different == ()
    rest = {label: record.replay(label) for label in record.replay_labels()}
    assert {label: found.different for label, found in rest.items()} == dict.fromkeys(rest, ())
    assert not Parked.objects.exists() and not Unsealed.objects.exists()


@pytest.mark.parametrize("name", STAFF)
def test_whoever_signs_in_finds_something(street: Any, name: str) -> None:
    who = actor(name)
    assert who.is_staff
    assert authenticate(username=name, password=PASSWORD).pk == who.person_id
    assert cases.cases_for(who).exists() is (name not in WITHOUT_CASES)
    found = work.tasks(work.duties_of(who)).rows
    assert bool(found) is (name not in WITHOUT_INBOX)


def test_the_desks_have_each_kind_of_work(street: Any) -> None:
    def kinds(name: str) -> set[str]:
        return {task.kind for task in work.tasks(work.duties_of(actor(name))).rows}

    assert {"sort", "decide", "solve"} <= kinds("demo-community")
    assert {"decide", "call_back"} <= kinds("demo-street")
    assert {"arrive", "take"} <= kinds("demo-desk")
    assert (
        {"accept", "solve"} <= kinds("demo-grid")
        and "solve" in kinds("demo-head")
        and "solve" in kinds("demo-district")
    )


def test_the_resident_has_something_to_judge_and_something_in_hand(street: Any) -> None:
    person = Person.objects.get(username="demo-resident")
    states = set(Case.objects.filter(reporter=person).values_list("state", flat=True))
    assert {"answered", "solved", "filed", "sorting"} <= states


def test_every_matter_has_somebody_at_every_building(street: Any) -> None:
    places = Place.objects.filter(level__in=("building", "estate", "small_grid"))
    assert mandates.unrouted(mandates.current_list(), places) == []


def test_everything_drawn_says_that_nobody_surveyed_it(street: Any) -> None:
    assert Outline.objects.count() == 2 + 2 * (1 + 1 + 2 + 4)
    assert not Outline.objects.filter(synthetic=False).exists()
    assert not Place.objects.filter(level="building", sign=None).exists()


def test_one_name_is_forty_characters_long(street: Any) -> None:
    assert len(LONG_NAME) == 40 and Person.objects.filter(name=LONG_NAME).exists()


def test_the_sign_ins_are_what_the_command_prints(street: Any) -> None:
    told = load_command_class("gongzhi.config", "demo").sign_ins
    assert set(Person.objects.filter(username__isnull=False).values_list("username", flat=True)) == {
        n for n, _, _ in told
    }
    assert TARGET == 2_000 and set(COMMUNITY) & {s.role for s in actor("demo-community").seats}
