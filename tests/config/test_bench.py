"""The test bench itself: no network, marks that are worked out, and a build machine that accepts no skipped test."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PROBE = """
import pytest

def test_skipped():
    pytest.skip("why")

def test_good():
    pass

@pytest.mark.postgres_only
def test_postgres():
    pass

@pytest.mark.sqlite_only
def test_sqlite():
    pass

def test_on_tables(db):
    pass

def test_on_files(shared_data):
    pass
"""


def test_nothing_outside_this_machine_is_reached():
    with socket.socket() as reaching, pytest.raises(RuntimeError, match="reached for the network"):
        reaching.connect(("192.0.2.1", 80))


def test_this_machine_is_reached():
    with socket.socket() as listening, socket.socket() as reaching:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        reaching.connect(listening.getsockname())


@pytest.fixture
def probe():
    """A folder of tests beside the others, so that it has the same bench; removed afterwards."""
    folder = ROOT / f"tests/probe_{os.getpid()}"
    folder.mkdir()
    file = folder / "test_probe.py"
    file.write_text(PROBE, encoding="utf-8")
    yield file
    for path in [*folder.rglob("*.pyc"), file]:
        path.unlink(missing_ok=True)
    for path in [*folder.glob("*/"), folder]:
        path.rmdir()


def _pytest(file: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("GONGZHI_", "PYTEST_")) and k != "DATABASE_URL"}
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(file), *arguments]
    return subprocess.run(command, cwd=ROOT, env={**clean, **more}, capture_output=True, text=True, timeout=120)


def test_a_skipped_test_fails_on_a_build_machine_only(probe):
    assert _pytest(probe, "-k", "skipped or good").returncode == 0
    strict = _pytest(probe, "-k", "skipped or good", GONGZHI_NO_SKIPS="1")
    assert strict.returncode == 1
    assert "GONGZHI_NO_SKIPS=1 forbids" in strict.stdout


def test_marks_are_worked_out(probe):
    listed = _pytest(probe, "--collect-only", "-m", "touches_db or shared_data or sqlite_only").stdout
    names = {line.split("::")[1] for line in listed.splitlines() if "::" in line}
    assert names == {"test_on_tables", "test_on_files", "test_sqlite"}


def test_a_test_of_the_other_database_is_left_out_and_not_skipped(probe):
    done = _pytest(probe, "-k", "postgres or sqlite")
    assert done.returncode == 0
    assert "1 passed" in done.stdout and "skipped" not in done.stdout
