"""What may stand on a ballot: each rule's way of filling in, checked against the options that still stand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from gongzhi.kernel.errors import Refused
from gongzhi.voting import words

Choice = dict[str, Any]


@dataclass(frozen=True)
class Line:
    """One line of the ballot: its key, what it costs, and whether it was withdrawn."""

    key: str
    cost: int = 0
    withdrawn: bool = False


def clean(rule: str, charter: Mapping[str, Any], lines: Sequence[Line], given: Any) -> Choice:
    """The choice as it is kept. Refused: "bad_choice", "unlisted", "withdrawn_option", "blank", "too_many", …"""
    if not isinstance(given, Mapping):
        raise _wrong()
    fill = {words.PICK: _pick, words.SCORE: _score, words.RANK: _rank, words.ANSWER: _answer}[words.FILLED[rule]]
    return fill(rule, charter, {line.key: line for line in lines}, given)


def spoilt(why: str) -> Choice:
    """A paper that says nothing, and why."""
    if why not in words.SPOILT:
        raise Refused(_("请选这张票为什么不算。"), code="bad_choice", field="spoilt")
    return {"spoilt": why}


def _wrong() -> Refused:
    return Refused(_("没看懂选了什么，请重新选。"), code="bad_choice", field="choice")


def _listed(lines: Mapping[str, Line], keys: Iterable[Any]) -> list[str]:
    found: list[str] = []
    for key in keys:
        line = lines.get(key) if isinstance(key, str) else None
        if line is None:
            raise Refused(_("有一项不在这张票上，没有记下。请按票上列的选。"), code="unlisted", field="choice")
        if line.withdrawn:
            raise Refused(_("有一项已经退出，不能再选。请看看最新的票。"), code="withdrawn_option", field="choice")
        if key in found:
            raise Refused(_("同一项只能选一次。"), code="twice", field="choice")
        found.append(line.key)
    return found


def _several(given: Mapping[str, Any], name: str) -> list[Any]:
    keys = given.get(name)
    if not isinstance(keys, list | tuple):
        raise _wrong()
    return list(keys)


def _pick(rule: str, charter: Mapping[str, Any], lines: Mapping[str, Line], given: Mapping[str, Any]) -> Choice:
    picked = _listed(lines, _several(given, "picked"))
    if not picked:
        raise Refused(_("一项也没选。请至少选一项。"), code="blank", field="choice")
    most = 1 if rule == "single" else charter.get("most_picks")
    if most and len(picked) > most:
        raise Refused(_("最多选 %(n)d 项，请去掉几项。") % {"n": most}, code="too_many", field="choice")
    room = charter.get("ballot_budget")
    if rule in words.BUDGET and room and sum(lines[key].cost for key in picked) > room:
        raise Refused(_("选的几项加起来超过了预算，请去掉几项。"), code="over_budget", field="choice")
    order = list(lines)
    return {"picked": sorted(picked, key=order.index)}


def _score(rule: str, charter: Mapping[str, Any], lines: Mapping[str, Line], given: Mapping[str, Any]) -> Choice:
    scores = given.get("scores")
    if not isinstance(scores, Mapping) or not scores:
        raise Refused(_("还没有打分。请至少给一项打分。"), code="blank", field="choice")
    top = charter["top_score"]
    for score in scores.values():
        if type(score) is not int or not 0 <= score <= top:
            raise Refused(_("分数是 0 到 %(top)d 的整数。") % {"top": top}, code="bad_score", field="choice")
    return {"scores": {key: scores[key] for key in _listed(lines, scores)}}


def _rank(rule: str, charter: Mapping[str, Any], lines: Mapping[str, Line], given: Mapping[str, Any]) -> Choice:
    ranking = _listed(lines, _several(given, "ranking"))
    if not ranking:
        raise Refused(_("还没有排。请至少写出第 1 位。"), code="blank", field="choice")
    return {"ranking": ranking}


def _answer(rule: str, charter: Mapping[str, Any], lines: Mapping[str, Line], given: Mapping[str, Any]) -> Choice:
    answers = given.get("answers")
    if not isinstance(answers, Mapping) or not answers:
        raise Refused(_("还没有回答。请选同意、不同意或弃权。"), code="blank", field="choice")
    listed = _listed(lines, answers)
    if any(answers[key] not in words.ANSWERS for key in listed):
        raise _wrong()
    missing = [line.key for line in lines.values() if not line.withdrawn and line.key not in answers]
    if missing:
        raise Refused(_("还有 %(n)d 项没有回答。") % {"n": len(missing)}, code="missing", field="choice")
    return {"answers": {key: answers[key] for key in lines if key in answers}}
