"""A kept statement answers what its query answers, whatever is given; what it cannot carry it refuses at once."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db.models import Q
from tests import world

from gongzhi.kernel import clock
from gongzhi.organisations.models import Body, Term
from gongzhi.organisations.selectors.held import running
from gongzhi.places.models import Place
from gongzhi.record.models import Fact
from gongzhi.record.selectors import Kept

pytestmark = pytest.mark.django_db


@pytest.fixture
def ids():
    with clock.at(world.MONDAY):
        world.build()
        yield list(Body.objects.order_by("id").values_list("pk", flat=True))


def test_rows_with_what_was_selected_along(ids, django_assert_num_queries):
    kept = Kept(lambda ids: Body.objects.filter(pk__in=ids).select_related("place").order_by("id"))
    for count in (1, 2, 3, 5, 8, len(ids)):
        with django_assert_num_queries(1):
            found = kept(ids=tuple(ids[:count]))
            assert [(b.pk, b.name, b.place.name, b.since) for b in found]
        same = Body.objects.filter(pk__in=ids[:count]).select_related("place").order_by("id")
        assert [(b.pk, b.name, b.since, b.place.path) for b in found] == [
            (b.pk, b.name, b.since, b.place.path) for b in same
        ]
        assert isinstance(found[0].since, date) and not found[0]._state.adding


def test_tuples_single_values_instants_and_days(ids):
    at = clock.now()
    tuples = Kept(lambda at: Term.objects.filter(since__lte=at).order_by("id").values_list("id", "since"))
    assert tuples(at=at) == list(Term.objects.filter(since__lte=at).order_by("id").values_list("id", "since"))
    assert tuples(at=at - timedelta(days=40_000)) == []
    single = Kept(lambda day: Place.objects.filter(since__lte=day).order_by("id").values_list("pk", flat=True))
    assert single(day=date(2100, 1, 1)) == list(Place.objects.order_by("id").values_list("pk", flat=True))
    assert single(day=date(1900, 1, 1)) == []
    json = Kept(lambda label: Fact.objects.filter(about_label=label).order_by("id"))
    label = Fact.objects.values_list("about_label", flat=True).first()
    assert [f.data for f in json(label=label)] == [
        f.data for f in Fact.objects.filter(about_label=label).order_by("id")
    ]


def test_one_value_stands_in_many_places_and_nothing_given_is_part_of_the_shape(ids):
    def build(name, at):
        held = Term.objects.filter(running(world.MONDAY)).filter(Q(until=None) | Q(until__gt=at), since__lte=at)
        return (held.filter(seat__role=name) if name else held).order_by("id").values_list("pk", flat=True)

    kept = Kept(build)
    at = clock.now()
    every, one = kept(name="", at=at), kept(name="community_worker", at=at)
    assert set(one) < set(every) and one


def test_what_finds_nothing_asks_nothing_or_finds_nothing(ids, django_assert_num_queries):
    kept = Kept(lambda ids: Body.objects.filter(pk__in=ids))
    one = Kept(lambda number: Body.objects.filter(pk=number))
    with django_assert_num_queries(0):
        assert kept(ids=()) == [] and one(number=2**63) == []
    assert one(number=-1) == []
    text = Kept(lambda name: Body.objects.filter(name=name))
    assert text(name="' OR 1=1 --") == [] and text(name="\x01kept 1") == [] and text(name="%s") == []


def test_a_value_that_does_not_reach_the_statement_is_refused(ids):
    with pytest.raises(LookupError):
        Kept(lambda name: Body.objects.filter(name="x"))(name="y")
