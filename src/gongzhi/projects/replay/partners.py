"""How tenders' offers, venture calls, grants, agreements and shared workspaces are rebuilt, for `record replay`."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace

from gongzhi.kernel.event import Event
from gongzhi.projects.events import partners as events
from gongzhi.projects.models import (
    Agreement,
    Bid,
    Facility,
    LaneAct,
    OpeningLog,
    Party,
    Proposal,
    Scorer,
    ScoreSheet,
    Tranche,
    VentureCall,
    Workspace,
)
from gongzhi.record.selectors import FactView
from gongzhi.record.services import Replay, replays

Offers = frozenset[tuple[int, int, str, int]]


def _bid(seen: Offers | None, event: Event, fact: FactView) -> Offers:
    """The offers of a tender: number, body, grade, and the assessment that gave it."""
    here = seen or frozenset()
    if isinstance(event, events.BidPut):
        return here | {(event.bid_id, event.body_id, event.grade, event.assessment_id)}
    return here


def _bids(ids: list[int]) -> dict[int, Offers]:
    found: dict[int, set[tuple[int, int, str, int]]] = {pk: set() for pk in ids}
    for row in Bid.objects.filter(tender_id__in=ids):
        found[row.tender_id].add((row.pk, row.body_id, row.grade, row.assessment_id))
    return {pk: frozenset(rows) for pk, rows in found.items()}


@dataclass(frozen=True)
class CallStanding:
    """What the facts of a call say of it; sheets by proposal, scorer and number."""

    body_id: int
    budget: int
    state: str = "open"
    digest: str = ""
    proposals: dict[int, tuple[int, int]] = field(default_factory=dict)
    scorers: frozenset[int] = frozenset()
    sheets: frozenset[tuple[int, int, int]] = frozenset()


def _call(seen: CallStanding | None, event: Event, fact: FactView) -> CallStanding | None:
    if isinstance(event, events.VentureOpened):
        return CallStanding(event.body_id, event.budget)
    return None if seen is None else _call_step(seen, event)


def _call_step(seen: CallStanding, event: Event) -> CallStanding:
    if isinstance(event, events.VentureMoved):
        return replace(seen, state=event.state)
    if isinstance(event, events.VentureAwarded):
        return replace(seen, state="awarded", digest=event.digest)
    if isinstance(event, events.ProposalPut):
        return replace(seen, proposals=seen.proposals | {event.proposal_id: (event.body_id, event.amount)})
    if isinstance(event, events.ScorerAsked):
        return replace(seen, scorers=seen.scorers | {event.scorer_id})
    if isinstance(event, events.SheetPut):
        return replace(seen, sheets=seen.sheets | {(event.proposal_id, event.scorer_id, event.number)})
    return seen


def _calls(ids: list[int]) -> dict[int, CallStanding]:
    proposals: dict[int, dict[int, tuple[int, int]]] = defaultdict(dict)
    scorers: dict[int, set[int]] = defaultdict(set)
    sheets: dict[int, set[tuple[int, int, int]]] = defaultdict(set)
    for row in Proposal.objects.filter(call_id__in=ids):
        proposals[row.call_id][row.pk] = (row.body_id, row.amount)
    for scorer in Scorer.objects.filter(call_id__in=ids):
        scorers[scorer.call_id].add(scorer.pk)
    for sheet in ScoreSheet.objects.filter(proposal__call_id__in=ids).select_related("proposal"):
        sheets[sheet.proposal.call_id].add((sheet.proposal_id, sheet.scorer_id, sheet.number))
    return {
        row.pk: CallStanding(
            row.body_id, row.budget, row.state, row.digest, proposals[row.pk], frozenset(scorers[row.pk]),
            frozenset(sheets[row.pk]),
        )
        for row in VentureCall.objects.filter(pk__in=ids)
    }  # fmt: skip


def _tranche(seen: tuple[int, str] | None, event: Event, fact: FactView) -> tuple[int, str] | None:
    return (event.proposal_id, event.state) if isinstance(event, events.TrancheMoved) else seen


def _tranches(ids: list[int]) -> dict[int, tuple[int, str]]:
    return {row.pk: (row.proposal_id, row.state) for row in Tranche.objects.filter(pk__in=ids)}


def _facility(seen: tuple[int, str] | None, event: Event, fact: FactView) -> tuple[int, str] | None:
    return (event.body_id, event.form) if isinstance(event, events.FacilityRegistered) else seen


def _facilities(ids: list[int]) -> dict[int, tuple[int, str]]:
    return {row.pk: (row.body_id, row.kind) for row in Facility.objects.filter(pk__in=ids)}


@dataclass(frozen=True)
class AgreementStanding:
    """What the facts of an agreement say of it; logs by number: day, kind, from which to which minute."""

    facility_id: int
    operator_id: int
    state: str
    logs: frozenset[tuple[int, str, str, int, int]] = frozenset()


def _agreement(seen: AgreementStanding | None, event: Event, fact: FactView) -> AgreementStanding | None:
    if isinstance(event, events.AgreementSettled):
        if seen is None:
            return AgreementStanding(event.facility_id, event.operator_id, event.state)
        return replace(seen, state=event.state)
    if seen is not None and isinstance(event, events.OpeningLogged):
        return replace(seen, logs=seen.logs | {(event.log_id, event.day, event.form, event.start, event.end)})
    return seen


def _agreements(ids: list[int]) -> dict[int, AgreementStanding]:
    logs: dict[int, set[tuple[int, str, str, int, int]]] = defaultdict(set)
    for row in OpeningLog.objects.filter(agreement_id__in=ids):
        logs[row.agreement_id].add((row.pk, row.day.isoformat(), row.kind, row.start, row.end))
    return {
        row.pk: AgreementStanding(row.facility_id, row.operator_id, row.state, frozenset(logs[row.pk]))
        for row in Agreement.objects.filter(pk__in=ids)
    }


@dataclass(frozen=True)
class WorkspaceStanding:
    """What the facts of a shared workspace say of it: its template, who is in which lane, what was done."""

    about: str
    body_id: int
    template: str
    closed: bool = False
    parties: frozenset[tuple[int, str]] = frozenset()
    acts: frozenset[tuple[int, int, str, str]] = frozenset()


def _workspace(seen: WorkspaceStanding | None, event: Event, fact: FactView) -> WorkspaceStanding | None:
    if isinstance(event, events.WorkspaceOpened):
        return WorkspaceStanding(event.about, event.body_id, event.template)
    if seen is None:
        return None
    if isinstance(event, events.TemplateSwitched):
        closed = event.after == "closed"
        return replace(seen, closed=True) if closed else replace(seen, template=event.after)
    if isinstance(event, events.PartyMoved):
        one = {(event.party_id, event.lane)}
        return replace(seen, parties=seen.parties | one if event.here else seen.parties - one)
    if isinstance(event, events.LaneActed):
        return replace(seen, acts=seen.acts | {(event.act_id, event.party_id, event.lane, event.act)})
    return seen


def _workspaces(ids: list[int]) -> dict[int, WorkspaceStanding]:
    parties: dict[int, set[tuple[int, str]]] = defaultdict(set)
    acts: dict[int, set[tuple[int, int, str, str]]] = defaultdict(set)
    for party in Party.objects.filter(workspace_id__in=ids, until=None):
        parties[party.workspace_id].add((party.pk, party.lane))
    for row in LaneAct.objects.filter(workspace_id__in=ids):
        acts[row.workspace_id].add((row.pk, row.party_id, row.lane, row.act))
    return {
        row.pk: WorkspaceStanding(
            f"{row.about_label}:{row.about_id}", row.body_id, row.template, row.closed_at is not None,
            frozenset(parties[row.pk]), frozenset(acts[row.pk]),
        )
        for row in Workspace.objects.filter(pk__in=ids)
    }  # fmt: skip


BIDS = replays(Replay("projects.tender", _bid, _bids))
CALLS = replays(Replay("projects.call", _call, _calls))
TRANCHES = replays(Replay("projects.tranche", _tranche, _tranches))
FACILITIES = replays(Replay("projects.facility", _facility, _facilities))
AGREEMENTS = replays(Replay("projects.agreement", _agreement, _agreements))
WORKSPACES = replays(Replay("projects.workspace", _workspace, _workspaces))
