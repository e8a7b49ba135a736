"""From which buildings somebody voted, and from which nobody: small counts left out, no person told (row Q22)."""

from __future__ import annotations

from collections import Counter
from typing import Any

from gongzhi.kernel import clock
from gongzhi.places import selectors as places
from gongzhi.rulebook import selectors as rulebook
from gongzhi.voting.models import Elector, Mark, Vote
from gongzhi.voting.rules.buildings import Building, Count, Reader, Shown, shown

OVER = ("counted", "certified", "published")


def turnout_by_building(vote_id: int) -> Shown | None:
    """The figures of a vote that is counted, over the buildings of its place; None before, and of an unknown vote.

    An elector with units in several buildings is one of each. A vote whose roll names no building has none to show.
    """
    vote = Vote.objects.select_related("place").filter(pk=vote_id, state__in=OVER).first()
    if vote is None:
        return None
    order, reader = _buildings(vote)
    took_part = set(Mark.objects.filter(vote=vote, void="").values_list("elector_id", flat=True))
    electors, cast, unmatched = _counted(vote, reader, took_part)
    least = rulebook.number("public.small_count", clock.today().date())
    counts = {one: Count(many, cast[one]) for one, many in electors.items()}
    return shown(counts, order, unmatched, least)


def _counted(vote: Vote, reader: Reader, took_part: set[int]) -> tuple[Counter[int], Counter[int], int]:
    """Electors and who took part by building, and how many electors the reader could not place."""
    electors: Counter[int] = Counter()
    cast: Counter[int] = Counter()
    unmatched = 0
    seen: dict[tuple[str, str], int | None] = {}
    roll = Elector.objects.filter(vote=vote, struck_at=None).values_list("pk", "units")
    for pk, units in roll.iterator(chunk_size=5000):
        found = {_placed(reader, seen, unit) for unit in units} - {None}
        unmatched += not found
        electors.update(one for one in found if one is not None)
        if pk in took_part:
            cast.update(one for one in found if one is not None)
    return electors, cast, unmatched


def _placed(reader: Reader, seen: dict[tuple[str, str], int | None], unit: dict[str, Any]) -> int | None:
    given = str(unit.get("unit", "")), str(unit.get("scope", ""))
    if given not in seen:
        seen[given] = reader.read(*given)
    return seen[given]


def _buildings(vote: Vote) -> tuple[list[int], Reader]:
    """The buildings of the vote's place in the order of the tree, and what tells them from one another."""
    inside = list(places.within(vote.place).order_by("path"))
    above = {one.pk: one for one in inside}
    rows = [one for one in inside if one.level == "building"]
    read = Reader.of(Building(one.pk, (one.name, *_aliases(one)), tuple(_around(one, above))) for one in rows)
    return [one.pk for one in rows], read


def _aliases(place: Any) -> list[str]:
    return [name for name in str(place.aliases).split("|") if name.strip()]


def _around(place: Any, above: dict[int, Any]) -> list[str]:
    """The names of what a building lies in, up to the vote's place."""
    names, at = [], above.get(place.parent_id)
    while at is not None:
        names.append(at.name)
        at = above.get(at.parent_id)
    return names
