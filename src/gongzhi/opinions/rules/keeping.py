"""What of a drawn map is kept for the pages: groups, counts and shapes; nobody's number and nobody's group."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b
from typing import Any

from gongzhi.opinions.rules.map import draw
from gongzhi.opinions.rules.matrix import votes_of_numbers
from gongzhi.opinions.rules.picture import Count, OpinionMap

DOTS = 400


def content(rows: Sequence[tuple[int, int, int]], shown: Sequence[int], smallest: int) -> dict[str, Any]:
    """The map of these votes (person, statement, value) for the pages.

    `shown` are the statements that everybody reads, voted on or not; no group has fewer people than `smallest`. The
    dots are a sample in an order that says nothing about when or by whom they were made.
    """
    return kept(draw(votes_of_numbers(rows, also=shown), smallest=smallest))


def kept(drawn: OpinionMap) -> dict[str, Any]:
    """The parts of a map that pages read, as JSON."""
    keys = list(drawn.sizes)
    dots = [(x, y, keys.index(drawn.groups[who])) for who, (x, y) in drawn.points.items() if who in drawn.groups]
    dots.sort(key=lambda dot: blake2b(repr(dot).encode(), digest_size=8).digest())
    return {
        "people": drawn.people,
        "votes": drawn.votes,
        "clear": drawn.clear and len(keys) > 1,
        "stability": drawn.stability,
        "sizes": [drawn.sizes[key] for key in keys],
        "centres": [list(drawn.centres[key]) for key in keys],
        "axes": {name: [drawn.axes[0][name], drawn.axes[1][name]] for name in drawn.everybody},
        "everybody": {name: _plain(count) for name, count in drawn.everybody.items()},
        "groups": {name: [_plain(drawn.by_group[key][name]) for key in keys] for name in drawn.everybody},
        "common": drawn.group_aware_consensus,
        "least": drawn.minimum,
        "majority": {side: [row.statement for row in rows] for side, rows in drawn.majority.items()},
        "says": [[[row.statement, row.side] for row in _first(drawn, key)] for key in keys],
        "dots": [[round(x, 2), round(y, 2), group] for x, y, group in dots[:DOTS]],
    }


def _first(drawn: OpinionMap, key: Any) -> list[Any]:
    """What marks a group, what it best agrees on first."""
    return sorted(drawn.representative[key], key=lambda row: not row.first)


def _plain(count: Count) -> list[int]:
    return [count.agree, count.disagree, count.seen]
