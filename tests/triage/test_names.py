"""Persons are found by how people introduce them; places, streets and plain words that begin like a name are not."""

from __future__ import annotations

import pytest

from gongzhi.triage.rules.marks import covered, marks


def shown(text: str) -> str:
    """The text with its marks covered."""
    return covered(text, marks(text))


@pytest.mark.row("L03")
@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("我叫王建国", "我叫[姓名]"),
        ("我是陈雪，住在海棠苑", "我是[姓名]，住在海棠苑"),
        ("联系人：欧阳文博", "联系人：[姓名]"),
        ("物业张经理和保安小李态度差", "物业[姓名]经理和保安[姓名]态度差"),
        ("李女士 说不归她管", "[姓名]女士 说不归她管"),
        ("网格员赵敏来过", "网格员[姓名]来过"),
        ("户名刘志强", "户名[姓名]"),
        ("林雪、宋勇和白凤霞三家", "[姓名]、[姓名]和[姓名]三家"),
        ("邻居王某某和李某军打架", "邻居[姓名]和[姓名]打架"),
        ("阿不都·买买提反映", "[姓名]反映"),
        ("我母亲周秀英八十岁", "我母亲[姓名]八十岁"),
        ("签名：丁若曦 13800138000", "签名：[姓名] [电话]"),
        ("My name is John Smith and Ms. Lee knows", "My name is [姓名] and Ms. [姓名] knows"),
        ("找欧阳老师", "找[姓名]老师"),
    ],
)
def test_persons_are_found(text: str, left: str) -> None:
    assert shown(text) == left


@pytest.mark.parametrize(
    "text",
    [
        "我是高层住户，水压低",
        "我是业主，马上要交房了",
        "周边的路灯坏了",
        "万科城和金地花园中间",
        "安全主任已经走了",
        "和平路与建设路路口",
        "城管队长没有来",
        "小区老化，小路难走，大小不一",
        "严重影响休息，应该尽快处理",
        "张贴公告，方案不清楚",
        "林业部门和水务局互相推",
        "查询不到，申请被退回",
        "王府井百货旁边的黄花镇",
        "江南花园、东方红路都停水",
        "",
        "王",
        "王" * 3000,
        "I am very angry about the noise.",
    ],
)
def test_what_is_no_person_is_left_alone(text: str) -> None:
    assert shown(text) == text


def test_a_second_look_at_a_covered_text_finds_nothing() -> None:
    text = "我叫王建国，邻居李雪（13800138000）和老张都看到了，找陈师傅"
    assert marks(shown(text)) == []
