"""What the record says about duties. Instants are ISO strings in UTC; `duty_kind` is a word of words.KINDS."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import ClassVar

from gongzhi.kernel.event import Event, Sight


def stamp(instant: datetime) -> str:
    """The instant as facts hold it: one instant, one text."""
    return instant.astimezone(UTC).isoformat()


@dataclass(frozen=True)
class DutyOpened(Event):
    """Somebody must now act, by `due_at`."""

    kind: ClassVar[str] = "duties.opened"
    sight: ClassVar[Sight] = Sight.PARTIES
    duty_id: int
    duty_kind: str
    about: str
    body_id: int | None
    person_id: int | None
    due_at: str


@dataclass(frozen=True)
class DutyDischarged(Event):
    """The act was done at `closed_at`; `late` says whether that was after `due_at`."""

    kind: ClassVar[str] = "duties.discharged"
    sight: ClassVar[Sight] = Sight.PARTIES
    duty_id: int
    duty_kind: str
    about: str
    body_id: int | None
    due_at: str
    closed_at: str
    late: bool


@dataclass(frozen=True)
class DutyLapsed(Event):
    """The time ran out and the act is not asked for any more."""

    kind: ClassVar[str] = "duties.lapsed"
    sight: ClassVar[Sight] = Sight.PARTIES
    duty_id: int
    duty_kind: str
    about: str
    body_id: int | None
    due_at: str
    closed_at: str


@dataclass(frozen=True)
class DutyCancelled(Event):
    """The act is not needed any more; nobody was late."""

    kind: ClassVar[str] = "duties.cancelled"
    sight: ClassVar[Sight] = Sight.PARTIES
    duty_id: int
    duty_kind: str
    about: str
    body_id: int | None
    due_at: str
    closed_at: str


@dataclass(frozen=True)
class DutyReopened(Event):
    """The act that had ended it was taken back; it runs on to the `due_at` that it had."""

    kind: ClassVar[str] = "duties.reopened"
    sight: ClassVar[Sight] = Sight.PARTIES
    duty_id: int
    duty_kind: str
    about: str
    body_id: int | None
    due_at: str


@dataclass(frozen=True)
class DutyPaused(Event):
    """The clock stands still since `since`, for a reason of words.PAUSE_REASONS, at the longest until `cap_at`."""

    kind: ClassVar[str] = "duties.paused"
    sight: ClassVar[Sight] = Sight.PARTIES
    duty_id: int
    duty_kind: str
    about: str
    body_id: int | None
    due_at: str
    reason: str
    since: str
    cap_at: str


@dataclass(frozen=True)
class DutyResumed(Event):
    """The clock runs again since `until`; `due_at` is the new due time, `by` a word of words.RESUME_REASONS."""

    kind: ClassVar[str] = "duties.resumed"
    sight: ClassVar[Sight] = Sight.PARTIES
    duty_id: int
    duty_kind: str
    about: str
    body_id: int | None
    due_at: str
    until: str
    by: str


@dataclass(frozen=True)
class DutyYellow(Event):
    """The first warning instant has passed: `passed_at` is that instant, not the moment at which it was noticed."""

    kind: ClassVar[str] = "duties.yellow"
    duty_id: int
    duty_kind: str
    about: str
    body_id: int | None
    due_at: str
    passed_at: str


@dataclass(frozen=True)
class DutyRed(Event):
    """The second warning instant has passed."""

    kind: ClassVar[str] = "duties.red"
    duty_id: int
    duty_kind: str
    about: str
    body_id: int | None
    due_at: str
    passed_at: str


@dataclass(frozen=True)
class DutyOverdue(Event):
    """The due time has passed and the act was not done."""

    kind: ClassVar[str] = "duties.overdue"
    sight: ClassVar[Sight] = Sight.PARTIES
    duty_id: int
    duty_kind: str
    about: str
    body_id: int | None
    due_at: str
    passed_at: str


WARNING_EVENTS = (DutyYellow, DutyRed, DutyOverdue)
