"""Closed lists of the instrument and what people read for them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

# --- suggestions ---
OUTCOMES = {
    "": _("还没定"),
    "accepted": _("照建议分的"),
    "other": _("分到别的事项"),
    "auto": _("自动分的"),
}
LIST = "list"  # a suggestion made from the responsibility list's own words, without a model

# --- recurring problems ---
PROBLEM_STATES = {
    "found": _("系统看出来的，等人看"),
    "confirmed": _("确认了，等定办法"),
    "planned": _("有办法了，正在办"),
    "watched": _("办好了，看还来不来"),
    "solved": _("不再来了"),
    "dismissed": _("不是一个问题"),
    "joined": _("并入另一个问题"),
}
PROBLEM_MOVES = {
    "confirm": _("确认是一个问题"),
    "dismiss": _("不是一个问题"),
    "look_again": _("再看一次"),
    "join": _("并到另一个问题"),
    "part": _("分出来"),
    "plan": _("定办法"),
    "progress": _("记进展"),
    "finish": _("办好了，开始观察"),
    "recur": _("又来了"),
    "close": _("观察期满，不再来"),
}
WORD_KINDS = {
    "plan": _("办法"),
    "progress": _("进展"),
    "finish": _("怎么办好的"),
    "reason": _("理由"),
}
