"""The closed words of votes: rules, secrecy, channels, how a paper was served, why a ballot does not count."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Text = str | Promise

# How a ballot of each rule is filled in.
PICK, SCORE, RANK, ANSWER = "pick", "score", "rank", "answer"
RULES: dict[str, Text] = {
    "approval": _("赞成投票：同意几项就选几项"),
    "single": _("单选：只选一项"),
    "score": _("打分"),
    "ranked": _("排序：单一可转移票"),
    "equal_shares": _("预算投票：平等份额法"),
    "greedy": _("预算投票：票多的先选"),
    "owners": _("业主共同决定：面积和人数都要够"),
    "households": _("户代表表决"),
    "residents_assembly": _("居民会议表决"),
    "representatives": _("居民代表会议表决"),
    "election": _("居委会选举：过半数参加，过半数票当选"),
}
FILLED: dict[str, str] = {
    "approval": PICK,
    "single": PICK,
    "score": SCORE,
    "ranked": RANK,
    "equal_shares": PICK,
    "greedy": PICK,
    "owners": ANSWER,
    "households": ANSWER,
    "residents_assembly": ANSWER,
    "representatives": ANSWER,
    "election": PICK,
}
BUDGET = ("equal_shares", "greedy")
STATUTORY = ("owners", "households", "residents_assembly", "representatives", "election")

SECRECY: dict[str, Text] = {
    "roll": _("记名：票上能查到是谁投的，只有组织方看得到"),
    "secret": _("无记名：只记谁投过，不记投给谁"),
    "blind": _("盲签无记名：谁也查不出谁投了什么，自己能查票在不在"),
}
SECRECY_NAMES: dict[str, Text] = {"roll": _("记名"), "secret": _("无记名"), "blind": _("盲签无记名")}

CHANNELS: dict[str, Text] = {"electronic": _("网上票"), "paper": _("纸质票")}

SERVED: dict[str, Text] = {
    "by_hand": _("当面交给本人"),
    "signed_for": _("签收"),
    "post": _("邮寄"),
    "electronic": _("手机短信或网上"),
    "notice": _("张贴公告"),
}

ANSWERS: dict[str, Text] = {
    "for": pgettext_lazy("ballot", "同意"),
    "against": pgettext_lazy("ballot", "不同意"),
    "abstain": pgettext_lazy("ballot", "弃权"),
}
SPOILT: dict[str, Text] = {
    "blank": _("空白"),
    "unclear": _("看不清选了什么"),
    "unsigned": _("没有签名"),
    "too_many": _("选多了"),
}

LINKS: dict[str, Text] = {
    "phone": _("名册里的电话"),
    "code": _("选票上的号码"),
    "desk": _("柜台核对"),
}

SHEET_STATES: dict[str, Text] = {
    "handed_in": _("交来了，还没录"),
    "entered": _("录了一遍"),
    "third_look": _("两遍不一样，等第三人看"),
    "counted": _("录好了"),
    "void": _("不算"),
}
VOID: dict[str, Text] = {
    "electronic_first": _("先投了网上票，以先到的为准"),
    "paper_first": _("先交了纸质票，以先到的为准"),
    "not_on_roll": _("不在名册上"),
    "struck": _("已从名册上去掉"),
    "spoilt": _("废票"),
    "objection": _("异议成立，不算"),
    "too_many_sheets": _("票比领票的人多"),
}

OBJECTIONS: dict[str, Text] = {
    "roll": _("名册：少了人、多了人、面积不对"),
    "notice": _("没有通知到、没有收到选票"),
    "ballot": _("有人冒名、代签、重复投"),
    "count": _("票数算得不对"),
    "other": _("别的"),
}
OBJECTION_STATES: dict[str, Text] = {
    "open": _("等答复"),
    "upheld": _("成立"),
    "partly": _("部分成立"),
    "rejected": _("不成立"),
}

STATES: dict[str, Text] = {
    "drafted": _("在准备"),
    "rolled": _("名册已定"),
    "noticed": _("已通知"),
    "open": _("正在投票"),
    "closed": _("已截止，等计票"),
    "counted": _("初步结果公示"),
    "certified": _("结果已核定"),
    "published": _("结果已公布"),
    "withdrawn": _("已撤回"),
}

SAID: dict[str, Text] = {
    "extension": _("延期的理由"),
    "correction": _("改名册的理由"),
    "withdrawal": _("撤回的理由"),
    "option": _("这一项退出的理由"),
    "recount": _("重新计票的理由"),
}
STAGES: dict[str, Text] = {"preliminary": _("初步结果"), "final": _("最终结果")}
