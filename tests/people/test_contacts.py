"""Row L03 for people: purposes, minimum fields, consent, masking, retention, erasure with proof, the subject's log."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.db import Error, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor, Seat, system
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.permit import allowed, denied
from gongzhi.kernel.reference import Ref
from gongzhi.people import selectors, services, words
from gongzhi.people.models import AccessLog, Consent, Erasure, Person
from gongzhi.people.permits import CONTACT_ROLES
from gongzhi.people.rules import masked_name, masked_phone, phone_of, username_of
from gongzhi.people.services import contacts
from gongzhi.record.models import Fact
from gongzhi.record.selectors import facts_about
from gongzhi.rulebook.selectors import number

from .conftest import NOW

CASE = Ref("cases.case", 12)
KEEPER = system("people.clock")
Staff = Callable[..., Actor]


def code_of(act: Callable[[], Any]) -> str:
    try:
        with transaction.atomic():
            act()
    except Refused as refusal:
        assert str(refusal.message)
        return refusal.code
    return ""


def read(actor: Actor, person: Person, **given: Any) -> Any:
    given = {"purpose": "handle", "about": CASE, **given}
    return services.read_contact(actor=actor, person_id=person.pk, **given)


@pytest.fixture(autouse=True)
def _no_case_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contacts, "_reasons", {})


@pytest.fixture
def li(db: None) -> Person:
    return services.reporter(phone="138 0000 1234", name="李秀英")


# --- who reports


def test_the_same_number_is_the_same_person_however_it_is_written(db: None) -> None:
    one = services.reporter(phone="13800001234")
    for text in ("138 0000 1234", "+86 138-0000-1234", "１３８００００１２３４", "0086(138)00001234"):
        assert services.reporter(phone=text).pk == one.pk
    assert services.reporter(phone="13800001235").pk != one.pk
    assert services.reporter().pk != services.reporter().pk


@pytest.mark.parametrize("text", ["12", "abc", "138000012345678901", "一三八", "1380000123x", "١٣٨٠٠٠٠١٢٣٤", "'; drop"])
def test_what_is_no_number_is_said_so(db: None, text: str) -> None:
    count = Person.objects.count()
    if phone_of(text) is None:
        with pytest.raises(Refused) as refusal:
            services.reporter(phone=text)
        assert (refusal.value.code, refusal.value.field) == ("bad_phone", "phone")
        assert Person.objects.count() == count
    else:  # digits of another script are digits: they become plain ones or are refused, never stored as they are
        assert services.reporter(phone=text).phone.isascii()


def test_a_name_once_known_is_not_overwritten_by_whoever_knows_the_number(li: Person) -> None:
    again = services.reporter(phone=li.phone, name="别人")
    assert again.pk == li.pk and Person.objects.get(pk=li.pk).name == "李秀英"
    services.reporter(phone="13900000000")
    assert services.reporter(phone="13900000000", name="补上").name == "补上"


@pytest.mark.row("L03")
def test_an_unproved_number_never_opens_or_joins_an_account(li: Person) -> None:
    """Registering with somebody's number gives none of their reports; reporting with an account's number neither."""
    mallory = services.register_account(username="mallory", password="trambahn-ahorn", phone=li.phone)
    assert mallory.pk != li.pk
    assert services.reporter(phone=li.phone).pk == li.pk
    assert selectors.distinct_people([mallory.pk, li.pk]) == 1
    assert selectors.distinct_people([services.reporter().pk, services.reporter().pk]) == 2


@pytest.mark.row("L03")
def test_no_fact_of_people_holds_a_name_a_number_or_a_user_name(li: Person, staff: Staff) -> None:
    read(staff("grid_worker"), li)
    person = services.register_account(
        username="xiuying", password="trambahn-ahorn", name="李秀英", phone="13911112222"
    )
    services.change_entries(actor=Actor(person_id=person.pk), person_id=person.pk, name="李阿姨")
    services.give_consent(actor=Actor(person_id=person.pk), person_id=person.pk, purpose="notify")
    written = json.dumps([f.data for f in Fact.objects.all()], ensure_ascii=False)
    for secret in ("李", "1380000", "1391111", "xiuying", "trambahn", li.phone_key):
        assert secret not in written


def test_reporters_at_the_same_moment_with_one_number_are_one_person(transactional_db: None) -> None:
    found: list[int] = []
    barrier = threading.Barrier(4)

    def run() -> None:
        barrier.wait()
        with clock.at(NOW):
            found.append(services.reporter(phone="13800001234", name="李").pk)
        connection.close()

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 4 and len(set(found)) == 1


# --- who looks


@pytest.mark.row("L03")
def test_a_look_is_logged_and_the_person_sees_who_and_why(li: Person, staff: Staff) -> None:
    worker = staff("grid_worker")
    contact = read(worker, li)
    assert (contact.name, contact.phone) == ("李秀英", "13800001234")
    (look,) = selectors.accesses_of(li.pk)
    assert (look.reader.pk, look.seat_id, look.body_id) == (worker.person_id, worker.seats[0].id, 7)
    assert (look.fields, look.purpose, look.about) == (("name", "phone"), "handle", CASE)
    assert (str(look.purpose_label), [str(f) for f in look.field_labels]) == (
        "办理您反映的事，需要时联系您",
        ["称呼", "电话"],
    )
    fact = facts_about(Ref("people.person", li.pk))[-1]
    assert (fact.kind, fact.seat_id, fact.event.sight) == ("people.contact_read", worker.seats[0].id, "audit")


@pytest.mark.row("L03")
@pytest.mark.parametrize("purpose", ["", "curiosity", "account", "invite", "notify"])
def test_a_look_without_a_declared_purpose_is_refused_and_shows_nothing(li: Person, staff: Staff, purpose: str) -> None:
    worker = staff("grid_worker")
    assert code_of(lambda: read(worker, li, purpose=purpose)) in {"purpose_needed", "denied"}
    assert not AccessLog.objects.exists()


@pytest.mark.row("L03")
@pytest.mark.parametrize(
    "role", ["", "building_head", "property_manager", "supervisor", "auditor", "operator", "org_member"]
)
def test_without_a_seat_that_answers_residents_nobody_looks(li: Person, staff: Staff, role: str) -> None:
    actor = staff(role) if role else staff()
    assert code_of(lambda: read(actor, li)) == "denied"
    assert not AccessLog.objects.exists()
    assert role not in CONTACT_ROLES


@pytest.mark.row("L03")
def test_a_borrowed_seat_and_a_part_of_the_system_do_not_look(li: Person, staff: Staff) -> None:
    worker, other = staff("grid_worker"), staff("grid_worker")
    assert code_of(lambda: read(worker, li, seat=other.seats[0])) == "denied"
    forged = Seat(999, "grid_worker", 7, "street_office", 3, "00000003", "street")
    assert code_of(lambda: read(worker, li, seat=forged)) == "denied"
    assert code_of(lambda: read(KEEPER, li)) == "denied"


@pytest.mark.row("L03")
def test_the_matter_itself_may_forbid_the_look(li: Person, staff: Staff) -> None:
    """The package of the matter answers for the object: this case is another grid's."""
    seen: list[tuple[int, int]] = []

    @services.may_open("cases.case")
    def rule(actor: Actor, case_id: int, person_id: int) -> Any:
        seen.append((case_id, person_id))
        return allowed(actor.seats[1]) if case_id == 12 else denied("不归您")

    worker = staff("community_worker", "street_officer")
    assert read(worker, li).phone
    assert AccessLog.objects.get().seat_id == worker.seats[1].id
    assert code_of(lambda: read(worker, li, about=Ref("cases.case", 13))) == "denied"
    assert seen == [(12, li.pk), (13, li.pk)]


@pytest.mark.row("L03")
def test_a_look_gives_only_the_fields_that_the_purpose_needs(li: Person, staff: Staff) -> None:
    worker = staff("street_officer")
    emergency = read(worker, li, purpose="emergency")
    assert (emergency.name, emergency.phone) == ("", "13800001234")
    assert AccessLog.objects.get().fields == "phone"
    assert code_of(lambda: read(worker, li, purpose="verify")) == "denied"


@pytest.mark.row("L03")
def test_what_was_withdrawn_is_not_looked_at_for_that_purpose_but_life_comes_first(li: Person, staff: Staff) -> None:
    worker, myself = staff("grid_worker"), Actor(person_id=li.pk)
    services.give_consent(actor=myself, person_id=li.pk, purpose="call_back")
    assert read(worker, li, purpose="call_back").phone
    services.withdraw_consent(actor=myself, person_id=li.pk, purpose="call_back")
    assert code_of(lambda: read(worker, li, purpose="call_back")) == "withdrawn"
    assert read(worker, li, purpose="emergency").phone


def test_ones_own_contact_is_not_logged(li: Person) -> None:
    assert read(Actor(person_id=li.pk), li).phone == "13800001234"
    assert not AccessLog.objects.exists()


@pytest.mark.row("L03")
def test_a_leaked_sign_in_cannot_empty_the_register(li: Person, staff: Staff, settings: Any, monkeypatch: Any) -> None:
    settings.RATE_LIMITS = True
    monkeypatch.setattr(contacts, "LOOKS_AN_HOUR", 3)
    worker = staff("grid_worker")
    assert [code_of(lambda: read(worker, li)) for _ in range(5)] == ["", "", "", "too_many", "too_many"]
    with clock.at(NOW + timedelta(hours=1)):
        assert code_of(lambda: read(worker, li)) == ""


@pytest.mark.row("L03")
@pytest.mark.parametrize("table", [AccessLog, Consent, Erasure])
def test_the_database_keeps_the_logs_as_they_are(li: Person, staff: Staff, needs: Any, table: Any) -> None:
    read(staff("grid_worker"), li)
    services.give_consent(actor=Actor(person_id=li.pk), person_id=li.pk, purpose="notify")
    needs["none"] = lambda ids, since: set()
    services.ask_erasure(actor=Actor(person_id=li.pk), person_id=li.pk)
    assert table.objects.count() == 1
    for act in (lambda: table.objects.all().delete(), lambda: table.objects.update(at=NOW)):
        with pytest.raises(Error), transaction.atomic():
            act()
    assert table.objects.count() == 1


# --- consent


@pytest.mark.row("L03")
def test_consent_is_added_withdrawn_and_only_the_latest_word_holds(li: Person) -> None:
    me = {"actor": Actor(person_id=li.pk), "person_id": li.pk, "purpose": "notify"}
    said = [services.withdraw_consent(**me), services.give_consent(**me), services.give_consent(**me)]
    said += [services.withdraw_consent(**me), services.give_consent(**me)]
    assert said == [False, True, False, True, True]
    assert [c.act for c in Consent.objects.order_by("id")] == ["given", "withdrawn", "given"]
    assert selectors.has_consent(li.pk, "notify") and not selectors.has_consent(li.pk, "invite")
    assert selectors.who_agreed([li.pk, 99], "notify") == {li.pk}


@pytest.mark.row("L03")
def test_nobody_consents_for_another_unless_they_take_their_words_in(li: Person, staff: Staff) -> None:
    for actor in (staff(), staff("auditor"), Actor(person_id=services.reporter().pk)):
        ask = {"actor": actor, "person_id": li.pk, "purpose": "notify"}
        assert code_of(lambda a=ask: services.give_consent(**a)) == "denied"
    clerk = staff("community_worker")
    assert services.give_consent(actor=clerk, person_id=li.pk, purpose="notify", channel="phone")
    fact = facts_about(Ref("people.person", li.pk))[-1]
    assert (fact.actor, fact.data["channel"], fact.seat_id) == (clerk.ref, "phone", clerk.seats[0].id)
    for change in ({"purpose": "sell"}, {"channel": "telepathy"}):
        ask = {"actor": clerk, "person_id": li.pk, "purpose": "invite", **change}
        assert code_of(lambda a=ask: services.give_consent(**a)).startswith("unknown_")


# --- words


@pytest.mark.row("L03")
def test_every_personal_field_has_purpose_ground_retention_and_holder() -> None:
    declared = {f.name: f for f in words.FIELDS}
    technical = {"id", "is_active", "password_lent", "erased_at"}
    stored = {f.name for f in Person._meta.concrete_fields} - technical
    assert stored == set(declared)
    for field in declared.values():
        assert field.purposes and set(field.purposes) <= set(words.PURPOSES)
        assert str(field.ground) and str(field.holder)
        assert not field.retention or number(field.retention, NOW.date()) > 0


def test_a_person_sees_everything_that_is_held_about_them_and_no_digest(li: Person) -> None:
    held = {h.field.name: h.value for h in selectors.held_about(li.pk)}
    assert held["name"] == "李秀英" and held["phone"] == "13800001234"
    assert held["phone_key"] is None and held["password"] is None
    assert "username" not in held


@given(st.text(max_size=30))
def test_masks_never_show_more_than_a_first_letter_or_seven_digits(text: str) -> None:
    assert masked_name(text)[1:].strip("*") == ""
    number_ = "".join(c for c in text if c.isdigit())
    assert len(masked_phone(number_).replace("*", "")) <= 7
    assert len(number_) < 8 or "*" in masked_phone(number_)


@given(st.text(max_size=40))
def test_names_and_numbers_of_any_shape_are_understood_or_refused(text: str) -> None:
    phone, name = phone_of(text), username_of(text)
    assert phone is None or phone == "" or (phone.isascii() and phone.isdigit() and 5 <= len(phone) <= 15)
    assert name is None or (3 <= len(name) <= 30 and name == name.lower() and "@" not in name and " " not in name)


# --- retention and erasure


@pytest.mark.row("L03")
def test_the_retention_job_deletes_what_is_past_and_proves_it(db: None, needs: dict[str, Any]) -> None:
    days = number("people.keep_contact", NOW.date())
    with clock.at(NOW - timedelta(days=days + 1)):
        old = [services.reporter(phone=f"1380000000{n}", name="老王") for n in range(3)]
        empty = services.reporter()
        account = services.register_account(username="laowang", password="trambahn-ahorn", phone="13800000009")
    with clock.at(NOW - timedelta(days=days - 1)):
        young = services.reporter(phone="13900000000")
    needs["cases"] = lambda ids, since: {old[2].pk} & set(ids)
    (erasure,) = services.erase_expired(actor=KEEPER)
    assert (erasure.count, erasure.ground, erasure.rule) == (2, "retention", "people.keep_contact")
    rows = {p.pk: p for p in Person.objects.all()}
    for gone in old[:2]:
        row = rows[gone.pk]
        assert (row.name, row.phone, row.phone_key, row.is_active) == ("", "", "", False) and row.erased_at == NOW
    for kept in (old[2], young, account):
        assert rows[kept.pk].phone
    assert rows[empty.pk].erased_at is None
    fact = facts_about(Ref("people.erasure", erasure.pk))[-1]
    assert fact.data == {
        "erasure_id": erasure.pk,
        "person_ids": [old[0].pk, old[1].pk],
        "count": 2,
        "ground": "retention",
    }
    assert selectors.proof_of(erasure.pk, fact.data["person_ids"]).holds
    assert services.erase_expired(actor=KEEPER) == []


@pytest.mark.row("L03")
def test_a_proof_fails_when_something_is_left_or_the_number_is_wrong(li: Person, needs: dict[str, Any]) -> None:
    needs["none"] = lambda ids, since: set()
    services.ask_erasure(actor=Actor(person_id=li.pk), person_id=li.pk)
    erasure = Erasure.objects.get()
    assert selectors.proof_of(erasure.pk, [li.pk]).holds
    assert not selectors.proof_of(erasure.pk, [li.pk, 4711]).holds
    other = services.reporter(phone="13900000000")
    broken = selectors.proof_of(erasure.pk, [other.pk])
    assert not broken.holds and broken.left_over == (other.pk,)


@pytest.mark.row("L03")
def test_without_knowing_who_needs_whom_nothing_is_erased(li: Person, needs: dict[str, Any]) -> None:
    needs["organisations.in_office"] = lambda ids, since: set()  # knows offices, not matters
    with clock.at(NOW + timedelta(days=4000)):
        assert services.erase_expired(actor=KEEPER) == []
    assert not services.ask_erasure(actor=Actor(person_id=li.pk), person_id=li.pk)
    assert Person.objects.get(pk=li.pk).phone


@pytest.mark.row("L03")
def test_a_wish_waits_for_open_matters_and_is_then_fulfilled_to_the_last_trace(db: None, needs: dict[str, Any]) -> None:
    account = services.register_account(username="xiuying", password="trambahn-ahorn", name="李", phone="13800001234")
    me, open_matters = Actor(person_id=account.pk), {account.pk}
    needs["cases"] = lambda ids, since: open_matters & set(ids)
    assert services.ask_erasure(actor=me, person_id=account.pk) is False
    assert services.fulfil_wishes(actor=KEEPER) == []
    assert authenticate(username="xiuying", password="trambahn-ahorn") is not None
    open_matters.clear()
    (erasure,) = services.fulfil_wishes(actor=KEEPER)
    assert (erasure.ground, erasure.count) == ("request", 1)
    assert authenticate(username="xiuying", password="trambahn-ahorn") is None
    row = Person.objects.get(pk=account.pk)
    assert not row.has_usable_password() and row.username is None and row.name == ""
    wish = selectors.wish_of(account.pk)
    assert wish is not None and wish.done_at == NOW
    assert services.register_account(username="xiuying", password="trambahn-ahorn").pk != account.pk


@pytest.mark.row("L03")
def test_nobody_erases_another(li: Person, staff: Staff, needs: dict[str, Any]) -> None:
    needs["none"] = lambda ids, since: set()
    for actor in (staff("operator"), staff("street_lead"), Actor(person_id=services.reporter().pk)):
        assert code_of(lambda a=actor: services.ask_erasure(actor=a, person_id=li.pk)) == "denied"
    assert code_of(lambda: services.erase_expired(actor=staff("auditor"))) == "denied"
    assert Person.objects.get(pk=li.pk).phone


@pytest.mark.row("L03")
def test_the_table_itself_refuses_a_half_erasure(li: Person) -> None:
    with pytest.raises(Error), transaction.atomic():
        Person.objects.filter(pk=li.pk).update(erased_at=NOW)
    with pytest.raises(Error), transaction.atomic():
        Person.objects.filter(pk=li.pk).update(phone_key="")
