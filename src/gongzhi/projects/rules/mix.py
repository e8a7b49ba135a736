"""Compare what a place gets with what it needs: the same mix of services for different needs is one size for all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

Mix = dict[str, Fraction]


def mix(counts: Mapping[str, int]) -> Mix:
    """Each kind's exact share of the whole; nothing when there is nothing."""
    whole = sum(counts.values())
    return {kind: Fraction(many, whole) for kind, many in counts.items() if many} if whole else {}


def apart(one: Mix, two: Mix) -> Fraction:
    """How different two mixes are, from 0 (the same) to 1 (nothing in common): half the sum of the differences."""
    return sum((abs(one.get(kind, Fraction(0)) - two.get(kind, Fraction(0))) for kind in {*one, *two}), Fraction(0)) / 2


@dataclass(frozen=True)
class Uniform:
    """Two places with the same services and different needs."""

    one: int
    two: int
    services: Fraction
    needs: Fraction


def uniform(
    services: Mapping[int, Mapping[str, int]], needs: Mapping[int, Mapping[str, int]], *,
    same: Fraction, other: Fraction, least: int,
) -> list[Uniform]:  # fmt: skip
    """Pairs of places whose services differ by at most `same` while their needs differ by at least `other`.

    Places with fewer than `least` services or voices are not compared: so few say nothing.
    """
    told = [
        place
        for place in sorted(services)
        if min(sum(services[place].values()), sum(needs.get(place, {}).values())) >= least
    ]
    given, wanted = {p: mix(services[p]) for p in told}, {p: mix(needs[p]) for p in told}
    found = []
    for one, two in combinations(told, 2):
        served, asked = apart(given[one], given[two]), apart(wanted[one], wanted[two])
        if served <= same and asked >= other:
            found.append(Uniform(one, two, served, asked))
    return found
