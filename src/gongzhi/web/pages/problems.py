"""Recurring problems for staff: the list, hottest first, and the page of one, side by side on a desk."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from gongzhi.flows import problem_to_topic
from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.digits import digits
from gongzhi.kernel.permit import may
from gongzhi.kernel.turning import begins, turns
from gongzhi.mandates import selectors as mandates
from gongzhi.mandates.words import matter_name
from gongzhi.triage import selectors
from gongzhi.triage.lifecycle import PROBLEM
from gongzhi.triage.selectors import reading
from gongzhi.triage.selectors.problems import SHOWN
from gongzhi.web.pages import problems_acts as acts
from gongzhi.web.pages import problems_figures as figures
from gongzhi.web.pages import problems_said as said
from gongzhi.web.pages.problems_gate import desk, seen_problem
from gongzhi.web.pages.problems_members import Member, concerned, members, unseen
from gongzhi.web.parts import Tab

PAGE = 30
MOST = 60  # messages listed before "all"
TABS = {
    "": gettext_lazy("没了结的"),
    "asked": gettext_lazy("等我们办"),
    "found": gettext_lazy("等人看"),
    "confirmed": gettext_lazy("等定办法"),
    "planned": gettext_lazy("正在办"),
    "watched": gettext_lazy("在观察"),
    "ended": gettext_lazy("了结的"),
}


@require_safe
@desk
def problems(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The problems that the reader may see; ?state= narrows, ?open= shows one beside the list."""
    mine, asked = selectors.problems_for(actor), reading.asked_of(actor)
    waiting = {number for numbers in asked.values() for number in numbers}
    chosen = request.GET.get("state", "")
    chosen = chosen if chosen in TABS else ""
    start = begins(request.GET.get("from"))
    rows = list(_chosen(mine, chosen, waiting)[start : start + PAGE + 1])
    opened = digits(request.GET.get("open", ""))
    kept = f"state={chosen}&" if chosen else ""
    counts = reading.by_state(mine)
    context = {
        "tabs": _tabs(counts, len(waiting), chosen),
        "rows": _rows(rows[:PAGE], opened, f"{kept}from={start}&" if start else kept),
        "any": any(counts.values()), "chosen": chosen, "load": _load(asked),
        **turns(start, PAGE, more=len(rows) > PAGE, kept=kept),
        "list_url": f"{reverse('problems')}?{kept}".rstrip("?&"),
    }  # fmt: skip
    beside = mine.filter(pk=opened).first() if opened else None
    if beside is not None:
        context |= {"has_detail": True, **shown(request, actor, beside)}
    return render(request, "web/problems.html", context)


def _chosen(mine: QuerySet[Any], chosen: str, waiting: set[int]) -> QuerySet[Any]:
    if chosen == "asked":
        return mine.filter(pk__in=waiting)
    states = {"": reading.OPEN, "ended": reading.ENDED}.get(chosen, (chosen,))
    return mine.filter(state__in=states)


def _tabs(counts: dict[str, int], waiting: int, chosen: str) -> list[Tab]:
    def count(key: str) -> int:
        if key == "asked":
            return waiting
        states = {"": reading.OPEN, "ended": reading.ENDED}.get(key, (key,))
        return sum(counts[state] for state in states)

    return [
        Tab(str(capfirst(label)), f"?state={key}" if key else "?", key == chosen, count(key))
        for key, label in TABS.items()
    ]


def _load(asked: dict[str, list[int]]) -> str:
    """What waits for the reader's bodies, in one sentence."""
    parts = [str(said.WAITS[kind]) % {"n": len(asked[kind])} for kind in said.WAITS if asked.get(kind)]
    return _("等您单位：%(what)s。") % {"what": _("，").join(parts)} if parts else _("现在没有等您单位办的。")


def _rows(rows: list[Any], opened: int | None, kept: str) -> list[dict[str, Any]]:
    """The list's rows; four queries whatever their number."""
    ids = [one.pk for one in rows]
    weeks, clocks, spots = reading.weeks_of_many(ids), reading.clocks_of_many(ids), reading.places_of_many(ids)
    names = figures.spot_names(spot for found in spots.values() for spot, _many in found[:2])
    return [
        {
            "ident": one.pk, "title": one.title, "url": f"{reverse('problems')}?{kept}open={one.pk}",
            "opened": one.pk == opened, "said": said.people_said(one.people, one.size),
            "trend": said.trend(weeks[one.pk]), "bars": said.bars(weeks[one.pk]),
            "span": said.span(one), "where": figures.where_said(spots[one.pk], names),
            "area": (one.community or one.street).name, "lead": one.lead.name if one.lead else "",
            **_state(one, clocks.get(one.pk)),
        }
        for one in rows
    ]  # fmt: skip


def _state(one: Any, duty: Any) -> dict[str, Any]:
    late = duty is not None and one.state != "watched" and duty.due_at < clock.now()
    tone = "late" if late else said.TONES.get(one.state, "")
    due = duty.due_at if duty is not None else None
    return {"state": capfirst(said.STATES[one.state]), "icon": said.ICONS[one.state], "tone": tone, "due": due}


@require_safe
@desk
def problem(request: HttpRequest, actor: Actor, problem_id: int) -> HttpResponse:
    """One problem, whole."""
    found = seen_problem(actor, problem_id)
    return render(request, "web/problems_one.html", shown(request, actor, found))


def shown(request: HttpRequest, actor: Actor, one: Any) -> dict[str, Any]:
    """Everything that the page, and the list's right side, say of a problem that the reader may see."""
    duty = reading.clocks_of_many([one.pk]).get(one.pk)
    rows = members(actor, one)
    coming, unknown = figures.season(one)
    people, size = selectors.counted([one.pk])[one.pk]
    return {
        "problem": one, "said": said.people_said(people, size), "span": said.span(one),
        "area": (one.community or one.street).name, "matter": _matter(one),
        "promise": said.promise(one, duty), "acts": acts.bar(actor, one),
        **_state(one, duty), "members": _listed(request, rows), "all_members": len(rows), "unseen": unseen(rows),
        "may_sort": bool(may(actor, "problem.sort", one)) and PROBLEM.is_open(one.state),
        "concerned": concerned(actor, one), "weekly": figures.weekly(one), "season": coming, "unknown": unknown,
        "beside": figures.beside(selectors.before_and_after(one), "beside", public=False),
        "map": figures.where(one), "story": said.entries(reading.story(one)), "months": _months(one),
        "joined": reading.joined_here(one), "public": one.state in SHOWN, "sent": _sent(request, one.pk),
        "list_only": reverse("problems"), "topics": problem_to_topic.topics_of(one.pk),
        "may_topic": one.state in SHOWN and bool(may(actor, problem_to_topic.PERMIT, one)),
    }  # fmt: skip


def _sent(request: HttpRequest, number: int) -> str:
    """The draft that was just sent, so that the device forgets it."""
    done, parent = request.GET.get("done", ""), digits(request.GET.get("of", ""))
    if parent:
        return f"p{parent}-split"
    return f"p{number}-{done}" if done in acts.ACTS else ""


def _matter(one: Any) -> str:
    known = mandates.matter(one.matter) if one.matter else None
    return matter_name(known) if known else _("不止一类事")


def _listed(request: HttpRequest, rows: list[Member]) -> list[Member]:
    return rows if "all" in request.GET else rows[:MOST]


def _months(one: Any) -> list[tuple[int, str]]:
    return [(month, said.month_name(month)) for month in reading.months_of(one.pk)]
