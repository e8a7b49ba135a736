"""The desk of topics: the list, one topic with what may be done and what is missing, each act's form, its sending."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongzhi.deliberation import selectors, words
from gongzhi.deliberation.models import Topic
from gongzhi.deliberation.pages import gate, said
from gongzhi.deliberation.pages import topics as public
from gongzhi.deliberation.pages.desk_fields import ActForm
from gongzhi.deliberation.pages.desk_table import ACTS, MAIN, ONE_STEP, SELDOM
from gongzhi.deliberation.permits.topics import GRANTERS
from gongzhi.deliberation.selectors import topics as read
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.permit import may, require
from gongzhi.kernel.turning import begins, turns

PAGE = 30
TABS = {
    "": gettext_lazy("没了结的"),
    "raised": gettext_lazy("等人看"),
    "talking": gettext_lazy("正在商量"),
    "deciding": gettext_lazy("正在决定"),
    "doing": gettext_lazy("正在落实"),
    "over": gettext_lazy("了结的"),
}
STATES = {
    "": tuple(read.OPEN), "raised": ("raised",), "talking": ("taken_up", "investigating", "deliberating"),
    "deciding": ("deciding",), "doing": ("decided", "carried_out"), "over": ("reviewed", "dropped", "joined"),
}  # fmt: skip
NEXT = {"investigating": ("deliberate",), "deliberating": ("put_to_vote", "conclude"), "deciding": ("conclude",),
        "decided": ("carry_out",), "taken_up": ("deliberate",)}  # fmt: skip


@gate.desk
def topics(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The topics that the actor's seats have to do with; ?state= narrows."""
    mine = selectors.topics_for(actor)
    chosen = request.GET.get("state", "")
    chosen = chosen if chosen in TABS else ""
    start = begins(request.GET.get("from"))
    rows = list(mine.filter(state__in=STATES[chosen])[start : start + PAGE + 1])
    kept = f"state={chosen}&" if chosen else ""
    cards = [one | {"url": reverse("topic_desk", args=[one["topic"].pk])} for one in said.cards(rows[:PAGE])]
    context = {
        "cards": cards, "tabs": _tabs(mine, chosen), "chosen": chosen, "grants": any(actor.seats_as(*GRANTERS)),
        **turns(start, PAGE, more=len(rows) > PAGE, kept=kept),
    }  # fmt: skip
    return render(request, "deliberation/desk_list.html", context)


def _tabs(mine: QuerySet[Topic], chosen: str) -> list[dict[str, Any]]:
    counts = dict(mine.order_by().values_list("state").annotate(many=Count("pk")))
    return [
        {"label": label, "url": f"?state={key}" if key else "?", "current": key == chosen,
         "count": sum(counts.get(state, 0) for state in STATES[key])}
        for key, label in TABS.items()
    ]  # fmt: skip


@gate.desk
def topic(request: HttpRequest, actor: Actor, topic_id: int) -> HttpResponse:
    """One topic for those who move it."""
    found = _seen(request, actor, topic_id)
    return render(request, "deliberation/desk_one.html", shown(request, actor, found))


def _seen(request: HttpRequest, actor: Actor, topic_id: int) -> Topic:
    found = selectors.topic(topic_id)
    if found is None:
        raise Http404(_("没有这个议题，请回到列表再选。"))
    require(actor, "topic.inspect", found)
    request.frame_place = found.place.name  # type: ignore[attr-defined]
    return found


def shown(request: HttpRequest, actor: Actor, found: Topic) -> dict[str, Any]:
    """The public page's content, the acts that are open, and what is missing before the next step."""
    return public.whole(request, found) | {
        "acts": bar(actor, found), "missing": missing(found), "unmet": selectors.unmet(found),
        "signatures": selectors.signatures(found.pk)[0],
    }  # fmt: skip


def missing(found: Topic) -> list[dict[str, Any]]:
    """For each next step what is still missing before it, in words."""
    here = selectors.standing(found)
    kind = selectors.kind(found.kind)
    rows = []
    for move in NEXT.get(found.state, ()):
        if move == "put_to_vote" and kind is not None and not kind.votes:
            continue
        lacking = selectors.missing_before(found, move, here)
        rows.append({"move": words.TOPIC_MOVES[move], "lacking": [words.MISSING[code] for code in lacking]})
    return rows


def open_acts(actor: Actor, found: Topic) -> list[str]:
    """The acts that the state, the table and the permits allow now, in the order of the table."""
    kind, seats = selectors.kind(found.kind), {row.state for row in selectors.seats_of(found.pk)}
    lot = next((lot for lot in read.lots_of(found.pk) if lot.drawn_at is None), None)
    needs = {
        "item": found.parties.exists(), "item_off": found.items.exists(), "seat": found.parties.exists(),
        "invite": "planned" in seats, "answered": "invited" in seats, "replace": bool(seats),
        "minority": found.parties.exclude(minority="").exists(), "put_to_vote": kind is None or kind.votes,
        "lot": found.method == "panel" and lot is None, "draw": lot is not None,
        "publish": found.published_at is None, "carry_out": found.published_at is not None,
    }  # fmt: skip
    return [
        name
        for name, act in ACTS.items()
        if found.state in act.states and needs.get(name, True) and may(actor, act.permit, found)
    ]


def bar(actor: Actor, found: Topic) -> list[dict[str, Any]]:
    """The acts as the bar takes them: the one to do next first and filled, the one that ends it last."""
    names = open_acts(actor, found)
    first = _first(names, found)
    ordered = sorted(names, key=lambda name: (name != first, ACTS[name].final, name in SELDOM, list(ACTS).index(name)))
    return [_button(found, name, name == first) for name in ordered]


def _first(names: list[str], found: Topic) -> str:
    """The one thing to do next: what is missing comes before the step that waits for it."""
    done = {
        "investigate": found.investigations.exists(), "parties": found.parties.exists(),
        "seat": not selectors.missing_before(found, "deliberate") or found.seats.exists(),
        "minority": not selectors.unmet(found), "deliberate": bool(selectors.missing_before(found, "deliberate")),
        "conclude": bool(selectors.missing_before(found, "conclude")),
        "put_to_vote": bool(selectors.missing_before(found, "put_to_vote")),
    }  # fmt: skip
    kind = selectors.kind(found.kind)
    main = [*MAIN[:-4], "put_to_vote", *MAIN[-4:]] if kind and kind.votes else list(MAIN)
    return next((name for name in main if name in names and not done.get(name, False)), "")


def _button(found: Topic, name: str, filled: bool) -> dict[str, Any]:
    act, where = ACTS[name], reverse("topic_act", args=[found.pk, name])
    tone = "filled" if filled else "final" if act.final else "quiet" if name in SELDOM else "plain"
    button = {"label": act.label, "icon": act.icon, "tone": tone}
    if name in ONE_STEP:
        return button | {"attrs": {"form": "one-step", "formaction": where}}
    attrs = {"id": f"act-{name}", "hx-get": where, "hx-target": "#panel", "aria-controls": "panel"}
    return button | {"url": where, "attrs": attrs}


@gate.desk
def act(request: HttpRequest, actor: Actor, topic_id: int, name: str) -> HttpResponse:
    """GET shows the act's form, POST makes it."""
    found = _seen(request, actor, topic_id)
    if name not in ACTS:
        raise Http404
    home = reverse("topic_desk", args=[found.pk])
    if name not in open_acts(actor, found):
        messages.warning(request, _("这一步现在不能做，看看下面的经过。"))
        return HttpResponseRedirect(home)
    posted = request.method == "POST"
    form = ActForm(request.POST if posted else None, topic=found, act=name, actor=actor)
    if not posted:
        return _page(request, form)
    if not form.is_valid():
        return _page(request, form, 422)
    try:
        ACTS[name].do(actor, found, form.given())
    except Refused as error:
        return _refused(request, form, error)
    messages.success(request, str(ACTS[name].done))
    return HttpResponseRedirect(home)


FIELD = {"due": "day", "fen": "sum", "kind": "how", "items": "shares", "agenda": "orders", "method": "method"}


def _refused(request: HttpRequest, form: ActForm, error: Refused) -> HttpResponse:
    if error.code == "denied" or form.act in ONE_STEP:
        messages.warning(request, str(error))
        return HttpResponseRedirect(reverse("topic_desk", args=[form.topic.pk]))
    field = error.field if error.field in form.fields else FIELD.get(error.field, "")
    form.add_error(field if field in form.fields else None, str(error))
    return _page(request, form, 422)


def _page(request: HttpRequest, form: ActForm, status: int = 200) -> HttpResponse:
    piece = bool(getattr(request, "htmx", None)) and request.method == "GET"
    context = {"form": form, "act": ACTS[form.act], "name": form.act, "topic": form.topic, "piece": piece,
               "home": reverse("topic_desk", args=[form.topic.pk])}  # fmt: skip
    template = "deliberation/act_form.html" if piece else "deliberation/act.html"
    return render(request, template, context | {"alone": not piece}, status=status)
