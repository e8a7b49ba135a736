"""Closed words of what is done with partners: purchases, venture calls, facilities, shared workspaces."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

# On which ground somebody is chosen.
BASES = {
    "public_tender": _("公开招标"),
    "invited": _("邀请招标"),
    "negotiated": _("竞争性磋商"),
    "inquiry": _("询价"),
    "single": _("单一来源"),
}
TENDER_STATES = {"drafted": _("在拟"), "published": _("征集报价"), "closed": _("报价截止了")}
BIDS = {"named": _("提名了"), "chosen": _("选定了这一家"), "refused": _("没有选这一家")}
CALL_STATES = {
    "open": _("征集方案"),
    "scoring": _("评分"),
    "awarded": _("结果已公布"),
    "withdrawn": _("撤回"),
}
TIES = {
    "same_body": _("在申请的组织里有岗位"),
    "term": _("以前在申请的组织里任过职"),
    "declared": _("自己申报了关系"),
}
DECLARED = {
    "family": _("近亲属在那里"),
    "money": _("和那里有钱的往来"),
    "other": _("其他利害关系"),
}
TRANCHE_STATES = {"planned": _("等付款"), "reported": _("交了报告"), "accepted": _("报告认可了")}
FACILITIES = {
    "service_centre": _("党群服务中心"),
    "canteen": _("长者饭堂"),
    "library": _("书房"),
    "sports": _("运动场地"),
    "workshop": _("活动室"),
    "other": _("其他设施"),
}
AGREEMENT_STATES = {"drawn": _("等另一个人签"), "running": _("在运营"), "refused": _("退回"), "ended": _("到期")}
LOGS = {"open": _("开着"), "shut": _("去看时关着")}
BREACHES = {
    "not_open": _("那天没有开"),
    "late": _("开晚了"),
    "early": _("关早了"),
    "gap": _("中间关了"),
}
RATINGS = {"good": _("好"), "fair": _("还行"), "poor": _("不好")}
