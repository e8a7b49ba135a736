"""The tree as it stands now: subtrees by one range, chains by one query, and whether its cells leave a gap."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count
from django.utils.translation import gettext as _

from gongzhi.kernel.errors import Refused
from gongzhi.places import words
from gongzhi.places.models import Place, PlaceQuerySet
from gongzhi.places.rules import paths
from gongzhi.places.rules.partition import Partition, of_paths
from gongzhi.record.selectors import Kept

BETWEEN_NAMES = " · "


_PLACES = Kept(lambda ids: Place.objects.filter(pk__in=ids))
_LEVELS = Kept(lambda ids: Place.objects.filter(pk__in=ids).values_list("level", "pk"))


def get(place_id: int) -> Place:
    """The place; Refused("unknown_place") when there is none."""
    place: Place | None = next(iter(_PLACES(ids=(place_id,))), None)
    if place is None:
        raise Refused(_("没有找到这个地点，请重新选"), code="unknown_place", field="place")
    return place


def by_code(code: str) -> Place:
    """The place with this code; Refused("unknown_place") when there is none."""
    place = Place.objects.filter(code=code.strip()).first() if code.isprintable() else None
    if place is None:
        raise Refused(_("没有代码为 %(code)s 的地点") % {"code": code[:40]}, code="unknown_place", field="code")
    return place


def by_codes(codes: Iterable[str]) -> dict[str, Place]:
    """The places with these codes, by code; unknown codes are left out."""
    return {place.code: place for place in Place.objects.filter(code__in={c for c in codes if c.isprintable()})}


def within(place: Place) -> PlaceQuerySet:
    """The place and everything in it that is in force."""
    return Place.objects.inside(place.path).in_force()


def children(place: Place | None) -> PlaceQuerySet:
    """The places directly under this one that are in force, by code; the top of the tree for None."""
    return Place.objects.filter(parent=place).in_force().order_by("code")


def ancestors(place: Place) -> list[Place]:
    """Everything above the place, nearest first."""
    above = Place.objects.in_bulk(paths.ids(place.path)[:-1])
    return [above[i] for i in reversed(paths.ids(place.path)[:-1])]


def ancestor(place: Place, level: str) -> Place | None:
    """The place itself or what is above it at this level."""
    if place.level == level:
        return place
    return Place.objects.filter(pk__in=paths.ids(place.path)[:-1], level=level).first()


def level_ids(place: Place) -> dict[str, int]:
    """The ids of the place and of everything above it, by level."""
    return dict(_LEVELS(ids=tuple(paths.ids(place.path))))


def ways_of(places: Iterable[Place]) -> dict[int, dict[str, Place]]:
    """For each place, by id, the places on its way up and itself, by level; one query for all."""
    wanted = {place.pk: paths.ids(place.path) for place in places}
    known = Place.objects.in_bulk({number for way in wanted.values() for number in way})
    return {pk: {known[number].level: known[number] for number in way if number in known} for pk, way in wanted.items()}


def names(place: Place, *, top: str = "street", grids: bool = False) -> str:
    """Where the place is, in words: "粤海街道 · 南油社区 · 海珠花园 · 3 栋"."""
    return names_of([place], top=top, grids=grids)[place.pk]


_NAMES = Kept(lambda ids: Place.objects.filter(pk__in=ids).values_list("pk", "level", "name"))


def names_of(places: Iterable[Place], *, top: str = "street", grids: bool = False) -> dict[int, str]:
    """`names` for many places with one query, by id."""
    wanted = list(places)
    needed = {i for place in wanted for i in paths.ids(place.path)}
    known = {pk: (level, name) for pk, level, name in _NAMES(ids=tuple(needed))}
    return {place.pk: _chain(place, known, top, grids) for place in wanted}


def _chain(place: Place, known: dict[int, tuple[str, str]], top: str, grids: bool) -> str:
    shown = []
    for number in paths.ids(place.path):
        level, name = known[number]
        passed_over = words.deeper(top, level) or (level in words.GRIDS and not grids)
        if number == place.pk or not passed_over:
            shown.append(name)
    return BETWEEN_NAMES.join(shown)


def tally(place: Place) -> dict[str, int]:
    """How many places of each level are in force in this place (itself included), from the largest level down."""
    rows = within(place).order_by().values_list("level").annotate(many=Count("pk"))
    return dict(sorted(rows, key=lambda row: words.DEPTH[row[0]]))


def partition(level: str, under: Place, *, of: str = "household") -> Partition:
    """Whether the cells of `level` divide the places of level `of` under a place: paths in no cell, or in two."""
    cells = within(under).filter(level=level).values_list("path", flat=True)
    return of_paths(cells, within(under).filter(level=of).values_list("path", flat=True))


def cover_gaps(level: str, under: Place, *, of: str = "household") -> list[Place]:
    """The places of level `of` under a place that lie in no cell of `level`."""
    missing = [str(path) for path in partition(level, under, of=of).gaps]
    return list(Place.objects.filter(pk__in=[paths.ids(path)[-1] for path in missing]).order_by("path"))
