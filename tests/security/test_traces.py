"""What is left behind: logs and facts without people in them, looks at contacts that are written down, and erasing."""

from __future__ import annotations

import logging
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse
from tests.cases.pages_support import code_of, walk
from tests.world import MONDAY

from gongzhi.cases.models import Case
from gongzhi.config.logs import RouteOnly, WithoutValues
from gongzhi.config.worker import keep_house
from gongzhi.kernel import clock
from gongzhi.organisations import selectors as organisations
from gongzhi.organisations import services as seats
from gongzhi.organisations.models import Term
from gongzhi.people.models import AccessLog, Erasure, Person
from gongzhi.people.selectors import accesses_of
from gongzhi.record.models import Fact
from gongzhi.record.services import deliver

from .conftest import ADDED, NAME, NOTE, PHONE, SECRETS, SETUP, TEXT, TIP, Town
from .routes import routes, values

SOURCE = Path(__file__).resolve().parents[2] / "src/gongzhi"
PIECES = (*SECRETS, "渗水", "孩子", "声控")


def whole_loop(town: Town) -> None:
    """The matter is looked at, answered, judged with a reason, and closed."""
    street, case = town.street, town.case
    worker = town.browser("worker")
    worker.post(f"/work/m/{case.pk}/contact/", {"purpose": "handle"})
    worker.get("/work/", {"q": "对门老翟"})
    worker.get(f"/work/m/{case.pk}/nonsense/")
    street.move("worker", case, "recall", reason="翟家不让进")
    street.move("worker", case, "answer", answer=f"已打电话给{NAME} {PHONE}，声控换好", outcome="solved")
    told = {"solved": "yes", "satisfied": "5", "reason": f"谢谢，{NAME}"}
    assert Client().post(f"/r/{town.code}/judge/", told).status_code == 302
    Client().get(f"/r/{town.code[:-1]}0/")
    deliver()
    assert Case.objects.get(pk=case.pk).state == "solved"


def test_facts_hold_ids_and_closed_words_only(town: Town) -> None:
    whole_loop(town)
    facts = [str(sorted(vars(f).items(), key=str)) for f in Fact.objects.all()]
    assert len(facts) > 20
    assert not [fact for fact in facts if any(piece in fact for piece in (*PIECES, town.code))]


def test_the_log_holds_nobody(town: Town, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, logger="gongzhi")
    caplog.set_level(logging.INFO, logger="django.request")
    code = code_of(walk(Client(), TEXT, phone=PHONE, name=NAME))
    whole_loop(town)
    Client().get(f"/r/{code}x/")
    Client().get(f"/nowhere/{PHONE}/?q={NAME}")
    Client().post("/account/sign-in/", {"login": NAME, "password": PHONE})
    as_written = WithoutValues()
    assert caplog.records
    for record in caplog.records:
        RouteOnly().filter(record)
        line = as_written.format(record)
        assert not [p for p in (*PIECES, code, code[:12], town.code) if p in line], line


def test_codes_stand_in_no_table(town: Town) -> None:
    for model in apps.get_models():
        if model._meta.managed and model._meta.label_lower != "sessions.session":
            rows = str(list(model._default_manager.values_list()))
            assert town.code not in rows, model._meta.label


def test_every_look_is_written_down_and_told_to_the_person(town: Town) -> None:
    worker, address = town.browser("worker"), f"/work/m/{town.case.pk}/contact/"
    for purpose in ("", "curiosity", "handle\x00"):
        answer = worker.post(address, {"purpose": purpose})
        assert answer.status_code == 422 and PHONE not in answer.content.decode()
    assert not AccessLog.objects.exists()
    assert PHONE in worker.post(address, {"purpose": "handle"}).content.decode()
    assert PHONE in town.browser("urban").post(address, {"purpose": "handle"}).content.decode()
    looks = accesses_of(town.case.reporter_id)
    assert {look.reader.pk for look in looks} == {town.people["worker"], town.people["urban"]}
    page = Client().get(f"/r/{town.code}/").content.decode()
    for look in looks:
        assert organisations.body(look.body_id).name in page
    # A second matter of the same person tells nothing of it to whoever holds another receipt.
    assert AccessLog.objects.count() == 2


def test_an_ended_seat_is_no_seat_from_the_next_request_on(town: Town) -> None:
    worker = town.browser("worker")
    page = f"/work/m/{town.case.pk}/"
    assert worker.get(page).status_code == 200
    term = Term.objects.get(person_id=town.people["worker"])
    seats.end_term(actor=SETUP, term_id=term.pk)
    for route in routes():
        if route.route.startswith(("work/", "street/")):
            address = route.address(values(town, route))
            for answer in (worker.get(address), worker.post(address, {"purpose": "handle", "answer": "x"})):
                assert answer.status_code in (403, 405), address
                assert not [s for s in SECRETS if s in answer.content.decode()], address
    assert not AccessLog.objects.exists()


def test_every_address_of_staff_asks_for_the_second_factor(town: Town, settings: Any) -> None:
    settings.STAFF_SECOND_FACTOR = "required"
    worker = town.browser("worker")
    free = ("account_", "mfa_", "web_", "set_language")
    before = Case.objects.values_list("pk", "version", "state")
    asked = 0
    for route in routes():
        if route.name.startswith(free):
            continue
        address = route.address(values(town, route))
        for answer in (worker.get(address), worker.post(address, {"purpose": "handle", "text": "x", "answer": "x"})):
            assert answer.status_code == 302, (address, answer.status_code)
            assert answer.url.startswith(reverse("mfa_activate_totp")), address
            asked += 1
    assert asked > 60 and list(before) == list(Case.objects.values_list("pk", "version", "state"))
    assert town.browser("other").get("/mine/").status_code == 200


def test_what_has_served_its_purpose_is_erased_with_a_proof(town: Town) -> None:
    whole_loop(town)
    town.street.move(town.street.reporter(town.tip), town.tip, "withdraw")
    reporter = town.case.reporter_id
    keep_house()
    assert Person.objects.get(pk=reporter).phone == PHONE
    with clock.at(MONDAY + timedelta(days=365 * 8)):
        keep_house()
    person = Person.objects.get(pk=reporter)
    assert (person.name, person.phone, person.phone_key, person.username) == ("", "", "", None) and person.erased_at
    assert Erasure.objects.filter(ground="retention").exists()
    for model in apps.get_models():
        if model._meta.label_lower.startswith(("people.", "record.", "organisations.")):
            assert PHONE not in str(list(model._default_manager.values_list())), model._meta.label
    assert Person.objects.get(pk=town.people["other"]).username == "other"
    assert Person.objects.get(pk=town.people["worker"]).name == "worker"


def test_posted_extras_are_nobodys_business(town: Town) -> None:
    """Fields that no form names set nothing."""
    place = str(town.street.places["NYHY3"].pk)
    extra = {
        "reporter_id": town.people["other"], "reporter": town.people["other"], "helper_id": "1", "state": "solved",
        "heading": "公开", "is_open": "0", "voices": "99", "holder_id": "1", "channel": "hotline", "tier": "2h",
        "level": "district", "code_key": "0", "released": "1", "due_at": "2030-01-01", "version": "77",
    }  # fmt: skip
    assert Client().post("/report/check/", {"text": "灯坏了三天", "place": place, **extra}).status_code == 302
    case = Case.objects.latest("pk")
    assert (case.state, case.heading, case.voices, case.channel, case.version) == ("sorting", "", 1, "web", 1)
    assert case.reporter_id != town.people["other"] and case.helper_id is None
    told = {
        "username": "sly",
        "password": "trambahn-ahorn",
        "is_staff": "1",
        "is_superuser": "1",
        "joined_at": "2001-01-01",
    }
    Client().post("/account/sign-up/", told)
    assert not organisations.actor_for(Person.objects.get(username="sly").pk).is_staff
    other = town.browser("other")
    other.post(
        "/me/data/", {"name": "改名", "phone": "", "username": "root", "is_active": "0", "id": town.people["worker"]}
    )
    assert Person.objects.get(pk=town.people["other"]).username == "other"
    assert Person.objects.get(pk=town.people["worker"]).name == "worker"


def test_a_number_that_somebody_else_left_opens_nothing(town: Town) -> None:
    """Nobody proves a number by typing it: neither a report nor an account leads to the matters behind it."""
    browser = Client()
    walk(browser, "我也说一件别的事", phone=PHONE, name="冒名")
    for address in ("/mine/", f"/m/{town.tip.pk}/", f"/m/{town.case.pk}/"):
        assert not [s for s in SECRETS if s in browser.get(address).content.decode()], address
    Client().post("/account/sign-up/", {"username": "sly", "password": "trambahn-ahorn", "phone": PHONE})
    sly = Client()
    sly.post("/account/sign-in/", {"login": "sly", "password": "trambahn-ahorn"})
    assert not [s for s in (TEXT, TIP, NOTE, ADDED, NAME) if s in sly.get("/mine/").content.decode()]
    assert Person.objects.get(pk=town.case.reporter_id).name == NAME


def test_nobody_is_given_marks(db: None) -> None:
    """Row F10: a person, a term and a seat have no column that ranks anybody."""
    marks = re.compile(r"score|rank|point|rating|grade|credit|level|streak|badge|online|last_login|karma", re.I)
    for name in ("Person", "Term", "Seat"):
        model = next(m for m in apps.get_models() if m.__name__ == name)
        assert not [f.name for f in model._meta.get_fields() if marks.search(f.name)]


def test_statements_written_by_hand_hold_no_value_of_anybodys() -> None:
    """Values travel beside a statement, never in it; a name of a table in one comes from the model."""
    for path in SOURCE.rglob("*.py"):
        if "migrations" in path.parts:
            continue
        text = path.read_text("utf-8")
        assert not re.search(r"\.raw\(|RawSQL\(|\.extra\(", text), path.name
        for call in re.finditer(r"\.execute(?:many)?\(\s*(f?)([\"'])(.*?)\2", text, re.S):
            for name in re.findall(r"{([^}]*)}", call[3]) if call[1] else ():
                assert re.match(r"table|columns|marks|connection\.ops\.quote_name", name), (path.name, call[3])
            assert "%s'" not in call[3] and '" +' not in call[3] and "' %" not in call[3], path.name
