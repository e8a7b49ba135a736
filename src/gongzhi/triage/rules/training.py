"""Learn to sort from labelled messages: linear support vectors over four views, made honest by cross-validation.

Imports scikit-learn: load this module only where training happens, never in the web server.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import minimize_scalar
from sklearn.svm import LinearSVC

from gongzhi.triage.rules.model import Block, Floats, Model, softened
from gongzhi.triage.rules.reading import LETTERS, Lexicon, Message, Shown, Sights, alphabet, letters

Row = tuple[Message, str]
Progress = Callable[[str, float], None]

# Chosen by five-fold cross-validation on real messages; docs/benchmarks-triage.md shows what each choice gave.
SHARES = {"letters": 1.0, "head_letters": 0.4, "words": 0.8, "head_words": 0.4}
STRICTNESS = 1.0
TOLERANCE = 1e-3
FOLDS = 5
SEED = 20260101
# A piece that one message alone has says nothing of others; a small file cannot afford that.
LEAST_MESSAGES = 2
SMALL = 200
# Of 4,326 real messages that training never saw, none had fewer than .42 of its pairs of letters known; other languages
# and rare characters had .27 at most. A small training file knows fewer pairs, so its floor lies lower.
FLOOR = 0.3
LOW_QUANTILE = 0.01
# An alphabet that makes less than this share of the training's letters was met, not learnt.
LEARNT = 0.05
COLDEST, HOTTEST = 0.02, 5.0


class OneLabel(ValueError):
    """There is nothing to learn: all rows have the same label, or there are no rows."""


def train(
    rows: Sequence[Row], progress: Progress = lambda step, share: None, temperature: float | None = None
) -> Model:
    """Learn from the rows; the same rows in the same order give the same model. OneLabel when there is no choice.

    progress is told the step's name and which share of the whole is done. A temperature that was found before, on
    nearly the same rows, saves the cross-validation.
    """
    labels = tuple(sorted({label for _message, label in rows}))
    if len(labels) < 2:  # a choice needs two
        raise OneLabel("at least two labels are needed")
    progress("read", 0.0)
    lexicon = _lexicon(rows)
    sights = Sights([message for message, _label in rows], lexicon)
    progress("count", 0.1)
    blocks = _counted(sights, LEAST_MESSAGES if len(rows) >= SMALL else 1)
    table = sparse.hstack([_values(block, sights) for block in blocks], format="csr")
    truth = np.array([labels.index(label) for _message, label in rows])
    parts = [part_of(message) for message, _label in rows]
    if temperature is None:
        temperature = _temperature(table, truth, len(labels), parts, progress)
    progress("learn", 0.85)
    weights, bias = _fitted(table, truth, len(labels))
    progress("done", 1.0)
    return Model(
        labels=labels,
        blocks=_weighted(blocks, weights),
        bias=bias,
        temperature=temperature,
        alphabets=_alphabets(sights.runs),
        floor=_floor(sights.shown(LETTERS), np.array(parts)),
        lexicon=lexicon,
    )


def part_of(message: Message, parts: int = FOLDS) -> int:
    """Which of so many parts a message belongs to, by its letters alone, so that the same text is never in two."""
    run = letters("".join(message.words)) if message.words else letters(message.subject) + letters(message.body)
    return int.from_bytes(sha256(run.encode()).digest()[:8], "big") % parts


def _lexicon(rows: Sequence[Row]) -> Lexicon:
    """All words of the rows that were cut; none unless most were, because a half-known language misleads."""
    cut = [message.words for message, _label in rows if message.words]
    words = {word for given in cut for word in given} if 2 * len(cut) > len(rows) else set()
    return Lexicon(sorted(set(map(letters, words)) - {""}))


def _counted(sights: Sights, least: int) -> list[Block]:
    """For every view that shows something: the pieces of enough messages, and how rare each is; no weights yet."""
    blocks = []
    for view in SHARES:
        shown = sights.shown(view)
        # One number for (piece, message), so that a piece counts once in each message.
        pieces, first, which = np.unique(shown.keys, return_index=True, return_inverse=True)
        both = np.sort(which * len(sights.runs) + shown.who)
        once = both[np.diff(both, prepend=-1) > 0]
        met = np.bincount(once // len(sights.runs), minlength=len(pieces))
        kept = np.flatnonzero(met >= least)
        if len(kept):
            grams = tuple(sights.texts(shown, first[kept]))
            idf = (np.log((1 + len(sights.runs)) / (1 + met[kept])) + 1).astype(np.float32)
            blocks.append(Block(view, grams, idf, np.zeros((0, 0), np.float32)))
    return blocks


def _values(block: Block, sights: Sights) -> sparse.csr_matrix:
    who, piece, values = block.values(sights.shown(block.view), len(sights.runs))
    shape = (len(sights.runs), len(block.grams))
    return sparse.csr_matrix((values * SHARES[block.view], (who, piece)), shape=shape)


def _alphabets(runs: Sequence[str]) -> tuple[str, ...]:
    """The alphabets that make up these runs, without those that were only met now and then."""
    seen: Counter[str] = Counter()
    for sign, count in Counter("".join(runs)).items():
        seen[alphabet(sign)] += count
    del seen[""]
    whole = sum(seen.values())
    return tuple(sorted(name for name, count in seen.items() if count >= LEARNT * whole))


def _weighted(blocks: Sequence[Block], weights: Floats) -> tuple[Block, ...]:
    done, begin = [], 0
    for block in blocks:
        end = begin + len(block.grams)
        share = (weights[begin:end] * SHARES[block.view]).astype(np.float32)
        done.append(Block(block.view, block.grams, block.idf, share))
        begin = end
    return tuple(done)


def _fitted(table: sparse.csr_matrix, truth: NDArray[np.int64], labels: int) -> tuple[Floats, Floats]:
    """Weights (pieces × labels) and bias; a label that these rows lack is spoken against."""
    weights, bias = np.zeros((table.shape[1], labels)), np.full(labels, -1.0)
    present = np.unique(truth)
    machine = LinearSVC(C=STRICTNESS, class_weight="balanced", tol=TOLERANCE, random_state=SEED).fit(table, truth)
    if len(present) > 2:  # with two labels there is one hyperplane between them
        weights[:, present], bias[present] = machine.coef_.T, machine.intercept_
    else:
        weights[:, present] = np.hstack([-machine.coef_.T, machine.coef_.T])
        bias[present] = [-machine.intercept_[0], machine.intercept_[0]]
    return weights, bias


def _floor(shown: Shown, parts: NDArray[np.int64]) -> float:
    """Half of what nearly every message left out shares with the others, and never more than FLOOR."""
    pair = shown.size == 2
    out = parts[shown.who] == 0
    met = np.isin(shown.keys[pair & out], shown.keys[pair & ~out])
    who = shown.who[pair & out]
    pairs = np.bincount(who)
    shares = np.bincount(who[met], minlength=len(pairs))[pairs > 0] / pairs[pairs > 0]
    return min(FLOOR, float(np.quantile(shares, LOW_QUANTILE)) / 2) if len(shares) else 0.0


def _temperature(
    table: sparse.csr_matrix, truth: NDArray[np.int64], labels: int, parts: Sequence[int], progress: Progress
) -> float:
    """What decision values must be divided by, so that on rows the machine did not see its probabilities fit best."""
    where = np.array(parts)
    decisions, seen = np.zeros((len(truth), labels)), np.zeros(len(truth), dtype=bool)
    for part in range(FOLDS):
        progress("calibrate", 0.25 + 0.6 * part / FOLDS)
        left = where == part
        if left.any() and len(np.unique(truth[~left])) > 1:
            weights, bias = _fitted(table[~left], truth[~left], labels)
            decisions[left], seen[left] = table[left] @ weights + bias, True
    if not seen.any():
        return 1.0

    def surprise(log_temperature: float) -> float:
        told = softened(decisions[seen], float(np.exp(log_temperature)))
        return float(-np.log(np.maximum(told[np.arange(len(told)), truth[seen]], 1e-12)).mean())

    found = minimize_scalar(surprise, bounds=(np.log(COLDEST), np.log(HOTTEST)), method="bounded")
    return float(np.exp(found.x))
