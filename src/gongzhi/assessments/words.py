"""Closed words of assessments: kinds of evidence, bars, states, rules of points, and the stages of an organisation."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise

STATES: dict[str, Text] = {
    "opened": _("已开始"),
    "gathering": _("收证明"),
    "graded": _("等级算好了"),
    "noticed": _("公示中"),
    "appealed": _("复核中"),
    "in_force": _("有效"),
    "expired": _("过期"),
    "stopped": _("停办"),
}

KINDS: dict[str, Text] = {
    "document": _("文件"),
    "record": _("活动记录"),
    "figure": _("数字"),
    "visit": _("实地查看"),
    "survey": _("问卷结果"),
}

# How confirmed evidence becomes points; each is a pure function in rules/grading.py.
RULES: dict[str, Text] = {
    "all": _("要的证明齐了才得分"),
    "each": _("一份证明得一份分，到满分为止"),
    "steps": _("按数字分档得分，以最近一份为准"),
}

BARS: dict[str, Text] = {
    "no_annual_report": _("没有交年度报告"),
    "penalty": _("受过行政处罚"),
    "investigation": _("正在被调查"),
}

# What a computation can come to beside a grade of its scheme.
NO_GRADE: dict[str, Text] = {
    "none": _("没有评上"),
    "barred": _("不能参评"),
}

OUTCOMES: dict[str, Text] = {"open": _("等答复"), "upheld": _("成立"), "rejected": _("不成立")}

STAGES: dict[str, Text] = {
    "filed": _("已备案"),
    "incubating": _("孵化"),
    "grown": _("成熟"),
    "registered": _("登记"),
    "left": _("注销"),
}

STAGE_MOVES: dict[str, Text] = {
    "incubate": _("进入孵化"),
    "grow": _("认定成熟"),
    "register": _("记下登记"),
    "step_back": _("退回孵化"),
    "leave": _("记下注销"),
}
