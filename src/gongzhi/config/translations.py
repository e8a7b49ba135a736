"""Compile every package's translations, so that no compiled file has to be committed."""

from __future__ import annotations

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

SOURCE = Path(__file__).resolve().parents[1]


def stale(source: Path = SOURCE) -> list[Path]:
    """The translation files whose compiled twin is missing or older."""
    return [
        po
        for po in sorted(source.glob("*/locale/*/LC_MESSAGES/*.po"))
        if not po.with_suffix(".mo").exists() or po.with_suffix(".mo").stat().st_mtime < po.stat().st_mtime
    ]


def compile_all(source: Path = SOURCE) -> int:
    """Compile what is stale; returns how many files. Another process sees the old file or the new one, never a half."""
    todo = stale(source)
    for po in todo:
        with po.open("rb") as file:
            words = read_po(file, locale=po.parents[1].name, domain=po.stem)
        half = po.with_suffix(".mo.new")
        with half.open("wb") as out:
            write_mo(out, words)
        half.replace(po.with_suffix(".mo"))
    return len(todo)


if __name__ == "__main__":
    compile_all()
