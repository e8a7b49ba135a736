"""The pages of projects: the list, one whole, the notice, what waits for me, the desk with one act at a time."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from tests.projects.project_world import BUILT, DAY, END, HOME, Life, picture

from gongzhi.kernel import clock
from gongzhi.people.models import Person
from gongzhi.projects import services
from gongzhi.projects.models import Panellist, Project, Verdict
from gongzhi.projects.pages import project_desk

pytestmark = pytest.mark.django_db


def signed_in(person_id: int) -> Client:
    client = Client()
    client.force_login(Person.objects.get(pk=person_id), backend="django.contrib.auth.backends.ModelBackend")
    return client


def page(client: Client, name: str, *args: object, status: int = 200, query: str = "") -> str:
    answer = client.get(reverse(name, args=args) + query)
    assert answer.status_code == status, answer.content.decode()[:2000]
    return answer.content.decode()


def do(client: Client, life: Life, act: str, status: int = 302, **sent: object):
    answer = client.post(reverse("project_act", args=[life.id, act]), {"seen": life.now().version, **sent})
    assert answer.status_code == status, getattr(answer.context and answer.context.get("form"), "errors", answer)
    return answer


def test_the_desk_moves_it_with_its_evidence(street):
    life = Life(street, "micro_works", cost=100_00).collected()
    desk, anyone = signed_in(life.one.person_id), Client()
    assert "还缺 议题" in page(anyone, "project", life.id)
    do(desk, life, "deliberate", status=422)
    do(desk, life, "evidence", evidence="topic", paper="议题登记 12 号")
    do(desk, life, "deliberate")
    do(desk, life, "evidence", evidence="decision", paper="口头", status=422)
    _decided(life)


def test_the_desk_fixes_it_contracts_by_two_and_everybody_reads_how_it_goes(street):
    life = Life(street, "micro_works", cost=100_00).fixable()
    desk, second, anyone = signed_in(life.one.person_id), signed_in(life.two.person_id), Client()
    _planned(life, desk, second)
    with clock.at(BUILT):
        do(desk, life, "start", planned_end=str(END))
        do(desk, life, "block", blocker="site", text="楼道堆着东西", body=street.body_of("manager").pk)
        assert "1 个卡点" in page(desk, "projects_desk")
        do(desk, life, "shift", new=str(END + 3 * DAY), why="blocked", text="等清楼道")
        said = page(anyone, "project", life.id)
    for words in ("第 5 步，共 7 步", "四道程序", "9 个人提了这件需求", "100.00 元", "等清楼道", "楼道堆着东西",
                  "合同 7 号",
                  'alt="楼梯左边没有扶手"', "10 月 20 日 24:00"):  # fmt: skip
        assert words in said, words
    assert "1380000" not in said, "nobody who asked is on the page"
    assert "三栋装扶手" in page(anyone, "projects", query="?at=all")
    photo = anyone.get(reverse("project_photo", args=[life.now().photos.get().pk]))
    assert b"".join(photo.streaming_content)[:3] == b"\xff\xd8\xff"
    photo.close()


def _planned(life: Life, desk: Client, second: Client) -> None:
    fund = life.fund(100_00)
    do(desk, life, "fix", cost="1万", money=f"{fund}:micro_works", promised_end=str(END), status=422)
    do(desk, life, "fix", cost="100", money=f"{fund}:micro_works", promised_end=str(END))
    do(desk, life, "notice")
    do(desk, life, "candidate", builder=life.world.body_of("manager").pk, price="100元")
    named = life.now().candidates.get().pk
    do(desk, life, "choose", candidate=named, choose="1", status=422)
    do(second, life, "choose", candidate=named, choose="1")
    do(desk, life, "contract", price="100", paper_needed="合同 7 号")
    do(second, life, "sign", contract=life.now().contracts.get().pk, choose="1")
    do(desk, life, "milestone", title="装完", due=str(END))
    shot = SimpleUploadedFile("a.png", picture().read(), "image/png")
    do(desk, life, "before", file=shot, alt="楼梯左边没有扶手")
    do(desk, life, "start", planned_end=str(END), status=422)


def _decided(life: Life) -> None:
    from_ = {"actor": life.one, "project_id": life.id}
    services.add_evidence(kind="discussion", paper="座谈记录", **from_)
    services.add_evidence(kind="decision", about=life.meeting(), **from_)


def test_the_notice_is_a_page_and_a_paper(street):
    life = Life(street).noticed()
    said = page(Client(), "project_notice", life.id)
    assert "<svg" in said and "四道程序" in said and "起" in said
    paper = Client().get(reverse("project_notice_pdf", args=[life.id]))
    assert paper["Content-Type"] == "application/pdf" and paper.content[:5] == b"%PDF-"


def test_a_drawn_resident_accepts_in_one_tap_and_judges_in_two_steps(street):
    life = Life(street).drawn()
    person = life.panel()[0].person_id
    client = signed_in(person)
    with clock.at(BUILT + 13 * DAY):
        assert "抽签请您验收" in page(client, "projects_mine")
        client.post(reverse("project_part", args=[life.id, "accept"]), {"ok": "0", "from": "mine"})
        assert Panellist.objects.get(panel__project_id=life.id, person_id=person).ok is None, "a no says why"
        client.post(reverse("project_part", args=[life.id, "accept"]), {"ok": "1", "from": "mine"})
        assert Panellist.objects.get(panel__project_id=life.id, person_id=person).ok is True
        stranger = Client().post(reverse("project_part", args=[life.id, "accept"]), {"ok": "1"})
        assert stranger.status_code == 302 and Panellist.objects.filter(ok=True).count() == 1
        for actor in life.panel()[1:]:
            services.accept_as(person_id=actor.person_id, project_id=life.id, ok=True)
        do(signed_in(life.one.person_id), life, "pass")
    with clock.at(Project.objects.get(pk=life.id).verdict_from):
        assert "用了三个月" in page(client, "project", life.id)
        client.post(reverse("project_part", args=[life.id, "judge"]), {"verdict": "wanted"})
        signed_in(life.one.person_id).post(reverse("project_part", args=[life.id, "judge"]), {"verdict": "wanted"})
    assert list(Verdict.objects.values_list("person_id", "answer")) == [(person, "wanted")]


def test_strangers_and_other_desks_do_not_come_in(street):
    life = Life(street).collected()
    neighbour = signed_in(street.people["neighbour"])
    for name, args in (("project_desk", [life.id]), ("project_act", [life.id, "deliberate"])):
        assert Client().get(reverse(name, args=args)).status_code == 302
        assert neighbour.get(reverse(name, args=args)).status_code == 403
        assert signed_in(life.asked[0].person_id).get(reverse(name, args=args)).status_code == 403
    assert Client().get(reverse("project", args=[10**9])).status_code == 404
    assert neighbour.get(reverse("projects_desk")).content.decode().count("三栋装扶手") == 0
    assert signed_in(street.people["watcher"]).get(reverse("project_desk", args=[life.id])).status_code == 200
    assert Client().post(reverse("project_part", args=[life.id, "explode"])).status_code == 404
    joiner = Client()
    joiner.post(reverse("project_part", args=[life.id, "join"]))
    assert life.now().team.filter(role="partner").count() == 1


def test_a_project_is_proposed_from_needs_on_the_list(street):
    life = Life(street)
    need = life.need()
    desk = signed_in(life.one.person_id)
    sent = {"title": "装扶手", "kind": "three_plus_n", "estimate": "", "text": ""}
    assert desk.post(reverse("project_new"), sent).status_code == 422
    assert desk.post(reverse("project_new"), {**sent, "needs": [need.pk], "estimate": "很多"}).status_code == 422
    assert desk.post(reverse("project_new"), {**sent, "needs": [need.pk]}).status_code == 302
    assert Project.objects.get().place_id == street.places[HOME].pk


def test_a_desk_with_more_than_a_page_holds_sees_what_has_stood_longest(street, monkeypatch):
    monkeypatch.setattr(project_desk, "MOST", 1)
    old, new = Life(street).collected(), Life(street).collected()
    Project.objects.filter(pk=old.id).update(title="站得最久的", state_since=clock.now() - 90 * DAY)
    Project.objects.filter(pk=new.id).update(title="刚提出来的")
    shown = page(signed_in(street.people["secretary"]), "projects_desk")
    assert "站得最久的" in shown and "刚提出来的" not in shown


def test_a_desk_is_read_a_page_at_a_time_the_latest_first_and_counted_whole(street, monkeypatch):
    monkeypatch.setattr(project_desk, "PAGE", 1)
    old, new = Life(street).collected(), Life(street).collected()
    Project.objects.filter(pk=old.id).update(title="站得最久的", state_since=clock.now() - 90 * DAY)
    Project.objects.filter(pk=new.id).update(title="刚提出来的")
    desk = signed_in(street.people["secretary"])
    first = page(desk, "projects_desk")
    assert "站得最久的" in first and "刚提出来的" not in first and "2 个没了结" in first and "?from=1" in first
    second = desk.get(reverse("projects_desk"), {"from": "1"}).content.decode()
    assert "刚提出来的" in second and "站得最久的" not in second and "?from=0" in second and "?from=2" not in second
    for odd in ("-1", "x", "９", "9" * 40):
        assert desk.get(reverse("projects_desk"), {"from": odd}).status_code == 200
