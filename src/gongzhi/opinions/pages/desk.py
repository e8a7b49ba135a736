"""The desk of conversations: open one, look after what is said, close it; every act with its reason in the log."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongzhi.kernel.actor import Actor
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.permit import may
from gongzhi.opinions import selectors, services, words
from gongzhi.opinions.lifecycle import STATEMENT
from gongzhi.opinions.models import Conversation, Statement
from gongzhi.opinions.pages import access
from gongzhi.opinions.pages.access import desk, watched_talk
from gongzhi.opinions.pages.forms import JoinForm, OpenForm, ReasonForm, SeedForm
from gongzhi.opinions.permits import Ground
from gongzhi.opinions.selectors.talks import number
from gongzhi.places import selectors as places

MOST = 100
AT = ("street", "community", "big_grid", "mid_grid", "small_grid", "estate", "building")


@require_GET
@desk
def talks(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Every conversation that the reader looks after or watches, and what waits for the reader's bodies."""
    rows = [
        {"talk": one, "open": selectors.is_open(one), "tally": selectors.tally(one.pk)}
        for one in selectors.talks_for(actor)[:MOST]
    ]
    context = {
        "rows": rows, "waiting": selectors.unanswered_of(actor), "may_open": bool(_grounds(actor)),
        "looks": selectors.looks_waiting(actor),
    }  # fmt: skip
    return render(request, "opinions/desk_list.html", context)


def _grounds(actor: Actor) -> list[tuple[str, str]]:
    """Where the reader may open one: seat's body and a place inside its area, down to the estates."""
    found: dict[str, str] = {}
    for seat in actor.seats:
        place = places.get(seat.place_id)
        if not may(actor, "opinion.open", Ground(place, seat.body_id)):
            continue
        inside = places.within(place).filter(level__in=AT[:-1]).order_by("path")[:MOST]
        names = places.names_of(inside, top="community")
        found |= {f"{seat.body_id}-{one.pk}": names[one.pk] for one in inside}
    return list(found.items())


@require_http_methods(["GET", "POST"])
@desk
def open_talk(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Ask everybody a question, with the first statements."""
    form = OpenForm(request.POST or None, places=_grounds(actor), auto_id="f_%s")
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        body_id, place_id = map(int, given["place"].split("-"))
        try:
            made = services.open_conversation(
                actor=actor, body_id=body_id, place_id=place_id, question=given["question"], intro=given["intro"],
                closes=given["closes"], looked_first=given["looked_first"],
            )  # fmt: skip
        except Refused as refusal:
            _wrong(form, refusal)
        else:
            _seed_all(request, actor, made, form.lines())
            messages.success(request, _("问出去了。贴到群里、印成纸，都从这一页来。"))
            return redirect("talk_desk", made.pk)
    return render(request, "opinions/desk_open.html", {"form": form}, status=422 if form.errors else 200)


def _seed_all(request: HttpRequest, actor: Actor, made: Conversation, lines: list[str]) -> None:
    for line in lines:
        try:
            services.seed(actor=actor, conversation_id=made.pk, text=line)
        except Refused as refusal:
            messages.warning(request, f"“{line[:20]}”{_('：')}{refusal}")


def _wrong(form: Any, refusal: Refused) -> None:
    if refusal.code in ("denied", "unknown"):
        raise refusal
    form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))


@require_http_methods(["GET", "POST"])
@desk
def one(request: HttpRequest, actor: Actor, talk_id: int) -> HttpResponse:
    """Everything about one conversation; POST puts in a statement."""
    talk = watched_talk(actor, talk_id)
    access.stand_at(request, talk)
    form = SeedForm(request.POST or None, auto_id="seed_%s")
    if request.method == "POST" and form.is_valid():
        try:
            services.seed(actor=actor, conversation_id=talk.pk, text=form.cleaned_data["text"])
        except Refused as refusal:
            _wrong(form, refusal)
        else:
            messages.success(request, _("放进去了，大家可以表态了。"))
            return redirect("talk_desk", talk.pk)
    context = {
        "talk": talk, "open": selectors.is_open(talk), "tally": selectors.tally(talk.pk), "form": form,
        "may": bool(may(actor, "opinion.moderate", talk)), "sheets": selectors.sheets_of(talk.pk),
        "lists": _lists(talk),
        "least": number("talk.group_least"), "waiting": [w for w in selectors.questions_of(talk.pk) if w.due_at],
        "log": selectors.log_of(talk.pk), "link": request.build_absolute_uri(reverse("talk", args=[talk.pk])),
    }  # fmt: skip
    return render(request, "opinions/desk_one.html", context, status=422 if form.errors else 200)


def _lists(talk: Conversation) -> list[dict[str, Any]]:
    """Statements by state, those that wait for a look first, each with the acts that its state allows."""
    found = selectors.statements_of(talk.pk, tuple(STATEMENT.states))
    stones = selectors.tombstones_of(s.pk for s in found if s.state == "taken_down")
    return [
        {
            "state": state, "name": words.STATEMENT_STATES[state],
            "rows": [
                {"one": s, "stone": stones.get(s.pk), "acts": [m.name for m in STATEMENT.open_moves(s.state)]}
                for s in found if s.state == state
            ],
        }
        for state in STATEMENT.states if any(s.state == state for s in found)
    ]  # fmt: skip


@require_POST
@desk
def close(request: HttpRequest, actor: Actor, talk_id: int) -> HttpResponse:
    """Close it, or open it again."""
    talk = watched_talk(actor, talk_id)
    try:
        if "reopen" in request.POST:
            services.reopen_conversation(actor=actor, conversation_id=talk.pk)
        else:
            services.close_conversation(actor=actor, conversation_id=talk.pk)
    except Refused as refusal:
        if refusal.code == "denied":
            raise
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("又可以说了。") if "reopen" in request.POST else _("说完了。结果谁都看得到。"))
    return redirect("talk_desk", talk.pk)


# --- acts on one statement --------------------------------------------------------------------------------------------

ONE_STEP = {"release": services.release, "restore": services.restore, "part": services.part}


@require_http_methods(["GET", "POST"])
@desk
def act(request: HttpRequest, actor: Actor, statement_id: int, move: str) -> HttpResponse:
    """One act of moderation; taking down and joining ask for a reason or a sentence first."""
    found = selectors.statement(statement_id)
    if found is None or move not in (*ONE_STEP, "take_down", "join"):
        raise Http404
    watched_talk(actor, found.conversation_id)
    if move in ONE_STEP:
        if request.method != "POST":
            return redirect("talk_desk", found.conversation_id)
        return _done(request, found, lambda: ONE_STEP[move](actor=actor, statement_id=found.pk))
    form: Any = ReasonForm(request.POST or None, auto_id="f_%s") if move == "take_down" else _join_form(request, found)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if move == "take_down":
            return _done(request, found, lambda: services.take_down(actor=actor, statement_id=found.pk, **given))
        return _done(request, found, lambda: services.join(actor=actor, statement_id=found.pk, into_id=given["into"]))
    context = {
        "talk": found.conversation, "words": found.text, "form": form, "move": move, "title": words.ACTS[move],
        "final": move == "take_down",
    }  # fmt: skip
    return render(request, "opinions/desk_act.html", context, status=422 if form.errors else 200)


def _join_form(request: HttpRequest, found: Statement) -> JoinForm:
    others = [
        (s.pk, f"{s.number}. {s.text}") for s in selectors.statements_of(found.conversation_id) if s.pk != found.pk
    ]
    return JoinForm(request.POST or None, others=others, auto_id="f_%s")


def _done(request: HttpRequest, found: Statement, doing: Any) -> HttpResponse:
    try:
        doing()
    except Refused as refusal:
        if refusal.code == "denied":
            raise
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("办好了，记在下面的经过里。"))
    return redirect("talk_desk", found.conversation_id)
