"""The invented figures of the gallery: charts, a table and a drawn map."""

from __future__ import annotations

from typing import Any

from gongzhi.web.pages.sample_words import say
from gongzhi.web.parts import Area, Chart, Column, MapView, Row, Series, Table


def slowest() -> Chart:
    """Bars that lie, for long names."""
    names = [say(n) for n in ("noise", "parking", "stair_lights", "waste", "leaks")]
    return Chart("chart-slow", say("slow_q"), say("slow_a"), names, [Series(say("median"), [9, 6.5, 2, 3, 5])], "hbar",
                 say("days"), say("slow_base"), say("group"), "#")  # fmt: skip


def progress(kind: str) -> Chart:
    """Two lines, or two heaps, over six months."""
    months = [say(f"month{n}") for n in range(6, 12)]
    series = [
        Series(say("solution"), [61, 64, 66, 71, 74, 78]),
        Series(say("satisfaction"), [58, 57, 61, 63, 66, 69]),
    ]
    said = say("more_q"), say("more_a")
    return Chart(f"chart-{kind}", *said, months, series, kind, "%", say("more_base"), say("month"))


def table() -> Table:
    """Three rates by community."""
    figures = [(412, "96%", "78%", "69%"), (280, "93%", "74%", "70%"), (97, "98%", "81%", "77%")]
    names = ("nanyou", "haizhu", "yuegui")
    columns = (
        Column(say("community")),
        Column(say("how_many"), True, "?sort=count&order=up", "descending"),
        Column(say("response"), True, "?sort=response"),
        Column(say("solution"), True),
        Column(say("satisfaction"), True),
    )
    rows = [Row((say(n), *f), f"#{n}", f"t-{n}") for n, f in zip(names, figures, strict=True)]
    return Table(say("rates"), columns, rows, (say("whole"), 789, "95%", "77%", "70%"))


def _cell(x: float, y: float) -> dict[str, Any]:
    wide, high = 0.012, 0.009
    lon, lat = 113.92 + x * wide, 22.51 + y * high
    ring = [[lon, lat], [lon + wide, lat], [lon + wide * 1.1, lat + high], [lon + wide * 0.1, lat + high], [lon, lat]]
    return {"type": "Polygon", "coordinates": [ring]}


def street_map() -> MapView:
    """A drawn street of four cells, and one place without an outline."""
    spots = [("nanyou", 41, 0, 0), ("haizhu", 22, 1, 0), ("yuegui", 9, 0, 1), ("weilan", 3, 1, 1)]
    areas = [Area(name, say(name), count, f"#{name}", _cell(x, y)) for name, count, x, y in spots]
    areas.append(Area("shenda", say("shenda"), 0, "#shenda", None, say("no_outline")))
    return MapView("map-open", say("map_q"), say("map_a"), areas, say("matters"), synthetic=True)
