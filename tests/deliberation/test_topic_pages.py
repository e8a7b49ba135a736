"""The pages of topics: a resident proposes and takes part, the desk takes one from raised to appraised by its forms."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from tests.deliberation.topics_world import owners_committee, raised, resident
from tests.world import MONDAY

from gongzhi.deliberation import selectors, services
from gongzhi.deliberation.models import Topic
from gongzhi.deliberation.pages.desk_table import ACTS
from gongzhi.deliberation.services.sessions import note_session
from gongzhi.meetings import selectors as meetings
from gongzhi.people import selectors as people
from gongzhi.people.services import register_account
from gongzhi.voting import selectors as voting

DAY = timedelta(days=1)


def signed_in(world, key: str) -> Client:
    client = Client()
    client.force_login(people.person(world.people[key]))
    return client


def send(client: Client, topic, name: str, status: int = 302, **given):
    answer = client.post(reverse("topic_act", args=[topic.pk, name]), given)
    assert answer.status_code == status, (name, answer.content.decode()[:2000])
    return answer


def page(client: Client, name: str, *args, **query) -> str:
    answer = client.get(reverse(name, args=args), query)
    assert answer.status_code == 200, name
    return answer.content.decode()


def test_a_visitor_proposes_a_topic_without_an_account_and_sees_it_alone(street):
    me, other = Client(), Client()
    place = street.places["440305007010"]
    form = {"title": "路口装减速带", "text": "车开得快，孩子多。", "place": str(place.pk)}
    assert "有 1 处要改" in me.post(reverse("topic_new"), {**form, "title": ""}).content.decode()
    answer = me.post(reverse("topic_new"), {**form, "signed": "yes"})
    topic = Topic.objects.get()
    assert answer.url == reverse("topic", args=[topic.pk])
    assert (topic.origin, topic.signatures.count()) == ("request", 1)
    assert "已有 1 人签名" in page(me, "topic", topic.pk) and "我提的" in page(me, "topics")
    assert other.get(reverse("topic", args=[topic.pk])).status_code == 404  # nobody said yet that it is a topic
    assert other.post(reverse("topic_part", args=[topic.pk, "sign"])).status_code == 404


def test_residents_take_part_by_plain_posts(street):
    live = raised(street).taken_up().seated()
    me = Client()
    party, building = live.party("tenants"), street.places["NYHY3"]

    def part(act, **given):
        return me.post(reverse("topic_part", args=[live.topic.pk, act]), given, follow=True).content.decode()

    assert "您住哪一栋" in page(me, "topic", live.topic.pk)
    assert "记下了" in part("part", building=building.pk)
    assert "请选您住哪一栋" in part("part", building="")
    assert "附上了" in part("speak", party=party.pk, text="租户的押金谁退")
    assert "租户的押金谁退" in page(Client(), "topic", live.topic.pk)
    assert "报过名" in part("seat", party=party.pk)
    me.post(reverse("topic_pool", args=["440305007010"]), {"ready": "1"})
    assert "入座" in part("seat", party=party.pk)
    assert "桌上有您一席" in page(me, "topic", live.topic.pk)
    sheet = page(me, "topic_unheard", raised(street).taken_up().topic.pk)
    assert "3 栋" in sheet
    assert me.post(reverse("topic_part", args=[live.topic.pk, "fly"])).status_code == 404


@pytest.mark.row("B19")
@pytest.mark.row("B08")
def test_the_desk_takes_a_topic_from_raised_to_published_by_its_forms(street):
    desk, topic = signed_in(street, "worker"), raised(street).topic
    body = street.body("residents_committee").pk
    assert topic.title in page(desk, "topics_desk")
    send(desk, topic, "take_up", 422, title="", kind="public_affairs", lead=body)
    send(desk, topic, "take_up", title="在哪里装充电桩", kind="public_affairs", lead=body, seen=topic.version)
    send(desk, topic, "take_up")  # twice: the page says that it is done already
    send(desk, topic, "parties", 422, parties="火星人，谁，3")
    send(desk, topic, "parties", parties="用得着的人，骑车的，60\n挨着住的人，一楼，6\n租户")
    users, ground, tenants = topic.parties.order_by("pk")
    given = {"side": "cost", "title": "装桩", "whole": "12000.01", "shares_0": "8000.01"}
    send(desk, topic, "item", 422, **given, shares_2="3999.99")
    assert not topic.items.exists()
    send(desk, topic, "item", **given, shares_2="4000")
    send(desk, topic, "item", side="risk", title="夜里起火", whole="", shares_1="有")
    send(desk, topic, "parties", parties="用得着的人，骑车的，60\n挨着住的人，一楼，6\n租户，租户，200")
    found = selectors.interests_of(topic.pk)
    assert "先调查" in page(desk, "topic_desk", topic.pk)
    assert "12,000.01 元" in page(Client(), "topic", topic.pk)
    assert found.costs == 1_200_001 and [p.minority for p in found.parties] == ["pays_more", "bears_risk", ""]
    decided_by_forms(street, desk, topic, users, ground)
    appraised_by_forms(street, desk, topic)


def decided_by_forms(street, desk, topic, users, ground) -> None:
    send(desk, topic, "investigate", how="site", on="2026-09-07", text="三处空地")
    send(desk, topic, "seat")
    send(desk, topic, "deliberate", method="council")
    assert "给受影响的少数一个交代" in page(desk, "topic_desk", topic.pk)
    send(desk, topic, "minority", 422, party=ground.pk, step="compensation", text="装墙", sum="")
    send(desk, topic, "minority", party=ground.pk, step="compensation", text="装墙", sum="500")
    send(desk, topic, "minority", party=users.pk, step="heard", text="用的人出钱，大家同意")
    note_session(Topic.objects.get(), 1, "council_3x", topic.place_id, MONDAY)
    send(desk, topic, "conclude", outcome="adopted", text="装在北门")
    assert "装在北门" not in page(Client(), "topic", topic.pk).split("经过")[0]  # decided, not public yet


def appraised_by_forms(street, desk, topic) -> None:
    send(desk, topic, "publish")
    send(desk, topic, "effect", body=street.body("property_company").pk, day="2026-10-01")
    shown = page(Client(), "topic", topic.pk)
    assert "决定：同意" in shown and "装在北门" in shown and "500 元" in shown
    send(desk, topic, "carry_out", result="装好了")
    send(signed_in(street, "watcher"), topic, "review", verdict="solved", review="好用")
    assert "大家评的：解决了" in page(Client(), "topic", topic.pk)
    assert Topic.objects.get().state == "reviewed"
    ledger = page(Client(), "topics_ledger", at="440305007010", year="2026")
    assert "解决了 1 件事" in ledger and "开了 1 场会" in ledger


def test_the_desk_puts_a_lawful_question_to_the_vote_and_calls_the_council(street):
    body, chair = owners_committee(street)
    live = raised(street, "NYHY").taken_up("owners_change_use").seated().investigated().deliberating()
    desk = signed_in(street, "worker")
    assert "“交付表决”以前，还差" in page(desk, "topic_desk", live.topic.pk)
    when = {"opens": "2026-09-25T09:00", "closes": "2026-10-05T18:00"}
    send(desk, live.topic, "put_to_vote", 422, title="装桩", **when)
    live.minority_met()
    send(desk, live.topic, "meet", starts="2026-09-20T15:00", orders="council_3x", where="活动室")
    send(desk, live.topic, "put_to_vote", title="在北门空地装桩", **when)
    [vote] = voting.of(live.topic.ref)
    assert (vote.rule, vote.matter, vote.state) == ("owners", "change_use", "drafted")
    assert selectors.basis_of(live.fresh()).state == "running"
    refusal = send(desk, live.topic, "conclude", 422, outcome="adopted", text="同意")
    assert "等投票核定结果" in refusal.content.decode()
    river = page(Client(), "topic", live.topic.pk)
    assert river.count('aria-current="step"') >= 1 and "在北门空地装桩" in river
    [meeting] = meetings.of(live.topic.ref)
    core = {seat.kind for seat in meetings.seats(meeting.pk) if seat.core}
    assert core == {"residents_committee", "owners_committee", "property"}
    send(desk, live.topic, "back", reason="再听听")
    assert live.fresh().state == "deliberating"


@pytest.mark.row("A28")
def test_the_secretary_grants_and_ends_a_right(street):
    able = register_account(username="able", password="a long and odd one 7")
    secretary = signed_in(street, "secretary")
    given = {"person": "able", "kind": "oversee", "place": street.places["440305007010"].pk, "until": "2027-01-01"}
    address = reverse("topic_rights")
    assert signed_in(street, "worker").get(address).status_code == 403
    assert secretary.post(address, {**given, "person": "nobody"}).status_code == 422
    assert secretary.post(address, {**given, "until": "2020-01-01"}).status_code == 422
    assert secretary.post(address, given).status_code == 302
    [right] = selectors.rights_of(able.pk)
    assert "收回这项权利" in page(secretary, "topic_rights")
    secretary.post(address, {"end": right.pk})
    assert not selectors.rights_of(able.pk).exists()


def test_the_desk_is_for_its_own_and_every_form_opens(street):
    live = raised(street).taken_up().seated().investigated()
    desk = signed_in(street, "worker")
    for name in ACTS:
        answer = desk.get(reverse("topic_act", args=[live.topic.pk, name]))
        assert answer.status_code in (200, 302), name
    assert signed_in(street, "neighbour").get(reverse("topic_desk", args=[live.topic.pk])).status_code == 403
    assert Client().get(reverse("topic_desk", args=[live.topic.pk])).status_code == 302
    assert desk.get(reverse("topic_act", args=[live.topic.pk, "fly"])).status_code == 404
    assert desk.get(reverse("topic_desk", args=[10**9])).status_code == 404
    client = Client()
    client.force_login(people.person(resident().person_id))
    assert client.get(reverse("topics_desk")).status_code == 403


@pytest.mark.parametrize("name", ["topics", "topic_new", "topics_ledger"])
def test_the_public_pages_open_empty_in_both_languages(street, name):
    client = Client()
    for language in ("zh-hans", "en"):
        client.cookies["django_language"] = language
        assert client.get(reverse(name), {"at": "440305007010"}).status_code == 200
    services.welcome(actor=resident(), place_id=street.places["440305007010"].pk)
    assert client.get(reverse(name), {"at": "nowhere", "year": "0", "from": "x"}).status_code == 200
