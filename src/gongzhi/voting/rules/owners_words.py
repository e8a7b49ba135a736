"""How people write what an owners' sheet says: choices, yes and no, kinds of units, holders."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from gongzhi.voting.rules.owners_law import PARKING
from gongzhi.voting.rules.owners_roll import ABSTAIN, AGAINST, FOR, SILENT, VOID

# In the order in which a heading is claimed: "业主意见" is an opinion before it is an owner.
COLUMNS: dict[str, tuple[str, ...]] = {
    "on_paper": ("纸质意见", "纸质票", "纸质表决", "纸质", "paper_choice", "paper_vote", "paper", "paper_ballot"),
    "online": ("电子意见", "电子票", "电子表决", "电子", "网上意见", "网上票", "网上", "electronic_choice",
               "electronic_vote", "electronic", "online", "e_vote", "electronic_ballot"),
    "choice": ("表决意见", "意见", "表决", "表决结果", "投票意见", "投票", "投票结果", "选择", "是否同意",
               "choice", "vote", "ballot",
               "opinion", "answer"),
    "area": ("专有部分面积", "专有面积", "建筑面积", "房屋面积", "产权面积", "面积", "area", "area_m2", "area_sqm",
             "exclusive_area", "floor_area", "m2", "sqm", "size"),
    "room": ("房号", "室号", "房屋编号", "专有部分", "专有部分编号", "房屋", "户号", "unit", "unit_id",
             "unit_no", "room",
             "flat", "apartment", "id"),
    "stair": ("单元", "梯", "单元号", "梯号", "stair", "entrance", "stairwell"),
    "building": ("楼栋", "幢", "栋", "幢号", "栋号", "楼号", "座", "building", "block"),
    "developer": ("开发商", "建设单位", "未售", "未交付", "开发商未售", "是否未售", "developer", "developer_stock",
                  "is_developer", "unsold", "undelivered"),
    "holder": ("业主编号", "产权人编号", "权利人编号", "业主证件号", "证件号码", "身份证号", "owner_id",
               "owner_key", "head",
               "head_id", "head_key", "owner_code", "owner_no"),
    "co_owners": ("共有人", "其他共有人", "co_owners", "coowners", "co_owner"),
    "owner": ("业主", "业主姓名", "产权人", "权利人", "所有权人", "房屋所有权人", "姓名", "owner", "owner_name",
              "name",
              "owners"),
    "parking": ("是否车位", "车位", "parking", "is_parking", "parking_space"),
    "kind": ("物业类型", "房屋类型", "房屋用途", "用途", "类型", "性质", "kind", "type", "use", "usage", "category"),
    "delivered": ("送达", "已送达", "送达证明", "送达日期", "delivered", "served", "delivery", "delivery_proof",
                  "delivery_proven", "proof_delivered", "proof_of_delivery"),
    "agenda_told": ("告知议题", "议题告知", "已告知议题", "agenda_told", "agenda", "agenda_notice",
                    "agenda_notified", "told_agenda", "notice_agenda", "proof_agenda"),
    "effect_told": ("告知后果", "后果告知", "已告知后果", "告知不表决的后果", "effect_told", "effect",
                    "effect_notice", "effect_notified", "told_effect", "notice_effect", "proof_effect"),
    "scope": ("表决范围", "范围", "scope"),
}  # fmt: skip

_CHOICES = {
    FOR: ("同意", "赞成", "赞同", "支持", "是", "yes", "y", "for", "agree", "aye", "approve", "pro", "√", "✓", "1"),
    AGAINST: ("反对", "不同意", "不赞成", "否", "no", "n", "against", "disagree", "nay", "reject", "con", "×", "-1"),
    ABSTAIN: ("弃权", "abstain", "abstention", "abstained", "0", "○"),
    VOID: ("无效", "废票", "作废", "无效票", "void", "invalid", "spoiled", "spoilt"),
    SILENT: ("", "未表决", "未投", "未投票", "未参与", "未参加", "未回", "未返回", "未交回", "未收回", "未退回",
             "无", "空",
             "沉默", "none", "null", "na", "n/a", "silent", "not voted", "no vote", "not returned", "-", "/", "—"),
}  # fmt: skip
_CHOICE = {word: choice for choice, words in _CHOICES.items() for word in words}
_NO = frozenset(("", "否", "无", "没有", "未", "不", "未送达", "未告知", "不是", "0", "no", "n", "false", "f",
                "×", "-", "/",
                 "none", "已售", "已交付", "业主", "owner"))  # fmt: skip
_YES = frozenset(("是", "有", "已", "对", "1", "yes", "y", "true", "t", "√", "✓", "x", "未售", "未交付",
                 "开发商", "建设单位",
                  "developer", "unsold", "undelivered"))  # fmt: skip
DEVELOPERS = frozenset(("开发商", "建设单位", "开发建设单位", "开发企业", "developer", "开发商未售", "未售", "未交付"))
TOTALS = frozenset(("合计", "总计", "共计", "总数", "总和", "total", "sum", "totals"))
_KINDS = {
    "dwelling": ("住宅", "住房", "公寓", "dwelling", "flat", "residential", "home", "apartment"),
    "shop": ("商铺", "商业", "店铺", "门面", "非住宅", "shop", "commercial", "retail"),
    "office": ("办公", "写字楼", "office"),
    PARKING: ("车位", "车库", "停车位", "地下车位", "地下车库", "parking", "garage", "parking space", "car park"),
    "storage": ("储藏室", "储藏间", "杂物间", "地下室", "storage", "storeroom", "basement"),
    "community": ("社区用房", "居委会用房", "物业用房", "文化站", "community", "committee room"),
}
_KIND = {word: kind for kind, words in _KINDS.items() for word in words}
_INSIDE_A_NAME = re.compile(r"(?<=[\u3400-\u9fff]) (?=[\u3400-\u9fff])")
_HOLDERS = re.compile(r"[、,;；/&|\n]+")


def plain(text: str) -> str:
    """The text in one width and case, without spaces at its ends and more than one between words."""
    if text.isascii():
        return text.lower() if text.isalnum() else " ".join(text.lower().split())
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


@lru_cache(maxsize=4096)
def choice_of(text: str) -> str:
    """What a cell says of the proposal; empty when nobody can tell, which makes the paper void."""
    return _CHOICE.get(plain(text).rstrip("。.!"), "")


@lru_cache(maxsize=4096)
def is_yes(text: str) -> bool:
    """Whether a cell affirms: a date or a receipt number in a column of proofs does, an empty cell does not."""
    return plain(text) not in _NO


def is_plain_yes(text: str) -> bool:
    """Whether a cell says no more than yes."""
    return plain(text) in _YES


@lru_cache(maxsize=4096)
def kind_of(text: str) -> str:
    """The kind of a unit: a word of ours where it is known, else as written."""
    given = plain(text)
    return _KIND.get(given, given)


def holders_of(*cells: str) -> str:
    """One key for all who hold a unit together, in whatever order they stand; empty when nobody is named."""
    if len(cells) == 1 and cells[0].isalnum():
        if cells[0].isascii():
            return plain(cells[0])
        return _INSIDE_A_NAME.sub("", plain(cells[0]))
    names = {_INSIDE_A_NAME.sub("", plain(name)) for cell in cells for name in _HOLDERS.split(cell)}
    return "、".join(sorted(names - {""}))
