"""The closed words of responsibility lists: states of an edition, rungs, columns of the sheet, and reasons for a no."""

from __future__ import annotations

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

Text = str | Promise

STATES: dict[str, Text] = {"draft": _("草稿"), "published": _("现行"), "superseded": _("已被新版替代")}

RUNGS: dict[str, Text] = {
    "building": _("楼"),
    "grid": _("网格"),
    "community": _("社区"),
    "street": _("街道"),
    "district": _("区"),
}
LADDER = tuple(RUNGS)

KINDS: dict[str, Text] = {
    "consult": _("咨询"),
    "help": _("求助"),
    "complaint": _("投诉"),
    "report": _("举报"),
    "suggestion": _("建议"),
}
TIERS: dict[str, Text] = {"2h": _("2 小时"), "24h": _("24 小时"), "7d": _("7 天"), "15d": _("15 天")}

# 基层治理四平台 (Zhejiang, from 2015): every matter type belongs to exactly one.
PLATFORMS: dict[str, Text] = {
    "order": _("综治工作"),
    "market": _("市场监管"),
    "enforcement": _("综合执法"),
    "service": _("便民服务"),
}
# To which platform a kind of body belongs when it is called in or assists.
_ORDER = (
    "police_post", "street_order", "street_safety", "district_police", "district_emergency", "district_labour",
    "residents_supervision",
)  # fmt: skip
_ENFORCEMENT = ("street_urban", "district_urban", "district_traffic", "district_ecology", "district_water")
_MARKET = ("district_market",)


def platform_of_body(kind: str) -> str:
    """The platform on which a kind of body works: what neither keeps order, supervises nor enforces, serves."""
    for platform, kinds in (("order", _ORDER), ("enforcement", _ENFORCEMENT), ("market", _MARKET)):
        if kind in kinds:
            return platform
    return "service"


# One limit in words; the amount is put in by the page.
UNITS: dict[str, Text] = {
    "hours": _("%(amount)s 小时内"),
    "working_days": _("%(amount)s 个工作日内"),
    "calendar_days": _("%(amount)s 天内"),
}

COLUMNS: dict[str, Text] = {
    "code": _("编号"),
    "group": _("大类"),
    "name": _("事项"),
    "words": _("居民常用说法"),
    "kind": _("诉求性质"),
    "tier": _("时限档"),
    "start": _("起始层级"),
    "urgent": _("紧急可越级"),
    "rung": _("层级"),
    "lead": _("主责"),
    "assisting": _("配合"),
    "informed": _("知情"),
    "ground": _("依据"),
    "limit": _("时限"),
    "unit": _("时限单位"),
    "evidence": _("办结凭据"),
    "name_en": _("事项英文名"),
    "group_en": _("大类英文名"),
    "counts": _("计入三率"),
    "platform": _("四平台"),
}

# Why a row of a sheet is refused. %(value)s is what stood in the cell.
REFUSALS: dict[str, Text] = {
    "empty": _("表里没有一行事项。"),
    "too_many": _("行数超过 %(value)s，请分开核对后再上传。"),
    "misfit": _("这一行比表头多出几格，请核对。"),
    "missing_column": _("少了一列：%(value)s"),
    "blank": _("这一格是空的，请填上。"),
    "formula": _("这一格是公式，请改成文字：%(value)s"),
    "too_long": _("这一格的字太多：%(value)s…"),
    "bad_code": _("编号只用大写字母和数字：%(value)s"),
    "no_lead": _("没有写谁主责。"),
    "two_leads": _("一个层级只能有一个主责：%(value)s"),
    "twice": _("同一事项同一层级写了两行。"),
    "unknown_body": _("没有这一类单位：%(value)s"),
    "lead_assists": _("主责单位不能同时是配合或知情单位：%(value)s"),
    "unknown_rung": _("没有这个层级：%(value)s"),
    "missing_rung": _("这个事项少了一个层级：%(value)s"),
    "no_ground": _("没有写依据。"),
    "bad_limit": _("时限要写成大于零的整数：%(value)s"),
    "unknown_unit": _("没有这个时限单位：%(value)s"),
    "unknown_word": _("这一格只能选清单里的词：%(value)s"),
    "differs": _("同一事项的各行在这一格写得不一样：%(value)s"),
    "name_twice": _("两个编号用了同一个事项名：%(value)s"),
    "short_word": _("常用说法至少两个字：%(value)s"),
}


def in_english() -> bool:
    """Whether the reader's language is English."""
    return (get_language() or "").startswith("en")


def matter_name(matter: Any) -> str:
    """The matter type's name in the reader's language; the list's own name where no English one was written."""
    return str((in_english() and matter.name_en) or matter.name)


def group_name(matter: Any) -> str:
    """The group's name in the reader's language."""
    return str((in_english() and matter.group_en) or matter.group)
