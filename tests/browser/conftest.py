"""What every browser test stands on: one server a run, one street a file, and browsers that are closed again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from pytest_django.live_server_helper import LiveServer
from tests.browser import browsing, town


@pytest.fixture(scope="session")
def server(django_db_setup: None) -> Iterator[str]:
    """The house, served by threads of this process; it stays up for every file."""
    live = LiveServer("localhost")
    yield live.url
    live.stop()


@pytest.fixture(scope="module")
def db(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """In this folder the database is open for a whole file, and what is written is really there for the server.

    The name is pytest-django's own: it makes the test database stand before the first test that asks for it.
    """
    with django_db_blocker.unblock():
        yield
        call_command("flush", verbosity=0, interactive=False)


@pytest.fixture(scope="module")
def street(db: None, server: str) -> Iterator[town.Town]:
    """A street that really is in the database, so that the server's threads see it; gone after the file."""
    with town.one_clock():
        yield town.build(server)


@pytest.fixture
def browser(chromium: Any, street: town.Town) -> Iterator[browsing.Browser]:
    """Browsers of people who come to this street."""
    opened = browsing.Browser(chromium, street)
    yield opened
    opened.close()
