"""Facts about topics: how they moved, who was seated, what was found out, decided and done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from gongzhi.kernel.event import Event, Sight


@dataclass(frozen=True)
class TopicRaised(Event):
    """Something was put forward to be decided together; `source` is what it came from, or empty."""

    kind: ClassVar[str] = "deliberation.raised"
    sight: ClassVar[Sight] = Sight.STAFF
    topic_id: int
    place_id: int
    tier: str
    origin: str
    source: str


@dataclass(frozen=True)
class TopicMoved(Event):
    """A move of a topic's lifecycle."""

    kind: ClassVar[str] = "deliberation.moved"
    sight: ClassVar[Sight] = Sight.PUBLIC
    topic_id: int
    move: str
    source: str
    state: str
    lead_id: int | None
    into: int | None = None


@dataclass(frozen=True)
class TierMoved(Event):
    """A topic went up, down, or in from the online tier; its number stays."""

    kind: ClassVar[str] = "deliberation.tier_moved"
    sight: ClassVar[Sight] = Sight.PUBLIC
    topic_id: int
    step: str
    source: str
    tier: str
    place_id: int


@dataclass(frozen=True)
class InterestsSet(Event):
    """Who gains, pays or bears a risk was written down: how many parties, and how many of them are minorities."""

    kind: ClassVar[str] = "deliberation.interests"
    sight: ClassVar[Sight] = Sight.PUBLIC
    topic_id: int
    parties: int
    minorities: int


@dataclass(frozen=True)
class TableSet(Event):
    """The seats of a topic were worked out: core seats, X seats, and how many sit for a body that is not there."""

    kind: ClassVar[str] = "deliberation.table_set"
    sight: ClassVar[Sight] = Sight.PUBLIC
    topic_id: int
    core: int
    invited: int
    stand_ins: int


@dataclass(frozen=True)
class SeatMoved(Event):
    """An invitation to the table was sent, accepted, declined, or passed on to another."""

    kind: ClassVar[str] = "deliberation.seat_moved"
    sight: ClassVar[Sight] = Sight.STAFF
    topic_id: int
    seat_id: int
    state: str


@dataclass(frozen=True)
class Investigated(Event):
    """Something was looked into and written down."""

    kind: ClassVar[str] = "deliberation.investigated"
    sight: ClassVar[Sight] = Sight.PUBLIC
    topic_id: int
    how: str


@dataclass(frozen=True)
class Pledged(Event):
    """A body promised to give something towards the solution, or kept that promise."""

    kind: ClassVar[str] = "deliberation.pledged"
    sight: ClassVar[Sight] = Sight.PUBLIC
    topic_id: int
    pledge_id: int
    body_id: int
    what: str
    kept: bool


@dataclass(frozen=True)
class MinoritySpoke(Event):
    """A minority's statement was added to a topic."""

    kind: ClassVar[str] = "deliberation.minority_spoke"
    sight: ClassVar[Sight] = Sight.PUBLIC
    topic_id: int
    party_id: int


@dataclass(frozen=True)
class MinorityMet(Event):
    """A minority was met: compensated, the plan amended, or heard with reasons."""

    kind: ClassVar[str] = "deliberation.minority_met"
    sight: ClassVar[Sight] = Sight.PUBLIC
    topic_id: int
    party_id: int
    step: str


@dataclass(frozen=True)
class TopicSigned(Event):
    """Somebody signed an application, or took the signature back; never who."""

    kind: ClassVar[str] = "deliberation.signed"
    sight: ClassVar[Sight] = Sight.STAFF
    topic_id: int
    signatures: int


@dataclass(frozen=True)
class DecisionTaken(Event):
    """The lawful body decided, by the lawful rule; the vote or the meeting that did it."""

    kind: ClassVar[str] = "deliberation.decision"
    sight: ClassVar[Sight] = Sight.PUBLIC
    topic_id: int
    outcome: str
    body_id: int | None
    vote_id: int | None
    meeting_id: int | None
    effect: str


@dataclass(frozen=True)
class DecisionPublished(Event):
    """The decision was made public, with its grounds and the minority's statement."""

    kind: ClassVar[str] = "deliberation.published"
    sight: ClassVar[Sight] = Sight.PUBLIC
    topic_id: int
    outcome: str


@dataclass(frozen=True)
class Forked(Event):
    """An unsolved matter went two roads at once: to a council and to a department."""

    kind: ClassVar[str] = "deliberation.forked"
    sight: ClassVar[Sight] = Sight.STAFF
    source: str
    branches: int


@dataclass(frozen=True)
class BranchJoined(Event):
    """One road of a forked matter came back; `final`: it was the last, and the one reply may go out."""

    kind: ClassVar[str] = "deliberation.branch_joined"
    sight: ClassVar[Sight] = Sight.STAFF
    source: str
    branch_id: int
    final: bool


@dataclass(frozen=True)
class RightGranted(Event):
    """One of the four rights was granted to a person for a place and a term."""

    kind: ClassVar[str] = "deliberation.right_granted"
    sight: ClassVar[Sight] = Sight.STAFF
    right_id: int
    right: str
    place_id: int


@dataclass(frozen=True)
class RightEnded(Event):
    """A granted right ended before its term."""

    kind: ClassVar[str] = "deliberation.right_ended"
    sight: ClassVar[Sight] = Sight.STAFF
    right_id: int


@dataclass(frozen=True)
class Welcomed(Event):
    """A newcomer joined the pool for X seats, or left it."""

    kind: ClassVar[str] = "deliberation.welcomed"
    sight: ClassVar[Sight] = Sight.AUDIT
    place_id: int
    ready: bool


@dataclass(frozen=True)
class LotAnnounced(Event):
    """The list of a panel by lot is fixed, so many people long, and where the seed will come from is said."""

    kind: ClassVar[str] = "deliberation.lot_announced"
    sight: ClassVar[Sight] = Sight.PUBLIC
    topic_id: int
    lot_id: int
    people: int
    digest: str


@dataclass(frozen=True)
class LotDrawn(Event):
    """A panel of so many was drawn by the seed that came after the list."""

    kind: ClassVar[str] = "deliberation.lot_drawn"
    sight: ClassVar[Sight] = Sight.PUBLIC
    topic_id: int
    lot_id: int
    size: int
