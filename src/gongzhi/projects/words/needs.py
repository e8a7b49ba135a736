"""Closed words about needs and resources: what they are for, where a need came from, how it ends."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Text = str | Promise

# What a need, a resource or a service is for; the same words on both sides, so that they can meet.
PURPOSES: dict[str, Text] = {
    "elderly": _("养老助老"),
    "children": _("托幼和孩子"),
    "health": _("健康和医疗"),
    "culture": _("文化和体育"),
    "learning": _("学习和培训"),
    "environment": _("环境和绿化"),
    "facilities": _("设施和维修"),
    "safety": _("安全"),
    "parking": _("停车和充电"),
    "work": _("就业和创业"),
    "aid": _("困难帮扶"),
    "law": _("法律和调解"),
    "neighbours": _("邻里活动"),
    "everyday": _("便民服务"),
    "other": pgettext_lazy("purpose", "其他"),
}

SOURCES: dict[str, Text] = {
    "resident": _("居民说的"),
    "case": _("从反映的事里来"),
    "problem": _("从重复出现的问题里来"),
    "survey": _("从调查里来"),
    "reception": _("接待时听到的"),
    "request": _("居民联名申请"),
    "decision": _("商量以后定下来的"),
    "staff": _("社区走访时记下的"),
}

NEED_STATES: dict[str, Text] = {
    "raised": pgettext_lazy("need", "等社区看"),
    "listed": pgettext_lazy("need", "在清单上"),
    "planned": pgettext_lazy("need", "成了项目"),
    "later": pgettext_lazy("need", "现在不办"),
    "met": pgettext_lazy("need", "做到了"),
    "otherwise": pgettext_lazy("need", "用别的办法做到了"),
    "cannot": pgettext_lazy("need", "办不了"),
    "withdrawn": pgettext_lazy("need", "撤回了"),
    "joined": pgettext_lazy("need", "并在一起"),
}

# How households were asked whether they want it.
ASKED_BY: dict[str, Text] = {
    "door": _("上门问"),
    "paper": _("发了表"),
    "online": _("网上问"),
    "meeting": _("会上问"),
}

# Words that belong to a need, beside its own text.
NEED_WORDS = ("reason", "ground", "note")

# Why an application by residents does not go this way (the source's own limit), in words.
EXCLUDED: dict[str, Text] = {
    "statutory": _("这是法律规定由部门依法去办的"),
    "ordered": _("这是上级交办的，另有安排"),
}
