"""Who stands before a page: one person to a browser on every page, made at the first word and counted by network."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, QueryDict
from django.test import RequestFactory

from gongzhi.kernel.actor import Actor, Seat
from gongzhi.kernel.errors import Refused
from gongzhi.organisations import visitors, whereabouts
from gongzhi.people.models import Person
from gongzhi.rulebook import selectors as rulebook

SEAT = Seat(1, "desk", 1, "street_office", 1, "00000001", "street")


def request(actor: Actor | None = None, network: str = "192.0.2.1") -> Any:
    """A request of this actor, or of a browser that nobody knows yet."""
    made = RequestFactory().get("/x/", REMOTE_ADDR=network)
    made.session, made.actor = {}, actor  # type: ignore[attr-defined,assignment]
    return made


@pytest.mark.django_db
def test_a_visitor_becomes_somebody_at_the_first_word_and_only_once(settings, monkeypatch):
    settings.RATE_LIMITS = True
    monkeypatch.setattr(visitors, "rulebook", SimpleNamespace(number=lambda name, on: 2, limit=rulebook.limit))
    browser = request()
    assert visitors.speaker(browser) is None and not Person.objects.exists()
    first = visitors.new_speaker(browser)
    assert visitors.new_speaker(browser) == visitors.speaker(browser) == first
    visitors.new_speaker(request())
    with pytest.raises(Refused) as refusal:
        visitors.new_speaker(request())
    assert refusal.value.code == "too_many" and Person.objects.count() == 2
    assert visitors.new_speaker(browser) == first, "whoever has spoken goes on speaking"
    assert visitors.new_speaker(request(network="192.0.2.2")) != first


def test_whoever_is_signed_in_is_never_made_anew():
    signed_in = Actor(person_id=7)
    assert visitors.speaker(request(signed_in)) == visitors.new_speaker(request(signed_in)) == signed_in


@pytest.mark.parametrize(
    ("code", "page"),
    [("unknown", Http404), ("unknown_place", Http404), ("denied", PermissionDenied), ("", PermissionDenied)],
)
def test_a_refusal_that_no_form_caught_becomes_a_page_with_its_reason(code, page):
    def view(_request: Any) -> HttpResponse:
        raise Refused("这里没有这一件。", code=code)

    with pytest.raises(page, match="这里没有这一件"):
        visitors.resident(view)(request())


def test_a_desk_lets_seats_in_and_tells_others_where_to_go():
    seen = visitors.desk("公开页谁都能看。")(lambda _request, actor: HttpResponse(str(actor.person_id)))
    inside = seen(request(Actor(person_id=3, seats=(SEAT,))))
    assert inside.content == b"3" and "no-store" in inside["Cache-Control"]
    assert inside["Referrer-Policy"] == "same-origin" and "X-Robots-Tag" not in inside
    with pytest.raises(PermissionDenied, match="公开页谁都能看"):
        seen(request(Actor(person_id=4)))
    away = seen(request())
    assert away.status_code == 302 and away["Location"].endswith("?next=/x/")


def test_what_is_unlisted_is_private_too():
    response = visitors.unlisted(HttpResponse())
    assert "noindex" in response["X-Robots-Tag"] and "no-store" in response["Cache-Control"]
    assert visitors.address("home") == "/" and visitors.address("no_such_page") == ""


class TestWhere:
    """Which place a page is asked about."""

    HOME, WORK = SimpleNamespace(name="南油", code="1", pk=1), SimpleNamespace(name="后海", code="2", pk=2)
    SEATED = Actor(person_id=7, seats=(SEAT,))

    @pytest.fixture(autouse=True)
    def _two_places(self, monkeypatch):
        known = {one.code: one for one in (self.HOME, self.WORK)}
        tree = SimpleNamespace(
            by_codes=lambda codes: {code: known[code] for code in codes if code in known},
            get=lambda pk: next(one for one in known.values() if one.pk == pk),
        )
        monkeypatch.setattr(whereabouts, "places", tree)

    def ask(self, query: str = "", lives: str = "", actor: Actor | None = None) -> Any:
        made = request(actor)
        made.GET = QueryDict(query)
        made.COOKIES = {whereabouts.COMMUNITY: lives} if lives else {}
        return made

    @pytest.mark.parametrize(
        ("query", "lives", "seated", "found"),
        [
            ("at=2", "1", True, WORK),
            ("at=+", "2", True, WORK),
            ("", "2", True, WORK),
            ("", "", True, HOME),
            ("at=9", "2", True, HOME),
            ("at=9", "2", False, None),
            ("at=all", "2", False, None),
            ("", "", False, None),
        ],
    )
    def test_here_is_named_or_remembered_or_of_the_seat(self, query, lives, seated, found):
        asked = self.ask(query, lives, self.SEATED if seated else None)
        assert whereabouts.here(asked) is found
        assert getattr(asked, "frame_place", None) == (found.name if found else None)

    @pytest.mark.parametrize(
        ("query", "lives", "found"),
        [("at=2", "1", WORK), ("", "2", WORK), ("at=all", "2", None), ("at=", "2", None), ("at=9", "2", None)],
    )
    def test_everywhere_may_be_asked_for_and_a_seat_does_not_matter(self, query, lives, found):
        asked = self.ask(query, lives, self.SEATED)
        assert whereabouts.here_or_everywhere(asked) is found
        assert getattr(asked, "frame_place", None) == (found.name if found else None)
