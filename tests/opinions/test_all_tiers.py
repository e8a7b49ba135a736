"""One topic asked at several tiers: its final record holds every opinion once (row B02)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.opinions.talks import Talk, start
from tests.world import World

from gongzhi.kernel import clock
from gongzhi.kernel.reference import Ref
from gongzhi.opinions import selectors, services
from gongzhi.people import services as people
from gongzhi.record.selectors import lineage

TOPIC = Ref("deliberation.topic", 7)


@pytest.mark.row("B02")
def test_opinions_of_all_tiers_stand_once_in_the_record(street: World) -> None:
    community = start(street, seeds=("装在楼下", "先装两个"), about=TOPIC)
    building = _in_the_building(street)
    who = community.votes(1, 1)
    with clock.at(clock.now() + timedelta(hours=1)):
        building.votes(-1, person=who)  # thought it over at home
    phone = [people.reporter(phone="13800138000").pk, people.reporter(phone="13800138000").pk]
    for one, talk in zip(phone, (community, building), strict=True):
        talk.votes(1, person=one)
    services.say(person_id=community.neighbour(), conversation_id=community.pk, text="装在楼下！")
    elsewhere = start(street, seeds=("装在楼下",), about=Ref("deliberation.topic", 8))
    elsewhere.votes(1)
    found = selectors.gathered(TOPIC)
    assert [talk.pk for talk in found.talks] == [community.pk, building.pk] and found.people == 3
    told = {one.text: (one.agrees, one.disagrees, one.passes, one.places) for one in found.statements}
    assert told == {"装在楼下": (2, 1, 0, ("南油社区", "3 栋")), "先装两个": (1, 0, 0, ("南油社区",))}
    assert {ref for ref, kind, _far in lineage(TOPIC).effects if kind == "asked_everybody"} == {
        Ref("opinions.conversation", community.pk), Ref("opinions.conversation", building.pk),
    }  # fmt: skip


def _in_the_building(street: World) -> Talk:
    worker = street.actor("worker")
    made = services.open_conversation(
        actor=worker, body_id=street.body_of("worker").pk, place_id=street.places["NYHY3"].pk, question="楼里怎么想？",
        about=TOPIC,
    )  # fmt: skip
    return Talk(street, made, [services.seed(actor=worker, conversation_id=made.pk, text="装在楼下。")])


def test_near_me_are_the_place_its_inside_and_what_holds_it(street: World) -> None:
    community = start(street, seeds=())
    building = _in_the_building(street)
    there = {code: {talk.pk for talk in selectors.open_conversations(place)} for code, place in street.places.items()}
    assert there["NYHY3"] == there["440305007"] == {community.pk, building.pk}
    assert there["HHY1"] == set() and there["NYHY"] == {community.pk, building.pk}
    assert selectors.people_of(building.pk) == set()
