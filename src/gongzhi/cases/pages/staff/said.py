"""What the staff pages say: why a row is here, what was just done, what a whistle's clocks show."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from gongzhi.cases import words
from gongzhi.cases.models import Case
from gongzhi.cases.selectors.page import promise

# Why a row stands in the inbox, by the act that is due.
WHY = {
    "accept": gettext_lazy("等接下"),
    "sort": gettext_lazy("等分办"),
    "solve": gettext_lazy("要答复"),
    "take": gettext_lazy("转来等接"),
    "decide": gettext_lazy("等裁定"),
    "arrive": gettext_lazy("吹哨等到场"),
    "call_back": gettext_lazy("等回访"),
}
DONE = {
    "sort": gettext_lazy("分好了，归{holder}办。"),
    "reclassify": gettext_lazy("改好了，归{holder}办。"),
    "accept": gettext_lazy("接下了。"),
    "offer": gettext_lazy("已请{offered}来接，接手前还由本单位负责。"),
    "take": gettext_lazy("接过来了，现在由{holder}办。"),
    "decline": gettext_lazy("已说明不归本单位，等裁定。"),
    "refuse": gettext_lazy("已按清单退回，裁定前还由本单位负责。"),
    "decide": gettext_lazy("裁定好了，归{holder}办。"),
    "whistle": gettext_lazy("哨吹了，到场的钟开始走。"),
    "arrive": gettext_lazy("报到了，记下了时间。"),
    "report_in": gettext_lazy("报告记下了。"),
    "decline_call": gettext_lazy("已说明不归本部门。"),
    "recall": gettext_lazy("哨收了，本单位接着办。"),
    "plan": gettext_lazy("方案定了，由{holder}牵头。"),
    "answer": gettext_lazy("答复发出，等反映人评。"),
    "divide": gettext_lazy("拆开了，几家分头办。"),
    "finish_part": gettext_lazy("这部分办完了。"),
    "rise": gettext_lazy("升上去了，现在由{holder}办。"),
    "merge": gettext_lazy("并到一起了，由{holder}负责。"),
    "unmerge": gettext_lazy("分开了，由{holder}办。"),
    "redirect": gettext_lazy("已告诉反映人走哪条路。"),
    "withdraw": gettext_lazy("撤回了。"),
}
# The button of a form says what it does: what leaves the house is sent, what stays is kept.
SEND = {
    "sort": gettext_lazy("按这一类分办"),
    "reclassify": gettext_lazy("改成这一类"),
    "accept": gettext_lazy("接下这件"),
    "offer": gettext_lazy("请对方来接"),
    "take": gettext_lazy("接过这件"),
    "decline": gettext_lazy("说明不归本单位"),
    "refuse": gettext_lazy("按清单退回"),
    "decide": gettext_lazy("裁定归它办"),
    "whistle": gettext_lazy("吹哨"),
    "arrive": gettext_lazy("报到"),
    "report_in": gettext_lazy("送出报告"),
    "decline_call": gettext_lazy("说明不归本部门"),
    "recall": gettext_lazy("收哨"),
    "plan": gettext_lazy("定下方案"),
    "answer": gettext_lazy("发送答复"),
    "divide": gettext_lazy("拆开分办"),
    "finish_part": gettext_lazy("报这部分办完"),
    "rise": gettext_lazy("升到上一级"),
    "merge": gettext_lazy("并到这一件"),
    "unmerge": gettext_lazy("分开单办"),
    "redirect": gettext_lazy("告诉反映人"),
    "withdraw": gettext_lazy("撤回这件"),
}
# What happens after the button, said before it is pressed.
THEN = {
    "offer": gettext_lazy("对方接手以前，这件事和时限还在本单位。"),
    "refuse": gettext_lazy("反映人会看到是谁退的、依据哪一条。退一次由社区裁定，退两次由街道裁定。"),
    "decline": gettext_lazy("反映人会看到是谁说的、依据哪一条。"),
    "whistle": gettext_lazy("每个部门各有到场的钟，到点没来会自己记下。"),
    "report_in": gettext_lazy("到了不等于办完。写清看到什么、做了什么。"),
    "plan": gettext_lazy("牵头的单位从现在起负责答复，到期自动提醒上级。"),
    "answer": gettext_lazy("发出后由反映人评。没解决会升到上一级再办一次。"),
    "redirect": gettext_lazy("这件事就此结束，反映人会看到下面这条路。"),
    "rise": gettext_lazy("前面的材料都带上去。"),
    "merge": gettext_lazy("跟着主件一起办、一起答复，反映人各评各的。"),
    "decide": gettext_lazy("马上生效，被裁定的单位重新计时。"),
    "divide": gettext_lazy("各部分按清单交给各自的单位，最后由本单位统一答复。"),
}
CALL_STATES = {
    "called": gettext_lazy("等到场"),
    "arrived": gettext_lazy("到了，等报告"),
    "reported": gettext_lazy("报告了"),
    "declined": gettext_lazy("说明不归它"),
    "recalled": gettext_lazy("收哨了"),
}


def done(move: str, case: Case) -> str:
    """What a move did, in one sentence."""
    offered = case.offered_to.name if case.offered_to else ""
    return str(DONE[move]).format(holder=case.holder.name, offered=offered)


def promised(case: Case) -> dict[str, Any]:
    """The promise sentence of a case, as its component takes it."""
    now = promise(case)
    shown: dict[str, Any] = {"who": now.body, "due": now.due_at, "tone": "late" if now.overdue else ""}
    if not case.is_open:
        return {"sentence": _("这件事结束了：%(state)s。") % {"state": words.STATES[case.state]}}
    if case.state == "merged":
        return {"sentence": _("这件事并在 %(n)s 号里，由%(who)s一起办。") % {"n": case.primary_id, "who": now.body}}
    shown["doing"] = _("（%(state)s）") % {"state": words.STATES[case.state]}
    wanted = {"sorting": pgettext("promise", "分办"), "answered": pgettext("promise", "请反映人评")}
    shown["act"] = wanted.get(case.state, pgettext("promise", "答复"))
    shown["then"] = {
        "rise": _("过了自动升到上一级"),
        "judge": _("到时没评就结束或回访"),
        "remind": _("过了自动提醒上级"),
    }.get(now.then, "")
    if now.due_at is None:
        return {"sentence": _("%(who)s，%(state)s。") % {"who": now.body, "state": words.STATES[case.state]}}
    return shown
