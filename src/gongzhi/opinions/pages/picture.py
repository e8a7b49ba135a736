"""The opinion map as plain SVG: each group an area with its own line and mark, a dot a person, a star oneself."""

from __future__ import annotations

from collections import Counter
from math import cos, hypot, pi, sin, sqrt
from typing import Any

from gongzhi.opinions.rules.standing import Kept

WIDTH, HEIGHT, EDGE = 420.0, 300.0, 52.0
NEAR, SPREAD, TURN = 7.0, 7.5, pi * (3 - sqrt(5))  # a spiral that never falls on itself
Point = tuple[float, float]


def drawn(kept: Kept, mine: Point | None) -> dict[str, Any]:
    """Everything that the picture's template needs, in the picture's own units; empty where no groups are shown."""
    if not kept.clear:
        return {}
    content = kept.content
    centres = [(x, y) for x, y in content["centres"]]
    place = _placing([(x, y) for x, y, _group in content["dots"]] + centres)
    dots = _apart([(place((x, y)), group) for x, y, group in content["dots"]])
    areas = [_area(at, place(centre), [p for p, g in dots if g == at]) for at, centre in enumerate(centres)]
    return {
        "width": int(WIDTH),
        "height": int(HEIGHT),
        "areas": areas,
        "dots": [{"group": group, "d": _mark(group, at)} for at, group in dots],
        "me": _star(place(mine)) if mine is not None else "",
    }


def _apart(dots: list[tuple[Point, int]]) -> list[tuple[Point, int]]:
    """People who answered just alike stand at one point; they are set around it, so that each is seen."""
    seen: Counter[tuple[int, int]] = Counter()
    found = []
    for (x, y), group in dots:
        spot = (round(x / NEAR), round(y / NEAR))
        turn, far = seen[spot] * TURN, SPREAD * sqrt(seen[spot])
        seen[spot] += 1
        found.append(((round(x + far * cos(turn), 1), round(y + far * sin(turn), 1)), group))
    return found


def _placing(points: list[Any]) -> Any:
    """From the map's units to the picture's; both axes on one scale, so that near is near."""
    xs, ys = [x for x, _y in points], [y for _x, y in points]
    wide, high = max(xs) - min(xs) or 1.0, max(ys) - min(ys) or 1.0
    scale = min((WIDTH - 2 * EDGE) / wide, (HEIGHT - 2 * EDGE) / high)
    middle = ((max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2)

    def place(point: Point) -> Point:
        x = WIDTH / 2 + (point[0] - middle[0]) * scale
        y = HEIGHT / 2 - (point[1] - middle[1]) * scale
        return round(min(max(x, 14.0), WIDTH - 14), 1), round(min(max(y, 14.0), HEIGHT - 14), 1)

    return place


def _area(number: int, centre: Point, dots: list[Point]) -> dict[str, Any]:
    """A circle that holds nine tenths of the group."""
    far = sorted(hypot(x - centre[0], y - centre[1]) for x, y in dots)
    radius = far[int(len(far) * 0.9) - 1] if far else 0.0
    return {
        "group": number, "x": centre[0], "y": centre[1], "r": round(max(radius + 10, 26.0), 1),
        "label": number + 1, "label_y": round(max(centre[1] - max(radius + 10, 26.0) - 6, 14), 1),
    }  # fmt: skip


def _mark(group: int, at: Point) -> str:
    """Each group has a mark of its own, so that no colour is needed: disc, square, triangle, diamond, cross."""
    x, y = at
    marks = (
        f"M{x - 4} {y}a4 4 0 1 0 8 0a4 4 0 1 0 -8 0z",
        f"M{x - 3.5} {y - 3.5}h7v7h-7z",
        f"M{x} {y - 4.5}l4.5 8h-9z",
        f"M{x} {y - 5}l5 5l-5 5l-5 -5z",
        f"M{x - 1.5} {y - 5}h3v3.5h3.5v3h-3.5v3.5h-3v-3.5h-3.5v-3h3.5z",
    )
    return marks[group % len(marks)]


def _star(at: Point) -> str:
    x, y = at
    return f"M{x} {y - 11}l3.2 7.2l7.8 .8l-5.9 5.2l1.7 7.7l-6.8 -4l-6.8 4l1.7 -7.7l-5.9 -5.2l7.8 -.8z"
