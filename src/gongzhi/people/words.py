"""The closed words about people: why data is held, on which ground, for how long, and through which door it came."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise

CHANNELS: dict[str, Text] = {
    "web": _("网页"),
    "phone": _("电话"),
    "counter": _("窗口"),
    "grid": _("网格员上门"),
    "building_head": _("楼栋长代办"),
    "reception": _("接待日"),
    "hotline": _("12345 热线"),
    "import": _("表格导入"),
}

PURPOSES: dict[str, Text] = {
    "handle": _("办理您反映的事，需要时联系您"),
    "call_back": _("回访：问您解决没有、满不满意"),
    "verify": _("核对是不是同一个人，避免重复计算"),
    "emergency": _("紧急情况下保护生命健康"),
    "account": _("让您登录、找回自己的事"),
    "notify": _("把进展发给您"),
    "invite": _("邀请您参加议事、投票"),
    "statistics": _("统计谁在说话：只出总数，没有人看单个人的"),
}

# Purposes that rest on consent alone (PIPL art. 13(1)); the others rest on a legal duty or an emergency.
CONSENT_PURPOSES = ("notify", "invite", "statistics")

# For which purposes staff may open a resident's contact at all.
READING_PURPOSES = ("handle", "call_back", "verify", "emergency")

CONSENT_ACTS: dict[str, Text] = {"given": _("同意"), "withdrawn": _("撤回")}

ERASURE_GROUNDS: dict[str, Text] = {
    "retention": _("保存期已满"),
    "request": _("本人要求删除"),
}


@dataclass(frozen=True)
class PersonalField:
    """One personal field: what it is for, on which legal ground, how long it is kept, and by whom.

    `retention` names a rule in the rule packs; "" means as long as the account lasts.
    """

    name: str
    label: Text
    purposes: tuple[str, ...]
    ground: Text
    retention: str
    holder: Text


_DUTY = _("《个人信息保护法》第十三条第一款第三项：履行法定职责所必需")
_CONSENT = _("《个人信息保护法》第十三条第一款第一项：您本人同意")
_STREET = _("街道办事处")

FIELDS: tuple[PersonalField, ...] = (
    PersonalField("name", _("称呼"), ("handle", "call_back"), _DUTY, "people.keep_contact", _STREET),
    PersonalField("phone", _("电话"), ("handle", "call_back", "emergency"), _DUTY, "people.keep_contact", _STREET),
    PersonalField("phone_key", _("电话的单向摘要"), ("verify",), _DUTY, "people.keep_contact", _STREET),
    PersonalField("username", _("用户名"), ("account",), _CONSENT, "", _STREET),
    PersonalField("password", _("密码的单向摘要"), ("account",), _CONSENT, "", _STREET),
    PersonalField("language", _("界面语言"), ("account",), _CONSENT, "", _STREET),
    PersonalField("elder", _("大字模式"), ("account",), _CONSENT, "", _STREET),
    PersonalField("joined_at", _("首次登记时间"), ("account", "handle"), _DUTY, "people.keep_contact", _STREET),
)
CONTACT_FIELDS = ("name", "phone")

# What somebody may say about themselves so that totals can show who is not heard. Minors are not asked.
AGE_BANDS: dict[str, Text] = {
    "18_34": _("18 到 34 岁"),
    "35_59": _("35 到 59 岁"),
    "60_74": _("60 到 74 岁"),
    "75": _("75 岁及以上"),
}
TENURES: dict[str, Text] = {"owner": _("自家的房子"), "tenant": _("租的房子"), "other": _("别的住法")}
VOLUNTARY: dict[str, dict[str, Text]] = {"age_band": AGE_BANDS, "tenure": TENURES}
VOLUNTARY_FIELDS: tuple[PersonalField, ...] = (
    PersonalField("age_band", _("年龄段"), ("statistics",), _CONSENT, "people.keep_statistics", _STREET),
    PersonalField("tenure", _("怎么住"), ("statistics",), _CONSENT, "people.keep_statistics", _STREET),
)
