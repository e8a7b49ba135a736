"""The forms of the acts on a rule text, and of the survey and the soft remedies that follow once it holds."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gongzhi.deliberation.lifecycle import COVENANT
from gongzhi.deliberation.models import Edition
from gongzhi.deliberation.pages import covenants_said as said
from gongzhi.deliberation.pages.covenants_forms import OrderForm, RemindForm, SurveyForm, VoteForm
from gongzhi.deliberation.pages.covenants_gate import desk, digits, found_edition
from gongzhi.deliberation.pages.covenants_table import ACTS
from gongzhi.deliberation.rules.selfrules import rule_kinds
from gongzhi.deliberation.selectors import covenant_steps as steps
from gongzhi.deliberation.selectors import covenants as reading
from gongzhi.deliberation.services import covenant_life as life
from gongzhi.deliberation.services.covenant_moves import move_covenant
from gongzhi.deliberation.services.covenant_votes import call_vote
from gongzhi.deliberation.words import covenants as words
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.clock import CHINA
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.permit import require
from gongzhi.places import selectors as places
from gongzhi.voting.words import RULES

DAY = timedelta(days=1)
FIELD = {"posted_on": "day", "in_force_from": "day"}


@desk
def act(request: HttpRequest, actor: Actor, edition_id: int, move: str) -> HttpResponse:
    """GET asks, with what is still missing; POST makes the move."""
    one = found_edition(edition_id)
    known = next((m for m in COVENANT.open_moves(one.state) if m.name == move), None)
    if move not in ACTS or known is None:
        messages.warning(request, _("这一步现在不能做，看看下面的经过。"))
        return redirect("covenant_desk", edition_id=one.pk)
    require(actor, known.permit, one)
    form = _form(one, move, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            _make(actor, one, move, form.cleaned_data, digits(request.POST.get("seen", "")))
        except Refused as refusal:
            if refusal.code == "denied":
                raise
            field = FIELD.get(refusal.field, refusal.field)
            form.add_error(field if field in form.fields else None, str(refusal))
        else:
            messages.success(request, str(ACTS[move].done))
            return redirect("covenant_desk", edition_id=one.pk)
    context = {
        "edition": one, "covenant": one.covenant, "act": ACTS[move], "move": move, "form": form,
        "missing": steps.missing_for(one, move) if request.method == "GET" else [],
    }  # fmt: skip
    return render(request, "deliberation/covenant_act.html", context, status=422 if form.errors else 200)


def _form(one: Edition, move: str, data: Any) -> forms.Form:
    kind = ACTS[move].form or forms.Form
    if kind is OrderForm:
        ground = {"ground": said.ground(one.covenant.rule_kind)}
        return OrderForm(data, listed=reading.clauses(reading.last_draft(one)), initial=ground)
    if kind is VoteForm:
        lawful = rule_kinds()[one.covenant.rule_kind].decided_by
        return VoteForm(data, rules=[(rule, RULES[rule]) for rule in lawful])
    return kind(data)


def _make(actor: Actor, one: Edition, move: str, sent: dict[str, Any], seen: int | None) -> None:
    if move == "put_to_vote":
        opens = datetime.combine(sent["opens"], time.min, CHINA)
        closes = datetime.combine(sent["closes"], time.min, CHINA) + DAY
        call_vote(actor=actor, edition_id=one.pk, rule=sent["rule"], opens=opens, closes=closes, seen=seen)
        return
    named = {"post": "posted_on", "start": "in_force_from"}.get(move)
    given = {named: sent["day"]} if named else dict(sent)
    if move == "order":
        given["clauses"] = [int(key) for key in sent["clauses"]]
    move_covenant(actor=actor, edition_id=one.pk, move=move, seen=seen, **given)


@desk
def survey(request: HttpRequest, actor: Actor, edition_id: int) -> HttpResponse:
    """Draw a sample, walk its doors, see the rate."""
    one = found_edition(edition_id)
    require(actor, "covenant.survey", one)
    form = SurveyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            life.draw_survey(actor=actor, edition_id=one.pk, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            messages.success(request, _("抽好了。种子公开，谁都能照着再抽一遍。"))
            return redirect("covenant_survey", edition_id=one.pk)
    rows = [said.survey(row) for row in reading.surveys(one.covenant_id)]
    running = next((row for row in rows if row["survey"].closed_at is None), None)
    context = {
        "edition": one, "covenant": one.covenant, "form": form, "rows": rows, "running": running,
        "doors": reading.doors_left(running["survey"]) if running else [], "answers": words.SURVEY_ANSWERS.items(),
    }  # fmt: skip
    return render(request, "deliberation/covenant_survey.html", context, status=422 if form.errors else 200)


@require_POST
@desk
def survey_answer(request: HttpRequest, actor: Actor, survey_id: int) -> HttpResponse:
    """Count an answer at a door, or end the survey."""
    edition = digits(request.POST.get("of", ""))
    if edition is None:
        raise Http404
    try:
        if "close" in request.POST:
            life.close_survey(actor=actor, survey_id=survey_id)
            messages.success(request, _("抽样结束了。抽到哪几户已经忘掉，只留数。"))
        else:
            door = digits(request.POST.get("door", "")) or 0
            answer = request.POST.get("answer", "")
            life.note_answer(actor=actor, survey_id=survey_id, place_id=door, answer=answer)
            messages.success(request, _("记下了。只加一个数，不记是哪一户说的。"))
    except Refused as refusal:
        if refusal.code in ("denied", "unknown"):
            raise
        messages.warning(request, str(refusal))
    return redirect("covenant_survey", edition_id=edition)


@desk
def remind(request: HttpRequest, actor: Actor, edition_id: int) -> HttpResponse:
    """A clause was not kept somewhere: write down that somebody reminded, talked or mediated; never who."""
    one = found_edition(edition_id)
    near = [place for place in _near(actor, one)]
    names = places.names_of(near, top="community")
    form = RemindForm(
        request.POST if request.method == "POST" else None,
        listed=reading.clauses(reading.last_draft(one)), places=[(p.pk, names[p.pk]) for p in near],
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data
        try:
            life.remind(actor=actor, edition_id=one.pk, key=sent["key"], place_id=sent["place"], remedy=sent["remedy"])
        except Refused as refusal:
            if refusal.code == "denied":
                raise
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            messages.success(request, _("记下了：哪一条、在哪栋、怎么说的；不记是谁。"))
            return redirect("covenant_desk", edition_id=one.pk)
    context = {"edition": one, "covenant": one.covenant, "form": form, "running": _running(actor, one)}
    return render(request, "deliberation/covenant_remind.html", context, status=422 if form.errors else 200)


def _running(actor: Actor, one: Edition) -> list[dict[str, Any]]:
    """What was begun in the reader's own area and has not ended: clause, way and place, with how it may have ended."""
    rows = reading.remedies(one.pk, [seat.path for seat in actor.seats])
    names = places.names_of([row.place for row in rows], top="community")
    texts = {clause.key: clause.text for clause in reading.clauses(reading.last_draft(one))}
    ends = [(word, label) for word, label in words.REMEDY_ENDS.items() if word]
    return [
        {"row": row, "text": texts.get(row.key, ""), "way": words.REMEDIES[row.remedy], "where": names[row.place_id],
         "ends": ends}
        for row in rows
    ]  # fmt: skip


@require_POST
@desk
def remedy_ended(request: HttpRequest, actor: Actor, remedy_id: int) -> HttpResponse:
    """How a reminder, a talk or a mediation ended; the clause itself may be what has to change."""
    ended = life.end_remedy(actor=actor, remedy_id=remedy_id, ended=request.POST.get("ended", ""))
    messages.success(request, _("记下了，后来怎么样了也在这里。"))
    return redirect("covenant_remind", edition_id=ended.edition_id)


def _near(actor: Actor, one: Edition) -> list[Any]:
    """The buildings and wider places inside both the text's scope and a seat that may remind there."""
    inside = places.within(one.covenant.place).filter(level__in=("building", "estate", "community"))
    seats = [seat.path for seat in actor.seats]
    return [place for place in inside.order_by("path") if any(place.path.startswith(path) for path in seats)]
