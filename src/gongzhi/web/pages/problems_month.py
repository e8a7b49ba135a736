"""每月一题 for everybody: what a community took on in a month, with the plan, by when, and before and after."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from gongzhi.indicators.selectors import small_count
from gongzhi.kernel import clock
from gongzhi.kernel.errors import Refused
from gongzhi.organisations import selectors as organisations
from gongzhi.organisations.whereabouts import COMMUNITY
from gongzhi.places import selectors as places
from gongzhi.triage import selectors
from gongzhi.triage.selectors import reading
from gongzhi.triage.selectors.problems import SHOWN
from gongzhi.web.pages import problems_figures as figures
from gongzhi.web.pages import problems_said as said

PUBLIC_WORDS = ("plan", "progress", "finish")


@require_safe
def here(request: HttpRequest) -> HttpResponse:
    """The community remembered in this browser, or the only one; else the list to choose from."""
    served = [body.place for body in organisations.bodies_of_kind("residents_committee")]
    served = [place for place in served if place.level == "community"]
    known = [place for place in served if place.code == request.COOKIES.get(COMMUNITY)] or served
    if len(known) == 1 and "choose" not in request.GET:
        return redirect("month_here", known[0].code)
    with_topics = set(reading.communities_with_months())
    rows = [(place.name, reverse("month_here", args=[place.code]), place.pk in with_topics) for place in served]
    return render(request, "web/problems_choose.html", {"communities": rows})


@require_safe
def month(request: HttpRequest, code: str, month: int = 0) -> HttpResponse:
    """What a community took on in a month; this month unless another one is named."""
    place, today = _community(code), clock.today()
    now = today.year * 100 + today.month
    shown = month or now
    if not (1 <= shown % 100 <= 12 and 2000 <= shown // 100 <= 2200):
        raise Http404
    request.frame_place = place.name  # type: ignore[attr-defined]
    found = [topic.problem for topic in selectors.month_topics([place.pk], shown)]
    address = reverse("month_of", args=[place.code, shown])
    context = {
        "place": place, "month": said.month_name(shown), "topics": topics(found),
        "answer": _answer(place, shown, [p for p in found if p.state in SHOWN]),
        "earlier": [
            (said.month_name(m), reverse("month_of", args=[place.code, m]), many)
            for m, many in reading.months_here(place.pk) if m != shown
        ],
        "link": request.build_absolute_uri(address), "current": shown == now,
    }  # fmt: skip
    return render(request, "web/problems_month.html", context)


def _community(code: str) -> Any:
    try:
        place = places.by_code(code)
    except Refused as refusal:
        raise Http404(str(refusal.message)) from refusal
    if place.level != "community":
        raise Http404
    return place


def _answer(place: Any, month: int, found: list[Any]) -> str:
    words = {"place": place.name, "month": said.month_name(month), "n": len(found)}
    if not found:
        return _("%(month)s，%(place)s还没有列出每月一题。") % words
    done = sum(1 for one in found if one.state in ("watched", "solved"))
    text = ngettext(
        "%(month)s，%(place)s认领了 %(n)d 题。", "%(month)s，%(place)s认领了 %(n)d 题。", len(found)
    ) % words  # fmt: skip
    return text + _("办好 %(done)d 题。") % {"done": done}


def topics(found: list[Any]) -> list[dict[str, Any]]:
    """Problems that people confirmed, as everybody may read them; never a message, never a name."""
    shown = [one for one in found if one.state in SHOWN]
    ids = [one.pk for one in shown]
    words, counts = reading.last_words(ids, PUBLIC_WORDS), selectors.counted(ids)
    clocks = reading.clocks_of_many(ids)
    return [_topic(one, words.get(one.pk, []), counts[one.pk][0], clocks.get(one.pk)) for one in shown]


def _topic(one: Any, words: list[Any], people: int, duty: Any) -> dict[str, Any]:
    late = duty is not None and one.state != "watched" and duty.due_at < clock.now()
    return {
        "problem": one, "url": reverse("problem_public", args=[one.pk]), "state": capfirst(said.STATES[one.state]),
        "icon": said.ICONS[one.state], "tone": "late" if late else "", "people": neighbours(people),
        "lead": one.lead.name if one.lead else "", "due": one.plan_due,
        "plan": next((w.text for w in words if w.kind == "plan"), ""),
        "latest": next((w for w in words if w.kind != "plan"), None),
        "beside": figures.beside(selectors.before_and_after(one), f"beside-{one.pk}", public=True),
        "words": words, "duty": duty,
    }  # fmt: skip


def neighbours(people: int) -> str:
    """How many said it, to everybody; a small count is not said."""
    if people < small_count():
        return _("有邻居说过")
    return ngettext("%(n)d 位邻居说过", "%(n)d 位邻居说过", people) % {"n": people}


@require_safe
def public(request: HttpRequest, problem_id: int) -> HttpResponse:
    """One problem as everybody may read it; what nobody confirmed is not there."""
    one = selectors.problem(problem_id)
    if one is not None and one.state == "joined" and one.into and one.into.state in SHOWN:
        return redirect("problem_public", one.into_id)
    if one is None or one.state not in SHOWN:
        raise Http404
    area = one.community or one.street
    request.frame_place = area.name  # type: ignore[attr-defined]
    topic = topics([one])[0]
    context = {
        "topic": topic, "problem": one, "area": area.name, "promise": said.promise(one, topic["duty"]),
        "story": [_entry(word) for word in topic["words"]],
        "months": [(said.month_name(m), reverse("month_of", args=[area.code, m])) for m in reading.months_of(one.pk)],
        "back": reverse("month_here", args=[area.code]) if one.community else "/",
    }  # fmt: skip
    return render(request, "web/problems_public.html", context)


def _entry(word: Any) -> dict[str, Any]:
    """Words that were written for everybody, as the timeline takes them."""
    says = {"plan": _("定了办法"), "progress": _("记了进展"), "finish": _("办好了")}
    return {"at": word.at, "who": word.body.name if word.body else "", "sentence": says[word.kind], "detail": word.text}


def month_line(community_id: int, code: str) -> dict[str, Any] | None:
    """For the community's home page: what it takes on this month; None where there is nothing."""
    today = clock.today()
    found = selectors.month_topics([community_id], today.year * 100 + today.month)
    titles = [topic.problem.title for topic in found if topic.problem.state in SHOWN]
    return {"titles": titles, "url": reverse("month_here", args=[code])} if titles else None
