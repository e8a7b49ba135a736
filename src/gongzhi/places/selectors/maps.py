"""Outlines for a map, in one datum, and which place a point lies in."""

from __future__ import annotations

import json
from collections.abc import Container
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Max, Q, QuerySet
from shapely import STRtree, transform
from shapely.geometry import Point, mapping, shape
from shapely.geometry.base import BaseGeometry

from gongzhi.kernel import clock
from gongzhi.places import words
from gongzhi.places.models import Outline, Place
from gongzhi.places.rules import datum as datums

_METRE = 6  # decimals of a degree that are worth sending to a map: a tenth of a metre


@dataclass(frozen=True)
class _Drawn:
    """Every outline in force, ready to be asked."""

    version: tuple[Any, ...]
    tree: STRtree
    shapes: tuple[BaseGeometry, ...]
    places: tuple[tuple[int, str], ...]  # (id, level) of each shape


_drawn: _Drawn | None = None


def _in_force(day: date) -> QuerySet[Outline]:
    return Outline.objects.filter(Q(until=None) | Q(until__gt=day), since__lte=day)


def in_datum(geometry: BaseGeometry, source: str, target: str) -> BaseGeometry:
    """The shape with its numbers in another datum."""
    if source == target:
        return geometry

    def moved(points: Any) -> list[datums.Point]:
        return [datums.convert(x, y, source, target) for x, y in points]

    return transform(geometry, moved)


def outline(place: Place, *, datum: str = "gcj02") -> dict[str, Any] | None:
    """The place's outline now as a GeoJSON feature in this datum, or None when it was never drawn."""
    row = _in_force(clock.today().date()).filter(place=place).select_related("place").first()
    return _feature(row, datum) if row else None


def outlines(
    under: Place, level: str | None = None, *, datum: str = "gcj02", day: date | None = None
) -> dict[str, Any]:
    """A GeoJSON feature collection of the places drawn in `under` (of one level), all numbers in one datum.

    Each feature's properties say id, code, name, level and whether the drawing is synthetic.
    """
    rows = _in_force(day or clock.today().date()).select_related("place").order_by("place__path")
    inside = Place.objects.inside(under.path)
    if level:
        inside = inside.filter(level=level)
    features = [_feature(row, datum) for row in rows.filter(place__in=inside)]
    return {"type": "FeatureCollection", "datum": datum, "features": features}


def _feature(row: Outline, datum: str) -> dict[str, Any]:
    geometry = mapping(in_datum(shape(json.loads(row.geojson)), row.datum, datum))
    place = row.place
    return {
        "type": "Feature",
        "id": place.pk,
        "geometry": {"type": geometry["type"], "coordinates": _rounded(geometry["coordinates"])},
        "properties": {
            "id": place.pk,
            "code": place.code,
            "name": place.name,
            "level": place.level,
            "synthetic": row.synthetic,
        },
    }


def _rounded(numbers: Any) -> Any:
    return round(numbers, _METRE) if isinstance(numbers, float | int) else [_rounded(n) for n in numbers]


def locate(lon: float, lat: float, datum: str, *, levels: Container[str] | None = None) -> Place | None:
    """The smallest drawn place in which the point lies (of these levels), or None. ValueError for an unknown datum."""
    x, y = datums.convert(lon, lat, datum, "gcj02")
    drawn = _current()
    hits = drawn.tree.query(Point(x, y), predicate="intersects") if drawn.shapes else ()
    found = [
        (-words.DEPTH[level], drawn.shapes[i].area, pk)
        for i, (pk, level) in ((int(i), drawn.places[int(i)]) for i in hits)
        if levels is None or level in levels
    ]
    return Place.objects.get(pk=min(found)[2]) if found else None


def _current() -> _Drawn:
    """The shapes in memory, read again when an outline was drawn or ended, or the day turned."""
    global _drawn
    seen = Outline.objects.aggregate(newest=Max("stamp"), rows=Count("stamp"), ended=Count("until"))
    version = (clock.today().date(), *seen.values())
    if _drawn is None or _drawn.version != version:
        _drawn = _read(version)
    return _drawn


def _read(version: tuple[Any, ...]) -> _Drawn:
    shapes, places = [], []
    for row in _in_force(version[0]).filter(place__until=None).select_related("place").iterator(chunk_size=500):
        shapes.append(in_datum(shape(json.loads(row.geojson)), row.datum, "gcj02"))
        places.append((row.place_id, row.place.level))
    return _Drawn(version, STRtree(shapes), tuple(shapes), tuple(places))
