"""The desk's list of votes, and one vote: where it stands, the one next step, and the others."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.permit import may
from gongzhi.organisations.seats import acting
from gongzhi.voting import selectors, words
from gongzhi.voting.lifecycle import CORRECTABLE
from gongzhi.voting.models import Vote
from gongzhi.voting.pages import said
from gongzhi.voting.pages.desk.helping import CAN_LEAVE
from gongzhi.voting.pages.desk.table import ACTS
from gongzhi.voting.pages.gate import desk
from gongzhi.voting.pages.gate import desk_vote as seen
from gongzhi.voting.selectors.desk import objections_of, served, sheet_counts

LINE = ("drafted", "rolled", "noticed", "open", "closed", "counted", "certified", "published")


@desk
def desk_votes(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Every vote that the reader's seats organise, stand by or watch."""
    rows = [
        {"vote": vote, "rule": words.RULES[vote.rule], "url": reverse("desk_vote", args=[vote.pk]), **said.state(vote)}
        for vote in selectors.desk_votes(actor)[:60]
    ]
    may_draw = bool(acting(actor))
    return render(request, "voting/desk/votes.html", {"rows": rows, "may_draw": may_draw})


@desk
def desk_vote(request: HttpRequest, actor: Actor, vote_id: int) -> HttpResponse:
    """One vote on the desk."""
    found = seen(actor, vote_id)
    runs = bool(may(actor, "vote.run", found))
    turnout = selectors.turnout(vote_id)
    context = {
        "vote": found, "rule": words.RULES[found.rule], "secrecy": words.SECRECY_NAMES[found.secrecy],
        "stages": _stages(found), "turnout": turnout, "options": selectors.options(vote_id),
        "acts": _acts(found) if runs else [], "runs": runs, "sees_roll": bool(may(actor, "vote.see_roll", found)),
        "enters": bool(may(actor, "vote.enter", found)), "collects": bool(may(actor, "vote.collect", found)),
        "objections": _objections(vote_id) if runs else [], "served": served(vote_id), "sheets": sheet_counts(vote_id),
        "reasons": [(words.SAID[one.kind], one.text, one.at) for one in selectors.said(vote_id)],
        "counted": found.state in ("counted", "certified", "published"), **said.state(found),
        "public": found.state not in ("drafted", "rolled"), "leaving": found.state in CAN_LEAVE,
    }  # fmt: skip
    return render(request, "voting/desk/vote.html", context)


def _objections(vote_id: int) -> list[dict[str, Any]]:
    return [
        {"row": one, "ground": words.OBJECTIONS[one.ground], "state": words.OBJECTION_STATES[one.state],
         "url": reverse("vote_settle", args=[vote_id, one.pk]) if one.state == "open" else ""}
        for one in objections_of(vote_id)
    ]  # fmt: skip


def _stages(found: Vote) -> list[dict[str, Any]]:
    if found.state == "withdrawn":
        return []
    here = LINE.index(found.state)
    last = len(LINE) - 1
    return [
        {"name": words.STATES[name], "status": "done" if n < here or here == last else "now" if n == here else "next"}
        for n, name in enumerate(LINE)
    ]


def _acts(found: Vote) -> list[dict[str, Any]]:
    """What may be done now, the next thing first and filled."""
    now = clock.now()
    names = [name for name, act in ACTS.items() if found.state in act.states]
    if found.correcting:
        names = ["freeze"]
    if "freeze" in names and found.state != "drafted" and not found.correcting:
        names.remove("freeze")
    if found.state == "open":
        names.remove("close" if now <= found.closes else "extend")
    if found.state not in CORRECTABLE and "correct" in names:
        names.remove("correct")
    first = next((name for name in names if ACTS[name].main), "")
    ordered = sorted(names, key=lambda name: name != first)
    return [
        {"label": ACTS[name].label, "url": reverse("vote_act", args=[found.pk, name]), "icon": ACTS[name].icon,
         "tone": "filled" if name == first else "final" if name == "withdraw" else "plain", "attrs": {}}
        for name in ordered
    ]  # fmt: skip
