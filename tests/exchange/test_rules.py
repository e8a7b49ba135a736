"""Rows of other people's lists: headings, moments, kinds and keys, with whatever people write into cells."""

from __future__ import annotations

from datetime import datetime

import pytest

from gongzhi.exchange.rules import rows
from gongzhi.kernel.clock import CHINA
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.sheets import match_columns


@pytest.mark.parametrize(
    ("said", "moment"),
    [
        ("2019/2/28 11:25:05", (2019, 2, 28, 11, 25, 5)),
        ("2019-02-28", (2019, 2, 28)),
        ("2019年2月8日 9:05", (2019, 2, 8, 9, 5)),
        ("２０１９/２/８ ９：０５", (2019, 2, 8, 9, 5)),
        ("2019-02-28T11:25:05.000", (2019, 2, 28, 11, 25, 5)),
    ],
)
def test_a_moment_is_read_in_many_writings(said, moment):
    assert rows.moment_of(said) == datetime(*moment, tzinfo=CHINA)


@pytest.mark.parametrize("said", ["昨天", "2019-13-01", "2019-02-30", "12:30", "", "43524.5", "2019-02-28 25:00"])
def test_what_is_no_moment_is_none(said):
    assert rows.moment_of(said) is None


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("投诉", "complaint"),
        (" 求决 ", "help"),
        ("CONSULT", "consult"),
        ("政策咨询", "consult"),
        ("表扬", None),
        ("", None),
    ],
)
def test_kinds_by_their_usual_words(said, kind):
    assert rows.kind_of(said) == kind


def test_the_subject_goes_before_the_body_unless_the_body_says_it():
    assert rows.text_of({"subject": "路灯", "body": "三天没亮"}) == "路灯\n三天没亮"
    assert rows.text_of({"subject": "路灯", "body": "路灯三天没亮"}) == "路灯三天没亮"
    assert rows.text_of({"subject": "只有标题", "body": " "}) == ""


def test_a_row_without_a_number_is_known_by_what_it_says():
    row = {"body": "灯坏了", "sent_at": "2019-01-01"}
    assert rows.external_id(row, 2) == rows.external_id(dict(reversed(row.items())), 99)
    assert rows.external_id(row, 2) != rows.external_id({**row, "body": "灯又坏了"}, 2)
    assert len(rows.external_id({"id": "9" * 500}, 1)) <= rows.ID_LENGTH
    assert len(rows.key_of("某表", "1")) == 40 and rows.key_of("甲", "1") != rows.key_of("乙", "1")


def test_headings_are_guessed_in_both_languages():
    chinese = match_columns(
        ("留言编号", "留言主题", "留言时间", "留言详情", "点赞数"), rows.HEADINGS, required=("body",)
    )
    assert chinese == {"id": 0, "subject": 1, "sent_at": 2, "body": 3, "likes": 4}
    english = match_columns(("id", "subject", "sent_at", "body"), rows.HEADINGS, required=("body",))
    assert english == {"id": 0, "subject": 1, "sent_at": 2, "body": 3}
    with pytest.raises(Refused, match="内容|body"):
        match_columns(("编号", "备注"), rows.HEADINGS, required=("body",))
