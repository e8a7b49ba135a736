"""How projects are rebuilt from their facts, for `record replay`: state, evidence, builders, contracts, dates."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from gongzhi.kernel.event import Event
from gongzhi.projects.events import partners
from gongzhi.projects.events import projects as events
from gongzhi.projects.models import Blocker, Candidate, Contract, Evidence, Milestone, Project, ProjectNeed, Tender
from gongzhi.record.selectors import FactView
from gongzhi.record.services import Replay, replays

Rows = dict[int, tuple[Any, ...]]


@dataclass(frozen=True)
class Standing:
    """What the facts of a project say of it; rows by their number, days as ISO, amounts in fen."""

    state: str
    needs: frozenset[int]
    evidence: frozenset[int] = frozenset()
    candidates: Rows = field(default_factory=dict)
    contracts: Rows = field(default_factory=dict)
    milestones: Rows = field(default_factory=dict)
    blockers: frozenset[int] = frozenset()
    tender: str = ""
    fund_id: int | None = None


def _fold(seen: Standing | None, event: Event, fact: FactView) -> Standing | None:
    if isinstance(event, events.ProjectProposed):
        return Standing("collected", frozenset(event.needs))
    return None if seen is None else _step(_built(seen, event), event)


def _step(seen: Standing, event: Event) -> Standing:
    if isinstance(event, events.ProjectMoved):
        return replace(seen, state=event.state)
    if isinstance(event, events.NeedAnswered):
        return replace(seen, needs=seen.needs | {event.need_id})
    if isinstance(event, events.EvidenceGiven):
        return replace(seen, evidence=_with(seen.evidence, event.evidence_id, event.given))
    if isinstance(event, events.MoneyHeld):
        return replace(seen, fund_id=event.fund_id)
    if isinstance(event, events.ProjectBlocked):
        return replace(seen, blockers=_with(seen.blockers, event.blocker_id, event.open))
    return seen


def _with(rows: frozenset[int], pk: int, there: bool) -> frozenset[int]:
    return rows | {pk} if there else rows - {pk}


def _built(seen: Standing, event: Event) -> Standing:
    """Who builds, by which contract and until when."""
    if isinstance(event, events.CandidateSettled):
        return replace(seen, candidates=seen.candidates | {event.candidate_id: (event.state, event.price)})
    if isinstance(event, events.ContractSettled):
        return replace(seen, contracts=seen.contracts | {event.contract_id: (event.state, event.amount)})
    if isinstance(event, partners.TenderDrawn | partners.TenderPublished | partners.TenderClosed):
        return replace(seen, tender=TENDER_STATE[type(event)])
    return replace(seen, milestones=_dates(seen.milestones, event))


TENDER_STATE = {
    partners.TenderDrawn: "drafted", partners.TenderPublished: "published", partners.TenderClosed: "closed",
}  # fmt: skip


def _dates(rows: Rows, event: Event) -> Rows:
    if isinstance(event, events.MilestoneSet):
        return rows | {event.milestone_id: (event.due, "")}
    if isinstance(event, events.MilestoneMet):
        return rows | {event.milestone_id: (rows.get(event.milestone_id, ("",))[0], event.on)}
    if isinstance(event, events.DateShifted) and event.milestone_id is not None:
        return rows | {event.milestone_id: (event.new, "")}
    return rows


def _current(ids: list[int]) -> dict[int, Standing]:
    needs = _sets(ids, ProjectNeed.objects.values_list("project_id", "need_id"))
    evidence = _sets(ids, Evidence.objects.filter(withdrawn_at=None).values_list("project_id", "pk"))
    blockers = _sets(ids, Blocker.objects.filter(until=None).values_list("project_id", "pk"))
    candidates = _rows(ids, Candidate.objects.values_list("project_id", "pk", "state", "price"))
    contracts = _rows(ids, Contract.objects.values_list("project_id", "pk", "state", "amount"))
    milestones = _rows(ids, Milestone.objects.values_list("project_id", "pk", "due", "met_on"))
    tenders = dict(Tender.objects.filter(project_id__in=ids).values_list("project_id", "state"))
    rows = Project.objects.filter(pk__in=ids).values_list("pk", "state", "fund_id")
    return {
        pk: Standing(
            state, needs[pk], evidence[pk], candidates[pk], contracts[pk],
            {k: (due.isoformat(), met.isoformat() if met else "") for k, (due, met) in milestones[pk].items()},
            blockers[pk], tenders.get(pk, ""), fund_id,
        )
        for pk, state, fund_id in rows
    }  # fmt: skip


def _sets(ids: list[int], pairs: Any) -> dict[int, frozenset[int]]:
    found: dict[int, set[int]] = {pk: set() for pk in ids}
    for owner, pk in pairs.filter(project_id__in=ids):
        found[owner].add(pk)
    return {owner: frozenset(rows) for owner, rows in found.items()}


def _rows(ids: list[int], table: Any) -> dict[int, Rows]:
    found: dict[int, Rows] = {pk: {} for pk in ids}
    lines: Iterable[tuple[Any, ...]] = table.filter(project_id__in=ids)
    for owner, pk, *rest in lines:
        found[owner][pk] = tuple(rest)
    return found


PROJECTS = replays(Replay("projects.project", _fold, _current))
