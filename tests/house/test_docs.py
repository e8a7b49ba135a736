"""The documents lead where they say."""

from __future__ import annotations

import re
from pathlib import Path

from house import source

LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")


def _documents() -> list[Path]:
    return [*source.ROOT.glob("*.md"), *(source.ROOT / "docs").rglob("*.md")]


def _anchor(heading: str) -> str:
    words = re.sub(r"[^\w\- ]", "", heading.strip().lower())
    return words.replace(" ", "-")


def _anchors(path: Path) -> set[str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return {_anchor(line.lstrip("#")) for line in lines if line.startswith("#")}


def test_every_link_leads_somewhere():
    lost = []
    for document in _documents():
        for target in LINK.findall(document.read_text(encoding="utf-8")):
            if re.match(r"[a-z]+:", target):
                continue
            name, _, anchor = target.partition("#")
            path = (document.parent / name).resolve() if name else document
            if not path.exists() or (anchor and path.suffix == ".md" and anchor not in _anchors(path)):
                lost.append(f"{source.where(document)} → {target}")
    assert not lost


def test_every_program_that_a_document_names_exists():
    lost = []
    for document in _documents():
        for name in set(re.findall(r"\./(bin/[\w-]+)", document.read_text(encoding="utf-8"))):
            if not (source.ROOT / name).exists():
                lost.append(f"{source.where(document)} → {name}")
    assert not lost
