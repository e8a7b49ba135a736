"""Amounts as people say them."""

from __future__ import annotations

import pytest
from django.utils import translation

from gongzhi.ledger.words import in_yuan


@pytest.mark.parametrize(
    ("fen", "chinese", "english"),
    [
        (100_000_000, "1,000,000 元", "1,000,000 yuan"),
        (100, "1 元", "1 yuan"),
        (105, "1.05 元", "1.05 yuan"),
        (0, "0 元", "0 yuan"),
        (-1_50, "−1.50 元", "−1.50 yuan"),
        (None, "", ""),
    ],
)
def test_yuan_are_said_without_cents_where_there_are_none(fen, chinese, english):
    with translation.override("zh-hans"):
        assert in_yuan(fen) == chinese
    with translation.override("en"):
        assert in_yuan(fen) == english
