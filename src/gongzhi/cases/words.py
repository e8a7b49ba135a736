"""Closed lists of the loop and what people read for them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

STAGES = {
    1: _("民生反馈"),
    2: _("问题上报"),
    3: _("社区吹哨"),
    4: _("部门响应"),
    5: _("联商解决"),
    6: _("民生评价"),
}
STAGE_MEANS = {
    1: _("您说了，社区收到了"),
    2: _("交给该办的单位"),
    3: _("请有关单位到场"),
    4: _("有人在办"),
    5: _("几家一起解决"),
    6: _("您来评"),
}
STATES = {
    "sorting": _("等社区分办"),
    "filed": _("等接手"),
    "offered": _("转办中"),
    "disputed": _("等裁定归谁办"),
    "handling": _("正在办"),
    "whistled": _("已吹哨"),
    "responding": _("部门已到"),
    "joint": _("联合在办"),
    "split": _("分头在办"),
    "merged": _("并入同一件事"),
    "answered": _("等您评"),
    "solved": _("解决了"),
    "explained": _("说明了，暂时解决不了"),
    "withdrawn": _("反映人撤回"),
    "lawful": _("走别的合法途径"),
    "part_done": _("分办完成"),
}
INTAKE_KINDS = {
    "consult": _("咨询"),
    "help": _("求助"),
    "complaint": _("投诉"),
    "report": _("举报"),
    "suggestion": _("建议"),
}
# 社情民意收集 (row E13): the class decides the path.
INTAKE_CLASSES = {
    "policy": _("政策咨询"),
    "need": _("居民需求"),
    "appeal": _("个人诉求"),
    "governance": _("治理难题"),
}
TIERS = {"2h": _("2 小时"), "24h": _("24 小时"), "7d": _("7 天"), "15d": _("15 天")}
RUNGS = {
    "building": _("楼"),
    "grid": _("格"),
    "community": _("社区"),
    "street": _("街道"),
    "district": _("区"),
}
OUTCOMES = {"solved": _("解决了"), "explained": _("说明原因，暂时解决不了")}
# 北京市接诉即办工作条例 art. 11: the six branches that are not dispatched; the lawful path in words.
BRANCHES = {
    "emergency": _("紧急的事：请马上打 110、119、120 或 122"),
    "legal_path": _("诉讼、仲裁、纪检、复议、信息公开、信访的事：请走法定渠道"),
    "same_matter": _("同一件事没有新情况：告诉您办到哪一步、结果是什么"),
    "secret": _("涉及国家秘密、商业秘密或别人隐私：不能公开办理，向您说明"),
    "beyond_duty": _("不属于政府和社区职责：可以找市场或社会服务"),
    "unlawful": _("违反法律或公序良俗：不能办，向您说明"),
}
CHANNELS = {
    "web": _("网上"),
    "phone": _("电话"),
    "counter": _("窗口"),
    "grid": _("网格员上门"),
    "building_head": _("楼栋长代办"),
    "reception": _("接待日"),
    "hotline": _("热线转来"),
    "import": _("批量导入"),
}
JUDGED_BY = {
    "web": _("本人网上评"),
    "receipt": _("凭回执评"),
    "telephone": _("电话回访，工作人员照读后记下"),
}
MOVES = {
    "sort": _("分办"),
    "sort_itself": _("自动分办"),
    "reclassify": _("改事项类型"),
    "accept": _("接下"),
    "offer": _("转办"),
    "take": _("接过来"),
    "decline": _("说明不归本单位"),
    "return_offer": _("无人接，退回原单位继续办"),
    "refuse": _("按清单退回"),
    "decide": _("裁定归谁办"),
    "decide_by_list": _("逾期未裁，按清单定"),
    "whistle": _("吹哨"),
    "arrive": _("报到"),
    "report_in": _("报告办理情况"),
    "decline_call": _("说明不归本部门"),
    "recall": _("收哨"),
    "plan": _("定联办方案"),
    "answer": _("答复"),
    "divide": _("拆开分办"),
    "join": _("分办合拢"),
    "finish_part": _("完成分办"),
    "rise": _("升到上一级"),
    "merge": _("并到同一件事"),
    "unmerge": _("分开单办"),
    "follow": _("随主件答复"),
    "follow_lawful": _("随主件转别的途径"),
    "confirm_solved": _("评：解决了"),
    "confirm_explained": _("评：知道原因了"),
    "reopen": _("评：没解决，再办"),
    "contest": _("评：仍不满意"),
    "close_silent_solved": _("到期没有评，办结"),
    "close_silent_explained": _("到期没有评，办结"),
    "redirect": _("告知别的合法途径"),
    "withdraw": _("撤回"),
    "undo_to_sorting": _("撤回刚办的一步，回到等分办"),
    "undo_to_filed": _("撤回刚办的一步，回到等接手"),
    "undo_to_handling": _("撤回刚办的一步，接着办"),
}
# What can be taken back besides moves.
SMALL_ACTS = {"pause": _("停表"), "note": _("记一笔")}
UNREAD = "undone"  # the sight of words that were taken back: nobody reads them any more
DUTY_KINDS = {
    "sort": _("分办"),
    "accept": _("接下"),
    "solve": _("答复"),
    "take": _("接转办"),
    "decide": _("裁定"),
    "arrive": _("到场"),
    "judge": _("请本人评价"),
    "call_back": _("电话回访"),
}
