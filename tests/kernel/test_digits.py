"""What an address or a form calls a number is one, or nothing; never an error."""

import pytest

from gongzhi.kernel.digits import digits


@pytest.mark.parametrize(("text", "number"), [("7", 7), ("007", 7), ("9" * 18, 10**18 - 1), (12, 12)])
def test_plain_figures_are_a_number(text, number):
    assert digits(text) == number


@pytest.mark.parametrize(
    "text", ["", None, " 7", "-7", "+7", "7.0", "1e3", "七", "７", "²", "1_0", "9" * 19, "9" * 5000]
)
def test_anything_else_is_none(text):
    assert digits(text) is None


def test_a_shorter_bound_holds_exactly():
    assert digits("999999999", shorter_than=10) == 999999999 and digits("9" * 10, shorter_than=10) is None
