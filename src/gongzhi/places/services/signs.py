"""Give buildings the short codes that are printed on their doors."""

from __future__ import annotations

import re

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from gongzhi.kernel.actor import Actor
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.permit import require
from gongzhi.places.events import BuildingsSigned
from gongzhi.places.models import Place
from gongzhi.places.services.tree import locked
from gongzhi.record.services import append

_PREFIX = re.compile(r"[A-Z]{1,4}")
_AT_ONCE = 1000


@transaction.atomic
def sign_buildings(*, actor: Actor, under_id: int, prefix: str) -> int:
    """Give every building under a place that has no code yet the next code "PREFIX-0001"…; returns how many.

    A code once given is never given again, because it hangs on a door. Refused: a prefix that is not 1 to 4 letters.
    """
    prefix = prefix.strip().upper()
    if not _PREFIX.fullmatch(prefix):
        raise Refused(_("楼栋编号的开头要 1 到 4 个英文字母，比如 YH"), code="bad_prefix", field="prefix")
    under = locked(under_id)
    seat = require(actor, "place.register", under).seat
    buildings = Place.objects.inside(under.path).in_force().filter(level="building", sign=None).order_by("path")
    todo = list(buildings.only("pk", "sign"))
    if not todo:
        return 0
    start = _last(prefix) + 1
    for number, building in enumerate(todo, start=start):
        building.sign = f"{prefix}-{number:04d}"
    try:
        Place.objects.bulk_update(todo, ["sign"], batch_size=_AT_ONCE)
    except IntegrityError as error:
        raise Refused(_("别人正在编同样开头的楼栋编号，请过一会儿再办"), code="stale", field="prefix") from error
    append(BuildingsSigned(under.pk, len(todo)), actor=actor, about=under, seat=seat)
    return len(todo)


def _last(prefix: str) -> int:
    """The largest number given with this prefix. The unique constraint settles a race."""
    given = Place.objects.filter(sign__startswith=f"{prefix}-").values_list("sign", flat=True)
    return max((int(sign.rpartition("-")[2]) for sign in given if sign), default=0)
