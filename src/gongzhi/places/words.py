"""The closed lists of places: levels from the largest down, rungs of the ladder, datums, roles, and their labels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as Words

LEVELS: dict[str, Words] = {
    "nation": _("全国"),
    "province": _("省"),
    "city": _("市"),
    "district": _("区县"),
    "street": _("街道"),
    "community": _("社区"),
    "big_grid": _("大网格"),
    "mid_grid": _("中网格"),
    "small_grid": _("小网格"),
    "estate": _("小区"),
    "building": _("楼栋"),
    "household": _("户"),
}
DEPTH = {level: number for number, level in enumerate(LEVELS)}
GRIDS = ("big_grid", "mid_grid", "small_grid")
# What anybody may look up: everything but the single household.
PUBLIC_LEVELS = tuple(level for level in LEVELS if level != "household")
# Levels that those who know the estates may register; the others are drawn by the street or the operator.
REGISTERED = ("estate", "building", "household")

# How the national list of divisions numbers its levels.
DIVISION_LEVELS = {"1": "province", "2": "city", "3": "district", "4": "street", "5": "community"}

# Where a matter may be solved, from the door upwards.
LADDER = ("building", "grid", "community", "street", "district")
RUNGS: dict[str, Words] = {
    "building": _("楼栋"),
    "grid": _("网格"),
    "community": _("社区"),
    "street": _("街道"),
    "district": _("区县"),
}

# GCJ-02 is what Chinese web maps show; CGCS2000 is the survey's own and agrees with WGS-84 within a metre.
DATUMS: dict[str, Words] = {"gcj02": _("GCJ-02（火星坐标）"), "cgcs2000": _("CGCS2000（国家大地坐标）")}

# Roles that may draw: who holds one of these over a place may redraw what lies in it, or register what stands in it.
DRAWERS = ("operator", "street_lead")
REGISTRARS = (*DRAWERS, "street_officer", "community_secretary", "community_worker")


def rung(level: str) -> str:
    """The rung of the ladder at which a place of this level stands; above the district there is only the district."""
    if level in REGISTERED:
        return "building"
    if level in GRIDS:
        return "grid"
    return level if level in LADDER else "district"


def deeper(level: str, other: str) -> bool:
    """Whether `level` stands below `other` in the tree. Levels may be left out, their order may not be changed."""
    return DEPTH[level] > DEPTH[other]
