"""Cast a ballot in three steps: pick, look it over, cast. Works without scripts; practice leaves no trace."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gongzhi.kernel.digits import digits
from gongzhi.kernel.errors import Refused
from gongzhi.organisations.visitors import resident, speaker
from gongzhi.voting import selectors, services, words
from gongzhi.voting.models import Vote
from gongzhi.voting.pages import filling, said
from gongzhi.voting.pages.gate import public_vote
from gongzhi.voting.services import choices
from gongzhi.voting.services.casting import lines_of


@resident
def ballot(request: HttpRequest, vote_id: int) -> HttpResponse:
    """GET: the ballot; POST: what was filled in, to be looked over."""
    found = public_vote(vote_id)
    mine = _mine(request, found)
    if mine is None and not _practice(request):
        return HttpResponseRedirect(reverse("vote", args=[vote_id]))
    if found.secrecy == "blind" and not _practice(request):
        return HttpResponseRedirect(reverse("vote_blind", args=[vote_id]))
    if request.method == "POST" and "back" not in request.POST:
        return _look_over(request, found, mine)
    kept = filling.read(found, selectors.options(vote_id), request.POST) if request.method == "POST" else None
    return _page(request, found, mine, kept or (mine.choice if mine else None))


def _practice(request: HttpRequest) -> bool:
    return "practice" in request.GET or "practice" in request.POST


def _mine(request: HttpRequest, found: Vote) -> selectors.MyBallot | None:
    """The ballot that is filled in: the one that the address names, else the first that is still out."""
    who = speaker(request)
    ballots = selectors.my_ballot(who.person_id if who else None, found)
    wanted = digits(request.POST.get("for", request.GET.get("for", "")))
    if wanted is not None:
        return next((b for b in ballots if b.elector.pk == wanted), None)
    return next((b for b in ballots if b.cast_at is None), ballots[0] if ballots else None)


def _page(
    request: HttpRequest, found: Vote, mine: selectors.MyBallot | None, choice: Any, error: str = ""
) -> HttpResponse:
    options = selectors.options(found.pk)
    context = {
        "vote": found, "mine": mine, "filled": words.FILLED[found.rule], "rows": filling.rows(found, options, choice),
        "single": found.rule == "single", "how": said.HOW[found.rule], "secrecy": words.SECRECY[found.secrecy],
        "rule": words.RULES[found.rule], "practice": _practice(request), "error": error,
        "most": found.charter.get("most_picks"), "room": found.charter.get("ballot_budget"),
        "word": said.ballot_word(bool(mine and mine.cast_at)), "top": found.charter.get("top_score"),
        "tally": filling.running(found, options, choice or {}), "budget": found.charter.get("budget"),
    }  # fmt: skip
    return render(request, "voting/ballot.html", context, status=422 if error else 200)


def _look_over(request: HttpRequest, found: Vote, mine: selectors.MyBallot | None) -> HttpResponse:
    options = selectors.options(found.pk)
    choice = filling.read(found, options, request.POST)
    try:
        if filling.rank_twice(options, request.POST):
            raise Refused(_("同一个名次写了两次，请改一下。"), code="twice")
        clean = choices.clean(found.rule, found.charter, lines_of(found), choice)
    except Refused as error:
        return _page(request, found, mine, choice, str(error))
    left = [o.title for o in options if o.withdrawn_at is None and o.key not in clean.get("picked", [o.key])]
    context = {
        "vote": found, "mine": mine, "said": filling.said(found, options, clean), "hidden": filling.hidden(clean),
        "tally": filling.running(found, options, clean), "practice": _practice(request), "left": left,
        "secrecy": words.SECRECY[found.secrecy], "changeable": found.charter.get("changeable")
        and found.secrecy == "roll", "word": said.ballot_word(bool(mine and mine.cast_at)),
    }  # fmt: skip
    return render(request, "voting/ballot_check.html", context)


@require_POST
@resident
def cast(request: HttpRequest, vote_id: int) -> HttpResponse:
    """The ballot is taken; a refusal goes back to the vote's page and says why."""
    found = public_vote(vote_id)
    who, whose = speaker(request), digits(request.POST.get("for", ""))
    if who is None:
        raise PermissionDenied(_("您不在这次投票的名册上。觉得应该在，可以提异议。"))
    ticks = words.FILLED[found.rule] == words.PICK  # the service itself holds them against the list and the roll
    choice = filling.read(found, () if ticks else selectors.options(vote_id), request.POST)
    given = {"on_behalf": whose} if "proxy" in request.POST else {"elector_id": whose}
    try:
        got = services.cast(actor=who, vote_id=vote_id, choice=choice, **given)
    except Refused as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, _taken(got))
    return HttpResponseRedirect(reverse("vote", args=[vote_id]))


def _taken(got: services.Receipt) -> str:
    at = f"{got.at.astimezone(said.clock.CHINA):%H:%M}"
    if got.changeable_until:
        return _("票已记下（%(at)s）。截止前可改，以最后一次为准。") % {"at": at}
    return _("票已记下（%(at)s）。投了不能改。") % {"at": at}


@resident
def paper(request: HttpRequest, vote_id: int) -> HttpResponse:
    """A sheet to look at: the same lines in the same order as on the screen, without a number."""
    found = public_vote(vote_id)
    context = {"vote": found, "sheets": [None], "sample": True, **sheet_of(found)}
    return render(request, "voting/paper.html", context)


def sheet_of(found: Vote) -> dict[str, Any]:
    """What stands on every paper ballot."""
    options = [o for o in selectors.options(found.pk) if o.withdrawn_at is None]
    return {
        "options": options, "filled": words.FILLED[found.rule], "how": said.HOW[found.rule],
        "rule": words.RULES[found.rule], "secrecy": words.SECRECY[found.secrecy], "answers": words.ANSWERS.values(),
        "top": found.charter.get("top_score"), "most": found.charter.get("most_picks"),
    }  # fmt: skip
