"""Draw the opinion map of a conversation from its votes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from gongzhi.opinions.rules import consensus, representative
from gongzhi.opinions.rules.consensus import Tally
from gongzhi.opinions.rules.grouping import grouped
from gongzhi.opinions.rules.matrix import Flags, Numbers, Votes, Whole, in_order, votes_of
from gongzhi.opinions.rules.pca import (
    WRITTEN_OUT,
    Axes,
    Plane,
    axes_by_products,
    axes_of,
    covariance,
    moved_of,
    points_of,
    scale_of,
    standing,
)
from gongzhi.opinions.rules.picture import Count, Key, OpinionMap, Says, Shared
from gongzhi.opinions.rules.stability import CLEAR, stability_of

__all__ = ["Votes", "draw", "votes_of"]

# Somebody with fewer votes stands nowhere yet, unless there are fewer statements.
ENOUGH_VOTES = 7
# So few people make no map: then those who voted most are taken in as well.
ENOUGH_PEOPLE = 15
DIGITS = 6


def draw(
    votes: Votes, *, labels: Mapping[str, Key] | None = None, count: int = 0, smallest: int = 1, seed: int = 0
) -> OpinionMap:
    """The map of these votes: the same for the same votes, in whatever order they came.

    `labels` gives the groups (person → group) in place of finding them; `count` their number, in place of the best of
    2 to 5; `smallest` the fewest people a group may have, so that nobody can be read from it; `seed` the lots drawn.
    """
    # The products are small: threads that wait for each other on a busy machine cost ten times what they save.
    with threadpool_limits(1, user_api="blas"):
        return _draw(votes, labels, count, smallest, seed)


def _draw(votes: Votes, labels: Mapping[str, Key] | None, count: int, smallest: int, seed: int) -> OpinionMap:
    moved = moved_of(votes)
    product = covariance(moved.table) if len(votes.statements) <= WRITTEN_OUT else None
    axes = axes_of(product) if product is not None else axes_by_products(moved.table)
    scale = scale_of(votes)
    plane = Plane(axes, scale, points_of(moved.table, axes, scale))
    if labels is not None:
        keys, division, silhouette = *_given(votes, labels), 0.0
    else:
        inside = np.flatnonzero(in_conversation(votes))
        found = grouped(plane.points[inside], count=count, smallest=smallest, seed=seed)
        keys, silhouette = list(range(len(found.centres))), found.silhouette
        division = np.full(len(votes.people), -1, np.int64)
        division[inside] = found.labels if keys else -1
    stability = stability_of(moved, product, plane, division, len(keys), seed)
    return _picture(votes, plane, keys, division, silhouette, stability, seed, labels is not None)


def _given(votes: Votes, labels: Mapping[str, Key]) -> tuple[list[Key], Whole]:
    """The names of the given groups, and the number of each person's group (−1 for nobody's)."""
    held = {str(labels[person]): labels[person] for person in votes.people if person in labels}
    names = in_order(held)
    at = {name: number for number, name in enumerate(names)}
    division = [at[str(labels[person])] if person in labels else -1 for person in votes.people]
    return [held[name] for name in names], np.array(division, np.int64)


def in_conversation(votes: Votes) -> Flags:
    """Who voted enough to stand somewhere: seven votes, or all where there are fewer statements.

    Where that leaves fewer than fifteen people, those with the most votes come in; all of those with equally many.
    """
    numbers = standing(votes)
    limit = min(ENOUGH_VOTES, int((~votes.out).sum()))
    if limit and (numbers >= limit).sum() < ENOUGH_PEOPLE:
        ranked = np.sort(numbers)[::-1]
        limit = min(limit, int(ranked[min(ENOUGH_PEOPLE, len(ranked)) - 1])) if len(ranked) else limit
    return np.asarray(numbers >= max(limit, 1))


def _picture(  # every argument is a part of one drawing
    votes: Votes,
    plane: Plane,
    keys: list[Key],
    division: Whole,
    silhouette: float,
    stability: float | None,
    seed: int,
    given: bool,
) -> OpinionMap:
    tally = consensus.tally_of(votes, division, len(keys))
    everybody = consensus.tally_of(votes, np.zeros(len(votes.people), np.int64), 1)
    product, least = consensus.common(tally)
    allowed = np.flatnonzero(~votes.out)
    names = votes.statements
    sizes = np.bincount(division[division >= 0], minlength=len(keys))
    return OpinionMap(
        people=len(votes.people),
        votes=int(votes.cells.nnz),
        groups={person: keys[at] for person, at in zip(votes.people, division.tolist(), strict=True) if at >= 0},
        sizes=dict(zip(keys, sizes.tolist(), strict=True)),
        group_aware_consensus=dict(zip(names, product.tolist(), strict=True)),
        minimum=dict(zip(names, least.tolist(), strict=True)),
        majority={side: _shared(votes, everybody, side, allowed) for side in ("agree", "disagree")},
        representative={key: _says(names, tally, at, allowed) for at, key in enumerate(keys)},
        stability=None if stability is None else round(stability, DIGITS),
        clear=stability is not None and stability >= CLEAR,
        silhouette=round(silhouette, DIGITS),
        points={person: (x, y) for person, (x, y) in zip(votes.people, _rounded(plane.points), strict=True)},
        centres={key: (x, y) for key, (x, y) in zip(keys, _centres(plane.points, division, len(keys)), strict=True)},
        axes=(_weights(names, plane.axes, 0), _weights(names, plane.axes, 1)),
        shares=(float(plane.axes.shares[0]), float(plane.axes.shares[1])),
        everybody=_counts(names, everybody, 0),
        by_group={key: _counts(names, tally, at) for at, key in enumerate(keys)},
        out=tuple(name for name, out in zip(names, votes.out.tolist(), strict=True) if out),
        seed=seed,
        labels_given=given,
    )


def _rounded(points: Numbers) -> list[list[float]]:
    found: list[list[float]] = (np.round(points, DIGITS) + 0.0).tolist()
    return found


def _centres(points: Numbers, division: Whole, groups: int) -> list[list[float]]:
    return _rounded(np.array([points[division == at].mean(axis=0) for at in range(groups)]).reshape(groups, 2))


def _weights(names: Iterable[str], axes: Axes, at: int) -> dict[str, float]:
    return dict(zip(names, axes.directions[at].tolist(), strict=True))


def _counts(names: Iterable[str], tally: Tally, at: int) -> dict[str, Count]:
    columns = (part[at].tolist() for part in tally)
    return {name: Count(*numbers) for name, *numbers in zip(names, *columns, strict=True)}


def _shared(votes: Votes, everybody: Tally, side: str, allowed: Whole) -> tuple[Shared, ...]:
    given = everybody.agree if side == "agree" else everybody.disagree
    rows = consensus.majority(given[0], everybody.seen[0], allowed)
    return tuple(Shared(votes.statements[row.column], *row[1:]) for row in rows)


def _says(names: tuple[str, ...], tally: Tally, at: int, allowed: Whole) -> tuple[Says, ...]:
    return tuple(Says(names[row.column], *row[1:]) for row in representative.representative(tally, at, allowed))
