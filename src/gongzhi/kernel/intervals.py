"""How sure a share is that was counted on few: asked by indicators and by projects."""

from __future__ import annotations

from fractions import Fraction
from math import sqrt


def wilson(successes: int, trials: int, z: Fraction) -> tuple[float, float] | None:
    """The Wilson score interval of a share, both ends inside [0, 1]; None without trials.

    ValueError for a count that no experiment can give. The ends of nothing and of everything are exactly 0 and 1.
    """
    if not 0 <= successes <= trials:
        raise ValueError(f"{successes} of {trials}")
    if trials == 0:
        return None
    square = z * z
    middle = Fraction(successes, trials) + square / (2 * trials)
    inside = Fraction(successes * (trials - successes), trials**3) + square / (4 * trials * trials)
    scale = 1 + square / trials
    half = float(z) * sqrt(inside)
    low = 0.0 if successes == 0 else (float(middle) - half) / float(scale)
    high = 1.0 if successes == trials else (float(middle) + half) / float(scale)
    return max(0.0, low), min(1.0, high)
