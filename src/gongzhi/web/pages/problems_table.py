"""The acts on a recurring problem as one table: what the bar, the button and the message say, icon, key and permit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy

SORT, LEAD = "problem.sort", "problem.lead"


@dataclass(frozen=True)
class Act:
    """One act: what the bar calls it, what its button does, what was done, what happens then, its icon and key."""

    label: Any
    button: Any
    done: Any
    icon: str
    then: Any = ""
    key: str = ""
    permit: str = SORT


ACTS = {
    "confirm": Act(
        gettext_lazy("确认是一个问题"),
        gettext_lazy("确认这个问题"),
        gettext_lazy("确认了，等牵头单位定办法。"),
        "check2",
        gettext_lazy("从此居民看得到题目、办法和进展，看不到谁说的、原话怎么说。"),
        "c",
    ),
    "plan": Act(
        gettext_lazy("定办法"),
        gettext_lazy("定下办法"),
        gettext_lazy("办法定了，到日子的钟开始走。"),
        "clipboard-check",
        gettext_lazy("到日子没办好，自动记为超时。"),
        permit=LEAD,
    ),
    "progress": Act(
        gettext_lazy("记进展"), gettext_lazy("记下进展"), gettext_lazy("进展记下了。"), "pencil", key="n", permit=LEAD
    ),
    "finish": Act(
        gettext_lazy("办好了，开始观察"),
        gettext_lazy("办好了，开始观察"),
        gettext_lazy("开始观察，看还来不来。"),
        "binoculars",
        gettext_lazy("接着看一段日子。够几个人再说，就自动重新打开。"),
        permit=LEAD,
    ),
    "look_again": Act(
        gettext_lazy("再看一次"), gettext_lazy("再看一次"), gettext_lazy("放回来了，等人看。"), "arrow-repeat"
    ),
    "part": Act(gettext_lazy("分出来"), gettext_lazy("分出来"), gettext_lazy("分出来了，等人看。"), "arrows-expand"),
    "rename": Act(
        gettext_lazy("改题目"),
        gettext_lazy("改成这个题目"),
        gettext_lazy("题目改好了。"),
        "pencil-square",
        gettext_lazy("改过以后，系统不再自己换题目。"),
        "r",
    ),
    "take_on": Act(
        gettext_lazy("列为每月一题"),
        gettext_lazy("列为每月一题"),
        gettext_lazy("列上了，公开页看得到。"),
        "calendar-check",
        gettext_lazy("列上以后，社区的每月一题页上就有它。"),
    ),
    "put_in": Act(
        gettext_lazy("放进来一件"),
        gettext_lazy("把这一件放进来"),
        gettext_lazy("放进来了。"),
        "plus-lg",
        gettext_lazy("同一个街道里的一件。放进来以后，系统不再动它。"),
    ),
    "split": Act(
        gettext_lazy("分成两个问题"),
        gettext_lazy("分成另一个问题"),
        gettext_lazy("分好了，新的问题等人看。"),
        "diagram-3",
        gettext_lazy("勾选分出去的几件。分开以后，系统不再把它们并起来。"),
    ),
    "join": Act(
        gettext_lazy("并到另一个问题"),
        gettext_lazy("并到这一个"),
        gettext_lazy("并好了，两边的人合起来数，一人一次。"),
        "diagram-2",
        gettext_lazy("并了还能分出来。"),
        "m",
    ),
    "dismiss": Act(
        gettext_lazy("不是一个问题"),
        gettext_lazy("定为不是一个问题"),
        gettext_lazy("定了，它不再占着列表。"),
        "x-lg",
        gettext_lazy("里面的每一件照样办。以后还能再看一次。"),
    ),
}
