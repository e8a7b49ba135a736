"""Whistles: for departments the calls that wait, for whistlers the calls they made, for both the mutual marks."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from gongzhi.cases import services
from gongzhi.cases.models import Call
from gongzhi.cases.pages.staff import said
from gongzhi.cases.pages.staff.forms import small
from gongzhi.cases.pages.staff.gate import attempt, staff
from gongzhi.cases.selectors import calls, work
from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.errors import Refused
from gongzhi.organisations.visitors import actor_of
from gongzhi.places import selectors as places


@require_GET
@staff()
def whistles(request: HttpRequest) -> HttpResponse:
    """Both sides of the whistles of my bodies."""
    actor: Any = actor_of(request)
    bodies = work.bodies_of(actor)
    waiting = calls.calls_waiting(bodies)
    where = places.names_of([call.case.place for call in waiting], top="community")
    context = {
        "waiting": [_row(actor, call) | {"where": where[call.case.place_id]} for call in waiting],
        "made": [_row(actor, call) for call in calls.calls_made(bodies)],
        "to_rate": [_row(actor, call) for call in calls.calls_to_rate(bodies)],
    }
    return render(request, "cases/staff/whistles.html", context)


def _row(actor: Actor, call: Call) -> dict[str, Any]:
    side = calls.side_of(actor, call)
    late = call.missed or (call.arrived_at or clock.now()) > call.arrive_by
    tone = "late" if late and call.ended_at is None else "now" if call.ended_at is None else ""
    return {
        "call": call,
        "case": call.case,
        "state": said.CALL_STATES[call.state],
        "late": late,
        "tone": tone,
        "side": side,
        "other": call.whistler if side == "department" else call.body,
        "form": small.MarkForm(auto_id=f"mark_{call.pk}_%s"),
    }


@require_POST
@staff()
def rate(request: HttpRequest, call_id: int) -> HttpResponse:
    """One side's mark for the other."""
    actor: Any = actor_of(request)
    form = small.MarkForm(request.POST)
    mark = form.cleaned_data["mark"] if form.is_valid() else 0

    def act() -> None:
        try:
            services.rate_call(actor=actor, call_id=call_id, mark=mark)
        except Call.DoesNotExist:
            raise Refused(_("没有这次吹哨。"), code="unknown") from None

    return attempt(request, reverse("whistles"), _("打好分了，双方都看得到。"), act)
