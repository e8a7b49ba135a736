"""The inbox: what is due, soonest first, with the matter beside it where there is room."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from gongzhi.cases import selectors
from gongzhi.cases.pages.staff import cards
from gongzhi.cases.pages.staff.forms.lists import InboxForm
from gongzhi.cases.pages.staff.gate import staff
from gongzhi.cases.pages.staff.matter import shown
from gongzhi.cases.selectors import work
from gongzhi.cases.selectors.advisers import errands
from gongzhi.duties import selectors as duties
from gongzhi.duties.words import BUCKETS
from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.digits import digits
from gongzhi.kernel.errors import Refused
from gongzhi.organisations.visitors import actor_of
from gongzhi.organisations.words import COMMUNITY_ROLES as COMMUNITY
from gongzhi.organisations.words import STREET_ROLES as STREET
from gongzhi.organisations.words import WATCHERS
from gongzhi.places import selectors as places


@require_GET
@staff()
def inbox(request: HttpRequest) -> HttpResponse:
    """The open duties of my bodies; ?q= searches instead, ?open= shows one beside the list."""
    actor: Any = actor_of(request)
    query = request.GET.get("q", "").strip()
    context = _found(actor, query) if len(query) >= 2 or query.isdigit() else _due(request, actor)
    context |= {"q": query, "too_short": len(query) == 1 and not query.isdigit(), "form_action": reverse("inbox")}
    opened = digits(request.GET.get("open", ""))
    if opened and _visible(actor, opened):
        context |= {"has_detail": True, **shown(request, opened)}
    return render(request, "cases/staff/inbox.html", context)


def _visible(actor: Actor, case_id: int) -> bool:
    """What was handed on a moment ago may be out of sight: the list then stands alone."""
    try:
        return bool(selectors.case(actor, case_id))
    except Refused:
        return False


def _found(actor: Actor, query: str) -> dict[str, Any]:
    """What a search finds among what I may see."""
    found = selectors.search(actor, query)
    where = places.names_of([c.place for c in found], top="community")
    return {"cards": [cards.of_case(c, where[c.place_id]) for c in found], "searched": query}


def _due(request: HttpRequest, actor: Actor) -> dict[str, Any]:
    """The list by due time, in the heap that was asked for."""
    form = InboxForm(request.GET)
    given, bucket = form.given(), request.GET.get("bucket", "")
    counted = work.counts(actor, **given)
    rows = work.page(actor, bucket if bucket in BUCKETS else "", request.GET.get("after", ""), **given)
    opened, kept = digits(request.GET.get("open", "")), _kept(request)
    listed = [cards.of_task(task, kept, opened) for task in rows.rows]
    return {
        "cards": listed,
        "tabs": _tabs(request, counted, bucket),
        "load": _load(counted),
        "arrivals": _arrivals(request),
        "after": rows.after,
        "filters": form,
        "filtered": any(given.values()),
        "batch": [{"label": _("一起接"), "value": "accept"}, {"label": _("一起转"), "value": "offer"}],
        "beside": _beside(rows.rows, opened, kept),
        "errands": errands(actor),
        "watches_only": not work.bodies_of(actor),
        "reads_all": any(actor.seats_as(*COMMUNITY, *STREET, *WATCHERS)),
    }


def _arrivals(request: HttpRequest) -> dict[str, str]:
    """Where the page asks what has come since, and the list that shows it from its beginning."""
    query = request.GET.copy()
    for key in ("open", "done", "after"):
        query.pop(key, None)
    again = query.urlencode()
    query["since"] = clock.now().isoformat()
    return {"ask": f"{reverse('work_arrivals')}?{query.urlencode()}", "show": f"{reverse('inbox')}?{again}"}


@require_GET
@staff()
def arrivals(request: HttpRequest) -> JsonResponse:
    """How many matters have come into this list since it was loaded; asked quietly now and then."""
    actor: Any = actor_of(request)
    since = work.instant(request.GET.get("since", ""))
    found = work.duties_of(actor, **InboxForm(request.GET).given())
    bucket = request.GET.get("bucket", "")
    n = work.arrived(duties.in_bucket(found, bucket) if bucket in BUCKETS else found, since) if since else 0
    return JsonResponse({"n": n, "says": _("有 %(n)s 件新的，点此显示") % {"n": n} if n else ""})


def _kept(request: HttpRequest) -> str:
    """The filters of this list, for the addresses of its rows."""
    query = request.GET.copy()
    for key in ("open", "done"):
        query.pop(key, None)
    return f"{query.urlencode()}&" if query else ""


def _tabs(request: HttpRequest, counted: dict[str, int], current: str) -> list[dict[str, Any]]:
    query = request.GET.copy()
    for key in ("bucket", "open", "after", "done"):
        query.pop(key, None)
    rest = f"&{query.urlencode()}" if query else ""
    tabs = [{"label": _("全部"), "url": f"?{rest.lstrip('&')}", "current": not current, "count": sum(counted.values())}]
    for key, label in BUCKETS.items():
        tone = "late" if key == "overdue" and counted[key] else ""
        tabs.append(
            {
                "label": label,
                "url": f"?bucket={key}{rest}",
                "current": key == current,
                "count": counted[key],
                "tone": tone,
            }
        )
    return tabs


def _load(counted: dict[str, int]) -> str:
    """The day in one sentence."""
    if counted["overdue"]:
        said = _("%(late)s 件过期了，今天到期 %(today)s 件，明天 %(tomorrow)s 件。")
    elif counted["today"]:
        said = _("今天到期 %(today)s 件，明天 %(tomorrow)s 件。")
    else:
        said = _("今天没有到期的，明天 %(tomorrow)s 件。")
    return said % {"late": counted["overdue"], "today": counted["today"], "tomorrow": counted["tomorrow"]}


def _beside(rows: list[Any], opened: int | None, kept: str) -> dict[str, str]:
    """The rows before and after the one that is open."""
    ids = [task.case.pk for task in rows]
    if opened not in ids:
        return {}
    at = ids.index(opened)
    address = f"{reverse('inbox')}?{kept}open="
    return {
        "previous": f"{address}{ids[at - 1]}" if at else "",
        "next": f"{address}{ids[at + 1]}" if at + 1 < len(ids) else "",
    }
