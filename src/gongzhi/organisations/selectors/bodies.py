"""Bodies by id, by kind and place, and by area; each reader is one query."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import QuerySet

from gongzhi.kernel import clock
from gongzhi.organisations.models import Body
from gongzhi.organisations.rules import beyond, ids_on
from gongzhi.record.selectors import Kept

_BODIES = Kept(lambda ids: Body.objects.filter(pk__in=ids).select_related("place"))


_ON_THE_WAY = Kept(
    lambda kinds, ids, day: Body.objects.active(day).filter(kind__in=kinds, place_id__in=ids).order_by("id")
)


def body(body_id: int) -> Body:
    """One body with its place; Body.DoesNotExist when there is none."""
    found: Body | None = next(iter(_BODIES(ids=(body_id,))), None)
    if found is None:
        raise Body.DoesNotExist
    return found


def bodies(body_ids: Iterable[int]) -> dict[int, Body]:
    """Bodies by id, with their places; one query."""
    return {b.pk: b for b in _BODIES(ids=tuple(body_ids))}


def body_for(kind: str, place: Any, on: date | None = None) -> Body | None:
    """The body of this kind that serves the place: at the place itself or the nearest one above. One query."""
    found = Body.objects.active(on).filter(kind=kind, place_id__in=ids_on(place.path)).select_related("place")
    # Places on one way up have paths of which each begins the next, so the longest sorts last.
    return found.order_by("-place__path", "id").first()


def bodies_for(kinds: Iterable[str], place: Any, on: date | None = None) -> dict[str, Body]:
    """For each kind the body that serves the place; one query for all, without their places, for every report asks it.

    Kinds without a body are absent.
    """
    way_up = ids_on(place.path)
    rows = _ON_THE_WAY(kinds=tuple(kinds), ids=tuple(way_up), day=on or clock.today().date())
    found: dict[str, Body] = {}
    for row in sorted(rows, key=lambda body: -way_up.index(body.place_id)):
        found.setdefault(row.kind, row)
    return found


def bodies_at(place: Any, kinds: Iterable[str] | None = None, on: date | None = None) -> list[Body]:
    """The bodies that serve the place, nearest first: those whose area is the place or one above it."""
    rows = Body.objects.active(on).filter(place_id__in=ids_on(place.path)).select_related("place")
    if kinds is not None:
        rows = rows.filter(kind__in=list(kinds))
    return list(rows.order_by("-place__path", "kind", "id"))


def bodies_within(place: Any, kinds: Iterable[str] | None = None, on: date | None = None) -> QuerySet[Body]:
    """The bodies whose area is the place or lies inside it."""
    rows = Body.objects.active(on).filter(place__path__gte=place.path, place__path__lt=beyond(place.path))
    if kinds is not None:
        rows = rows.filter(kind__in=list(kinds))
    return rows.select_related("place").order_by("place__path", "kind", "id")


def bodies_of_kind(kind: str, on: date | None = None) -> QuerySet[Body]:
    """Every body of a kind, in the order of the places that they serve."""
    return Body.objects.active(on).filter(kind=kind).select_related("place").order_by("place__path", "id")
