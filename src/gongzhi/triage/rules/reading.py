"""What a sorter sees of messages: letters without marks, single and in pairs, and the words that training gave it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

import numpy as np

from gongzhi.triage.rules.keys import Keys, Table, Whole, codes, keys_at, keys_of
from gongzhi.triage.rules.text import fold

MOST_CHARACTERS = 20_000
# Where no subject is given, the first letters say what a message is about: measured best between 14 and 28.
HEAD = 20
LONGEST_WORD = 8
LETTERS, HEAD_LETTERS, WORDS, HEAD_WORDS = VIEWS = ("letters", "head_letters", "words", "head_words")
_MARKS = re.compile(r"[\W_]+")
_BETWEEN = "\n"


@dataclass(frozen=True)
class Message:
    """A message as it came: a subject, where there is one, and a body; or its words, where somebody has cut it."""

    subject: str = ""
    body: str = ""
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Shown:
    """The pieces that one view shows: of which message, their key, and the letters of its run that they cover."""

    who: Whole
    keys: Keys
    begin: Whole
    size: Whole


class Lexicon:
    """The words that a segmented training file brought; they are found again by the longest match from the left."""

    def __init__(self, words: Iterable[str]) -> None:
        self.words = tuple(words)
        sizes = sorted({len(word) for word in self.words if 0 < len(word) <= LONGEST_WORD})
        self._tables = {size: Table(keys_of([w for w in self.words if len(w) == size])) for size in sizes}
        starts = sorted({word[:2] for word in self.words if 2 < len(word) <= LONGEST_WORD})
        self._starts = Table(keys_of(starts))

    def cut(self, signs: Keys) -> tuple[Whole, Whole, Keys]:
        """Place, size and key of the known words, in order; letters that belong to none are passed over."""
        longest, keys = np.zeros(len(signs), np.int64), np.zeros(len(signs), np.uint64)
        every = np.arange(len(signs))
        begins = self._starts.find(keys_at(signs, every[:-1], 2)) >= 0 if len(signs) > 1 else every[:0] > 0
        for size, table in self._tables.items():
            places = every[: max(len(signs) - size + 1, 0)]
            if size > 2:  # few places begin a longer word
                places = places[begins[: len(places)]]
            asked = keys_at(signs, places, size)
            there = table.find(asked) >= 0
            longest[places[there]], keys[places[there]] = size, asked[there]
        picked, at, steps = [], 0, longest.tolist()
        while at < len(steps):
            if steps[at]:
                picked.append(at)
            at += steps[at] or 1
        chosen = np.array(picked, dtype=np.int64)
        return chosen, longest[chosen], keys[chosen]


class Sights:
    """Some messages as a sorter sees them; each view is worked out once, when it is asked for."""

    def __init__(self, messages: Sequence[Message], lexicon: Lexicon) -> None:
        self._messages, self._lexicon = messages, lexicon
        both = [_run_and_head(message) for message in messages]
        self.runs = [run for run, _head in both]
        self._heads = [head for _run, head in both]
        self._shown: dict[str, Shown] = {}

    def shown(self, view: str) -> Shown:
        """One of VIEWS."""
        if view not in self._shown:
            runs = self._heads if view in (HEAD_LETTERS, HEAD_WORDS) else self.runs
            self._shown[view] = _letters_and_pairs(runs) if view in (LETTERS, HEAD_LETTERS) else self._words(runs)
        return self._shown[view]

    def texts(self, shown: Shown, at: Whole) -> list[str]:
        """The letters of some of the pieces that a view shows."""
        # A head is how a run begins, and its last word may reach beyond it.
        spots = zip(shown.who[at].tolist(), shown.begin[at].tolist(), shown.size[at].tolist(), strict=True)
        return [self.runs[who][begin : begin + size] for who, begin, size in spots]

    def _words(self, runs: Sequence[str]) -> Shown:
        """The words that came with a message, or else those of the lexicon that are found in it."""
        uncut = [at for at, message in enumerate(self._messages) if not message.words]
        signs, who, begin = _joined([runs[at] for at in uncut])
        place, size, keys = self._lexicon.cut(signs)
        found = Shown(np.array(uncut, dtype=np.int64)[who[place]], keys, begin[place], size)
        return found if len(uncut) == len(runs) else _both(_given_words(self._messages, runs), found)


def letters(text: str) -> str:
    """The text folded, as one run of letters and digits; what stands beyond 20,000 characters is not read."""
    return _MARKS.sub("", fold(text[:MOST_CHARACTERS]))


def located(text: str) -> tuple[str, list[int]]:
    """The letters of the text as `letters` gives them, and for each the place in the text where it stands."""
    run: list[str] = []
    places: list[int] = []
    for place, sign in enumerate(text[:MOST_CHARACTERS]):
        for letter in _MARKS.sub("", unicodedata.normalize("NFKC", sign).casefold()):
            run.append(letter)
            places.append(place)
    return "".join(run), places


@lru_cache(maxsize=20_000)
def alphabet(sign: str) -> str:
    """The first word of the letter's Unicode name: CJK, LATIN, CYRILLIC, HIRAGANA…; empty for a digit."""
    return unicodedata.name(sign, "").partition(" ")[0] if sign.isalpha() else ""


def _run_and_head(message: Message) -> tuple[str, str]:
    if message.words:
        run = letters("".join(message.words))
        return run, run[:HEAD]
    head = letters(message.subject)
    run = (head + letters(message.body))[:MOST_CHARACTERS]
    return run, head or run[:HEAD]


def _joined(runs: Sequence[str]) -> tuple[Keys, Whole, Whole]:
    """All letters with a mark after each run, and for each letter its run and its place there."""
    sizes = np.array([len(run) + 1 for run in runs], dtype=np.int64)
    signs = codes("".join(run + _BETWEEN for run in runs))
    who = np.repeat(np.arange(len(runs)), sizes)
    return signs, who, np.arange(len(signs)) - np.repeat(np.cumsum(sizes) - sizes, sizes)


def _letters_and_pairs(runs: Sequence[str]) -> Shown:
    signs, who, begin = _joined(runs)
    mark = signs == codes(_BETWEEN)[0]
    one = np.flatnonzero(~mark)
    two = np.flatnonzero(~mark[:-1] & ~mark[1:])
    return Shown(
        who=np.concatenate([who[one], who[two]]),
        keys=np.concatenate([signs[one], keys_at(signs, two, 2)]),
        begin=np.concatenate([begin[one], begin[two]]),
        size=np.repeat([1, 2], [len(one), len(two)]),
    )


def _both(one: Shown, other: Shown) -> Shown:
    return Shown(
        who=np.concatenate([one.who, other.who]),
        keys=np.concatenate([one.keys, other.keys]),
        begin=np.concatenate([one.begin, other.begin]),
        size=np.concatenate([one.size, other.size]),
    )


def _given_words(messages: Sequence[Message], runs: Sequence[str]) -> Shown:
    """The words that came with the messages, those that begin within the run; a message without words shows none."""
    words: list[str] = []
    who: list[int] = []
    begin: list[int] = []
    folded = {word: letters(word) for word in {word for message in messages for word in message.words}}
    for at, (message, run) in enumerate(zip(messages, runs, strict=True)):
        cut = [folded[word] for word in message.words if folded[word]]
        for word, place in zip(cut, accumulate(map(len, cut), initial=0), strict=False):
            if place >= len(run):
                break
            words.append(word)
            who.append(at)
            begin.append(place)
    sizes = np.array([len(word) for word in words], dtype=np.int64)
    return Shown(np.array(who, dtype=np.int64), keys_of(words), np.array(begin, dtype=np.int64), sizes)
