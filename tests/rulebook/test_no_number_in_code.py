"""Legal numbers stand in packs: the source is read for limits written in code and for rules that do not exist."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from gongzhi.rulebook import selectors

SOURCE = Path(__file__).resolve().parents[2] / "src" / "gongzhi"
# Where a length of time is no legal limit, and why. A new line here is a decision that a reviewer sees.
FREE_FOLDERS = {
    "kernel": "knows no rule; its lengths are units",
    "rulebook": "the reader of packs",
    "config": "switches of a deployment, such as the life of a session",
    "web": "how pages show lengths of time",
}
FREE_FILES = {"demo.py", "bench.py"}
READERS = {"rule", "limit", "limit_of", "number", "share", "words"}
NAMED = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)+")
# Longer than "today and tomorrow" or "the next hour" is a limit.
LONGEST = {"days": 2, "hours": 1, "weeks": 0}


def modules(free: bool) -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(SOURCE.rglob("*.py")):
        parts = path.relative_to(SOURCE).parts
        exempt = parts[0] in FREE_FOLDERS or path.name in FREE_FILES or {"migrations", "demo"} & set(parts)
        if free or not exempt:
            yield "/".join(parts), ast.parse(path.read_text("utf-8"))


def called(node: ast.AST) -> str:
    if not isinstance(node, ast.Call):
        return ""
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def size(node: ast.AST) -> float:
    """How large a written number is; 0 for anything else."""
    if isinstance(node, ast.UnaryOp):
        return size(node.operand)
    return abs(node.value) if isinstance(node, ast.Constant) and type(node.value) in {int, float} else 0


def is_long(call: ast.Call) -> bool:
    days = call.args[:1]
    named = [(k.value, LONGEST[k.arg]) for k in call.keywords if k.arg in LONGEST]
    return any(size(value) > most for value, most in [*((d, LONGEST["days"]) for d in days), *named])


def numbers(tree: ast.Module) -> Iterator[int]:
    """Lines with a limit, or with a length of time that is one in all but name, written as a number."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        given = [*node.args, *(k.value for k in node.keywords)]
        limit = called(node) == "Limit" and any(size(a) for a in given)
        if limit or (called(node) == "timedelta" and is_long(node)):
            yield node.lineno


def asked(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Rule names that are written where a reader of the rulebook is called, as text or as a constant of the module."""
    constants = {
        node.targets[0].id: node.value
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and called(node).strip("_") in READERS and node.args:
            name = node.args[0]
            name = constants.get(name.id, name) if isinstance(name, ast.Name) else name
            if isinstance(name, ast.Constant) and isinstance(name.value, str) and NAMED.fullmatch(name.value):
                yield node.lineno, name.value


@pytest.mark.row("C-D")
def test_no_limit_is_written_in_code() -> None:
    assert [f"{path}:{line}" for path, tree in modules(free=False) for line in numbers(tree)] == []


@pytest.mark.row("C-D")
def test_every_rule_that_code_asks_for_exists() -> None:
    known = set(selectors.names())
    assert [
        f"{path}:{line} {name}" for path, tree in modules(free=True) for line, name in asked(tree) if name not in known
    ] == []


@pytest.mark.parametrize(
    "text",
    [
        "Limit(24, 'hours')",
        "limit.Limit(amount=5, unit='working_days')",
        "timedelta(days=7)",
        "datetime.timedelta(5)",
        "start + timedelta(hours=-24)",
    ],
)
def test_the_search_finds_what_it_looks_for(text: str) -> None:
    assert list(numbers(ast.parse(text))) == [1]


@pytest.mark.parametrize(
    "text", ["timedelta(days=1)", "timedelta(seconds=30)", "Limit(row.amount, row.unit)", "limit(24)"]
)
def test_the_search_lets_units_pass(text: str) -> None:
    assert list(numbers(ast.parse(text))) == []
