"""Advice about words that are about to be public, asked of whoever registered here.

An instrument stands beside this one, so it cannot be imported; what joins the two (a flow) registers an adviser.
Without one nothing is marked, and a conversation that wants every statement looked at first says so itself.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from gongzhi.kernel.marks import Mark, cover

Marks = Callable[[str], list[Mark]]
_board: dict[str, Any] = {}


def marks_by(adviser: Marks) -> Marks:
    """Register who marks what of a text could tell who or where somebody is; the last one registered answers."""
    _board["marks"] = adviser
    return adviser


def marks(text: str) -> list[Mark]:
    """Every mark of the text, in its order; empty when nobody registered to say."""
    found: list[Mark] = _board["marks"](text) if "marks" in _board else []
    return found


def covered(text: str) -> str:
    """The text with every mark covered by its word: what a machine may show without a person's look."""
    return cover(text, marks(text))
