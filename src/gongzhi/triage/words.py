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
    "fade": _("归到别处，自动撤下"),
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

# --- answers that answer ---
ADVICE = {
    "empty": _("还没有写答复"),
    "cannot_tell": _("看不懂这种文字，没法提醒"),
    "what": _("没看到做了什么：写做了的事、结果，或者办不了的理由"),
    "who": _("没写是谁：写上单位或者称呼"),
    "when": _("没写什么时候：写几月几日，“尽快”不算"),
    "next": _("没写接下来怎样：还要做什么，他可以找谁"),
    "question": _("看不出答的是他问的事：写上他说的地方和东西"),
    "part": _("第 %(number)s 问还没有答到"),
    "template": _("差不多的答复用过 %(found)s 次了：写写这一件的情况"),
    "jargon": _("这些词居民听不惯：%(found)s"),
}
