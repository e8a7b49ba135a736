"""Beside the ballot: proxies by number and by code, an option withdrawn, a blank paper handed out, votes by place."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.voting.living import ABOUT, CLOSES, DAY, OPENS, Live, live, people_roll, projects
from tests.voting.test_casting_pages import client_of, text
from tests.world import World

from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.people import services as people
from gongzhi.voting import services
from gongzhi.voting.models import Delivery, Mark, Option, Proxy, Voter

pytestmark = pytest.mark.django_db
CODE = re.compile(r"\d{4}-\d{4}-\d{4}")


@pytest.fixture
def held(street: World) -> Live:
    return live(
        street, people_roll(6), rule="approval", title="先修哪个", options=projects(), secrecy="secret"
    ).opened()


def at(name: str, held: Live) -> str:
    return reverse(name, args=[held.vote.pk])


def test_the_desk_notes_a_proxy_and_whoever_has_its_number_casts_that_one_ballot(held: Live) -> None:
    desk, where = client_of(held.desk[0]), at("vote_proxies", held)
    with clock.at(OPENS + DAY):
        for given, status in (
            ({"giver": "1", "name": "老王"}, 422), ({"giver": "1", "paper": "委托书"}, 422),
            ({"giver": "99", "name": "老王", "paper": "委托书"}, 422),
            ({"giver": "1", "number": "1", "paper": "x"}, 422),
            ({"giver": "x", "name": "老王", "paper": "委托书"}, 422),
            ({"giver": "1", "name": "老王", "paper": "11 号"}, 200),
        ):  # fmt: skip
            page = text(desk.post(where, given), status)
        assert "一个人最多受 3 份委托" in page and "11 号" in page and Proxy.objects.count() == 1
        code = CODE.search(page)
        assert code is not None and "这一户已经委托了别人" in text(desk.post(where, given), 422)
        holder = Client()
        assert "这是您的票" in text(holder.post(at("vote_claim", held), {"code": code[0]}, follow=True))
        proxy = Proxy.objects.get()
        who = Actor(person_id=proxy.holder_id)
        assert not Voter.objects.filter(person_id=who.person_id).exists(), "the holder is not the elector"
        services.cast(actor=who, vote_id=held.vote.pk, choice={"picked": ["lamp"]}, on_behalf=proxy.elector_id)
        assert Mark.objects.get().proxy
        assert "委托收回了" in text(desk.post(at("vote_proxy_end", held), {"elector": proxy.elector_id}, follow=True))
        assert "没有这份委托" in text(desk.post(at("vote_proxy_end", held), {"elector": "7x"}, follow=True))
        stranger = Client().post(at("vote_claim", held), {"code": code[0]})
        assert stranger.status_code == 422, "a number that was taken back opens nothing"


def test_an_elector_gives_and_ends_a_proxy_within_the_limit(held: Live) -> None:
    where = at("vote_proxy", held)
    with clock.at(OPENS + DAY):
        for number in (2, 3, 4):
            assert "您委托了别人" in text(client_of(held.resident(number)).post(where, {"number": "1"}, follow=True))
        client = client_of(held.resident(5))
        assert "最多这么多" in text(client.post(where, {"number": "1"}), 422)
        assert "委托给谁" in text(client.get(where)) and "请写委托给谁" in text(client.post(where, {"name": " "}), 422)
        assert "不用委托自己" in text(client.post(where, {"number": "5"}), 422)
        named = text(client.post(where, {"name": "外甥"}, follow=True))
        code = CODE.search(named)
        assert code is not None
        claimed = Client()
        text(claimed.post(at("vote_claim", held), {"code": code[0]}, follow=True))
        full = client_of(held.resident(1)).post(at("vote_claim", held), {"code": code[0]})
        assert "最多这么多" in text(full, 422), "the limit holds for who comes with a number too"
        assert "不用委托自己" in text(client.post(at("vote_claim", held), {"code": code[0]}), 422)
        assert "委托收回了，您自己投" in text(client.post(where, {"end": "1"}, follow=True))
        assert Proxy.objects.filter(ended_at=None).count() == 3
        assert Client().get(where).status_code == 404 and client_of(held.desk[0]).get(where).status_code == 404
    with clock.at(CLOSES + DAY):
        services.close_vote(actor=held.desk[0], vote_id=held.vote.pk)
        assert "已经截止" in text(client.get(where)) and "已经截止" in text(client.post(where, {"number": "1"}), 422)


def test_an_option_leaves_before_the_opening_and_cannot_be_chosen(street: World) -> None:
    one = live(street, people_roll(2), rule="approval", title="先修哪个", options=projects(), secrecy="secret")
    desk, where = client_of(one.desk[0]), at("vote_option", one)
    assert "还没开始投票" in text(desk.get(where))
    for given in ({"key": ""}, {"key": "lamp"}, {"key": "nobody", "reason": "x"}):
        text(desk.post(where, given), 422)
    assert "这一项退出了" in text(desk.post(where, {"key": "lamp", "reason": "物业已经换了"}, follow=True))
    assert Option.objects.get(vote=one.vote, key="lamp").withdrawn_at and "楼道灯" not in text(desk.get(where))
    one.opened()
    with clock.at(OPENS + DAY):
        page = text(Client().get(reverse("vote", args=[one.vote.pk])))
        assert "（已退出）" in page and "物业已经换了" in page
        text(desk.post(where, {"key": "ramp", "reason": "x"}, follow=True))
        assert "只剩这一项" in text(desk.post(where, {"key": "tree", "reason": "x"}), 422)
        assert client_of(one.resident(1)).get(where).status_code == 403


def test_a_blank_paper_is_handed_out_with_the_proof_of_its_service(held: Live) -> None:
    desk, where = client_of(held.desk[0]), at("vote_hand_out", held)
    with clock.at(OPENS + DAY):
        before = Delivery.objects.count()
        assert "第 3 号领了一张空白票" in text(
            desk.post(where, {"number": "3", "how": "signed_for", "agenda_told": "on"})
        )
        assert Mark.objects.get().channel == "paper" and Delivery.objects.count() == before + 1
        proof = Delivery.objects.get(how="signed_for")
        assert (proof.agenda_told, proof.effect_told, proof.by_id) == (True, False, held.desk[0].person_id)
        for given, why in (
            ({"number": "3", "how": "by_hand"}, "已经交来"), ({"number": "99", "how": "by_hand"}, "没有这个号"),
            ({"number": "4"}, "怎么送到"), ({"number": "-1", "how": "by_hand"}, "只写数字"),
        ):  # fmt: skip
            assert why in text(desk.post(where, given), 422)
        assert client_of(held.resident(1)).get(where).status_code == 403 and Mark.objects.count() == 1
    with clock.at(CLOSES + timedelta(hours=1)):
        assert "已经截止" in text(desk.post(where, {"number": "4", "how": "by_hand"}), 422)


def test_an_open_roll_has_its_papers_printed(street: World) -> None:
    one = live(street).opened()
    assert client_of(one.desk[0]).get(at("vote_hand_out", one)).status_code == 404


def test_votes_are_those_of_the_place_asked_for_or_of_the_readers_community(held: Live) -> None:
    body = held.world.body_of("officer")
    street_vote: dict[str, Any] = {"about": ABOUT, "body_id": body.pk, "rule": "approval", "options": projects()}
    other = services.draw_up(
        actor=held.world.actor("officer"), title="街道的事", opens=OPENS, closes=CLOSES, secrecy="secret",
        place_id=held.world.places["440305007011"].pk, **street_vote,
    )  # fmt: skip
    officer = held.world.actor("officer")
    services.import_roll(actor=officer, vote_id=other.pk, data=people_roll(2), filename="r.csv", source="登记")
    Live(held.world, body.pk, [officer], other).opened()
    with clock.at(OPENS + DAY):
        client = Client()
        assert {"先修哪个", "街道的事"} <= seen(client, "")
        assert seen(client, "?at=440305007011") == {"街道的事"} and seen(client, "?at=NYHY") == {"先修哪个"}
        client.cookies["community"] = "440305007010"
        assert seen(client, "") == {"先修哪个"} and len(seen(client, "?at=all")) == 2
        assert len(seen(client, "?at=nowhere")) == 2 and "看所有地方的投票" in text(client.get(reverse("votes")))


def seen(client: Client, query: str) -> set[str]:
    page = text(client.get(reverse("votes") + query))
    return {title for title in ("先修哪个", "街道的事") if title in page}


def test_the_law_of_an_election_says_how_many_proxies(street: World) -> None:
    one = live(street, people_roll(2), rule="election", title="换届", options=projects(), secrecy="secret")
    most, why = services.most_and_why(one.fresh())
    assert most == 3 and "第" in why
    assert people.reporter(name="某").pk and f"一个人最多受 {most} 份委托" in text(
        client_of(one.desk[0]).get(at("vote_proxies", one))
    )
