"""Closed words of money and hours: where it comes from, what it is for, and what an account or an entry is."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.money import hours, yuan

Text = str | Promise

FEN, MINUTE = "fen", "minute"
UNITS: dict[str, Text] = {FEN: _("元"), MINUTE: _("小时")}

SECTORS: dict[str, Text] = {"government": _("政府"), "market": _("市场"), "society": _("社会")}

# Where a fund's money comes from, and which of the three sides that is (rows N05, A31; condition Q18).
SOURCES: dict[str, Text] = {
    "district_grant": _("区级财政拨款"),
    "street_grant": _("街道拨款"),
    "community_fund": _("社区建设资金"),
    "party_fund": _("党组织服务群众专项经费"),
    "common_income": _("小区公共收益"),
    "repair_fund": _("住宅专项维修资金"),
    "residents": _("居民自筹"),
    "donation": _("捐赠"),
    "foundation": _("基金会资助"),
    "enterprise": _("企业投入"),
    "hours": _("志愿时长"),
}
SECTOR_OF: dict[str, str] = {
    "district_grant": "government",
    "street_grant": "government",
    "community_fund": "government",
    "party_fund": "government",
    "common_income": "society",
    "repair_fund": "society",
    "residents": "society",
    "donation": "society",
    "foundation": "society",
    "enterprise": "market",
    "hours": "society",
}
assert set(SECTOR_OF) == set(SOURCES)

# What money may be tied to. A pot is one fund's money for one of these; it pays for nothing else.
PURPOSES: dict[str, Text] = {
    "micro_works": _("民生微实事·工程"),
    "micro_service": _("民生微实事·服务"),
    "micro_goods": _("民生微实事·货物"),
    "micro_governance": _("微治理项目"),
    "purchase": _("购买服务"),
    "venture": _("公益创投"),
    "facilities": _("公共设施"),
    "facility_run": _("设施运营"),
    "repair": _("共用部位维修"),
    "access": _("无障碍改造"),
    "environment": _("环境和绿化"),
    "safety": _("安全和消防"),
    "elder_care": _("为老服务"),
    "children": _("儿童和青少年"),
    "culture": _("文体活动"),
    "aid": _("困难帮扶"),
    "deliberation": _("议事协商"),
    "volunteering": _("志愿服务"),
    "party_service": _("党组织服务群众"),
    "disputes": _("纠纷化解"),
    "emergency": _("应急"),
    "training": _("培训"),
    "general": _("社区公益（不限一项）"),
}

ACCOUNTS: dict[str, Text] = {"cash": _("结存"), "given": _("来源"), "spent": _("去向")}
ENTRIES: dict[str, Text] = {"received": _("收入"), "paid": _("支出"), "reversed": _("冲正")}
PAYMENTS: dict[str, Text] = {
    "asked": _("等另一个人批"),
    "paid": _("已付"),
    "refused": _("没有批"),
    "withdrawn": _("已撤回"),
}
RESERVATIONS: dict[str, Text] = {"open": _("预留中"), "released": _("已放回"), "used": _("已用完")}


def purpose_name(code: str) -> Text:
    """The purpose in words."""
    return PURPOSES.get(code, code)


def source_name(code: str) -> Text:
    """The source in words."""
    return SOURCES.get(code, code)


def written(amount: int, unit: str) -> str:
    """An amount as people read it: "1,000.00 元", "1:30 小时"."""
    return f"{figure(amount, unit)} {UNITS[unit]}"


def in_yuan(fen: int | None) -> str:
    """An amount in fen as people say it, whole yuan without cents: "1,000 元"; nothing for None."""
    if fen is None:
        return ""
    whole, rest = divmod(abs(fen), 100)
    sign = "−" if fen < 0 else ""
    return str(_("%(sum)s 元") % {"sum": f"{sign}{whole:,}" + (f".{rest:02d}" if rest else "")})


def figure(amount: int, unit: str) -> str:
    """The same without its unit, for columns of figures."""
    return yuan(amount) if unit == FEN else hours(amount)
