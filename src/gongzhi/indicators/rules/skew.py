"""How unevenly voices lie over buildings: a Gini coefficient by households, fifths, and what chance would give."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import exp, lgamma, log

PARTS = 5


@dataclass(frozen=True)
class Cell:
    """A building: how many households stand in it, how many people spoke of it, how many matters were solved there.

    Voices are a fraction where only the mean of several buildings may be known.
    """

    key: Hashable
    households: int
    voices: int | Fraction
    solved: int = 0


def most_heard_first(cells: Iterable[Cell]) -> list[Cell]:
    """By voices a household, the most first; equal ones by key. Cells without households are left out."""
    lived_in = [cell for cell in cells if cell.households > 0]
    return sorted(lived_in, key=lambda cell: (-Fraction(cell.voices, cell.households), str(cell.key)))


def gini(cells: Iterable[Cell]) -> Fraction | None:
    """The Gini coefficient of voices over households: 0 when every building has its share, near 1 when one has all.

    None where nobody spoke or nobody lives. With equally large buildings it is the usual coefficient.
    """
    ordered = most_heard_first(cells)[::-1]
    people, said = sum(c.households for c in ordered), sum(c.voices for c in ordered)
    if not people or not said:
        return None
    twice_under, seen = Fraction(0), Fraction(0)
    for cell in ordered:
        twice_under += cell.households * (2 * seen + cell.voices)
        seen += cell.voices
    return 1 - twice_under / (people * said)


def by_chance(voices: float | Fraction, buildings: int) -> float:
    """The Gini coefficient to expect if every voice fell on any of equally large buildings alike.

    Half the mean difference of two Poisson counts by their mean m: e^(-2m) (I0(2m) + I1(2m)).
    """
    if voices <= 0 or buildings <= 0:
        return 0.0
    mean = float(voices) / buildings
    terms = range(int(4 * mean) + 60)
    even = (2 * k * log(mean) - 2 * lgamma(k + 1) - 2 * mean for k in terms)
    odd = ((2 * k + 1) * log(mean) - lgamma(k + 1) - lgamma(k + 2) - 2 * mean for k in terms)
    return min(1.0, sum(map(exp, even)) + sum(map(exp, odd)))


def fifths(cells: Sequence[Cell], field: str = "voices", parts: int = PARTS) -> list[Fraction] | None:
    """Which share of a count each fifth of the households has, from the buildings most heard to those least heard.

    A building that lies across a border is divided by its households. None where there is nothing to divide.
    """
    ordered = most_heard_first(cells)
    people, total = sum(c.households for c in ordered), sum(getattr(c, field) for c in ordered)
    if not people or not total:
        return None
    shares, passed = [Fraction(0)] * parts, Fraction(0)
    for cell in ordered:
        begin, end = passed, passed + Fraction(cell.households * parts, people)
        for part in range(int(begin), min(parts, int(end) + 1)):
            overlap = min(end, Fraction(part + 1)) - max(begin, Fraction(part))
            shares[part] += Fraction(getattr(cell, field)) / total * overlap / (end - begin)
        passed = end
    return shares
