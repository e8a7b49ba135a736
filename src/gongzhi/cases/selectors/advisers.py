"""Advice about a case's words, asked of whoever registered here: the loop need not know which instrument answers.

An instrument stands beside cases, so cases cannot import it; what joins the two (a flow) registers an adviser. Without
one, the responsibility list's own words and the plain checks of this package answer.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from gongzhi.cases.models import Case
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.marks import Mark, cover
from gongzhi.mandates import selectors as mandates

BEST = 3


@dataclass(frozen=True)
class Hint:
    """A matter type that the words speak of: its code, the words, and how likely it is in per cent (None: unknown)."""

    code: str
    words: tuple[str, ...]
    percent: int | None = None


@dataclass(frozen=True)
class Same:
    """An open case that may tell the same thing, and why, as short sentences for a person."""

    case: Case
    why: tuple[str, ...] = ()


@dataclass(frozen=True)
class Remark:
    """One remark on an answer being written: what to look at, and the sentence of the answer that it is about."""

    text: str
    sentence: str = ""


@dataclass(frozen=True)
class Look:
    """What an adviser says of an answer: what it has already, and what to look at again. Advice, never a bar."""

    good: tuple[str, ...]
    remarks: tuple[Remark, ...]


@dataclass(frozen=True)
class Shown:
    """What everybody reads of a report's own words: with stretches covered, how many, and since when."""

    text: str
    covers: int
    at: datetime


@dataclass(frozen=True)
class Belonging:
    """A larger thing that a case is part of: what it is, in a sentence, its page for this reader, and its sign."""

    text: str
    url: str
    icon: str = "collection"


@dataclass(frozen=True)
class Errand:
    """Something besides cases that waits for the reader's bodies: a sentence, its page, and how many there are."""

    text: str
    url: str
    count: int


Desk = Callable[[Sequence[int]], str]
Hints = Callable[[str, Case | None], list[Hint]]
Sames = Callable[[str, Any, Sequence[Case], str], list[Same]]
Looks = Callable[[Case, str], Look]
Marks = Callable[[str], list[Mark]]
Shows = Callable[[Case], Shown | None]
Belongs = Callable[[Case, Actor | None], list[Belonging]]
Errands = Callable[[Actor], list[Errand]]
Holds = Callable[[Case], str]
Adviser = TypeVar("Adviser", Hints, Sames, Looks, Marks, Shows, Desk)

_board: dict[str, Any] = {}
# Several may answer these, one flow each.
_belongs: list[Belongs] = []
_errands: list[Errands] = []
_holds: list[Holds] = []


def hints_by(adviser: Hints) -> Hints:
    """Register who suggests matter types; the last one registered answers."""
    return _register("hints", adviser)


def sames_by(adviser: Sames) -> Sames:
    """Register who says which of some cases tell the same thing: asked (text, place, candidates, matter)."""
    return _register("sames", adviser)


def looks_by(adviser: Looks) -> Looks:
    """Register who looks at an answer being written."""
    return _register("looks", adviser)


def marks_by(adviser: Marks) -> Marks:
    """Register who marks what of a text could tell who or where somebody is."""
    return _register("marks", adviser)


def shown_by(adviser: Shows) -> Shows:
    """Register who says what everybody may read of a report's own words."""
    return _register("shown", adviser)


def belongs_by(adviser: Belongs) -> Belongs:
    """Register one more who says what larger thing a case is part of; asked (case, reader), None for its reporter."""
    _belongs.append(adviser)
    return adviser


def errands_by(adviser: Errands) -> Errands:
    """Register one more who says what besides cases waits for somebody's bodies."""
    _errands.append(adviser)
    return adviser


def holds_by(adviser: Holds) -> Holds:
    """Register one more who says why a case cannot have its final answer yet; "" when nothing stands in the way."""
    _holds.append(adviser)
    return adviser


def desk_by(adviser: Desk) -> Desk:
    """Register who says at the sorting desk how the suggestions did lately: asked with the communities' ids."""
    return _register("desk", adviser)


def _register(name: str, adviser: Adviser) -> Adviser:
    _board[name] = adviser
    return adviser


def hints(text: str, case: Case | None = None) -> list[Hint]:
    """The three likeliest matter types of a text, best first."""
    if "hints" in _board:
        found: list[Hint] = _board["hints"](text, case)
        return found
    return [Hint(matter.code, words) for matter, words in mandates.suggest(text, BEST)]


def sames(text: str, place: Any, candidates: Sequence[Case], matter: str = "") -> list[Same] | None:
    """Which of the candidates tell the same thing, likeliest first; None when nobody registered to say."""
    found: list[Same] | None = _board["sames"](text, place, candidates, matter) if "sames" in _board else None
    return found


def look(case: Case, text: str) -> Look | None:
    """What is to be said of an answer being written; None when nobody registered to say."""
    found: Look | None = _board["looks"](case, text) if "looks" in _board else None
    return found


def marks(text: str) -> list[Mark]:
    """What of a text could tell who or where somebody is, in its order; empty when nobody registered to say."""
    found: list[Mark] = _board["marks"](text) if "marks" in _board else []
    return found


def covered(text: str) -> str:
    """The text with every mark covered by its word."""
    return cover(text, marks(text))


def shown(case: Case) -> Shown | None:
    """The report's own words as everybody reads them, covered by a worker; None while nobody let them out."""
    found: Shown | None = _board["shown"](case) if "shown" in _board else None
    return found


def belongs(case: Case, reader: Actor | None) -> list[Belonging]:
    """What larger thing the case is part of, as far as the reader may know; None is its reporter."""
    return [one for adviser in _belongs for one in adviser(case, reader)]


def errands(actor: Actor) -> list[Errand]:
    """What besides cases waits for the bodies that the person acts for."""
    return [one for adviser in _errands for one in adviser(actor)]


def held_back(case: Case) -> str:
    """Why the final answer has to wait, in one sentence; "" when it may go out."""
    return next((said for said in (adviser(case) for adviser in _holds) if said), "")


def desk(community_ids: Sequence[int]) -> str:
    """How the suggestions did this month, in one sentence; empty when nobody registered to say."""
    said: str = _board["desk"](community_ids) if "desk" in _board else ""
    return said
