"""The demonstration's ground: a real street and its real communities; every estate, grid and outline in it invented."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from random import Random
from typing import Any

from gongzhi.kernel.actor import Actor
from gongzhi.places import selectors, services
from gongzhi.places.services import NewPlace

SINCE = date(2020, 1, 1)
STREET = "440305007"
# Public facts: the national list of divisions, 2021.
ABOVE = (
    ("44", "广东省", "province", ""),
    ("4403", "深圳市", "city", "44"),
    ("440305", "南山区", "district", "4403"),
    (STREET, "粤海街道", "street", "440305"),
)
COMMUNITIES = (
    ("003", "科技园社区"), ("004", "深圳大学社区"), ("007", "创业路社区"), ("008", "龙城社区"),
    ("010", "南油社区"), ("011", "后海社区"), ("012", "京光社区"), ("015", "海珠社区"),
    ("016", "名海社区"), ("017", "铜鼓社区"), ("019", "蔚蓝海岸社区"), ("023", "高新区社区"),
    ("025", "麻岭社区"), ("027", "滨海社区"), ("028", "粤桂社区"), ("029", "大冲社区"),
)  # fmt: skip
# Names of estates are put together from these and belong to no real estate on purpose.
_FIRST = (
    "榕荫", "海岚", "晴川", "芳汀", "文澜", "朗悦", "听涛", "汇景", "碧湾", "锦庭",
    "怡和", "云栖", "翠微", "南薰", "澄园", "星澜", "和畅", "悦海", "嘉木", "枫桥",
)  # fmt: skip
_LAST = ("花园", "苑", "家园", "新村", "公寓", "名庭", "小区", "雅居")

# The drawn area: a grid of bent cells near the real street. Nobody surveyed it, and every outline says so.
WEST, EAST, SOUTH, NORTH = 113.9255, 113.9575, 22.5050, 22.5610
COLUMNS = ROWS = 4
Point = tuple[float, float]
Corners = tuple[Point, Point, Point, Point]  # south-west, south-east, north-east, north-west


@dataclass(frozen=True)
class Size:
    """How much ground there is: communities, estates for each small grid, buildings for each estate, households."""

    communities: int
    estates: int
    buildings: tuple[int, int]
    households: int


SIZES = {
    "tiny": Size(2, 4, (1, 2), 120),
    "small": Size(16, 100, (4, 6), 20_000),
    "full": Size(16, 100, (4, 6), 20_000),
}


@dataclass
class Ground:
    """The places that were made, by level, in the order in which they were made."""

    by_level: dict[str, list[Any]] = field(default_factory=dict)

    def __getitem__(self, level: str) -> list[Any]:
        return self.by_level.get(level, [])


class _Plan:
    """Rows of places with the corners of those that have an outline."""

    def __init__(self, rng: Random, size: Size) -> None:
        self.rng = rng
        self.size = size
        self.rows: list[NewPlace] = []
        self.drawn: dict[str, Corners] = {}

    def add(self, code: str, name: str, level: str, parent: str, at: Point | None = None) -> None:
        """One more place."""
        lon, lat = at if at else (None, None)
        self.rows.append(NewPlace(code, name, level, parent, lon, lat, SINCE))


def build(actor: Actor, rng: Random, size: str) -> Ground:
    """Plant the street, draw its cells and sign its buildings."""
    plan = _Plan(rng, SIZES[size])
    for code, name, level, parent in ABOVE:
        plan.add(code, name, level, parent)
    _communities(plan)
    _estates(plan)
    services.create_many(actor=actor, rows=plan.rows)
    made = selectors.by_codes(row.code for row in plan.rows if row.level != "household")
    _draw(actor, plan, made)
    services.sign_buildings(actor=actor, under_id=made[STREET].pk, prefix="YH")
    ground = Ground()
    for row in plan.rows:
        if row.level != "household":
            ground.by_level.setdefault(row.level, []).append(made[row.code])
    return ground


def _communities(plan: _Plan) -> None:
    nodes = _nodes(plan.rng)
    for number, (tail, name) in enumerate(COMMUNITIES[: plan.size.communities]):
        column, row = number % COLUMNS, number // COLUMNS
        corners = (
            nodes[row][column], nodes[row][column + 1], nodes[row + 1][column + 1], nodes[row + 1][column],
        )  # fmt: skip
        code = f"{STREET}{tail}"
        plan.add(code, name, "community", STREET, _inside(corners, 0.5, 0.5))
        plan.drawn[code] = corners
        _grids(plan, code, name.removesuffix("社区"), corners)


def _grids(plan: _Plan, community: str, short: str, corners: Corners) -> None:
    """One big grid, two middle ones, four small ones: each cell of one level is cut into those of the next."""
    big = f"{community}G1"
    plan.add(big, f"{short}大网格", "big_grid", community, _inside(corners, 0.5, 0.5))
    plan.drawn[big] = corners
    for m, half in enumerate(_cut(corners, wide=True), start=1):
        mid = f"{big}-{m}"
        plan.add(mid, f"{short}第{'一二'[m - 1]}中网格", "mid_grid", big, _inside(half, 0.5, 0.5))
        plan.drawn[mid] = half
        for s, quarter in enumerate(_cut(half, wide=False), start=1):
            small = f"{mid}{s}"
            name = f"{short}{'一二三四'[(m - 1) * 2 + s - 1]}网格"
            plan.add(small, name, "small_grid", mid, _inside(quarter, 0.5, 0.5))
            plan.drawn[small] = quarter


def _estates(plan: _Plan) -> None:
    """Estates in turn over the small grids, buildings in them, households in the buildings until none is left."""
    rng = plan.rng
    cells = [row.code for row in plan.rows if row.level == "small_grid"]
    names = [first + last for last in _LAST for first in _FIRST]
    buildings: list[str] = []
    for number in range(plan.size.estates):
        cell = cells[number % len(cells)]
        code, at = f"{cell}E{number + 1:03d}", _inside(plan.drawn[cell], rng.uniform(0.2, 0.8), rng.uniform(0.2, 0.8))
        plan.add(code, names[number], "estate", cell, at)
        for b in range(1, rng.randint(*plan.size.buildings) + 1):
            there = (round(at[0] + rng.uniform(-4e-4, 4e-4), 6), round(at[1] + rng.uniform(-4e-4, 4e-4), 6))
            plan.add(f"{code}B{b}", f"{b} 栋", "building", code, there)
            buildings.append(f"{code}B{b}")
    for number in range(plan.size.households):
        building, door = buildings[number % len(buildings)], number // len(buildings)
        floor, flat = door // 4 + 1, door % 4 + 1
        plan.add(f"{building}-{floor}{flat:02d}", f"{floor}{flat:02d}", "household", building)


def _draw(actor: Actor, plan: _Plan, made: dict[str, Any]) -> None:
    district = [(113.90, 22.48), (113.98, 22.48), (113.99, 22.53), (113.98, 22.60), (113.91, 22.60), (113.895, 22.54)]
    rings: list[tuple[str, list[Point]]] = [("440305", district), (STREET, _around(plan))]
    rings += [(code, list(corners)) for code, corners in plan.drawn.items()]
    for code, ring in rings:
        shape = {"type": "Polygon", "coordinates": [[list(p) for p in (*ring, ring[0])]]}
        services.draw_outline(
            actor=actor, place_id=made[code].pk, geojson=shape, datum="gcj02", synthetic=True, on=SINCE
        )


def _around(plan: _Plan) -> list[Point]:
    """The outline of all communities together: the sides that only one of them has, joined into a ring."""
    sides: dict[Point, Point] = {}
    cells = [plan.drawn[row.code] for row in plan.rows if row.level == "community"]
    everything = {side for cell in cells for side in _sides(cell)}
    for a, b in everything:
        if (b, a) not in everything:
            sides[a] = b
    start = min(sides)
    ring = [start]
    while sides[ring[-1]] != start:
        ring.append(sides[ring[-1]])
    return ring


def _sides(corners: Corners) -> Iterator[tuple[Point, Point]]:
    return zip(corners, (*corners[1:], corners[0]), strict=True)


def _nodes(rng: Random) -> list[list[Point]]:
    """The corners of all cells, moved a little so that no two cells look alike."""
    wide, high = (EAST - WEST) / COLUMNS, (NORTH - SOUTH) / ROWS
    return [
        [
            (
                round(WEST + wide * (c + rng.uniform(-0.22, 0.22)), 6),
                round(SOUTH + high * (r + rng.uniform(-0.22, 0.22)), 6),
            )
            for c in range(COLUMNS + 1)
        ]
        for r in range(ROWS + 1)
    ]


def _inside(corners: Corners, u: float, v: float) -> Point:
    """The point at the shares u (west to east) and v (south to north) of a cell."""
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = corners
    x = (1 - u) * (1 - v) * ax + u * (1 - v) * bx + u * v * cx + (1 - u) * v * dx
    y = (1 - u) * (1 - v) * ay + u * (1 - v) * by + u * v * cy + (1 - u) * v * dy
    return round(x, 6), round(y, 6)


def _cut(corners: Corners, *, wide: bool) -> tuple[Corners, Corners]:
    """Two halves that share their cut: side by side (`wide`) or one above the other."""
    a, b, c, d = corners
    if wide:
        south, north = _inside(corners, 0.5, 0), _inside(corners, 0.5, 1)
        return (a, south, north, d), (south, b, c, north)
    west, east = _inside(corners, 0, 0.5), _inside(corners, 1, 0.5)
    return (a, b, east, west), (west, east, c, d)
