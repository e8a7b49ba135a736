"""What happened with partners: ids, amounts in fen, and closed words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from gongzhi.kernel.event import Event, Sight


@dataclass(frozen=True)
class TenderDrawn(Event):
    """What a purchase asks for was written down."""

    kind: ClassVar[str] = "projects.tender_drawn"
    sight: ClassVar[Sight] = Sight.STAFF
    tender_id: int
    project_id: int
    basis: str
    items: int


@dataclass(frozen=True)
class TenderPublished(Event):
    """The tender is public, with the grades that may offer."""

    kind: ClassVar[str] = "projects.tender_published"
    sight: ClassVar[Sight] = Sight.PUBLIC
    tender_id: int
    project_id: int
    grades: tuple[str, ...]
    closes: str


@dataclass(frozen=True)
class BidPut(Event):
    """An organisation with a grade in force made an offer."""

    kind: ClassVar[str] = "projects.bid_put"
    sight: ClassVar[Sight] = Sight.PARTIES
    tender_id: int
    bid_id: int
    body_id: int
    grade: str
    assessment_id: int


@dataclass(frozen=True)
class TenderClosed(Event):
    """No further offers; who is named comes out of these."""

    kind: ClassVar[str] = "projects.tender_closed"
    sight: ClassVar[Sight] = Sight.PUBLIC
    tender_id: int
    bids: int


@dataclass(frozen=True)
class VentureOpened(Event):
    """A call stands with its rules."""

    kind: ClassVar[str] = "projects.venture_opened"
    sight: ClassVar[Sight] = Sight.PUBLIC
    call_id: int
    body_id: int
    place_id: int
    budget: int
    closes: str


@dataclass(frozen=True)
class ProposalPut(Event):
    """An organisation proposed something; who it is stays with the desk until the award."""

    kind: ClassVar[str] = "projects.proposal_put"
    sight: ClassVar[Sight] = Sight.AUDIT
    call_id: int
    proposal_id: int
    body_id: int
    amount: int


@dataclass(frozen=True)
class VentureMoved(Event):
    """A call went to scoring, or was withdrawn."""

    kind: ClassVar[str] = "projects.venture_moved"
    sight: ClassVar[Sight] = Sight.PUBLIC
    call_id: int
    state: str
    proposals: int


@dataclass(frozen=True)
class ScorerAsked(Event):
    """Somebody was asked to score."""

    kind: ClassVar[str] = "projects.scorer_asked"
    sight: ClassVar[Sight] = Sight.STAFF
    call_id: int
    scorer_id: int


@dataclass(frozen=True)
class TieDeclared(Event):
    """A scorer declared a relation to an organisation."""

    kind: ClassVar[str] = "projects.tie_declared"
    sight: ClassVar[Sight] = Sight.AUDIT
    call_id: int
    scorer_id: int
    body_id: int
    relation: str


@dataclass(frozen=True)
class SheetPut(Event):
    """A scorer gave points to one proposal; which points stands in the published file."""

    kind: ClassVar[str] = "projects.sheet_put"
    sight: ClassVar[Sight] = Sight.STAFF
    call_id: int
    proposal_id: int
    scorer_id: int
    number: int


@dataclass(frozen=True)
class VentureAwarded(Event):
    """The totals and the award came out of the sheets; the digest covers the published file."""

    kind: ClassVar[str] = "projects.venture_awarded"
    sight: ClassVar[Sight] = Sight.PUBLIC
    call_id: int
    awarded: tuple[int, ...]
    amount: int
    digest: str


@dataclass(frozen=True)
class TrancheMoved(Event):
    """A report was handed in for a tranche, accepted, or sent back."""

    kind: ClassVar[str] = "projects.tranche_moved"
    sight: ClassVar[Sight] = Sight.PUBLIC
    tranche_id: int
    proposal_id: int
    state: str


@dataclass(frozen=True)
class FacilityRegistered(Event):
    """A facility is on the list."""

    kind: ClassVar[str] = "projects.facility_registered"
    sight: ClassVar[Sight] = Sight.PUBLIC
    facility_id: int
    body_id: int
    form: str


@dataclass(frozen=True)
class AgreementSettled(Event):
    """An agreement on running a facility was drawn up, signed by another person, or refused; or its time is over."""

    kind: ClassVar[str] = "projects.agreement_settled"
    sight: ClassVar[Sight] = Sight.PUBLIC
    agreement_id: int
    facility_id: int
    operator_id: int
    state: str


@dataclass(frozen=True)
class AgreementEnding(Event):
    """The end of an agreement is near (ISO day): as many days before it as the body had asked for."""

    kind: ClassVar[str] = "projects.agreement_ending"
    sight: ClassVar[Sight] = Sight.PUBLIC
    agreement_id: int
    facility_id: int
    operator_id: int
    until: str


@dataclass(frozen=True)
class OpeningLogged(Event):
    """A facility stood open from minute to minute of a day, or was found shut."""

    kind: ClassVar[str] = "projects.opening_logged"
    sight: ClassVar[Sight] = Sight.PUBLIC
    agreement_id: int
    log_id: int
    day: str
    form: str
    start: int
    end: int


@dataclass(frozen=True)
class FacilityRated(Event):
    """A resident rated a facility; how stands in the table only."""

    kind: ClassVar[str] = "projects.facility_rated"
    sight: ClassVar[Sight] = Sight.STAFF
    agreement_id: int
    quarter: str


@dataclass(frozen=True)
class WorkspaceOpened(Event):
    """Several parties share a case or a project."""

    kind: ClassVar[str] = "projects.workspace_opened"
    sight: ClassVar[Sight] = Sight.PARTIES
    workspace_id: int
    about: str
    body_id: int
    template: str


@dataclass(frozen=True)
class TemplateSwitched(Event):
    """The lanes of a workspace are another template's now; nothing else changed."""

    kind: ClassVar[str] = "projects.template_switched"
    sight: ClassVar[Sight] = Sight.PARTIES
    workspace_id: int
    before: str
    after: str


@dataclass(frozen=True)
class PartyMoved(Event):
    """A party came into a lane, or left it."""

    kind: ClassVar[str] = "projects.party_moved"
    sight: ClassVar[Sight] = Sight.PARTIES
    workspace_id: int
    party_id: int
    lane: str
    here: bool


@dataclass(frozen=True)
class LaneActed(Event):
    """A party did something in its own lane."""

    kind: ClassVar[str] = "projects.lane_acted"
    sight: ClassVar[Sight] = Sight.PARTIES
    workspace_id: int
    act_id: int
    party_id: int
    lane: str
    act: str
