"""What a person lets everybody read of a text: the text itself with stretches covered, and nothing written new.

A number is what it looks like, so its cover stays; a name or a room only looks like one, so a person may leave it open.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from gongzhi.triage.rules.marks import KINDS, TOKENS, Mark, marks

OWN = "own"  # what a person covered besides
COVERS = {**TOKENS, OWN: "[不公开]"}
UNSURE = ("name", "room", "birth")
_ORDER = (*KINDS, OWN)


@dataclass(frozen=True, order=True)
class Stretch:
    """A piece of a text that is covered, and what it is covered as."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True)
class Open:
    """What of a text would be read by everybody although it was marked: numbers, and what only looks like somebody."""

    sure: tuple[Mark, ...]
    unsure: tuple[Mark, ...]


def left_open(text: str, stretches: Iterable[Stretch] = ()) -> Open:
    """The marks of the text that the stretches do not cover whole."""
    held = _joined(stretches)
    bare = [m for m in marks(text) if not any(one.start <= m.start and m.end <= one.end for one in held)]
    return Open(
        tuple(m for m in bare if m.kind not in UNSURE),
        tuple(m for m in bare if m.kind in UNSURE),
    )


def fits(text: str, stretches: Iterable[Stretch]) -> bool:
    """Whether every stretch lies inside the text and covers something, as a known kind."""
    return all(0 <= one.start < one.end <= len(text) and one.kind in COVERS for one in stretches)


def covered(text: str, stretches: Iterable[Stretch]) -> str:
    """The text with a word in place of each stretch; overlapping ones are covered as one."""
    parts, at = [], 0
    for one in _joined(stretches):
        parts += [text[at : one.start], COVERS[one.kind]]
        at = one.end
    return "".join([*parts, text[at:]])


def counted(stretches: Iterable[Stretch]) -> dict[str, int]:
    """How many stretches of each kind, as they stand in the covered text."""
    return dict(Counter(one.kind for one in _joined(stretches)))


def found_in(text: str, words: Sequence[str]) -> list[Stretch]:
    """Every place of these words in the text, to be covered besides; words that do not stand there cover nothing."""
    found = []
    for word in filter(None, (w.strip() for w in words)):
        at = text.find(word)
        while at >= 0:
            found.append(Stretch(at, at + len(word), OWN))
            at = text.find(word, at + len(word))
    return found


def _joined(stretches: Iterable[Stretch]) -> list[Stretch]:
    joined: list[Stretch] = []
    for one in sorted(stretches):
        last = joined[-1] if joined else None
        if last is None or one.start >= last.end:
            joined.append(one)
        else:
            kind = min(last.kind, one.kind, key=_ORDER.index)
            joined[-1] = Stretch(last.start, max(last.end, one.end), kind)
    return joined
