"""What happened to needs, in the past tense; ids and closed words only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from gongzhi.kernel.event import Event, Sight


@dataclass(frozen=True)
class NeedRaised(Event):
    """Somebody said what is wanted; `source` names the matter that it came from, if one did."""

    kind: ClassVar[str] = "projects.need_raised"
    sight: ClassVar[Sight] = Sight.STAFF
    need_id: int
    place_id: int
    purpose: str
    origin: str
    source: str


@dataclass(frozen=True)
class NeedMoved(Event):
    """A move of a need's lifecycle, with what it changed."""

    kind: ClassVar[str] = "projects.need_moved"
    sight: ClassVar[Sight] = Sight.PUBLIC
    need_id: int
    move: str
    source: str
    state: str
    into: int | None = None
    project_id: int | None = None


@dataclass(frozen=True)
class NeedJoined(Event):
    """People stand behind a need, or no longer; how many distinct people do now, never who."""

    kind: ClassVar[str] = "projects.need_joined"
    sight: ClassVar[Sight] = Sight.STAFF
    need_id: int
    people: int
    joined: int
    left: int


@dataclass(frozen=True)
class NeedChanged(Event):
    """The desk wrote what a need is for, how much of it is wanted and when."""

    kind: ClassVar[str] = "projects.need_changed"
    sight: ClassVar[Sight] = Sight.STAFF
    need_id: int
    purpose: str


@dataclass(frozen=True)
class HouseholdsAsked(Event):
    """Households were asked about a need."""

    kind: ClassVar[str] = "projects.households_asked"
    sight: ClassVar[Sight] = Sight.PUBLIC
    need_id: int
    asked: int
    want: int
    way: str


@dataclass(frozen=True)
class SupportersRead(Event):
    """Somebody in a seat looked at who stands behind a need, and for what."""

    kind: ClassVar[str] = "projects.supporters_read"
    sight: ClassVar[Sight] = Sight.AUDIT
    need_id: int
    people: int
    purpose: str
