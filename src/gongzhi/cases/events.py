"""What happened to cases, in the past tense; ids and closed words only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from gongzhi.kernel.event import Event, Sight


@dataclass(frozen=True)
class CaseReported(Event):
    """Somebody raised a matter; it has a holder from this instant."""

    kind: ClassVar[str] = "case.reported"
    sight: ClassVar[Sight] = Sight.PUBLIC
    case_id: int
    intake: str
    channel: str
    matter: str
    tier: str
    place_id: int
    community_id: int | None
    street_id: int | None
    state: str
    level: str
    holder_id: int
    part_of: int | None = None
    clause: str = ""


@dataclass(frozen=True)
class CaseMoved(Event):
    """A move of the lifecycle, with everything that it changed."""

    kind: ClassVar[str] = "case.moved"
    sight: ClassVar[Sight] = Sight.PUBLIC
    case_id: int
    move: str
    source: str
    state: str
    level: str
    holder_id: int
    offered_to: int | None = None
    matter: str = ""
    tier: str = ""
    bounces: int = 0
    reopened: int = 0
    outcome: str = ""
    clause: str = ""
    branch: str = ""
    primary: int | None = None
    community_id: int | None = None
    street_id: int | None = None
    # How a body's first answer came ("in_time", "late", "missed") and whose it was, where this move ended that clock.
    response: str = ""
    responder_id: int | None = None
    # Where this takes an act back: the number of that act's fact, and the move that it was.
    undoes: int = 0
    undone: str = ""


@dataclass(frozen=True)
class CaseHanded(Event):
    """A merged case went with its main case to another body."""

    kind: ClassVar[str] = "case.handed"
    sight: ClassVar[Sight] = Sight.PUBLIC
    case_id: int
    holder_id: int
    level: str


@dataclass(frozen=True)
class CaseJudged(Event):
    """The reporter's judgement: solved or not, and how satisfied (1–5); `channel` says how it was given."""

    kind: ClassVar[str] = "case.judged"
    sight: ClassVar[Sight] = Sight.PARTIES
    case_id: int
    round: int
    solved: bool
    satisfied: int
    channel: str
    holder_id: int
    community_id: int | None
    street_id: int | None


@dataclass(frozen=True)
class CallMade(Event):
    """A department was whistled to the spot, with its arrival clock."""

    kind: ClassVar[str] = "case.called"
    sight: ClassVar[Sight] = Sight.PUBLIC
    case_id: int
    call_id: int
    body_id: int
    whistler_id: int


@dataclass(frozen=True)
class CallMoved(Event):
    """A called department arrived, reported, declined or did not come in time."""

    kind: ClassVar[str] = "case.call_moved"
    sight: ClassVar[Sight] = Sight.PUBLIC
    case_id: int
    call_id: int
    body_id: int
    state: str
    in_time: bool
    clause: str = ""


@dataclass(frozen=True)
class CallRated(Event):
    """One side of a whistle rated the other (双考核), 1–5."""

    kind: ClassVar[str] = "case.call_rated"
    sight: ClassVar[Sight] = Sight.STAFF
    case_id: int
    call_id: int
    side: str
    mark: int


@dataclass(frozen=True)
class CaseSeconded(Event):
    """One more person said that this concerns them too, or took that back."""

    kind: ClassVar[str] = "case.seconded"
    sight: ClassVar[Sight] = Sight.STAFF
    case_id: int
    person_id: int
    voices: int
    joined: bool


@dataclass(frozen=True)
class CaseNoted(Event):
    """Words were added to a case; the words themselves stay in the case's own table."""

    kind: ClassVar[str] = "case.noted"
    sight: ClassVar[Sight] = Sight.PARTIES
    case_id: int
    word_id: int
    sight_word: str


@dataclass(frozen=True)
class NoteTakenBack(Event):
    """Whoever had just added words took them back: nobody reads them any more."""

    kind: ClassVar[str] = "case.note_taken_back"
    sight: ClassVar[Sight] = Sight.PARTIES
    case_id: int
    word_id: int
    undoes: int


@dataclass(frozen=True)
class ClockPaused(Event):
    """The holder's clock was stopped for a listed reason, or runs again."""

    kind: ClassVar[str] = "case.clock_paused"
    sight: ClassVar[Sight] = Sight.PUBLIC
    case_id: int
    duty_id: int
    reason: str
    running: bool
    undoes: int = 0  # the fact of the pause that this takes back


@dataclass(frozen=True)
class PhotoAdded(Event):
    """A photograph was added, re-encoded and without its location data."""

    kind: ClassVar[str] = "case.photo_added"
    sight: ClassVar[Sight] = Sight.PARTIES
    case_id: int
    photo_id: int


@dataclass(frozen=True)
class Released(Event):
    """A worker released a photograph or the public heading of a case, or took it back."""

    kind: ClassVar[str] = "case.released"
    sight: ClassVar[Sight] = Sight.PUBLIC
    case_id: int
    photo_id: int | None
    shown: bool
