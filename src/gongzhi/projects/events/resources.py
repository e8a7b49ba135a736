"""What happened to resources, matches, check-in and claims, in the past tense; ids and closed words only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from gongzhi.kernel.event import Event, Sight


@dataclass(frozen=True)
class ResourceOffered(Event):
    """Something was offered: what kind, how much, until when (ISO day)."""

    kind: ClassVar[str] = "projects.resource_offered"
    sight: ClassVar[Sight] = Sight.PUBLIC
    resource_id: int
    resource_kind: str
    sector: str
    amount: int
    unit: str
    until: str


@dataclass(frozen=True)
class ResourceEnded(Event):
    """An offer ended: taken back, or its last day came."""

    kind: ClassVar[str] = "projects.resource_ended"
    sight: ClassVar[Sight] = Sight.PUBLIC
    resource_id: int
    state: str


@dataclass(frozen=True)
class ResourceUsed(Event):
    """Some of a resource was taken for a matter."""

    kind: ClassVar[str] = "projects.resource_used"
    sight: ClassVar[Sight] = Sight.PUBLIC
    booking_id: int
    resource_id: int
    about: str
    amount: int


@dataclass(frozen=True)
class ResourceReturned(Event):
    """Some of what was taken was given back; or a use that had begun ended before its time."""

    kind: ClassVar[str] = "projects.resource_returned"
    sight: ClassVar[Sight] = Sight.PUBLIC
    booking_id: int
    resource_id: int
    amount: int
    cut_short: bool = False


@dataclass(frozen=True)
class EffectNoted(Event):
    """Those who used a resource wrote what it caused; the words stay in their table."""

    kind: ClassVar[str] = "projects.effect_noted"
    sight: ClassVar[Sight] = Sight.PUBLIC
    booking_id: int
    resource_id: int


@dataclass(frozen=True)
class Matched(Event):
    """A person took a match that the rules found, or did not."""

    kind: ClassVar[str] = "projects.matched"
    sight: ClassVar[Sight] = Sight.PUBLIC
    need_id: int
    resource_id: int
    state: str


@dataclass(frozen=True)
class CheckedIn(Event):
    """A unit, or a member of one, checked in to a community."""

    kind: ClassVar[str] = "projects.checked_in"
    sight: ClassVar[Sight] = Sight.STAFF
    registration_id: int
    place_id: int
    registrant: str
    body_id: int
    alliance: bool


@dataclass(frozen=True)
class CheckedOut(Event):
    """A unit or a member is no longer checked in to a community."""

    kind: ClassVar[str] = "projects.checked_out"
    sight: ClassVar[Sight] = Sight.STAFF
    registration_id: int
    place_id: int
    registrant: str
    body_id: int


@dataclass(frozen=True)
class RegisterBaseSet(Event):
    """How many should check in to a community from a day on (ISO)."""

    kind: ClassVar[str] = "projects.register_base"
    sight: ClassVar[Sight] = Sight.PUBLIC
    place_id: int
    registrant: str
    many: int
    on: str


@dataclass(frozen=True)
class ClaimMoved(Event):
    """Somebody who checked in took a need on, served, was appraised, heard back, or gave it up."""

    kind: ClassVar[str] = "projects.claim_moved"
    sight: ClassVar[Sight] = Sight.STAFF
    claim_id: int
    need_id: int
    move: str
    state: str
    verdict: str = ""


@dataclass(frozen=True)
class ReportedBack(Event):
    """A community told a unit what came of its check-in, for a period (ISO days)."""

    kind: ClassVar[str] = "projects.reported_back"
    sight: ClassVar[Sight] = Sight.PARTIES
    report_id: int
    place_id: int
    body_id: int
    since: str
    until: str


@dataclass(frozen=True)
class OrgRoleSet(Event):
    """An organisation stands as a support or a hub for a purpose at a place, or no longer."""

    kind: ClassVar[str] = "projects.org_role"
    sight: ClassVar[Sight] = Sight.PUBLIC
    body_id: int
    place_id: int
    role: str
    purpose: str
    stands: bool
