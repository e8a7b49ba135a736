"""Facts about the making of committees; which ground somebody was refused on is for the parties."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from gongzhi.kernel.event import Event, Sight


@dataclass(frozen=True)
class SelectionOpened(Event):
    """The making of a committee began."""

    kind: ClassVar[str] = "deliberation.selection_opened"
    sight: ClassVar[Sight] = Sight.PUBLIC
    selection_id: int
    committee: str
    place_id: int
    seats: int


@dataclass(frozen=True)
class CandidateMoved(Event):
    """A move of a candidacy; `bar` is the listed ground where somebody was refused."""

    kind: ClassVar[str] = "deliberation.candidate_moved"
    sight: ClassVar[Sight] = Sight.PARTIES
    candidate_id: int
    selection_id: int
    move: str
    source: str
    state: str
    bar: str = ""


@dataclass(frozen=True)
class CandidateScreened(Event):
    """The reviewer wrote down what was found for one listed ground, or that the talk before office was held."""

    kind: ClassVar[str] = "deliberation.candidate_screened"
    sight: ClassVar[Sight] = Sight.PARTIES
    candidate_id: int
    bar: str
    finding: str


@dataclass(frozen=True)
class SelectionCertified(Event):
    """The result of the election was certified; `flagged` is advice about the composition and stops nothing."""

    kind: ClassVar[str] = "deliberation.selection_certified"
    sight: ClassVar[Sight] = Sight.PUBLIC
    selection_id: int
    elected: int
    flagged: bool
    vote_id: int | None
