"""What a row of a sheet of units says: the unit and its area, to a hundredth of a square metre."""

from __future__ import annotations

import re

from gongzhi.kernel.errors import Refused
from gongzhi.kernel.said import Said as _
from gongzhi.ledger.rules.rows import plain

COLUMNS: dict[str, tuple[str, ...]] = {
    "unit": ("房号", "单元", "户号", "unit"),
    "area": ("建筑面积", "面积", "area"),
}
LARGEST = 10**8  # 0.01 m²: a million square metres is no unit
_AREA = re.compile(r"^(\d{1,6})(?:\.(\d{1,2}))?(?:平方米|平米|㎡|m2|m²)?$", re.ASCII)


def area_of(text: str) -> int:
    """An area in 0.01 m²: "89.5", "89.50㎡". Refused("not_an_area")."""
    found = _AREA.match(plain(text))
    area = int(found[1]) * 100 + int((found[2] or "0").ljust(2, "0")) if found else 0
    if not 0 < area <= LARGEST:
        raise Refused(_("面积看不懂，请写平方米，最多两位小数，比如 89.52"), code="not_an_area")
    return area
