"""A community's budget for everybody: the rounds, one round at its stage, a proposal, the result, the call on paper."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from gongzhi.kernel.actor import Actor
from gongzhi.kernel.permit import may
from gongzhi.organisations.visitors import resident, speaker
from gongzhi.organisations.whereabouts import here
from gongzhi.projects.models import Round, RoundItem
from gongzhi.projects.pages import rounds_paper
from gongzhi.projects.pages import rounds_said as said
from gongzhi.projects.permits.rounds import Budgeting
from gongzhi.projects.rules.rounds import OPEN_FOR_CHECKS
from gongzhi.projects.selectors import rounds as read
from gongzhi.projects.selectors.needs import is_public
from gongzhi.voting import selectors as voting

LISTED = 50


def public(request: HttpRequest, round_id: int) -> Round:
    """The round, once it was announced; before that only for those who run or watch it."""
    found = read.round_(round_id)
    who = speaker(request)
    if found is None or (found.state not in read.SHOWN and not (who and _desk(who, found))):
        raise Http404(_("没有这一轮，请回到列表再选。"))
    request.frame_place = found.place.name  # type: ignore[attr-defined]
    return found


def _desk(who: Actor, found: Round) -> bool:
    return bool(may(who, "round.desk", Budgeting(found.place.path)) or may(who, "round.run", found))


@require_GET
@resident
def rounds(request: HttpRequest) -> HttpResponse:
    """The rounds at a place, inside it and above it; ?at= names another place."""
    place, who = here(request), speaker(request)
    rows = read.rounds_at(place) if place is not None else read.rounds_everywhere()
    mine = read.my_items(who.person_id)[:LISTED] if who and who.person_id else []
    context = {
        "place": place, "cards": said.cards(rows[:LISTED]),
        "mine": [{"item": one, **said.item_state(one), "url": reverse("budget_item", args=[one.round_id, one.pk])}
                 for one in mine],
    }  # fmt: skip
    return render(request, "projects/budget.html", context)


@require_GET
@resident
def round_(request: HttpRequest, round_id: int) -> HttpResponse:
    """One round at its stage."""
    found = public(request, round_id)
    return render(request, "projects/budget_round.html", whole(request, found))


def whole(request: HttpRequest, found: Round) -> dict[str, Any]:
    """Everything that the page says of a round."""
    who = speaker(request)
    listed = read.items_of(found, who.person_id if who else None)
    for row in listed:
        said.veiled(row.item)
    lines = said.item_lines(found, listed)
    came = read.result(found)
    texts = {word.kind: word.text for word in reversed(read.words_of(found))}
    return {
        "round": found, **said.state(found), "stages": said.stages(found), "promise": said.promise(found),
        "money": said.money(found, found.vote.electors if found.vote else 0), "act": next_act(found),
        "standing": [line for line in lines if line["item"].state in read.STANDING],
        "refused": [line for line in lines if line["item"].state == "refused"],
        "merged": [line for line in lines if line["item"].state == "merged"],
        "supportable": found.state in OPEN_FOR_CHECKS, "texts": texts,
        "result": said.result(found, came) if came is not None else None, "story": said.story(found),
        "desk": bool(who and who.seats and _desk(who, found)),
        "address": request.build_absolute_uri(reverse("budget_round", args=[found.pk])),
    }  # fmt: skip


def next_act(found: Round) -> dict[str, str] | None:
    """What a resident can do now: one filled button, or nothing."""
    if read.collecting(found):
        return {
            "label": _("提一件花这笔钱的事"),
            "url": reverse("budget_propose", args=[found.pk]),
            "icon": "pencil-square",
        }
    vote = found.vote
    if found.state == "voting" and vote is not None and vote.state in ("noticed", "open"):
        return {"label": _("去投票"), "url": reverse("vote", args=[vote.pk]), "icon": "check2-square"}
    if vote is not None and voting.certificates(vote.pk):
        return {"label": _("看结果怎么来的"), "url": reverse("budget_result", args=[found.pk]), "icon": "bar-chart"}
    return None


@require_GET
@resident
def result(request: HttpRequest, round_id: int) -> HttpResponse:
    """Winners, losers and what they lacked; both ways of counting side by side."""
    found = public(request, round_id)
    came = read.result(found)
    if came is None:
        raise Http404(_("还没有计票。截止以后，结果写在这里。"))
    context = {"round": found, "result": said.result(found, came), **said.state(found), "money": said.money(found)}
    return render(request, "projects/budget_result.html", context)


@require_GET
@resident
def item(request: HttpRequest, round_id: int, item_id: int) -> HttpResponse:
    """One proposal, whole: what becomes of it, and what its proposer may still do."""
    one = item_of(request, round_id, item_id)
    return render(request, "projects/budget_item.html", shown(request, one))


def item_of(request: HttpRequest, round_id: int, item_id: int) -> RoundItem:
    """A proposal of a public round."""
    one = read.item(item_id)
    if one is None or one.round_id != round_id:
        raise Http404(_("没有这个提案，请回到列表再选。"))
    one.round = public(request, round_id)
    return one


def shown(request: HttpRequest, one: RoundItem) -> dict[str, Any]:
    """Everything that the page says of a proposal."""
    who, found = speaker(request), one.round
    person = who.person_id if who else None
    listed = next(row for row in read.items_of(found, person) if row.item.pk == one.pk)
    if person is None or one.by_id != person:
        said.veiled(one)
        said.veiled(listed.item)
    came = read.result(found)
    line = next((line for line in came.lines if line.item.pk == one.pk), None) if came else None
    return {
        "round": found, "line": said.item_lines(found, [listed])[0], "item": one,
        "needs": [need for need in read.needs_of([one.pk]).get(one.pk, []) if is_public(need)],
        "purpose": said.purpose(one), "kind": said.kind(one), "own": person is not None and one.by_id == person,
        "supportable": found.state in OPEN_FOR_CHECKS and one.state in ("proposed", "costed", "admitted"),
        "takes_back": [m.name for m in read.item_moves_now(who, one)].count("take_back") > 0 if who else False,
        "votes": line.votes if line else None, "lacked": said.lacked(line) if line and not line.shares else "",
    }  # fmt: skip


@require_GET
@resident
def call(request: HttpRequest, round_id: int) -> HttpResponse:
    """The call for proposals as a paper to hang up, with a code that leads here."""
    found = public(request, round_id)
    address = request.build_absolute_uri(reverse("budget_round", args=[found.pk]))
    texts = {word.kind: word.text for word in reversed(read.words_of(found))}
    response = HttpResponse(rounds_paper.call(found, texts.get("call", ""), address), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="budget-{found.pk}.pdf"'
    return response
