"""The measures over HTTP: the real server of a deployment, two processes, and the load client beside it."""

from __future__ import annotations

import gzip
import os
import re
import secrets
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle, islice
from pathlib import Path
from random import Random
from urllib.parse import urlencode

from bench import load
from bench.table import Measure, late, median
from bench.town import Town
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from gongzhi.config import collected, serve
from gongzhi.mandates import selectors as mandates
from gongzhi.people import selectors as people

WAIT = 40.0
LINK = re.compile(rb'<(?:link|script|img)\b[^>]*?(?:href|src)="(/[^"]+)"')


@contextmanager
def server() -> Iterator[int]:
    """The port of a server with two processes, which ends with the block; only that server is ended."""
    collected.collect()
    port = serve.free_port(load.HOST, 8700)
    command = serve.server(port)
    command[command.index("--workers") + 1] = "2"
    process = subprocess.Popen(command, env=os.environ, stdout=subprocess.DEVNULL, stderr=sys.stderr)
    try:
        if not serve.answers(port, serve.time.monotonic() + WAIT):
            raise RuntimeError("the server did not answer")
        yield port
    finally:
        process.terminate()
        try:
            process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(timeout=5)


def reports(town: Town, port: int, chance: Random, codes: list[str]) -> Iterator[bytes]:
    """Reports of residents who never came before: the last step of the form, without a session."""
    token = secrets.token_hex(16)
    while True:
        said = {
            "csrfmiddlewaretoken": token,
            "text": f"{chance.choice(('楼道灯', '电梯', '水管', '停车'))}坏了三天，晚上看不见路，请尽快处理",
            "place": chance.choice(town.spots).id,
            "matter": chance.choice(codes),
            "intake": "help",
            "key": secrets.token_hex(16),
        }
        yield load.request("POST", "/report/check/", port, cookie=f"csrftoken={token}", form=urlencode(said).encode())


def signed_in(person_id: int) -> str:
    """The cookie of a session in which this person is signed in."""
    person, session = people.person(person_id), SessionStore()
    session[SESSION_KEY] = str(person_id)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.create()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


def report_rate(town: Town, port: int, seconds: float) -> list[Measure]:
    """Reports a second at 16 connections, after a warm-up."""
    chance, codes = Random(7), [m.code for m in mandates.matters()]
    load.run(port, islice(reports(town, port, chance, codes), 64), connections=16, seconds=seconds)
    got = load.run(port, reports(town, port, chance, codes), connections=16, seconds=seconds)
    if set(got.statuses) != {302}:
        raise RuntimeError(f"reports were answered with {dict(got.statuses)}")
    note = f"{len(got.took)} in {got.seconds:.0f} s; each p50 {median(got.took):.0f}, p95 {late(got.took):.0f} ms"
    return [Measure("report over HTTP, 16 connections, 2 processes", got.rate, "a second", ">= 250", note)]


def pages_over_http(town: Town, port: int, pages: dict[str, tuple[str, list[str]]], seconds: float) -> list[Measure]:
    """Each page at 8 connections; `pages` is name → (whose, addresses)."""
    found = []
    for name, (who, paths) in pages.items():
        cookie = signed_in(town.people[who])
        asked = [load.request("GET", path, port, cookie=cookie) for path in paths]
        load.run(port, islice(cycle(asked), 16), connections=8, seconds=seconds)
        got = load.run(port, cycle(asked), connections=8, seconds=seconds)
        if set(got.statuses) != {200}:
            raise RuntimeError(f"{name} was answered with {dict(got.statuses)}")
        note = f"p50 {median(got.took):.0f} ms, {got.rate:.0f} pages a second"
        found.append(Measure(f"{name} over HTTP, 8 connections, p95", late(got.took), "ms", "<= 120", note))
    return found


def first_page(port: int) -> Measure:
    """What a resident's first visit transfers: the page and everything that it names, compressed as it is sent."""
    status, page = load.fetch(port, "/")
    if status != 200:
        raise RuntimeError(f"the first page was answered with {status}")
    html = gzip.decompress(page) if page[:2] == b"\x1f\x8b" else page
    parts = {"page": len(page)}
    for path in dict.fromkeys(LINK.findall(html)):
        address = path.decode()
        if address.startswith(settings.STATIC_URL):
            parts[Path(address).name] = len(load.fetch(port, address)[1])
            if address.endswith(".css"):
                parts |= _named_by(port, address)
    note = ", ".join(f"{name} {size / 1000:.1f}" for name, size in sorted(parts.items(), key=lambda p: -p[1])[:8])
    return Measure("first page of the resident, compressed", sum(parts.values()) / 1000, "KB", "<= 120", note)


def _named_by(port: int, address: str) -> dict[str, int]:
    """The fonts and pictures that a style sheet names; a browser loads those that the page uses, we count them all."""
    sheet = load.fetch(port, address)[1]
    text = (gzip.decompress(sheet) if sheet[:2] == b"\x1f\x8b" else sheet).decode()
    folder, found = address.rsplit("/", 1)[0], {}
    for name in set(re.findall(r"url\([\"']?([^\"')#?]+\.(?:woff2?|png|svg|jpg|webp))", text)):
        path = os.path.normpath(f"{folder}/{name}") if not name.startswith("/") else name
        status, body = load.fetch(port, path)
        if status == 200:
            found[Path(path).name] = len(body)
    return found
