"""Row A09: cells divide all addresses without gap or overlap through any redrawing, and every past day can be read."""

from __future__ import annotations

from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from gongzhi.kernel import clock
from gongzhi.kernel.errors import Refused
from gongzhi.places import selectors, services, words
from gongzhi.places.models import Place
from gongzhi.places.rules import partition, paths

from .conftest import NOW, SETUP, SINCE, TODAY

LONG = (TODAY - SINCE).days
CODES = ("B1", "B2", "G1", "G2", "G3", "E1", "E2", "E3", "E1-1", "E2-1", "E3-1", "E1-1-1", "E2-1-2")
moves = st.tuples(st.just("move"), st.sampled_from(CODES), st.sampled_from((*CODES, "C1", "C2")), st.integers(1, LONG))
names = st.tuples(
    st.just("rename"), st.sampled_from(CODES), st.text("甲乙丙丁", min_size=1, max_size=3), st.integers(1, LONG)
)
ends = st.tuples(st.just("retire"), st.sampled_from(CODES), st.just(""), st.integers(1, LONG))
acts = st.lists(st.one_of(moves, moves, names, ends), min_size=1, max_size=10)
Act = tuple[str, str, str, int]
Book = dict[str, tuple[str | None, str]]  # code → (parent's code, name)


def book_of(day: date, code_of: dict[int, str]) -> Book:
    """The whole tree on a day, as the selectors tell it."""
    return {
        p.code: (code_of.get(p.parent_id or 0), p.name)
        for p in selectors.as_of(day).within(next(k for k, v in code_of.items() if v == "440305"))
    }


def apply(act: Act, tree: SimpleNamespace) -> bool:
    """Whether the act was allowed."""
    verb, code, given_, days = act
    on = SINCE + timedelta(days=days)
    try:
        with transaction.atomic():
            if verb == "move":
                services.move_boundary(actor=SETUP, place_id=tree.id(code), new_parent_id=tree.id(given_), on=on)
            elif verb == "rename":
                services.rename(actor=SETUP, place_id=tree.id(code), name=given_, on=on)
            else:
                services.retire(actor=SETUP, place_id=tree.id(code), on=on)
    except Refused:
        return False
    return True


def changed(book: Book, act: Act) -> Book:
    """What the act makes of one day's tree, worked out without paths."""
    verb, code, given_, _days = act
    if code not in book:
        return book
    if verb == "retire":
        return {k: v for k, v in book.items() if k != code}
    parent, name = book[code]
    return {**book, code: (given_, name) if verb == "move" else (parent, given_)}


def check_the_table(code_of: dict[int, str]) -> None:
    """Paths agree with parents, levels go down, and each place's validities leave out and share no day."""
    for place in Place.objects.select_related("parent"):
        assert place.path == paths.join(place.parent.path if place.parent else "", place.pk) or place.until
        assert place.parent is None or words.deeper(place.level, place.parent.level)
        spans = [(s.since, s.until) for s in selectors.history(place)]
        assert partition.broken_spans(spans) == [] and spans[0][0] == place.since


@pytest.mark.row("A09")
@given(acts=acts)
def test_any_redrawing_keeps_every_day_readable(tree: SimpleNamespace, acts: list[Act]) -> None:
    with clock.at(NOW):
        mark = transaction.savepoint()
        try:
            code_of = dict(Place.objects.values_list("pk", "code"))
            days = sorted({SINCE, TODAY, *(SINCE + timedelta(days=a[3] + n) for a in acts for n in (-1, 0))})
            days = [day for day in days if day <= TODAY]
            books = {day: book_of(day, code_of) for day in days}
            for act in acts:
                if apply(act, tree):
                    on = SINCE + timedelta(days=act[3])
                    books = {day: changed(book, act) if day >= on else book for day, book in books.items()}
            assert {day: book_of(day, code_of) for day in days} == books
            check_the_table(code_of)
            for day in days:
                check_the_day(day, tree)
        finally:
            transaction.savepoint_rollback(mark)


def check_the_day(day: date, tree: SimpleNamespace) -> None:
    """Each household in exactly one community that day, and in at most one cell of every level."""
    stood = selectors.as_of(day).within(tree.id("440305"))
    homes = [p.path for p in stood if p.level == "household"]
    for level in ("community", *words.GRIDS, "estate", "building"):
        found = partition.of_paths([p.path for p in stood if p.level == level], homes)
        assert not found.overlaps
        assert level != "community" or found.holds


@pytest.mark.row("A09")
def test_all_addresses_lie_in_exactly_one_cell_a_level(tree: SimpleNamespace) -> None:
    street = tree.at("S")
    for level in ("community", "big_grid", "small_grid", "estate", "building"):
        assert selectors.partition(level, street).holds and selectors.cover_gaps(level, street) == []
    services.move_boundary(actor=SETUP, place_id=tree.id("E1"), new_parent_id=tree.id("B1"))
    gaps = selectors.cover_gaps("small_grid", street)
    assert [p.code for p in gaps] == ["E1-1-1", "E1-1-2"]
    buildings = {p.code for p in selectors.cover_gaps("small_grid", street, of="building")}
    assert buildings == {"E1-1", "E1-2", "E1-3", "E1-13"}
    assert selectors.partition("big_grid", street).holds


@pytest.mark.row("A08")
def test_totals_agree_by_either_way_down(tree: SimpleNamespace) -> None:
    """By grids or by estates, the same base cells add up to the street's own count."""
    street = tree.at("S")
    services.move_boundary(actor=SETUP, place_id=tree.id("G2"), new_parent_id=tree.id("B2"))
    for level in ("community", "big_grid", "small_grid", "estate"):
        cells = selectors.within(street).filter(level=level)
        assert sum(selectors.tally(cell).get("household", 0) for cell in cells) == selectors.tally(street)["household"]
