"""The acts on a recurring problem: the bar of what is open now, each act's form, its sending, and a stale page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from gongzhi.kernel.actor import Actor
from gongzhi.kernel.digits import digits
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.permit import may, require
from gongzhi.kernel.reference import Ref
from gongzhi.triage import services
from gongzhi.triage.lifecycle import PROBLEM
from gongzhi.triage.selectors import problem as fresh
from gongzhi.triage.selectors import reading
from gongzhi.triage.selectors.problems import SHOWN
from gongzhi.web.pages import problems_said as said
from gongzhi.web.pages.problems_forms import FIELDS, ActForm
from gongzhi.web.pages.problems_gate import desk, seen_problem
from gongzhi.web.pages.problems_members import CASE, choices, members, page_of
from gongzhi.web.pages.problems_table import ACTS, SORT

ONE_STEP = ("look_again", "part")
MAIN = ("confirm", "progress", "plan", "look_again", "part")  # the one thing to do next: the first that is open
SELDOM = ("rename", "put_in", "split", "join")
FIELD = {"due": "day", "messages": "select", "message": "number", "lead": "lead"}


def bar(actor: Actor, problem: Any) -> list[dict[str, Any]]:
    """The acts of this person on this problem, the next one first and filled, the one that ends it last."""
    names = _open(actor, problem)
    first = next((name for name in MAIN if name in names), "")
    ordered = sorted(names, key=lambda name: (name != first, list(ACTS).index(name)))
    return [_button(problem, name, name == first) for name in ordered]


def _open(actor: Actor, problem: Any) -> set[str]:
    names = {move.name for move in reading.moves_now(actor, problem)} & set(ACTS)
    if "join" in names and not reading.joinable(actor, problem):
        names.remove("join")
    if may(actor, SORT, problem) and PROBLEM.is_open(problem.state):
        names |= {"rename", "put_in", "split"}
        if problem.state in SHOWN and problem.community_id:
            names.add("take_on")
    return names


def _button(problem: Any, name: str, filled: bool) -> dict[str, Any]:
    act, address = ACTS[name], reverse("problem_act", args=[problem.pk, name])
    tone = "filled" if filled else "final" if name == "dismiss" else "quiet" if name in SELDOM else "plain"
    button = {"label": act.label, "key": act.key, "icon": act.icon, "tone": tone}
    if name in ONE_STEP:
        return button | {"attrs": {"form": "one-step", "formaction": address}}
    attrs = {"id": f"act-{name}", "hx-get": address, "hx-target": "#panel", "aria-controls": "panel"}
    return button | {"url": address, "attrs": attrs}


@desk
def act(request: HttpRequest, actor: Actor, problem_id: int, move: str) -> HttpResponse:
    """GET shows the act's form, POST makes it."""
    problem = seen_problem(actor, problem_id)
    if move in TICKED:
        return TICKED[move](request, actor, problem)
    if move not in ACTS:
        raise Http404
    if request.method != "POST":
        return _asked(request, actor, problem, move)
    require(actor, ACTS[move].permit, problem)
    if move in ONE_STEP:
        return _one_step(request, actor, problem, move)
    if "start" in request.POST:  # rows were ticked on the problem's page: its form comes next
        return _page(request, _form(actor, problem, move))
    form = _form(actor, problem, move, request.POST)
    return _send(request, form) if form.is_valid() else _page(request, form, status=422)


def _asked(request: HttpRequest, actor: Actor, problem: Any, move: str) -> HttpResponse:
    if move not in FIELDS or move not in _open(actor, problem):
        messages.warning(request, _("这一步现在不能做，看看下面的经过。"))
        return HttpResponseRedirect(page_of(problem.pk))
    return _page(request, _form(actor, problem, move))


def _form(actor: Actor, problem: Any, move: str, data: Any = None) -> ActForm:
    ticked = choices(actor, problem) if move == "split" else ()
    return ActForm(data, problem=problem, act=move, actor=actor, members=ticked)


def _one_step(request: HttpRequest, actor: Actor, problem: Any, move: str) -> HttpResponse:
    seen = digits(request.POST.get("seen", ""))
    try:
        services.move_problem(actor=actor, problem_id=problem.pk, move=move, seen=seen)
    except Refused as error:
        if error.code != "stale":
            raise
        messages.warning(request, str(error))
    else:
        messages.success(request, str(ACTS[move].done))
    return HttpResponseRedirect(onward(request, page_of(problem.pk)))


def _send(request: HttpRequest, form: ActForm) -> HttpResponse:
    try:
        made = DO[form.act](form) if form.act in DO else _move(form)
    except Refused as error:
        return _refused(request, form, error)
    messages.success(request, str(ACTS[form.act].done))
    if form.act == "split":
        return HttpResponseRedirect(f"{page_of(made.pk)}?of={form.problem.pk}")
    return HttpResponseRedirect(onward(request, f"{page_of(form.problem.pk)}?done={form.act}"))


def _move(form: ActForm) -> Any:
    return services.move_problem(
        actor=form.actor, problem_id=form.problem.pk, move=form.act, seen=form.version, **form.given()
    )


def _rename(form: ActForm) -> Any:
    title = form.cleaned_data["title"]
    return services.rename(actor=form.actor, problem_id=form.problem.pk, title=title, seen=form.version)


def _split(form: ActForm) -> Any:
    picked = [Ref(CASE, int(number)) for number in form.cleaned_data["select"]]
    title, number = form.cleaned_data["title"], form.problem.pk
    return services.split(actor=form.actor, problem_id=number, messages=picked, title=title, seen=form.version)


def _put_in(form: ActForm) -> Any:
    message = Ref(CASE, form.cleaned_data["number"])
    return services.put_in(actor=form.actor, problem_id=form.problem.pk, message=message)


def _take_on(form: ActForm) -> Any:
    return services.take_on(actor=form.actor, problem_id=form.problem.pk, month=int(form.cleaned_data["month"]))


DO: dict[str, Callable[[ActForm], Any]] = {
    "rename": _rename, "split": _split, "put_in": _put_in, "take_on": _take_on,
}  # fmt: skip


def _refused(request: HttpRequest, form: ActForm, error: Refused) -> HttpResponse:
    if error.code in ("denied", "unknown") and not error.field:
        raise error
    if error.code == "stale":
        return _stale(request, form, error)
    field = FIELD.get(error.field, error.field)
    form.add_error(field if field in form.fields else None, str(error))
    return _page(request, form, status=422)


def _stale(request: HttpRequest, form: ActForm, error: Refused) -> HttpResponse:
    """Somebody was quicker: show the last that happened, keep what was typed, send again if the step is still open."""
    now = fresh(form.problem.pk)
    kept: Any = request.POST.copy()
    kept["seen"] = str(now.version if now else "")
    again = _form(form.actor, now, form.act, kept)
    typed = [(form[name].label, form.data.get(name, "")) for name in FIELDS[form.act] if name != "select"]
    more = {
        "meanwhile": said.entries(reading.story(now)[-3:]) if now else [], "stale": str(error), "typed": typed,
        "still": form.act in _open(form.actor, now),
    }  # fmt: skip
    return _page(request, again, unchecked=True, status=409, **more)


def _page(
    request: HttpRequest, form: ActForm, *, unchecked: bool = False, status: int = 200, **more: Any
) -> HttpResponse:
    """The form by itself, or as the piece that opens under the act bar."""
    piece = request.method == "GET" and bool(request.headers.get("HX-Request"))
    context = {
        "problem": form.problem, "form": form, "move": form.act, "act": ACTS[form.act], "unchecked": unchecked,
        "piece": piece, "next": _beside(request, form.act) if piece else request.POST.get("next", ""),
        "rows": members(form.actor, form.problem) if form.act == "split" else [],
        "picked": _picked(request), "home": page_of(form.problem.pk), "final": form.act == "dismiss", "still": True,
        **more,
    }  # fmt: skip
    template = "web/problems_act_form.html" if piece else "web/problems_act.html"
    return render(request, template, context, status=status)


def _picked(request: HttpRequest) -> set[int]:
    """The rows that were ticked."""
    return {number for number in map(digits, request.POST.getlist("select")) if number}


def _beside(request: HttpRequest, did: str) -> str:
    """Back to the list with the problem beside it, when the form was opened there."""
    here = urlsplit(request.headers.get("HX-Current-URL", ""))
    if here.path != reverse("problems"):
        return ""
    kept = [(key, value) for key, value in parse_qsl(here.query) if key != "done"]
    return f"{here.path}?{urlencode([*kept, ('done', did)])}"


def onward(request: HttpRequest, otherwise: str) -> str:
    """Where the form wants to go on to, if that is a page of ours."""
    wanted = request.POST.get("next", "")
    fine = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if wanted and fine else otherwise


# --- what is done with ticked rows, and what is taken back -----------------------------------------------------------


def _take_out(request: HttpRequest, actor: Actor, problem: Any) -> HttpResponse:
    """Take the ticked messages out, one act each."""
    if request.method != "POST":
        raise Http404
    require(actor, SORT, problem)
    done, last = 0, ""
    for number in filter(None, map(digits, request.POST.getlist("select")[:100])):
        try:
            services.take_out(actor=actor, problem_id=problem.pk, message=Ref(CASE, number))
            done += 1
        except Refused as error:
            last = str(error)
    if done:
        messages.success(request, _("拿出去 %(n)d 件，系统不会再放回来。") % {"n": done})
    else:
        messages.warning(request, last or _("请先勾选要拿出去的几件。"))
    return HttpResponseRedirect(onward(request, page_of(problem.pk)))


def _take_off(request: HttpRequest, actor: Actor, problem: Any) -> HttpResponse:
    """Take it off a month's list."""
    if request.method != "POST":
        raise Http404
    require(actor, SORT, problem)
    try:
        month = digits(request.POST.get("month", "")[:6]) or 0
        services.take_on(actor=actor, problem_id=problem.pk, month=month, taken=False)
        messages.success(request, _("从每月一题里撤下了。"))
    except Refused as error:
        messages.warning(request, str(error))
    return HttpResponseRedirect(onward(request, page_of(problem.pk)))


TICKED: dict[str, Callable[[HttpRequest, Actor, Any], HttpResponse]] = {"take_out": _take_out, "take_off": _take_off}
