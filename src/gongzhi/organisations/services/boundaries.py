"""When a boundary moves, the bodies inside get the upper bodies that serve them where they now stand."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from gongzhi.kernel.actor import Actor
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.permit import require
from gongzhi.organisations import words
from gongzhi.organisations.models import Relation
from gongzhi.organisations.permits import Office
from gongzhi.organisations.rules import beyond
from gongzhi.organisations.selectors import body_for
from gongzhi.organisations.services.relations import move_in_tree
from gongzhi.places import selectors as places


@transaction.atomic
def follow_boundary(*, actor: Actor, place_id: int, on: date) -> int:
    """From the day on, what stands in the moved place stands in the trees where its area now lies; how many moved.

    A body for whose area nobody stands one level above keeps its upper body, and the tree's faults list it.
    """
    place = places.get(place_id)
    require(actor, "organisations.register", Office(place.path))
    inside = {"lower__place__path__gte": place.path, "lower__place__path__lt": beyond(place.path)}
    rows = Relation.objects.filter(until__isnull=True, kind__in=words.TREES, **inside)
    astray = [
        row
        for row in rows.select_related("lower__place", "upper__place").order_by("lower__place__path", "pk")
        if not row.lower.place.path.startswith(row.upper.place.path)
    ]
    return sum(_follow(actor, row, on) for row in astray)


def _follow(actor: Actor, row: Relation, on: date) -> bool:
    levels = words.TREES[row.kind]
    upper = body_for(levels[levels.index(row.lower.kind) - 1], row.lower.place)
    if upper is None:
        return False
    day = max(on, row.since, upper.since)
    try:
        with transaction.atomic():
            move_in_tree(actor=actor, kind=row.kind, lower_id=row.lower_id, upper_id=upper.pk, on=day)
    except Refused:  # somebody has put it right meanwhile, or the upper body stands in no tree itself
        return False
    return True
