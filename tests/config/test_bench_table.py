"""The measures work on a small street: rows are loaded, every figure comes out, the table is written."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from bench.table import Measure, late, markdown, median

ROOT = Path(__file__).resolve().parents[2]
WANTED = (
    "load 2,000 cases in bulk", "worker's inbox in process, p95", "filtered list of 50 in process, p95",
    "matter page in process, p95", "queries of a list page", "the street's three rates, p95",
    "search with two characters everywhere, p95", "routing by place and matter, p95", "report a case in one process",
)  # fmt: skip


def _bench(*arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("GONGZHI_", "PYTEST_")) and k != "DATABASE_URL"}
    clean |= {"PYTHONPATH": str(ROOT / "src"), "DJANGO_SETTINGS_MODULE": "gongzhi.config.settings", **more}
    command = [sys.executable, "-m", "gongzhi.config.cli", "bench", *arguments]
    return subprocess.run(command, cwd=ROOT, env=clean, capture_output=True, text=True, timeout=300)


@pytest.mark.sqlite_only
def test_a_small_run_writes_every_figure(tmp_path):
    out = tmp_path / "benchmarks.md"
    asked = ("--cases", "2000", "--database", "sqlite", "--times", "3", "--only", "process", "--out", str(out))
    done = _bench(*asked, GONGZHI_VAR=str(tmp_path / "var"), TMPDIR=str(tmp_path))
    assert done.returncode == 0, done.stderr[-2000:]
    page = out.read_text(encoding="utf-8")
    assert not [what for what in WANTED if f"| {what} |" not in page]
    row = next(line for line in page.splitlines() if line.startswith("| queries of a list page |"))
    assert "**missed**" not in row
    assert not list(tmp_path.glob("gongzhi-bench-*")), "the measured database was left behind"


def test_an_unknown_database_is_refused_in_words(tmp_path):
    done = _bench("--database", "oracle", GONGZHI_VAR=str(tmp_path))
    assert done.returncode != 0
    assert "invalid choice" in done.stderr


def test_a_missed_goal_is_said_in_the_table():
    slow = Measure("a page", 61.0, "ms", "<= 60")
    quick = Measure("a page", 59.0, "ms", "<= 60", "p50 40 ms")
    page = markdown(10, {"sqlite": ("SQLite 3", [slow]), "postgresql": ("PostgreSQL 18", [quick])})
    row = next(line for line in page.splitlines() if line.startswith("| a page |"))
    assert row == "| a page | <= 60 ms | 61.0 ms **missed** | 59.0 ms (p50 40 ms) |"
    assert Measure("reports", 249.0, "a second", ">= 250").reached is False
    assert Measure("reports", 250.0, "a second", ">= 250").reached is True
    assert Measure("load", 9.0, "s").reached is None


def test_the_late_one_is_the_95th_of_a_hundred():
    took = [float(n) for n in range(1, 101)]
    assert (median(took), late(took), late([7.0])) == (50.5, 95.0, 7.0)
