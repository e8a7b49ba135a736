"""A limit says exactly what a law says, or is refused."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongzhi.kernel.limit import LARGEST, UNITS, Limit


@given(st.integers(1, LARGEST), st.sampled_from(UNITS))
def test_what_is_written_is_read_back(amount: int, unit: str) -> None:
    limit = Limit(amount, unit)
    assert Limit.parse(str(limit)) == limit


def test_people_write_spaces() -> None:
    assert Limit.parse(" 5  working days ") == Limit(5, "working_days")


@pytest.mark.parametrize(
    "text", ["", "5", "days", "0 hours", "-1 hours", "1.5 hours", "5 weeks", "５ hours", "05 hours"]
)
def test_anything_else_is_no_limit(text: str) -> None:
    with pytest.raises(ValueError):
        Limit.parse(text)


@pytest.mark.parametrize("amount", [0, -1, True, 1.0, "1", LARGEST + 1])
def test_an_amount_is_a_positive_whole_number(amount: object) -> None:
    with pytest.raises(ValueError):
        Limit(amount, "hours")  # type: ignore[arg-type]


def test_limits_have_no_order() -> None:
    with pytest.raises(TypeError):
        assert Limit(1, "hours") < Limit(2, "hours")  # type: ignore[operator]


def test_only_fixed_units_have_a_length() -> None:
    assert Limit(24, "hours").length() == Limit(1, "calendar_days").length() == timedelta(days=1)
    with pytest.raises(ValueError):
        Limit(1, "working_days").length()
