"""The closed words of participatory budgets: where a round is, where a proposal is, and what was written about them."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Text = str | Promise

ROUND_STATES: dict[str, Text] = {
    "drafted": _("在准备"),
    "collecting": _("正在征集"),
    "checking": _("正在核价"),
    "voting": _("正在投票"),
    "counted": _("有结果了"),
    "carried": _("立成项目了"),
    "closed": _("了结了"),
    "withdrawn": _("已撤回"),
}
ROUND_MOVES: dict[str, Text] = {
    "announce": _("开始征集"),
    "close_proposals": _("结束征集，开始核价"),
    "collect_again": _("再征集几天"),
    "put_to_vote": _("交给居民投票"),
    "check_again": _("退回核价"),
    "count": _("记下投票结果"),
    "carry": _("把入选的立成项目"),
    "close": _("公布这一轮的总账"),
    "withdraw": _("撤回这一轮"),
}
ITEM_STATES: dict[str, Text] = {
    "proposed": _("等核价"),
    "costed": _("等第二人核"),
    "admitted": _("上票"),
    "refused": _("没有上票"),
    "merged": _("并到别的提案"),
    "taken_back": _("提的人收回了"),
    "chosen": _("入选"),
    "passed_over": _("没选上"),
}
ITEM_MOVES: dict[str, Text] = {
    "cost": _("写下核定的花费"),
    "admit": _("核对花费，同意上票"),
    "refuse": _("说明为什么不上票"),
    "look_again": _("重新核"),
    "merge": _("并到另一个提案"),
    "unmerge": _("拆出来"),
    "take_back": _("收回我的提案"),
}
ROUND_WORDS: dict[str, Text] = {
    "call": _("征集的话"),
    "reason": _("理由"),
    "report": _("总账"),
}
ITEM_WORDS: dict[str, Text] = {
    "cost": _("怎么算出来的"),
    "refused": _("为什么不上票"),
    "again": _("为什么重新核"),
    "merged": _("为什么并在一起"),
    "unmerged": _("为什么拆开"),
}
# Why a proposal is not put on the ballot: a closed word, and the proposer reads the sentence beside it.
REFUSALS: dict[str, Text] = {
    "others_duty": _("这件事依规定该由别的单位做"),
    "planned": _("政府已经列了计划，不用再花这笔钱"),
    "over_cap": _("超过单个项目的上限"),
    "over_budget": _("一件就超过全部的钱"),
    "one_household": _("只为一户人家，不是大家的事"),
    "not_lawful": _("法律规定不许做"),
    "not_feasible": _("现场做不了"),
    "no_place": _("说不清在哪里做，问了没有答复"),
    "upkeep": _("建好以后没有人管、没有钱养"),
    "improper": _("写了别人的私事，或者骂人的话"),
}
# Its words are shown to nobody but the desk and whoever wrote them.
HIDDEN = "improper"
AID_STATES: dict[str, Text] = {
    "asked": _("等人核"),
    "checked": _("等第二人定"),
    "granted": _("同意，等付款"),
    "paid": _("付了"),
    "denied": _("不同意"),
}
AID_USES: dict[str, Text] = {
    "repair": _("先行修复，免得再吵"),
    "appraisal": _("鉴定、检测的费用"),
    "mediator": _("请调解的人"),
    "hardship": _("困难一方的补助"),
    "other": pgettext_lazy("money", "别的"),
}
