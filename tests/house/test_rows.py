"""What was promised is tested, and the page that says so is printed from the tests."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.core.management import call_command

from gongzhi.config import rowbook
from house import source


@pytest.mark.row("C-C")
def test_every_row_that_was_taken_up_has_a_test():
    shown = rowbook.proofs(source.ROOT)
    assert not [row.id for row in rowbook.taken_up(source.ROOT) if not shown.get(row.id)]


@pytest.mark.row("C-C")
def test_no_test_names_an_unknown_row():
    known = {row.id for row in rowbook.taken_up(source.ROOT)}
    unknown = {row: tests[0].path for row, tests in rowbook.proofs(source.ROOT).items() if row not in known}
    assert not unknown


def test_the_rows_page_is_what_the_tests_print():
    out = io.StringIO()
    call_command("docs", "rows", stdout=out)
    assert (source.ROOT / "docs/rows.md").read_text(encoding="utf-8") == out.getvalue()


def test_the_lifecycles_page_is_what_the_declarations_print():
    out = io.StringIO()
    call_command("docs", "lifecycles", stdout=out)
    assert (source.ROOT / "docs/lifecycles.md").read_text(encoding="utf-8") == out.getvalue()


def test_a_row_is_found_on_functions_classes_and_modules(tmp_path: Path):
    (tmp_path / "docs").mkdir()
    (tmp_path / "tests").mkdir()
    (tmp_path / "docs/rows.toml").write_text('[[row]]\nid = "A1"\nchinese = "甲"\nenglish = "one"\n', encoding="utf-8")
    (tmp_path / "tests/test_a.py").write_text(
        "import pytest\n"
        "pytestmark = [pytest.mark.row('A3')]\n"
        "@pytest.mark.row('A1', 'A2')\n"
        "def test_one(): ...\n"
        "@pytest.mark.row('A4')\n"
        "class TestTwo:\n"
        "    def test_three(self): ...\n"
        "def row(x): ...\n"
    )
    found = {row: [p.name for p in tests] for row, tests in rowbook.proofs(tmp_path).items()}
    assert found == {"A1": ["test_one"], "A2": ["test_one"], "A3": ["test_one", "TestTwo"], "A4": ["TestTwo"]}
    assert "| A1 | 甲 · one | [test_one](../tests/test_a.py) |" in rowbook.page(tmp_path)
