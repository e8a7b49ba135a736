"""Sizes that keep the code readable, and the sentence that says why a module exists."""

from __future__ import annotations

import ast

from house import source

LONGEST_FILE = 400
LONGEST_FUNCTION = 40


def test_no_file_is_too_long():
    folders = (source.SOURCE, source.TESTS, source.ROOT / "bench")
    lengths = {source.where(p): len(p.read_text(encoding="utf-8").splitlines()) for p in source.modules(*folders)}
    assert not {name: n for name, n in lengths.items() if n > LONGEST_FILE}


def test_no_function_is_too_long():
    assert not [
        f"{source.where(path, f.lineno)} {f.name} ({f.end_lineno - f.lineno + 1} lines)"
        for path in source.modules()
        for f in source.functions(path)
        if f.end_lineno - f.lineno + 1 > LONGEST_FUNCTION
    ]


def test_every_module_says_why_it_exists():
    folders = (source.SOURCE, source.TESTS, source.ROOT / "bench")
    silent = [
        source.where(p) for p in source.modules(*folders) if not (ast.get_docstring(source.tree(p)) or "").strip()
    ]
    assert not silent


def test_every_public_function_says_what_it_means():
    """In the doors: services, selectors, permits and words are what other packages read."""
    silent = []
    for path in source.modules():
        if not {"services", "selectors", "permits", "words"} & set(path.with_suffix("").parts):
            continue
        silent += [
            f"{source.where(path, node.lineno)} {node.name}"
            for node in source.tree(path).body
            if isinstance(node, ast.FunctionDef | ast.ClassDef)
            and not node.name.startswith("_")
            and not ast.get_docstring(node)
        ]
    assert not silent


def test_nothing_is_marked_unfinished():
    words = tuple(a + b for a, b in (("TO", "DO"), ("FIX", "ME"), ("XX", "X")))
    marked = [
        f"{source.where(path, number)}"
        for path in source.modules(source.SOURCE, source.TESTS)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if any(word in line for word in words)
    ]
    assert not marked


def test_no_file_names_the_machine_that_it_was_written_on():
    """A path of somebody's machine means nothing to the next reader."""
    homes = ("/" + "work/main", "/" + "work/shared", "/" + "root/", "/" + "home/")
    endings = {".py", ".md", ".toml", ".txt", ".in", ".json", ".html", ".js", ".css", ".po", ".csv", ""}
    named = []
    for folder in ("src", "tests", "docs", "bin", "bench", ".ci"):
        for path in (source.ROOT / folder).rglob("*"):
            if path.is_file() and path.suffix in endings:
                text = path.read_text(encoding="utf-8", errors="ignore")
                named += [source.where(path) for home in homes if home in text]
    assert not named
