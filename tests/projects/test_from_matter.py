"""From reports and decisions to needs and projects: who asked comes along, nothing twice, nobody without the right."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.cases.conftest import street as street
from tests.deliberation.topics_world import Live, raised
from tests.world import MONDAY, World

from gongzhi.deliberation.models import Signature
from gongzhi.flows import decision_to_project, need_from_matter
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.reference import Ref
from gongzhi.people import services as people
from gongzhi.people.selectors import person
from gongzhi.projects.models import Evidence, Need, Project, Support
from gongzhi.record.selectors import lineage

pytestmark = pytest.mark.django_db
ADOPTED = {"outcome": "adopted", "text": "装在北门。"}


def adopted(street: World) -> Live:
    live = raised(street).taken_up().seated().investigated().deliberating().minority_met().met()
    Signature.objects.create(topic=live.topic, person_id=people.reporter().pk, at=MONDAY)
    live.do("conclude", **ADOPTED)
    live.do("publish")
    return live


def made_of(live: Live, **given: object) -> Project:
    wish: dict[str, object] = {
        "title": "北门装充电桩", "kind": "three_plus_n", "purpose": "micro_governance", "want": "parking",
        "estimate_fen": 0,
    }  # fmt: skip
    return decision_to_project.project_of_decision(actor=live.desk, topic_id=live.topic.pk, **{**wish, **given})


@pytest.mark.row("C01")
def test_a_report_becomes_a_need_once_with_its_reporter_behind_it(street: World) -> None:
    case = street.report("LJ01")
    source = Ref("cases.case", case.pk)
    given = {"actor": street.actor("worker"), "source": source, "title": "楼道换灯", "purpose": "facilities"}
    made = need_from_matter.list_need(**given)
    assert set(Support.objects.filter(need=made).values_list("person_id", flat=True)) == {case.reporter_id}
    with pytest.raises(Refused) as refused:
        need_from_matter.list_need(**given)
    assert refused.value.code == "already" and Need.objects.count() == 1
    assert (made.ref, "wanted", 1) in lineage(source).effects


def test_a_stranger_lists_nothing_of_another_body(street: World) -> None:
    case = street.report("LJ01")
    for who in (street.actor("urban"), street.actor("head"), Actor(person_id=people.reporter().pk)):
        with pytest.raises(Refused) as refused:
            need_from_matter.list_need(
                actor=who, source=Ref("cases.case", case.pk), title="楼道换灯", purpose="facilities"
            )
        assert refused.value.code == "denied"


def test_a_decision_that_nobody_is_known_to_want_waits_for_people(street: World) -> None:
    live = adopted(street)
    Signature.objects.all().delete()
    assert made_of(live).state == "collected"


@pytest.mark.row("C03")
def test_a_decision_becomes_a_project_with_its_need_and_its_evidence(street: World) -> None:
    live = adopted(street)
    made = made_of(live)
    assert made.state == "deliberated" and made.needs.count() == 1
    found = {row.kind: str(row.about) if row.about_id else row.paper for row in Evidence.objects.filter(project=made)}
    assert set(found) == {"topic", "discussion", "decision"}
    assert found["topic"] == str(live.topic.ref)
    causes = [ref for ref, *_ in lineage(made.ref).causes]
    assert live.topic.ref in causes and Ref("projects.need", made.needs.get().need_id) in causes
    with pytest.raises(Refused) as refused:
        made_of(live)
    assert refused.value.code == "already" and Project.objects.count() == 1


def test_without_a_decision_in_favour_there_is_no_project(street: World) -> None:
    live = raised(street).taken_up()
    with pytest.raises(Refused) as refused:
        made_of(live)
    assert refused.value.code == "not_decided"
    live = adopted(street)
    with pytest.raises(Refused) as refused:
        made_of(live, kind="micro_works", estimate_fen=100_000_001)
    assert refused.value.code == "cap" and Need.objects.count() == 0, "nothing is left behind by half"


def test_the_desk_makes_a_project_by_its_page_and_keeps_what_was_typed(street: World, client: Client) -> None:
    live = adopted(street)
    client.force_login(person(street.people["worker"]))
    address = f"/work/topics/{live.topic.pk}/project/"
    assert address in client.get(f"/work/topics/{live.topic.pk}/").content.decode()
    given = {"title": "北门装充电桩", "kind": "micro_works", "want": "parking", "purpose": "micro_works"}
    page = client.post(address, {**given, "estimate": "两万块左右"}).content.decode()
    assert "两万块左右" in page and Project.objects.count() == 0
    answer = client.post(address, {**given, "estimate": "2.4万元"})
    made = Project.objects.get()
    assert answer.status_code == 302 and answer.url == f"/work/projects/{made.pk}/" and made.estimate == 2_400_000


def test_the_page_of_a_need_says_how_many_asked_and_sends_to_the_one_that_is_there(
    street: World, client: Client
) -> None:
    case = street.report("LJ01")
    address = f"/work/needs/from/cases.case/{case.pk}/"
    assert client.get(address).status_code in (302, 403)
    client.force_login(person(street.people["worker"]))
    assert "1 个人要过这件事" in client.get(address).content.decode()
    assert client.post(address, {"title": "楼道换灯", "purpose": "facilities"}).status_code == 302
    there = Need.objects.get()
    assert client.get(address).url == f"/needs/{there.pk}/"
    assert client.get("/work/needs/from/people.person/1/").status_code == 404
