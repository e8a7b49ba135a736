"""Closed words of projects: kinds, steps, procedures, evidence, roles, interests, blockers, answers."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

KINDS = {
    "micro_works": _("民生微实事（工程）"),
    "micro_service": _("民生微实事（服务）"),
    "micro_goods": _("民生微实事（货物）"),
    "three_plus_n": _("“3+N”社区微治理"),
    "purchase": _("政府购买服务"),
    "venture": _("公益创投"),
    "outsourcing": _("阵地委托运营"),
    "linkage": _("多方联动"),
}
STATES = {
    "collected": _("征集"),
    "deliberated": _("评议"),
    "fixed": _("确定立项"),
    "noticed": _("公示"),
    "building": _("实施"),
    "accepting": _("验收"),
    "judging": _("评价"),
    "closed": _("已了结"),
    "dropped": _("不做了"),
}
MOVES = {
    "deliberate": _("送去评议"),
    "fix": _("确定下来"),
    "notice": _("公示"),
    "start": _("开工"),
    "hand_in": _("送去验收"),
    "pass": _("验收通过"),
    "redo": _("没通过，返工"),
    "close": _("了结"),
    "collect_again": _("退回再征集"),
    "talk_again": _("退回再商量"),
    "repair": _("再修一次"),
    "drop": _("不做了"),
}
PROCEDURES = {
    "collect": _("征集需求"),
    "topic": _("形成议题"),
    "discuss": _("讨论协商"),
    "decide": _("确定项目"),
}
EVIDENCE = {
    "needs": _("提出需求的人"),
    "topic": _("议题"),
    "discussion": _("讨论的记录"),
    "decision": _("作出决定的票或会议"),
    "notice": _("公示的凭据"),
    "tender": _("采购的依据"),
    "score": _("评分结果"),
    "agreement": _("协议"),
    "logs": _("服务日志"),
    "lanes": _("各方分工"),
    "delivery": _("交付清单"),
}
ROLES = {
    "community": _("社区"),
    "social_org": _("社会组织"),
    "social_worker": _("社工"),
    "builder": _("施工或服务单位"),
    "partner": _("合作伙伴"),
}
OPEN_ROLES = ("partner",)
INTERESTS = {
    "works_there": _("在施工或供货的单位任职"),
    "owns_there": _("持有它的股份"),
    "family": _("近亲属在那里任职或持股"),
    "other": _("其他利害关系"),
}
BLOCKERS = {
    "approval": _("等审批"),
    "money": _("等资金"),
    "builder": _("施工单位没到位"),
    "site": _("场地用不了"),
    "objection": _("有人有异议"),
    "weather": _("天气不许可"),
    "materials": _("等材料"),
}
SHIFTS = {
    "blocked": _("被卡住了"),
    "weather": _("天气不许可"),
    "more_work": _("查出要多做的"),
    "residents": _("居民要求改"),
    "earlier": _("做得比计划快"),
    "supplier": _("供货晚了"),
}
PHOTO_SIDES = {"before": _("改之前"), "after": _("改之后")}
VERDICTS = {
    "wanted": _("就是我们要的"),
    "partly": _("解决了一部分"),
    "not_wanted": _("没解决问题"),
}
CANDIDATE_STATES = {"named": _("等另一个人核准"), "chosen": _("选定"), "refused": _("没选")}
CONTRACT_STATES = {"drawn": _("等另一个人签"), "signed": _("签了"), "refused": _("退回")}
