"""The project desk: what is late first, one project with one act at a time, a new project from needs."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gongzhi.kernel.actor import Actor
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.permit import may, require
from gongzhi.kernel.turning import begins, turns
from gongzhi.organisations import visitors
from gongzhi.projects import selectors, services
from gongzhi.projects.lifecycle import STEPS
from gongzhi.projects.models import Project
from gongzhi.projects.pages import project_public as public
from gongzhi.projects.pages import project_said as said
from gongzhi.projects.pages.project_forms import ActForm, ProposeForm, open_acts, place_of
from gongzhi.projects.pages.project_table import ACTS
from gongzhi.projects.selectors import project_asked

MOST, PAGE = 1000, 50  # looked at, shown at a time
desk = visitors.desk()
# The one thing to do next in each state, if it is open; what comes first is filled.
FIRST = {
    "collected": ("deliberate",), "deliberated": ("fix",), "fixed": ("notice",),
    "noticed": ("choose", "sign", "start"), "building": ("met", "hand_in"),
    "accepting": ("call", "draw", "pass"), "judging": ("close",),
}  # fmt: skip


@desk
def listed(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The open projects of the reader's seats, what is late first; ?over=1 those that have ended. A page at a time."""
    over, start = "over" in request.GET, begins(request.GET.get("from"))
    rows = selectors.for_desk(actor).prefetch_related("milestones", "blockers")
    kept, head = _over(rows, start) if over else _open(rows, start)
    context = {
        **head, "cards": kept[:PAGE], "over": over,
        "helping": said.cards(project_asked.to_help(actor)) if not (over or start) else [],
        "tabs": [{"label": _("没了结的"), "url": "?", "current": not over},
                 {"label": _("了结的"), "url": "?over=1", "current": over}],
        **turns(start, PAGE, more=len(kept) > PAGE, kept="over=1&" if over else ""),
    }  # fmt: skip
    return render(request, "projects/projects_desk.html", context)


def _open(rows: QuerySet[Project], start: int) -> tuple[list[dict[str, Any]], dict[str, int]]:
    """What is late is known only after all are looked at; of very many those that have stood longest."""
    found = rows.filter(state__in=STEPS)
    lines = selectors.by_lateness(list(found.order_by("state_since", "pk")[:MOST]))
    head = {
        "count": len(lines) if len(lines) < MOST else found.count(),
        "late": sum(1 for line in lines if line.days), "blocked": sum(1 for line in lines if line.blocked),
    }  # fmt: skip
    return [_line(line) for line in lines[start : start + PAGE + 1]], head


def _over(rows: QuerySet[Project], start: int) -> tuple[list[dict[str, Any]], dict[str, int]]:
    return said.cards(rows.exclude(state__in=STEPS).order_by("-pk")[start : start + PAGE + 1]), {}


def _line(line: selectors.Late) -> dict[str, Any]:
    why, card = [], said.card(line.project)
    if line.days and not card["late"]:  # what is being built says so beside its day
        why.append(ngettext("晚 %(n)s 天", "晚 %(n)s 天", line.days) % {"n": line.days})
    if line.blocked:
        why.append(ngettext("%(n)s 个卡点", "%(n)s 个卡点", line.blocked) % {"n": line.blocked})
    return card | {"late": line.days, "why": _("，").join(why)}


def _seen(request: HttpRequest, actor: Actor, project_id: int) -> Project:
    found = public.found_project(request, project_id)
    require(actor, "project.watch", found)
    return found


@desk
def one(request: HttpRequest, actor: Actor, project_id: int) -> HttpResponse:
    """One project for those who run it."""
    found = _seen(request, actor, project_id)
    return render(request, "projects/project_desk.html", public.whole(found, actor) | {"acts": bar(actor, found)})


def bar(actor: Actor, found: Project) -> list[dict[str, Any]]:
    """The acts: the one to do next first and filled, the one that ends it last."""
    names = [name for name in open_acts(actor, found) if may(actor, ACTS[name].permit, found)]
    first = next((name for name in FIRST.get(found.state, ()) if name in names), "")
    ordered = sorted(names, key=lambda name: (name != first, ACTS[name].final, list(ACTS).index(name)))
    return [
        {"label": ACTS[name].label, "icon": ACTS[name].icon, "url": reverse("project_act", args=[found.pk, name]),
         "tone": "filled" if name == first else "final" if ACTS[name].final else "plain", "attrs": {}}
        for name in ordered
    ]  # fmt: skip


@desk
def act(request: HttpRequest, actor: Actor, project_id: int, name: str) -> HttpResponse:
    """GET asks, POST does it."""
    found = _seen(request, actor, project_id)
    if name not in ACTS:
        raise Http404
    require(actor, ACTS[name].permit, found)
    if name not in open_acts(actor, found):
        messages.warning(request, _("这一步现在不能做，看看下面的进展。"))
        return redirect("project_desk", found.pk)
    sent = request.method == "POST"
    form = ActForm(
        request.POST if sent else None, request.FILES if sent else None, project=found, act=name, actor=actor
    )
    if sent and form.is_valid():
        try:
            ACTS[name].do(actor, found, form.given())
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            messages.success(request, str(ACTS[name].done))
            return redirect("project_desk", found.pk)
    context = {"project": found, "act": ACTS[name], "form": form, "home": reverse("project_desk", args=[found.pk])}
    return render(request, "projects/project_act.html", context, status=422 if form.errors else 200)


@desk
def new(request: HttpRequest, actor: Actor) -> HttpResponse:
    """A project from needs that are on the list here."""
    place = place_of(actor)
    form = ProposeForm(request.POST if request.method == "POST" else None, place=place)
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data
        try:
            made = services.propose(
                actor=actor, place_id=place.pk, body_id=actor.seats[0].body_id, kind=sent["kind"], title=sent["title"],
                text=sent["text"], estimate_fen=sent["estimate"] or 0, needs=sent["needs"],
            )  # fmt: skip
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            messages.success(request, _("项目提出来了，从征集开始。"))
            return redirect("project_desk", made.pk)
    return render(
        request, "projects/project_new.html", {"form": form, "place": place}, status=422 if form.errors else 200
    )
