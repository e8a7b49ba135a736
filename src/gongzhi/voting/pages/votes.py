"""Votes near me and my ballots; the page of one vote: the question, the rule, the time, my part in it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from gongzhi.kernel import clock
from gongzhi.kernel.errors import Refused
from gongzhi.organisations.visitors import new_speaker, resident, speaker
from gongzhi.organisations.whereabouts import here_or_everywhere
from gongzhi.voting import selectors, services, words
from gongzhi.voting.models import Vote
from gongzhi.voting.pages import said
from gongzhi.voting.pages.forms import ClaimForm, ObjectionForm
from gongzhi.voting.pages.gate import public_vote

COUNTED = ("counted", "certified", "published")


@resident
def votes(request: HttpRequest) -> HttpResponse:
    """My ballots, what is open, and what was decided."""
    who = speaker(request)
    mine = selectors.my_ballots(who.person_id) if who and who.person_id else []
    own = {ballot.vote.pk for ballot in mine}
    place = here_or_everywhere(request)
    context = {
        "mine": [_ballot_card(ballot) for ballot in mine],
        "open": [_card(vote) for vote in selectors.open_votes(place) if vote.pk not in own],
        "over": [_card(vote) for vote in selectors.recent(place)],
        "place": place,
    }
    return render(request, "voting/votes.html", context)


def _card(vote: Vote) -> dict[str, Any]:
    return {"vote": vote, "rule": words.RULES[vote.rule], **said.state(vote)}


def _ballot_card(ballot: selectors.MyBallot) -> dict[str, Any]:
    return _card(ballot.vote) | {"ballot": ballot, "word": said.ballot_word(ballot.cast_at is not None, ballot.vote)}


@resident
def vote(request: HttpRequest, vote_id: int) -> HttpResponse:
    """One vote; whoever is on its roll sees first whether their ballot is out or in."""
    found = public_vote(vote_id)
    return render(request, "voting/vote.html", shown(request, found, ClaimForm()))


def shown(request: HttpRequest, found: Vote, claim: ClaimForm) -> dict[str, Any]:
    """Everything that the page of a vote says."""
    who = speaker(request)
    mine = selectors.my_ballot(who.person_id if who else None, found)
    now = clock.now()
    running = found.state == "open" and found.opens <= now <= found.closes
    return {
        "vote": found, "options": selectors.options(found.pk), "rule": words.RULES[found.rule],
        "how": said.HOW[found.rule], "ties": said.tie_rule(found), "mine": mine,
        "secrecy": words.SECRECY[found.secrecy], "cast": bool(mine) and all(b.cast_at for b in mine),
        "word": said.ballot_word(bool(mine and mine[0].cast_at), found),
        "running": running and not found.correcting, "turnout": selectors.turnout(found.pk), "claim": claim,
        "counted": found.state in COUNTED, "reasons": selectors.said(found.pk), "said_kinds": words.SAID,
        "objecting": found.state in ("noticed", "open", "closed")
        or found.state == "counted" and bool(found.objections_until and now <= found.objections_until),
        "objections": selectors.my_objections(who.person_id, found.pk) if who and who.person_id else [],
        "elector_in_need": not mine and found.secrecy != "blind" and running, **said.state(found),
    }  # fmt: skip


@resident
def claim(request: HttpRequest, vote_id: int) -> HttpResponse:
    """The number on the ballot paper links this device, or this account, to the roll."""
    found = public_vote(vote_id)
    form = ClaimForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.claim(actor=new_speaker(request), vote_id=vote_id, code=form.cleaned_data["code"])
        except Refused as error:
            form.add_error("code", str(error))
        else:
            messages.success(request, _("对上了，这是您的票。"))
            return HttpResponseRedirect(reverse("vote", args=[vote_id]))
    return render(request, "voting/vote.html", shown(request, found, form), status=422 if form.errors else 200)


@resident
def objection(request: HttpRequest, vote_id: int) -> HttpResponse:
    """Anybody says what is wrong with a vote; who was left off the roll too."""
    found = public_vote(vote_id)
    form = ObjectionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.raise_objection(actor=new_speaker(request), vote_id=vote_id, **form.cleaned_data)
        except Refused as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            messages.success(request, _("异议收到了，答复会写在这一页。"))
            return HttpResponseRedirect(reverse("vote", args=[vote_id]))
    context = {"vote": found, "form": form}
    return render(request, "voting/objection.html", context, status=422 if form.errors else 200)
