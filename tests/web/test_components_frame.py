"""The frame around every page, its switches, its error pages and its weight, without a browser."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.template.loader import get_template, render_to_string

pytestmark = pytest.mark.django_db
WEB = Path(__file__).resolve().parents[2] / "src" / "gongzhi" / "web"


def test_every_page_says_where_who_and_whom_to_call(gallery, settings):
    settings.PHONE = "0755-2600 1234"
    page = gallery.get("/gallery/").content.decode()
    assert '<html lang="zh-Hans"' in page and page.count("<h1") == 1
    assert 'class="gz-skip" href="#main"' in page and page.count('role="status"') == 1
    assert 'href="tel:07552600 1234"'.replace(" ", "") in page and "或请楼栋长代办" in page
    assert page.index('id="main"') < page.index("gz-help") and 'hx-history="false"' in page
    worker = gallery.get("/gallery/staff/").content.decode()
    assert "南油社区居委会 · 社区工作者" in worker and "keys.js" in worker and "keys.js" not in page


def test_no_script_or_style_stands_inside_a_page():
    for path in WEB.rglob("templates/**/*.html"):
        source = path.read_text(encoding="utf-8")
        assert not re.search(r"\son\w+=|\sstyle=|<style", source), path
        assert not re.search(r"<script(?![^>]*\bsrc=)", source), path


def test_every_template_of_the_frame_compiles():
    for path in (WEB / "templates").rglob("*.html"):
        get_template(str(path.relative_to(WEB / "templates")))


def test_english_has_no_chinese_left_but_the_switch(gallery):
    """Names of places and bodies stay in their own language; the role is the catalogue of organisations."""
    gallery.cookies["django_language"] = "en"
    own = re.compile('<button[^>]*lang="zh-Hans"[^>]*>.*?</button>|南油社区(居委会)?|社区工作者', re.S)
    for address in ("/gallery/", "/gallery/?wrong=1", "/gallery/staff/?open=1", "/gallery/errors/404/", "/offline/"):
        page = gallery.get(address).content.decode()
        assert '<html lang="en"' in page
        assert not re.findall("[\u4e00-\u9fff]+", own.sub("", page)), address


def test_the_elder_switch_is_remembered_and_leads_back_here(gallery):
    assert "elder" not in re.search("<html[^>]*>", gallery.get("/gallery/").content.decode())[0]
    on = gallery.post("/elder/", {"elder": "1", "next": "/gallery/?wrong=1"})
    assert on.status_code == 302 and on["Location"] == "/gallery/?wrong=1"
    page = gallery.get("/gallery/").content.decode()
    assert re.search('<html[^>]*class="elder"', page) and 'aria-pressed="true"' in page and "电话 12345" in page
    gallery.post("/elder/", {"elder": "0", "next": "/gallery/"})
    assert not re.search('<html[^>]*class="elder"', gallery.get("/gallery/").content.decode())


@pytest.mark.parametrize("onward", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)", ""])
def test_the_elder_switch_sends_nobody_elsewhere(gallery, onward):
    assert gallery.post("/elder/", {"elder": "1", "next": onward})["Location"] == "/"
    assert gallery.get("/elder/").status_code == 405


def test_the_language_switch_is_a_plain_form(gallery):
    answer = gallery.post("/language/", {"language": "en", "next": "/gallery/"})
    assert answer["Location"] == "/gallery/"
    assert '<html lang="en"' in gallery.get("/gallery/").content.decode()


@pytest.mark.parametrize(
    ("name", "status"), [("404", 404), ("403", 403), ("403_csrf", 403), ("500", 500), ("429", 429)]
)
def test_error_pages_say_what_happened_what_is_safe_and_whom_to_call(gallery, name, status):
    answer = gallery.get(f"/gallery/errors/{name}/")
    page = answer.content.decode()
    assert answer.status_code == status and page.count("<h1") == 1 and "12345" in page
    assert not re.search(rf"\b{status}\b", re.sub("<[^>]+>", "", page)), "codes mean nothing to people"


def test_an_unknown_page_and_a_fallen_page_are_plain(gallery):
    assert "没有这一页" in gallery.get("/no/such/page/").content.decode()
    gallery.raise_request_exception = False
    fallen = gallery.get("/broken/")
    assert fallen.status_code == 500 and "您送出过的都在" in fallen.content.decode()
    assert "您送出过的都在" in render_to_string("500.html"), "needs no context at all"


def test_a_stale_form_is_explained(settings, client):
    client.handler.enforce_csrf_checks = True
    answer = client.post("/elder/", {"elder": "1"})
    assert answer.status_code == 403 and "这页放久了" in answer.content.decode()


def test_the_worker_keeps_only_the_offline_page(gallery):
    script = gallery.get("/sw.js")
    assert script["Content-Type"].startswith("text/javascript")
    kept = re.search(r"KEPT = \[(.*?)\]", script.content.decode(), re.S)[1]
    assert re.findall('"(/[^"]*)"', kept)[0] == "/offline/" and kept.count('"/') == 5
    assert "cache.put" not in script.content.decode() and "shelf.put" not in script.content.decode()
    icon = gallery.get("/manifest.webmanifest").json()["icons"][0]["src"]
    assert finders.find(icon.removeprefix("/static/"))


def test_the_first_page_is_light(gallery):
    """At most 120 KB compressed, everything that the page names included; the gallery stands for the longest page."""
    page = gallery.get("/gallery/inbox/").content
    named = set(re.findall(r'(?:src|href)="/static/([^"]+)"', page.decode()))
    assert "django_htmx/htmx-2.min.js" in named and len(named) >= 6
    weight = len(gzip.compress(page)) + sum(len(gzip.compress(Path(finders.find(n)).read_bytes())) for n in named)
    assert weight <= 90_000, f"{weight} bytes; 30 KB are left to photographs and longer text"
