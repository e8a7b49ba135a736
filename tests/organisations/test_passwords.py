"""A temporary password: from an operator within reach, shown once, changed before anything else, ids only on record."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.organisations import selectors, services
from gongzhi.organisations.pages import passwords
from gongzhi.people import services as people
from gongzhi.people.models import Person
from gongzhi.record.models import Fact

from .conftest import SETUP, Town, code_of

NOW = datetime(2026, 11, 22, 2, tzinfo=UTC)
SECRET, OWN = "trambahn-ahorn", "weichsel-kirsche"
PAGE = "/register/passwords/"


@pytest.fixture(autouse=True)
def _now() -> Any:
    with clock.at(NOW):
        yield


def seated(town: Town, name: str, role: str, place: str) -> Person:
    """Somebody with an account in a seat at a place of the town."""
    kinds = {"D": "district_government", "S": "street_office", "C1": "residents_committee"}
    body = town.bodies.get(place) or town.body(kinds[place], place, place)
    person = people.register_account(username=name, password=SECRET, name=name)
    seat = town.seat(body, role)
    services.seat_person(actor=SETUP, seat_id=seat.pk, person_id=person.pk, since=NOW - timedelta(days=1))
    return person


def browser(name: str, password: str = SECRET) -> Client:
    """Somebody who signed in on the page."""
    client = Client()
    client.post("/account/sign-in/", {"login": name, "password": password})
    return client


@pytest.fixture
def cast(town: Town) -> dict[str, Person]:
    """An operator of the street and one of the district, a worker, an auditor, a lead of the district, a resident."""
    made = {
        "operator": seated(town, "operator", "operator", "S"),
        "upper": seated(town, "upper", "operator", "D"),
        "colleague": seated(town, "colleague", "operator", "S"),
        "worker": seated(town, "worker", "community_worker", "C1"),
        "auditor": seated(town, "auditor", "auditor", "S"),
        "chief": seated(town, "chief", "district_officer", "D"),
    }
    made["resident"] = people.register_account(username="xiuying", password=SECRET, name="李秀英")
    return made


def lend(by: Person, to: Person) -> str:
    return services.lend_password(actor=selectors.actor_for(by.pk), person_id=to.pk)


def sent(client: Client, name: str, **more: str) -> Any:
    return client.post(PAGE, {"person": name, "checked": "on", **more})


def told(answer: Any) -> str:
    """The password on the page."""
    found = re.search(r"<code>([a-z0-9-]{19})</code>", answer.content.decode())
    return found[1] if found else ""


@pytest.mark.parametrize("who", ["worker", "resident"])
def test_an_operator_lends_a_password_that_is_shown_once_and_changed_first(cast: dict[str, Person], who: str) -> None:
    name = cast[who].username or ""
    before, office = browser(name), browser("operator")
    assert before.get("/me/data/").status_code == 200
    answer = sent(office, name)
    password = told(answer)
    assert password and "no-store" in answer["Cache-Control"]
    assert password not in office.get(PAGE).content.decode(), "shown once"
    assert before.get("/me/data/").status_code == 302, "their sessions ended"
    assert browser(name).get("/me/data/").status_code == 302, "the old password is gone"
    client = browser(name, password)
    for address in ("/me/data/", "/", "/mine/"):
        away = client.get(address)
        assert away.status_code == 302 and away["Location"].startswith("/account/password/"), address
    assert "临时密码" in client.get("/account/password/").content.decode()
    kept = client.post("/account/password/", {"old": password, "password": password})
    assert kept.status_code == 200 and "请另想一个" in kept.content.decode()
    client.post("/account/password/", {"old": password, "password": OWN})
    assert client.get("/me/data/").status_code == 200
    assert browser(name, password).get("/me/data/").status_code == 302, "it was temporary"
    assert browser(name, OWN).get("/me/data/").status_code == 200


def test_the_record_holds_ids_only_and_who_gave_it(cast: dict[str, Person]) -> None:
    password = lend(cast["operator"], cast["resident"])
    fact = Fact.objects.filter(kind="people.password_set").latest("id")
    assert fact.data == {"person_id": cast["resident"].pk, "by_owner": False}
    assert fact.actor == f"people.person:{cast['operator'].pk}" and fact.seat_id
    row = Person.objects.filter(pk=cast["resident"].pk).values().get()
    assert password not in str(row) and row["password_lent"] is True
    assert not [f for f in Fact.objects.values_list("data", flat=True) if password in str(f) or "xiuying" in str(f)]


@pytest.mark.parametrize(
    ("by", "to"),
    [
        ("operator", "upper"), ("operator", "chief"), ("operator", "auditor"), ("operator", "colleague"),
        ("operator", "operator"), ("upper", "upper"), ("worker", "resident"), ("auditor", "worker"),
        ("chief", "worker"), ("resident", "worker"), ("resident", "resident"),
    ],
)  # fmt: skip
def test_whom_somebody_may_not_give_a_password(cast: dict[str, Person], by: str, to: str) -> None:
    hashed = Person.objects.get(pk=cast[to].pk).password
    assert code_of(lambda: lend(cast[by], cast[to])) in ("denied", "own")
    answer = sent(browser(cast[by].username or ""), cast[to].username or "")
    assert answer.status_code == (200 if by in ("operator", "upper") else 403) and not told(answer)
    assert Person.objects.get(pk=cast[to].pk).password == hashed


@pytest.mark.parametrize(("by", "to"), [("upper", "operator"), ("upper", "auditor"), ("upper", "worker")])
def test_the_operator_above_helps_those_below(cast: dict[str, Person], by: str, to: str) -> None:
    assert len(lend(cast[by], cast[to])) == 19


def test_a_seat_that_ended_gives_no_password_and_nobody_without_account_gets_one(
    cast: dict[str, Person], town: Town
) -> None:
    stale = selectors.actor_for(cast["operator"].pk)
    anonymous = people.reporter(name="没有账号")
    assert code_of(lambda: services.lend_password(actor=stale, person_id=anonymous.pk)) == "no_account"
    for term in selectors.terms_of(cast["operator"].pk):
        services.end_term(actor=SETUP, term_id=term.pk)
    assert code_of(lambda: services.lend_password(actor=stale, person_id=cast["resident"].pk)) == "denied"
    assert browser("operator").get(PAGE).status_code == 403
    assert Client().get(PAGE).status_code == 302
    assert code_of(lambda: people.lend_password(actor=Actor(person_id=anonymous.pk), person_id=anonymous.pk)) == "own"


def test_what_is_missing_is_said_and_nothing_happens(cast: dict[str, Person]) -> None:
    office = browser("operator")
    for given, words in (
        ({"person": "nobody-here", "checked": "on"}, "没有这个用户名"),
        ({"person": "xiuying"}, "先核对是不是本人"),
        ({"person": "", "checked": "on"}, "请写这个人的用户名"),
    ):
        answer = office.post(PAGE, given)
        assert answer.status_code == 200 and words in answer.content.decode() and not told(answer)
    assert browser("xiuying").get("/me/data/").status_code == 200


def test_temporary_passwords_are_counted(cast: dict[str, Person], settings: Any, monkeypatch: Any) -> None:
    settings.RATE_LIMITS = True
    monkeypatch.setattr(passwords, "LENT", 2)
    office = browser("operator")
    assert [bool(told(sent(office, "xiuying"))) for _ in range(3)] == [True, True, False]
    assert "给得太多" in sent(office, "xiuying").content.decode()


def test_ones_own_data_names_the_language_and_not_its_code(cast: dict[str, Person]) -> None:
    page = browser("xiuying").get("/me/data/").content.decode()
    assert "简体中文" in page and "zh-hans<" not in page
    Person.objects.filter(username="xiuying").update(language="en")
    assert "· English" in browser("xiuying").get("/me/data/").content.decode()
