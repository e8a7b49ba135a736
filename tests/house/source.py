"""Read the repository as text and trees, for the tests of its architecture."""

from __future__ import annotations

import ast
import configparser
import functools
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src/gongzhi"
TESTS = ROOT / "tests"


def modules(*folders: Path) -> list[Path]:
    """Every module under the folders (by default the package), without migrations, which are generated."""
    found = (p for folder in folders or (SOURCE,) for p in folder.rglob("*.py"))
    return sorted(p for p in found if "migrations" not in p.parts)


@functools.cache
def tree(path: Path) -> ast.Module:
    """The module's syntax tree."""
    return ast.parse(path.read_text(encoding="utf-8"))


def where(path: Path, line: int = 0) -> str:
    """How a finding names its place."""
    return f"{path.relative_to(ROOT)}:{line}"


def packages() -> list[str]:
    """The packages of the house."""
    return sorted(p.parent.name for p in SOURCE.glob("*/__init__.py"))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function of a module, methods and inner ones included."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


@functools.cache
def contracts() -> configparser.ConfigParser:
    """The import contracts."""
    parser = configparser.ConfigParser()
    parser.read(ROOT / ".importlinter")
    return parser


def listed(contract: str, option: str) -> list[str]:
    """The lines of one option of one contract."""
    lines = contracts()[f"importlinter:contract:{contract}"][option].splitlines()
    return [line.strip() for line in lines if line.strip()]


def storeys() -> list[list[str]]:
    """The packages of each storey, from the ground up; instruments share one: "(cases) | (triage)"."""
    return [re.findall(r"\w+", line) for line in reversed(listed("storeys", "layers"))]


def storey(package: str) -> int:
    """How far up a package stands; the kernel is 0."""
    return next(height for height, names in enumerate(storeys()) if package in names)
