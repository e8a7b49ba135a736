"""The closed words about rule texts, their clauses, reviews and remedies."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

RULE_KINDS = {
    "city_covenant": _("市民公约"),
    "charter": _("自治章程"),
    "residents_covenant": _("居民公约"),
    "owners_covenant": _("业主管理规约"),
    "neighbour_pact": _("邻里公约"),
    "society_charter": _("社会团体章程"),
}
COVENANT_STATES = {
    "drafting": _("正在起草，大家提修改"),
    "reviewing": _("正在审看"),
    "voting": _("正在表决"),
    "passed": _("表决通过，等送备案"),
    "sent": _("送了备案，等回执"),
    "filed": _("备案有了回执，等公布"),
    "posted": _("正在公布，还没生效"),
    "in_force": _("正在生效"),
    "superseded": _("已被新的一版代替"),
    "repealed": _("已废止"),
    "dropped": _("不再起草"),
}
MODALITIES = {"": _("没有写成可比的要求"), "may": _("可以"), "must": _("应当"), "must_not": _("不得")}
BOUNDS = {"": _("没有限度"), "at_most": _("最多"), "at_least": _("最少"), "exactly": _("正好")}
ASKS = {"change": _("改这一条"), "add": _("加一条"), "remove": _("去掉这一条")}
PROPOSAL_STATES = {
    "open": _("等答复"),
    "taken": _("采纳了"),
    "declined": _("没有采纳"),
    "withdrawn": _("本人撤回"),
}
FINDING_STATES = {"": _("等人看"), "change": _("要改"), "stands": _("看过，不用改")}
RULE_REVIEWS = {"party": _("社区党组织先研究"), "adviser": _("法律顾问审看")}
REVIEW_OUTCOMES = {"agree": _("同意"), "change": _("要改")}
# Soft remedies only: nothing here takes anything from anybody.
REMEDIES = {"remind": _("提醒一句"), "talk": _("上门聊聊"), "mediate": _("请人调解")}
REMEDY_ENDS = {"": _("还在做"), "kept": _("说开了，照着做了"), "again": _("还没改"), "amend": _("这一条要改")}
SURVEY_ANSWERS = {
    "knows": _("知道，也说得出一条"),
    "heard": _("听说过"),
    "unaware": _("不知道"),
    "unreached": _("没遇到人或不想答"),
}
RELATIONS = {
    "same": _("一样"),
    "stricter": _("比上面严"),
    "looser": _("比上面松"),
    "contrary": _("和上面相反"),
    "partly": _("和上面有一部分对不上"),
    "units": _("单位不同，要人来比"),
    "unstructured": _("都说到这件事，没写成可比的要求，要人来比"),
}
