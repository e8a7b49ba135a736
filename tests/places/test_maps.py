"""Outlines in one datum, and the place that a point lies in."""

from __future__ import annotations

import csv
import gzip
import json
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import transaction

from gongzhi.kernel import clock
from gongzhi.kernel.errors import Refused
from gongzhi.places import selectors, services
from gongzhi.places.models import Outline
from gongzhi.places.rules import datum

from .conftest import NOW, SETUP, SINCE, TODAY, seated


def square(west: float, south: float, size: float = 0.01) -> dict[str, Any]:
    east, north = west + size, south + size
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def draw(place: int, shape: Any, **more: Any) -> Outline:
    return services.draw_outline(
        **{"actor": SETUP, "place_id": place, "geojson": shape, "datum": "gcj02", "on": SINCE, **more}
    )


def test_a_point_lies_in_the_smallest_drawn_place(tree: SimpleNamespace) -> None:
    assert selectors.locate(113.935, 22.515, "gcj02") is None
    draw(tree.id("S"), square(113.93, 22.51, 0.05))
    draw(tree.id("C1"), square(113.93, 22.51))
    draw(tree.id("E1"), json.dumps({"type": "Feature", "geometry": square(113.934, 22.514, 0.002), "properties": {}}))
    codes = [getattr(selectors.locate(lon, 22.515, "gcj02"), "code", None) for lon in (113.935, 113.931, 113.96, 114.5)]
    assert codes == ["E1", "C1", "S", None]
    assert selectors.locate(113.935, 22.515, "gcj02", levels={"community"}) == tree.at("C1")
    with pytest.raises(ValueError):
        selectors.locate(113.935, 22.515, "bd09")


def test_datums_are_told_apart(tree: SimpleNamespace) -> None:
    """The same numbers lie half a kilometre apart in the two datums."""
    draw(tree.id("C1"), square(113.93, 22.51, 0.002))
    draw(tree.id("C2"), square(113.93, 22.51, 0.002), datum="cgcs2000", synthetic=True)
    here = (113.931, 22.511)
    assert selectors.locate(*here, "gcj02") == tree.at("C1") and selectors.locate(*here, "cgcs2000") == tree.at("C2")
    assert selectors.locate(*datum.to_gcj02(*here), "gcj02") == tree.at("C2")
    found = selectors.outlines(tree.at("S"), "community")
    corners = [f["geometry"]["coordinates"][0][0] for f in found["features"]]
    assert found["datum"] == "gcj02" and corners[0] == [113.93, 22.51]
    assert corners[1] == pytest.approx(datum.to_gcj02(113.93, 22.51), abs=2e-6)
    assert [f["properties"]["synthetic"] for f in found["features"]] == [False, True]
    back = selectors.outlines(tree.at("S"), datum="cgcs2000")["features"][1]["geometry"]["coordinates"][0][0]
    assert back == [113.93, 22.51]
    assert selectors.outlines(tree.at("C1"), "estate")["features"] == []


def test_a_redrawn_outline_keeps_the_former_one(tree: SimpleNamespace) -> None:
    place = tree.id("C1")
    draw(place, square(113.93, 22.51))
    draw(place, square(114.00, 22.51), on=TODAY)
    draw(place, square(114.10, 22.51), on=TODAY)
    assert Outline.objects.filter(place=place).count() == 2
    assert selectors.locate(113.935, 22.515, "gcj02") is None
    assert selectors.locate(114.105, 22.515, "gcj02") == tree.at("C1")
    past = selectors.outlines(tree.at("S"), "community", day=TODAY - timedelta(days=1))
    assert past["features"][0]["geometry"]["coordinates"][0][0] == [113.93, 22.51]
    with clock.at(NOW - timedelta(days=5)):
        assert selectors.locate(113.935, 22.515, "gcj02") == tree.at("C1")
    outline = selectors.outline(tree.at("C1"))
    assert outline and outline["properties"]["code"] == "C1" and selectors.outline(tree.at("C2")) is None


def test_what_is_retired_is_no_longer_located(tree: SimpleNamespace) -> None:
    draw(tree.id("E1-2"), square(113.93, 22.51))
    assert selectors.locate(113.935, 22.515, "gcj02") == tree.at("E1-2")
    services.retire(actor=SETUP, place_id=tree.id("E1-2"))
    assert selectors.locate(113.935, 22.515, "gcj02") is None


BOW_TIE = {"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]]}


@pytest.mark.parametrize(
    ("code", "given"),
    [
        ("bad_outline", {"geojson": "not json"}),
        ("bad_outline", {"geojson": "[]"}),
        ("bad_outline", {"geojson": {"type": "Polygon"}}),
        ("bad_outline", {"geojson": {"type": "Polygon", "coordinates": []}}),
        ("bad_outline", {"geojson": {"type": "Polygon", "coordinates": [[["a", "b"]]]}}),
        ("bad_outline", {"geojson": {"type": "Point", "coordinates": [113, 22]}}),
        ("bad_outline", {"geojson": {"type": "Feature"}}),
        ("bad_outline", {"geojson": BOW_TIE}),
        ("bad_outline", {"geojson": square(500000, 2500000, 100)}),
        ("bad_outline", {"geojson": " " * 2_000_001}),
        ("bad_outline", {"geojson": "[" * 100_000}),
        ("bad_datum", {"datum": "wgs"}),
        ("unknown_place", {"place_id": 10**7}),
        ("future", {"on": TODAY + timedelta(days=1)}),
        ("history", {"on": date(2000, 1, 1)}),
    ],
)
def test_what_is_no_outline_is_refused(tree: SimpleNamespace, code: str, given: dict[str, Any]) -> None:
    with pytest.raises(Refused) as refusal, transaction.atomic():
        draw(**{"place": given.pop("place_id", tree.id("C1")), "shape": square(113, 22), **_shape(given)})
    assert refusal.value.code == code and not Outline.objects.exists()


def _shape(given: dict[str, Any]) -> dict[str, Any]:
    return {("shape" if key == "geojson" else key): value for key, value in given.items()}


def test_only_who_draws_may_draw(tree: SimpleNamespace) -> None:
    with pytest.raises(Refused):
        draw(tree.id("C1"), square(113, 22), actor=seated("community_worker", tree.at("C1")))
    assert draw(tree.id("C1"), square(113, 22), actor=seated("street_lead", tree.at("S")))


@pytest.mark.row("A09")
def test_real_requests_fall_into_their_real_areas(tree: SimpleNamespace, shared_data: Path) -> None:
    """77 polygons and 44,640 requests that nobody here wrote: at least 98 of 100 agree, as the data's notes say."""
    areas = json.loads((shared_data / "requests/chicago_community_areas.geojson").read_text())["features"]
    rows = [
        (f"A{a['properties']['area_num_1']}", a["properties"]["community"], "community", "S", None, None, SINCE)
        for a in areas
    ]
    numbers = services.create_many(actor=SETUP, rows=rows)
    for number, area in zip(numbers, areas, strict=True):
        draw(number, area["geometry"], datum="cgcs2000")
    asked = agreed = 0
    with gzip.open(shared_data / "requests/chicago_sanitation_311.csv.gz", "rt", encoding="utf-8") as lines:
        for line in list(csv.DictReader(lines))[::9]:
            if line["Community_Area"] and line["Latitude"] and float(line["Community_Area"]):
                place = selectors.locate(float(line["Longitude"]), float(line["Latitude"]), "cgcs2000")
                asked += 1
                agreed += bool(place and place.code == f"A{int(float(line['Community_Area']))}")
    assert asked > 4000 and agreed / asked >= 0.98


def test_a_real_boundary_is_drawn(tree: SimpleNamespace, shared_data: Path) -> None:
    draw(tree.id("440305"), (shared_data / "places/440305.json").read_text())
    assert selectors.locate(113.9304, 22.5333, "gcj02") == tree.at("440305")
    assert selectors.locate(114.0579, 22.5431, "gcj02") is None
