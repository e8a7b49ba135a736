"""Everyday words lead to matter types."""

from __future__ import annotations

import csv
import gzip
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongzhi.mandates.rules import sheet
from gongzhi.mandates.rules.match import Matcher, fold
from gongzhi.mandates.selectors.book import LISTS
from gongzhi.mandates.services.files import read_sheet

from .sheets import WORDS, matter, short


def matcher(rows: list[dict[str, str]]) -> Matcher:
    return Matcher(sheet.read(rows, WORDS).matters)


SHORT = matcher(short())


def test_the_words_that_led_to_a_suggestion_are_given() -> None:
    found = SHORT.suggest("我家门口路灯灭了，垃圾也没人收，有臭味，灯坏了一周", 3)
    assert [f.code for f in found] == ["LJ01", "LJ02"]
    assert found[0].words == ("灯坏了", "路灯")
    assert set(found[1].words) == {"垃圾", "臭味"}


@pytest.mark.parametrize("text", ["", " ", "灯", "今天天气很好", "😀😀", "路 \n", "\x00\x00"])
def test_a_text_without_the_lists_words_suggests_nothing(text: str) -> None:
    assert SHORT.suggest(text, 3) == []


@pytest.mark.parametrize("text", ["WIFI坏了", "ｗｉｆｉ坏了", "wi fi 坏了", "Wi\u3000Fi坏了"])
def test_full_width_letters_case_and_spaces_make_no_difference(text: str) -> None:
    assert matcher(matter("TX01", "网络故障", "WiFi坏|断网")).suggest(text, 3)[0].code == "TX01"


def test_a_long_word_outweighs_its_own_beginning() -> None:
    rows = [*matter("A1", "路灯", "路灯|灯杆"), *matter("A2", "路灯不亮", "路灯不亮|黑漆漆")]
    found = matcher(rows).suggest("路灯不亮", 3)
    assert [(f.code, f.words) for f in found] == [("A2", ("路灯不亮",)), ("A1", ("路灯",))]


def test_a_rare_word_outweighs_a_common_one_of_its_length() -> None:
    rows = [
        row for n in range(6) for row in matter(f"B{n}", f"事项{n}甲", "小区|" + ("渗水" if n == 3 else f"别的{n}"))
    ]
    assert matcher(rows).suggest("小区渗水", 1)[0].code == "B3"


@given(st.text(max_size=400))
def test_no_text_breaks_it_and_every_word_given_stands_in_the_text(text: str) -> None:
    for found in SHORT.suggest(text, 3):
        assert found.words
        assert all(word in fold(text) for word in found.words)


@given(st.lists(st.sampled_from(["路灯", "垃圾", "噪声", "施工", "臭味", "x", "，"]), max_size=30))
def test_every_word_of_the_list_in_the_text_is_found(pieces: list[str]) -> None:
    text = "，".join(pieces)
    assert SHORT.words_in(text) == {p for p in pieces if len(p) > 1}


def test_real_messages_are_matched_at_speed(shared_data: Path) -> None:
    """At least 3,000 texts a second is measured by bench/route.py; here a wide margin, for a busy machine."""
    rows = read_sheet((LISTS / "start.csv").read_bytes()).rows
    real = Matcher(sheet.read(rows, WORDS).matters)
    with gzip.open(shared_data / "messages/unlabelled_2017_2020.csv.gz", "rt", encoding="utf-8-sig") as file:
        texts = [row["subject"] + row["body"] for row in csv.DictReader(file)]
    start = time.process_time()
    found = sum(bool(real.suggest(text, 3)) for text in texts)
    assert len(texts) / (time.process_time() - start) > 1000
    assert found / len(texts) > 0.9
