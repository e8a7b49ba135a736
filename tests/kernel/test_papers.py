"""Papers: Chinese letters without the system's fonts, and what people wrote stays text."""

from __future__ import annotations

import re
import zlib
from datetime import datetime
from pathlib import Path

import pytest

from gongzhi.kernel import papers
from gongzhi.kernel.clock import CHINA

PAGE = "= #data.title\n#data.words\n"
AT = datetime(2026, 11, 22, 9, 0, tzinfo=CHINA)


def streams(paper: bytes) -> bytes:
    """The paper's contents, unpacked."""
    found = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", paper, re.S)
    return b"".join(_unpacked(part) for part in found)


def _unpacked(part: bytes) -> bytes:
    try:
        return zlib.decompress(part)
    except zlib.error:
        return part


def test_a_paper_carries_its_own_chinese_letters():
    paper = papers.pdf(PAGE, {"title": "会议记录", "words": "业主大会"}, at=AT)
    assert paper.startswith(b"%PDF-") and papers.fonts(), "the set-up brings the letters"
    assert b"NotoSerifSC" in paper and b"NotoSansSC" in paper
    for letter in "会议记录业主大":
        assert f"{ord(letter):04X}".encode() in streams(paper).upper()


def test_the_same_words_give_the_same_paper():
    one, two = (papers.pdf(PAGE, {"title": "通知", "words": "一"}, at=AT) for _ in range(2))
    assert one == two


@pytest.mark.parametrize(
    "words", ["#panic()", "*粗*", '"]); #read("/etc/passwd")', "$x$ \\ @a <b>", '#import "x"', "// 注", "=== 标题"]
)
def test_what_people_wrote_is_never_markup(words):
    assert papers.pdf(PAGE, {"title": words, "words": words})


def test_a_template_that_cannot_be_set_says_so():
    with pytest.raises(ValueError, match="could not be set"):
        papers.pdf("#data.nowhere", {})


def test_an_operators_folder_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    papers.fonts.cache_clear()
    monkeypatch.setenv(papers.FOLDER, str(tmp_path))
    try:
        assert papers.fonts()[0] == tmp_path
    finally:
        papers.fonts.cache_clear()
