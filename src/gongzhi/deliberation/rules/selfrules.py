"""Compare what two rule texts ask about one subject: is the lower one stricter, looser, or contrary to the upper?

Only structured clauses are compared: subject, may/must/must not, and a limit with its unit. What a clause says in free
words is not guessed at: it is named as "to be read by a person".
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

TABLES = Path(__file__).parents[1] / "tables"
MODALITIES = ("may", "must", "must_not")
BOUNDS = ("at_most", "at_least", "exactly")
CONFLICTS = ("contrary", "looser", "partly")  # what the lower text may not be
READ_IT = ("units", "unstructured")  # what only a person can compare


@dataclass(frozen=True)
class RuleKind:
    """A kind of rule text: its rank (1 the highest), where it may hold, who keeps, decides, checks and files it."""

    code: str
    rank: int
    levels: tuple[str, ...]
    keepers: tuple[str, ...]
    decided_by: tuple[str, ...]
    reviews: tuple[str, ...]
    filed_with: tuple[str, ...]
    posted: tuple[str, ...]
    matter: str
    ground: str
    ground_en: str
    adopted_elsewhere: bool = False


@dataclass(frozen=True)
class Subject:
    """A subject of rules, with the words that speak of it and the units in which it is measured."""

    code: str
    title: str
    title_en: str
    words: tuple[str, ...]
    units: tuple[str, ...]


@dataclass(frozen=True)
class Norm:
    """What one clause asks: `bound` and `amount` only where there is a limit."""

    subject: str
    modality: str
    bound: str = ""
    amount: Fraction | None = None
    unit: str = ""


@dataclass(frozen=True)
class _Span:
    """The amounts that a clause leaves free, from `low` to `high`; an end that is `shut` belongs to it."""

    low: Fraction | None
    low_shut: bool
    high: Fraction | None
    high_shut: bool

    def holds(self, other: _Span) -> bool:
        """Whether everything that the other allows lies in here."""
        return _low_key(self) <= _low_key(other) and _high_key(other) <= _high_key(self)

    def meets(self, other: _Span) -> bool:
        """Whether any amount is allowed by both."""
        low = max(_low_key(self), _low_key(other))
        high = min(_high_key(self), _high_key(other))
        return low <= high


_FAR = 10**18


def _low_key(span: _Span) -> tuple[Fraction, int]:
    return (Fraction(-_FAR), 0) if span.low is None else (span.low, 0 if span.low_shut else 1)


def _high_key(span: _Span) -> tuple[Fraction, int]:
    return (Fraction(_FAR), 0) if span.high is None else (span.high, 0 if span.high_shut else -1)


def relation(lower: Norm, upper: Norm) -> str:
    """How the lower clause stands to the upper one on the same subject.

    same · stricter (allows less) · looser (allows more) · contrary (no way to obey both) · partly (each allows
    something that the other forbids) · units (cannot be compared) · unstructured (a clause without may or must).
    ValueError for two subjects.
    """
    if lower.subject != upper.subject:
        raise ValueError("two subjects are not compared")
    if lower.modality not in MODALITIES or upper.modality not in MODALITIES:
        return "unstructured"
    if lower.amount is None or upper.amount is None:
        return _without_limits(lower, upper)
    if lower.unit != upper.unit:
        return "units"
    return _by_spans(_span(lower), _span(upper))


_STEPS = {"may": 0, "must": 1, "must_not": 1}


def _without_limits(lower: Norm, upper: Norm) -> str:
    """At least one of the two names no limit."""
    pair = {lower.modality, upper.modality}
    if len(pair) == 1:
        return _same_modality(lower, upper)
    if pair == {"must", "must_not"}:
        return "contrary" if lower.amount is upper.amount else "partly"
    if lower.modality == "may" and upper.modality == "must_not" and upper.amount is None:
        return "contrary"
    return "stricter" if _STEPS[lower.modality] > _STEPS[upper.modality] else "looser"


def _same_modality(lower: Norm, upper: Norm) -> str:
    """A limit makes a ban smaller ("not after ten" bans less than "never"), and a duty or a permission narrower."""
    if lower.amount is upper.amount:
        return "same"
    bans = lower.modality == "must_not"
    return "stricter" if (lower.amount is None) == bans else "looser"


def _by_spans(lower: _Span, upper: _Span) -> str:
    if lower == upper:
        return "same"
    if not lower.meets(upper):
        return "contrary"
    if upper.holds(lower):
        return "stricter"
    return "looser" if lower.holds(upper) else "partly"


def _span(norm: Norm) -> _Span:
    """The amounts that stay free: "must not from 22 on" leaves what is under 22."""
    amount, bans = norm.amount, norm.modality == "must_not"
    if norm.bound == "exactly":
        return _Span(amount, True, amount, True)
    upward = norm.bound == "at_least"
    if bans:
        return _Span(None, False, amount, False) if upward else _Span(amount, False, None, False)
    return _Span(amount, True, None, False) if upward else _Span(None, False, amount, True)


def subjects_in(text: str) -> tuple[str, ...]:
    """The subjects whose words stand in a text; that is all that is read from free words."""
    return tuple(s.code for s in subjects().values() if any(word in text for word in s.words))


def above(kinds: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    """Rule texts as (kind, depth of its place), the one that ranks highest first: wide places before narrow ones."""
    return sorted(kinds, key=lambda pair: (pair[1], rule_kinds()[pair[0]].rank))


@cache
def rule_kinds() -> Mapping[str, RuleKind]:
    """The kinds of rule texts by code, highest rank first."""
    entries = tomllib.loads((TABLES / "rule_kinds.toml").read_text("utf-8"))["kind"]
    return {e["code"]: RuleKind(**_frozen(e)) for e in entries}


@cache
def subjects() -> Mapping[str, Subject]:
    """The subjects that clauses may have, by code."""
    entries = tomllib.loads((TABLES / "rule_subjects.toml").read_text("utf-8"))["subject"]
    return {e["code"]: Subject(**_frozen(e)) for e in entries}


def _frozen(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in entry.items()}
