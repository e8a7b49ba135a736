"""The desk of needs: the list in its order with the reasons, one need with what fits it, each act's form."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from gongzhi.kernel.actor import Actor
from gongzhi.kernel.digits import digits
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.permit import may
from gongzhi.kernel.turning import begins, turns
from gongzhi.organisations import visitors
from gongzhi.projects.models import Need
from gongzhi.projects.pages import matching_said
from gongzhi.projects.pages import needs_said as said
from gongzhi.projects.pages.needs import MOST, PAGE
from gongzhi.projects.pages.needs_forms import ACTS, BESIDE, ActForm
from gongzhi.projects.selectors import matching, resources
from gongzhi.projects.selectors import needs as read
from gongzhi.projects.services import needs_people
from gongzhi.projects.words import needs as words

STATES: dict[str, tuple[str, ...]] = {
    "": ("listed",), "raised": ("raised",), "planned": ("planned",), "later": ("later",),
    "joined": ("joined",), "over": ("met", "otherwise", "cannot", "withdrawn"),
}  # fmt: skip
TABS = {
    "": gettext_lazy("在清单上"),
    "raised": gettext_lazy("等社区看"),
    "planned": gettext_lazy("成了项目"),
    "later": gettext_lazy("现在不办"),
    "joined": gettext_lazy("并在一起"),
    "over": gettext_lazy("有了结果的"),
}


@require_GET
@visitors.desk()
def listed(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The needs that the actor's seats have to do with, in the list's order; ?state= narrows."""
    rows, chosen = read.needs_for(actor), request.GET.get("state", "")
    chosen = chosen if chosen in TABS else ""
    start = begins(request.GET.get("from"))
    placed = read.ordered(rows.filter(state__in=STATES[chosen])[:MOST])
    cards = [
        card | {"url": reverse("need_desk", args=[card["need"].pk]), "open": False}
        for card in said.cards(placed[start : start + PAGE], actor)
    ]
    kept = f"state={chosen}&" if chosen else ""
    context = {
        "cards": cards, "tabs": _tabs(rows, chosen), "chosen": chosen,
        **turns(start, PAGE, more=len(placed) > start + PAGE, kept=kept),
        "propose": visitors.address("project_new"),
    }  # fmt: skip
    return render(request, "projects/needs_desk.html", context)


def _tabs(rows: QuerySet[Need], chosen: str) -> list[dict[str, Any]]:
    counts = dict(rows.order_by().values_list("state").annotate(many=Count("pk")))
    return [
        {
            "label": label, "url": f"?state={key}" if key else "?", "current": key == chosen,
            "count": sum(counts.get(state, 0) for state in STATES[key]),
        }
        for key, label in TABS.items()
    ]  # fmt: skip


def _found(request: HttpRequest, actor: Actor, need_id: int) -> Need:
    found = read.need(need_id)
    if found is None or found.pk not in set(read.needs_for(actor).filter(pk=need_id).values_list("pk", flat=True)):
        raise Http404(_("没有这件需求，请回到清单再选。"))
    request.frame_place = found.place.name  # type: ignore[attr-defined]
    return found


@require_http_methods(["GET", "POST"])
@visitors.desk()
def one(request: HttpRequest, actor: Actor, need_id: int) -> HttpResponse:
    """One need for its desk: the acts, what fits it and why, what was put together; POST opens who stands behind it."""
    found = _found(request, actor, need_id)
    people = []
    if request.method == "POST":
        try:
            people = needs_people.open_supporters(actor=actor, need_id=found.pk)
        except Refused as refusal:
            messages.warning(request, str(refusal))
    placed, open_now = read.ordered([found])[0], found.state in ("listed", "later", "planned")
    context = {
        "need": found, **said.state(found), "purpose": words.PURPOSES[found.purpose], "source": said.source(found),
        "acts": bar(actor, found), "why": [said.reason(code, given) for code, given in placed.reasons],
        "duty": read.duty_of(found), "askings": [
            {"row": row, "way": words.ASKED_BY[row.way]} for row in read.askings_of(found.pk)
        ],
        "matching": matching_said.matches(matching.match(found.place, [found])[0]) if open_now else None,
        "may_match": may(actor, "need.sort", found), "served": resources.serving(found),
        "joined": read.joined_into(found), "story": said.story(found), "people": people,
        "opened": request.method == "POST", "may_open": bool(may(actor, "need.supporters", found)),
        "ended": said.ended(found, read.last_words([found.pk]).get(found.pk, {})),
        "propose": _propose(found), "times": matching_said.times(found.times),
    }  # fmt: skip
    return render(request, "projects/need_desk.html", context)


def _propose(found: Need) -> str:
    url = visitors.address("project_new")
    return f"{url}?need={found.pk}" if url and found.state in ("listed", "later") else ""


def bar(actor: Actor, found: Need) -> list[dict[str, Any]]:
    """The acts that the state and the permits allow: the first is filled, those that end it stand last."""
    names = [
        name
        for name, act in ACTS.items()
        if name not in BESIDE and found.state in act.states and may(actor, act.permit, found)
    ]
    names.sort(key=lambda name: ACTS[name].final)
    return [
        {
            "label": ACTS[name].label, "icon": ACTS[name].icon, "url": reverse("need_desk_act", args=[found.pk, name]),
            "tone": "final" if ACTS[name].final else "filled" if place == 0 else "plain",
        }
        for place, name in enumerate(names)
    ]  # fmt: skip


@require_http_methods(["GET", "POST"])
@visitors.desk()
def act(request: HttpRequest, actor: Actor, need_id: int, name: str) -> HttpResponse:
    """GET shows the act's form, POST makes it."""
    found = _found(request, actor, need_id)
    if name not in ACTS:
        raise Http404
    home = reverse("need_desk", args=[found.pk])
    if found.state not in ACTS[name].states or not may(actor, ACTS[name].permit, found):
        messages.warning(request, _("这一步现在不能做，看看下面的经过。"))
        return HttpResponseRedirect(home)
    form = ActForm(
        request.POST if request.method == "POST" else None, need=found, act=name,
        initial={"resource": digits(request.GET.get("resource"))},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            ACTS[name].do(actor, found, form.cleaned_data)
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            messages.success(request, str(ACTS[name].done))
            return HttpResponseRedirect(home)
    context = {"form": form, "act": ACTS[name], "home": home, "title": found.title}
    return render(request, "projects/needs_act.html", context, status=422 if form.is_bound else 200)
