"""The pages of bodies, register, own data and second factor, as their readers meet them."""

from __future__ import annotations

import importlib
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client, override_settings
from django.urls import URLPattern

from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.reference import Ref
from gongzhi.organisations import selectors, services
from gongzhi.organisations.pages import faces as faces_page
from gongzhi.organisations.pages import urls
from gongzhi.people import selectors as people_selectors
from gongzhi.people import services as people
from gongzhi.people.models import Person

from .conftest import SETUP, Town

NOW = datetime(2026, 11, 22, 2, tzinfo=UTC)
DAY = timedelta(days=1)
SECRET = "trambahn-ahorn"


@pytest.fixture(autouse=True)
def _now() -> Any:
    with clock.at(NOW):
        yield


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def account(name: str, **more: str) -> Person:
    return people.register_account(username=name, password=SECRET, name=more.pop("shown", name), **more)


def seated(town: Town, body: Any, role: str, name: str, place: str | None = None) -> tuple[Person, Any, Any]:
    """A person with an account in a new seat: the person, the seat, the term."""
    person, seat = account(name), town.seat(body, role, place)
    term = services.seat_person(actor=SETUP, seat_id=seat.pk, person_id=person.pk, since=NOW - DAY)
    return person, seat, term


# --- the public page of a body


def test_a_body_shows_its_offices_but_names_only_those_who_answer_to_the_public(town: Town) -> None:
    committee = town.body("residents_committee", "C1", "南油居委会")
    seated(town, committee, "community_secretary", "张书记")
    seated(town, committee, "community_worker", "李干事")
    text = Client().get(f"/bodies/{committee.pk}/").content.decode()
    assert "南油居委会" in text and "张书记" in text and "社区工作者" in text
    assert "李干事" not in text
    assert text.count("<h1") == 1


@pytest.mark.row("A26")
def test_what_a_body_may_do_is_printed_from_the_permits(town: Town) -> None:
    office = town.body("street_office", "S")
    seated(town, office, "street_lead", "leader")
    seated(town, office, "desk", "clerk")
    powers = {
        str(role): [str(x) for x in labels] for role, labels in selectors.powers_of(office, {"street_lead", "desk"})
    }
    assert "登记单位和单位之间的关系" in powers["街道负责人"]
    assert "登记单位和单位之间的关系" not in powers["部门经办"]
    text = Client().get(f"/bodies/{office.pk}/").content.decode()
    assert "登记单位和单位之间的关系" in text


def test_an_unknown_body_is_a_404_and_a_closed_one_says_so(town: Town) -> None:
    assert Client().get("/bodies/999999/").status_code == 404
    body = town.body("social_org", "C1")
    services.close_body(actor=SETUP, body_id=body.pk)
    assert "不再存在" in Client().get(f"/bodies/{body.pk}/").content.decode()


# --- the register


@pytest.mark.row("A26")
def test_the_register_is_for_those_in_office_there(town: Town) -> None:
    committee = town.body("residents_committee", "C1")
    worker, _seat, _term = seated(town, committee, "community_worker", "worker")
    here, elsewhere, above = (town.places[c].pk for c in ("C1", "C2", "S"))
    client = signed_in(worker)
    text = client.get(f"/register/{here}/").content.decode()
    assert "worker" in text and "结束任期" not in text
    assert client.get(f"/register/{elsewhere}/").status_code == 403
    assert client.get(f"/register/{above}/").status_code == 403
    assert client.get("/register/99999999/").status_code == 404
    assert Client().get(f"/register/{here}/").status_code == 302
    assert signed_in(account("resident")).get(f"/register/{here}/").status_code == 403


def test_a_long_register_is_read_in_pages_with_few_queries(town: Town, django_assert_max_num_queries: Any) -> None:
    office = town.body("street_office", "S")
    lead, _seat, _term = seated(town, office, "street_lead", "leader")
    folk = [people.reporter(name=f"某{n}").pk for n in range(120)]
    plans = [services.NewSeat(office, "desk", f"第 {n} 席", person_id=who) for n, who in enumerate(folk)]
    services.create_seats(actor=SETUP, plans=plans)
    client, address = signed_in(lead), f"/register/{town.places['S'].pk}/"
    with django_assert_max_num_queries(12):
        first = client.get(address).content.decode()
    second = client.get(f"{address}?page=2&kind=street_office").content.decode()
    assert "第 3 席" in first and "第 60 席" in second and "第 60 席" not in first
    for odd in ("0", "-1", "x", "٣", "99999999999", "' or 1=1"):
        assert client.get(address, {"page": odd, "kind": odd}).status_code == 200


@pytest.mark.row("A26")
def test_a_seat_ended_between_opening_and_sending_is_refused_and_nothing_happens(town: Town) -> None:
    """The lead opens the form; the operator ends the lead's seat; the lead sends."""
    office = town.body("street_office", "S")
    lead, lead_seat, _ = seated(town, office, "street_lead", "leader")
    _worker, _seat, term = seated(town, office, "desk", "clerk")
    client, address = signed_in(lead), f"/register/terms/{term.pk}/end/"
    assert client.get(address).status_code == 200
    services.end_seat(actor=SETUP, seat_id=lead_seat.pk)
    answer = client.post(address, {"on": "", "successor": ""})
    assert answer.status_code == 403
    term.refresh_from_db()
    assert term.until is None
    assert client.get(address).status_code == 403


@pytest.mark.row("A26")
def test_a_lead_ends_a_term_on_the_page_and_the_worker_is_out_with_the_next_click(town: Town) -> None:
    office = town.body("street_office", "S")
    lead, _, _ = seated(town, office, "street_lead", "leader")
    worker, _, term = seated(town, office, "desk", "clerk")
    clerk, here = signed_in(worker), f"/register/{town.places['S'].pk}/"
    assert clerk.get(here).status_code == 200
    assert signed_in(lead).post(f"/register/terms/{term.pk}/end/", {}).status_code == 302
    assert clerk.get(here).status_code == 403
    again = signed_in(lead).post(f"/register/terms/{term.pk}/end/", {})
    assert again.status_code == 200 and "已经结束" in again.content.decode()


def test_other_peoples_terms_are_not_arranged_by_guessing_their_number(town: Town) -> None:
    office = town.body("street_office", "S")
    worker, _, _ = seated(town, office, "desk", "clerk")
    _lead, _, term = seated(town, office, "street_lead", "leader")
    for person in (worker, account("resident")):
        for page in ("end", "stand-in"):
            address = f"/register/terms/{term.pk}/{page}/"
            assert signed_in(person).get(address).status_code == 403
            assert signed_in(person).post(address, {"person": "clerk", "until": "2026-12-01"}).status_code == 403
            assert signed_in(person).get(f"/register/terms/999999/{page}/").status_code == 404
    term.refresh_from_db()
    assert term.until is None


@pytest.mark.row("A13")
def test_an_area_is_handed_over_and_stood_in_for_on_the_page(town: Town) -> None:
    party = town.body("community_party", "C1")
    secretary, _, _ = seated(town, town.body("residents_committee", "C1"), "community_secretary", "secretary")
    _lead, seat, term = seated(town, party, "area_lead", "first", "C1B1")
    account("second")
    client = signed_in(secretary)
    end, stand_in = (f"/register/terms/{term.pk}/{page}/" for page in ("end", "stand-in"))
    refused = client.post(end, {"on": "2026-11-30"})
    assert refused.status_code == 200 and "一天也不能没有负责人" in refused.content.decode()
    unknown = client.post(end, {"on": "2026-11-30", "successor": "nobody"})
    assert "没有这个用户名" in unknown.content.decode()
    odd = client.post(stand_in, {"person": "second", "since": "yesterday", "until": ""})
    assert odd.status_code == 200 and "请写到哪天为止" in odd.content.decode()
    assert client.post(stand_in, {"person": "second", "since": "2026-11-24", "until": "2026-11-25"}).status_code == 302
    days = [selectors.responsible(town.places["C1B1"], datetime(2026, 11, d).date()) for d in (23, 24, 25, 26)]
    assert [t.person.name for t in days if t] == ["first", "second", "second", "first"]
    assert client.post(end, {"on": "2026-11-30", "successor": "second"}).status_code == 302
    last = [selectors.responsible(town.places["C1B1"], datetime(2026, m, d).date()) for m, d in ((11, 30), (12, 1))]
    assert [t.person.name for t in last if t] == ["first", "second"]
    assert seat.pk


# --- one's own data


@pytest.mark.row("L03")
def test_a_resident_sees_what_is_held_who_looked_from_which_office_and_why(town: Town) -> None:
    li = account("xiuying", shown="李秀英", phone="13800001234")
    office = town.body("street_office", "S", "粤海街道办")
    worker, _, _ = seated(town, office, "desk", "王科员")
    actor = selectors.actor_for(worker.pk)
    people.read_contact(actor=actor, person_id=li.pk, purpose="call_back", about=Ref("tests.matter", 5))
    text = signed_in(li).get("/me/data/").content.decode()
    for said in ("13800001234", "王科员", "粤海街道办", "部门经办", "回访：问您解决没有", "《个人信息保护法》"):
        assert said in text
    assert "argon2" not in text and "md5$" not in text
    other = signed_in(account("other")).get("/me/data/").content.decode()
    assert "13800001234" not in other and "王科员" not in other
    assert Client().get("/me/data/").status_code == 302


@pytest.mark.row("L03")
def test_a_person_agrees_withdraws_corrects_and_is_erased(town: Town) -> None:
    li = account("xiuying", shown="李", phone="13800001234")
    client = signed_in(li)
    client.post("/me/data/consent/", {"purpose": "notify", "act": "give"})
    assert people_selectors.has_consent(li.pk, "notify")
    client.post("/me/data/consent/", {"purpose": "notify", "act": "withdraw"})
    assert not people_selectors.has_consent(li.pk, "notify")
    assert client.post("/me/data/consent/", {"purpose": "sell", "act": "give"}).status_code == 404
    assert client.get("/me/data/consent/").status_code == 405
    wrong = client.post("/me/data/", {"name": "李", "phone": "电话"})
    assert wrong.status_code == 200 and "电话号码只有数字" in wrong.content.decode()
    assert client.post("/me/data/", {"name": "李阿姨", "phone": "139 1111 2222"}).status_code == 302
    row = people_selectors.person(li.pk)
    assert (row.name, row.phone) == ("李阿姨", "13911112222")
    assert client.get("/me/data/erase/").status_code == 200
    assert people_selectors.person(li.pk).name
    assert "已经删除" in client.post("/me/data/erase/").content.decode()
    assert people_selectors.person(li.pk).name == ""
    assert client.get("/me/data/").status_code == 302


def test_forms_need_their_token(town: Town) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(account("xiuying"), backend="django.contrib.auth.backends.ModelBackend")
    for address in ("/me/data/", "/me/data/consent/", "/me/data/erase/", "/account/password/", "/account/sign-out/"):
        assert client.post(address, {}).status_code == 403


# --- the second factor of staff


@pytest.fixture
def required(settings: Any) -> None:
    settings.STAFF_SECOND_FACTOR = "required"


def test_staff_set_up_the_second_factor_before_any_page(town: Town, required: None) -> None:
    worker, _, term = seated(town, town.body("street_office", "S"), "desk", "clerk")
    client, page = Client(), f"/register/{town.places['S'].pk}/"
    client.post("/account/sign-in/", {"login": "clerk", "password": SECRET})
    answer = client.get(page)
    assert answer.status_code == 302
    assert answer["Location"] == f"/account/second-factor/set-up/?next=%2Fregister%2F{town.places['S'].pk}%2F"
    for other in ("/me/data/", f"/bodies/{term.seat.body_id}/"):
        assert client.get(other).status_code == 302
    assert client.post(f"/register/terms/{term.pk}/end/", {}).status_code == 302
    assert client.get("/account/sign-out/").status_code == 200
    session = client.session
    people.note_second_factor(session, worker.pk)
    session.save()
    assert client.get(page).status_code == 200


def test_another_persons_second_factor_in_the_session_does_not_count(town: Town, required: None) -> None:
    worker, _, _ = seated(town, town.body("street_office", "S"), "desk", "clerk")
    client = signed_in(worker)
    session = client.session
    people.note_second_factor(session, worker.pk + 1)
    session.save()
    assert client.get(f"/register/{town.places['S'].pk}/").status_code == 302


def test_residents_and_visitors_are_not_asked_and_a_seat_given_later_asks(town: Town, required: None) -> None:
    body = town.body("street_office", "S")
    resident = account("resident")
    client = signed_in(resident)
    assert client.get("/me/data/").status_code == 200
    assert Client().get(f"/bodies/{body.pk}/").status_code == 200
    seat = town.seat(body, "desk")
    services.seat_person(actor=SETUP, seat_id=seat.pk, person_id=resident.pk, since=NOW - DAY)
    assert client.get("/me/data/").status_code == 302


def test_where_it_is_optional_nobody_is_sent_away(town: Town) -> None:
    worker, _, _ = seated(town, town.body("street_office", "S"), "desk", "clerk")
    assert signed_in(worker).get(f"/register/{town.places['S'].pk}/").status_code == 200


# --- the demonstration's one-tap sign-in


def names_of(patterns: list[Any]) -> set[str]:
    return {p.name for p in patterns if isinstance(p, URLPattern) and p.name}


def test_the_one_tap_sign_in_has_an_address_in_a_demonstration_only(town: Town) -> None:
    try:
        with override_settings(DEMO=False):
            assert "demo_faces" not in names_of(importlib.reload(urls).urlpatterns)
        with override_settings(DEMO=True):
            assert "demo_faces" in names_of(importlib.reload(urls).urlpatterns)
    finally:
        importlib.reload(urls)
    assert Client().get("/demo/sign-in/").status_code == 404


def test_the_one_tap_view_itself_answers_nobody_outside_a_demonstration(rf: Any, town: Town, settings: Any) -> None:
    from django.http import Http404  # noqa: PLC0415

    for request in (rf.get("/demo/sign-in/"), rf.post("/demo/sign-in/", {"person": "1"})):
        with pytest.raises(Http404):
            faces_page.faces(request)


def test_a_demonstration_offers_one_person_an_office_and_signs_in_only_those(town: Town) -> None:
    office = town.body("street_office", "S")
    first, _, _ = seated(town, office, "desk", "clerk1")
    second, _, _ = seated(town, office, "desk", "clerk2")
    resident = account("resident")
    erased = Actor(person_id=account("erased").pk)
    people.ask_erasure(actor=erased, person_id=erased.person_id or 0)
    offered = [f.person_id for f in selectors.demonstration_faces()]
    assert first.pk in offered and resident.pk in offered
    assert second.pk not in offered and erased.person_id not in offered
    with override_settings(DEMO=True, ROOT_URLCONF="organisations.demo_urls"):
        importlib.reload(urls)
        client = Client()
        assert client.get("/demo/sign-in/").status_code == 200
        assert client.post("/demo/sign-in/", {"person": str(second.pk)}).status_code == 404
        assert "_auth_user_id" not in client.session
        assert client.post("/demo/sign-in/", {"person": str(first.pk)}).status_code == 302
        assert client.session["_auth_user_id"] == str(first.pk)
    importlib.reload(urls)


def test_a_resident_may_say_who_they_are_for_totals_and_take_it_back(town: Town) -> None:
    li = account("xiuying", shown="李", phone="13800001234")
    client = signed_in(li)
    assert "撤回，删掉这两项" not in client.get("/me/data/").content.decode()
    said = client.post("/me/data/totals/", {"age_band": "60_74", "tenure": "tenant"}, follow=True).content.decode()
    assert "记下了，只进总数" in said and "撤回，删掉这两项" in said and 'value="60_74" selected' in said
    assert "至少选一项" in client.post("/me/data/totals/", {}, follow=True).content.decode()
    assert "请从列出的几项里选" in client.post("/me/data/totals/", {"tenure": "x"}, follow=True).content.decode()
    client.post("/me/data/consent/", {"purpose": "statistics", "act": "withdraw"})
    page = client.get("/me/data/").content.decode()
    assert 'value="60_74" selected' not in page and "撤回，删掉这两项" not in page
    assert Client().post("/me/data/totals/", {"tenure": "tenant"}).status_code == 302
