"""How good suggestions are: exact measures over labels and probabilities, each defined in one place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

BINS = 15
TOP = 3


@dataclass(frozen=True)
class Label:
    """One label's measures: shares from 0 to 1, and how many rows truly have it."""

    precision: float
    recall: float
    f1: float
    count: int


@dataclass(frozen=True)
class Measures:
    """What one model scored on some rows; `unsure`: rows where it cannot tell, each counted as wrong."""

    rows: int
    macro_f1: float
    accuracy: float
    ece: float
    top3: float
    unsure: int
    per_label: dict[str, Label]

    def as_data(self) -> dict[str, Any]:
        """The measures as plain data, for JSON."""
        return asdict(self)


def measure(truth: Sequence[str], ranked: Sequence[Sequence[tuple[str, float]]]) -> Measures:
    """Score the suggestions, each (label, probability) best first, empty for "cannot tell", against the true labels.

    ValueError when there are no rows, or not one list of suggestions for each row.
    """
    if not truth or len(truth) != len(ranked):
        raise ValueError("as many lists of suggestions as rows, and at least one")
    first = [given[0][0] if given else None for given in ranked]
    sure = [given[0][1] if given else 0.0 for given in ranked]
    hits = [guess == true for guess, true in zip(first, truth, strict=True)]
    labels = per_label(truth, first)
    return Measures(
        rows=len(truth),
        macro_f1=macro_f1(labels),
        accuracy=sum(hits) / len(hits),
        ece=ece(sure, hits),
        top3=top(truth, ranked, TOP),
        unsure=sum(guess is None for guess in first),
        per_label=labels,
    )


def per_label(truth: Sequence[str], guesses: Sequence[str | None]) -> dict[str, Label]:
    """Precision, recall, F1 and count of every label that is true or guessed somewhere; a share of nothing is 0."""
    true, guessed = Counter(truth), Counter(guess for guess in guesses if guess is not None)
    right = Counter(t for t, g in zip(truth, guesses, strict=True) if t == g)
    return {
        label: Label(
            precision=_share(right[label], guessed[label]),
            recall=_share(right[label], true[label]),
            f1=_share(2 * right[label], guessed[label] + true[label]),
            count=true[label],
        )
        for label in sorted(true.keys() | guessed.keys())
    }


def macro_f1(labels: dict[str, Label]) -> float:
    """The plain mean of the labels' F1, so that a rare label counts as much as a frequent one."""
    return sum(label.f1 for label in labels.values()) / len(labels)


def ece(sure: Sequence[float], hits: Sequence[bool], bins: int = BINS) -> float:
    """Expected calibration error of the first suggestion: bins of equal width (k/bins, (k+1)/bins], weighted by rows.

    In each bin the gap between the mean stated probability and the share of hits. 0 is honest, 1 is the worst.
    """
    members: dict[int, list[tuple[float, bool]]] = {}
    for share, hit in zip(sure, hits, strict=True):
        # The bin whose open lower end lies below the share: exactly k/bins belongs to the bin that ends there.
        place = next(k for k in range(bins) if share <= (k + 1) / bins or k == bins - 1)
        members.setdefault(place, []).append((share, hit))
    gaps = (abs(sum(s for s, _hit in m) - sum(hit for _s, hit in m)) for m in members.values())
    return sum(gaps) / len(sure) if sure else 0.0


def top(truth: Sequence[str], ranked: Sequence[Sequence[tuple[str, float]]], n: int) -> float:
    """The share of rows whose true label stands among the first `n` suggestions."""
    return sum(t in {label for label, _p in given[:n]} for t, given in zip(truth, ranked, strict=True)) / len(truth)


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
