"""Pages of needs and resources: everybody can say, join, offer and follow; the desks act; strangers are refused."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client, override_settings
from django.urls import reverse

from gongzhi.kernel import clock
from gongzhi.people.selectors import person
from gongzhi.projects.models import Booking, Need, Resource
from gongzhi.projects.services import needs, needs_people, resources

pytestmark = pytest.mark.django_db
COMMUNITY = "440305007010"


def text(response) -> str:
    return re.sub(r"<[^>]+>|\s+", " ", response.content.decode())


def staff(street, key: str) -> Client:
    client = Client()
    client.force_login(person(street.people[key]))
    return client


def listed(street, **more) -> Need:
    given = {"title": "放学后写作业的地方", "purpose": "children"} | more
    return needs.raise_need(actor=street.actor("worker"), place_id=street.places[COMMUNITY].pk, **given)


def room(street) -> Resource:
    new = resources.NewOffer(
        "place", "写作业的教室", "children", 2, "room", clock.today().date() + timedelta(days=60), limits="用完打扫"
    )
    owner = street.body("residents_committee", COMMUNITY).pk
    place = street.places[COMMUNITY].pk
    return resources.offer_resource(actor=street.actor("worker"), place_id=place, body_id=owner, new=new)


def test_a_resident_says_a_need_without_an_account_and_follows_it(street, client):
    url = reverse("need_new") + f"?at={COMMUNITY}"
    assert client.post(url, {"title": "", "purpose": "", "place": ""}).status_code == 422
    given = {
        "title": "楼下放一排晾衣杆",
        "purpose": "facilities",
        "place": street.places[COMMUNITY].pk,
        "text": "雨天没处晾",
    }
    page = client.post(url, given, follow=True)
    need = Need.objects.get()
    assert page.redirect_chain[-1][0] == reverse("need", args=[need.pk]) and "等社区看" in text(page)
    assert Client().get(reverse("need", args=[need.pk])).status_code == 404, "nobody else sees it yet"
    assert need.title in text(client.get(reverse("needs_mine")))
    assert need.title not in text(Client().get(reverse("needs_mine")))
    client.post(reverse("need_act", args=[need.pk, "withdraw"]))
    assert Need.objects.get().state == "withdrawn"


@pytest.mark.row("C01")
def test_joining_is_one_tap_and_shows_no_names(street, client, monkeypatch):
    need = listed(street)
    needs_people.add_supporters(actor=street.actor("worker"), need_id=need.pk, person_ids=[street.people["manager"]])
    page = client.get(reverse("needs") + f"?at={COMMUNITY}")
    assert "我也需要" in text(page) and "1 人需要" in text(page) and "manager" not in text(page)
    join = reverse("need_act", args=[need.pk, "join"])
    assert client.get(join).status_code == 405
    for _twice in range(2):
        back = client.post(join, {"back": reverse("needs") + "?over=1"})
        assert back.url == reverse("needs") + "?over=1"
    assert client.post(join, {"back": "https://elsewhere.example/"}).url == reverse("need", args=[need.pk])
    assert Need.objects.get().people == 2 and "算了您一个" in text(client.get(reverse("needs_mine")))
    client.post(reverse("need_act", args=[need.pk, "leave"]))
    assert Need.objects.get().people == 1
    assert client.post(reverse("need_act", args=[need.pk, "steal"])).status_code == 404
    monkeypatch.setattr("gongzhi.projects.pages.needs.rulebook.number", lambda name, on: 3)
    with override_settings(RATE_LIMITS=True):
        for _tap in range(6):
            Client().post(join)
    assert Need.objects.get().people == 4, "only a machine taps so often"


def test_the_list_is_filtered_by_kind_and_by_outcome(street, client):
    one, two = listed(street), listed(street, title="量血压的地方", purpose="health")
    needs.move_need(
        actor=street.actor("worker"), need_id=two.pk, move="cannot", reason="没有医生", ground="医疗机构管理条例"
    )
    page = text(client.get(reverse("needs") + f"?at={COMMUNITY}"))
    assert one.title in page and two.title not in page
    over = text(client.get(reverse("needs") + "?over=1"))
    assert two.title in over and "没有医生" in over and "医疗机构管理条例" in over
    pressed = client.get(reverse("needs") + "?purpose=children").content.decode()
    assert 'value="children" aria-pressed="true"' in pressed
    for odd in ("?purpose=x", "?from=99999999999999999999", "?at=nowhere", "?from=-1"):
        assert client.get(reverse("needs") + odd).status_code == 200


def test_the_desk_lists_merges_refuses_and_matches(street, client):
    desk, first = staff(street, "worker"), listed(street)
    other, row = listed(street, title="写作业"), room(street)
    act = lambda need, name, **given: desk.post(reverse("need_desk_act", args=[need.pk, name]), given)  # noqa: E731
    assert first.title in text(desk.get(reverse("needs_desk")))
    assert client.get(reverse("needs_desk")).status_code == 302
    assert staff(street, "neighbour").get(reverse("need_desk", args=[first.pk])).status_code == 404
    page = text(desk.get(reverse("need_desk", args=[first.pk])))
    assert row.title in page and "就在这里或者管着这里" in page and "有限制，先看清楚" in page
    assert desk.get(reverse("need_desk_act", args=[first.pk, "merge"])).status_code == 200
    assert act(first, "cannot", reason="", ground="").status_code == 422
    assert act(other, "merge", into=first.pk).status_code == 302
    assert act(first, "ask", asked=80, want=90, way="door").status_code == 422
    assert act(first, "ask", asked=80, want=60, way="door").status_code == 302
    assert act(first, "match", resource=row.pk).status_code == 302
    assert act(other, "split", reason="两回事").status_code == 302
    assert act(other, "put_off", reason="等", until="2020-01-01").status_code == 422
    assert act(other, "cannot", reason="重复", ground="需求清单办法").status_code == 302
    assert desk.get(reverse("need_desk_act", args=[other.pk, "list"])).status_code == 302
    assert row.title in text(client.get(reverse("need", args=[first.pk])))
    opened = desk.post(reverse("need_desk", args=[first.pk]))
    assert "没有人留下号码" in text(opened)


@pytest.mark.row("C10")
def test_what_i_gave_and_what_it_caused(street, client):
    desk, need, row = staff(street, "worker"), listed(street), room(street)
    desk.post(reverse("need_desk_act", args=[need.pk, "match"]), {"resource": row.pk})
    tomorrow = (clock.today() + timedelta(days=1)).date().isoformat()
    when = {"need": need.pk, "amount": 1, "day": tomorrow, "begins": "16:00", "ends": "18:00"}
    url = reverse("resource_desk", args=[row.pk])
    assert desk.post(url, when | {"amount": 3}).status_code == 422
    assert desk.post(url, when).status_code == 302
    assert staff(street, "neighbour").post(url, when).status_code == 403
    mine = reverse("resources_mine")
    assert "还没有人写效果" in text(desk.get(mine))
    booking = Booking.objects.get()
    effect = reverse("resource_desk_act", args=[row.pk, "effect"])
    assert desk.post(effect, {"booking": 999, "text": "x"}).status_code == 404
    desk.post(effect, {"booking": booking.pk, "text": "二十个孩子有地方写作业"})
    assert "二十个孩子有地方写作业" in text(desk.get(mine))
    assert "二十个孩子有地方写作业" in text(client.get(reverse("resource", args=[row.pk])))
    desk.post(reverse("resource_desk_act", args=[row.pk, "back"]), {"booking": booking.pk})
    assert Booking.objects.get().state == "returned"
    desk.post(reverse("resource_desk_act", args=[row.pk, "end"]))
    assert row.title not in text(client.get(reverse("resources")))


@pytest.mark.row("C02")
def test_anybody_offers_something_of_their_own(street, client):
    given = {
        "title": "会修家电", "kind": "skill", "purpose": "everyday", "amount": 1, "days": ["5", "6"], "begins": "9:00",
        "place": street.places[COMMUNITY].pk, "until": (clock.today() + timedelta(days=90)).date().isoformat(),
        "ends": "11:00", "limits": "自备零件",
    }  # fmt: skip
    url = reverse("resource_new") + f"?at={COMMUNITY}"
    assert client.post(url, given | {"ends": "8:00"}).status_code == 422
    page = client.post(url, given, follow=True)
    assert "一位居民" in text(page) and "周六 9:00–11:00" in text(page)
    assert "会修家电" in text(client.get(reverse("resources") + "?kind=skill"))
    assert "会修家电" in text(client.get(reverse("resources_mine")))
    assert client.get(reverse("resource", args=[99])).status_code == 404


@pytest.mark.row("C07")
def test_the_report_and_check_in_pages(street, client):
    listed(street, title="问合同", purpose="law"), room(street)
    page = text(client.get(reverse("needs_report") + f"?at={COMMUNITY}"))
    assert "1 件需求没有资源对得上" in page and "1 项资源没有需求用得上" in page and "有没有一刀切" in page
    desk = staff(street, "worker")
    assert "报到了多少" in text(desk.get(reverse("checkin_desk")))
    assert desk.post(reverse("checkin_desk"), {"claim": "9", "move": "serve"}).status_code == 302
    assert staff(street, "urban").get(reverse("checkin_desk")).status_code == 403
