"""The sentences of a matter page: who has it until when and what then, its story, and what a judgement sets going."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongzhi.cases import selectors, words
from gongzhi.cases.models import Case
from gongzhi.kernel import clock

OTHERS = {"answered": gettext_lazy("等反映人评"), "withdrawn": gettext_lazy("反映人撤回")}
TONES = {"answered": "now", "sorting": "wait", "filed": "wait", "offered": "wait", "disputed": "wait"}

_NOW = {
    "sorting": gettext_lazy("{body}收到了，最晚 {by} 前定下归谁办"),
    "filed": gettext_lazy("已交给{body}，最晚 {by} 前答复"),
    "offered": gettext_lazy("{body}正请别的单位来办，没人接就由他们办，最晚 {by} 前答复"),
    "disputed": gettext_lazy("正在裁定归谁办，定下之前由{body}负责，最晚 {by} 前答复"),
    "handling": gettext_lazy("{body}正在办，最晚 {by} 前答复"),
    "whistled": gettext_lazy("{body}已请部门到场，最晚 {by} 前答复"),
    "responding": gettext_lazy("部门到了，{body}牵头在办，最晚 {by} 前答复"),
    "joint": gettext_lazy("几家一起在办，{body}牵头，最晚 {by} 前答复"),
    "split": gettext_lazy("分成几部分在办，{body}负责合起来，最晚 {by} 前答复"),
}
_THEN = {
    "rise": gettext_lazy("到时没有答复，自动升到上一级。"),
    "remind": gettext_lazy("到时没有动静，自动提醒上级。"),
    "nothing": "",
}
_ENDED = {
    "solved": gettext_lazy("办结：解决了。"),
    "explained": gettext_lazy("办结：说明了原因，暂时解决不了。"),
    "withdrawn": gettext_lazy("反映人撤回了，不再办。"),
    "lawful": gettext_lazy("这件事走别的合法途径，怎么走写在下面。"),
    "part_done": gettext_lazy("这一部分办完了。"),
}


def state_word(case: Case, *, own: bool) -> str:
    """The state in one word, for the reporter or for anybody."""
    return str((not own and OTHERS.get(case.state)) or words.STATES[case.state])


def tone(case: Case) -> str:
    """How the state is marked: late, now for what waits for the reader, wait, plain, or done."""
    if not case.is_open:
        return "done"
    if case.state != "answered" and case.due_at and case.due_at < clock.now():
        return "late"
    return TONES.get(case.state, "plain")


def promise(case: Case, by: str, *, own: bool) -> dict[str, Any]:
    """The sentence of the promise for the shared component; `by` is the due time in words."""
    told = selectors.promise(case)
    late = tone(case) == "late"
    due = told.due_at if case.is_open else None
    return {"sentence": _sentence(case, told, by, own, late), "due": due, "tone": "late" if late else ""}


def _sentence(case: Case, told: Any, by: str, own: bool, late: bool) -> str:
    if not case.is_open:
        return str(_ENDED[case.state])
    if case.state == "answered":
        return _answered(told.body, by, own)
    if case.due_at is None or case.state not in _NOW:
        return _("{body}正在和同一件事一起办，有了答复您也会看到。").format(body=told.body)
    if late:
        return _("{body}说好 {by} 前有结果，已经超时，系统已提醒上级。").format(body=told.body, by=by)
    return _("{now}。{then}").format(now=str(_NOW[case.state]).format(body=told.body, by=by), then=_THEN[told.then])


def _answered(body: str, by: str, own: bool) -> str:
    if not own:
        return _("{body}已经答复，等反映人评。").format(body=body)
    return _("{body}答复了，请您在 {by} 前评。没评会抽一部分打电话问，其余办结。").format(body=body, by=by)


def entries(story: Iterable[Any]) -> list[dict[str, Any]]:
    """The story for the shared timeline: one sentence each, with the ground and the words that go with it."""
    return [
        {
            "at": one.at,
            "sentence": _("{says}。{clause}").format(says=one.says, clause=one.clause),
            "detail": "\n".join(text for _kind, text in one.words),
        }
        for one in story
    ]


def last_answer(story: Iterable[Any]) -> str:
    """The newest answer in its own words; the story comes newest first."""
    said = (text for one in story for kind, text in one.words if kind == "answer")
    return next(said, "")


_THANKS = {
    "confirm_solved": gettext_lazy("谢谢，记下了。这件事办结，您的评价计入三率。"),
    "confirm_explained": gettext_lazy("谢谢，记下了。这件事办结，您的评价计入三率。"),
    "reopen": gettext_lazy("谢谢，记下了。已升到{level}，由{body}重新办。"),
    "contest": gettext_lazy("谢谢，记下了。这件事列入街道督查，不再重办。"),
}


def thanks(move: str, case: Case) -> str:
    """What happens now that the reporter has judged."""
    return str(_THANKS[move]).format(level=words.RUNGS[case.level], body=case.holder.name)


def card(case: Case, url: str, where: str) -> dict[str, Any]:
    """A matter in the reporter's own list, in her own words."""
    return {
        "url": url, "words": case.text, "ident": str(case.pk), "place": where, "state": state_word(case, own=True),
        "tone": tone(case), "who": case.holder.name if case.is_open else "",
        "due": case.due_at if case.is_open else None,
        "at": case.reported_at, "joined": case.voices if case.voices > 1 else 0,
    }  # fmt: skip
