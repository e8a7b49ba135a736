"""Suggestions without any model: what the words of a responsibility list say, turned into honest probabilities."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log
from typing import Protocol

# Fitted on 2,718 labelled messages, checked on 457 others: the chance that the best entry's field is right rises with
# the log of its weight, and entries share it by weight to the power SHARPNESS. Stated .70, true .69 on the fitted file;
# stated .70, true .64 on the others (expected calibration error .048 and .070, by fields; docs/benchmarks-triage.md).
BASE, RISE, SHARPNESS = -5.95, 2.49, 1.36
# Words of a list never prove anything.
HIGHEST = 0.95


class Spoken(Protocol):
    """An entry of a list with the words of a text that spoke for it and their weight."""

    @property
    def code(self) -> str: ...
    @property
    def words(self) -> tuple[str, ...]: ...
    @property
    def weight(self) -> float: ...


@dataclass(frozen=True)
class Likely:
    """One label, how likely it is (0–1), and the words of the text that spoke for it."""

    label: str
    probability: float
    words: tuple[str, ...]


def likely(found: Sequence[Spoken], n: int = 3) -> list[Likely]:
    """The `n` likeliest entries, best first, with probabilities that sum to less than 1; low when evidence is thin.

    Give every entry that was found, not only the first: what speaks for others speaks against the best.
    """
    spoken = sorted((f for f in found if f.weight > 0), key=lambda f: -f.weight)
    if not spoken:
        return []
    one_of_them = min(HIGHEST, 1 / (1 + exp(-(BASE + RISE * log(spoken[0].weight)))))
    parts = [(f.weight / spoken[0].weight) ** SHARPNESS for f in spoken]
    whole = sum(parts)
    return [Likely(f.code, one_of_them * part / whole, f.words) for f, part in zip(spoken[:n], parts, strict=False)]
