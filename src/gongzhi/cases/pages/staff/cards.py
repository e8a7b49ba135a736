"""Cases as rows: the cards of the inbox, of searches and of the desks, in the keys that the shared card takes."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from gongzhi.cases import words
from gongzhi.cases.models import Case
from gongzhi.cases.pages.staff import said
from gongzhi.cases.selectors.work import Task

ICONS = {
    "accept": "inbox", "sort": "tag", "solve": "chat-square-text", "take": "arrow-left-right",
    "decide": "signpost-split", "arrive": "megaphone", "call_back": "telephone",
}  # fmt: skip
TONES = {"supervise": "late", "red": "soon", "yellow": "soon", "soon": "", "": ""}


def of_task(task: Task, query: str, opened: int | None) -> dict[str, Any]:
    """One line of the inbox; `query` are the filters that the two panes keep."""
    case, why, address = task.case, [], _inbox()
    if task.paused:
        why.append(_("停表中"))
    if task.added:
        why.append(_("反映人补了话"))
    if case.voices > 1:
        why.append(_("%(n)s 人说了") % {"n": case.voices})
    return {
        "url": f"{address}?{query}open={case.pk}",
        "words": case.text,
        "ident": f"{case.pk}-{task.kind}",
        "place": task.where,
        "state": said.WHY[task.kind],
        "icon": ICONS[task.kind],
        "tone": "wait" if task.paused else TONES[task.rung],
        "due": task.due_at,
        "at": case.reported_at,
        "reason": _("、").join(why),
        "opened": case.pk == opened,
        "selectable": str(case.pk) if task.kind in ("accept", "take", "solve") else "",
    }


@lru_cache(maxsize=1)
def _inbox() -> str:
    return reverse("inbox")


def of_case(case: Case, where: str = "") -> dict[str, Any]:
    """A case that was found."""
    return {
        "url": reverse("work_matter", args=[case.pk]),
        "words": case.text,
        "ident": str(case.pk),
        "place": where or case.place.name,
        "state": capfirst(words.STATES[case.state]),
        "tone": "late" if case.overdue and case.is_open else "" if case.is_open else "plain",
        "who": case.holder.name if case.is_open else "",
        "due": case.due_at if case.is_open else None,
        "at": case.reported_at,
    }
