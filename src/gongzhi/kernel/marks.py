"""Stretches of a text that could tell who or where somebody is, and the text with those stretches covered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Mark:
    """One stretch; `sure` for numbers, not for what only looks so. `label` says what it is, `cover` stands for it."""

    start: int
    end: int
    label: str
    cover: str
    sure: bool


def cover(text: str, marks: Iterable[Mark]) -> str:
    """The text with every mark, in its order, covered by its word."""
    parts, at = [], 0
    for mark in marks:
        parts += [text[at : mark.start], mark.cover]
        at = mark.end
    return "".join([*parts, text[at:]])
