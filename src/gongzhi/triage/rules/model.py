"""A trained sorter as plain data: what it learnt, how sure it may be, and the words that spoke; needs numpy only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from sys import maxunicode

import numpy as np
from numpy.typing import NDArray

from gongzhi.triage.rules.keys import Table, Whole, keys_of
from gongzhi.triage.rules.reading import LETTERS, WORDS, Lexicon, Message, Shown, Sights, alphabet, located

Floats = NDArray[np.float64]
Ranked = list[tuple[str, float]]

BATCH = 256
LEAST_LETTERS = 2
# Most of a message must be written in an alphabet that the training learnt from.
LEAST_SHARE = 0.5
# A word is loud when it said at least this share of what the loudest one said.
LOUD = 0.25
LONGEST_PIECE = 8
_OURS, _STRANGE = 1, 2


@dataclass(frozen=True)
class Block:
    """One view of a message, the pieces known there, and what each says.

    idf: how rare a piece is; weights: pieces × labels, summed over a message whose pieces are scaled to length 1.
    """

    view: str
    grams: tuple[str, ...]
    idf: NDArray[np.float32]
    weights: NDArray[np.float32]

    @cached_property
    def table(self) -> Table:
        """Key of a piece → its row."""
        return Table(keys_of(self.grams))

    def values(self, shown: Shown, messages: int) -> tuple[Whole, Whole, Floats]:
        """(message, row, value) of every known piece; the values, (1 + log count) · idf, of a message have length 1."""
        width, rows = len(self.grams), self.table.find(shown.keys)
        keys, counts = np.unique((shown.who * width + rows)[rows >= 0], return_counts=True)
        who, piece = np.divmod(keys, width)
        values = (1 + np.log(counts)) * self.idf[piece]
        lengths = np.sqrt(np.bincount(who, values**2, minlength=messages))
        return who, piece, values / lengths[who]

    def scores(self, sights: Sights) -> Floats:
        """What the pieces of each message say for each label, messages × labels."""
        total = np.zeros((len(sights.runs), self.weights.shape[1]))
        who, piece, values = self.values(sights.shown(self.view), len(sights.runs))
        if len(who):
            begins = np.flatnonzero(np.diff(who, prepend=-1))
            total[who[begins]] = np.add.reduceat(self.weights[piece] * values[:, None], begins, axis=0)
        return total


@dataclass(frozen=True)
class Model:
    """What training left: enough to sort, to say why, and to say that it cannot tell.

    blocks: views of a message, the first of all its letters. temperature: what decision values are divided by, so that
    the probabilities are honest. floor: which share of a message's pairs of letters must be known.
    """

    labels: tuple[str, ...]
    blocks: tuple[Block, ...]
    bias: Floats
    temperature: float
    alphabets: tuple[str, ...]
    floor: float
    lexicon: Lexicon

    def predict(self, messages: Sequence[Message]) -> Floats:
        """Probabilities, messages × labels; a row of zeros where the model cannot tell."""
        table = np.zeros((len(messages), len(self.labels)))
        for at in range(0, len(messages), BATCH):
            sights = Sights(messages[at : at + BATCH], self.lexicon)
            told = softened(self.decide(sights), self.temperature)
            table[at : at + BATCH] = np.where(self.can_read(sights)[:, None], told, 0.0)
        return table

    def ranked(self, messages: Sequence[Message], n: int | None = None) -> list[Ranked]:
        """Each message's `n` likeliest labels (all by default), best first; empty where the model cannot tell."""
        table = self.predict(messages)
        order = np.argsort(-table, axis=1, kind="stable")[:, :n]
        return [
            [(self.labels[at], float(row[at])) for at in best] if row.any() else []
            for row, best in zip(table, order, strict=True)
        ]

    def can_read(self, sights: Sights) -> NDArray[np.bool_]:
        """For each message, whether there is enough text, in an alphabet and in pairs of letters that it learnt."""
        many, shown = len(sights.runs), sights.shown(LETTERS)
        single, pair = shown.size == 1, shown.size == 2
        kinds = self._kinds[(shown.keys[single] - np.uint64(1)).astype(np.int64)]
        ours = np.bincount(shown.who[single][kinds == _OURS], minlength=many)
        strange = np.bincount(shown.who[single][kinds == _STRANGE], minlength=many)
        known = self.blocks[0].table.find(shown.keys[pair]) >= 0
        pairs = np.bincount(shown.who[pair], minlength=many)
        met = np.bincount(shown.who[pair][known], minlength=many)
        enough = (pairs >= LEAST_LETTERS - 1) & (ours > 0) & (ours >= LEAST_SHARE * (ours + strange))
        return np.asarray(enough & (met >= self.floor * pairs))

    def decide(self, sights: Sights) -> Floats:
        """Decision values, messages × labels, before they are made probabilities."""
        total = np.tile(self.bias, (len(sights.runs), 1))
        for block in self.blocks:
            total += block.scores(sights)
        return total

    def suggest(self, message: Message, n: int = 3) -> list[tuple[str, float, list[str]]]:
        """The `n` likeliest labels of one message, each with its probability and the words that spoke for it."""
        sights = Sights([message], self.lexicon)
        if not self.can_read(sights)[0]:
            return []
        odds = softened(self.decide(sights), self.temperature)[0]
        best = np.argsort(-odds, kind="stable")[:n].tolist()
        return [(self.labels[at], float(odds[at]), self._why(message, sights, at)) for at in best]

    def explain(self, message: Message, label: str, n: int = 5) -> list[str]:
        """The pieces of the message itself that spoke most for the label, strongest first; none when it cannot tell.

        ValueError for a label that the model does not know.
        """
        if label not in self.labels:
            raise ValueError(f"the model knows no label {label!r}")
        sights = Sights([message], self.lexicon)
        return self._why(message, sights, self.labels.index(label), n) if self.can_read(sights)[0] else []

    def _why(self, message: Message, sights: Sights, label: int, n: int = 5) -> list[str]:
        text = f"{message.subject}\n{message.body}" if not message.words else "".join(message.words)
        run, places = located(text)
        if run != sights.runs[0]:
            return []  # a letter that folds otherwise when it stands alone would shift all that follows
        return _loudest(text, places, self._said(sights, label), self._units(sights), n)

    def _units(self, sights: Sights) -> list[tuple[int, int]]:
        """Where the words of one message begin and end; its letters, when the model learnt no words."""
        if not self.lexicon.words:
            return [(at, at + 1) for at in range(len(sights.runs[0]))]
        words = sights.shown(WORDS)
        return list(zip(words.begin.tolist(), (words.begin + words.size).tolist(), strict=True))

    def _said(self, sights: Sights, label: int) -> Floats:
        """How much each letter, through the pieces that it belongs to, spoke for a label against the mean of all."""
        said = np.zeros(len(sights.runs[0]) + 1)
        for block in self.blocks:
            shown = sights.shown(block.view)
            _who, piece, values = block.values(shown, 1)
            spoke = np.zeros(len(block.grams))
            spoke[piece] = values * (block.weights[piece, label] - block.weights[piece].mean(axis=1))
            rows = block.table.find(shown.keys)
            for row, begin, size in zip(rows.tolist(), shown.begin.tolist(), shown.size.tolist(), strict=True):
                if row >= 0:
                    said[begin : begin + size] += spoke[row] / size
        return said[:-1]

    @cached_property
    def _kinds(self) -> NDArray[np.uint8]:
        """For every code point: 0 no letter, 1 of an alphabet that was learnt, 2 of another."""
        kinds = np.zeros(maxunicode + 1, np.uint8)
        signs = [sign for sign in map(chr, range(maxunicode + 1)) if sign.isalpha()]
        known = frozenset(self.alphabets)
        kinds[[ord(sign) for sign in signs]] = [_OURS if alphabet(sign) in known else _STRANGE for sign in signs]
        return kinds


def softened(decisions: Floats, temperature: float) -> Floats:
    """Decision values as probabilities that sum to 1 in each row."""
    even = decisions / temperature
    odds = np.exp(even - even.max(axis=1, keepdims=True))
    return np.asarray(odds / odds.sum(axis=1, keepdims=True))


def _loudest(text: str, places: list[int], said: Floats, units: Sequence[tuple[int, int]], n: int) -> list[str]:
    """Units that spoke clearly, neighbours merged, as pieces of the text; each piece once, the strongest first."""
    # A word that was found across a comma is none.
    whole = [(b, e) for b, e in units if e <= len(said) and places[e - 1] - places[b] <= e - b - 1]
    voices = [(begin, end, float(said[begin:end].mean())) for begin, end in whole]
    least = max((voice for _b, _e, voice in voices), default=0.0) * LOUD
    strength: dict[str, float] = {}
    for begin, end in _merged([(b, e) for b, e, voice in voices if voice > max(least, 0.0)], places):
        piece = text[places[begin] : places[end - 1] + 1]
        if end - begin > 1:
            strength[piece] = strength.get(piece, 0.0) + float(said[begin:end].sum())
    return sorted(strength, key=lambda piece: -strength[piece])[:n]


def _merged(units: Sequence[tuple[int, int]], places: list[int]) -> list[tuple[int, int]]:
    """Units that touch each other in the text, as one; none longer than a reader takes in at a glance."""
    merged: list[tuple[int, int]] = []
    for begin, end in units:
        before = merged[-1] if merged else (-1, -1)
        if before[1] == begin and places[begin] - places[begin - 1] <= 1 and end - before[0] <= LONGEST_PIECE:
            merged[-1] = (before[0], end)
        else:
            merged.append((begin, end))
    return merged
