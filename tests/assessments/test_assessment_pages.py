"""The pages of assessments: what everybody reads, the desk's acts without scripts, and who is sent away."""

from __future__ import annotations

import pytest
from django.urls import reverse
from tests.assessments.test_assessments import House
from tests.assessments.test_assessments import house as house
from tests.cases.conftest import street as street
from tests.reading import client_of, text

from gongzhi.assessments import selectors, services
from gongzhi.assessments.models import Check

pytestmark = pytest.mark.django_db


def test_an_assessment_by_pages_alone(house: House):
    officer, member, worker = client_of(house.officer), client_of(house.one), client_of(house.worker)
    assert "邻里互助社" in text(officer.get(reverse("assessment_open")))
    given = {"body_id": house.body.pk, "scheme_id": house.scheme.pk, "since": "2025-09-01", "until": "2026-08-31"}
    assert "评估开始了" in text(officer.post(reverse("assessment_open"), given, follow=True))
    row = selectors.desk_list(house.officer)[0]
    put = reverse("assessment_put", args=[row.pk])
    assert "请写一句证明了什么" in text(member.post(put, {"indicator": "base.papers", "kind": "document"}), 422)
    given = {"indicator": "base.papers", "kind": "document", "text": "章程和备案表"}
    assert "等核对" in text(member.post(put, given, follow=True))
    one = selectors.checked(row.pk)[0][0]
    check = reverse("assessment_check", args=[one.pk])
    assert member.post(check, {"answer": "yes"}).status_code == 422  # their own evidence
    assert not Check.objects.exists()
    assert "核对记下了" in text(worker.post(check, {"answer": "yes"}, follow=True))
    act = {name: reverse("assessment_act", args=[row.pk, name]) for name in ("grade", "notice")}
    assert client_of(None).get(reverse("assessment", args=[row.pk])).status_code == 404  # not published yet
    assert "等级算出来了" in text(officer.post(act["grade"], follow=True))
    assert "公示了" in text(officer.post(act["notice"], follow=True))
    public = text(client_of(None).get(reverse("assessment", args=[row.pk])))
    assert "章程和备案表" in public and "没有评上" in public and "100 分，满分 1000" in public
    assert "再算了一遍，一样" in public
    assert client_of(None).get(reverse("assessment_working", args=[row.pk])).json()["same"] is True
    assert "邻里互助社" in text(client_of(None).get(reverse("assessments")))
    assert "服务了多少人" in text(client_of(None).get(reverse("assessment_scheme", args=[house.scheme.pk])))


def test_stages_and_bars_by_pages(house: House):
    worker, officer = client_of(house.worker), client_of(house.officer)
    assert "还没有备案" in text(worker.get(reverse("assessment_bodies")))
    stage = {name: reverse("assessment_stage", args=[house.body.pk, name]) for name in ("file", "incubate")}
    assert "记下了" in text(worker.post(stage["file"], {"paper": "备案表 12 号"}, follow=True))
    assert text(worker.post(stage["incubate"], {"paper": ""}), 422)
    bar = reverse("assessment_bar", args=[house.body.pk])
    assert text(worker.post(bar, {"reason": "penalty", "paper": "〔2026〕3号"}), 422)  # not the community's power
    assert "受过行政处罚" in text(officer.post(bar, {"reason": "penalty", "paper": "〔2026〕3号"}, follow=True))
    lift = reverse("assessment_lift", args=[house.body.pk, selectors.bars_of(house.body.pk)[0].pk])
    assert "记下了" in text(officer.post(lift, {"paper": "已过公示期"}, follow=True))


def test_strangers_are_sent_away(house: House):
    row = house.opened()
    one = house.put(row, "base.papers", "document")
    for address in (
        reverse("desk_assessment", args=[row.pk]), reverse("assessment_check", args=[one.pk]),
        reverse("assessment_put", args=[row.pk]), reverse("assessment_act", args=[row.pk, "grade"]),
    ):  # fmt: skip
        assert client_of(None).get(address).status_code == 302
        assert client_of(house.street.actor("neighbour")).get(address).status_code == 403
    assert not any(row.pk == found.pk for found in selectors.desk_list(house.street.actor("neighbour")))
    services.confirm_evidence(actor=house.worker, evidence_id=one.pk)
