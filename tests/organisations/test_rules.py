"""Spans, gaps, trees and totals, without any table."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongzhi.organisations.rules import (
    Fault,
    Node,
    Span,
    beyond,
    days_of,
    depth,
    fits,
    gaps,
    ids_on,
    roll_up,
    tree_faults,
)

START = datetime(2026, 1, 1, tzinfo=UTC)


def at(hours: int) -> datetime:
    return START + timedelta(hours=hours)


def span(since: int, until: int | None) -> Span:
    return Span(at(since), at(until) if until is not None else None)


spans = st.lists(
    st.tuples(st.integers(-50, 100), st.one_of(st.none(), st.integers(1, 60))).map(
        lambda t: span(t[0], t[0] + t[1] if t[1] is not None else None)
    ),
    max_size=8,
)


@given(spans, st.integers(1, 72))
def test_gaps_are_exactly_the_hours_that_nobody_holds(found: list[Span], length: int) -> None:
    """Hour by hour: an hour lies in a gap if and only if no span holds it."""
    missing = gaps(found, START, at(length))
    for hour in range(length):
        bare = not any(s.holds(at(hour)) for s in found)
        assert bare == any(a <= at(hour) < b for a, b in missing)
    assert all(a < b for a, b in missing)
    assert all(one[1] < two[0] for one, two in zip(missing, missing[1:], strict=False))


@given(spans)
def test_two_spans_overlap_when_some_hour_is_in_both(found: list[Span]) -> None:
    for one in found:
        for two in found:
            shared = any(one.holds(at(h)) and two.holds(at(h)) for h in range(-50, 170))
            assert one.overlaps(two) == two.overlaps(one) == shared


def test_a_gap_of_a_minute_makes_its_day_uncovered_and_midnight_does_not_touch_the_next() -> None:
    early = datetime(2026, 1, 2, 23, 59, tzinfo=UTC)
    assert days_of([(early, datetime(2026, 1, 3, tzinfo=UTC))]) == [date(2026, 1, 2)]
    assert days_of([(early, datetime(2026, 1, 3, 0, 1, tzinfo=UTC))]) == [date(2026, 1, 2), date(2026, 1, 3)]
    assert days_of([]) == []


@given(st.lists(st.integers(1, 99_999_999), min_size=1, max_size=12), st.integers(1, 99_999_999))
def test_paths_hold_their_ids_and_inside_is_a_range(ids: list[int], other: int) -> None:
    path = "".join(f"{i:08d}" for i in ids)
    assert ids_on(path) == ids
    assert path < path + f"{other:08d}" < beyond(path) or set(path) == {"9"}


LEVELS = ("a", "b", "c")


def test_faults_are_named() -> None:
    nodes = [
        Node(1, "a", "1"),
        Node(2, "b", "12", 1),
        Node(3, "c", "123", 2),
        Node(4, "c", "124"),  # no upper
        Node(5, "c", "125", 1),  # skips a level
        Node(6, "c", "99", 2),  # outside its upper's area
        Node(7, "b", "13", 1),  # nothing below
        Node(8, "c", "126", 77),  # its upper is gone
    ]
    found = set(tree_faults(LEVELS, nodes))
    assert found == {
        Fault(4, "orphan"),
        Fault(5, "level"),
        Fault(6, "area"),
        Fault(7, "childless"),
        Fault(8, "orphan"),
    }


def test_a_circle_is_found_and_ends_the_walk() -> None:
    nodes = [Node(1, "a", "1", 2), Node(2, "b", "1", 1)]
    assert depth(1, {n.id: n for n in nodes}) is None
    assert {f.word for f in tree_faults(LEVELS, nodes)} >= {"cycle"}


@pytest.mark.parametrize(
    ("upper", "lower", "fit"), [("a", "b", True), ("a", "c", False), ("b", "a", False), ("x", "a", False)]
)
def test_only_neighbouring_levels_fit(upper: str, lower: str, fit: bool) -> None:
    assert fits(LEVELS, upper, lower) is fit


@given(st.dictionaries(st.sampled_from(["11", "12", "21", "22"]), st.integers(-9, 99)))
def test_totals_at_the_root_are_the_sum_of_the_cells(values: dict[str, int]) -> None:
    nodes = [Node(1, "a", ""), Node(2, "b", "1", 1), Node(3, "b", "2", 1)]
    nodes += [Node(10 + i, "c", cell, 2 if cell[0] == "1" else 3) for i, cell in enumerate(("11", "12", "21", "22"))]
    totals = roll_up(nodes, values)
    assert totals[1] == totals[2] + totals[3] == sum(values.values())
