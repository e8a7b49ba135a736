"""Nothing changes by looking, and nothing is sent by another site."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.test import Client

from gongzhi.people.models import Person

from .conftest import BACKEND, Town
from .routes import routes, values

# Sessions keep drafts; counters count looks at codes; neither is a change of anything anybody owns.
SCRATCH = {"sessions.session", "people.allowance"}


def standing() -> dict[str, Any]:
    """Every row of every table but those, as it is."""
    models = [m for m in apps.get_models() if m._meta.label_lower not in SCRATCH and m._meta.managed]
    return {m._meta.label: sorted(map(str, m._default_manager.values_list())) for m in models}


def test_looking_at_every_address_changes_no_row(town: Town) -> None:
    before = standing()
    for who in ("", "other", "worker", "officer", "urban", "watcher", "reporter"):
        browser = town.browser(who)
        for route in routes():
            answer = browser.get(route.address(values(town, route)))
            if answer.streaming:
                assert isinstance(b"".join(answer.streaming_content), bytes)
    after = standing()
    changed = [label for label in before if before[label] != after[label]]
    assert not changed


def test_looking_signs_nobody_out(town: Town) -> None:
    browser = town.browser("worker")
    browser.get("/account/sign-out/")
    browser.get("/me/data/erase/")
    assert browser.get("/work/").status_code == 200


# A blindly signed ballot is cast without a cookie: it carries its own right, and another site has none to forge with.
WITHOUT_COOKIES = {"vote_blind_put"}


def test_no_address_takes_a_form_from_another_site(town: Town) -> None:
    before = standing()
    for who in ("", "worker", "other"):
        browser = Client(enforce_csrf_checks=True)
        if who:
            browser.force_login(Person.objects.get(pk=town.people[who]), backend=BACKEND)
        for route in routes():
            answer = browser.post(
                route.address(values(town, route)), {"text": "x", "act": "give", "purpose": "contact"}
            )
            refused = (302, 403, 404, 405, *((422,) if route.name in WITHOUT_COOKIES else ()))
            assert answer.status_code in refused, (route.route, answer.status_code)
            if answer.status_code == 302:  # a page that leads elsewhere and reads nothing
                assert route.name in ("", "matter", "mfa_index") or not who, route.route
    assert standing() == before
