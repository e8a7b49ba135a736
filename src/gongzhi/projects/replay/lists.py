"""How needs, resources and check-ins are rebuilt from their facts, for `record replay`."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from gongzhi.kernel.event import Event
from gongzhi.projects.events import needs, resources
from gongzhi.projects.models import Booking, Claim, Match, Need, Registration, Resource
from gongzhi.record.selectors import FactView
from gongzhi.record.services import Replay, replays


@dataclass(frozen=True)
class NeedStanding:
    """What the facts of a need say of it: also who took it on, and what was made of its matches."""

    place_id: int
    purpose: str
    origin: str
    state: str
    into: int | None = None
    project_id: int | None = None
    claims: dict[int, tuple[str, str]] = field(default_factory=dict)
    matches: dict[int, str] = field(default_factory=dict)


def _need(seen: NeedStanding | None, event: Event, fact: FactView) -> NeedStanding | None:
    if isinstance(event, needs.NeedRaised):
        # From a desk, or a named part of the house, it is on the list at once.
        sure = fact.seat_id is not None or fact.actor.startswith("system:")
        return NeedStanding(event.place_id, event.purpose, event.origin, "listed" if sure else "raised")
    return None if seen is None else _need_step(seen, event)


def _need_step(seen: NeedStanding, event: Event) -> NeedStanding:
    if isinstance(event, needs.NeedMoved):
        return replace(seen, state=event.state, into=event.into, project_id=event.project_id)
    if isinstance(event, needs.NeedChanged):
        return replace(seen, purpose=event.purpose)
    if isinstance(event, resources.ClaimMoved):
        return replace(seen, claims=seen.claims | {event.claim_id: (event.state, event.verdict)})
    if isinstance(event, resources.Matched):
        return replace(seen, matches=seen.matches | {event.resource_id: event.state})
    return seen


def _needs(ids: list[int]) -> dict[int, NeedStanding]:
    claims: dict[int, dict[int, tuple[str, str]]] = {pk: {} for pk in ids}
    matches: dict[int, dict[int, str]] = {pk: {} for pk in ids}
    taken = Claim.objects.filter(need_id__in=ids).values_list("need_id", "pk", "state", "verdict")
    for need_id, pk, state, verdict in taken:
        claims[need_id][pk] = (state, verdict)
    for need_id, other, state in Match.objects.filter(need_id__in=ids).values_list("need_id", "resource_id", "state"):
        matches[need_id][other] = state
    return {
        row.pk: NeedStanding(
            row.place_id, row.purpose, row.origin, row.state, row.into_id, row.project, claims[row.pk], matches[row.pk]
        )
        for row in Need.objects.filter(pk__in=ids)
    }


@dataclass(frozen=True)
class ResourceStanding:
    """What the facts of a resource say of it, with what is taken by each use."""

    kind: str
    amount: int
    unit: str
    until: str
    state: str = "offered"
    taken: dict[int, int] = field(default_factory=dict)


def _resource(seen: ResourceStanding | None, event: Event, fact: FactView) -> ResourceStanding | None:
    if isinstance(event, resources.ResourceOffered):
        return ResourceStanding(event.resource_kind, event.amount, event.unit, event.until)
    if seen is None:
        return None
    if isinstance(event, resources.ResourceEnded):
        return replace(seen, state=event.state)
    if isinstance(event, resources.ResourceUsed):
        return replace(seen, taken=seen.taken | {event.booking_id: event.amount})
    if isinstance(event, resources.ResourceReturned) and not event.cut_short:
        left = seen.taken.get(event.booking_id, 0) - event.amount
        return replace(seen, taken=seen.taken | {event.booking_id: left})
    return seen


def _resources(ids: list[int]) -> dict[int, ResourceStanding]:
    taken: dict[int, dict[int, int]] = {pk: {} for pk in ids}
    for owner, pk, amount in Booking.objects.filter(resource_id__in=ids).values_list("resource_id", "pk", "amount"):
        taken[owner][pk] = amount
    return {
        row.pk: ResourceStanding(row.kind, row.amount, row.unit, row.until.isoformat(), row.state, taken[row.pk])
        for row in Resource.objects.filter(pk__in=ids)
    }


CheckedInHere = frozenset[tuple[int, str, int]]


def _check_in(seen: CheckedInHere | None, event: Event, fact: FactView) -> CheckedInHere:
    here = seen or frozenset()
    if isinstance(event, resources.CheckedIn):
        return here | {(event.registration_id, event.registrant, event.body_id)}
    if isinstance(event, resources.CheckedOut):
        return here - {(event.registration_id, event.registrant, event.body_id)}
    return here


def _check_ins(ids: list[int]) -> dict[int, CheckedInHere]:
    here: dict[int, set[tuple[int, str, int]]] = {pk: set() for pk in ids}
    rows = Registration.objects.filter(place_id__in=ids, until=None)
    for place_id, pk, kind, body_id in rows.values_list("place_id", "pk", "kind", "body_id"):
        here[place_id].add((pk, kind, body_id))
    return {place_id: frozenset(found) for place_id, found in here.items()}


NEEDS = replays(Replay("projects.need", _need, _needs))
RESOURCES = replays(Replay("projects.resource", _resource, _resources))
CHECK_INS = replays(Replay("projects.checkin", _check_in, _check_ins))
