"""What happened in the instrument, in the past tense; ids and closed words only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from gongzhi.kernel.event import Event, Sight


@dataclass(frozen=True)
class Suggested(Event):
    """A matter type was suggested; `permille` is the calibrated probability, `source` the list or a model's version."""

    kind: ClassVar[str] = "triage.suggested"
    sight: ClassVar[Sight] = Sight.STAFF
    about: str
    first: str
    permille: int
    source: str


@dataclass(frozen=True)
class Settled(Event):
    """What became of a suggestion: taken, something else, or routed by itself."""

    kind: ClassVar[str] = "triage.settled"
    sight: ClassVar[Sight] = Sight.STAFF
    about: str
    outcome: str
    chosen: str


@dataclass(frozen=True)
class LevelSet(Event):
    """A community said from which probability on suggestions route by themselves; None: never."""

    kind: ClassVar[str] = "triage.level_set"
    sight: ClassVar[Sight] = Sight.PUBLIC
    community_id: int
    permille: int | None


@dataclass(frozen=True)
class ModelTaken(Event):
    """A trained model came into use, or was kept out because it scored worse than the one in use."""

    kind: ClassVar[str] = "triage.model"
    sight: ClassVar[Sight] = Sight.PUBLIC
    version: str
    taken: bool
    rows: int


@dataclass(frozen=True)
class ProblemFound(Event):
    """Messages of several people were seen to speak of one thing."""

    kind: ClassVar[str] = "triage.problem_found"
    sight: ClassVar[Sight] = Sight.STAFF
    problem_id: int
    street_id: int
    community_id: int | None
    people: int


@dataclass(frozen=True)
class ProblemMoved(Event):
    """A move of a problem's lifecycle, with what it changed."""

    kind: ClassVar[str] = "triage.problem_moved"
    sight: ClassVar[Sight] = Sight.PUBLIC
    problem_id: int
    move: str
    source: str
    state: str
    lead_id: int | None
    into: int | None = None


@dataclass(frozen=True)
class MemberMoved(Event):
    """A message was put into a problem, or taken out of it, by a person's hand."""

    kind: ClassVar[str] = "triage.member_moved"
    sight: ClassVar[Sight] = Sight.STAFF
    problem_id: int
    about: str
    joined: bool


@dataclass(frozen=True)
class ProblemRenamed(Event):
    """A person gave a problem another title; the words stay in the problem's own table."""

    kind: ClassVar[str] = "triage.problem_renamed"
    sight: ClassVar[Sight] = Sight.STAFF
    problem_id: int


@dataclass(frozen=True)
class TakenOn(Event):
    """A community took a problem on for a month (每月一题), or took that back."""

    kind: ClassVar[str] = "triage.taken_on"
    sight: ClassVar[Sight] = Sight.PUBLIC
    problem_id: int
    community_id: int
    month: int
    taken: bool


@dataclass(frozen=True)
class TextCleared(Event):
    """A worker confirmed what of a text everybody may read, with how much was covered; or took it back."""

    kind: ClassVar[str] = "triage.cleared"
    sight: ClassVar[Sight] = Sight.PUBLIC
    about: str
    covered: int
    shown: bool
