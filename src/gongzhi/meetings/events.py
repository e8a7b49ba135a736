"""What happened in meetings, in the past tense; ids and closed words only. The log of a hall is read from these."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from gongzhi.kernel.event import Event, Sight


@dataclass(frozen=True)
class MeetingCalled(Event):
    """A meeting was called with its agenda; `urgent`: with less than the usual notice, for a stated reason."""

    kind: ClassVar[str] = "meetings.called"
    sight: ClassVar[Sight] = Sight.PUBLIC
    meeting_id: int
    orders: str
    starts: str
    items: int
    seats: int
    urgent: bool
    about: str = ""


@dataclass(frozen=True)
class MeetingMoved(Event):
    """A meeting changed its state: adjourned, cancelled, minutes drafted."""

    kind: ClassVar[str] = "meetings.moved"
    sight: ClassVar[Sight] = Sight.PUBLIC
    meeting_id: int
    move: str
    source: str
    state: str


@dataclass(frozen=True)
class MeetingOpened(Event):
    """A meeting opened with so many present of so many, after its core seats and its quorum were found there."""

    kind: ClassVar[str] = "meetings.opened"
    sight: ClassVar[Sight] = Sight.PUBLIC
    meeting_id: int
    present: int
    whole: int
    missing: tuple[str, ...]
    again: bool = False


@dataclass(frozen=True)
class MeetingClosed(Event):
    """A meeting ended; items that were not reached are put off."""

    kind: ClassVar[str] = "meetings.closed"
    sight: ClassVar[Sight] = Sight.PUBLIC
    meeting_id: int
    put_off: int
    about: str = ""


@dataclass(frozen=True)
class SeatAnswered(Event):
    """An invited seat said whether it comes, or who comes instead."""

    kind: ClassVar[str] = "meetings.seat_answered"
    sight: ClassVar[Sight] = Sight.PARTIES
    meeting_id: int
    meeting_seat_id: int
    reply: str
    substitute: bool


@dataclass(frozen=True)
class SeatAdded(Event):
    """One more seat was invited after the notice."""

    kind: ClassVar[str] = "meetings.seat_added"
    sight: ClassVar[Sight] = Sight.PUBLIC
    meeting_id: int
    meeting_seat_id: int
    seat_kind: str


@dataclass(frozen=True)
class ProxyGiven(Event):
    """A seat gave another its voice in writing, or took it back (`holder` None)."""

    kind: ClassVar[str] = "meetings.proxy"
    sight: ClassVar[Sight] = Sight.PARTIES
    meeting_id: int
    meeting_seat_id: int
    holder: int | None


@dataclass(frozen=True)
class PresenceMarked(Event):
    """So many of a seat are there now: 1 or 0 for one person."""

    kind: ClassVar[str] = "meetings.presence"
    sight: ClassVar[Sight] = Sight.PARTIES
    meeting_id: int
    meeting_seat_id: int
    present: int


@dataclass(frozen=True)
class ItemTaken(Event):
    """An item of the agenda is talked about now."""

    kind: ClassVar[str] = "meetings.item"
    sight: ClassVar[Sight] = Sight.PUBLIC
    meeting_id: int
    item_id: int
    number: int


@dataclass(frozen=True)
class ItemNoted(Event):
    """Something outside the notice was brought up: noted for another meeting, not to be voted on."""

    kind: ClassVar[str] = "meetings.item_noted"
    sight: ClassVar[Sight] = Sight.PUBLIC
    meeting_id: int
    item_id: int


@dataclass(frozen=True)
class InterestDeclared(Event):
    """A seat declared an interest in an item and does not vote on it."""

    kind: ClassVar[str] = "meetings.interest"
    sight: ClassVar[Sight] = Sight.PARTIES
    meeting_id: int
    item_id: int
    meeting_seat_id: int


@dataclass(frozen=True)
class FloorMoved(Event):
    """A seat asked for the floor, got it, ended or gave up; `move` is one of asked, given, ended, withdrawn."""

    kind: ClassVar[str] = "meetings.floor"
    sight: ClassVar[Sight] = Sight.PARTIES
    meeting_id: int
    item_id: int
    turn_id: int
    meeting_seat_id: int
    move: str


@dataclass(frozen=True)
class MotionMoved(Event):
    """A motion or an amendment was proposed, put to the vote or withdrawn."""

    kind: ClassVar[str] = "meetings.motion"
    sight: ClassVar[Sight] = Sight.PUBLIC
    meeting_id: int
    item_id: int
    motion_id: int
    amends: int | None
    move: str


@dataclass(frozen=True)
class MotionDecided(Event):
    """A motion was decided by a show of hands: numbers for this motion alone, never who raised which."""

    kind: ClassVar[str] = "meetings.decided"
    sight: ClassVar[Sight] = Sight.PUBLIC
    meeting_id: int
    item_id: int
    motion_id: int
    passed: bool
    yes: int
    no: int
    abstain: int
    present: int
    about: str = ""


@dataclass(frozen=True)
class MinutesAmended(Event):
    """Somebody who was there changed one line; the earlier signatures no longer count."""

    kind: ClassVar[str] = "meetings.minutes_amended"
    sight: ClassVar[Sight] = Sight.PARTIES
    meeting_id: int
    minutes_id: int
    meeting_seat_id: int
    line: int


@dataclass(frozen=True)
class MinutesSigned(Event):
    """An attendee stands by the minutes."""

    kind: ClassVar[str] = "meetings.minutes_signed"
    sight: ClassVar[Sight] = Sight.PARTIES
    meeting_id: int
    minutes_id: int
    meeting_seat_id: int
    how: str


@dataclass(frozen=True)
class MinutesPublished(Event):
    """Everybody may read the minutes from now on."""

    kind: ClassVar[str] = "meetings.published"
    sight: ClassVar[Sight] = Sight.PUBLIC
    meeting_id: int
    minutes_id: int
    about: str = ""


@dataclass(frozen=True)
class ResolutionMade(Event):
    """What was decided (or heard) has an owner and a date."""

    kind: ClassVar[str] = "meetings.resolution"
    sight: ClassVar[Sight] = Sight.PUBLIC
    resolution_id: int
    meeting_id: int
    resolution_kind: str
    owner_id: int
    due_at: str
    about: str = ""


@dataclass(frozen=True)
class ResolutionReported(Event):
    """The owner says that it is carried out."""

    kind: ClassVar[str] = "meetings.resolution_reported"
    sight: ClassVar[Sight] = Sight.PUBLIC
    resolution_id: int
    meeting_id: int
    late: bool


@dataclass(frozen=True)
class ResolutionMoved(Event):
    """The convening body confirmed, sent back or dropped a resolution."""

    kind: ClassVar[str] = "meetings.resolution_moved"
    sight: ClassVar[Sight] = Sight.PUBLIC
    resolution_id: int
    meeting_id: int
    move: str
    state: str


@dataclass(frozen=True)
class PlanMade(Event):
    """A body planned how often it meets in a year."""

    kind: ClassVar[str] = "meetings.plan"
    sight: ClassVar[Sight] = Sight.PUBLIC
    plan_id: int
    body_id: int
    orders: str
    year: int
    every: str


@dataclass(frozen=True)
class SlotMoved(Event):
    """A stretch of the plan began, was met, or was excused with a reason."""

    kind: ClassVar[str] = "meetings.slot"
    sight: ClassVar[Sight] = Sight.PUBLIC
    slot_id: int
    body_id: int
    state: str
    meeting_id: int | None = None
