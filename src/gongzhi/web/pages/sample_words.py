"""The sentences of the gallery, kept out of the catalogues: translators should not work on invented matters."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

from django.utils.translation import get_language


@cache
def _sentences(english: bool) -> dict[str, str]:
    with (Path(__file__).parent / "samples.csv").open(encoding="utf-8", newline="") as lines:
        return {row["name"]: row["en" if english else "zh"] for row in csv.DictReader(lines)}


def sentences() -> dict[str, str]:
    """Every sample sentence in the reader's language, by name."""
    return _sentences(get_language() == "en")


def say(name: str) -> str:
    """One sample sentence in the reader's language."""
    return sentences()[name]
