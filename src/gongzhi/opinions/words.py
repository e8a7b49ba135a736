"""Closed lists of the instrument and what people read for them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

AGREE, PASS, DISAGREE = 1, 0, -1
# In the order of the buttons, of the paper sheet and of the telephone: 1, 2, 3.
VALUES = {AGREE: pgettext_lazy("opinion", "同意"), DISAGREE: _("不同意"), PASS: _("跳过")}

TALK_STATES = {"open": _("正在说"), "closed": _("说完了")}
STATEMENT_STATES = {
    "waiting": _("等人看过再公开"),
    "shown": _("公开"),
    "taken_down": _("撤下了"),
    "joined": _("并入另一句"),
}
QUESTION_STATES = {"asked": _("等答复"), "answered": _("答复了"), "dismissed": _("不是要答的问题")}

# Why a statement, a post or a question stands there no more.
REASONS = {
    "personal": _("写了谁的个人信息"),
    "attack": _("骂人或攻击人"),
    "off_topic": _("说的是另一件事"),
    "advert": _("是广告"),
    "untrue": _("查过，与事实不符"),
    "unlawful": _("法律不许公开"),
    "own_wish": _("说的人要求撤下"),
}
ACTS = {
    "seed": _("放进一句"),
    "release": _("看过，公开"),
    "take_down": _("撤下"),
    "restore": _("放回来"),
    "join": _("并到另一句"),
    "part": _("分出来"),
}
CHANNELS = {"web": _("自己在网上"), "paper": _("纸上，别人代录"), "join": _("随并到一起的那句过来")}
