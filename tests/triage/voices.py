"""Messages about two things and about many others, for the tests of recurring problems, and the ways to group them."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

from gongzhi.triage.rules.themes import Message, Themes

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
LIFT = (
    "电梯又坏了",
    "电梯经常停运没人修",
    "3栋电梯坏了老人下不了楼",
    "电梯停运三天没人修",
    "投诉电梯经常坏",
    "电梯困人没人修",
)
SMOKE = (
    "楼下烧烤油烟太大",
    "烧烤店油烟扰民",
    "油烟直排熏得开不了窗",
    "烧烤摊油烟扰民",
    "餐馆油烟直排扰民",
    "烧烤油烟直排",
)
OTHER = (
    "图书馆几点开门",
    "如何办理老年卡",
    "公交线路何时开通",
    "社保断缴怎么补",
    "孩子入学需要什么材料",
    "路灯不亮",
    "共享单车乱停放",
    "下水道堵塞",
)


def said(texts: tuple[str, ...], estate: str = "", days: int = 1, prefix: str = "") -> list[Message]:
    """One message a text, a day apart, each by another person."""
    return [
        Message(
            f"{prefix}{texts[0]}{at}", NOW - timedelta(days=at * days + 1), f"{estate}{text}", person=f"{prefix}{text}p"
        )
        for at, text in enumerate(texts)
    ]


def all_at_once(messages: list[Message]) -> Themes:
    themes = Themes()
    themes.add_all(messages)
    return themes


def one_by_one(messages: list[Message]) -> Themes:
    themes = Themes()
    for message in messages:
        themes.add(message)
    return themes


def groups(themes: Themes) -> set[frozenset[str]]:
    return {frozenset(row.ref for row in themes.members(number)) for number in themes.numbers()}


def partners(themes: Themes, messages: list[Message]) -> Counter[int]:
    return Counter(themes.theme_of(message.ref) for message in messages)
