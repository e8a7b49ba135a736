"""What happened to projects, in the past tense; ids and closed words only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from gongzhi.kernel.event import Event, Sight


@dataclass(frozen=True)
class ProjectProposed(Event):
    """A project was proposed, from at least one need; fen."""

    kind: ClassVar[str] = "projects.proposed"
    sight: ClassVar[Sight] = Sight.PUBLIC
    project_id: int
    project_kind: str
    place_id: int
    body_id: int
    needs: tuple[int, ...]
    estimate: int


@dataclass(frozen=True)
class ProjectMoved(Event):
    """A move of a project's lifecycle."""

    kind: ClassVar[str] = "projects.moved"
    sight: ClassVar[Sight] = Sight.PUBLIC
    project_id: int
    move: str
    source: str
    state: str


@dataclass(frozen=True)
class EvidenceGiven(Event):
    """Something was put down, or taken back, as evidence of a step; `about` is empty for a paper."""

    kind: ClassVar[str] = "projects.evidence"
    sight: ClassVar[Sight] = Sight.PUBLIC
    project_id: int
    evidence_id: int
    evidence: str
    about: str
    given: bool


@dataclass(frozen=True)
class NeedAnswered(Event):
    """One more need was put to a project."""

    kind: ClassVar[str] = "projects.need_answered"
    sight: ClassVar[Sight] = Sight.PUBLIC
    project_id: int
    need_id: int


@dataclass(frozen=True)
class TeamChanged(Event):
    """Somebody joined the team in a role, or left it."""

    kind: ClassVar[str] = "projects.team"
    sight: ClassVar[Sight] = Sight.PUBLIC
    project_id: int
    role: str
    body_id: int | None
    joined: bool


@dataclass(frozen=True)
class InterestDeclared(Event):
    """Somebody declared that they gain or lose by a project."""

    kind: ClassVar[str] = "projects.interest"
    sight: ClassVar[Sight] = Sight.STAFF
    project_id: int
    interest: str
    body_id: int | None


@dataclass(frozen=True)
class CandidateSettled(Event):
    """A builder was named by one person, or chosen or refused by another; fen."""

    kind: ClassVar[str] = "projects.candidate"
    sight: ClassVar[Sight] = Sight.PUBLIC
    project_id: int
    candidate_id: int
    state: str
    price: int


@dataclass(frozen=True)
class ContractSettled(Event):
    """A contract was drawn up by one person, or signed or refused by another; fen."""

    kind: ClassVar[str] = "projects.contract"
    sight: ClassVar[Sight] = Sight.PUBLIC
    project_id: int
    contract_id: int
    state: str
    amount: int


@dataclass(frozen=True)
class MoneyHeld(Event):
    """Money of a fund was reserved for a project, or given back; fen."""

    kind: ClassVar[str] = "projects.money"
    sight: ClassVar[Sight] = Sight.PUBLIC
    project_id: int
    fund_id: int
    amount: int
    held: bool


@dataclass(frozen=True)
class MilestoneSet(Event):
    """A milestone stands in the plan; the day is ISO."""

    kind: ClassVar[str] = "projects.milestone_set"
    sight: ClassVar[Sight] = Sight.PUBLIC
    project_id: int
    milestone_id: int
    due: str


@dataclass(frozen=True)
class MilestoneMet(Event):
    """A milestone was met on a day (ISO)."""

    kind: ClassVar[str] = "projects.milestone_met"
    sight: ClassVar[Sight] = Sight.PUBLIC
    project_id: int
    milestone_id: int
    on: str


@dataclass(frozen=True)
class ProjectBlocked(Event):
    """Something stands in the way, and a body must clear it; or it is cleared."""

    kind: ClassVar[str] = "projects.blocked"
    sight: ClassVar[Sight] = Sight.PUBLIC
    project_id: int
    blocker_id: int
    blocker: str
    body_id: int
    open: bool


@dataclass(frozen=True)
class DateShifted(Event):
    """A planned day was moved; both days are ISO."""

    kind: ClassVar[str] = "projects.date_shifted"
    sight: ClassVar[Sight] = Sight.PUBLIC
    project_id: int
    milestone_id: int | None
    old: str
    new: str
    reason: str


@dataclass(frozen=True)
class ProjectEscalated(Event):
    """A project's clock ran out, and the street must say what happens."""

    kind: ClassVar[str] = "projects.escalated"
    sight: ClassVar[Sight] = Sight.PUBLIC
    project_id: int
    duty_kind: str
    body_id: int


@dataclass(frozen=True)
class ProjectPhotoAdded(Event):
    """A photograph of the spot was added."""

    kind: ClassVar[str] = "projects.photo"
    sight: ClassVar[Sight] = Sight.PUBLIC
    project_id: int
    photo_id: int
    side: str


@dataclass(frozen=True)
class ListFixed(Event):
    """The list of those who may be drawn was fixed; the seed is still to come."""

    kind: ClassVar[str] = "projects.list_fixed"
    sight: ClassVar[Sight] = Sight.PUBLIC
    project_id: int
    panel_id: int
    people: int
    digest: str


@dataclass(frozen=True)
class ResidentsDrawn(Event):
    """Residents were drawn by lot to accept the work."""

    kind: ClassVar[str] = "projects.residents_drawn"
    sight: ClassVar[Sight] = Sight.PUBLIC
    project_id: int
    panel_id: int
    people: int


@dataclass(frozen=True)
class ProjectAccepted(Event):
    """What the drawn residents' answers came to."""

    kind: ClassVar[str] = "projects.accepted"
    sight: ClassVar[Sight] = Sight.PUBLIC
    project_id: int
    panel_id: int
    yes: int
    no: int
    outcome: str


@dataclass(frozen=True)
class ProjectAnswered(Event):
    """A drawn resident has answered; how, stands in no fact."""

    kind: ClassVar[str] = "projects.answered"
    sight: ClassVar[Sight] = Sight.STAFF
    project_id: int
    panel_id: int


@dataclass(frozen=True)
class ProjectJudged(Event):
    """Somebody who asked has given a verdict on the finished work; which, stands in no fact."""

    kind: ClassVar[str] = "projects.judged"
    sight: ClassVar[Sight] = Sight.STAFF
    project_id: int
    round: int
