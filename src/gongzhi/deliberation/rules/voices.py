"""One record of what was said at every tier: the same opinion stands in it once (row B02)."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Said:
    """An opinion: where it was said, its words, and what makes it the same one (its source, or its words)."""

    tier: str
    text: str
    same: str


def sameness(text: str) -> str:
    """A short sign of the words themselves: width, case, blanks and marks make no difference."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    kept = "".join(sign for sign in plain if sign.isalnum())
    return "words:" + hashlib.sha256((kept or plain).encode()).hexdigest()[:32]


def merged(said: Iterable[Said]) -> list[Said]:
    """Every opinion once, in the order in which it was first said; equal words from two tiers are one opinion."""
    found: dict[str, Said] = {}
    by_words: set[str] = set()
    for one in said:
        words = sameness(one.text)
        if one.same not in found and words not in by_words:
            found[one.same] = one
            by_words.add(words)
    return list(found.values())
