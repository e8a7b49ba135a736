"""What a browser is told with every page, what it keeps, where it may be sent, and what only a demonstration has."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.urls import Resolver404, resolve

from gongzhi.people.models import Person

from .conftest import PASSWORD, Town
from .routes import routes, values

SOURCE = Path(__file__).resolve().parents[2] / "src/gongzhi"
TEMPLATES = sorted(SOURCE.glob("*/templates/**/*.html"))
PRIVATE = ("work/", "street/", "me/", "r/", "mine/", "m/", "report/", "register/", "list/drafts", "account/password")
# What a policy without 'unsafe-inline' would break, and what would need it.
INLINE = {
    "a script in the page": re.compile(
        r"<script\b(?![^>]*\bsrc=)(?![^>]*type=\"application/(?:json|ld\+json)\")", re.I
    ),
    "a style in the page": re.compile(r"<style\b", re.I),
    "a style on an element": re.compile(r"\sstyle\s*=", re.I),
    "a handler on an element": re.compile(r"<[^>]*\son[a-z]+\s*=\s*[\"']", re.I),
    "a script as an address": re.compile(r"(?:href|src|action)\s*=\s*[\"']\s*javascript:", re.I),
    "a handler of htmx": re.compile(r"\shx-on\b|\shx-vals\s*=\s*[\"']js:", re.I),
    "a value that is not escaped": re.compile(r"\|\s*safe\b|autoescape\s+off", re.I),
}


@pytest.mark.parametrize("what", INLINE)
def test_no_template_needs_an_unsafe_policy(what: str) -> None:
    assert len(TEMPLATES) > 80
    found = [f"{t.relative_to(SOURCE)}: {m[0]}" for t in TEMPLATES for m in INLINE[what].finditer(t.read_text("utf-8"))]
    assert not found


def test_no_script_of_ours_makes_code_or_markup_out_of_text() -> None:
    forbidden = re.compile(r"\beval\s*\(|new Function\b|document\.write\b|\.innerHTML\s*\+?=|insertAdjacentHTML")
    scripts = [p for p in SOURCE.glob("*/static/**/*.js") if "vendor" not in p.parts and ".min." not in p.name]
    assert scripts
    assert not [f"{p.name}: {m[0]}" for p in scripts for m in forbidden.finditer(p.read_text("utf-8"))]


def guarded(answer: Any, address: str) -> None:
    """The headers of one page."""
    policy = answer["Content-Security-Policy"]
    assert "unsafe" not in policy and "*" not in policy and "http:" not in policy, address
    rules = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert rules["default-src"] == rules["script-src"] == rules["style-src"] == "'self'", address
    assert rules["object-src"] == rules["frame-ancestors"] == "'none'", address
    assert rules["base-uri"] == rules["form-action"] == "'self'", address
    assert answer["X-Content-Type-Options"] == "nosniff" and answer["X-Frame-Options"] == "DENY", address
    assert answer["Referrer-Policy"] == "same-origin", address
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin", address


def test_every_page_is_guarded_and_private_ones_are_kept_by_nobody(town: Town) -> None:
    browsers = {who: town.browser(who) for who in ("", "worker", "officer")}
    for who, browser in browsers.items():
        for route in routes():
            if route.name in ("account_logout", "own_erase"):
                continue
            address = route.address(values(town, route))
            answer = browser.get(address)
            guarded(answer, address)
            if answer.streaming:
                assert isinstance(b"".join(answer.streaming_content), bytes)
            if answer.status_code == 200 and route.route.startswith(PRIVATE):
                assert "no-store" in answer.headers.get("Cache-Control", ""), f"{address} for {who}"
    for address in ("/nowhere/", "/m/999999/", "/work/m/999999/"):
        guarded(browsers["worker"].get(address), address)


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(town: Town) -> None:
    browser = Client()
    browser.get("/report/")
    browser.post("/report/", {"text": "灯坏了三天"})
    browser.get(f"/c/{town.street.places['440305007010'].code}/")
    browser.post("/elder/", {"elder": "1"})
    browser.post("/language/", {"language": "en"})
    browser.post("/account/sign-in/", {"login": "other", "password": PASSWORD})
    assert {"sessionid", "csrftoken", "community", "elder", "django_language"} <= set(browser.cookies)
    for name, cookie in browser.cookies.items():
        assert cookie["samesite"] == "Lax", name
        assert cookie["httponly"] or name in ("csrftoken", "django_language"), name


def test_with_https_declared_cookies_travel_only_there(tmp_path: Path) -> None:
    """Read by a process of its own, as a deployment reads it."""
    told = in_a_process(
        tmp_path,
        "print(s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.LANGUAGE_COOKIE_SECURE, s.SECURE_HSTS_SECONDS > 10**7,"
        " s.DEBUG, s.DEMO, s.STAFF_SECOND_FACTOR, s.RATE_LIMITS, s.PROXIES, '*' in s.ALLOWED_HOSTS)",
        GONGZHI_HTTPS="1",
    )
    assert told == "True True True True False False required True 0 False"


def in_a_process(var: Path, code: str, **environment: str) -> str:
    """What a fresh deployment with this environment prints."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("GONGZHI_", "DJANGO_", "DATABASE_"))}
    whole = {**kept, "GONGZHI_VAR": str(var), "PYTHONPATH": str(SOURCE.parent), **environment}
    run = [sys.executable, "-c", f"import gongzhi.config.settings as s\n{code}"]
    done = subprocess.run(run, env=whole, capture_output=True, text=True, check=False)
    return done.stdout.strip() or done.stderr.strip().splitlines()[-1]


def test_a_deployment_without_its_own_key_does_not_start(tmp_path: Path) -> None:
    url = "postgres://nobody@127.0.0.1/none"
    assert "GONGZHI_SECRET_KEY" in in_a_process(tmp_path, "print('started')", DATABASE_URL=url)
    assert in_a_process(tmp_path, "print(len(s.SECRET_KEY) > 60)") == "True"
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0


def test_what_belongs_to_the_demonstration_is_not_there_otherwise(town: Town) -> None:
    assert django_settings.DEMO is False and django_settings.DEBUG is False
    for address in ("/demo/sign-in/", "/gallery/", "/gallery/inbox/", "/gallery/sheet/", "/gallery/errors/500/"):
        with pytest.raises(Resolver404):
            resolve(address)
        assert Client().get(address).status_code == Client().post(address).status_code == 404
    assert not [r.route for r in routes() if r.route.startswith(("admin", "__debug__", "media", "static"))]


EVIL = ("https://evil.example/", "//evil.example/", "/\\evil.example", "\\\\evil.example", "javascript:alert(1)",
        "http:///evil.example", "https:evil.example", " //evil.example", "\t//evil.example", "///evil.example",
        "/%0d%0aSet-Cookie:%20a=b", "/\r\nSet-Cookie: a=b", "foo", "?", ".", "x" * 5000)  # fmt: skip


def test_nobody_is_sent_to_another_site(town: Town) -> None:
    for number, evil in enumerate(EVIL):
        led_astray(town, evil, f"fresh{number}")


def led_astray(town: Town, evil: str, name: str) -> None:
    """Every form that leads onward, asked to lead elsewhere."""
    worker = town.browser("worker")
    case = town.street.report("FW01")
    told = (
        Client().post("/account/sign-in/", {"login": "other", "password": PASSWORD, "next": evil}),
        Client().post("/account/sign-up/", {"username": name, "password": PASSWORD, "next": evil}),
        Client().post("/elder/", {"elder": "1", "next": evil}),
        Client().post("/language/", {"language": "en", "next": evil}),
        town.browser("other").get("/account/sign-up/", {"next": evil}),
        worker.post(f"/work/m/{case.pk}/accept/", {"next": evil, "seen": case.version}),
        worker.post("/work/batch/", {"next": evil}),
    )
    for number, answer in enumerate(told):
        assert answer.status_code in (200, 302, 400, 422), (number, evil)
        to = answer.headers.get("Location", "/")
        assert "evil.example" not in to.split("?")[0] and not to.startswith(("//", "/\\", "javascript")), (
            number,
            evil,
            to,
        )
        assert "\n" not in to and "a" not in answer.cookies, (number, evil)


def test_a_foreign_host_is_refused(settings: Any, db: None) -> None:
    settings.ALLOWED_HOSTS = ["gongzhi.example"]
    assert Client().get("/report/", headers={"host": "gongzhi.example"}).status_code == 200
    for host in ("evil.example", "gongzhi.example.evil.example", "gongzhi.example@evil.example", ""):
        assert Client().get("/report/", headers={"host": host}).status_code == 400
    forwarded = Client().get("/report/", headers={"host": "gongzhi.example", "x-forwarded-host": "evil.example"})
    assert "evil.example" not in forwarded.content.decode()
    assert Person.objects.count() == 0
