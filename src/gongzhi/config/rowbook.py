"""Print the rows that have been taken up with the tests that prove them, so that nobody types that table."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Row:
    """One thing that the system must do."""

    id: str
    chinese: str
    english: str


@dataclass(frozen=True)
class Proof:
    """A test that carries a row's id."""

    path: str
    name: str
    line: int


def taken_up(root: Path) -> list[Row]:
    """The rows of docs/rows.toml, in its order."""
    data = tomllib.loads((root / "docs/rows.toml").read_text(encoding="utf-8"))
    return [Row(row["id"], row["chinese"], row["english"]) for row in data["row"]]


def proofs(root: Path) -> dict[str, list[Proof]]:
    """Row id → the tests marked with it, found by reading the source: no test has to be importable."""
    found: dict[str, list[Proof]] = {}
    for path in sorted((root / "tests").rglob("test_*.py")):
        name = str(path.relative_to(root))
        for row, proof in _in_module(name, ast.parse(path.read_text(encoding="utf-8"))):
            found.setdefault(row, []).append(proof)
    return found


def _in_module(path: str, module: ast.Module) -> Iterator[tuple[str, Proof]]:
    everywhere = [row for node in module.body if _is_pytestmark(node) for row in _rows_in(node)]
    for node in ast.walk(module):
        if not isinstance(node, ast.FunctionDef | ast.ClassDef) or not node.name.lower().startswith("test"):
            continue
        own = [row for decorator in node.decorator_list for row in _rows_in(decorator)]
        inherited = everywhere if node in module.body else []
        for row in dict.fromkeys([*own, *inherited]):
            yield row, Proof(path, node.name, node.lineno)


def _is_pytestmark(node: ast.stmt) -> bool:
    return isinstance(node, ast.Assign) and any(isinstance(t, ast.Name) and t.id == "pytestmark" for t in node.targets)


def _rows_in(node: ast.AST) -> Iterator[str]:
    for call in ast.walk(node):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr == "row":
            for argument in call.args:
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    yield argument.value


def page(root: Path) -> str:
    """The text of docs/rows.md."""
    shown = proofs(root)
    rows = taken_up(root)
    proved = sum(bool(shown.get(row.id)) for row in rows)
    lines = [
        "# Rows",
        "",
        "What the system must do, and the tests that show it. Printed by `./bin/gongzhi docs rows` from",
        "`docs/rows.toml` and the tests; a row without a test, or a test with an unknown id, fails the build.",
        "",
        f"{len(rows)} rows taken up, {proved} with a test.",
        "",
        "| row | what | tests |",
        "|---|---|---|",
    ]
    for row in rows:
        tests = "<br>".join(f"[{p.name}](../{p.path})" for p in shown.get(row.id, ())) or "none yet"
        lines.append(f"| {row.id} | {row.chinese} · {row.english} | {tests} |")
    return "\n".join(lines) + "\n"
