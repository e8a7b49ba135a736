"""Check-in on pages: the desk writes down who came, a unit and a member come by themselves, claim, tell and hear."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from tests.projects.test_needs_pages import COMMUNITY, listed, staff, text
from tests.projects.test_project_pages import signed_in

from gongzhi.people import services as people
from gongzhi.people.models import Person
from gongzhi.projects.models import Claim, OrgRole, Registration, ReportBack
from gongzhi.projects.selectors import registering

pytestmark = pytest.mark.django_db


def act(client: Client, street, name: str, status: int = 302, /, **sent: object) -> str:
    url = reverse("checkin_act", args=[street.places[COMMUNITY].pk, name])
    answer = client.post(url, sent)
    assert answer.status_code == status, answer.content.decode()[:2000]
    return text(answer)


@pytest.mark.row("A21")
def test_the_desk_registers_claims_and_tells_the_unit(street):
    desk, unit, wanted = staff(street, "worker"), street.body("property_company"), listed(street)
    act(desk, street, "register", kind="unit", body=unit.pk, alliance="on")
    said = act(desk, street, "register", 422, kind="member", body=unit.pk, name="周师傅")
    assert "请写本人的手机" in said
    act(desk, street, "register", kind="member", body=unit.pk, name="周师傅", phone="13611112222")
    act(desk, street, "register", kind="member", body=unit.pk, name="周师傅", phone="136 1111 2222")
    assert Registration.objects.count() == 2, "the same number is the same person"
    row = Registration.objects.get(kind="member")
    act(desk, street, "base", 422, kind="member", many="0", paper="名册")
    act(desk, street, "base", kind="member", many="10", paper="区委组织部名册 2026-08")
    act(desk, street, "claim", 422, who=row.pk, need="999")
    act(desk, street, "claim", who=row.pk, need=wanted.pk)
    act(desk, street, "role", body=street.body("property_company").pk, role="hub", purpose="law", stands="1")
    page = text(desk.get(reverse("checkin_desk")))
    for words in ("应报到 10，报到了 1", f"{row.pk} 号", "认领了", "治理联盟成员", "枢纽型组织"):
        assert words in page, words
    assert "周师傅" not in page and "1361111" not in page, "a member is a number at the desk"
    claim = Claim.objects.get()
    for move, more in (("serve", {"note": "讲了两次"}), ("judge", {"verdict": "helped"}), ("feed_back", {})):
        desk.post(reverse("checkin_desk"), {"claim": claim.pk, "move": move, **more})
    claim.refresh_from_db()
    assert (claim.state, claim.verdict) == ("fed_back", "helped")
    assert "已经过去" in act(desk, street, "told", 422, unit=unit.pk, since="2026-09-01", until="2027-09-01")
    act(desk, street, "told", unit=unit.pk, since="2026-09-01", until="2026-09-07")
    assert "给单位的反馈" in text(desk.get(reverse("checkin_desk"))) and ReportBack.objects.count() == 1
    act(desk, street, "out", who=row.pk)
    assert registering.rate(street.places[COMMUNITY], "member").registered == 0
    assert OrgRole.objects.count() == 1


@pytest.mark.row("A21")
def test_other_desks_and_strangers_do_nothing_at_it(street):
    unit = street.body("property_company").pk
    for client in (staff(street, "neighbour"), staff(street, "urban"), staff(street, "manager")):
        act(client, street, "register", 403, kind="unit", body=unit)
    away = Client().post(reverse("checkin_act", args=[street.places[COMMUNITY].pk, "register"]), {"kind": "unit"})
    assert away.status_code == 302 and "sign-in" in away["Location"]
    assert not Registration.objects.exists()
    act(staff(street, "worker"), street, "explode", 404)
    other = reverse("checkin_desk") + "?at=440305007011"
    assert staff(street, "worker").get(other).status_code == 403
    assert "后海社区" in text(staff(street, "officer").get(other))
    assert Client().get(reverse("checkin_mine")).status_code == 302


@pytest.mark.row("A21")
@pytest.mark.row("A23")
def test_a_unit_and_a_member_come_by_themselves(street):
    unit, wanted, manager = street.body("property_company"), listed(street), staff(street, "manager")
    assert "先选一个社区" in text(manager.get(reverse("checkin_new")))
    at = f"{reverse('checkin_new')}?at={COMMUNITY}"
    other = street.body("district_urban").pk
    assert manager.post(at, {"kind": "unit", "body": other}).status_code == 422, "only for one's own unit"
    assert manager.post(at, {"kind": "unit", "body": unit.pk, "alliance": "on"}).status_code == 302
    row = Registration.objects.get()
    assert row.alliance and "南油社区" in text(manager.get(reverse("checkin_mine")))
    claim_url = reverse("checkin_claim", args=[row.pk])
    assert manager.post(claim_url, {"need": wanted.pk}).status_code == 302
    assert manager.post(claim_url, {"need": wanted.pk}).status_code == 422, "once"
    for stranger in (staff(street, "urban"), staff(street, "neighbour")):
        assert stranger.post(claim_url, {"need": wanted.pk}).status_code == 403
        assert stranger.post(reverse("checkin_leave", args=[row.pk])).status_code == 403
        assert stranger.post(reverse("claim_act", args=[Claim.objects.get().pk, "serve"])).status_code == 404
    told = reverse("claim_act", args=[Claim.objects.get().pk, "serve"])
    assert manager.post(told, {"note": ""}).status_code == 422
    assert manager.post(told, {"note": "装了灯"}).status_code == 302
    assert "装了灯" in text(manager.get(reverse("checkin_mine")))
    resident = Person.objects.get(pk=people.register_account(username="dangyuan", password="good-pass-2026").pk)
    mine = signed_in(resident.pk)
    assert "一个单位" not in text(mine.get(at)), "who sits in no unit comes as a member"
    assert mine.post(at, {"kind": "unit", "body": unit.pk}).status_code == 422
    assert mine.post(at, {"kind": "member", "body": other}).status_code == 302
    own = Registration.objects.get(person=resident)
    assert mine.get(reverse("checkin_leave", args=[own.pk])).status_code == 200
    assert mine.post(reverse("checkin_leave", args=[own.pk])).status_code == 302
    assert Registration.objects.filter(until=None).count() == 1
    assert mine.post(reverse("checkin_leave", args=[own.pk])).status_code == 404
