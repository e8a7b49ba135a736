"""Add many places in one act: a street's cells, estates, buildings and households, all or none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.kernel.actor import Actor, Seat
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.reference import Ref
from gongzhi.places import words
from gongzhi.places.events import PlacesPlanted
from gongzhi.places.models import Place
from gongzhi.places.rules import paths
from gongzhi.places.services import checks, ids
from gongzhi.places.services.tree import asked
from gongzhi.record.services import append

_ASKED_AT_ONCE = 5000


class NewPlace(NamedTuple):
    """One place to add. `lon`, `lat` are GCJ-02 degrees; `since` None means today."""

    code: str
    name: str
    level: str
    parent_code: str
    lon: float | None = None
    lat: float | None = None
    since: date | None = None


@transaction.atomic
def create_many(*, actor: Actor, rows: Iterable[NewPlace | tuple[object, ...]]) -> list[int]:
    """Add all these places or none, and return their ids in the order of `rows`; parents may stand anywhere in them.

    Refused as a whole, naming the first row at fault: an unknown parent, a code that is taken or comes twice, a wrong
    level, name, day or point.
    """
    wanted = [row if isinstance(row, NewPlace) else NewPlace(*row) for row in rows]  # type: ignore[arg-type]
    if not wanted:
        return []
    known = found([row.code for row in wanted] + [row.parent_code for row in wanted if row.parent_code], lock=True)
    order = sorted(range(len(wanted)), key=lambda i: words.DEPTH[checks.known_level(wanted[i].level)])
    numbers = ids.take(len(wanted))
    taken = set(known)
    made: dict[str, Place] = {}
    for i, number in zip(order, numbers, strict=True):
        row = wanted[i]
        try:
            made[row.code] = planted(row, number, made.get(row.parent_code) or known.get(row.parent_code), taken)
        except Refused as refusal:
            given = {"row": i + 1, "reason": str(refusal)}
            raise Refused(_("第 %(row)d 行：%(reason)s") % given, refusal.code, refusal.field) from refusal
        taken.add(row.code)
    seat = _asked_for(actor, wanted, known)
    ids.write(made.values())
    record(made.values(), actor, seat)
    return [made[row.code].pk for row in wanted]


def found(codes: list[str], *, lock: bool = False) -> dict[str, Place]:
    """The places with these codes, asked in slices that any database takes."""
    pool = Place.objects.select_for_update() if lock else Place.objects
    unique = sorted({code for code in codes if code.isprintable()})
    slices = (unique[i : i + _ASKED_AT_ONCE] for i in range(0, len(unique), _ASKED_AT_ONCE))
    return {place.code: place for part in slices for place in pool.filter(code__in=part)}


def planted(row: NewPlace, number: int, parent: Place | None, taken: set[str]) -> Place:
    """The row as a place that is not yet written; Refused says what is wrong with it."""
    since = checks.day_of(row.since)
    name = checks.name_of(row.name)
    _check_code(row, parent, taken)
    checks.point(row.lon, row.lat)
    if parent:
        checks.in_force(parent)
        checks.level_under(row.level, parent)
        checks.not_before(since, parent)
    return Place(
        pk=number,
        code=row.code,
        name=name,
        level=row.level,
        parent_id=parent.pk if parent else None,
        path=paths.join(parent.path if parent else "", number),
        since=since,
        stands_since=since,
        lon=row.lon,
        lat=row.lat,
        find=checks.findable(name),
    )


def _check_code(row: NewPlace, parent: Place | None, taken: set[str]) -> None:
    checks.code_of(row.code)
    if row.code == row.parent_code:
        raise Refused(_("不能把一个地点放到它自己里面"), code="cycle", field="parent")
    if row.code in taken:
        raise Refused(_("代码 %(code)s 已经有了") % {"code": row.code}, code="taken", field="code")
    if row.parent_code and parent is None:
        given = {"code": row.parent_code[:40]}
        raise Refused(_("没有代码为 %(code)s 的上级") % given, code="unknown_place", field="parent")


def _asked_for(actor: Actor, rows: list[NewPlace], known: dict[str, Place]) -> Seat | None:
    """Ask the permit once for every (level, existing parent); the seat of the first answer goes on the record."""
    asks = {(row.level, row.parent_code) for row in rows if row.parent_code in known or not row.parent_code}
    answers = [asked(actor, level, known.get(code)) for level, code in sorted(asks)]
    return answers[0].seat if answers else None


def record(places: Iterable[Place], actor: Actor, seat: Seat | None = None) -> None:
    """One fact with counts for all these new places."""
    rows = list(places)
    many = Counter(place.level for place in rows)
    grids = sum(many[level] for level in words.GRIDS)
    singles = many["estate"], many["building"], many["household"]
    first, last = min(p.pk for p in rows), max(p.pk for p in rows)
    event = PlacesPlanted(first, last, len(rows) - grids - sum(singles), grids, *singles)
    append(event, actor=actor, about=Ref(Place._meta.label_lower, first), seat=seat)
