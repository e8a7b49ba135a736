"""The closed words about candidates: the only grounds of a refusal, states, and what a talk before office covers."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

COMMITTEES = {"residents_committee": _("居委会"), "owners_committee": _("业委会")}
CANDIDATE_STATES = {
    "nominated": _("提了名，等审看"),
    "eligible": _("可以当候选人"),
    "refused": _("不能当候选人，可以申诉"),
    "appealed": _("申诉了，等复核"),
    "barred": _("不能当候选人"),
    "elected": _("当选"),
    "not_elected": _("没有当选"),
    "withdrawn": _("本人退出"),
}
# The closed list: a refusal names one of these, or there is no refusal. Which committee, what it says, its ground.
BARS = {
    "rc_not_voter": _("不在居委会选民名单里"),
    "rc_relative": _("和在任成员是近亲属，要回避"),
    "rc_supervisor": _("是居务监督委员会成员"),
    "rc_statute": _("有法律列明的不得当选的情形（写明第几项）"),
    "oc_not_owner": _("不是这个小区的业主"),
    "oc_capacity": _("没有完全民事行为能力"),
    "oc_debtor": _("被列为失信被执行人"),
    "oc_interest": _("本人或近亲属在管这里的物业单位任职"),
    "oc_forbidden_use": _("违反规定使用房屋，还没改正"),
    "oc_bylaw": _("有议事规则列明的情形（写明第几条）"),
}
BAR_GROUNDS = {
    "rc_not_voter": _("《城市居民委员会组织法》（2025 年修订）第十六条、第十七条"),
    "rc_relative": _("《城市居民委员会组织法》（2025 年修订）第八条"),
    "rc_supervisor": _("《城市居民委员会组织法》（2025 年修订）第三十六条"),
    "rc_statute": _("《城市居民委员会组织法》（2025 年修订）第十八条"),
    "oc_not_owner": _("《民法典》第二百七十七条"),
    "oc_capacity": _("《民法典》第十八条"),
    "oc_debtor": _("当地物业管理条例（如北京条例 2024 年文本）"),
    "oc_interest": _("当地物业管理条例（如北京条例 2024 年文本）"),
    "oc_forbidden_use": _("当地物业管理条例（如北京条例 2024 年文本）"),
    "oc_bylaw": _("本小区业主大会议事规则"),
}
BARS_OF = {
    "residents_committee": tuple(code for code in BARS if code.startswith("rc_")),
    "owners_committee": tuple(code for code in BARS if code.startswith("oc_")),
}
NEEDS_ITEM = ("rc_statute", "oc_bylaw")  # the item or article is part of the reason
FINDINGS = {"clear": _("没有这种情形"), "barred": _("有这种情形"), "unknown": _("还没查清")}
TALK_POINTS = {
    "law": _("法律和议事规则"),
    "duty": _("职责和任期"),
    "integrity": _("廉洁和回避"),
    "accounts": _("账目公开"),
    "residents": _("怎么听居民说话"),
}
SELECTION_STATES = {"open": _("正在提名和审看"), "certified": _("结果定了")}
