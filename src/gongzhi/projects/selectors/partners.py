"""The readers of purchases, venture calls, facilities and workspaces; and how concentrated awards are (row Q11)."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from typing import Any

from django.db.models import Q

from gongzhi.assessments import selectors as assessments
from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.clock import CHINA
from gongzhi.kernel.reference import Ref
from gongzhi.organisations import selectors as organisations
from gongzhi.places import selectors as places
from gongzhi.projects.models import (
    Agreement,
    Bid,
    Contract,
    Facility,
    FacilityRating,
    LaneAct,
    OpeningLog,
    Party,
    Proposal,
    Scorer,
    ScorerTie,
    ScoreSheet,
    Tender,
    Tranche,
    VentureCall,
    Workspace,
)
from gongzhi.projects.rules import opening, venture
from gongzhi.rulebook import selectors as rulebook


def tender(tender_id: int) -> Tender | None:
    """One tender with its project."""
    return Tender.objects.select_related("project__place", "project__body").filter(pk=tender_id).first()


def tenders(public: bool = True) -> list[Tender]:
    """Tenders that everybody may know of, the latest first."""
    rows = Tender.objects.select_related("project__place", "project__body")
    rows = rows.exclude(state="drafted") if public else rows
    return list(rows.order_by("-published_at", "-pk")[:100])


def bids_of(tender_id: int) -> list[Bid]:
    """Every offer, in the order of its price."""
    return list(Bid.objects.select_related("body", "candidate").filter(tender_id=tender_id).order_by("price", "pk"))


def grade_allows(body_id: int, grades: Iterable[str], on: date) -> assessments.Grade | None:
    """The grade in force, if it is among those that a tender lets in; an expired one is none."""
    found = assessments.grade_in_force(body_id, on)
    return found if found is not None and found.name in set(grades) else None


# --- venture calls ---


def call(call_id: int) -> VentureCall | None:
    """One call."""
    return VentureCall.objects.select_related("place", "body").filter(pk=call_id).first()


def calls() -> list[VentureCall]:
    """Calls, the latest first."""
    return list(VentureCall.objects.select_related("place", "body").order_by("-opened_at", "-pk")[:100])


def proposals_of(call_id: int) -> list[Proposal]:
    """Every proposal with its organisation: for the desk, and for everybody after the award."""
    return list(Proposal.objects.select_related("body").filter(call_id=call_id).order_by("code"))


@dataclass(frozen=True)
class Blind:
    """What a scorer sees of a proposal: no name, no number that leads to one."""

    code: str
    title: str
    text: str
    amount: int
    points: dict[str, int] | None


def blind(scorer: Scorer) -> list[Blind]:
    """The proposals as this scorer may see them, with the scorer's own last points."""
    own: dict[int, dict[str, int]] = {}
    for sheet in ScoreSheet.objects.filter(scorer=scorer).order_by("number"):
        own[sheet.proposal_id] = sheet.points
    rows = Proposal.objects.filter(call_id=scorer.call_id).order_by("code")
    return [Blind(row.code, row.title, row.text, row.amount, own.get(row.pk)) for row in rows]


def scorer_of(call_id: int, person_id: int | None) -> Scorer | None:
    """The place of a person among those who score a call."""
    return Scorer.objects.select_related("call").filter(call_id=call_id, person_id=person_id or 0).first()


def scorers_of(call_id: int) -> list[Scorer]:
    """Everybody who was asked, in order."""
    return list(Scorer.objects.select_related("person").filter(call_id=call_id).order_by("number"))


def tie_of(scorer: Scorer) -> str:
    """How a scorer is related to an applicant: "same_body", "term" or "declared"; empty for not at all."""
    applicants = set(Proposal.objects.filter(call_id=scorer.call_id).values_list("body_id", flat=True))
    if scorer.pk and ScorerTie.objects.filter(scorer=scorer, body_id__in=applicants).exists():
        return "declared"
    at = clock.now()
    years = rulebook.number("venture.tie_years", at.astimezone(CHINA).date())
    since = at - timedelta(days=366 * years)
    for term in organisations.terms_of(scorer.person_id):
        if term.seat.body_id not in applicants:
            continue
        if term.until is None or term.until > at:
            return "same_body"
        if term.until > since:
            return "term"
    return ""


def sheets_of(call_id: int) -> dict[int, dict[str, dict[str, int]]]:
    """Scorer → code → points, each by the last sheet."""
    found: dict[int, dict[str, dict[str, int]]] = {}
    rows = ScoreSheet.objects.select_related("proposal").filter(proposal__call_id=call_id).order_by("number")
    for sheet in rows:
        found.setdefault(sheet.scorer_id, {})[sheet.proposal.code] = sheet.points
    return found


def totals(found: VentureCall) -> list[venture.Total]:
    """The outcome from the published file; nothing before the award."""
    return venture.recount(found.file) if found.file else []


def tranches_of(call_id: int) -> list[Tranche]:
    """Every tranche of a call's grants, in order."""
    rows = Tranche.objects.select_related("proposal__body", "proposal__call").filter(proposal__call_id=call_id)
    return list(rows.order_by("proposal__code", "position"))


def tranche(tranche_id: int) -> Tranche | None:
    """One tranche with its call."""
    rows = Tranche.objects.select_related("proposal__body", "proposal__call__place", "proposal__call__body")
    return rows.filter(pk=tranche_id).first()


# --- facilities ---


def facility(facility_id: int) -> Facility | None:
    """One facility."""
    return Facility.objects.select_related("place", "body").filter(pk=facility_id).first()


def facilities() -> list[Facility]:
    """Every facility on the list."""
    return list(Facility.objects.select_related("place", "body").order_by("place__path", "name")[:300])


def agreement(agreement_id: int) -> Agreement | None:
    """One agreement with its facility and its operator."""
    rows = Agreement.objects.select_related("facility__place", "facility__body", "operator")
    return rows.filter(pk=agreement_id).first()


def agreement_of(facility_id: int) -> Agreement | None:
    """The agreement that stands (drawn up or running), else the last one."""
    rows = Agreement.objects.select_related("facility__place", "facility__body", "operator")
    return rows.filter(facility_id=facility_id).exclude(state="refused").order_by("-since", "-pk").first()


def kept(row: Agreement, since: date, until: date) -> opening.Kept:
    """What a period came to, computed from the logs as they stand; only days of the agreement that are over count."""
    first = max(since, row.since)
    last = min(until, row.until, clock.today().date() - timedelta(days=1))
    logs: dict[date, dict[str, list[tuple[int, int]]]] = {}
    for log in OpeningLog.objects.filter(agreement=row, day__range=(first, last)).order_by("pk"):
        logs.setdefault(log.day, {}).setdefault(log.kind, []).append((log.start, log.end))
    days = opening.days_between(first, last) if last >= first else []
    return opening.period(opening.read(row.level), days, logs, row.subsidy)


def month_of(row: Agreement, day: date) -> opening.Kept:
    """The month in which a day lies."""
    return kept(row, day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1]))


def months_before(row: Agreement, day: date, most: int = 6) -> list[tuple[date, opening.Kept]]:
    """The months of the agreement that are over before the month of a day, the newest first."""
    found: list[tuple[date, opening.Kept]] = []
    last = day.replace(day=1) - timedelta(days=1)
    while last >= row.since and len(found) < most:
        found.append((last.replace(day=1), month_of(row, last)))
        last = last.replace(day=1) - timedelta(days=1)
    return found


def year_before(day: date) -> date:
    """The same day of the year before; the last of February for a leap day."""
    last = monthrange(day.year - 1, day.month)[1]
    return day.replace(year=day.year - 1, day=min(day.day, last))


def logs_of(agreement_id: int, most: int = 60) -> list[OpeningLog]:
    """The last logs, the newest first."""
    return list(OpeningLog.objects.filter(agreement_id=agreement_id).order_by("-day", "-pk")[:most])


def ratings_of(agreement_id: int) -> dict[str, int]:
    """How many residents gave each mark."""
    found: dict[str, int] = {}
    for mark in FacilityRating.objects.filter(agreement_id=agreement_id).values_list("mark", flat=True):
        found[mark] = found.get(mark, 0) + 1
    return found


# --- shared workspaces ---


def workspace(workspace_id: int) -> Workspace | None:
    """One workspace."""
    return Workspace.objects.select_related("place", "body").filter(pk=workspace_id).first()


def parties_of(workspace_id: int) -> list[Party]:
    """The parties that are in it now, in the order in which they came."""
    rows = Party.objects.select_related("body", "person").filter(workspace_id=workspace_id, until=None)
    return list(rows.order_by("pk"))


def acts_in(workspace_id: int) -> list[LaneAct]:
    """What was done, the newest first."""
    return list(LaneAct.objects.select_related("party__body").filter(workspace_id=workspace_id).order_by("-pk")[:200])


def held_at(place: Any | None) -> dict[str, int]:
    """How many public purchases, calls and facilities concern a place, lying in it or above it; None: everywhere."""
    near: dict[str, Q] = {}
    for name, path in (("purchases", "project__place"), ("ventures", "place"), ("facilities", "place")):
        within = Q(**{f"{path}__path__startswith": place.path}) if place is not None else Q()
        over = Q(**{f"{path}_id__in": places.path_ids(place.path)}) if place is not None else Q()
        near[name] = within | over
    return {
        "purchases": Tender.objects.exclude(state="drafted").filter(near["purchases"]).count(),
        "ventures": VentureCall.objects.filter(near["ventures"]).count(),
        "facilities": Facility.objects.filter(near["facilities"]).count(),
    }


def workspaces_about(ref: Ref) -> list[Workspace]:
    """The workspaces that share a case or a project, newest first."""
    rows = Workspace.objects.select_related("place", "body").filter(about_label=ref.label, about_id=ref.id)
    return list(rows.order_by("-pk"))


def workspaces_of(actor: Actor) -> list[Workspace]:
    """The workspaces in which the actor, or a body of the actor's seats, has a part."""
    bodies = [seat.body_id for seat in actor.seats]
    part = Q(parties__until=None) & (Q(parties__body_id__in=bodies) | Q(parties__person_id=actor.person_id))
    rows = Workspace.objects.select_related("place", "body").filter(part | Q(body_id__in=bodies)).distinct()
    return list(rows.order_by("-opened_at", "-pk")[:100])


# --- how concentrated awards are ---


@dataclass(frozen=True)
class Concentration:
    """Who got how much of what was contracted and granted, the largest first; shares are exact."""

    total: int
    rows: tuple[tuple[int, str, int], ...]

    @property
    def largest(self) -> Fraction:
        """The share of the one that got most; 0 where nothing was awarded."""
        return Fraction(self.rows[0][2], self.total) if self.total else Fraction(0)

    @property
    def evenness(self) -> Fraction:
        """The sum of the squared shares: 1 when one got everything, 1/n when n got the same; 0 without awards."""
        return sum((Fraction(row[2], self.total) ** 2 for row in self.rows), Fraction(0)) if self.total else Fraction(0)


def concentration(place: Any, since: date, until: date) -> Concentration:
    """Contracts signed and grants awarded inside a place between two days, by organisation (row Q11)."""
    window = (_start(since), _start(until + timedelta(days=1)))
    inside = {"project__place__path__startswith": place.path, "state": "signed"}
    signed = Contract.objects.filter(signed_at__gte=window[0], signed_at__lt=window[1], **inside)
    found: dict[int, int] = {}
    for body_id, amount in signed.exclude(candidate__body=None).values_list("candidate__body_id", "amount"):
        found[body_id] = found.get(body_id, 0) + amount
    granted = Tranche.objects.filter(
        proposal__call__awarded_at__gte=window[0], proposal__call__awarded_at__lt=window[1],
        proposal__call__place__path__startswith=place.path,
    ).values_list("proposal__body_id", "amount")  # fmt: skip
    for body_id, amount in granted:
        found[body_id] = found.get(body_id, 0) + amount
    names = organisations.bodies(found)
    rows = sorted(((pk, names[pk].name, amount) for pk, amount in found.items()), key=lambda row: (-row[2], row[0]))
    return Concentration(sum(found.values()), tuple(rows))


def _start(day: date) -> datetime:
    return datetime.combine(day, time(), CHINA)
