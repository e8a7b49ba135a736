"""The closed words of duties: what must be done, how a duty ends, why a clock may stand still, the overdue ladder."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

KINDS = {
    "accept": _("受理"),
    "sort": _("分清是哪类事"),
    "contact": _("联系反映人"),
    "take": _("接手"),
    "decide": _("决定由谁办"),
    "arbitrate": _("裁定由谁办"),
    "solve": _("办理"),
    "answer": _("答复"),
    "arrive": _("到场"),
    "plan": _("商定办法"),
    "review": _("复核"),
    "judge": _("评价"),
    "call_back": _("回访"),
    "release": _("审看照片"),
    "fulfil": _("兑现承诺"),
    "carry_out": _("落实决议"),
    "convene": _("召集会议"),
    "minute": _("写好并公布会议记录"),
    "investigate": _("调查"),
    "reply": _("答复提问"),
    "count": _("计票并公布"),
    "settle": _("答复异议"),
    "file": _("备案"),
    "prepare": _("准备项目的下一步"),
    "build": _("实施项目"),
    "check_work": _("组织验收"),
    "unblock": _("解开卡点"),
}

OPEN = "open"
STATES = {
    OPEN: _("未了"),
    "done": _("按时做了"),
    "late_done": _("逾期做了"),
    "lapsed": _("到期未做"),
    "cancelled": _("不用做了"),
}

PAUSE_REASONS = {
    "waiting_resident": _("等反映人补充"),
    "owners_vote": _("等业主表决"),
    "appraisal": _("等鉴定或检测结论"),
    "procedure": _("法定程序进行中"),
    "approval": _("等上级批准"),
    "supplier": _("等材料或配件"),
    "weather": _("天气不许可"),
}

RESUME_REASONS = {
    "hand": _("有人让时钟继续"),
    "cap": _("暂停已到上限"),
    "closed": _("这件事已做完或不用做了"),
    "undone": _("暂停刚按下就撤回了"),
}

# What a warning level stands for; the number is how many warnings a duty has given.

BUCKETS = {
    "overdue": _("已过期"),
    "today": _("今天到期"),
    "tomorrow": _("明天到期"),
    "later": _("以后到期"),
    "waiting": _("暂停中"),
}

RUNGS = {"soon": _("临期"), "yellow": _("黄"), "red": _("红"), "supervise": _("督办")}
