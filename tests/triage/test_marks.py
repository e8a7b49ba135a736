"""What leads to one person is marked where it stands in the text, and what only looks so is left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongzhi.triage.rules.marks import KINDS, Mark, covered, marks
from gongzhi.triage.rules.numbers import is_card, is_credit_code, is_identity

IDENTITY, CARD, CODE = "11010519491231002X", "6222020200112233446", "91350100M000100Y43"


def found(text: str) -> list[tuple[str, str]]:
    """Kind and piece of every mark."""
    return [(mark.kind, text[mark.start : mark.end]) for mark in marks(text)]


@pytest.mark.row("L03")
def test_a_message_is_covered_and_says_still_what_is_wrong() -> None:
    text = "我叫王建国，电话１３８ ００１３-8000，身份证11010519491231002X，3栋2单元1204室漏水，粤B·12345挡路"
    assert covered(text, marks(text)) == "我叫[姓名]，电话[电话]，身份证[证件号码]，3栋[门牌]漏水，[车牌]挡路"


@pytest.mark.parametrize(
    ("kind", "text", "piece"),
    [
        ("telephone", "打13800138000", "13800138000"),
        ("telephone", "打+86 138-0013-8000吧", "+86 138-0013-8000"),
        ("telephone", "一三八零零一三八零零零一直打不通", "一三八零零一三八零零零"),
        ("telephone", "幺三八零零幺三八零零零", "幺三八零零幺三八零零零"),
        ("telephone", "1 3 8 0 0 1 3 8 0 0 0", "1 3 8 0 0 1 3 8 0 0 0"),
        ("telephone", "𝟏𝟑𝟖𝟎𝟎𝟏𝟑𝟖𝟎𝟎𝟎", "𝟏𝟑𝟖𝟎𝟎𝟏𝟑𝟖𝟎𝟎𝟎"),
        ("telephone", "座机0755-26661234没人接", "0755-26661234"),
        ("telephone", "拨打400-123-4567", "400-123-4567"),
        ("identity", f"证件{IDENTITY.lower()}", IDENTITY.lower()),
        ("identity", "110105 19491231 002X", "110105 19491231 002X"),
        ("identity", "旧证110105491231002", "110105491231002"),
        ("card", f"卡{CARD}", CARD),
        ("card", "银行卡号 1234 5678 90", "1234 5678 90"),
        ("passport", "护照E12345678丢了", "E12345678"),
        ("passport", "回乡证H1234567800", "H1234567800"),
        ("passport", "香港身份证A123456(3)", "A123456(3)"),
        ("email", "发到wang.li＠qq.com", "wang.li＠qq.com"),
        ("account", "QQ：12345678", "12345678"),
        ("account", "微信号是Lily_2001", "Lily_2001"),
        ("plate", "粤BD12345没走", "粤BD12345"),
        ("plate", "京A·1234警停在门口", "京A·1234警"),
        ("credit_code", f"代码{CODE}", CODE),
        ("birth", "生于1985年3月12日", "1985年3月12日"),
        ("birth", "出生于一九八五年三月十二日", "一九八五年三月十二日"),
        ("licence", "驾驶证号440300123456", "440300123456"),
    ],
)
def test_numbers_in_every_dress(kind: str, text: str, piece: str) -> None:
    assert found(text) == [(kind, piece)]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("3栋2单元1204室", "3栋[门牌]"),
        ("3号楼１２０４", "3号楼[门牌]"),
        ("A座12B", "A座[门牌]"),
        ("住2-1204", "住[门牌]"),
        ("1204房漏水", "[门牌]漏水"),
        ("十二楼1204", "[门牌]"),
        ("一二零四室", "[门牌]"),
        ("隔壁1203很吵", "隔壁[门牌]很吵"),
        ("2单元五楼东户", "[门牌]"),
        ("12层3室", "[门牌]"),
        ("3栋602、702和802都漏", "3栋[门牌]、[门牌]和[门牌]都漏"),
        ("Room 1204", "Room [门牌]"),
    ],
)
def test_the_building_stays_and_what_is_below_goes(text: str, left: str) -> None:
    assert covered(text, marks(text)) == left


@pytest.mark.parametrize(
    "text",
    [
        "",
        "楼",
        "5",
        "302路公交2020年3月涨到1204元，第35条，共1280户",
        "每平米3.85元，128平米，噪音75分贝，8:30到22:00",
        "电梯从3楼到5楼会抖，三室两厅，一房一价",
        "打12345和110都说在处理",
        "国家标准GB50096-2011第5.1条",
        "2019-11-22至2020-01-05停水，地铁11号线24小时施工",
        "The lift in our building has been broken for 12 days.",
        "😀😀🏠 1️⃣",
    ],
)
def test_what_only_looks_like_it_is_left_alone(text: str) -> None:
    assert marks(text) == []


def test_sums_tell_a_number_from_any_row_of_digits() -> None:
    assert is_identity(IDENTITY) and is_identity("110105491231002")
    assert not is_identity("110105194913310021") and not is_identity("990105194912310021") and not is_identity("1")
    assert is_card(CARD) and not is_card(CARD[:-1] + "7") and not is_card("0" * 16)
    assert is_credit_code(CODE) and not is_credit_code(CODE[:-1] + "4") and not is_credit_code("91")


def test_a_row_of_eighteen_digits_that_is_no_identity_number_is_not_called_one() -> None:
    assert ("identity", "123456789012345678") not in found("订单123456789012345678")


def test_an_already_covered_text_is_left_as_it_is() -> None:
    text = "我叫[姓名]，电话[电话]，3栋[门牌]，某某说[号码]"
    assert marks(text) == []
    assert covered(text, []) == text


def test_marks_given_out_of_order_or_overlapping_are_covered_once() -> None:
    given_marks = [Mark(4, 8, "room", ""), Mark(0, 5, "telephone", "")]
    assert covered("0123456789", given_marks) == "[电话]89"


@pytest.mark.parametrize(
    "text", ["\ud800电话13800138000\udfff", "👨‍👩‍👧" * 50 + "1204室", "1" * 10_000, "住" * 10_000, "王" * 10_000]
)
def test_hostile_texts_come_back(text: str) -> None:
    once = covered(text, marks(text))
    assert covered(once, marks(once)) == once


def test_ten_thousand_characters_keep_their_places() -> None:
    text = "楼道堆了杂物，没人清理。" * 800 + "我叫王建国，13800138000" + "请处理。" * 50
    assert found(text) == [("name", "王建国"), ("telephone", "13800138000")]


PIECES = st.sampled_from(
    [
        "我叫王建国",
        "13800138000",
        "１３８００１３８０００",
        IDENTITY,
        "3栋",
        "1204室",
        "住2-1204",
        "，",
        " ",
        "[电话]",
        "[姓名]",
        "李女士",
        "2020年",
        "粤B12345",
        "电话",
        "😀",
        "和",
        "、",
        "a@b.com",
        "十二楼",
        "01",
        "欧阳",
        "\n",
        "王某",
        "-",
        "QQ",
        "微信abc12345",
        "先生",
        "号",
    ]
)


@given(st.lists(PIECES | st.text(max_size=4), max_size=12).map("".join))
def test_marks_are_apart_in_order_and_covering_twice_is_covering_once(text: str) -> None:
    made = marks(text)
    assert all(0 <= mark.start < mark.end <= len(text) and mark.kind in KINDS for mark in made)
    assert all(one.end <= other.start for one, other in zip(made, made[1:], strict=False))
    once = covered(text, made)
    assert marks(once) == []
    for mark, last in zip([*made, None], [None, *made], strict=True):
        assert text[last.end if last else 0 : mark.start if mark else len(text)] in once


@given(
    st.integers(3, 9),
    st.text("0123456789", min_size=9, max_size=9),
    st.sampled_from(["", " ", "-", " - ", "·", "\u200b"]),
)
def test_no_digit_of_a_telephone_number_survives(second: int, rest: str, between: str) -> None:
    digits = f"1{second}{rest}"
    text = f"请打{between.join((digits[:3], digits[3:7], digits[7:]))}找我"
    assert not any(sign.isdecimal() for sign in covered(text, marks(text)))
