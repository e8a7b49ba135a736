"""The two trees as they stood on a day, and in what they are not strict."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q

from gongzhi.kernel import clock
from gongzhi.organisations import words
from gongzhi.organisations.models import Body, Relation
from gongzhi.organisations.rules import Fault, Node, beyond, tree_faults
from gongzhi.places import selectors as places


def tree(kind: str, on: date | None = None, under: Any = None) -> list[Node]:
    """The bodies of a tree as they stood on the day (default: today), each with its upper and its area of that day."""
    day = on or clock.today().date()
    rows = Body.objects.active(day).filter(kind__in=words.TREES[kind])
    if under is not None:
        rows = rows.filter(place__path__gte=under.path, place__path__lt=beyond(under.path))
    links = Relation.objects.filter(Q(until__isnull=True) | Q(until__gt=day), kind=kind, since__lte=day)
    upper = dict(links.values_list("lower_id", "upper_id"))
    found = list(rows.order_by("place__path", "id").values_list("id", "kind", "place_id", "place__path"))
    then = _paths_then(day, {row[2] for row in found})
    return [Node(pk, body_kind, then.get(area, path), upper.get(pk)) for pk, body_kind, area, path in found]


def _paths_then(day: date, place_ids: set[int]) -> dict[int, str]:
    """Where the areas lay on a day in the past, before boundaries moved; nothing for today: all is as it stands."""
    if day >= clock.today().date():
        return {}
    return {pk: position.path for pk, position in places.as_of(day).positions(list(place_ids)).items()}


def faults(kind: str, on: date | None = None) -> list[Fault]:
    """In which bodies the tree is not strict on that day: orphans, wrong levels, areas outside, circles, no lower."""
    return tree_faults(words.TREES[kind], tree(kind, on))


def uppers(body_id: int, kind: str, on: date | None = None) -> list[int]:
    """The ids above a body in a tree on that day, nearest first."""
    upper = {node.id: node.upper for node in tree(kind, on)}
    found: list[int] = []
    here = upper.get(body_id)
    while here is not None and here not in found:
        found.append(here)
        here = upper.get(here)
    return found


def relations_of(body_id: int, on: date | None = None) -> list[Relation]:
    """The relations in which a body stands on that day, on either side."""
    day = on or clock.today().date()
    rows = Relation.objects.filter(Q(upper_id=body_id) | Q(lower_id=body_id), since__lte=day)
    rows = rows.filter(Q(until__isnull=True) | Q(until__gt=day)).select_related("upper", "lower")
    return list(rows.order_by("kind", "id"))
