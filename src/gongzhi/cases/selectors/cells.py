"""A street from above: open cases by community, the overdue ladder, and the rows of a list for a file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from gongzhi.cases.models import Case
from gongzhi.cases.selectors.desk import listed
from gongzhi.cases.selectors.work import LABEL
from gongzhi.duties import selectors as duties
from gongzhi.kernel import clock
from gongzhi.places import selectors as places

LADDER_KINDS = ("accept", "sort", "solve")
MOST_ROWS = 20_000
FINER = ("unit", "household")  # a file never says behind which door


@dataclass(frozen=True)
class Cell:
    """A community with its open cases, and how many of them are overdue."""

    place: Any
    count: int
    overdue: int


def cells(street: Any) -> list[Cell]:
    """The street's communities with their counts, most first; two queries."""
    rows = (
        Case.objects.filter(street_id=street.pk, is_open=True, part_of=None)
        .values("community_id")
        .annotate(n=Count("id"), late=Count("id", filter=Q(due_at__lt=clock.now())))
    )
    counted = {row["community_id"]: (row["n"], row["late"]) for row in rows}
    inside = places.within(street).filter(level="community").order_by("code")
    found = [Cell(place, *counted.get(place.pk, (0, 0))) for place in inside]
    return sorted(found, key=lambda cell: (-cell.count, cell.place.pk))


def ladder_duties(street_id: int) -> QuerySet[Any]:
    """The open duties of whoever holds a case of the street, one for each case, soonest first."""
    here = Case.objects.filter(street_id=street_id, is_open=True)
    found = duties.open_duties(here.values("holder_id"), kinds=LADDER_KINDS)
    found = found.filter(about_label=LABEL, about_id__in=here.values("pk"))
    accepting = duties.open_duties(here.values("holder_id"), kinds=["accept"]).order_by()
    same = accepting.filter(about_label=LABEL, about_id=OuterRef("about_id"), body_id=OuterRef("body_id"))
    return found.exclude(Q(kind="solve") & Exists(same))


def file_rows(*, community_id: int | None, street_id: int | None, **by: str) -> Iterator[tuple[Case, str]]:
    """Every case of a filtered list with its place down to the building, newest first, up to MOST_ROWS."""
    before, given = None, 0
    while given < MOST_ROWS:
        page = listed(community_id=community_id, street_id=street_id, before=before, size=500, **by)
        where = _to_building(page.cases)
        yield from ((case, where[case.pk]) for case in page.cases)
        given += len(page.cases)
        if not page.after:
            return
        before = int(page.after)


def _to_building(cases: list[Case]) -> dict[int, str]:
    """Where each case is, in words, never finer than a building; a query or two for all."""
    shown = {case.pk: case.place for case in cases}
    while inner := {pk: place for pk, place in shown.items() if place.level in FINER and place.parent_id}:
        above = type(cases[0].place).objects.in_bulk({place.parent_id for place in inner.values()})
        shown |= {pk: above[place.parent_id] for pk, place in inner.items()}
    names = places.names_of(shown.values())
    return {pk: names[place.pk] for pk, place in shown.items()}
