"""What the pages of needs say: the state, why a need stands where it stands, who answers for it, how it ended."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from gongzhi.kernel.actor import Actor
from gongzhi.organisations.visitors import address
from gongzhi.places import selectors as places
from gongzhi.projects.models import Need
from gongzhi.projects.selectors import needs as read
from gongzhi.projects.words import needs as words
from gongzhi.record import selectors as record

ICONS = {
    "raised": "hourglass-split", "listed": "list-ul", "planned": "tools", "later": "calendar", "met": "check-lg",
    "otherwise": "check-lg", "cannot": "x-lg", "withdrawn": "arrow-counterclockwise", "joined": "diagram-2",
}  # fmt: skip
TONES = {"raised": "wait", "planned": "now", "later": "wait"}
MOVED = {
    "list": gettext_lazy("{who}把它列上清单"),
    "plan": gettext_lazy("{who}把它放进项目"),
    "unplan": gettext_lazy("{who}把它从项目里拿出来，回到清单"),
    "meet": gettext_lazy("项目做好了，评过了"),
    "otherwise": gettext_lazy("{who}说用别的办法做到了"),
    "cannot": gettext_lazy("{who}说明办不了"),
    "put_off": gettext_lazy("{who}说明现在不办，到日子再看"),
    "take_back": gettext_lazy("到日子了，回到清单"),
    "reopen": gettext_lazy("{who}把它放回清单"),
    "withdraw": gettext_lazy("提的人撤回了"),
    "join": gettext_lazy("{who}把它和另一件并在一起"),
    "split": gettext_lazy("{who}把它拆出来，单独列"),
}


def reason(code: str, given: dict[str, int]) -> str:
    """One reason of a need's place in the list, as a sentence part."""
    if code == "people":
        return ngettext("%(n)d 人需要", "%(n)d 人需要", given["n"]) % given
    if code == "asked":
        return _("问了 %(asked)d 户，%(want)d 户要") % given
    if code == "days":
        return ngettext("提了 %(n)d 天", "提了 %(n)d 天", given["n"]) % given
    return _("责任清单上有单位该管")


def state(need: Need) -> dict[str, Any]:
    """The state in a word, with its icon and tone."""
    return {"state": words.NEED_STATES[need.state], "icon": ICONS[need.state], "tone": TONES.get(need.state, "")}


def cards(placed: Iterable[read.Placed], who: Actor | None) -> list[dict[str, Any]]:
    """The lines of a list; three queries more, whatever its length."""
    rows = list(placed)
    mine = read.wanted_by(who.person_id if who else None, [one.need.pk for one in rows])
    said = read.last_words([one.need.pk for one in rows])
    return [
        {
            "need": one.need, "url": reverse("need", args=[one.need.pk]), **state(one.need),
            "purpose": words.PURPOSES[one.need.purpose],
            "why": [reason(code, given) for code, given in one.reasons],
            "mine": one.need.pk in mine, "open": one.need.state in ("listed", "planned", "later"),
            "ended": ended(one.need, said.get(one.need.pk, {})),
        }
        for one in rows
    ]  # fmt: skip


def ended(need: Need, said: dict[str, str]) -> str:
    """Why it is not done (now), or how it was done, in one sentence; empty while it is on the list."""
    given = {"reason": said.get("reason", ""), "ground": said.get("ground", "")}
    if need.state == "cannot":
        return _("为什么办不了：%(reason)s（依据：%(ground)s）") % given
    if need.state == "later" and need.until:
        given["day"] = need.until.isoformat()
        return _("为什么现在不办：%(reason)s。%(day)s 再看") % given
    if need.state == "otherwise":
        return _("怎么做到的：%(reason)s") % given
    if need.state == "joined" and need.root is not None:
        return _("和“%(title)s”并在一起") % {"title": need.root.title}
    return ""


def owner(need: Need) -> str:
    """Who answers for it now, in one sentence."""
    name = need.body.name if need.body else places.names(need.place)
    if need.state == "raised":
        return _("%(who)s来看，看过就列上清单，或者说明为什么不列。") % {"who": name}
    if need.state == "planned":
        return _("%(who)s正在按项目办。") % {"who": name}
    if need.state in ("listed", "later"):
        return _("%(who)s管这份清单。") % {"who": name}
    return ""


def source(need: Need) -> dict[str, str]:
    """Where it came from; a link where everybody may follow it."""
    labels = {"triage.problem": "problem_public", "deliberation.topic": "topic"}
    name = labels.get(need.source_label, "")
    return {"label": str(words.SOURCES[need.origin]), "url": address(name, need.source_id) if name else ""}


def story(need: Need) -> list[dict[str, Any]]:
    """What happened, as the timeline takes it, newest first; the words of a step stand under it."""
    texts = {(row.kind, row.at): row.text for row in read.words_of(need.pk)}
    name = need.body.name if need.body else _("社区")
    found = []
    for fact in record.facts_about(need.ref):
        if fact.kind == "projects.need_raised":
            sentence = _("有人提出这件事")
        elif fact.kind == "projects.need_moved":
            sentence = str(MOVED[fact.data["move"]]).format(who=name)
        elif fact.kind == "projects.households_asked":
            sentence = reason("asked", {"asked": fact.data["asked"], "want": fact.data["want"]})
        else:
            continue
        detail = [texts[kind, fact.at] for kind in ("reason", "ground") if (kind, fact.at) in texts]
        found.append({"at": fact.at, "sentence": sentence, "detail": " · ".join(detail), "mark": ""})
    return found
