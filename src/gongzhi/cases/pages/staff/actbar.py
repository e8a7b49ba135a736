"""The act bar: exactly the moves that are open to this person now, with the keys that staff know by heart."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from gongzhi.cases.models import Case
from gongzhi.cases.pages.staff.forms.moves import ONE_STEP
from gongzhi.cases.selectors.acts import moves_now
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.permit import may

KEYS = {
    "accept": "a", "take": "a", "arrive": "a", "offer": "h", "whistle": "w", "answer": "r", "report_in": "r",
    "finish_part": "r", "merge": "m",
}  # fmt: skip
ICONS = {
    "accept": "check2", "take": "check2", "arrive": "geo-alt", "offer": "arrow-left-right", "whistle": "megaphone",
    "answer": "chat-square-text", "report_in": "pencil-square", "sort": "tag", "reclassify": "tag",
    "merge": "diagram-2", "unmerge": "arrows-expand", "divide": "diagram-3", "rise": "arrow-up-circle",
    "decide": "signpost-split", "plan": "people", "recall": "x-circle", "finish_part": "check2-square",
    "redirect": "signpost", "refuse": "x-lg", "decline": "x-lg", "decline_call": "x-lg", "withdraw": "x-lg",
}  # fmt: skip
FINAL = ("refuse", "decline", "decline_call", "redirect", "withdraw")
# The one thing to do next, the first of these that is open.
FIRST = ("take", "decide", "arrive", "report_in", "sort", "accept", "plan", "answer", "finish_part")
ORDER = (
    "take", "decide", "arrive", "report_in", "sort", "accept", "plan", "answer", "finish_part", "whistle", "offer",
    "recall", "unmerge", "merge", "divide", "reclassify", "rise", "redirect", "decline", "decline_call", "refuse",
    "withdraw",
)  # fmt: skip
SELDOM = ("merge", "divide", "reclassify", "rise", "unmerge", "recall")


def bar(actor: Actor, case: Case, clocks: dict[str, Any]) -> list[dict[str, Any]]:
    """The acts of this person on this case, the next one first and filled, those that end something last."""
    moves = moves_now(actor, case)
    names = sorted((m.move.name for m in moves if not m.judged), key=ORDER.index)
    labels = {m.move.name: m.label for m in moves}
    first = next((name for name in FIRST if name in names), "")
    often = [name for name in names if name not in (*FINAL, *SELDOM)]
    found = [_act(case, name, labels[name], name == first) for name in often]
    if any(m.judged for m in moves):
        found.append(_plain(case, "work_judge", _("评这件事"), "", "star"))
    found += _besides(actor, case, clocks)
    found += [_act(case, name, labels[name], False) for name in names if name in SELDOM]
    return found + [_act(case, name, labels[name], False) for name in names if name in FINAL]


def _act(case: Case, name: str, label: Any, filled: bool) -> dict[str, Any]:
    address = reverse("work_move", args=[case.pk, name])
    tone = "filled" if filled else "final" if name in FINAL else "quiet" if name in SELDOM else "plain"
    act = {"label": capfirst(label), "key": KEYS.get(name, ""), "icon": ICONS.get(name, ""), "tone": tone, "move": name}
    if name in ONE_STEP:
        return act | {"attrs": {"form": "one-step", "formaction": address}}
    return act | {"url": address, "attrs": in_place(address, name)}


def in_place(address: str, name: str) -> dict[str, str]:
    """With scripts the form opens under the bar; without, the link leads to it."""
    return {
        "id": f"act-{name}",
        "hx-get": address,
        "hx-target": "#panel",
        "aria-controls": "panel",
    }


def _plain(case: Case, route: str, label: Any, key: str, icon: str, tone: str = "plain") -> dict[str, Any]:
    address = reverse(route, args=[case.pk])
    attrs = in_place(address, route)
    return {"label": label, "key": key, "icon": icon, "tone": tone, "url": address, "attrs": attrs, "move": ""}


def _besides(actor: Actor, case: Case, clocks: dict[str, Any]) -> list[dict[str, Any]]:
    """What is no move: call back, a note, the clock."""
    found = []
    if "call_back" in clocks and may(actor, "case.read_out", case):
        found.append(_plain(case, "work_call_back", _("电话回访"), "t", "telephone", "filled"))
    if may(actor, "case.note", case):
        found.append(_plain(case, "work_note", _("记一笔"), "n", "pencil"))
    solving = clocks.get("solve")
    if solving is not None and may(actor, "case.pause", case):
        if solving.paused_since is None:
            found.append(_plain(case, "work_pause", _("停表"), "p", "pause-circle"))
        else:
            address = reverse("work_resume", args=[case.pk])
            attrs = {"form": "one-step", "formaction": address}
            act = {"label": _("让时限接着走"), "key": "p", "icon": "play-circle", "tone": "plain", "move": ""}
            found.append(act | {"attrs": attrs})
    return found
