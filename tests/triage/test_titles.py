"""Titles are the messages' own words, the nearest to all of them, without what may not be shown."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongzhi.triage.rules.titles import LENGTH, Said, cut, title_of, words_of

LIFT = [
    Said("电梯经常停运没人修"),
    Said("3栋电梯经常停运"),
    Said("电梯停运没人修"),
    Said("电梯经常停运没人修怎么办"),
    Said("你好"),
]


def hide(text: str) -> str:
    return re.sub(r"1\d{10}|王大力", "某某", text)


def test_the_title_is_one_of_them_and_the_nearest_to_all() -> None:
    assert title_of(LIFT) in {said.title for said in LIFT}
    assert title_of(LIFT) == "电梯经常停运没人修"
    assert title_of(list(reversed(LIFT))) == title_of(LIFT)


def test_a_title_with_personal_data_gives_way_to_one_without() -> None:
    told = [Said("王大力家电梯经常停运没人修"), Said("王大力家电梯经常停运没人修"), Said("电梯停运")]
    assert title_of(told, hide) == "电梯停运"
    assert title_of(told[:2], hide) == "某某家电梯经常停运没人修"
    assert title_of([Said("电梯停运请打13800138000")], hide) == "电梯停运请打某某"


def test_what_is_cut_off_was_redacted_before() -> None:
    """A number at the border does not slip through half."""
    long = Said(f"{'电' * 36}13800138000")
    assert "1380" not in title_of([long], hide)


def test_without_titles_a_sentence_speaks() -> None:
    told = [
        Said("", "您好。电梯坏了三天没人修。谢谢！"),
        Said("", "电梯坏了没人修。急。"),
        Said(" ", "电梯坏了没人修吗？"),
    ]
    assert title_of(told) in {"电梯坏了三天没人修。", "电梯坏了没人修。", "电梯坏了没人修吗？"}


@pytest.mark.parametrize("texts", [[], [""], ["", " \n"], ["。。。"]])
def test_nothing_said_gives_no_title_worth_words(texts: list[str]) -> None:
    assert len(title_of([Said(text) for text in texts])) <= 3
    assert words_of([Said(text) for text in texts], lambda word: 1.0) == []


@given(st.lists(st.builds(Said, st.text(max_size=80), st.text(max_size=80)), max_size=8))
def test_any_text_gives_a_short_title_and_whole_words(said: list[Said]) -> None:
    assert len(title_of(said)) <= LENGTH
    assert "\n" not in title_of(said)
    words = words_of(said, lambda word: 3.0)
    assert len(words) <= 6
    assert all(2 <= len(word) <= 8 for word in words)


def test_ten_thousand_signs_are_read_at_their_beginning() -> None:
    assert title_of([Said("", "电梯坏了没人修。" * 2000)]) == "电梯坏了没人修。"
    assert len(title_of([Said("好" * 10_000)])) == LENGTH


def test_cut_leaves_an_ellipsis_only_where_something_is_missing() -> None:
    assert cut("电梯", 2) == "电梯"
    assert cut("电梯坏了", 3) == "电梯…"
    assert cut("", 0) == ""


def test_words_are_whole_and_rare_in_the_window() -> None:
    told = [Said(f"{who}投诉阳光花园搅拌站噪音扰民") for who in ("业主", "居民", "住户", "邻居", "我")]
    rare = {"投诉": 0.3, "噪音": 3.0}
    words = words_of(told, lambda word: min((value for part, value in rare.items() if part in word), default=5.0))
    assert "投诉" not in words
    assert any("搅拌站" in word for word in words)
    assert not any(one != other and one in other for one in words for other in words)


def test_words_of_people_are_left_out_by_marks() -> None:
    told = [Said("某某电梯坏了"), Said("某某电梯坏了"), Said("某某电梯坏了")]
    assert all("某" not in word for word in words_of(told, lambda word: 3.0))
