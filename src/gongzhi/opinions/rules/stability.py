"""How sure the groups are: whether four fifths of the people, drawn by lot, would show the same ones."""

from __future__ import annotations

import numpy as np

from gongzhi.opinions.rules.grouping import agreement, cloud_of, divided
from gongzhi.opinions.rules.matrix import Numbers, Whole
from gongzhi.opinions.rules.pca import Axes, Moved, Plane, axes_by_products, axes_of, covariance, points_of

FIFTHS = 5
# Rounds of five drawings by the number of people: the fewer they are, the more one drawing differs from the next.
ROUNDS = ((300, 6), (20_000, 2))
# Below this the map shows no groups: of forty conversations voted by lot one came above it, real ones reach .67 to 1.
CLEAR = 0.65
FEWEST = 10
FEW_STARTS = 8


def stability_of(  # every argument is a part of one drawing
    moved: Moved, product: Numbers | None, plane: Plane, labels: Whole, groups: int, seed: int
) -> float | None:
    """The mean agreement (adjusted Rand index, 0 to 1) of drawings on 80 % of the people with the whole.

    The people, in the order in which they stand on the map, are cut into fifths by lot, and each drawing leaves one
    fifth out; thirty drawings of up to 300 people, ten of up to 20,000, five of more. None where there are not two
    groups or fewer than ten people in them: too few to say anything.
    """
    inside = np.flatnonzero(labels >= 0)
    if groups < 2 or len(inside) < FEWEST:
        return None
    people = moved.table.shape[0]
    order, fifth = cloud_of(plane.points).order, np.empty(people, np.int64)
    found = []
    for turn in range(next((rounds for most, rounds in ROUNDS if people <= most), 1)):
        fifth[order] = np.random.default_rng([seed, turn]).permutation(people) % FIFTHS
        for left_out in range(FIFTHS):
            kept = inside[fifth[inside] != left_out]
            there = _axes_without(moved, product, plane.axes, np.flatnonzero(fifth == left_out))
            points = points_of(moved.table[kept], there, plane.scale[kept])
            found.append(_again(points, labels[kept], groups, seed))
    return max(float(np.mean(found)), 0.0)


def _axes_without(moved: Moved, product: Numbers | None, axes: Axes, left_out: Whole) -> Axes:
    """What is left of the covariance when these people's part is taken off: no need to sum up the rest again."""
    if product is not None:
        return axes_of(product - covariance(moved.table, left_out))
    rest = np.setdiff1d(np.arange(moved.table.shape[0]), left_out, assume_unique=True)
    return axes_by_products(moved.table[rest], axes)


def _again(points: Numbers, labels: Whole, groups: int, seed: int) -> float:
    cloud = cloud_of(points)
    if cloud.distinct < groups:
        return 0.0
    return agreement(divided(cloud, groups, seed, FEW_STARTS)[0], labels[cloud.order])
