"""Read resources: the list of a place, what somebody gave and what it caused, the balance of what was offered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from typing import Any

from django.db.models import Count, Q, QuerySet

from gongzhi.kernel import clock
from gongzhi.kernel.clock import CHINA
from gongzhi.places import selectors as places
from gongzhi.projects.models import Booking, Effect, Match, Need, Project, Resource, Verdict
from gongzhi.projects.rules import slots
from gongzhi.projects.rules.slots import Flow

NEED, PROJECT, ENTRY = "projects.need", "projects.project", "ledger.entry"


def _rows() -> QuerySet[Resource]:
    return Resource.objects.select_related("place", "body")


def resource(resource_id: int) -> Resource | None:
    """The resource with its place and giver, or None."""
    return _rows().filter(pk=resource_id).first()


def resources_at(place: Any, *, kind: str = "") -> QuerySet[Resource]:
    """What is offered at a place, inside it, and above it up to its street; by kind, newest first."""
    above = [one.pk for one in places.ancestors(place) if one.level not in ("district", "city", "province", "nation")]
    rows = _rows().filter(Q(place__path__startswith=place.path) | Q(place_id__in=above), state="offered")
    return _narrowed(rows, kind)


def resources_everywhere(*, kind: str = "") -> QuerySet[Resource]:
    """What is offered in the whole deployment."""
    return _narrowed(_rows().filter(state="offered"), kind)


def _narrowed(rows: QuerySet[Resource], kind: str) -> QuerySet[Resource]:
    rows = rows.filter(until__gt=clock.today().date())
    return (rows.filter(kind=kind) if kind else rows).order_by("kind", "-pk")


def booking(booking_id: int) -> Booking | None:
    """One use of a resource."""
    return Booking.objects.select_related("resource__place", "resource__body").filter(pk=booking_id).first()


def bookings_of(resource_id: int) -> list[Booking]:
    """The uses of a resource, newest first."""
    return list(Booking.objects.filter(resource_id=resource_id).prefetch_related("effects").order_by("-pk"))


def serving(need: Need) -> list[Match]:
    """The resources that were accepted for a need."""
    rows = Match.objects.filter(need=need, state="agreed").select_related("resource__body", "resource__place")
    return list(rows.order_by("pk"))


# --- what a contribution caused ---


@dataclass(frozen=True)
class Use:
    """One use of what somebody gave: for what, its effect in words, or none yet; the verdicts on it."""

    booking: Booking
    title: str
    effects: list[str]
    verdicts: dict[str, int] = field(default_factory=dict)
    project_id: int | None = None

    @property
    def waiting(self) -> bool:
        """Whether nobody has said yet what it caused."""
        return not self.effects and not self.verdicts


@dataclass(frozen=True)
class Contribution:
    """One resource that somebody gave, every use of it, and its balance."""

    resource: Resource
    uses: list[Use]
    flow: Flow


def contributed(*, body_id: int | None = None, person_id: int | None = None) -> list[Contribution]:
    """What a body or a person gave, newest first; every use has its effect, its verdicts, or none yet."""
    if body_id is not None:
        return _told(list(_rows().filter(body_id=body_id).order_by("-pk")))
    return _told(list(_rows().filter(person_id=person_id).order_by("-pk"))) if person_id is not None else []


def told(row: Resource) -> Contribution:
    """One resource with every use of it and what each caused."""
    return _told([row])[0]


def _told(rows: Sequence[Resource]) -> list[Contribution]:
    uses = Booking.objects.filter(resource__in=[row.pk for row in rows]).exclude(state="returned").order_by("pk")
    by_resource: dict[int, list[Booking]] = defaultdict(list)
    for one in uses:
        by_resource[one.resource_id].append(one)
    told = _uses([one for found in by_resource.values() for one in found])
    known = flows(rows)
    return [Contribution(row, [told[one.pk] for one in by_resource[row.pk]], known[row.pk]) for row in rows]


def _uses(rows: Sequence[Booking]) -> dict[int, Use]:
    effects: dict[int, list[str]] = defaultdict(list)
    for one in Effect.objects.filter(booking__in=[row.pk for row in rows]).order_by("pk"):
        effects[one.booking_id].append(one.text)
    needs = Need.objects.in_bulk([row.about_id for row in rows if row.about_label == NEED])
    of: dict[int, int] = {}
    for row in rows:
        number = row.about_id if row.about_label == PROJECT else getattr(needs.get(row.about_id), "project", None)
        if number and row.about_label in (NEED, PROJECT):
            of[row.pk] = int(number)
    projects = Project.objects.in_bulk(set(of.values()))
    said: dict[int, dict[str, int]] = defaultdict(dict)
    judged = Verdict.objects.filter(project__in=set(of.values())).order_by().values_list("project_id", "answer")
    for number, answer, many in judged.annotate(many=Count("pk")):
        said[number][answer] = many
    found = {}
    for row in rows:
        project = projects.get(of.get(row.pk, 0))
        need = needs.get(row.about_id) if row.about_label == NEED else None
        title = need.title if need else project.title if project else ""
        given = said.get(project.pk, {}) if project else {}
        found[row.pk] = Use(row, title, effects[row.pk], given, project.pk if project else None)
    return found


# --- the balance ---


def _midnight(day: Any) -> datetime:
    return datetime.combine(day, time(), CHINA).astimezone(UTC)


def flows(rows: Iterable[Resource]) -> dict[int, Flow]:
    """For each resource what was offered and what became of it, in its unit (× minutes, for what comes back)."""
    listed, now = list(rows), clock.now()
    uses: dict[int, list[Booking]] = defaultdict(list)
    for one in Booking.objects.filter(resource__in=[row.pk for row in listed], state="booked"):
        uses[one.resource_id].append(one)
    return {row.pk: _flow(row, uses[row.pk], now) for row in listed}


def _flow(row: Resource, uses: Sequence[Booking], now: datetime) -> Flow:
    over = row.state != "offered" or now >= _midnight(row.until)
    if not row.grain:
        return slots.flow_of_stock(row.amount, sum(one.amount for one in uses), over=over)
    times = [(start, end) for start, end in row.times]
    begins, ends = _midnight(row.since), _midnight(row.until)
    taken = [
        (
            one.amount,
            slots.minutes_between(one.starts, one.ends, ()),
            slots.minutes_between(max(now, one.starts), one.ends, ()),
        )
        for one in uses
        if one.starts and one.ends
    ]
    whole = row.amount * slots.minutes_between(begins, ends, times)
    coming = row.amount * slots.minutes_between(max(now, begins), ends, times)
    left = sum(amount * ahead for amount, _minutes, ahead in taken) if over else coming
    return slots.flow_of_time(whole, left, taken)


@dataclass(frozen=True)
class Balance:
    """The flows of a place from one sector in one unit; `timed`: the numbers are the unit × minutes."""

    sector: str
    unit: str
    timed: bool
    flow: Flow


def balances(place: Any) -> list[Balance]:
    """Offered = used + unused + expired of a place, by sector and unit; unlike units are never added."""
    rows = list(_rows().filter(place__path__startswith=place.path))
    known = flows(rows)
    found: dict[tuple[str, str, bool], Flow] = defaultdict(Flow)
    for row in rows:
        found[row.sector, row.unit, bool(row.grain)] += known[row.pk]
    return [Balance(*key, flow) for key, flow in sorted(found.items())]


def pledges(place: Any) -> list[Contribution]:
    """What the members of a place's alliance pledged, each with its uses; what is over is expired or taken back."""
    return _told(list(_rows().filter(place__path__startswith=place.path, alliance=True).order_by("-pk")))
