"""Convert between GCJ-02 and CGCS2000/WGS-84 with the publicly known formula, so that one map never mixes datums.

Nobody publishes the formula officially; this is our own writing of the widely printed one (Krasovsky 1940 ellipsoid and
a sum of sines). CGCS2000 and WGS-84 differ by centimetres and are taken as one. Outside the rectangle around China both
datums are the same by convention.
"""

from __future__ import annotations

from math import cos, pi, radians, sin, sqrt

Point = tuple[float, float]  # (lon, lat) in degrees
_AXIS = 6_378_245.0
_ECCENTRICITY = 0.00669342162296594323
_WEST, _EAST, _SOUTH, _NORTH = 72.004, 137.8347, 0.8293, 55.8271
_ROUNDS = 12
_CLOSE = 1e-10  # degrees; about a hundredth of a millimetre


def _waves(x: float, y: float) -> float:
    return (20 * sin(6 * x * pi) + 20 * sin(2 * x * pi)) * 2 / 3


def _north(x: float, y: float) -> float:
    shift = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x)) + _waves(x, y)
    shift += (20 * sin(y * pi) + 40 * sin(y / 3 * pi)) * 2 / 3
    return shift + (160 * sin(y / 12 * pi) + 320 * sin(y * pi / 30)) * 2 / 3


def _east(x: float, y: float) -> float:
    shift = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x)) + _waves(x, y)
    shift += (20 * sin(x * pi) + 40 * sin(x / 3 * pi)) * 2 / 3
    return shift + (150 * sin(x / 12 * pi) + 300 * sin(x / 30 * pi)) * 2 / 3


def shifted(lon: float, lat: float) -> bool:
    """Whether the two datums differ at this point."""
    return _WEST <= lon <= _EAST and _SOUTH <= lat <= _NORTH


def to_gcj02(lon: float, lat: float) -> Point:
    """The GCJ-02 position of a CGCS2000/WGS-84 position."""
    if not shifted(lon, lat):
        return lon, lat
    x, y, latitude = lon - 105, lat - 35, radians(lat)
    bend = 1 - _ECCENTRICITY * sin(latitude) ** 2
    metres_north = _AXIS * (1 - _ECCENTRICITY) / (bend * sqrt(bend)) * pi / 180
    metres_east = _AXIS / sqrt(bend) * cos(latitude) * pi / 180
    return lon + _east(x, y) / metres_east, lat + _north(x, y) / metres_north


def to_cgcs2000(lon: float, lat: float) -> Point:
    """The CGCS2000/WGS-84 position of a GCJ-02 position, by fixed-point steps on the forward formula."""
    if not shifted(lon, lat):
        return lon, lat
    here = (lon, lat)
    for _ in range(_ROUNDS):
        there = to_gcj02(*here)
        off = there[0] - lon, there[1] - lat
        here = here[0] - off[0], here[1] - off[1]
        if abs(off[0]) < _CLOSE and abs(off[1]) < _CLOSE:
            break
    return here


def convert(lon: float, lat: float, source: str, target: str) -> Point:
    """The position in `target` of a position in `source`; ValueError for a datum that is not known."""
    steps = {("gcj02", "cgcs2000"): to_cgcs2000, ("cgcs2000", "gcj02"): to_gcj02}
    if source == target and source in {"gcj02", "cgcs2000"}:
        return lon, lat
    if (source, target) not in steps:
        raise ValueError(f"unknown datum: {source} to {target}")
    return steps[source, target](lon, lat)
