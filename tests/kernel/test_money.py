"""Money is read as people write it, or refused with what to write; nothing is guessed and nothing is rounded."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongzhi.kernel.errors import Refused
from gongzhi.kernel.money import LARGEST, fen, hours, minutes, yuan


@given(st.integers(0, LARGEST))
def test_what_is_written_is_read_back(amount: int) -> None:
    assert fen(yuan(amount)) == amount
    assert yuan(fen(yuan(amount))) == yuan(amount)
    assert fen(f"￥{amount // 100}.{amount % 100:02d}元") == amount


@given(st.integers(0, 10**12))
def test_hours_are_read_back(amount: int) -> None:
    assert minutes(hours(amount)) == amount


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1,000.00", 100_000), ("1000元", 100_000), ("一千元", 100_000), ("１０００", 100_000), ("1.2万元", 1_200_000),
        ("￥1 000", 100_000), ("¥1,000.5", 100_050), (" 人民币1000元整 ", 100_000), ("0", 0), ("0.01", 1),
        ("1.23456万", 1_234_560), ("3亿", 30_000_000_000), ("12，345.67", 1_234_567), ("RMB 88", 8_800),
        ("一千零五十元", 105_000), ("十五元", 1_500), ("两万元", 2_000_000), ("一万五千", 1_500_000),
        ("壹仟贰佰叁拾肆圆伍角陆分", 123_456), ("人民币壹万圆整", 1_000_000), ("一百零三万", 103_000_000),
        ("三元零五分", 305), ("一亿零五万", 10_005_000_000), ("五十万元", 50_000_000), ("一百二十", 12_000),
    ],
)  # fmt: skip
def test_people_write_money_in_many_ways(text: str, amount: int) -> None:
    assert fen(text) == amount


@pytest.mark.parametrize(
    "text",
    ["", " ", "-1", "－100元", "1.234", "1.000", "1,00", "1,0000", "1 00", "一万五", "一千五", "千", "一二", "一百百",
     "元", "abc", "1e5", "0x10", "½", "十元十", "1/2", "NaN", "1000000000000000000000", "9" * 70, "1.2345678万",
     "1元2", "一元一", "万", "亿万", "三万万", "١٢٣", "=1+1"],
)  # fmt: skip
def test_anything_else_is_no_money(text: str) -> None:
    with pytest.raises(Refused) as told:
        fen(text)
    assert told.value.code == "not_money"
    assert "1,000.00" in str(told.value)


@pytest.mark.parametrize(
    ("text", "amount"),
    [("1.5", 90), ("1:30", 90), ("1.5小时", 90), ("1小时30分", 90), ("90分钟", 90), ("２小时", 120), ("0.25", 15)],
)
def test_people_write_hours_in_many_ways(text: str, amount: int) -> None:
    assert minutes(text) == amount


@pytest.mark.parametrize("text", ["", "-1", "1:60", "0.001", "一会儿", "1小时90分", "9" * 30])
def test_anything_else_is_no_time(text: str) -> None:
    with pytest.raises(Refused) as told:
        minutes(text)
    assert told.value.code == "not_hours"


def test_an_amount_owed_has_a_minus() -> None:
    assert (yuan(-105), hours(-90)) == ("-1.05", "-1:30")
