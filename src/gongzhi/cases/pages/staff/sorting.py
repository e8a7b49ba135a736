"""The sorting desk: one text at a time, the likeliest types with their words, send, and the next."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from gongzhi.cases import selectors, services, words
from gongzhi.cases.models import Case
from gongzhi.cases.pages.staff import undo
from gongzhi.cases.pages.staff.forms.moves import MoveForm
from gongzhi.cases.pages.staff.gate import staff
from gongzhi.cases.permits import COMMUNITY, STREET
from gongzhi.cases.selectors import advisers, bounced, work
from gongzhi.cases.selectors.nearby import maybe_same
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.errors import Refused
from gongzhi.mandates import selectors as mandates
from gongzhi.mandates.words import matter_name
from gongzhi.organisations.visitors import actor_of
from gongzhi.places import selectors as places

SORTERS = (*COMMUNITY, *STREET)
BACK_SAID = {
    "refuse": gettext_lazy("%(who)s按清单退回"),
    "decline": gettext_lazy("%(who)s说不归本单位"),
    "reclassify": gettext_lazy("%(who)s改了类型"),
}


def _communities(actor: Actor) -> list[int]:
    """The communities for which the actor sorts."""
    found: list[int] = []
    for seat in actor.seats_as(*SORTERS):
        if seat.level == "community":
            found.append(seat.place_id)
        else:
            inside = places.within(places.get(seat.place_id)).filter(level="community")
            found += inside.values_list("pk", flat=True)
    return list(dict.fromkeys(found))


@require_GET
@staff(*SORTERS)
def desk(request: HttpRequest) -> HttpResponse:
    """The case that waits longest, or the one after it."""
    actor: Any = actor_of(request)
    ids = _communities(actor)
    page = selectors.waiting_to_sort(ids, after=request.GET.get("after", ""), size=1)
    left = work.left_to_sort(ids)
    if not page.cases:
        return render(request, "cases/staff/sorting.html", {"left": left, "lately": advisers.desk(ids)})
    return _shown(request, page.cases[0], left, MoveForm(case=page.cases[0], move="sort"), after=page.after)


@require_GET
@staff(*SORTERS)
def back(request: HttpRequest) -> HttpResponse:
    """What came back this week: a page, or the piece that opens at the desk."""
    actor: Any = actor_of(request)
    cards = [_came_back(card) for card in bounced.came_back(actor, SORTERS)]
    piece = bool(request.headers.get("HX-Request"))
    name = "cases/staff/_came_back.html" if piece else "cases/staff/came_back.html"
    return render(request, name, {"cards": cards})


def _came_back(card: bounced.CameBack) -> dict[str, Any]:
    case = card.case
    return {
        "case": case,
        "chosen": _matter_name(card.chosen),
        "body": card.body,
        "said": BACK_SAID[card.how] % {"who": card.by},
        "at": card.back_fact.at,
        "clause": card.clause,
        "now": _matter_name(case.matter),
        "holder": case.holder.name,
        "state": words.STATES[case.state],
    }


def _matter_name(code: str) -> str:
    known = mandates.matter(code) if code else None
    return matter_name(known) if known else code


def _shown(request: HttpRequest, case: Case, left: int, form: MoveForm, status: int = 200, **more: Any) -> HttpResponse:
    actor: Any = actor_of(request)
    context = {
        "case": case,
        "left": left,
        "form": form,
        "where": places.names(case.place, top="community"),
        "channel": words.CHANNELS[case.channel],
        "same": maybe_same(case, actor, most=3),
        "other": mandates.negative(case.text),
        "lately": advisers.desk(_communities(actor)),
        "this_page": request.get_full_path() if request.method == "GET" else reverse("sorting"),
        **more,
    }
    return render(request, "cases/staff/sorting.html", context, status=status)


@require_POST
@staff(*SORTERS)
def send(request: HttpRequest, case_id: int) -> HttpResponse:
    """Sort this one and show the next."""
    actor: Any = actor_of(request)
    case = selectors.case(actor, case_id)
    ids = _communities(actor)
    form = MoveForm(request.POST, case=case, move="sort")
    if "find" in request.POST or not form.is_valid():
        status = 200 if "find" in request.POST else 422
        return _shown(request, case, work.left_to_sort(ids), form, status, unchecked="find" in request.POST)
    try:
        moved = services.move_case(
            actor=actor, case_id=case_id, move="sort", seen=form.cleaned_data["seen"], **form.given()
        )
    except Refused as error:
        return _not_sorted(request, case, form, error, work.left_to_sort(ids))
    said = _("已交%(body)s，剩 %(n)s 件。") % {"body": moved.holder.name, "n": work.left_to_sort(ids)}
    undo.say(request, actor, said, [case_id])
    after = request.POST.get("after", "")
    return HttpResponseRedirect(reverse("sorting") + (f"?{urlencode({'after': after})}" if after else ""))


def _not_sorted(request: HttpRequest, case: Case, form: MoveForm, error: Refused, left: int) -> HttpResponse:
    """Somebody was quicker: go on to the next; anything else is said at the field."""
    if error.code == "denied":
        raise error
    if error.code == "stale":
        messages.warning(request, _("%(n)s 号刚被别人分好了，这是下一件。") % {"n": case.pk})
        return HttpResponseRedirect(reverse("sorting"))
    form.add_error("matter", str(error))
    return _shown(request, case, left, form, status=422)
