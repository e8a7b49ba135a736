"""Signing in, own data and the register in a browser: axe, targets, reflow, with and without scripts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from tests.arriving import lands, sent

from gongzhi.kernel.actor import system
from gongzhi.kernel.reference import Ref
from gongzhi.organisations import selectors, services
from gongzhi.people import services as people
from gongzhi.places import selectors as place_selectors
from gongzhi.places import services as places

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
SMALL = """() => [...document.querySelectorAll("main a[href], main button, main input, main select")].filter(e =>
  e.getClientRects().length && !e.matches("p a, td > a, [type=checkbox], [type=hidden]")
  && e.getBoundingClientRect().height < 43.5).map(e => e.outerHTML.slice(0, 120))"""
SECRET = "trambahn-ahorn"
SETUP = system("tests.setup")
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def street() -> dict[str, Any]:
    """A street with a lead, a clerk, and a resident whom the clerk has called."""
    places.create_many(actor=SETUP, rows=[places.NewPlace("S", "粤海街道", "street", "", since=date(2020, 1, 1))])
    place = place_selectors.by_code("S")
    body = services.create_body(
        actor=SETUP,
        kind="street_office",
        name="粤海街道办",
        place_id=place.pk,
        since=date(2020, 1, 1),
        phone="0755-26000000",
    )
    made: dict[str, Any] = {"place": place, "body": body}
    for name, role in (("leader", "street_lead"), ("clerk", "desk"), ("keeper", "operator")):
        made[name] = people.register_account(username=name, password=SECRET, name=name)
        seat = services.create_seat(actor=SETUP, body_id=body.pk, role=role)
        made[f"{name}_term"] = services.seat_person(actor=SETUP, seat_id=seat.pk, person_id=made[name].pk)
    made["li"] = people.register_account(username="xiuying", password=SECRET, name="李秀英", phone="13800001234")
    clerk = selectors.actor_for(made["clerk"].pk)
    people.read_contact(actor=clerk, person_id=made["li"].pk, purpose="handle", about=Ref("tests.matter", 1))
    return made


@pytest.fixture
def visitor(chromium: Any, live_server: Any) -> Iterator[Callable[..., Any]]:
    """A browser of one's own, telephone or desk, Chinese or English, with or without scripts."""
    contexts: list[Any] = []

    def opened(*, wide: bool = False, english: bool = False, scripts: bool = True) -> Any:
        size = {"width": 1280, "height": 800} if wide else {"width": 390, "height": 844}
        context = chromium.new_context(
            viewport=size,
            bypass_csp=scripts,
            service_workers="block",
            java_script_enabled=scripts,
            base_url=live_server.url,
        )
        contexts.append(context)
        language = "en" if english else "zh-hans"
        context.add_cookies([{"name": "django_language", "value": language, "url": live_server.url}])
        return context.new_page()

    yield opened
    for context in contexts:
        context.close()


def sign_in(page: Any, name: str) -> None:
    page.goto("/account/sign-in/?next=/me/data/")
    page.locator("[name=login]").fill(name)
    page.locator("[name=password]").fill(SECRET)
    sent(page, "main form button")


def check(page: Any) -> None:
    """Nothing for axe, nothing too small to touch, nothing that scrolls sideways, one h1."""
    page.add_script_tag(path=AXE)
    found = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)["violations"]
    assert not [(v["id"], [n["target"] for n in v["nodes"]]) for v in found], page.url
    assert page.evaluate(SMALL) == [], page.url
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"], page.url
    assert page.locator("h1").count() == 1, page.url


@pytest.mark.parametrize(("wide", "english"), [(False, False), (True, True)], ids=["phone-zh", "desk-en"])
def test_every_page_of_people_and_organisations_can_be_read_and_touched(
    visitor: Any, street: dict[str, Any], wide: bool, english: bool
) -> None:
    assert AXE.exists(), "axe-core is not installed: npm ci"
    page = visitor(wide=wide, english=english)
    for address in ("/account/sign-in/", "/account/sign-up/", f"/bodies/{street['body'].pk}/"):
        page.goto(address)
        check(page)
    page.goto("/account/sign-in/")
    sent(page, "main form button")
    lands(page, "error-summary")
    check(page)
    sign_in(page, "leader")
    term = street["clerk_term"].pk
    for address in (
        "/me/data/",
        "/me/data/erase/",
        "/account/password/",
        "/account/second-factor/",
        f"/register/{street['place'].pk}/",
        f"/register/terms/{term}/end/",
        f"/register/terms/{term}/stand-in/",
        "/account/sign-out/",
    ):
        page.goto(address)
        check(page)


@pytest.mark.row("L03")
def test_without_scripts_a_resident_signs_in_and_reads_who_looked(visitor: Any, street: dict[str, Any]) -> None:
    page = visitor(scripts=False)
    sign_in(page, "xiuying")
    assert page.url.endswith("/me/data/")
    assert "粤海街道办" in page.locator("section[aria-labelledby=looks]").inner_text()
    sent(page, "section[aria-labelledby=agreed] button")
    assert "已同意" in page.locator("section[aria-labelledby=agreed]").inner_text()


def test_staff_set_up_their_second_factor_and_use_it_without_scripts(
    visitor: Any, street: dict[str, Any], settings: Any
) -> None:
    settings.STAFF_SECOND_FACTOR = "required"
    page = visitor(scripts=False)
    sign_in(page, "clerk")
    assert "/account/again/" in page.url
    page.locator("[name=password]").fill(SECRET)
    sent(page, "main form button")
    assert "/account/second-factor/set-up/" in page.url
    secret = page.locator("main code").inner_text()
    page.locator("[name=code]").fill(format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time())))))
    sent(page, "main form button")
    assert page.locator("main code").count() == 10
    spare = page.locator("main code").first.inner_text()
    page.goto("/me/data/")
    assert page.url.endswith("/me/data/")

    later = visitor()
    sign_in(later, "clerk")
    assert "/account/code/" in later.url
    if AXE.exists():
        check(later)
    later.locator("[name=code]").fill(spare)
    sent(later, "main form button")
    assert later.url.endswith("/me/data/")


@pytest.mark.parametrize(("wide", "english"), [(False, False), (True, True)], ids=["phone-zh", "desk-en"])
def test_the_page_of_temporary_passwords_can_be_read_and_touched(
    visitor: Any, street: dict[str, Any], wide: bool, english: bool
) -> None:
    page = visitor(wide=wide, english=english)
    sign_in(page, "keeper")
    page.goto("/register/passwords/")
    check(page)
    sent(page, "main form button")
    lands(page, "error-summary")
    check(page)
    page.locator("[name=person]").fill("xiuying")
    page.locator("[name=checked]").check()
    sent(page, "main form button")
    page.locator("main code").wait_for()
    check(page)
