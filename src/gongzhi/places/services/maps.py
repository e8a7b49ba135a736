"""Draw a place's outline, keeping the one that was drawn before."""

from __future__ import annotations

import json
import secrets
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from shapely.errors import GEOSException
from shapely.geometry import mapping, shape
from shapely.geometry.base import BaseGeometry
from shapely.validation import explain_validity

from gongzhi.kernel.actor import Actor
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.permit import require
from gongzhi.places import words
from gongzhi.places.events import OutlineDrawn
from gongzhi.places.models import Outline
from gongzhi.places.services import checks
from gongzhi.places.services.tree import locked
from gongzhi.record.services import append

LARGEST = 2_000_000  # characters of GeoJSON; a whole district with every bend needs about 20,000


@transaction.atomic
def draw_outline(
    *,
    actor: Actor,
    place_id: int,
    geojson: str | dict[str, Any],
    datum: str,
    synthetic: bool = False,
    on: date | None = None,
) -> Outline:
    """Give the place this outline from the day `on` (today by default, never a day to come).

    `geojson` is a Polygon or MultiPolygon, or a Feature that holds one; `datum` says what its numbers mean; `synthetic`
    says that nobody surveyed it. Refused: what is no such shape, crosses itself, is too large, or lies off the globe.
    """
    on = checks.day_of(on)
    if datum not in words.DATUMS:
        raise Refused(_("请说明坐标是 GCJ-02 还是 CGCS2000"), code="bad_datum", field="datum")
    geometry = _shape(geojson)
    place = locked(place_id)
    seat = require(actor, "place.draw", place).seat
    checks.in_force(place)
    if on < place.since:
        raise Refused(_("这一天还没有%(name)s") % {"name": place.name}, code="history", field="on")
    _end_former(place.pk, on)
    drawn = Outline.objects.create(
        place=place,
        since=on,
        datum=datum,
        synthetic=synthetic,
        stamp=secrets.randbits(62),
        geojson=json.dumps(mapping(geometry), separators=(",", ":")),
    )
    event = OutlineDrawn(place.pk, drawn.pk, datum, synthetic, on.isoformat())
    append(event, actor=actor, about=place, seat=seat)
    return drawn


def _end_former(place_id: int, on: date) -> None:
    """End the outline in force; one that began on the same day is replaced, because it held on no whole day."""
    former = Outline.objects.select_for_update().filter(place_id=place_id, until=None).first()
    if former is None:
        return
    if on < former.since:
        given = {"day": former.since.isoformat()}
        raise Refused(_("现在的边界从 %(day)s 起，请选这一天或以后") % given, code="history", field="on")
    if on == former.since:
        former.delete()
    else:
        former.until = on
        former.save(update_fields=["until"])


def _shape(given: str | dict[str, Any]) -> BaseGeometry:
    """The drawn shape; Refused("bad_outline") says what is wrong with it."""
    try:
        if isinstance(given, str) and len(given) > LARGEST:
            raise ValueError("too large")
        found = json.loads(given) if isinstance(given, str) else given
        geometry = shape(found["geometry"] if found.get("type") == "Feature" else found)
        west, south, east, north = geometry.bounds
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError, GEOSException) as error:
        raise Refused(_("这不是能用的边界文件：要 GeoJSON 的面"), code="bad_outline", field="geojson") from error
    if geometry.geom_type not in {"Polygon", "MultiPolygon"}:
        raise Refused(_("边界要是一个面，不是点或线"), code="bad_outline", field="geojson")
    if not (west >= -180 and south >= -90 and east <= 180 and north <= 90):
        raise Refused(_("边界的数字不是经纬度"), code="bad_outline", field="geojson")
    if not geometry.is_valid:
        given_words = {"where": explain_validity(geometry)[:80]}
        raise Refused(_("边界自己交叉了（%(where)s），请改好再传") % given_words, code="bad_outline", field="geojson")
    return geometry
