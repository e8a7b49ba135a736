"""Accounts: opening, signing in, limits, second factor, sessions; nobody learns who has an account by signing in."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.db import connection
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse

from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor, Seat
from gongzhi.kernel.errors import Refused
from gongzhi.people import services
from gongzhi.people.models import Allowance, Person
from gongzhi.people.services.limits import allow, forget, sweep

from .conftest import NOW

SECRET = "trambahn-ahorn"
SIGN_IN = "/account/sign-in/"


@pytest.fixture
def xiuying(db: None) -> Person:
    return services.register_account(username="XiuYing", password=SECRET, name="李秀英")


def sign_in(client: Client, name: str = "xiuying", password: str = SECRET, **more: str) -> Any:
    return client.post(SIGN_IN, {"login": name, "password": password, **more})


def code_for(person: Person) -> str:
    """The six digits that the person's telephone shows now."""
    wrapped = Authenticator.objects.get(user=person, type="totp").wrap()
    from_data = wrapped.instance.data["secret"]
    return code_of(services_secret(from_data))


def services_secret(sealed: str) -> str:
    from gongzhi.people.pages.adapters import MFAAdapter  # noqa: PLC0415

    return MFAAdapter().decrypt(sealed)


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


# --- opening an account


@pytest.mark.parametrize(
    ("entries", "code", "field"),
    [
        ({"username": "ab"}, "bad_username", "username"),
        ({"username": "a b c"}, "bad_username", "username"),
        ({"username": "<script>"}, "bad_username", "username"),
        ({"username": "x" * 31}, "bad_username", "username"),
        ({"username": "xiuying"}, "taken", "username"),
        ({"username": "ＸＩＵＹＩＮＧ"}, "taken", "username"),
        ({"password": "12345678"}, "weak_password", "password"),
        ({"password": "password"}, "weak_password", "password"),
        ({"password": "short1"}, "weak_password", "password"),
        ({"username": "newperson", "password": "newperson1"}, "weak_password", "password"),
        ({"phone": "not a number"}, "bad_phone", "phone"),
    ],
)
def test_what_cannot_be_an_account_is_said_at_its_field(
    xiuying: Person, entries: dict[str, str], code: str, field: str
) -> None:
    with pytest.raises(Refused) as refusal:
        services.register_account(**{"username": "newperson", "password": SECRET, **entries})
    assert (refusal.value.code, refusal.value.field) == (code, field)
    assert Person.objects.count() == 1


def test_a_password_is_never_stored_and_never_shown(xiuying: Person, settings: Any) -> None:
    assert SECRET not in xiuying.password and SECRET not in repr(xiuying) and "秀英" not in repr(xiuying)
    from gongzhi.config import settings as deployed  # noqa: PLC0415

    assert deployed.PASSWORD_HASHERS[0].endswith("Argon2PasswordHasher")


def test_an_account_is_opened_on_the_page_and_returns_to_where_one_was(client: Client, db: None) -> None:
    answer = client.post("/account/sign-up/", {"username": "王小明", "password": SECRET, "next": "/me/data/"})
    assert (answer.status_code, answer["Location"]) == (302, "/me/data/")
    assert client.get("/me/data/").status_code == 200
    again = Client().post("/account/sign-up/", {"username": "王小明", "password": SECRET})
    assert again.status_code == 200 and "有人用了" in again.content.decode()


# --- signing in


def test_signing_in_changes_the_session_and_any_letter_case_will_do(client: Client, xiuying: Person) -> None:
    client.get(SIGN_IN)
    session = client.session
    session["draft"] = "1"
    session.save()
    before = session.session_key
    answer = sign_in(client, " ＸｉｕＹｉｎｇ ")
    assert answer.status_code == 302
    assert client.session.session_key != before
    assert client.session["_auth_user_id"] == str(xiuying.pk)


@pytest.mark.parametrize(
    "wanted", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil.example"]
)
def test_next_never_leaves_this_site(client: Client, xiuying: Person, wanted: str) -> None:
    for answer in (
        sign_in(client, next=wanted),
        Client().post("/account/sign-up/", {"username": "somebody", "password": SECRET, "next": wanted}),
    ):
        assert answer.status_code == 302 and answer["Location"].startswith("/")
        assert "evil" not in answer["Location"] and "javascript" not in answer["Location"]


def test_a_wrong_name_a_wrong_password_and_an_erased_account_read_the_same(client: Client, xiuying: Person) -> None:
    gone = services.register_account(username="gone", password=SECRET)
    Person.objects.filter(pk=gone.pk).update(is_active=False)
    pages = []
    for name, password in (("nobody", SECRET), ("xiuying", "wrong-word"), ("gone", SECRET)):
        answer = sign_in(Client(), name, password)
        assert answer.status_code == 200 and "_auth_user_id" not in answer.client.session
        text = answer.content.decode()
        assert "用户名或密码不对" in text
        pages.append(text.replace(name, "").split("<main")[1].split("csrfmiddlewaretoken")[0])
    assert len(set(pages)) == 1


def test_an_empty_form_says_what_to_write(client: Client, xiuying: Person) -> None:
    text = client.post(SIGN_IN, {"login": "", "password": ""}).content.decode()
    assert "请写用户名" in text and "请写密码" in text


def test_after_five_wrong_passwords_even_the_right_one_waits_and_another_person_does_not(
    client: Client, xiuying: Person, settings: Any
) -> None:
    settings.RATE_LIMITS = True
    services.register_account(username="other", password=SECRET)
    for _ in range(5):
        assert "用户名或密码不对" in sign_in(client, password="wrong-word").content.decode()
    blocked = sign_in(client)
    assert blocked.status_code == 200 and "试的次数太多" in blocked.content.decode()
    assert sign_in(Client(), "other").status_code == 302
    unknown = [sign_in(Client(), "nobody", "wrong-word") for _ in range(6)][-1]
    assert "试的次数太多" in unknown.content.decode()
    with clock.at(NOW + timedelta(minutes=5)):
        assert sign_in(Client()).status_code == 302


def test_somebody_who_gets_in_starts_counting_anew(xiuying: Person, settings: Any) -> None:
    settings.RATE_LIMITS = True
    for _ in range(3):
        for _ in range(4):
            sign_in(Client(), password="wrong-word")
        assert sign_in(Client()).status_code == 302


def test_many_names_from_one_address_are_stopped(db: None, settings: Any, monkeypatch: Any) -> None:
    settings.RATE_LIMITS = True
    texts = [sign_in(Client(), f"guess{n}", "wrong-word").content.decode() for n in range(102)]
    assert "用户名或密码不对" in texts[99] and "试的次数太多" in texts[101]


def test_signing_out_needs_a_press_and_ends_the_session(client: Client, xiuying: Person) -> None:
    sign_in(client)
    assert client.get("/account/sign-out/").status_code == 200
    assert "_auth_user_id" in client.session
    client.post("/account/sign-out/")
    assert "_auth_user_id" not in client.session


def test_a_new_password_ends_every_other_session(client: Client, xiuying: Person) -> None:
    elsewhere = Client()
    sign_in(client)
    sign_in(elsewhere)
    wrong = client.post("/account/password/", {"old": "wrong-word", "password": "ahorn-trambahn"})
    assert wrong.status_code == 200 and "现在的密码不对" in wrong.content.decode()
    weak = client.post("/account/password/", {"old": SECRET, "password": "12345678"})
    assert weak.status_code == 200
    assert elsewhere.get("/me/data/").status_code == 200
    assert client.post("/account/password/", {"old": SECRET, "password": "ahorn-trambahn"}).status_code == 302
    assert client.get("/me/data/").status_code == 200
    assert elsewhere.get("/me/data/").status_code == 302
    assert sign_in(Client()).status_code == 200


def test_passwords_of_others_are_set_by_operators_only(xiuying: Person) -> None:
    seat = Seat(1, "street_lead", 1, "street_office", 1, "00000001", "street")
    lead = Actor(person_id=services.reporter().pk, seats=(seat,))
    with pytest.raises(Refused) as refusal:
        services.set_password(actor=lead, person_id=xiuying.pk, password="ahorn-trambahn")
    assert refusal.value.code == "denied"
    operator = Actor(
        person_id=lead.person_id, seats=(Seat(1, "operator", 1, "street_office", 1, "00000001", "street"),)
    )
    services.set_password(actor=operator, person_id=xiuying.pk, password="ahorn-trambahn")
    assert sign_in(Client(), password="ahorn-trambahn").status_code == 302
    with pytest.raises(Refused) as none:
        services.set_password(actor=operator, person_id=lead.person_id or 0, password="ahorn-trambahn")
    assert none.value.code == "no_account"


# --- the second factor


def activate(client: Client, person: Person) -> str:
    """Set up the second factor on the pages, as a person would; returns the secret."""
    assert client.post("/account/again/", {"password": SECRET}).status_code == 302
    page = client.get("/account/second-factor/set-up/")
    assert page.status_code == 200
    secret = str(page.context["form"].secret)
    assert client.post("/account/second-factor/set-up/", {"code": "000000"}).status_code == 200
    done = client.post("/account/second-factor/set-up/", {"code": code_of(secret)})
    assert done.status_code == 302, done.content.decode()
    return secret


def test_the_second_factor_is_set_up_sealed_asked_for_and_replaceable_by_a_spare_code(
    client: Client, xiuying: Person
) -> None:
    sign_in(client)
    assert client.get("/account/second-factor/set-up/").status_code == 302  # the password once more
    secret = activate(client, xiuying)
    stored = Authenticator.objects.get(user=xiuying, type="totp").data["secret"]
    assert secret not in stored
    spare = client.get("/account/spare-codes/").context["unused_codes"]
    assert len(spare) == 10

    later = Client()
    assert sign_in(later)["Location"] == "/account/code/"
    assert later.get("/me/data/").status_code == 302
    assert later.post("/account/code/", {"code": "123456"}).status_code == 200
    assert "_auth_user_id" not in later.session
    assert later.post("/account/code/", {"code": spare[0]}).status_code == 302
    assert later.session["_auth_user_id"] == str(xiuying.pk)
    assert services.second_factor_shown(later.session, xiuying.pk)
    assert not services.second_factor_shown(later.session, xiuying.pk + 1)

    again = Client()
    sign_in(again)
    assert again.post("/account/code/", {"code": spare[0]}).status_code == 200  # each works once
    assert "_auth_user_id" not in again.session


def test_codes_cannot_be_guessed(client: Client, xiuying: Person, settings: Any) -> None:
    sign_in(client)
    activate(client, xiuying)
    settings.RATE_LIMITS = True
    thief = Client()
    sign_in(thief)
    texts = [thief.post("/account/code/", {"code": f"{n:06d}"}).content.decode() for n in range(7)]
    assert "验证码不对" in texts[0] and "试的次数太多" in texts[6]
    assert "_auth_user_id" not in thief.session


def test_stopping_the_second_factor_asks_for_the_password_again(client: Client, xiuying: Person) -> None:
    sign_in(client)
    activate(client, xiuying)
    with clock.at(NOW):
        session = client.session
        session["account_authentication_methods"] = []
        session.save()
    assert client.post("/account/second-factor/stop/").status_code == 302
    assert Authenticator.objects.filter(user=xiuying, type="totp").exists()


def test_the_pages_of_signing_in_that_this_house_does_not_use_are_not_there(client: Client, db: None) -> None:
    for name in ("account_email", "account_reset_password", "mfa_add_webauthn", "mfa_trust"):
        with pytest.raises(NoReverseMatch):
            reverse(name)
    names = {n for n in get_resolver().reverse_dict if isinstance(n, str)}
    assert "demo_faces" not in names


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("address", [SIGN_IN, "/account/sign-up/"])
def test_the_entrance_pages_stand_in_both_languages(client: Client, db: None, address: str, language: str) -> None:
    page = client.get(address, headers={"accept-language": language})
    text = page.content.decode()
    assert page.status_code == 200 and text.count("<h1") == 1
    assert "<script>" not in text and "style=" not in text.split("<main")[1].split("</main>")[0]
    assert 'autocomplete="username"' in text


# --- limits


def test_a_limit_counts_in_its_window_and_begins_anew(db: None, settings: Any) -> None:
    settings.RATE_LIMITS = True
    assert [allow("k", 2, 60) for _ in range(3)] == [True, True, False]
    assert allow("other", 2, 60)
    assert allow("k", 2, 3600)  # another window of the same key counts for itself
    forget("k", 60)
    assert allow("k", 2, 60)
    with clock.at(NOW + timedelta(seconds=60)):
        assert allow("k", 2, 60)
    keys = set(Allowance.objects.values_list("key", flat=True))
    assert all(len(key) == 64 and "k" != key for key in keys)
    with clock.at(NOW + timedelta(hours=2)):
        assert sweep() == Allowance.objects.count() + 4
    assert not Allowance.objects.exists()


def test_switched_off_nothing_is_counted(db: None, settings: Any) -> None:
    settings.RATE_LIMITS = False
    assert all(allow("k", 1, 60) for _ in range(5))
    assert not Allowance.objects.exists()


def test_processes_at_the_same_moment_share_one_count(transactional_db: None, settings: Any) -> None:
    settings.RATE_LIMITS = True
    answers: list[bool] = []
    barrier = threading.Barrier(4)

    def run() -> None:
        barrier.wait()
        with clock.at(NOW):
            answers.extend(allow("k", 10, 3600) for _ in range(5))
        connection.close()

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers.count(True) == 10 and answers.count(False) == 10
