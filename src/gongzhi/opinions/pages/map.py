"""Where a conversation stands: three sentences, common ground, each group, a walk to another group, a picture last."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from gongzhi.opinions import selectors, words
from gongzhi.opinions.models import Conversation
from gongzhi.opinions.pages import access, picture
from gongzhi.opinions.pages.wording import NEARLY, age, at_least, cell, group_name, short_name, tenths
from gongzhi.opinions.rules.standing import Kept, share
from gongzhi.opinions.selectors.maps import Shown
from gongzhi.opinions.selectors.talks import agreed_share
from gongzhi.organisations.visitors import unlisted

WHOLE = 10
ENOUGH = 7  # answers with which a person has a place, as on the map itself


@require_GET
def opinion_map(request: HttpRequest, talk_id: int) -> HttpResponse:
    """The map as it was drawn last; ?to= chooses the group to walk to. Nothing is drawn here."""
    talk = access.talk_or_404(talk_id)
    access.stand_at(request, talk)
    who = access.speaker(request)
    answers = selectors.answers_of(who, talk.pk) if who is not None else {}
    shown = selectors.map_of(talk.pk)
    context = page(talk, shown, answers) | walk(shown.kept, answers, request.GET.get("to", ""), texts_of(talk))
    return unlisted(render(request, "opinions/map.html", context))


def texts_of(talk: Conversation) -> dict[int, str]:
    """The statements that everybody reads."""
    return {one.pk: one.text for one in selectors.statements_of(talk.pk)}


def stones_of(talk: Conversation) -> list[tuple[int, Any]]:
    """What was taken down, by the number under which it stood, with the reason."""
    gone = {one.pk: one.number for one in selectors.statements_of(talk.pk, ("taken_down",))}
    return [(gone[pk], stone) for pk, stone in selectors.tombstones_of(gone).items()]


def page(talk: Conversation, shown: Shown, answers: dict[int, int]) -> dict[str, Any]:
    """Everything on the page but the walk."""
    kept, texts = shown.kept, texts_of(talk)
    least = agreed_share()
    shared = [name for name in kept.shared(least) if name in texts]
    dividing = [row for row in kept.dividing() if row[0] in texts]
    names = [
        group_name(at, size, kept.says(at), texts)
        for at, size in enumerate(kept.content["sizes"] if kept.clear else ())
    ]
    return {
        "talk": talk, "open": selectors.is_open(talk), "kept": kept, "any": bool(kept.content.get("votes")),
        "sentences": [_shares(kept, shared, texts), _divides(kept, dividing, texts), _sure(kept)],
        "age": age(shown.drawn_at, shown.behind), "behind": shown.behind,
        "common": [{"text": texts[name], "said": _everywhere(kept, name)} for name in shared],
        "groups": [_group(kept, at, name, texts) for at, name in enumerate(names)],
        "table": _table(kept, texts, answers), "short": [short_name(at) for at in range(kept.groups)],
        "picture": picture.drawn(kept, kept.place_of(answers)),
        "stones": stones_of(talk), "answered": len(answers), "mine": _mine(kept, answers, names),
    }  # fmt: skip


def _shares(kept: Kept, shared: list[int], texts: dict[int, str]) -> str:
    if not shared:
        return _("大家都同意的：还没有。")
    words_ = {"text": texts[shared[0]], "share": _everywhere(kept, shared[0])}
    return _("大家都同意的：“%(text)s”。%(share)s。") % words_


def _everywhere(kept: Kept, name: int) -> str:
    """To which share a statement is agreed to by each group, or by all where there are no groups."""
    counts = [count for at in range(kept.groups) if (count := kept.of_group(name, at))]
    if counts:
        return _("每一群都有%(share)s同意") % {"share": at_least(min(share(count) for count in counts))}
    count = kept.of_all(name)
    return _("%(share)s同意") % {"share": tenths(share(count))} if count else ""


def _divides(kept: Kept, dividing: list[tuple[int, int, int]], texts: dict[int, str]) -> str:
    if not kept.clear:
        return _("分歧：没有明显分群，想法没有分成几拨。")
    if not dividing:
        return _("分歧：还看不出哪句话把大家分开。")
    name, high, low = dividing[0]
    for_it, against = kept.of_group(name, high), kept.of_group(name, low)
    told = {
        "text": texts[name], "high": short_name(high), "low": short_name(low),
        "yes": tenths(share(for_it or (0, 0, 0))), "no": tenths(share(against or (0, 0, 0))),
    }  # fmt: skip
    return _("分歧最大的：“%(text)s”。%(high)s%(yes)s同意，%(low)s%(no)s同意。") % told


def _sure(kept: Kept) -> str:
    people, votes = kept.content.get("people", 0), kept.content.get("votes", 0)
    base = ngettext("有多准：%(n)d 人表过 %(votes)s 次态。", "有多准：%(n)d 人表过 %(votes)s 次态。", people)
    base %= {"n": people, "votes": votes}
    stability = kept.content.get("stability")
    if not people or stability is None:
        return base + _("人还少，分不分群看不准。")
    if not kept.clear:
        return base + _("少算五分之一的人，分法就变了，所以不分群。")
    sure = tenths_of(stability)
    if sure == WHOLE:
        return base + _("少算五分之一的人再分十次，分出来几乎一样。")
    return base + _("少算五分之一的人再分十次，分法有 %(n)s 成一样。") % {"n": sure}


def tenths_of(value: float) -> int:
    """A stability in whole tenths, never more than is true; nearly one is whole."""
    share_ = Fraction(value).limit_denominator(1000)
    return WHOLE if share_ >= NEARLY else int(share_ * WHOLE)


def _group(kept: Kept, at: int, name: str, texts: dict[int, str]) -> dict[str, Any]:
    rows = []
    for statement, side in kept.says(at):
        count = kept.of_group(statement, at)
        if statement in texts and count is not None:
            part = share(count) if side == "agree" else share((count[1], 0, count[2]))
            told = _("%(share)s同意") if side == "agree" else _("%(share)s不同意")
            rows.append({"text": texts[statement], "said": told % {"share": tenths(part)}})
    return {"number": at, "name": name, "rows": rows}


def _table(kept: Kept, texts: dict[int, str], answers: dict[int, int]) -> list[dict[str, Any]]:
    """Statement × group, with one's own answer: the primary view of the map."""
    return [
        {
            "text": text, "all": cell(kept.of_all(name)),
            "cells": [cell(kept.of_group(name, at)) for at in range(kept.groups)],
            "own": words.VALUES[answers[name]] if name in answers else _("没答"),
        }
        for name, text in texts.items()
    ]  # fmt: skip


def _mine(kept: Kept, answers: dict[int, int], names: list[str]) -> str:
    """Where the reader stands, in a sentence."""
    if not kept.clear:
        return ""
    mine = kept.group_of(answers, ENOUGH)
    if mine is None:
        return _("您答得还不多，多答几句，就看得出您离哪一群近。")
    return _("照您的回答，您离这一群最近：%(name)s。") % {"name": names[mine]}


def walk(kept: Kept, answers: dict[int, int], to: str, texts: dict[int, str]) -> dict[str, Any]:
    """Three steps from where the reader stands to another group; the groups one can walk to."""
    mine = kept.group_of(answers, ENOUGH) if kept.clear else None
    if mine is None:
        return {"ways": [], "steps": []}
    others = [at for at in range(kept.groups) if at != mine]
    there = int(to) if to.isascii() and to.isdigit() and int(to) in others else others[0]
    ways = [{"to": at, "name": short_name(at), "current": at == there} for at in others]
    steps = [
        {"text": texts[name], "own": words.VALUES[own] if own is not None else "",
         "theirs": _("%(share)s同意") % {"share": tenths(theirs)}}
        for name, own, theirs in kept.walk(answers, mine, there) if name in texts
    ]  # fmt: skip
    return {"ways": ways, "steps": steps, "there": short_name(there), "mine_short": short_name(mine)}
