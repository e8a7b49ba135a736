"""What follows once a covenant holds: pledges that leave no trace, a survey that names nobody, remedies of words."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from tests.deliberation.test_covenants import _held, refused, resident
from tests.world import SETUP, SINCE

from gongzhi.deliberation.models import CovenantPledge, Remedy, SurveyDoor
from gongzhi.deliberation.rules.covenant_text import drawn
from gongzhi.deliberation.selectors import covenants as reading
from gongzhi.deliberation.services import covenant_life as life
from gongzhi.deliberation.services.covenants import NewClause
from gongzhi.places import services as places
from gongzhi.record.selectors import facts_about

pytestmark = pytest.mark.django_db


@pytest.fixture
def held(street):
    clauses = (NewClause("楼道不堆杂物。"), NewClause("遛狗牵绳。"))
    return _held(street, "residents_covenant", "440305007010", "worker", *clauses)


@pytest.mark.row("B11")
def test_a_pledge_is_given_counted_and_taken_back_without_a_trace(street, held):
    people = [resident() for _ in range(3)]
    assert life.pledge(actor=people[0], edition_id=held.pk) and not life.pledge(actor=people[0], edition_id=held.pk)
    assert reading.pledges(held.covenant_id) is None, "one pledge would point at somebody"
    for one in people[1:]:
        life.pledge(actor=one, edition_id=held.pk)
    assert reading.pledges(held.covenant_id) == 3 and reading.has_pledged(held.covenant_id, people[0].person_id)
    assert life.take_back_pledge(actor=people[0], edition_id=held.pk)
    assert not life.take_back_pledge(actor=people[0], edition_id=held.pk)
    assert not CovenantPledge.objects.filter(person_id=people[0].person_id).exists()
    told = [fact for fact in facts_about(held.ref) if fact.kind == "deliberation.pledges_changed"]
    assert {fact.actor for fact in told} == {"system:covenants.pledges"}, "the record never says who"


@pytest.mark.row("B11")
def test_the_awareness_rate_has_its_sample_size_and_can_be_drawn_again(street, held):
    desk = street.actor("worker")
    draw = {"actor": desk, "edition_id": held.pk, "seed": "福彩3D 2026236 417"}
    refused("no_households", life.draw_survey, **draw, sample=30)
    homes = [(f"NYHY3-{n}", str(n), "household", "NYHY3", None, None, SINCE) for n in range(101, 141)]
    places.create_many(actor=SETUP, rows=homes)
    refused("sample", life.draw_survey, **draw, sample=29)
    refused("seed", life.draw_survey, **{**draw, "seed": " "}, sample=30)
    refused("denied", life.draw_survey, **{**draw, "actor": resident()}, sample=30)
    survey = life.draw_survey(**draw, sample=30)
    doors = reading.doors_left(survey)
    assert sorted(door.code for door in doors) == sorted(drawn([row[0] for row in homes], survey.seed, 30))
    said = ["knows"] * 15 + ["heard"] * 5 + ["unaware"] * 5 + ["unreached"] * 5
    for door, answer in zip(doors, said, strict=True):
        life.note_answer(actor=desk, survey_id=survey.pk, place_id=door.pk, answer=answer)
    refused("asked", life.note_answer, actor=desk, survey_id=survey.pk, place_id=doors[0].pk, answer="knows")
    refused("not_drawn", life.note_answer, actor=desk, survey_id=survey.pk, place_id=street.places["NYHY"].pk,
            answer="knows")  # fmt: skip
    rate = reading.survey_result(survey)
    assert (rate.share, rate.answered, rate.sample, rate.households, rate.unreached) == (0.6, 25, 30, 40, 5)
    assert rate.low and rate.high and rate.low < 0.6 < rate.high
    life.close_survey(actor=desk, survey_id=survey.pk)
    assert not SurveyDoor.objects.exists(), "which doors were drawn is forgotten; the seed draws them again"
    assert {f.name for f in SurveyDoor._meta.get_fields()} == {"id", "survey", "place", "asked"}


@pytest.mark.row("B11")
def test_a_breach_is_answered_with_words_in_a_place_never_with_a_name(street, held):
    head, building = street.actor("head"), street.places["NYHY3"]
    act = {"actor": head, "edition_id": held.pk, "key": 1, "place_id": building.pk}
    refused("not_soft", life.remind, **act, remedy="fine")
    refused("unknown_clause", life.remind, **{**act, "key": 9}, remedy="remind")
    refused("denied", life.remind, **{**act, "actor": resident()}, remedy="remind")
    (home,) = places.create_many(actor=SETUP, rows=[("NYHY3-101", "101", "household", "NYHY3", None, None, SINCE)])
    refused("too_near", life.remind, **{**act, "place_id": home}, remedy="remind")
    made = life.remind(**act, remedy="talk")
    refused("unknown", life.end_remedy, actor=head, remedy_id=made.pk, ended="fined")
    refused("denied", life.end_remedy, actor=resident(), remedy_id=made.pk, ended="kept")
    assert reading.remedies(held.pk, [building.path]) == [made] and not reading.remedies(held.pk, ["x"])
    life.end_remedy(actor=head, remedy_id=made.pk, ended="kept")
    refused("unknown", life.end_remedy, actor=head, remedy_id=made.pk, ended="again")
    assert not reading.remedies(held.pk, [building.path])
    assert reading.uses(held.pk) == {1: {"talk": 1}}
    assert not any(field.name in ("person", "name", "note", "text") for field in Remedy._meta.get_fields())
    with pytest.raises(IntegrityError), transaction.atomic():
        Remedy.objects.filter(pk=made.pk).update(remedy="fine")
