"""Every move of a case as a page: its form in place or by itself, its sending, and what a stale page is told."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from gongzhi.cases import selectors, services, words
from gongzhi.cases.lifecycle import CASE, JUDGING, TAKEN_BACK
from gongzhi.cases.models import Case
from gongzhi.cases.pages.staff import said, undo
from gongzhi.cases.pages.staff.forms import picks
from gongzhi.cases.pages.staff.forms.moves import NEEDS, MoveForm
from gongzhi.cases.pages.staff.gate import in_place, onward, staff
from gongzhi.cases.pages.staff.matter import entries
from gongzhi.cases.selectors.acts import moves_now
from gongzhi.cases.selectors.advisers import look as look_at
from gongzhi.cases.selectors.page import with_file
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.permit import may, require
from gongzhi.organisations.visitors import actor_of

PERMITS = {move.name: move.permit for move in CASE.moves}
HELPERS = ("find", "more", "check")  # buttons that only show the form again


@staff()
def move(request: HttpRequest, case_id: int, move: str) -> HttpResponse:
    """GET shows the move's form, POST makes the move."""
    actor: Any = actor_of(request)
    if move not in NEEDS or move in JUDGING or move not in said.DONE:
        raise Http404
    selectors.case(actor, case_id)
    case = with_file(case_id)
    if request.method == "POST":
        return _send(request, actor, case, move)
    if move not in {m.move.name for m in moves_now(actor, case)}:
        messages.warning(request, _("这一步现在不能做，看看下面的经过。"))
        return HttpResponseRedirect(reverse("work_matter", args=[case_id]))
    return _page(request, case, move, MoveForm(case=case, move=move, actor=actor))


def _send(request: HttpRequest, actor: Actor, case: Case, move: str) -> HttpResponse:
    form = MoveForm(request.POST, case=case, move=move, actor=actor)
    if any(name in request.POST for name in HELPERS):
        return _page(request, case, move, form, unchecked=True)
    if not form.is_valid():
        _stop_if_denied(actor, case, move)
        return _page(request, case, move, form, status=422)
    seen = form.cleaned_data["seen"]
    try:
        moved = services.move_case(actor=actor, case_id=case.pk, move=move, seen=seen, **form.given())
    except Refused as error:
        return _refused(request, actor, case, form, error)
    undo.say(request, actor, said.done(move, moved), [case.pk] if move in TAKEN_BACK else [])
    visible = may(actor, "case.see", with_file(case.pk))
    own = f"{reverse('work_matter', args=[case.pk])}?done={move}" if visible else reverse("inbox")
    return HttpResponseRedirect(onward(request, own))


def _stop_if_denied(actor: Actor, case: Case, move: str) -> None:
    """Who may not make the move at all is not asked to improve a form."""
    require(actor, PERMITS[move], case)


def _refused(request: HttpRequest, actor: Actor, case: Case, form: MoveForm, error: Refused) -> HttpResponse:
    if error.code == "denied":
        raise error
    if error.code == "stale":
        return _stale(request, actor, case, form, error)
    field = {"primary": "primary_number"}.get(error.field, error.field)
    form.add_error(field if field in form.fields else None, str(error))
    return _page(request, case, form.move, form, status=422)


def _stale(request: HttpRequest, actor: Actor, case: Case, form: MoveForm, error: Refused) -> HttpResponse:
    """Somebody was quicker: show who did what, keep what was typed, and send again only if the step is still open."""
    now = with_file(case.pk)
    typed = [(form[name].label, form.data.get(name, "")) for name in form.wanted if name in form.fields]
    kept: Any = request.POST.copy()
    kept["seen"] = str(now.version)
    again = MoveForm(kept, case=now, move=form.move, actor=actor)
    still = form.move in {m.move.name for m in moves_now(actor, now)}
    more = {"meanwhile": _since(now, form.data.get("loaded", "")), "stale": str(error), "still": still, "typed": typed}
    return _page(request, now, form.move, again, unchecked=True, status=409, **more)


def _since(case: Case, loaded: str) -> list[dict[str, Any]]:
    """What happened after the page was loaded; the last three entries when nobody knows when that was."""
    told = entries(case)
    try:
        when = datetime.fromisoformat(loaded)
    except ValueError:
        return told[:3]
    if when.tzinfo is None:
        return told[:3]
    return [e for e in told if e["at"] >= when] or told[:3]


def _page(
    request: HttpRequest,
    case: Case,
    move: str,
    form: MoveForm,
    *,
    unchecked: bool = False,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    """The form by itself, or as the piece that opens under the act bar."""
    context = {
        "case": case,
        "form": form,
        "move": move,
        "unchecked": unchecked,
        "heading": words.MOVES[move],
        "button": said.SEND[move],
        "then": said.THEN.get(move, ""),
        "final": move in ("refuse", "decline", "decline_call", "redirect", "withdraw"),
        "advice": look_at(case, form.data.get("answer", "")) if move == "answer" and "check" in form.data else None,
        "still": True,
        **more,
    }
    context |= in_place(request, move)
    name = "cases/staff/_move.html" if context["piece"] else "cases/staff/move.html"
    return render(request, name, context, status=status)


@require_GET
@staff()
def closed(request: HttpRequest) -> HttpResponse:
    """Nothing: what stands in the panel when its form is closed."""
    return HttpResponse("")


@require_GET
@staff()
def matters(request: HttpRequest) -> HttpResponse:
    """For the matter picker: the types with these words, as radios."""
    text = request.GET.get("q", "")[:100]
    besides = set(request.GET.getlist("besides"))
    return render(request, "cases/staff/_matters_found.html", {"found": picks.matters_found(text, besides), "q": text})


@staff()
def advice(request: HttpRequest, case_id: int) -> HttpResponse:
    """For the answer: what is written so far, looked at as its reader will."""
    actor: Any = actor_of(request)
    case = selectors.case(actor, case_id)
    text = request.POST.get("answer", "")[:5000]
    return render(request, "cases/staff/_advice.html", {"advice": look_at(case, text), "text": text})
