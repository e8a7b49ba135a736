"""The command line finds commands by words, says what there is, and upgrades the embedded database by itself."""

from __future__ import annotations

import io
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command, get_commands

from gongzhi.config import cli, upgrade
from gongzhi.kernel.actor import system
from gongzhi.organisations import selectors as organisations
from gongzhi.people.models import Person
from gongzhi.places import services as places

ROOT = Path(__file__).resolve().parents[2]
KNOWN = {"import", "import_places", "record_replay", "demo"}


@pytest.mark.parametrize(
    ("words", "command", "rest"),
    [
        (["import", "places", "a.csv"], "import_places", ["a.csv"]),
        (["import", "cases", "a.csv"], "import", ["cases", "a.csv"]),
        (["record", "replay"], "record_replay", []),
        (["record-replay", "--all"], "record_replay", ["--all"]),
        (["demo", "--size", "small"], "demo", ["--size", "small"]),
        (["nonsense", "x"], "nonsense", ["x"]),
    ],
)
def test_the_longest_run_of_words_names_the_command(words, command, rest):
    assert cli.command_of(words, KNOWN) == (command, rest)


def test_the_listing_has_one_line_a_command():
    lines = cli.listing().splitlines()
    ours = [name for name, app in get_commands().items() if str(app).startswith("gongzhi.")]
    for name in ours:
        line = next(line for line in lines if line.split("  ")[1] == f"gongzhi {name.replace('_', ' ')}")
        assert len(line.split("  ")[-1].strip()) > 10, f"{name} has no help"


def _gongzhi(folder: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    clean = {k: v for k, v in os.environ.items() if not k.startswith("GONGZHI_")}
    clean.pop("DATABASE_URL", None)
    clean |= {"GONGZHI_VAR": str(folder), "PYTHONPATH": str(ROOT / "src"), **more}
    clean["DJANGO_SETTINGS_MODULE"] = "gongzhi.config.settings"
    command = [sys.executable, "-m", "gongzhi.config.cli", *words]
    return subprocess.run(command, env=clean, capture_output=True, text=True, timeout=120)


def test_the_first_command_makes_the_embedded_database_and_its_key(tmp_path):
    done = _gongzhi(tmp_path, "worker", "--once")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600
    with sqlite3.connect(tmp_path / "gongzhi.sqlite3") as base:
        tables = {name for (name,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    assert {"record_fact", "people_person", "duties_duty"} <= tables


def test_a_deployment_with_its_own_server_must_name_its_key(tmp_path):
    done = _gongzhi(tmp_path, "check", DATABASE_URL="postgres://nobody@127.0.0.1:1/none")
    assert done.returncode != 0
    assert "GONGZHI_SECRET_KEY" in done.stderr
    assert not (tmp_path / "secret_key").exists()


def test_an_unknown_command_is_refused_and_makes_nothing_up(tmp_path):
    done = _gongzhi(tmp_path, "make", "coffee")
    assert done.returncode != 0
    assert "make" in done.stderr


LIST = "编号,时间,地址,内容\n1,2026-03-01 08:00,海棠苑3栋,电梯坏了没人修\n2,2026-03-02 09:00,海棠苑3栋,电梯坏了\n"


@pytest.mark.parametrize("word", ["duplicates", "redact", "problems"])
def test_what_reads_a_file_makes_no_database(tmp_path, monkeypatch, settings, capsys, word):
    settings.EMBEDDED = True
    monkeypatch.setattr(upgrade, "upgrade", lambda: pytest.fail("a database was made"))
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    file = tmp_path / "list.csv"
    file.write_text(LIST, encoding="utf-8")
    cli.main(["triage", word, str(file), "--json"])
    assert capsys.readouterr().out.lstrip()[:1] in ("{", "["), "no answer"


def test_what_needs_a_database_makes_it_first(monkeypatch, settings):
    settings.EMBEDDED, made = True, []
    monkeypatch.setattr(upgrade, "upgrade", lambda: made.append("database"))
    monkeypatch.setattr(cli, "execute_from_command_line", lambda words: made.append(words[1]))
    cli.main(["triage", "train", "--own"])
    assert made == ["database", "triage_train"]


@pytest.mark.django_db
def test_a_migrated_database_is_left_alone(django_assert_max_num_queries):
    with django_assert_max_num_queries(4):  # two for each question
        assert upgrade.unapplied() == set()
        assert upgrade.upgrade() is False


def test_every_migration_on_disk_is_seen():
    assert {("record", "0001_record"), ("sessions", "0001_initial")} <= upgrade.on_disk()


@pytest.fixture
def street(db):
    """A street that nobody runs yet."""
    by = system("tests.setup")
    district = places.create_place(actor=by, code="440305", name="南山区", level="district")
    return places.create_place(actor=by, code="440305007", name="粤海街道", level="street", parent_id=district.pk)


def _create(monkeypatch, password: str, *arguments: str) -> str:
    out = io.StringIO()
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{password}\n"))
    call_command("createoperator", *arguments, stdout=out)
    return out.getvalue()


def test_the_first_operator_is_made_at_the_terminal(street, monkeypatch):
    out = _create(monkeypatch, "a long enough phrase", "ops", "--place", "440305007")
    actor = organisations.actor_for(Person.objects.get(username="ops").pk)
    assert [(seat.role, seat.place_id) for seat in actor.seats] == [("operator", street.pk)]
    assert "粤海街道" in out and "phrase" not in out


def test_a_second_operator_joins_the_same_office(street, monkeypatch):
    _create(monkeypatch, "a long enough phrase", "one", "--place", "440305007")
    _create(monkeypatch, "a long enough phrase", "two", "--place", "440305007")
    assert len(organisations.bodies_at(street)) == 1


@pytest.mark.parametrize(
    ("password", "arguments"),
    [
        ("short", ("ops", "--place", "440305007")),
        ("a long enough phrase", ("ops", "--place", "999999999")),
        ("a long enough phrase", ("?", "--place", "440305007")),
    ],
)
def test_a_refused_operator_leaves_nothing(street, monkeypatch, password, arguments):
    with pytest.raises(CommandError):
        _create(monkeypatch, password, *arguments)
    assert not Person.objects.exists()
    assert not organisations.bodies_at(street)
