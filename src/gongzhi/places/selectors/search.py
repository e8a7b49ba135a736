"""Find a place by what people call it, or by the code on its door."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Length

from gongzhi.places.models import Place
from gongzhi.places.rules import paths, text
from gongzhi.places.words import LEVELS, PUBLIC_LEVELS

# Without a place to look in, only divisions are searched: "3 栋" in the whole country helps nobody.
EVERYWHERE = ("province", "city", "district", "street")
_CANDIDATES = 3000


def by_sign(code: str) -> Place | None:
    """The building with this code on its door, however it was typed: "YH-0312", "yh 312", "ＹＨ－０３１２"."""
    sign = text.sign(code)
    return Place.objects.in_force().filter(sign=sign).first() if sign else None


def search(query: str, under: Place | None = None, levels: Iterable[str] | None = None, limit: int = 20) -> list[Place]:
    """The places that people may mean by `query`, best first: exact names, then beginnings, then the rest; large
    before small.

    "海珠3栋" finds the building "3 栋" in the estate 海珠花园. Traditional characters, full-width digits and "三号楼"
    for "3栋" are understood. Without `under` only divisions down to the street are searched.
    """
    parts = text.pieces(query)
    if not parts or limit < 1:
        return []
    pool = _pool(under, tuple(levels) if levels is not None else None)
    whole = "".join(parts)
    signed = by_sign(query)
    found = [signed.path] if signed and pool.filter(pk=signed.pk).exists() else []
    found += _ranked(pool, whole)[:limit]
    if len(found) < limit and len(parts) > 1:
        found += _in_order(pool, under, parts)[:limit]
    numbers = [paths.ids(path)[-1] for path in dict.fromkeys(found)][:limit]
    places = Place.objects.in_bulk(numbers)
    return [places[number] for number in numbers]


def _pool(under: Place | None, levels: tuple[str, ...] | None) -> QuerySet[Place]:
    """Always by level as well: the index (level, path, until, find) then answers without reading the rows."""
    pool, wanted = Place.objects.in_force(), set(levels if levels is not None else LEVELS)
    if under is not None:
        pool = pool.inside(under.path)
    else:
        wanted &= set(EVERYWHERE)
    return pool.filter(level__in=sorted(wanted))


def _ranked(pool: QuerySet[Place], part: str) -> QuerySet[Place, str]:
    """The paths of what contains the part: exact names first, then names that begin with it, large before small."""
    rank = Case(
        When(Q(find=part) | Q(find__startswith=f"{part}|"), then=Value(0)),
        When(find__startswith=part, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    ordered = pool.filter(find__contains=part).annotate(rank=rank).order_by("rank", Length("path"), "path")
    return ordered.values_list("path", flat=True)


def _in_order(pool: QuerySet[Place], under: Place | None, parts: list[str]) -> list[str]:
    """The paths of what matches the last part and lies in something that matches each of the others."""
    scope = Place.objects.in_force().filter(level__in=PUBLIC_LEVELS)
    if under is not None:
        scope = scope.inside(under.path)
    wanted = []
    for part in parts[:-1]:
        holders = scope.filter(find__contains=part).values_list("path", flat=True)
        wanted.append(set(holders[:_CANDIDATES]))
        if not wanted[-1]:
            return []
    found = _ranked(pool, parts[-1])[:_CANDIDATES]
    return [path for path in found if all(held.intersection(paths.prefixes(path)) for held in wanted)]
