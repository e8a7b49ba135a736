"""An amount divided by area: every fen is somebody's, nobody pays a fen too many, and the same list gives the same."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongzhi.kernel.errors import Refused
from gongzhi.ledger import selectors, services
from gongzhi.ledger.models import Split
from gongzhi.ledger.rules.areas import area_of
from gongzhi.ledger.rules.shares import split_by_area

from .conftest import Till, open_till


@pytest.mark.row("G10")
@given(st.integers(0, 10**15), st.lists(st.integers(1, 10**8), min_size=1, max_size=60))
def test_the_shares_are_the_amount_to_the_fen(total: int, areas: list[int]) -> None:
    shares = split_by_area(total, areas)
    assert sum(shares) == total
    whole = sum(areas)
    assert all(abs(share - Fraction(total * area, whole)) < 1 for share, area in zip(shares, areas, strict=True))
    assert shares == split_by_area(total, list(areas))
    least = {area: min(s for s, a in zip(shares, areas, strict=True) if a == area) for area in areas}
    most = {area: max(s for s, a in zip(shares, areas, strict=True) if a == area) for area in areas}
    assert all(most[area] - least[area] <= 1 for area in areas)
    assert all(least[b] >= least[a] for a in areas for b in areas if a < b), "more area never pays less"


@pytest.mark.parametrize(("total", "areas"), [(-1, [1]), (1, []), (1, [1, 0]), (1, [-5])])
def test_what_cannot_be_divided(total: int, areas: list[int]) -> None:
    with pytest.raises(ValueError):
        split_by_area(total, areas)


def test_the_odd_fen_goes_to_the_largest_remainder_then_to_who_is_first() -> None:
    assert split_by_area(100, [1, 1, 1]) == [34, 33, 33]
    assert split_by_area(2, [1, 1, 1]) == [1, 1, 0]
    assert split_by_area(10, [3, 3, 1]) == [4, 4, 2], "4.29, 4.29, 1.43"


@pytest.mark.parametrize(("text", "area"), [("89.5", 8950), ("89.52㎡", 8952), ("１００", 10000), ("0.01", 1)])
def test_areas_are_read(text: str, area: int) -> None:
    assert area_of(text) == area


@pytest.mark.parametrize("text", ["", "0", "-3", "1.234", "八十", "1e3", "10000000"])
def test_other_areas_are_refused(text: str) -> None:
    with pytest.raises(Refused):
        area_of(text)


@pytest.mark.row("G10")
def test_a_division_is_published_whole_or_not_at_all(till: Till) -> None:
    repair = open_till(till.street, name="维修资金", source="repair_fund", purposes=["repair"])
    given = {"actor": till.street.actor("worker"), "fund_id": repair.fund.pk, "purpose": "repair", "amount": 100_001}
    bad = "房号,建筑面积,业主姓名\n1-101,88.5,甲\n1-101,90,乙\n,70,丙\n1-103,很大,丁\n".encode()
    report = services.publish_split(title="电梯大修", data=bad, filename="a.csv", **given)
    assert (report.split_id, len(report.misfits), Split.objects.count()) == (None, 3, 0)
    assert not any("甲" in cell or "丁" in cell for one in report.misfits for cell in one.cells), "no names come back"
    good = "房号,建筑面积\n1-101,88.5\n1-102,90.25㎡\n1-103,70\n".encode()
    made = services.publish_split(title="电梯大修", data=good, filename="a.csv", **given)
    split = selectors.split(made.split_id or 0)
    assert split is not None
    shares = [(one.unit, one.area, one.amount) for one in split.shares.order_by("number")]
    assert [unit for unit, _area, _amount in shares] == ["1-101", "1-102", "1-103"]
    assert sum(amount for _unit, _area, amount in shares) == 100_001
    for wrong, code in (
        ({"title": " "}, "missing"), ({"amount": 0}, "not_money"), ({"purpose": "aid"}, "outside_purpose"),
        ({"actor": till.street.actor("manager")}, "denied"), ({"data": "房号,建筑面积\n".encode()}, "sheet_empty"),
    ):  # fmt: skip
        with pytest.raises(Refused) as told:
            services.publish_split(**({"title": "x", "data": good, "filename": "a.csv"} | given | wrong))
        assert told.value.code == code
