"""The switches of a deployment keep their promises."""

from __future__ import annotations

import logging
import stat

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import RequestFactory

from gongzhi.config import wsgi
from gongzhi.config.logs import RouteOnly, WithoutValues
from gongzhi.config.secret import read_or_make_key


def test_system_checks_find_nothing():
    call_command("check", fail_level="WARNING")


@pytest.mark.sqlite_only
@pytest.mark.django_db
@pytest.mark.parametrize(("pragma", "value"), [("journal_mode", "wal"), ("foreign_keys", 1), ("busy_timeout", 20000)])
def test_the_embedded_database_is_opened_safely(pragma, value):
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {pragma}")
        assert cursor.fetchone()[0] == value


def test_the_policy_allows_no_inline_code_and_no_other_site():
    rules = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    words = {word for sources in rules.values() for word in sources}
    assert not {w for w in words if "unsafe" in w or "*" in w or w.startswith("http")}
    assert rules["script-src"] == rules["style-src"] == rules["default-src"]


def test_the_key_is_made_once_and_is_private(tmp_path):
    path = tmp_path / "deep" / "secret_key"
    key = read_or_make_key(path)
    assert len(key) > 60
    assert read_or_make_key(path) == key
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [p.name for p in path.parent.iterdir()] == ["secret_key"]


def test_a_log_line_names_the_route_and_never_the_address():
    record = logging.LogRecord("django.request", logging.WARNING, "", 1, "Not Found: %s", ("/r/ABC-123",), None)
    record.request = RequestFactory().get("/r/ABC-123?q=王小明")
    record.status_code = 404
    assert RouteOnly().filter(record)
    assert record.getMessage() == "404 GET /(no such page)"


def test_a_logged_exception_keeps_what_it_quotes_to_itself():
    try:
        try:
            raise KeyError("13800000000")
        except KeyError as inner:
            raise ValueError("Key (phone)=(13800000000) already exists") from inner
    except ValueError as error:
        text = WithoutValues().formatException((type(error), error, error.__traceback__))
    assert "ValueError" in text and "KeyError" in text and "test_settings.py" in text
    assert "13800000000" not in text


def test_when_the_error_page_breaks_too_a_plain_sentence_remains(monkeypatch):
    def broken(environ, start_response):
        raise LookupError("13800000000")

    monkeypatch.setattr(wsgi, "_pages", broken)
    said = []
    body = wsgi.application({}, lambda status, headers: said.append((status, dict(headers))))
    assert said == [("500 Internal Server Error", {"Content-Type": "text/plain; charset=utf-8"})]
    assert "送出的都在" in b"".join(body).decode()
