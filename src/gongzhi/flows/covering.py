"""Triage → cases: what of a text could tell who or where somebody is, marked before it is made public."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from gongzhi.cases.selectors.advisers import marks_by
from gongzhi.kernel.marks import Mark
from gongzhi.triage.rules import marks as rules
from gongzhi.triage.rules.covering import UNSURE

LABELS = {
    "identity": _("证件号码"),
    "card": _("银行账号"),
    "credit_code": _("信用代码"),
    "telephone": _("电话"),
    "passport": _("证件号码"),
    "email": _("邮箱"),
    "account": _("网络账号"),
    "plate": _("车牌"),
    "licence": _("证照号码"),
    "birth": _("出生日期"),
    "room": _("门牌"),
    "name": _("姓名"),
}


@marks_by
def marks(text: str) -> list[Mark]:
    """Every mark of the text, in its order."""
    return [
        Mark(m.start, m.end, str(LABELS[m.kind]), rules.TOKENS[m.kind], m.kind not in UNSURE) for m in rules.marks(text)
    ]


def covered(text: str) -> str:
    """The text with every mark covered; what a machine may show to others without a person's look."""
    return rules.covered(text, rules.marks(text))
