"""Find the matter types that a resident's own words speak of, by the list's words; fast enough for every report."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from math import log
from typing import Protocol

PAIR = 2


class Spoken(Protocol):
    """Something that everyday words may speak of."""

    @property
    def code(self) -> str: ...
    @property
    def number(self) -> int: ...
    @property
    def name(self) -> str: ...
    @property
    def words(self) -> tuple[str, ...]: ...


def fold(text: str) -> str:
    """The text as it is compared: full-width forms made plain (NFKC), letters in one case, without spaces."""
    if not unicodedata.is_normalized("NFKC", text):
        text = unicodedata.normalize("NFKC", text)
    return "".join(text.casefold().split())


@dataclass(frozen=True)
class Found:
    """One matter type with the words of the text that speak for it, strongest first, and their weight."""

    code: str
    words: tuple[str, ...]
    weight: float


class Matcher:
    """The list's words, keyed by their first two characters: one look-up for each place in the text."""

    def __init__(self, matters: Iterable[Spoken]) -> None:
        self._numbers: dict[str, int] = {}
        owners: dict[str, set[str]] = defaultdict(set)
        for matter in matters:
            self._numbers[matter.code] = matter.number
            for word in {fold(w) for w in (matter.name, *matter.words)}:
                if len(word) >= PAIR:
                    owners[word].add(matter.code)
        self._owners = {word: tuple(codes) for word, codes in owners.items()}
        count = len(self._numbers) or 1
        # A long word says more than a short one, and a word of few matters more than a word of many.
        self._weights = {word: len(word) ** 2 * log(1 + count / len(codes)) for word, codes in owners.items()}
        self._heads: dict[str, list[str]] = defaultdict(list)
        for word in owners:
            self._heads[word[:PAIR]].append(word)
        for words in self._heads.values():
            words.sort(key=len, reverse=True)
        self._heads.default_factory = None

    def words_in(self, text: str) -> set[str]:
        """The list's words that stand in the text."""
        folded, heads = fold(text), self._heads
        found: set[str] = set()
        for place in range(len(folded) - 1):
            words = heads.get(folded[place : place + PAIR])
            if words is not None:
                found.update(word for word in words if folded.startswith(word, place))
        return found

    def suggest(self, text: str, n: int) -> list[Found]:
        """The `n` likeliest matter types, best first; nothing when no word of the list stands in the text."""
        found = self.words_in(text)
        if not found:
            return []
        spoken: dict[str, list[str]] = defaultdict(list)
        for word in sorted(found, key=lambda w: (-self._weights[w], w)):
            for code in self._owners[word]:
                # "路灯" inside "路灯不亮" is the same word said once.
                if not any(word in longer for longer in spoken[code]):
                    spoken[code].append(word)
        rated = [
            Found(code, tuple(words), sum(self._weights[w] for w in words)) for code, words in spoken.items() if words
        ]
        rated.sort(key=lambda f: (-f.weight, self._numbers[f.code]))
        return rated[:n]
