"""A second start skips the preparation only when nothing that it depends on changed."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from gongzhi.config import prepared


@pytest.fixture
def ground(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    """A folder of data with a migrated database, and a small source."""
    for name in ("DATABASE_URL", *prepared.SWITCHES):
        monkeypatch.delenv(name, raising=False)
    var, source = tmp_path / "var", tmp_path / "src"
    var.mkdir()
    (source / "cases").mkdir(parents=True)
    (source / "cases" / "models.py").write_text("one = 1\n")
    with sqlite3.connect(var / "gongzhi.sqlite3") as connection:
        connection.execute("CREATE TABLE django_migrations (id INTEGER PRIMARY KEY, app TEXT, name TEXT)")
        connection.execute("INSERT INTO django_migrations (app, name) VALUES ('cases', '0001_cases')")
    return var, source


def test_the_same_state_has_the_same_name(ground: tuple[Path, Path]) -> None:
    assert prepared.state(*ground) == prepared.state(*ground) != ""


def test_a_changed_a_new_and_a_missing_file_are_seen(ground: tuple[Path, Path]) -> None:
    var, source = ground
    names = [prepared.state(var, source)]
    (source / "cases" / "models.py").write_text("one = 11\n")
    names.append(prepared.state(var, source))
    (source / "cases" / "words.mo").write_bytes(b"")
    names.append(prepared.state(var, source))
    (source / "cases" / "models.py").unlink()
    names.append(prepared.state(var, source))
    assert len(set(names)) == 4


def test_bytecode_is_not_looked_at(ground: tuple[Path, Path]) -> None:
    var, source = ground
    before = prepared.state(var, source)
    (source / "cases" / "__pycache__").mkdir()
    (source / "cases" / "__pycache__" / "models.pyc").write_bytes(b"1")
    assert prepared.state(var, source) == before


def test_an_older_backup_put_back_is_seen(ground: tuple[Path, Path]) -> None:
    var, source = ground
    before = prepared.state(var, source)
    with sqlite3.connect(var / "gongzhi.sqlite3") as connection:
        connection.execute("DELETE FROM django_migrations")
    assert prepared.state(var, source) != before


@pytest.mark.parametrize("what", ["no file", "half loaded", "another server"])
def test_some_states_always_ask_for_a_preparation(
    ground: tuple[Path, Path], what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    var, source = ground
    if what == "no file":
        (var / "gongzhi.sqlite3").unlink()
    elif what == "half loaded":
        (var / "demo.loading").touch()
    else:
        monkeypatch.setenv("DATABASE_URL", "postgresql://nowhere/none")
    assert prepared.state(var, source) == ""


def test_a_switch_that_was_turned_is_seen(ground: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    before = prepared.state(*ground)
    monkeypatch.setenv("GONGZHI_DEMO", "1")
    assert prepared.state(*ground) != before


def test_the_program_answers_by_its_status(ground: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    var, _ = ground
    monkeypatch.setenv("GONGZHI_VAR", str(var))
    assert prepared.main([]) == 1, "never prepared"
    assert prepared.main(["--note"]) == 0
    assert prepared.main([]) == 0
    (var / "prepared").write_text("")
    assert prepared.main([]) == 1
