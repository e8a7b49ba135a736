"""Numbers that are too small to be shown: nobody works them out from the rest of a page, whatever they add up."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from gongzhi.indicators.rules.months import Months
from gongzhi.indicators.rules.published import WHOLE, Shown, book_of, held_back, held_in, rate_held
from gongzhi.indicators.rules.rates import Figures, figures

Z = Fraction(49, 25)
NOW = datetime(2026, 9, 7, 1, tzinfo=UTC)


COUNT = st.sampled_from([0, 1, 2, 3, 4, 5, 9, 40])


@st.composite
def figures_of(draw: st.DrawFn) -> Figures:
    """Any figures: first answers, and judgements by channel with what of them was solved and satisfied."""
    cells = {("in_time", ""): draw(COUNT), ("missed", ""): draw(COUNT)}
    for channel in CHANNELS:
        cells["judged", channel] = judged = draw(COUNT)
        for measure in ("solved", "satisfied"):
            cells[measure, channel] = draw(st.integers(0, judged))
        cells["reported", channel] = draw(COUNT)
    for ground in ("silent", "withdrawn"):
        cells["no_judgement", ground] = draw(COUNT)
    cells["answered", "solved"] = draw(COUNT)
    return made(cells)


def made(cells: dict[tuple[str, str], int]) -> Figures:
    return figures(cells, z=Z, months=Months(202609, 202609), as_of=NOW)


def together(*many: Figures) -> Figures:
    cells: Counter[tuple[str, str]] = Counter()
    for one in many:
        cells.update(one.cells)
    return made(dict(cells))


CHANNELS = ("web", "telephone")


@st.composite
def pages(draw: st.DrawFn) -> Shown:
    """Any page: a whole, its places and what belongs to none of them, its months, its lists."""
    places = {f"c{n}": draw(figures_of()) for n in range(draw(st.integers(0, 3)))}
    whole = together(draw(figures_of()), *places.values())
    months = []
    if draw(st.booleans()):
        first = draw(figures_of())
        whole = together(whole, first)
        months = [(202608, first), (202609, _less(whole, first))]
    received = whole.count("reported")
    policy, group = draw(st.integers(0, received)), draw(st.integers(0, received))
    return Shown(
        whole, places, months, CHANNELS,
        classes={"policy": policy, "need": received - policy},
        groups={"LJ": group},
        timed=draw(st.integers(0, whole.count("answered"))),
        stages={str(n): draw(COUNT) for n in range(3)},
    )  # fmt: skip


def _less(whole: Figures, part: Figures) -> Figures:
    return made({key: n - part.cells.get(key, 0) for key, n in whole.cells.items()})


def most_that_it_can_be(book: Any, held: frozenset[Any], key: Any) -> float:
    """The adversary: every whole number that fits all that the page shows, by a solver that knows nothing of ours."""
    dark = sorted(held | book.unseen)
    columns = {k: n for n, k in enumerate(dark)}
    rows, wanted = [], []
    for one in book.sums:
        row, known = [0] * len(dark), 0
        for k, sign in [(one.total, -1), *((part, 1) for part in one.parts)]:
            if k in columns:
                row[columns[k]] += sign
            else:
                known -= sign * book.counts[k]
        rows.append(row)
        wanted.append(known)
    low = [0 if k in book.unseen else 1 for k in dark]
    aim = [0] * len(dark)
    aim[columns[key]] = -1
    found = milp(
        aim, integrality=[1] * len(dark), bounds=Bounds(low, 10**4),
        constraints=LinearConstraint(rows, wanted, wanted) if rows else None,
    )  # fmt: skip
    assert found.success
    return float(-found.fun)


@given(pages(), st.integers(2, 4))
def test_no_reader_of_one_page_can_work_out_a_small_count(page: Shown, least: int) -> None:
    """From all numbers, shares and totals together, every small count might still be large enough to be shown."""
    held = held_back(page, least)
    book = book_of(page)
    small = [key for key, n in book.counts.items() if 0 < n < least]
    assert all(key in held for key in small if key not in book.unseen)
    assert all(book.counts[key] for key in held)
    assert book.counts.keys() >= held
    for key in small:
        assert most_that_it_can_be(book, held, key) >= least, (key, sorted(held))


def test_thirty_nine_of_forty_does_not_show_the_one() -> None:
    cells = {("judged", "web"): 40, ("solved", "web"): 39, ("satisfied", "web"): 40, ("in_time", ""): 40}
    held = held_back(Shown(made(cells), channels=("web",)), 3)
    assert rate_held(held, "solution") and (WHOLE, "judged", "") not in held
    assert not rate_held(held, "satisfaction") and not rate_held(held, "response")
    fair = held_back(Shown(made({**cells, ("solved", "web"): 37}), channels=("web",)), 3)
    assert not fair
    with pytest.raises(ValueError, match="no rate"):
        rate_held(held, "speed")


def test_what_one_place_hides_its_street_and_its_neighbours_do_not_tell() -> None:
    """A street of two communities: the small one is the street less the other."""
    small, large = made({("reported", "web"): 2}), made({("reported", "web"): 30})
    held = held_back(Shown(together(small, large), {"small": small, "large": large}), 3)
    assert {("small", "reported", ""), ("large", "reported", "")} <= held
    nowhere = held_back(Shown(together(small, large), {"large": large}), 3)
    assert ("large", "reported", "") in nowhere, "two belong to no community"


def test_nothing_is_hidden_where_nothing_is_small() -> None:
    cells = {("judged", "web"): 10, ("solved", "web"): 5, ("satisfied", "web"): 0, ("reported", "web"): 10}
    assert held_back(Shown(made(cells), channels=("web",), classes={"need": 10}, stages={"1": 0, "2": 7}), 3) == set()


@given(st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 12)), st.integers(1, 6))
def test_a_plain_list_does_not_give_its_small_counts_away(counts: dict[str, int], least: int) -> None:
    held = held_in(counts, least)
    assert all(key in held for key, n in counts.items() if 0 < n < least)
    assert all(counts[key] > 0 for key in held)
    total, everything = sum(counts[key] for key in held), {key for key, n in counts.items() if n > 0}
    assert not held or held == everything or total - (len(held) - 1) >= least
