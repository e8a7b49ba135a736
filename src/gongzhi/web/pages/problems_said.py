"""What the pages of recurring problems say: states, promise, trend, story, months, in words for a person."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.dateformat import format as date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from gongzhi.kernel import clock
from gongzhi.kernel.clock import CHINA
from gongzhi.organisations import selectors as organisations
from gongzhi.triage.selectors import Weeks
from gongzhi.triage.selectors.reading import Told
from gongzhi.web import timewords

TONES = {"found": "now", "confirmed": "soon", "planned": "", "watched": "wait"}
ICONS = {
    "found": "eye", "confirmed": "clipboard-check", "planned": "tools", "watched": "binoculars", "solved": "check-lg",
    "dismissed": "x-lg", "joined": "diagram-2",
}  # fmt: skip
STATES = {
    "found": gettext_lazy("等人看一看"),
    "confirmed": gettext_lazy("等定办法"),
    "planned": gettext_lazy("正在办"),
    "watched": gettext_lazy("办好了，看还来不来"),
    "solved": gettext_lazy("不再来了"),
    "dismissed": gettext_lazy("不是一个问题"),
    "joined": gettext_lazy("并入另一个问题"),
}
# What the running clock asks for, as the promise and the inbox say it.
ASKED = {
    "found": gettext_lazy("定下它是不是一个问题"),
    "confirmed": gettext_lazy("定出办法"),
    "planned": gettext_lazy("办好"),
}
WAITS = {
    "review": gettext_lazy("%(n)d 个要看一看"),
    "plan": gettext_lazy("%(n)d 个要定办法"),
    "solve": gettext_lazy("%(n)d 个要办好"),
}
_DOING = {
    "found": pgettext_lazy("promise", "来看一看"),
    "confirmed": pgettext_lazy("promise", "牵头"),
    "planned": pgettext_lazy("promise", "正在办"),
}
_MOVED = {
    "confirm": gettext_lazy("{who}确认是一个问题，由{lead}牵头"),
    "dismiss": gettext_lazy("{who}说它不是一个问题"),
    "fade": gettext_lazy("说的人少了，系统撤下"),
    "look_again": gettext_lazy("{who}要再看一次"),
    "join": gettext_lazy("{who}把它并到另一个问题"),
    "part": gettext_lazy("{who}把它又分出来"),
    "plan": gettext_lazy("{who}定了办法"),
    "progress": gettext_lazy("{who}记了进展"),
    "finish": gettext_lazy("{who}说办好了，开始观察"),
    "recur": gettext_lazy("又有几个人说了，重新打开"),
    "close": gettext_lazy("观察期满，没有再来，结束"),
}
_OVERDUE = {
    "review": gettext_lazy("过了时限，还没有人来定"),
    "plan": gettext_lazy("过了时限，还没有定办法"),
    "solve": gettext_lazy("过了定下的日子，还没有办好"),
}
RECENT = 4  # weeks that a trend compares with as many before
BARS = 8  # steps of the small picture


def month_name(month: int) -> str:
    """202609 as "2026 年 9 月"."""
    return date_format(date(month // 100, month % 100, 1), _("Y 年 n 月"))


def people_said(people: int, size: int) -> str:
    """How many people said it, in how many messages."""
    said = ngettext("%(n)d 人说过", "%(n)d 人说过", people) % {"n": people}
    return _("，").join([said, messages_said(size)])


def messages_said(size: int) -> str:
    """A number of messages."""
    return ngettext("%(n)d 件", "%(n)d 件", size) % {"n": size}


def span(problem: Any) -> str:
    """From the first message to the last, as days."""
    first, last = (timewords.day(at.astimezone(CHINA).date()) for at in (problem.first_at, problem.last_at))
    return first if first == last else f"{first} – {last}"


def trend(weeks: Weeks) -> str:
    """The last four weeks against the four before, in one sentence."""
    recent, before = sum(weeks.counts[-RECENT:]), sum(weeks.counts[-2 * RECENT : -RECENT])
    if not recent and not before:
        return _("近八周没有人再说")
    if not recent:
        return _("近四周没有人再说，前四周 %(before)d 件") % {"before": before}
    numbers = {"recent": recent, "before": before}
    if recent > before:
        return _("近四周 %(recent)d 件，前四周 %(before)d 件，多了") % numbers
    if recent < before:
        return _("近四周 %(recent)d 件，前四周 %(before)d 件，少了") % numbers
    return _("近四周 %(recent)d 件，前四周一样多") % numbers


def bars(weeks: Weeks) -> list[int]:
    """The weeks as heights from 0 to BARS, for the small picture; anything at all is at least one step."""
    most = max(weeks.counts, default=0) or 1
    return [-(-count * BARS // most) for count in weeks.counts]


def promise(problem: Any, duty: Any) -> dict[str, Any]:
    """Who must do what by when, as its component takes it."""
    if duty is None:
        return {"sentence": _ended(problem)}
    owner = organisations.bodies([duty.body_id]).get(duty.body_id)
    who = owner.name if owner else _("社区")
    if problem.state == "watched":
        said = _("%(who)s说办好了。看到期还来不来：够几个人再说，就自动重新打开。") % {"who": who}
        return {"sentence": said, "due": duty.due_at}
    late = duty.due_at < clock.now()
    return {
        "who": who, "doing": _DOING[problem.state], "act": ASKED[problem.state], "due": duty.due_at,
        "then": _("过了记为超时"), "tone": "late" if late else "",
    }  # fmt: skip


def _ended(problem: Any) -> str:
    if problem.state == "joined":
        return _("它并在另一个问题里，一起办。")
    if problem.state == "solved":
        return _("办好以后没有人再说，结束了。再有人说，会自动重新打开。")
    return _("已定：它不是一个问题，不用办。")


def entries(told: list[Told]) -> list[dict[str, Any]]:
    """The story as the timeline takes it."""
    ids = {fact.fact.body_id for fact in told} | {fact.fact.data.get("lead_id") for fact in told}
    names = {pk: body.name for pk, body in organisations.bodies({pk for pk in ids if pk}).items()}
    found = []
    for one in told:
        sentence = _sentence(one, names)
        if sentence:
            mark = "broken" if one.fact.kind == "duties.overdue" else ""
            found.append({"at": one.at, "sentence": sentence, "detail": one.text, "mark": mark})
    return found


def _sentence(one: Told, names: dict[int, str]) -> str:
    teller = _TELLERS.get(one.fact.kind)
    return teller(one, names) if teller else ""


def _found(one: Told, names: dict[int, str]) -> str:
    people = one.fact.data["people"]
    if not people:
        return _("从另一个问题里分出来")
    return ngettext("系统看出 %(n)d 个人在说同一件事", "系统看出 %(n)d 个人在说同一件事", people) % {"n": people}


def _moved(one: Told, names: dict[int, str]) -> str:
    who, lead = _who(one, names), names.get(one.fact.data["lead_id"] or 0, "")
    return str(_MOVED[one.fact.data["move"]]).format(who=who, lead=lead)


def _renamed(one: Told, names: dict[int, str]) -> str:
    return _("{who}改了题目").format(who=_who(one, names))


def _member(one: Told, names: dict[int, str]) -> str:
    said = _("{who}放进来 {n} 件") if one.fact.data["joined"] else _("{who}拿出去 {n} 件")
    return said.format(who=_who(one, names), n=one.many)


def _taken(one: Told, names: dict[int, str]) -> str:
    said = _("{who}列为 {month} 的每月一题") if one.fact.data["taken"] else _("{who}从 {month} 的每月一题里撤下")
    return said.format(who=_who(one, names), month=month_name(one.fact.data["month"]))


def _overdue(one: Told, names: dict[int, str]) -> str:
    return str(_OVERDUE.get(one.fact.data["duty_kind"], ""))


def _who(one: Told, names: dict[int, str]) -> str:
    return names.get(one.fact.body_id or 0, _("系统"))


_TELLERS: dict[str, Any] = {
    "triage.problem_found": _found,
    "triage.problem_moved": _moved,
    "triage.problem_renamed": _renamed,
    "triage.member_moved": _member,
    "triage.taken_on": _taken,
    "duties.overdue": _overdue,
}
