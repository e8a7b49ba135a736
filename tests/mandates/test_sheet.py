"""Reading a list: one gap, double lead or unknown word, and the sheet is refused with every reason."""

from __future__ import annotations

from typing import Any

import pytest

from gongzhi.mandates.rules import sheet
from gongzhi.mandates.words import LADDER, REFUSALS

from .sheets import WORDS, changed, matter, short, where


def read(rows: list[dict[str, str]]) -> sheet.Outcome:
    return sheet.read(rows, WORDS)


def codes(outcome: sheet.Outcome) -> list[tuple[int, str, str]]:
    return [(r.row, r.column, r.code) for r in outcome.refusals]


def test_a_whole_list_is_read_in_its_order() -> None:
    outcome = read(short())
    assert not outcome.refusals
    assert [(m.number, m.code) for m in outcome.matters] == [(1, "LJ01"), (2, "LJ02"), (3, "ZS01")]
    assert all(tuple(m.lines) == LADDER for m in outcome.matters)
    line = outcome.matters[0].lines["community"]
    assert (line.lead, str(line.limit), line.key) == ("residents_committee", "5 working_days", "LJ01:community")


def test_rows_in_any_order_give_the_same_lines() -> None:
    shuffled = sorted(short(), key=lambda r: (r["code"], r["lead"]))
    assert read(shuffled).matters == read(short()).matters
    assert [m.lines for m in read(shuffled).matters] == [m.lines for m in read(short()).matters]


@pytest.mark.row("F01")
@pytest.mark.parametrize(
    ("cells", "column", "code"),
    [
        ({"lead": ""}, "lead", "no_lead"),
        ({"lead": "  "}, "lead", "no_lead"),
        ({"lead": "grid_team|street_urban"}, "lead", "two_leads"),
        ({"lead": "grid_team|"}, "", ""),
        ({"lead": "someone"}, "lead", "unknown_body"),
        ({"assisting": "grid_team|nobody"}, "assisting", "unknown_body"),
        ({"informed": "property_company"}, "informed", "lead_assists"),
        ({"ground": ""}, "ground", "no_ground"),
        ({"unit": "weeks"}, "unit", "unknown_unit"),
        ({"unit": ""}, "unit", "blank"),
        ({"limit": "0"}, "limit", "bad_limit"),
        ({"limit": "-1"}, "limit", "bad_limit"),
        ({"limit": "2.5"}, "limit", "bad_limit"),
        ({"limit": "９"}, "limit", "bad_limit"),
        ({"limit": "999999"}, "limit", "bad_limit"),
        ({"limit": ""}, "limit", "blank"),
        ({"evidence": ""}, "evidence", "blank"),
        ({"evidence": "=1+1"}, "evidence", "formula"),
        ({"ground": "@SUM(A1)"}, "ground", "formula"),
        ({"ground": "法" * 301}, "ground", "too_long"),
    ],
)
def test_a_cell_that_is_wrong_refuses_the_sheet_and_leaves_the_other_rows_listed(
    cells: dict[str, str], column: str, code: str
) -> None:
    outcome = read(changed(short(), 0, **cells))
    if not code:
        assert outcome.matters
        return
    assert codes(outcome) == [(2, column, code)]
    assert outcome.matters == ()
    assert outcome.accepted == tuple(range(3, 17))


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        ("code", "lj 1", "bad_code"),
        ("code", "ＬＪ０１", "bad_code"),
        ("kind", "rant", "unknown_word"),
        ("tier", "3d", "unknown_word"),
        ("start", "province", "unknown_rung"),
        ("urgent", "maybe", "unknown_word"),
        ("counts", "perhaps", "unknown_word"),
        ("words", "路灯|灯", "short_word"),
        ("name", "", "blank"),
        ("group", "", "blank"),
    ],
)
def test_a_matter_that_is_described_wrongly_is_refused_in_each_of_its_rows(column: str, value: str, code: str) -> None:
    rows = [{**r, column: value} if r["code"] == "LJ02" else r for r in short()]
    found = read(rows)
    assert {c for c in codes(found) if c[1] == column} == {(row, column, code) for row in range(7, 12)}


@pytest.mark.row("F01")
@pytest.mark.row("E07")
def test_an_empty_cell_of_the_matrix_refuses_the_sheet() -> None:
    outcome = read(where(short(), lambda r: (r["code"], r["rung"]) != ("LJ02", "street")))
    assert codes(outcome) == [(7, "rung", "missing_rung")]
    assert outcome.refusals[0].value == "street"
    assert outcome.matters == ()


@pytest.mark.row("F01")
@pytest.mark.row("E07")
def test_a_second_lead_for_a_cell_refuses_the_sheet() -> None:
    rows = short()
    assert codes(read([*rows, {**rows[0], "lead": "grid_team"}])) == [(17, "lead", "two_leads")]
    assert codes(read([*rows, rows[0]])) == [(17, "lead", "twice")]


def test_rows_of_one_matter_that_disagree_are_refused() -> None:
    outcome = read(changed(short(), 3, tier="2h", name="楼道灯全坏"))
    assert codes(outcome) == [(5, "name", "differs"), (5, "tier", "differs")]


def test_one_name_for_two_codes_is_refused() -> None:
    assert codes(read([*short(), *matter("LJ09", "垃圾堆放")])) == [(17, "name", "name_twice")]


def test_what_is_no_list_at_all() -> None:
    assert [r.code for r in read([]).refusals] == ["empty"]
    assert [r.code for r in read([{c: "" for c in short()[0]}]).refusals] == ["empty"]
    without = [{k: v for k, v in r.items() if k not in ("lead", "ground")} for r in short()]
    assert codes(read(without)) == [(0, "lead", "missing_column"), (0, "ground", "missing_column")]
    assert [r.code for r in read(short() * 1400).refusals] == ["too_many"]


def test_blank_rows_between_are_passed_over_and_numbers_stay() -> None:
    rows: list[Any] = short()
    rows.insert(5, {c: " " for c in rows[0]})
    assert len(read(rows).matters) == 3
    rows[6] = {**rows[6], "lead": ""}
    assert codes(read(rows)) == [(8, "lead", "no_lead")]


def test_every_refusal_has_its_words() -> None:
    wrong = changed(short(), 0, lead="", ground="", limit="x", unit="y", evidence="=1", kind="z", rung="a", words="灯")
    assert {r.code for r in read(wrong).refusals} <= set(REFUSALS)
    for text in REFUSALS.values():
        assert str(text) % {"value": "甲"}
