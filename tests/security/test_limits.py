"""What anybody may do without signing in is counted, nothing that was typed is lost, and no header gets round it."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from tests.cases.pages_support import picture

from gongzhi.cases.models import Case, Voice
from gongzhi.cases.pages.resident import access, report
from gongzhi.config import looking
from gongzhi.organisations import visitors
from gongzhi.people.models import Allowance, Person
from gongzhi.rulebook import selectors as rulebook

from .conftest import PASSWORD, Town

HERE, ELSEWHERE = "192.0.2.7", "192.0.2.8"


@pytest.fixture(autouse=True)
def _counted(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Limits hold, and are small enough to be reached."""
    settings.RATE_LIMITS = True
    monkeypatch.setattr(report, "REPORTS", 3)
    monkeypatch.setattr(report, "PHOTOS", 3)
    monkeypatch.setattr(access, "WRONG", 3)
    monkeypatch.setattr(visitors, "rulebook", SimpleNamespace(number=lambda name, on: 3, limit=rulebook.limit))
    monkeypatch.setattr(looking, "BY_PERSON", 3)
    monkeypatch.setattr(looking, "BY_ADDRESS", 3)


def wrong(number: int) -> str:
    """A code that nobody was given."""
    return f"{number:016d}"


def test_reports_are_counted_by_address_and_keep_their_words(town: Town) -> None:
    place = str(town.street.places["NYHY3"].pk)

    def send(number: int, address: str = HERE, **more: str) -> Any:
        told = {"text": f"第{number}件：灯又坏了", "place": place, "phone": "13700001111"}
        return Client().post("/report/check/", told, REMOTE_ADDR=address, **more)

    assert [send(n).status_code for n in range(3)] == [302] * 3
    before = Case.objects.count()
    for forged in ("198.51.100.1", "198.51.100.2, 10.0.0.1", "unknown", ""):
        answer = send(9, headers={"x-forwarded-for": forged, "x-real-ip": forged, "forwarded": f"for={forged}"})
        assert answer.status_code == 429 and Case.objects.count() == before
        assert "第9件：灯又坏了" in answer.content.decode() and "13700001111" in answer.content.decode()
    assert send(10, ELSEWHERE).status_code == 302


def test_photographs_before_sending_are_counted_and_the_words_stay(town: Town) -> None:
    for number in range(4):
        answer = Client().post("/report/", {"text": "灯坏了三天", "photos": [picture()]}, REMOTE_ADDR=HERE)
        assert answer.status_code == (302 if number < 3 else 200)
    assert "灯坏了三天" in answer.content.decode() and "太密" in answer.content.decode()


def codes(town: Town) -> list[str]:
    """Every address that a code opens, with and without an act."""
    acted = [reverse(f"receipt_{act}", args=["CODE"]) for act in ("judge", "words", "photo", "withdraw")]
    return [reverse("receipt", args=["CODE"]), reverse("receipt_picture", args=["CODE", town.photo.pk]), *acted]


def test_wrong_codes_are_counted_at_every_address_that_takes_one(town: Town) -> None:
    for number, address in enumerate(codes(town)):
        here = f"192.0.2.{number + 20}"
        browser = Client(REMOTE_ADDR=here)
        for guess in range(4):
            assert browser.get(address.replace("CODE", wrong(guess))).status_code in (302, 404, 429)
        # After too many even the right one stays shut, or counting would stop nobody.
        shut = browser.get(f"/r/{town.code}/")
        assert shut.status_code == 429 and town.case.text not in shut.content.decode(), address
        assert browser.post("/r/", {"code": town.code}).status_code == 429
        assert browser.get(f"/r/{town.code}/", headers={"x-forwarded-for": "198.51.100.9"}).status_code == 429
    assert Client(REMOTE_ADDR=ELSEWHERE).get(f"/r/{town.code}/").status_code == 200


def test_unknown_and_malformed_codes_read_alike(town: Town) -> None:
    browser = Client()
    told = [browser.get(f"/r/{code}/") for code in (wrong(1), "x", "1" * 15)]
    assert {answer.status_code for answer in told} == {404}
    assert len({answer.content.decode().count("没有这个回执码") for answer in told}) == 1


def test_me_too_is_counted_for_those_whom_nobody_knows(town: Town) -> None:
    before = Person.objects.count()
    for _ in range(6):
        Client().post(f"/m/{town.case.pk}/me-too/", REMOTE_ADDR=HERE)
    assert Voice.objects.count() == 3 and Person.objects.count() == before + 3


def test_signing_in_is_counted_by_name_and_address(town: Town) -> None:
    tries = [
        Client().post("/account/sign-in/", {"login": "other", "password": "x"}, REMOTE_ADDR=HERE) for _ in range(7)
    ]
    assert "太多" not in tries[0].content.decode() and "太多" in tries[-1].content.decode()
    right = {"login": "other", "password": PASSWORD}
    forged = {"x-forwarded-for": "198.51.100.3"}
    assert Client().post("/account/sign-in/", right, REMOTE_ADDR=HERE, headers=forged).status_code == 200
    assert Client().post("/account/sign-in/", right, REMOTE_ADDR=ELSEWHERE).status_code == 302


def test_opening_accounts_is_counted_and_keeps_what_was_typed(town: Town) -> None:
    for number in range(21):
        told = {"username": f"new{number}", "password": PASSWORD, "name": "新来的"}
        answer = Client().post("/account/sign-up/", told, REMOTE_ADDR=HERE)
    assert answer.status_code == 200 and "新来的" in answer.content.decode() and "new20" in answer.content.decode()
    assert not Person.objects.filter(username="new20").exists()


def test_behind_a_declared_proxy_visitors_are_counted_and_cannot_lie(town: Town, settings: Any) -> None:
    settings.PROXIES = 1

    def guess(seen: str) -> int:
        browser = Client(REMOTE_ADDR="127.0.0.1", headers={"x-forwarded-for": seen})
        return int(browser.get(f"/r/{wrong(5)}/").status_code)

    lies = ["198.51.100.1, 192.0.2.7", "198.51.100.2, 192.0.2.7", "10.0.0.1,192.0.2.7", " 192.0.2.7 "]
    assert [guess(seen) for seen in lies] == [404, 404, 404, 429]
    assert guess("192.0.2.9") == 404
    assert guess("192.0.2.7, no address") == 404  # then the socket's address counts


def test_names_are_not_read_off_the_page_of_opening_accounts(town: Town) -> None:
    """A name that is taken is said, because names are unique; who asks for many is told nothing more."""
    told = {"username": "other", "password": PASSWORD}
    answers = [Client().post("/account/sign-up/", told, REMOTE_ADDR=HERE).content.decode() for _ in range(22)]
    assert "有人用了" in answers[0] and "太多" not in answers[0]
    for late in answers[20:]:
        assert "有人用了" not in late and "太多" in late
    assert (
        "有人用了"
        not in Client().post("/account/sign-up/", {**told, "username": "nobody-yet"}, REMOTE_ADDR=HERE).content.decode()
    )
    assert Client().post("/account/sign-up/", {**told, "username": "王小明"}, REMOTE_ADDR=ELSEWHERE).status_code == 302


LOOKS = ("/board/", "/board/440305007/", "/board/440305007/cases/?figure=judged", "/board/440305007/figures.csv")
SEARCHED = ("/places/search?q=南油", "/report/where/?where=三栋", "/?q=南油")


@pytest.mark.parametrize("addresses", [LOOKS, SEARCHED])
def test_looking_up_is_counted_by_address_and_says_what_to_do(town: Town, addresses: tuple[str, ...]) -> None:
    """All public searches together, and all looks at the figures together; the forged headers change nothing."""
    for number in range(3):
        assert Client(REMOTE_ADDR=HERE).get(addresses[number % len(addresses)]).status_code == 200
    for address in addresses:
        forged = {"x-forwarded-for": "198.51.100.9"}
        answer = Client(REMOTE_ADDR=HERE).get(address, headers=forged)
        text = answer.content.decode()
        assert answer.status_code == 429 and "5 分钟后可以再查" in text and "打下面的电话" in text, address
        assert Client(REMOTE_ADDR=ELSEWHERE).get(address).status_code in (200, 429)
    assert Client(REMOTE_ADDR=HERE).get("/report/where/").status_code == 200, "without words nothing is searched"
    english = Client(REMOTE_ADDR=HERE, headers={"accept-language": "en"}).get(addresses[0]).content.decode()
    assert "You can look again in 5 minutes" in english


def test_the_search_of_staff_is_counted_by_person_and_not_by_their_office(town: Town) -> None:
    one, other = town.browser("worker"), town.browser("officer")
    assert [one.get("/work/?q=漏水").status_code for _ in range(4)] == [200, 200, 200, 429]
    assert one.get("/work/").status_code == 200, "the inbox itself stays open"
    assert other.get("/work/?q=漏水").status_code == 200


def test_a_building_that_is_sent_counts_like_one_that_is_looked_up(town: Town) -> None:
    browser = Client(REMOTE_ADDR=HERE)
    answers = [browser.post("/report/where/", {"where": f"{n} 栋"}).status_code for n in range(4)]
    assert 429 not in answers[:3] and answers[3] == 429


def test_the_counters_keep_no_address(town: Town) -> None:
    Client().get(f"/r/{wrong(6)}/", REMOTE_ADDR=HERE)
    assert Allowance.objects.exists()
    assert not [row for row in Allowance.objects.values() if HERE in str(row)]


def test_a_body_that_nothing_here_needs_is_not_read(settings: Any, town: Town) -> None:
    settings.MOST_BYTES = 1000
    huge = SimpleUploadedFile("a.jpg", b"\xff" * 2000, "image/jpeg")
    answer = Client().post("/report/", {"text": "灯坏了", "photos": [huge]})
    assert answer.status_code == 413 and "太大" in answer.content.decode()
    assert Client().post("/report/", {"text": "灯坏了"}, CONTENT_LENGTH="9" * 40).status_code == 413


def test_what_is_refused_at_the_door_is_a_guarded_page_in_both_languages(settings: Any, db: None) -> None:
    """Before any language or session is known: words for a person, and every header that a page has."""
    settings.MOST_BYTES = 1000
    large = Client().post("/report/", {"text": "x" * 2000})
    odd = Client().get("/places/search?q=%00", headers={"accept-language": "en"})
    for answer, status, chinese, english in (
        (large, 413, "这次送来的太大了", "What was sent is too large"),
        (odd, 400, "不能用的字符", "a character that cannot be used"),
    ):
        page = answer.content.decode()
        assert answer.status_code == status and answer["Content-Type"].startswith("text/html")
        assert 'lang="zh-Hans"' in page and "<h1" in page and chinese in page and english in page
        assert answer["X-Frame-Options"] == "DENY" and answer["X-Content-Type-Options"] == "nosniff"
        assert "default-src 'self'" in answer["Content-Security-Policy"]
        assert answer["Referrer-Policy"] == "same-origin"
