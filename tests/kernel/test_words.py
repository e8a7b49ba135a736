"""Every sentence of the kernel has its English, with the same named places."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from gongzhi.kernel.sheets.source import SAVE_AS

KERNEL = Path(__file__).resolve().parents[2] / "src" / "gongzhi" / "kernel"


def sentences() -> set[str]:
    found = {SAVE_AS}
    for path in KERNEL.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if (
                isinstance(node, ast.Call)
                and getattr(node.func, "id", "") == "_"
                and isinstance(node.args[0], ast.Constant)
            ):
                found.add(node.args[0].value)
    return found


def catalogue() -> dict[str, str]:
    with (KERNEL / "locale/en/LC_MESSAGES/django.po").open("rb") as file:
        return {str(m.id): str(m.string) for m in read_po(file, locale="en") if m.id}


def test_nothing_is_missing_and_nothing_left_over() -> None:
    assert len(sentences()) > 20 and set(catalogue()) == sentences()


@pytest.mark.parametrize(("chinese", "english"), catalogue().items())
def test_the_english_names_the_same_places(chinese: str, english: str) -> None:
    assert english and re.findall(r"\{\w+\}", english) == re.findall(r"\{\w+\}", chinese)
    assert not re.search("失败|非法|耐心等待|！", chinese)
