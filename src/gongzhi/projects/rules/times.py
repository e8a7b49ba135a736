"""Spans of time as plain numbers: minutes of the week, so that two of them can be laid over each other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

WEEK = 7 * 24 * 60
DAY = 24 * 60

Span = tuple[int, int]


def whole(spans: Iterable[Sequence[int]]) -> list[Span]:
    """The spans in order, those that touch made one. ValueError for one that is empty or lies outside the week."""
    found: list[Span] = []
    for pair in sorted((int(start), int(end)) for start, end in spans):
        if not 0 <= pair[0] < pair[1] <= WEEK:
            raise ValueError(f"not a span of the week: {pair}")
        if found and pair[0] <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], pair[1]))
        else:
            found.append(pair)
    return found


def shared(one: Sequence[Span], two: Sequence[Span]) -> int:
    """How many minutes two lists of whole spans have in common."""
    total = left = right = 0
    while left < len(one) and right < len(two):
        start, end = max(one[left][0], two[right][0]), min(one[left][1], two[right][1])
        total += max(0, end - start)
        if one[left][1] <= two[right][1]:
            left += 1
        else:
            right += 1
    return total
