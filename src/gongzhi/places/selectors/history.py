"""The tree on any day in the past: positions that hold are read from the places, ended ones from the standings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from gongzhi.places import words
from gongzhi.places.models import Place, Standing
from gongzhi.places.rules import paths

_FIELDS = ("pk", "code", "level", "name", "parent_id", "path")
_STOOD = ("place_id", "place__code", "place__level", "name", "parent_id", "path")


@dataclass(frozen=True)
class Position:
    """Where a place stood on a day, and what it was called."""

    id: int
    code: str
    level: str
    name: str
    parent_id: int | None
    path: str


@dataclass(frozen=True)
class Span:
    """One line of a place's history: its name and parent from a day up to, not including, another (None: until now)."""

    name: str
    parent_id: int | None
    since: date
    until: date | None


@dataclass(frozen=True)
class AsOf:
    """Reads of the tree on one day. A place that did not exist on the day answers None, or is left out."""

    day: date

    def _stood(self) -> QuerySet[Standing]:
        return Standing.objects.filter(since__lte=self.day, until__gt=self.day)

    def position(self, place_id: int) -> Position | None:
        """Where the place stood."""
        found = self.positions([place_id])
        return found.get(place_id)

    def positions(self, place_ids: list[int]) -> dict[int, Position]:
        """Where these places stood, by id."""
        now = Place.objects.standing_on(self.day).filter(pk__in=place_ids).values_list(*_FIELDS)
        then = self._stood().filter(place_id__in=place_ids).values_list(*_STOOD)
        return {row[0]: Position(*row) for row in (*then, *now)}

    def name(self, place_id: int) -> str | None:
        """What the place was called."""
        found = self.position(place_id)
        return found.name if found else None

    def ancestors(self, place_id: int) -> list[Position]:
        """What was above the place, nearest first, under the names of that day."""
        here = self.position(place_id)
        if here is None:
            return []
        above = paths.ids(here.path)[:-1]
        found = self.positions(above)
        return [found[i] for i in reversed(above) if i in found]

    def ancestor(self, place_id: int, level: str) -> Position | None:
        """The place itself or what was above it at this level."""
        here = self.position(place_id)
        chain = [here, *self.ancestors(place_id)] if here else []
        return next((p for p in chain if p.level == level), None)

    def within(self, place_id: int, *, level: str | None = None) -> list[Position]:
        """The place and everything that lay in it, in the order of the tree."""
        here = self.position(place_id)
        if here is None:
            return []
        span = {"path__gte": here.path, "path__lt": paths.beyond(here.path)}
        now = Place.objects.standing_on(self.day).filter(**span)
        then = self._stood().filter(**span)
        if level:
            now, then = now.filter(level=level), then.filter(place__level=level)
        rows = [*now.values_list(*_FIELDS), *then.values_list(*_STOOD)]
        return sorted((Position(*row) for row in rows), key=lambda p: p.path)

    def children(self, place_id: int) -> list[Position]:
        """What stood directly under the place, by code."""
        now = Place.objects.standing_on(self.day).filter(parent_id=place_id).values_list(*_FIELDS)
        then = self._stood().filter(parent_id=place_id).values_list(*_STOOD)
        return sorted((Position(*row) for row in (*now, *then)), key=lambda p: p.code)


def as_of(day: date) -> AsOf:
    """The tree on a day."""
    return AsOf(day)


def history(place: Place) -> list[Span]:
    """Every name and parent that the place has had, oldest first; the validities leave out no day and share none."""
    past = Standing.objects.filter(place=place).order_by("since").values_list("name", "parent_id", "since", "until")
    return [*(Span(*row) for row in past), Span(place.name, place.parent_id, place.stands_since, place.until)]


@dataclass(frozen=True)
class Stay:
    """One line of a cell's history in words: its name and the name of its parent, from a day up to another."""

    name: str
    parent: str
    since: date
    until: date | None


@dataclass(frozen=True)
class Cell:
    """A place that stands or stood directly under another, with its level in words and its history."""

    place: Place
    level: str
    spans: tuple[Stay, ...]


def cells_with_history(place: Place, limit: int = 500) -> list[Cell]:
    """What stands or stood directly under a place, by code, each with its history; households are left out.

    Four queries, whatever the number.
    """
    ever = Standing.objects.filter(parent=place).values("place_id")
    cells = Place.objects.filter(Q(parent=place) | Q(pk__in=ever), level__in=words.PUBLIC_LEVELS)
    found = list(cells.order_by("code")[:limit])
    past: dict[int, list[Span]] = {cell.pk: [] for cell in found}
    rows = Standing.objects.filter(place__in=list(past)).order_by("since")
    for row in rows.values_list("place_id", "name", "parent_id", "since", "until"):
        past[row[0]].append(Span(*row[1:]))
    for cell in found:
        past[cell.pk].append(Span(cell.name, cell.parent_id, cell.stands_since, cell.until))
    parents = {span.parent_id for spans in past.values() for span in spans if span.parent_id}
    called = dict(Place.objects.filter(pk__in=parents).values_list("pk", "name"))
    return [Cell(c, str(words.LEVELS[c.level]), tuple(_stays(past[c.pk], called))) for c in found]


def _stays(spans: list[Span], called: dict[int, str]) -> list[Stay]:
    return [Stay(s.name, called.get(s.parent_id or 0, ""), s.since, s.until) for s in spans]
