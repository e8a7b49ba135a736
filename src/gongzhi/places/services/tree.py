"""Add a place, move a boundary, rename, retire: each keeps what stood before."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Q, Value
from django.db.models.functions import Concat, Substr
from django.utils.translation import gettext as _

from gongzhi.kernel.actor import Actor
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.permit import Answer, require
from gongzhi.places import words
from gongzhi.places.events import PlaceCreated, PlaceMoved, PlaceRenamed, PlaceRetired
from gongzhi.places.models import Outline, Place, PlaceQuerySet, Standing
from gongzhi.places.rules import paths
from gongzhi.places.services import checks, ids
from gongzhi.record.services import append

_SLICE = 2000


def locked(place_id: int) -> Place:
    """The place under a lock; Refused("unknown_place") when there is none."""
    place = Place.objects.select_for_update().filter(pk=place_id).first()
    if place is None:
        raise Refused(_("没有找到这个地点，请重新选"), code="unknown_place", field="place")
    return place


def asked(actor: Actor, level: str, place: Place | None) -> Answer:
    """The permit to change something of this level at `place`."""
    return require(actor, "place.register" if level in words.REGISTERED else "place.draw", place)


@transaction.atomic
def create_place(
    *,
    actor: Actor,
    name: str,
    level: str,
    parent_id: int | None = None,
    code: str = "",
    since: date | None = None,
    lon: float | None = None,
    lat: float | None = None,
    aliases: str = "",
) -> Place:
    """Add a place under a parent (or at the top), valid from `since`, today by default. `lon`, `lat` are GCJ-02.

    `aliases` are other names, separated by "|". Refused: unknown or retired parent, a level that does not lie below the
    parent's, a code that is taken, a day before the parent stood where it stands.
    """
    name, since = checks.name_of(name), checks.day_of(since)
    checks.known_level(level)
    checks.point(lon, lat)
    aliases = "|".join(checks.name_of(other) for other in aliases.split("|") if other.strip())
    parent = _parent_for(level, parent_id, since)
    seat = asked(actor, level, parent).seat
    [number] = ids.take(1)
    place = Place(pk=number, code=_free_code(code, number), name=name, level=level, parent=parent)
    place.path = paths.join(parent.path if parent else "", number)
    place.since = place.stands_since = since
    place.lon, place.lat = lon, lat
    place.aliases, place.find = aliases[:200], checks.findable(name, aliases)
    try:
        place.save(force_insert=True)
    except IntegrityError as error:  # somebody took the code since it was asked for
        raise _taken(place.code) from error
    append(PlaceCreated(number, parent_id, level, since.isoformat()), actor=actor, about=place, seat=seat)
    return place


def _parent_for(level: str, parent_id: int | None, since: date) -> Place | None:
    """The parent under a lock, if one is named and a place of this level may stand in it since that day."""
    if parent_id is None:
        return None
    parent = locked(parent_id)
    checks.in_force(parent)
    checks.level_under(level, parent)
    checks.not_before(since, parent)
    return parent


def _free_code(code: str, number: int) -> str:
    code = checks.code_of(code.strip() or f"p{number}")
    if Place.objects.filter(code=code).exists():
        raise _taken(code)
    return code


def _taken(code: str) -> Refused:
    return Refused(_("代码 %(code)s 已经有了") % {"code": code}, code="taken", field="code")


@transaction.atomic
def move_boundary(*, actor: Actor, place_id: int, new_parent_id: int, on: date | None = None) -> int:
    """From the day `on` (today by default, never a day to come) the place and all in it stand under another parent.

    Returns how many places were moved. What stood before stays readable as of its days. Refused: a parent that lies in
    the place itself, the wrong order of levels, a retired place, a day before either side stood where it stands.
    """
    on = checks.day_of(on)
    place, parent = _lock_both(place_id, new_parent_id)
    seat = asked(actor, place.level, place).seat
    asked(actor, place.level, parent)
    # Wait for whoever is adding something inside; the second read below then sees what they added.
    list(Place.objects.inside(place.path).select_for_update().values_list("pk", flat=True))
    _check_move(place, parent, on)
    left, moved = place.parent_id, _rewrite(place, parent, on)
    event = PlaceMoved(place.pk, left, parent.pk, on.isoformat(), moved)
    append(event, actor=actor, about=place, seat=seat)
    return moved


def _lock_both(place_id: int, parent_id: int) -> tuple[Place, Place]:
    """The place and its new parent, locked together with all above the parent, in one order of ids.

    So no other move can put the parent inside the place meanwhile, and two movers do not wait for each other.
    """
    path = Place.objects.filter(pk=parent_id).values_list("path", flat=True).first() or ""
    wanted = Place.objects.filter(pk__in={place_id, parent_id, *paths.ids(path)}).order_by("pk")
    rows = {place.pk: place for place in wanted.select_for_update()}
    if place_id not in rows or parent_id not in rows:
        raise Refused(_("没有找到这个地点，请重新选"), code="unknown_place", field="place")
    if rows[parent_id].path != path:
        raise Refused(_("有人刚改过这里的边界，请看过新的边界再办"), code="stale", field="parent")
    return rows[place_id], rows[parent_id]


def _check_move(place: Place, parent: Place, on: date) -> None:
    checks.in_force(place)
    checks.in_force(parent)
    if paths.inside(parent.path, place.path):
        raise Refused(_("不能把一个地点放到它自己里面"), code="cycle", field="parent")
    if parent.pk == place.parent_id:
        raise Refused(_("%(name)s已经在那里了") % {"name": place.name}, code="already", field="parent")
    checks.level_under(place.level, parent)
    checks.not_before(on, place)
    checks.not_before(on, parent)
    if Standing.objects.filter(path__gte=place.path, path__lt=paths.beyond(place.path), until__gt=on).exists():
        raise Refused(_("里面有地点在这天之后改过名或移走，请选更晚的一天"), code="history", field="on")


def _rewrite(place: Place, parent: Place, on: date) -> int:
    """Keep the old positions as standings and give the subtree its new paths, in four statements whatever its size.

    What began on or after `on` never stood in the old position, so it has nothing to keep; what was retired by then
    stays where it stood.
    """
    inside = Place.objects.inside(place.path).filter(Q(until=None) | Q(until__gt=on))
    keep(inside, on)
    inside.filter(stands_since__lt=on).update(stands_since=on)
    tail = Substr("path", len(place.path) + 1)
    moved = inside.update(path=Concat(Value(paths.join(parent.path, place.pk)), tail))
    Place.objects.filter(pk=place.pk).update(parent=parent)
    return moved


def keep(places: PlaceQuerySet, on: date) -> None:
    """Write down the positions that end on `on`."""
    rows = places.filter(stands_since__lt=on).values_list("pk", "parent_id", "path", "name", "stands_since")
    past = [
        Standing(place_id=pk, parent_id=parent_id, path=path, name=name, since=since, until=on)
        for pk, parent_id, path, name, since in rows
    ]
    Standing.objects.bulk_create(past, batch_size=_SLICE)


@transaction.atomic
def rename(*, actor: Actor, place_id: int, name: str, on: date | None = None) -> Place:
    """Give the place another name from the day `on`; the old one stays in its history and can still be searched."""
    name, on = checks.name_of(name), checks.day_of(on)
    place = locked(place_id)
    seat = asked(actor, place.level, place).seat
    checks.in_force(place)
    checks.not_before(on, place)
    if name == place.name:
        raise Refused(_("名称没有变"), code="already", field="name")
    renamed(place, name, on)
    append(PlaceRenamed(place.pk, on.isoformat()), actor=actor, about=place, seat=seat)
    return place


def renamed(place: Place, name: str, on: date) -> None:
    """Keep the old name and write the new one."""
    keep(Place.objects.filter(pk=place.pk), on)
    others = [other for other in (place.name, *place.aliases.split("|")) if other and other != name]
    place.aliases = "|".join(dict.fromkeys(others))[:200]
    place.name, place.stands_since, place.find = name, max(on, place.stands_since), checks.findable(name, place.aliases)
    place.save(update_fields=["name", "aliases", "find", "stands_since"])


@transaction.atomic
def retire(*, actor: Actor, place_id: int, on: date | None = None) -> Place:
    """Take the place out of force from the day `on`. Refused while something stands in it."""
    on = checks.day_of(on)
    place = locked(place_id)
    seat = asked(actor, place.level, place).seat
    checks.in_force(place)
    checks.not_before(on, place)
    if on == place.since:
        raise Refused(_("登记当天不能撤销，请从第二天起办"), code="history", field="on")
    standing = Place.objects.filter(parent=place).filter(Q(until=None) | Q(until__gt=on)).count()
    if standing:
        given = {"name": place.name, "count": standing}
        raise Refused(_("%(name)s里还有 %(count)d 个地点，请先移走或撤销它们") % given, code="has_children")
    place.until = on
    place.save(update_fields=["until"])
    Outline.objects.filter(place=place, until=None, since__lt=on).update(until=on)
    append(PlaceRetired(place.pk, on.isoformat()), actor=actor, about=place, seat=seat)
    return place
