"""What every test stands on: shared data, no network, one database at a time, marks that are worked out."""

from __future__ import annotations

import gc
import os
import shutil
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import TransactionTestCase
from django.utils import translation
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from arriving import only_what_arrived
from emptying import _flush_lifts_the_guards  # noqa: F401  (a fixture, for every test that really commits)
from gongzhi.config import translations
from gongzhi.config.rendering import render_what_is_added_alone
from schema import begin_with_a_copy

ROOT = Path(__file__).resolve().parents[1]
SHARED = Path(os.environ.get("GONGZHI_SHARED", ROOT.parent / "shared"))
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

_checks = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
for _profile, _examples in (("default", 60), ("ci", 30), ("deep", 1000)):
    hypothesis_settings.register_profile(
        _profile, max_examples=_examples, deadline=None, suppress_health_check=_checks, print_blob=True
    )
hypothesis_settings.load_profile(os.environ.get("GONGZHI_HYPOTHESIS", "default"))
# Playwright's loop runs in the thread of the test, and Django would refuse its database there.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
render_what_is_added_alone()
begin_with_a_copy()


# --- marks


def _touches_db(item: pytest.Item) -> bool:
    names = set(getattr(item, "fixturenames", ()))
    in_case = isinstance(getattr(item, "cls", None), type) and issubclass(item.cls, TransactionTestCase)
    return bool(names & {"db", "transactional_db", "live_server"} or item.get_closest_marker("django_db") or in_case)


def _wrong_database(item: pytest.Item) -> bool:
    other = "postgres_only" if settings.EMBEDDED else "sqlite_only"
    return item.get_closest_marker(other) is not None


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark what touches the database, reads shared data or drives a browser; leave out the other database's tests."""
    for item in items:
        names = set(getattr(item, "fixturenames", ()))
        if _touches_db(item):
            item.add_marker("touches_db")
        if "shared_data" in names:
            item.add_marker("shared_data")
        if "chromium" in names or "browser" in Path(item.fspath).relative_to(ROOT).parts:
            item.add_marker("browser")
    left_out = [item for item in items if _wrong_database(item)]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


def pytest_configure(config: pytest.Config) -> None:
    """Compile the translations once, before any test reads an English page."""
    if not hasattr(config, "workerinput"):
        translations.compile_all()


def pytest_collection_finish(session: pytest.Session) -> None:
    """What stands now stands to the end: the collector of garbage need not walk through it again and again."""
    gc.collect()
    gc.freeze()


def pytest_make_parametrize_id(config: pytest.Config, val: Any, argname: str) -> str | None:
    """A packed file carries the moment of its packing; its bytes in a test's name would differ in each process."""
    return argname if isinstance(val, bytes) else None


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """On a build machine a skipped test is a promise that nobody checked."""
    skipped = terminalreporter.stats.get("skipped", [])
    if skipped and os.environ.get("GONGZHI_NO_SKIPS") == "1":
        terminalreporter.write_line(f"{len(skipped)} tests were skipped, and GONGZHI_NO_SKIPS=1 forbids that", red=True)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Turn forbidden skips into a failure of the run."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("GONGZHI_NO_SKIPS") == "1" and reporter and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


# --- the world outside


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of data that nobody here wrote; tests that need it skip where it is absent."""
    folder = SHARED / "data"
    if not folder.is_dir():
        pytest.skip(f"no shared data: GONGZHI_SHARED does not lead to it ({SHARED})")
    return folder


def _guarded(connect: Callable[..., Any]) -> Callable[..., Any]:
    def check(self: socket.socket, address: Any) -> Any:
        local = self.family == socket.AF_UNIX or str(address[0]) in {"127.0.0.1", "::1", "localhost"}
        if not local:
            raise RuntimeError(f"a test reached for the network: {address!r}")
        return connect(self, address)

    return check


@pytest.fixture(scope="session", autouse=True)
def _no_network() -> Iterator[None]:
    """Nothing outside this machine is reachable from a test."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", _guarded(socket.socket.connect))
        patch.setattr(socket.socket, "connect_ex", _guarded(socket.socket.connect_ex))
        yield


@pytest.fixture(autouse=True)
def _chinese_first() -> Iterator[None]:
    """Whatever language a test before this one left active, this one begins in the first."""
    with translation.override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """Debian's Chromium under Playwright; one a session, each person of a test opens a context of their own."""
    playwright = pytest.importorskip("playwright.sync_api")
    program = os.environ.get("GONGZHI_CHROMIUM") or shutil.which("chromium")
    if not program:
        pytest.skip("no chromium on this machine: apt-get install chromium fonts-noto-cjk")
    with only_what_arrived(playwright), playwright.sync_playwright() as running:
        browser = running.chromium.launch(executable_path=program, args=CHROMIUM_FLAGS)
        yield browser
        browser.close()
