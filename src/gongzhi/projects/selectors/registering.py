"""Read check-in: who should and who did, recomputed from the record; claims; reports to units; hubs and supports."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from django.db.models import QuerySet

from gongzhi.kernel import clock
from gongzhi.kernel.reference import Ref
from gongzhi.projects.models import Claim, OrgRole, RegisterBase, Registration, ReportBack
from gongzhi.record import selectors as record

TOLD = 20  # reports that a desk lists


@dataclass(frozen=True)
class Rate:
    """How many checked in, of how many who should; no rate where nobody wrote down how many should."""

    registered: int
    base: int

    @property
    def share(self) -> Fraction | None:
        """The exact share."""
        return Fraction(self.registered, self.base) if self.base else None


def rate(place: Any, kind: str, on: date | None = None) -> Rate:
    """The rate of a community as its tables say."""
    day = on or clock.today().date()
    base = RegisterBase.objects.filter(place=place, kind=kind, on__lte=day).order_by("-on", "-pk").first()
    rows = Registration.objects.filter(place=place, kind=kind, until=None)
    return Rate(rows.count(), base.many if base else 0)


def recomputed(place: Any, kind: str) -> Rate:
    """The same rate from the facts alone, by whoever does not trust the tables."""
    here: set[int] = set()
    base, since = 0, ""
    for fact in sorted(record.facts_about(Ref("projects.checkin", place.pk)), key=lambda one: (one.at, one.id)):
        data = fact.data
        if data.get("registrant") != kind:
            continue
        if fact.kind == "projects.checked_in":
            here.add(data["registration_id"])
        elif fact.kind == "projects.checked_out":
            here.discard(data["registration_id"])
        elif fact.kind == "projects.register_base" and since <= data["on"] <= clock.today().date().isoformat():
            base, since = data["many"], data["on"]
    return Rate(len(here), base)


def registrations(place: Any, kind: str = "unit") -> list[Registration]:
    """Who is checked in to a community now; members are listed for its desk only, in no order of merit."""
    rows = Registration.objects.filter(place=place, kind=kind, until=None).select_related("body")
    return list(rows.order_by("pk"))


def registration_of(person_id: int) -> list[Registration]:
    """Where a person is checked in."""
    return list(Registration.objects.filter(person_id=person_id, until=None).select_related("place", "body"))


def registration(registration_id: int) -> Registration | None:
    """One check-in that stands, or None."""
    return _standing().filter(pk=registration_id).first()


def registrations_of_units(body_ids: Iterable[int]) -> list[Registration]:
    """Where these bodies are checked in as units."""
    return list(_standing().filter(body_id__in=list(body_ids), kind="unit").order_by("pk"))


def _standing() -> QuerySet[Registration]:
    return Registration.objects.filter(until=None).select_related("place", "body")


def claims_by(registration_ids: Iterable[int]) -> list[Claim]:
    """What these check-ins claimed, newest first."""
    rows = Claim.objects.filter(registration_id__in=list(registration_ids))
    return list(rows.select_related("registration__body", "registration__place", "need__place").order_by("-pk"))


def claims_at(place: Any) -> list[Claim]:
    """The claims in a community, oldest first."""
    rows = Claim.objects.filter(registration__place=place).select_related("registration__body", "need__place")
    return list(rows.order_by("pk"))


def claim(claim_id: int) -> Claim | None:
    """One claim."""
    return Claim.objects.select_related("registration__place", "need__place").filter(pk=claim_id).first()


def reports_to(body_id: int) -> list[ReportBack]:
    """What communities told a unit, newest first."""
    return list(ReportBack.objects.filter(body_id=body_id).select_related("place").order_by("-until", "-pk"))


def reports_at(place: Any) -> list[ReportBack]:
    """What a community told units last, newest first."""
    rows = ReportBack.objects.filter(place=place).select_related("body")
    return list(rows.order_by("-until", "-pk")[:TOLD])


def org_roles(place: Any) -> list[OrgRole]:
    """The supports and hubs of a place and inside it."""
    rows = OrgRole.objects.filter(place__path__startswith=place.path, until=None)
    return list(rows.select_related("body", "place").order_by("role", "purpose", "pk"))
