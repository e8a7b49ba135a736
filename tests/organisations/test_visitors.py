"""Who stands before a page: one person to a browser on every page, made at the first word and counted by network."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.test import RequestFactory

from gongzhi.kernel.actor import Actor, Seat
from gongzhi.kernel.errors import Refused
from gongzhi.organisations import visitors
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
