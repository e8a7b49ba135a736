"""The story of a case as sentences: from its facts and the words that belong to them, as far as the reader may see."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongzhi.cases import words
from gongzhi.cases.models import Case, Word
from gongzhi.kernel.event import Sight
from gongzhi.kernel.reference import Ref
from gongzhi.mandates import selectors as mandates
from gongzhi.mandates.words import matter_name
from gongzhi.organisations import selectors as organisations
from gongzhi.record.selectors import FactView, Kept, facts_about

PUBLIC = frozenset({Sight.PUBLIC})
PARTY = frozenset({Sight.PUBLIC, Sight.PARTIES})
STAFF = frozenset({Sight.PUBLIC, Sight.PARTIES, Sight.STAFF})

_MOVES = {
    "sort": gettext_lazy("{who}看过了，这是“{matter}”，归{holder}办"),
    "sort_itself": gettext_lazy("按社区定的把握自动分办：这是“{matter}”，归{holder}办"),
    "reclassify": gettext_lazy("{who}改成“{matter}”，归{holder}办"),
    "accept": gettext_lazy("{holder}接下了，正在办"),
    "offer": gettext_lazy("{holder}请{offered}来办，对方接手前仍由{holder}负责"),
    "take": gettext_lazy("{holder}接过来了，正在办"),
    "decline": gettext_lazy("{who}说不归他们办，由{holder}继续负责，等裁定"),
    "return_offer": gettext_lazy("没有单位来接，{holder}继续办"),
    "refuse": gettext_lazy("{holder}说不归他们办，裁定前仍由他们负责"),
    "decide": gettext_lazy("{who}裁定：归{holder}办"),
    "decide_by_list": gettext_lazy("到时没有裁定，按清单归{holder}办"),
    "whistle": gettext_lazy("{holder}吹哨，请部门到场"),
    "arrive": gettext_lazy("{who}到场了"),
    "report_in": gettext_lazy("{who}报告了办理情况"),
    "decline_call": gettext_lazy("{who}说明这事不归他们"),
    "recall": gettext_lazy("{holder}收哨，自己接着办"),
    "plan": gettext_lazy("定了联办方案，由{holder}牵头"),
    "answer": gettext_lazy("{holder}答复了，等您评"),
    "divide": gettext_lazy("{holder}把这件事拆开，几家分头办"),
    "join": gettext_lazy("分头办的都完成了，{holder}接着办"),
    "finish_part": gettext_lazy("{holder}完成了自己的部分"),
    "rise": gettext_lazy("升到{level}，由{holder}接着办，前面的材料都带着"),
    "merge": gettext_lazy("和别人反映的同一件事并在一起办，由{holder}负责"),
    "unmerge": gettext_lazy("分开单独办，由{holder}负责"),
    "follow": gettext_lazy("同一件事有了答复，等您评"),
    "follow_lawful": gettext_lazy("同一件事已告知别的途径"),
    "confirm_solved": gettext_lazy("反映人评：解决了"),
    "confirm_explained": gettext_lazy("反映人评：知道原因了"),
    "reopen": gettext_lazy("反映人评：没办好。升到{level}，由{holder}重新办"),
    "contest": gettext_lazy("反映人评：仍不满意，列入督查"),
    "close_silent_solved": gettext_lazy("到期没有评价，办结，不计入满意率"),
    "close_silent_explained": gettext_lazy("到期没有评价，办结，不计入满意率"),
    "redirect": gettext_lazy("{who}告知：{branch}"),
    "withdraw": gettext_lazy("反映人撤回了"),
}
_CALLS = {
    "arrived": None,
    "reported": None,
    "declined": None,
    "recalled": gettext_lazy("{body}的这次吹哨结束了"),
    "missed": gettext_lazy("{body}没有按时到场，已记录"),
}
ICONS = {
    "answer": "chat-square-text",
    "rise": "arrow-up-circle",
    "whistle": "megaphone",
    "accept": "person-check",
    "take": "person-check",
    "refuse": "arrow-return-left",
    "decline": "arrow-return-left",
    "decide": "signpost-split",
    "withdraw": "x-circle",
    "redirect": "signpost",
    "merge": "diagram-2",
    "divide": "diagram-3",
}


@dataclass(frozen=True)
class Entry:
    """One sentence of the story: when, what, with which words, on which clause; `mark` is "warn" for missed times."""

    at: datetime
    icon: str
    says: str
    clause: str = ""
    mark: str = ""
    words: list[tuple[str, str]] = field(default_factory=list)  # kind and text


@dataclass(frozen=True)
class _Names:
    bodies: dict[int, str]

    def body(self, body_id: int | None) -> str:
        return self.bodies.get(body_id or 0, _("系统"))


def story(case: Case, sight: frozenset[Sight] = PARTY) -> list[Entry]:
    """The case's entries, newest first; a fixed number of queries."""
    facts = [f for f in facts_about(Ref("cases.case", case.pk)) if type(f.event).sight in sight]
    said = _words(case, sight)
    names = _Names({pk: body.name for pk, body in organisations.bodies(_body_ids(facts)).items()})
    entries = []
    for fact in facts:
        entry = _entry(case, fact, names, said.get(fact.id, []))
        if entry:
            entries.append(entry)
    return entries[::-1]


_SAID = Kept(lambda number, sights: Word.objects.filter(case_id=number, sight__in=sights).order_by("id"))


def _words(case: Case, sight: frozenset[Sight]) -> dict[int | None, list[tuple[str, str]]]:
    if Sight.PARTIES not in sight:
        return {}
    allowed = ["public", "parties", *(["staff"] if Sight.STAFF in sight else [])]
    found: dict[int | None, list[tuple[str, str]]] = {}
    for word in _SAID(number=case.pk, sights=tuple(allowed)):
        found.setdefault(word.fact_id, []).append((word.kind, word.text))
    return found


def _body_ids(facts: list[FactView]) -> set[int]:
    keys = ("holder_id", "offered_to", "body_id")
    found = {fact.data.get(key) for fact in facts for key in keys} | {fact.body_id for fact in facts}
    return {body for body in found if body}


def _entry(case: Case, fact: FactView, names: _Names, said: list[tuple[str, str]]) -> Entry | None:
    teller = _TELLERS.get(fact.kind)
    told = teller(fact, names) if teller else None
    if told is None:
        return None
    says, icon, mark = told
    return Entry(fact.at, icon, says, clause_words(str(fact.data.get("clause") or "")), mark, said)


def clause_words(text: str) -> str:
    """The line of the list that an act rests on, in words."""
    code, _sep, rung = text.partition(":")
    off = mandates.negative(code) if text and not rung else None
    if off is not None:
        return _("社区不做的事：{name}").format(name=matter_name(off))
    line = mandates.line(code, rung) if text else None
    if line is None:
        return ""
    return _("责任清单第 {n} 条，依据：{ground}").format(n=line.number, ground=line.ground)


def _reported(fact: FactView, names: _Names) -> tuple[str, str, str]:
    holder = names.body(fact.data["holder_id"])
    if fact.data["state"] == "sorting":
        return _("收到了，等{holder}分办").format(holder=holder), "inbox", ""
    return _("收到了，交给{holder}").format(holder=holder), "inbox", ""


def _moved(fact: FactView, names: _Names) -> tuple[str, str, str]:
    data = fact.data
    if data.get("undoes"):
        return _took_back(fact, names, words.MOVES[data["undone"]])
    matter = mandates.matter(data["matter"])
    says = str(_MOVES[data["move"]]).format(
        who=names.body(fact.body_id),
        holder=names.body(data["holder_id"]),
        offered=names.body(data["offered_to"]),
        matter=matter_name(matter) if matter else "",
        level=words.RUNGS[data["level"]],
        branch=words.BRANCHES.get(data["branch"], ""),
    )
    return says, ICONS.get(data["move"], "dot"), ""


def _took_back(fact: FactView, names: _Names, act: object) -> tuple[str, str, str]:
    says = _("{who}撤回了刚才那一步：{act}").format(who=names.body(fact.body_id), act=act)
    return says, "arrow-counterclockwise", ""


def _handed(fact: FactView, names: _Names) -> tuple[str, str, str]:
    return _("同一件事现在由{holder}负责").format(holder=names.body(fact.data["holder_id"])), "diagram-2", ""


def _called(fact: FactView, names: _Names) -> tuple[str, str, str]:
    return _("请{body}到场").format(body=names.body(fact.data["body_id"])), "megaphone", ""


def _call_moved(fact: FactView, names: _Names) -> tuple[str, str, str] | None:
    says = _CALLS[fact.data["state"]]
    if says is None:
        return None
    missed = fact.data["state"] == "missed"
    return str(says).format(body=names.body(fact.data["body_id"])), "clock-history", "warn" if missed else ""


def _noted(fact: FactView, names: _Names) -> tuple[str, str, str]:
    if fact.body_id is None:
        return _("反映人补充"), "pencil", ""
    return _("{who}记了一笔").format(who=names.body(fact.body_id)), "pencil", ""


def _note_taken_back(fact: FactView, names: _Names) -> tuple[str, str, str]:
    return _took_back(fact, names, words.SMALL_ACTS["note"])


def _paused(fact: FactView, names: _Names) -> tuple[str, str, str]:
    if fact.data.get("undoes"):
        return _took_back(fact, names, words.SMALL_ACTS["pause"])
    return (_("时限接着走"), "play-circle", "") if fact.data["running"] else (_("时限暂停"), "pause-circle", "")


def _photo(fact: FactView, names: _Names) -> tuple[str, str, str]:
    return _("添了一张照片"), "image", ""


def _cleared(fact: FactView, names: _Names) -> tuple[str, str, str]:
    shown = _("{who}公开了遮住私人信息的原话") if fact.data["shown"] else _("{who}收回了公开的原话")
    return shown.format(who=names.body(fact.body_id)), "eye" if fact.data["shown"] else "eye-slash", ""


def _overdue(fact: FactView, names: _Names) -> tuple[str, str, str] | None:
    kind = words.DUTY_KINDS.get(fact.data["duty_kind"], "")
    if fact.data["duty_kind"] in ("judge", "arrive"):
        return None
    return (
        _("{body}没有按时{act}，已自动提醒上级").format(body=names.body(fact.data["body_id"]), act=kind),
        "alarm",
        "warn",
    )


_TELLERS: dict[str, Any] = {
    "case.reported": _reported,
    "case.moved": _moved,
    "case.handed": _handed,
    "case.called": _called,
    "case.call_moved": _call_moved,
    "case.noted": _noted,
    "case.note_taken_back": _note_taken_back,
    "case.clock_paused": _paused,
    "case.photo_added": _photo,
    "duties.overdue": _overdue,
    "triage.cleared": _cleared,
}
