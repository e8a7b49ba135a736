"""What changed between two versions of a rule text, clause by clause and word by word; and how a sample is drawn."""

from __future__ import annotations

import difflib
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import sqrt


@dataclass(frozen=True)
class ClauseText:
    """A clause of one version: `key` is the same through all versions, `position` its number on paper."""

    key: int
    position: int
    text: str


@dataclass(frozen=True)
class Piece:
    """A stretch of words that stayed ("same"), went ("gone") or came ("new")."""

    kind: str
    text: str


@dataclass(frozen=True)
class Change:
    """What happened to one clause: added, removed, changed, moved (the same words at another number) or same."""

    key: int
    kind: str
    old_position: int | None
    new_position: int | None
    pieces: tuple[Piece, ...]


def compare(old: Sequence[ClauseText], new: Sequence[ClauseText]) -> tuple[Change, ...]:
    """Every clause of either version, in the order of the new one; what is gone stands where it stood."""
    before, after = {c.key: c for c in old}, {c.key: c for c in new}
    gone = [c for c in old if c.key not in after]
    moved = _moved([c.key for c in old if c.key in after], [c.key for c in new if c.key in before])
    places = [(c.position, 0, c.key) for c in gone] + [(c.position, 1, c.key) for c in new]
    return tuple(_change(before.get(key), after.get(key), key in moved) for _at, _new, key in sorted(places))


def _change(old: ClauseText | None, new: ClauseText | None, moved: bool) -> Change:
    if old is None and new is not None:
        return Change(new.key, "added", None, new.position, (Piece("new", new.text),))
    if new is None and old is not None:
        return Change(old.key, "removed", old.position, None, (Piece("gone", old.text),))
    if old is None or new is None:
        raise ValueError("a clause of neither version")
    kind = "changed" if old.text != new.text else "moved" if moved else "same"
    pieces = tuple(word_pieces(old.text, new.text))
    return Change(new.key, kind, old.position, new.position, pieces)


def _moved(old: Sequence[int], new: Sequence[int]) -> set[int]:
    """The clauses outside the longest run that kept its order: the fewest that somebody must have moved."""
    blocks = difflib.SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    kept = {key for block in blocks for key in old[block.a : block.a + block.size]}
    return set(new) - kept


def word_pieces(old: str, new: str) -> Iterable[Piece]:
    """Two texts as stretches; joined without the new ones they are the old text, without the gone ones the new."""
    if old == new:
        yield Piece("same", old)
        return
    for tag, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Piece("same", old[a:b])
            continue
        if b > a:
            yield Piece("gone", old[a:b])
        if d > c:
            yield Piece("new", new[c:d])


def drawn(codes: Iterable[str], seed: str, many: int) -> tuple[str, ...]:
    """The `many` households that the seed draws: those with the smallest SHA-256 of "seed|code"."""
    ordered = sorted(set(codes), key=lambda code: (hashlib.sha256(f"{seed}|{code}".encode()).hexdigest(), code))
    return tuple(ordered[:many])


@dataclass(frozen=True)
class Awareness:
    """How many of those who answered know the text, with the interval that a sample of this size allows."""

    knows: int
    answered: int
    unreached: int
    sample: int
    households: int
    share: float | None
    low: float | None
    high: float | None


def awareness(*, knows: int, answered: int, unreached: int, sample: int, households: int, z: Fraction) -> Awareness:
    """Wilson's interval at the normal quantile `z`; where everybody was asked and answered there is nothing to guess.

    ValueError for counts that contradict each other.
    """
    if not 0 <= knows <= answered <= sample <= households or unreached < 0 or answered + unreached > sample:
        raise ValueError("these counts contradict each other")
    if not answered:
        return Awareness(knows, answered, unreached, sample, households, None, None, None)
    share = knows / answered
    if answered == households:
        return Awareness(knows, answered, unreached, sample, households, share, share, share)
    low, high = _wilson(knows, answered, float(z))
    return Awareness(knows, answered, unreached, sample, households, share, low, high)


def _wilson(hits: int, of: int, z: float) -> tuple[float, float]:
    share, squared = hits / of, z * z
    middle = share + squared / (2 * of)
    half = z * sqrt(share * (1 - share) / of + squared / (4 * of * of))
    whole = 1 + squared / of
    return max(0.0, (middle - half) / whole), min(1.0, (middle + half) / whole)
