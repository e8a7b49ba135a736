"""What people read for the figures: rates, grounds of exclusion and their basis, measures."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise

RATES: dict[str, Text] = {"response": _("响应率"), "solution": _("解决率"), "satisfaction": _("满意率")}
RATE_ASKS: dict[str, Text] = {
    "response": _("首次回应按时吗？"),
    "solution": _("评的人说解决了吗？"),
    "satisfaction": _("评的人满意吗？"),
}
MEANS: dict[str, Text] = {
    "response": _(
        "按时的首次回应，除以该有的首次回应（按时的，加上到时限没有回应的）。每个单位收到一件，就要回应一次。"
    ),
    "solution": _("评“解决了”的次数，除以评价的次数。只有反映人自己能评，经办人不能代填。"),
    "satisfaction": _("评到满意线以上的次数，除以评价的次数。满意线写在规则包里。"),
}
GROUNDS: dict[str, Text] = {
    "not_counted": _("清单注明这类事项不计入"),
    "withdrawn": _("反映人自己撤回"),
    "silent": _("到期没有人评"),
    "merged": _("回应前并入同一件事"),
    "reassigned": _("到时限前改交别的单位"),
    "emergency": _("紧急的事，已转应急电话"),
    "legal_path": _("走诉讼、复议等法定渠道"),
    "same_matter": _("同一件事没有新情况"),
    "secret": _("涉及秘密或隐私"),
    "beyond_duty": _("不属于政府和社区职责"),
    "unlawful": _("违反法律或公序良俗"),
}
_ORDINANCE = _("北京市接诉即办工作条例第十一条")
BASIS: dict[str, Text] = {
    "not_counted": _("责任清单“计入三率”一栏"),
    "withdrawn": _("没有等到可评的答复"),
    "no_response.withdrawn": _("时限没到就撤回了"),
    "silent": _("沉默不算满意，也不算不满意"),
    "merged": _("由主件回应"),
    "reassigned": _("新单位另起时限，另算一次"),
    "emergency": _ORDINANCE,
    "legal_path": _ORDINANCE,
    "same_matter": _ORDINANCE,
    "secret": _ORDINANCE,
    "beyond_duty": _ORDINANCE,
    "unlawful": _ORDINANCE,
}
MEASURES: dict[str, Text] = {
    "reported": _("反映的件"),
    "in_time": _("按时回应"),
    "late": _("过了时限才回应"),
    "missed": _("到时限没有回应"),
    "no_response": _("没有算进响应率"),
    "answered": _("已答复的件"),
    "judged": _("评过的次数"),
    "solved": _("评“解决了”"),
    "satisfied": _("评“满意”"),
    "no_judgement": _("没有算进解决率和满意率"),
    "reopened": _("评“没解决”，重办"),
    "contested": _("重办后仍不满意"),
}
# Of the work itself: on staff pages only.
INSIDE: dict[str, Text] = {
    "off_duty": _("不归社区做的事"),
    "sorted": _("分过类的件"),
    "corrected": _("分错了，后来改的"),
}
HOW_SORTED: dict[str, Text] = {
    "given": _("反映时就选了类型"),
    "sort": _("人分的"),
    "sort_itself": _("自动分的"),
    "merge": _("并件时定的"),
    "reclassify": _("改了事项类型"),
    "refuse": _("单位按清单退回"),
}
USES: dict[str, Text] = {
    "in_time": _("响应率：分子和分母"),
    "late": _("另列，已计进“到时限没有回应”"),
    "missed": _("响应率：分母"),
    "judged": _("解决率和满意率：分母"),
    "solved": _("解决率：分子"),
    "satisfied": _("满意率：分子"),
    "reported": _("另列，不进比率"),
    "answered": _("用时的中位数"),
    "reopened": _("另列，不进比率"),
    "contested": _("另列，进督查单"),
}
JUDGED_BY: dict[str, Text] = {
    "web": _("自己上网评"),
    "receipt": _("凭回执评的"),
    "telephone": _("电话里念给本人，本人评的"),
}
