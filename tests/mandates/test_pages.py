"""The pages of the list: open to everybody; its desk only to those who may publish, in words for everybody else."""

from __future__ import annotations

import io
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from gongzhi.mandates import selectors, services
from gongzhi.mandates.models import Edition
from gongzhi.organisations import services as organisations
from gongzhi.people.models import Person

from .conftest import SETUP, TODAY, load
from .sheets import as_csv, changed, short


@pytest.fixture
def client(listed: SimpleNamespace) -> Client:
    """A reader without an account."""
    return Client()


def signed_in(town: SimpleNamespace, role: str) -> Client:
    """Somebody with this office in the street."""
    person = Person.objects.create(username=role)
    body = town.bodies["street_urban", "440305007"]
    seat = organisations.create_seat(actor=SETUP, body_id=body.pk, role=role)
    organisations.seat_person(actor=SETUP, seat_id=seat.pk, person_id=person.pk)
    client = Client()
    client.force_login(person)
    return client


def test_anybody_reads_who_answers_for_what(client: Client) -> None:
    page = client.get("/list/").content.decode()
    assert "楼道灯不亮" in page and "夜间施工噪声" in page
    assert "5 个工作日内" in page and "找猫" not in page and "代找走失宠物" in page
    page = client.get("/list/matter/LJ01").content.decode()
    for words in ("居委会", "物业", "区城管局", "本责任清单", "灯坏了", "清单第 1 条"):
        assert words in page
    assert client.get("/list/matter/XX1").status_code == 404


def test_everyday_words_find_the_matter_or_the_way(client: Client) -> None:
    page = client.get("/list/", {"q": "半夜施工太吵"}).content.decode()
    assert "夜间施工噪声" in page and "楼道灯不亮" not in page
    assert "公告栏" in client.get("/list/", {"q": "帮我找猫"}).content.decode()
    assert client.get("/list/", {"q": "x" * 500, "group": "没有这一类"}).status_code == 200
    assert "没有对得上的" in client.get("/list/", {"q": "zzzz"}).content.decode()


def test_the_pages_speak_english(client: Client) -> None:
    for address in ("/list/", "/list/matter/LJ01", "/list/editions", "/list/editions/1"):
        page = client.get(address, headers={"accept-language": "en"}).content.decode()
        assert 'lang="en"' in page
        assert "esponsibility list" in page
    assert "within 5 working days" in client.get("/list/", headers={"accept-language": "en"}).content.decode()


@pytest.mark.row("F02")
def test_every_edition_its_changes_and_its_sheet_are_public(client: Client, listed: SimpleNamespace) -> None:
    second = load(listed.lead, changed(short(), 2, limit="3"))
    services.publish(actor=listed.lead, list_id=second.pk, on=TODAY.date().replace(day=20))
    page = client.get("/list/editions").content.decode()
    assert "第 2 版" in page and "第 1 版" in page and "2026-09-20" in page
    page = client.get("/list/editions/2").content.decode()
    assert "LJ01 · 社区" in page and "改了什么" in page
    assert "这是第一版" in client.get("/list/editions/1").content.decode()
    answer = client.get("/list/editions/1.csv")
    assert answer.content == as_csv(short())
    assert "attachment" in answer["Content-Disposition"]
    assert client.get("/list/editions/1.xlsx").content.startswith(b"PK")
    for missing in ("/list/editions/1.pdf", "/list/editions/9", "/list/editions/9.csv"):
        assert client.get(missing).status_code == 404


def test_a_draft_is_nobody_elses_to_see(client: Client, listed: SimpleNamespace) -> None:
    draft = load(listed.lead, changed(short(), 2, limit="3"))
    desk = [f"/list/drafts/{draft.pk}", "/list/drafts"]
    worker = signed_in(listed, "desk")
    for address in desk:
        assert client.get(address).status_code == 302
        assert worker.get(address).status_code == 403
    assert worker.post(f"/list/drafts/{draft.pk}/publish", {"on": "2026-09-30"}).status_code == 403
    assert worker.post(f"/list/drafts/{draft.pk}/drop").status_code == 403
    assert client.get(f"/list/editions/{draft.version}").status_code == 404
    assert Edition.objects.get(pk=draft.pk).state == "draft"


def upload(client: Client, content: bytes, name: str = "清单.csv") -> Any:
    return client.post("/list/drafts", {"file": SimpleUploadedFile(name, content)}, follow=True)


def test_a_sheet_is_uploaded_looked_at_and_published(listed: SimpleNamespace) -> None:
    lead = signed_in(listed, "street_lead")
    assert "导出现行清单" in lead.get("/list/drafts").content.decode()
    page = upload(lead, as_csv(changed(short(), 2, limit="3", lead="service_station")))
    draft = Edition.objects.get(state="draft")
    assert page.redirect_chain[-1][0] == f"/list/drafts/{draft.pk}"
    text = page.content.decode()
    assert "LJ01 · 社区" in text and "社区服务站" in text
    for wrong, words in (("", "请写生效日"), ("明天", "2026-01-31"), ("2020-01-01", "不能早于今天")):
        answer = lead.post(f"/list/drafts/{draft.pk}/publish", {"on": wrong})
        assert answer.status_code == 422 and words in answer.content.decode()
    answer = lead.post(f"/list/drafts/{draft.pk}/publish", {"on": "2026-09-30"}, follow=True)
    assert "已发布" in answer.content.decode()
    assert Edition.objects.get(pk=draft.pk).state == "published"
    assert lead.post(f"/list/drafts/{draft.pk}/publish", {"on": "2026-10-30"}).status_code == 404
    assert lead.get(f"/list/drafts/{draft.pk}/publish").status_code == 405


@pytest.mark.row("F01")
def test_a_sheet_with_gaps_comes_back_with_every_reason(listed: SimpleNamespace) -> None:
    lead = signed_in(listed, "street_lead")
    page = upload(lead, as_csv(changed(changed(short(), 0, lead=""), 7, unit="weeks", ground="")))
    text = page.content.decode()
    assert page.status_code == 422
    assert "有 3 处要改" in text and "没有写谁主责" in text and "没有写依据" in text and "weeks" in text
    assert "另有 13 行没有问题" in text
    assert not Edition.objects.filter(state="draft").exists()


@pytest.mark.parametrize("content", [b"", b"%PDF-1.4", io.BytesIO(b"PK\x03\x04" + b"x" * 99).getvalue()])
def test_what_is_no_sheet_comes_back_in_words(listed: SimpleNamespace, content: bytes) -> None:
    page = upload(signed_in(listed, "street_lead"), content)
    assert page.status_code == 422
    assert "error-summary" in page.content.decode()
    assert not Edition.objects.filter(state="draft").exists()


def test_a_draft_is_dropped(listed: SimpleNamespace) -> None:
    lead = signed_in(listed, "operator")
    draft = load(listed.lead, changed(short(), 2, limit="3"))
    assert "现行清单没有变" in lead.post(f"/list/drafts/{draft.pk}/drop", follow=True).content.decode()
    assert lead.post(f"/list/drafts/{draft.pk}/drop").status_code == 404
    assert selectors.current_list().version == 1


def test_without_a_list_the_page_says_so(town: SimpleNamespace) -> None:
    selectors.forget(settled=False)
    assert "还没有发布" in Client().get("/list/").content.decode()


def test_a_change_of_a_matter_type_is_shown_once_not_for_each_of_its_rows(listed: SimpleNamespace) -> None:
    rows = [{**r, "tier": "24h"} if r["code"] == "LJ01" else r for r in changed(short(), 0, limit="3")]
    draft = load(listed.lead, rows)
    assert len(selectors.differences(listed.edition, draft).changed) == 6
    page = signed_in(listed, "street_lead").get(f"/list/drafts/{draft.pk}").content.decode()
    assert page.count("24 小时") == 1
    assert "LJ01 · 楼" in page
