"""Whatever is sent, no page breaks: query parameters, forms, cookies and parameters of addresses, full of rubbish."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from gongzhi.cases.models import Case
from gongzhi.people.models import Person

from .conftest import PASSWORD, Town
from .routes import Route, routes, values

RUBBISH = (
    "\x00", "a\x00b", "²", "፩", "٣٣٣", "-1", "0", "9" * 10, "9" * 18, "9" * 19, "9" * 40, "9" * 4400,
    "1e999", "nan", "NaN", "inf", "-0.0", "1.5", "true", "None", "[]", "{}", "' OR 1=1 --",
    '"; DROP TABLE people_person; --', "%", "%00", "_", "\\", "*", "\u202e", "\ufeff", "\ud7ff",
    "👨‍👩‍👧‍👦", "𠮷", "ａ１", "x" * 5100, "\r\nSet-Cookie: a=b", "//evil.example/",
    "../..", "2026-13-45", "9999-12-31", "0001-01-01", "2026-01", "9999-99", "0000-00", "2026-02-30T99:99",
    "  ", "\n", "<script>", "{{7*7}}", "MATCH", '"', "a*b", "NEAR(a b)", "a AND", "(", "^",
)  # fmt: skip
PARAMETERS = (
    "q", "at", "where", "next", "after", "before", "bucket", "open", "done", "rung", "kind", "page",
    "community_id", "matter", "state", "since", "until", "place", "body", "figure", "word", "group", "choose",
    "besides", "level", "duty", "channel", "intake", "done", "lon", "lat",
)  # fmt: skip
FIELDS = (
    "text", "where", "place", "community", "intake", "lon", "lat", "key", "matter", "phone", "name", "code",
    "solved", "satisfied", "reason", "seen", "loaded", "sight", "purpose", "heading", "shown", "mark", "select",
    "act", "to_body", "clause", "rows", "more", "part_matter_0", "part_text_0", "primary", "primary_number",
    "calls", "report", "lead", "plan", "due", "answer", "outcome", "branch", "note", "channel", "remove",
    "age_band", "tenure",
    "next", "after", "q", "username", "login", "password", "old", "on", "successor", "person", "since", "until",
    "language", "elder", "back", "send", "change", "title", "into", "day", "number", "month", "other",
)  # fmt: skip
READ = {
    "/street/cases/": ("before", "community_id", "matter", "state", "since", "until", "channel", "q"),
    "/street/rates/": ("place", "body", "since", "until"),
    "/street/rates/cases/?figure=reported": ("place", "body", "since", "until", "word", "before"),
    "/street/rates/again/?figure=said": ("place", "since", "until"),
    "/street/rates/again/": ("figure", "place"),
    "/street/voices/": ("place",),
    "/work/problems/": ("state", "from", "open", "all"),
    "/street/voices/outreach/": ("place",),
    "/board/440305007/cases/?figure=reported": ("word", "since", "until", "before"),
    "/report/": ("at",),
    "/list/": ("q", "group"),
    "/mine/": ("before",),
}
# These end the session or the person of the walk.
LAST = ("account_logout", "own_erase")
WHO = ("", "worker", "officer")


def fine(answer: Any, said: str) -> None:
    """Anything but a broken page."""
    if answer.streaming:
        assert isinstance(b"".join(answer.streaming_content), bytes)
    assert answer.status_code < 500, f"{answer.status_code} at {said}"


def mixed(names: tuple[str, ...], turn: int) -> dict[str, str]:
    """Another piece of rubbish for each name; turn by turn every name meets every kind."""
    return {name: RUBBISH[(turn + number * 7) % len(RUBBISH)] for number, name in enumerate(names)}


def plain() -> list[Route]:
    """Every address that may be walked without ending the walk."""
    return [r for r in routes() if r.name not in LAST]


def quiet(browser: Client) -> Client:
    """A browser whose broken pages are answers, not exceptions."""
    browser.raise_request_exception = False
    return browser


@pytest.mark.parametrize("who", WHO)
def test_rubbish_in_a_query_breaks_no_page(town: Town, who: str) -> None:
    browser = quiet(town.browser(who))
    for number, route in enumerate(plain()):
        address = route.address(values(town, route))
        first = browser.get(address)
        fine(first, address)
        open_to_them = first.status_code not in (302, 403, 404, 405)
        for turn in range(3 if open_to_them else 1):
            query = "&".join(f"{k}={quote(v)}" for k, v in mixed(PARAMETERS, number + turn * 11).items())
            fine(browser.get(f"{address}?{query}"), f"{address} in turn {number + turn * 11} for {who}")


def test_one_broken_parameter_at_a_time(town: Town) -> None:
    """A page that reads its second parameter only when the first is fine."""
    for who, addresses in (
        ("officer", ("/work/", "/street/", "/street/cases/", "/street/cases.csv", "/street/rates/", "/work/sort/")),
        ("officer", ("/work/problems/", f"/work/problems/{town.problem.pk}/?all=1")),
        ("officer", (f"/register/{town.street.places['440305007'].pk}/", "/street/rates/cases/?figure=reported")),
        (
            "",
            (
                "/",
                "/list/",
                "/report/",
                "/report/where/",
                "/board/",
                "/mine/",
                "/board/440305007/cases/?figure=reported",
            ),
        ),
    ):
        browser = quiet(town.browser(who))
        for address in addresses:
            for name in READ.get(address, PARAMETERS[:9]):
                for rubbish in ("\x00", "²", "9" * 40):
                    whole = f"{address}{'&' if '?' in address else '?'}{name}={quote(rubbish)}"
                    fine(browser.get(whole), f"{whole} for {who}")


@pytest.mark.parametrize("who", WHO)
def test_rubbish_in_a_form_breaks_no_page(town: Town, who: str) -> None:
    browser = quiet(town.browser(who))
    for number, route in enumerate(plain()):
        address = route.address(values(town, route))
        open_to_them = browser.post(address).status_code not in (403, 404, 405)
        for turn in range(3 if open_to_them else 1):
            sent = mixed(FIELDS, number + turn * 11)
            fine(browser.post(address, sent), f"POST {address} in turn {number + turn * 11} for {who}")
    assert not [name for name in Person.objects.values_list("username", flat=True) if name and not name.isprintable()]


def test_rubbish_in_every_move_breaks_no_page(town: Town) -> None:
    browser = quiet(town.browser("worker"))
    case = town.street.move("worker", town.street.report("FW01"), "accept")
    for move in ("offer", "merge", "divide", "whistle", "rise", "redirect", "refuse", "reclassify", "withdraw", "sort"):
        for rubbish in ("\x00", "²", "፩", "-1", "9" * 18, "9" * 40, "9" * 4400, "9999-12-31T00:00", "1:2:3"):
            answer = browser.post(f"/work/m/{case.pk}/{move}/", {**dict.fromkeys(FIELDS, rubbish), "more": ""})
            fine(answer, f"{move} with {rubbish[:30]!r}")


def test_rubbish_in_every_act_on_a_problem_breaks_no_page(town: Town) -> None:
    browser = quiet(town.browser("worker"))
    page = f"/work/problems/{town.problem.pk}/"
    acts = ("dismiss", "look_again", "confirm", "plan", "progress", "rename", "split", "put_in", "take_out", "take_on")
    for act in (*acts, "take_off", "join", "part", "finish"):
        for rubbish in ("\x00", "²", "፩", "-1", "9" * 18, "9" * 40, "9" * 4400, "9999-12-31", "0001-01-01"):
            sent = dict.fromkeys((*FIELDS, "seen", "select"), rubbish)
            fine(browser.post(f"{page}{act}/", sent), f"{act} with {rubbish[:30]!r}")
            sent = {"title": rubbish, "plan": "x", "note": "x", "day": rubbish, "lead": "", "other": "", "reason": "x"}
            fine(browser.post(f"{page}{act}/", sent), f"{act} with {rubbish[:30]!r} and no version")


def test_rubbish_in_an_address_breaks_no_page(town: Town) -> None:
    for who in ("", "worker"):
        browser = quiet(town.browser(who))
        for route in plain():
            for rubbish in ("0", "9" * 18, "9" * 19, "x", "%00", "%ff%fe", "-", "a" * 3000):
                filled = dict.fromkeys(route.takes, rubbish)
                fine(browser.get(route.address(filled)), f"{route.route} with {rubbish[:20]}")


def test_bytes_that_are_no_text_and_cookies_that_are_none(town: Town) -> None:
    browser = quiet(Client())
    for address in ("/", "/report/", "/report/where/", "/list/", "/mine/", "/board/", "/account/sign-in/"):
        for raw in (b"q=%ff%fe&at=%c0%80&where=%ed%a0%80&next=%ff", b"\xff\xfe=\xff", b"&" * 1500, b"=" * 300):
            answer = browser.generic("GET", address, QUERY_STRING=raw.decode("latin-1"))
            fine(answer, f"{address}?{raw[:20]!r}")
            kind = "application/x-www-form-urlencoded"
            fine(browser.generic("POST", address, raw, content_type=kind), f"POST {address} {raw[:20]!r}")
        for kind in (
            "multipart/form-data",
            "multipart/form-data; boundary=x",
            "application/json",
            "x",
            "text/plain; charset=x",
        ):
            fine(browser.generic("POST", address, b"--x\r\n\xff", content_type=kind), f"{address} {kind}")
    for value in ("\x7f", "é", "a" * 3000, '"', "440305007010\x00", "²"):
        odd = quiet(Client())
        for name in ("community", "elder", "django_language", "sessionid", "csrftoken"):
            odd.cookies[name] = value
        for address in ("/", "/report/where/", "/mine/", "/board/"):
            fine(odd.get(address), f"{address} with cookies {value[:10]!r}")


def test_too_much_is_refused_in_words_and_nothing_is_kept(town: Town) -> None:
    browser = quiet(Client())
    before = Case.objects.count()
    for address in ("/report/", "/report/check/", f"/r/{town.code}/words/", "/account/sign-in/", "/r/"):
        assert browser.post(address, {"text": "长" * 1_000_000}).status_code in (400, 413), address
        assert browser.post(address, {f"f{n}": "1" for n in range(2_500)}).status_code in (400, 413), address
    assert Case.objects.count() == before


_text = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


@settings(max_examples=12)
@given(
    what=_text, where=_text, name=_text, phone=_text, more=st.dictionaries(st.sampled_from(FIELDS), _text, max_size=6)
)
def test_any_report_is_taken_or_refused(
    town: Town, what: str, where: str, name: str, phone: str, more: dict[str, str]
) -> None:
    place = town.street.places["NYHY3"].pk
    told = {**more, "text": what, "where": where, "name": name, "phone": phone, "place": str(place), "matter": ""}
    before = Case.objects.count()
    answer = Client().post("/report/check/", told)
    assert answer.status_code in (200, 302)
    assert Case.objects.count() - before == (1 if answer.status_code == 302 else 0)
    fine(
        Client().post("/account/sign-up/", {"username": what, "password": PASSWORD, "name": name, "phone": phone}), what
    )
