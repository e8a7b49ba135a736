"""Which people stand together: k-means with many starts, the number of groups by silhouette, in no order's debt."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from gongzhi.opinions.rules.matrix import Numbers, Whole

MOST_GROUPS = 5
STARTS, LOOKED_AT = 24, 400
# Of the starts on a sample, so many different ends are followed with everybody.
FOLLOWED = 4
FIRST_STEPS, STEPS = 12, 100
JUDGED = 600
# Digits that rounding leaves alone, whatever order the people came in.
DIGITS = 7


class Grouping(NamedTuple):
    """Group of each point (the largest is 0), centres, and how well the points fit (mean silhouette, −1 to 1)."""

    labels: Whole
    centres: Numbers
    silhouette: float


class Cloud(NamedTuple):
    """Points in an order of their own, so that the order they came in cannot matter."""

    points: Numbers
    order: Whole
    sample: Whole
    distinct: int


def cloud_of(points: Numbers) -> Cloud:
    """Sort the points by where they stand, and take an even sample along that order to look at first."""
    size = float(np.abs(points).max(initial=0.0)) or 1.0
    places = np.round(points / size, DIGITS)
    order = np.lexsort((places[:, 1], places[:, 0]))
    ordered = places[order]
    distinct = int(np.any(ordered[1:] != ordered[:-1], axis=1).sum()) + 1 if len(ordered) else 0
    return Cloud(points[order], order, _evenly(len(order), LOOKED_AT), distinct)


def _evenly(count: int, most: int) -> Whole:
    return np.arange(count) if count <= most else np.linspace(0, count - 1, most).astype(np.int64)


def grouped(points: Numbers, *, count: int = 0, smallest: int = 1, seed: int = 0) -> Grouping:
    """The groups of these points: `count` of them, or 2 to 5 by silhouette; none when all stand at one place.

    `smallest` refuses a division with a smaller group.
    """
    cloud = cloud_of(points)
    judge = Judge(cloud)
    numbers = [count] if count else range(2, MOST_GROUPS + 1)
    best = Grouping(np.zeros(len(points), np.int64), np.zeros((0, 2)), 0.0)
    for number in numbers:
        if number > cloud.distinct:
            break
        labels, centres = divided(cloud, number, seed)
        if np.bincount(labels, minlength=number).min() < smallest:
            continue
        silhouette = judge(labels)
        if not len(best.centres) or silhouette > best.silhouette:
            best = Grouping(labels, centres, silhouette)
    if not len(best.centres):
        return best
    return _named(best, cloud)


def _named(found: Grouping, cloud: Cloud) -> Grouping:
    """Groups by size, the largest first; equal sizes by where they stand."""
    sizes = np.bincount(found.labels, minlength=len(found.centres))
    order = np.lexsort((found.centres[:, 1], found.centres[:, 0], -sizes))
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    labels = np.empty_like(found.labels)
    labels[cloud.order] = rank[found.labels]
    return Grouping(labels, found.centres[order], found.silhouette)


def divided(cloud: Cloud, count: int, seed: int, starts: int = STARTS) -> tuple[Whole, Numbers]:
    """The division into `count` groups with the least scatter that the starts led to."""
    some = cloud.points[cloud.sample]
    tried = _starts(some, count, starts, np.random.default_rng([seed, count]))
    tried, scatter = _settled(some, tried, FIRST_STEPS)
    tried, scatter = _settled(cloud.points, tried[_different(scatter)], STEPS)
    best = tried[int(np.argmin(scatter))]
    return _nearest(cloud.points, best[None])[0][0], best


def _different(scatter: Numbers) -> Whole:
    order = np.argsort(scatter, kind="stable")
    levels = np.round(scatter[order] / (scatter[order[0]] or 1.0), 3)
    return order[np.unique(levels, return_index=True)[1]][:FOLLOWED]


def _starts(points: Numbers, count: int, starts: int, chance: np.random.Generator) -> Numbers:
    """Centres to begin with, each drawn by lot, likelier the farther from those drawn (k-means++), many times."""
    centres = np.empty((starts, count, 2))
    far = np.ones((starts, len(points)))
    for at in range(count):
        sums = np.cumsum(far, axis=1)
        drawn = chance.random(starts) * sums[:, -1]
        chosen = np.minimum((sums < drawn[:, None]).sum(axis=1), len(points) - 1)
        centres[:, at] = points[chosen]
        apart = _apart(points, centres[:, at])
        far = np.where(sums[:, -1:] > 0, np.minimum(far, apart) if at else apart, 1.0)
    return centres


def _apart(points: Numbers, centres: Numbers) -> Numbers:
    """Squared distances, one row a centre; written out, for a threaded product of two columns is slower."""
    across = points[:, 0] - centres[:, :1]
    along = points[:, 1] - centres[:, 1:]
    across *= across
    along *= along
    across += along
    return across


def _nearest(points: Numbers, tried: Numbers) -> tuple[Whole, Numbers]:
    """For every try and point: the nearest centre, and how far (squared)."""
    least = _apart(points, tried[:, 0])
    labels = np.zeros(least.shape, np.int64)
    for at in range(1, tried.shape[1]):
        apart = _apart(points, tried[:, at])
        labels[apart < least] = at
        np.minimum(least, apart, out=least)
    return labels, least


def _settled(points: Numbers, tried: Numbers, steps: int) -> tuple[Numbers, Numbers]:
    """Move every try's centres to the middle of their points until nothing moves; the scatter of each."""
    tries, count, _ = tried.shape
    offset = np.arange(tries)[:, None] * count
    moments = [np.tile(points[:, axis], tries) for axis in (0, 1)]
    before = None
    for _step in range(steps):
        labels, least = _nearest(points, tried)
        if before is not None and np.array_equal(labels, before):
            break
        before = labels
        keys = (labels + offset).ravel()
        mass = np.bincount(keys, minlength=tries * count)
        sums = np.stack([np.bincount(keys, moment, tries * count) for moment in moments], axis=1)
        moved = np.where((mass > 0)[:, None], sums / np.maximum(mass, 1)[:, None], tried.reshape(-1, 2))
        tried = moved.reshape(tries, count, 2)
    return tried, least.sum(axis=1)


class Judge:
    """How much nearer people stand to their own group than to the next, on an even sample of at most 600."""

    def __init__(self, cloud: Cloud) -> None:
        self.sample = _evenly(len(cloud.points), JUDGED)
        points = cloud.points[self.sample]
        self.apart = np.sqrt(_apart(points, points))

    def __call__(self, labels: Whole) -> float:
        """The mean silhouette of a division; 0 when the sample shows only one group."""
        groups, mine = np.unique(labels[self.sample], return_inverse=True)
        if len(groups) < 2:
            return 0.0
        member = np.eye(len(groups))[mine]
        sizes, rows = member.sum(axis=0), np.arange(len(mine))
        sums = self.apart @ member
        inside = sums[rows, mine] / np.maximum(sizes[mine] - 1, 1)
        means = sums / sizes
        means[rows, mine] = np.inf
        outside = means.min(axis=1)
        value = (outside - inside) / np.maximum(np.maximum(outside, inside), 1e-300)
        return float(np.where(sizes[mine] > 1, value, 0.0).mean())


def agreement(one: Whole, other: Whole) -> float:
    """Adjusted Rand index of two divisions of the same people: 1 the same, about 0 what chance would give."""
    both = np.unique(np.stack([one, other]), axis=1, return_counts=True)[1] if len(one) else np.zeros(0)
    left, right = (np.unique(given, return_counts=True)[1] for given in (one, other))
    pairs = [float((sizes * (sizes - 1.0)).sum() / 2) for sizes in (both, left, right)]
    everything = len(one) * (len(one) - 1) / 2
    by_chance = pairs[1] * pairs[2] / everything if everything else 0.0
    most = (pairs[1] + pairs[2]) / 2
    return 1.0 if most == by_chance else (pairs[0] - by_chance) / (most - by_chance)
