"""What became of what was decided: the list of resolutions with what is late, and the yearly plans."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.clock import CHINA
from gongzhi.kernel.digits import digits
from gongzhi.kernel.permit import may
from gongzhi.meetings import selectors, services, words
from gongzhi.meetings.lifecycle import RESOLUTION
from gongzhi.meetings.models import Resolution
from gongzhi.meetings.pages.desk_call import bodies_of, callable_orders
from gongzhi.meetings.pages.gate import attempt, desk

MOST = 200


@require_safe
@desk
def resolutions(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Late first, then what is reported and waits, then what is open, then what ended; with the rate of the year."""
    rows = list(selectors.followed_by(actor)[:MOST])
    now = clock.now()
    late = [row for row in rows if row.state == "open" and selectors.is_late(row, now)]
    groups = [
        (_("过了日子还没报落实的"), late),
        (_("报了，等核对"), [row for row in rows if row.state == "reported"]),
        (_("还在办"), [row for row in rows if row.state == "open" and row not in late]),
        (_("了结的"), [row for row in rows if row.state in ("done", "dropped")]),
    ]
    context = {
        "groups": [(name, [_row(actor, row, now) for row in found]) for name, found in groups if found],
        "rates": [_rate(body, now) for body in bodies_of(actor)], "year": now.astimezone(CHINA).year,
    }  # fmt: skip
    return render(request, "meetings/follow.html", context)


def _row(actor: Actor, row: Resolution, now: datetime) -> dict[str, Any]:
    open_moves = [m.name for m in RESOLUTION.open_moves(row.state) if may(actor, m.permit, row)]
    return {
        "row": row, "late": selectors.is_late(row, now), "state": words.RESOLUTION_STATES[row.state],
        "kind": words.RESOLUTION_KINDS[row.kind], "moves": open_moves,
    }  # fmt: skip


def _rate(body: Any, now: datetime) -> dict[str, Any]:
    """The body's resolutions that fell due this year."""
    since = datetime(now.astimezone(CHINA).year, 1, 1, tzinfo=CHINA)
    found = selectors.completion(since=since, until=now, body_id=body.pk, now=now)
    return {"body": body, "found": found, "percent": round(found.rate * 100) if found.rate is not None else None}


@require_POST
@desk
def act(request: HttpRequest, actor: Actor, resolution_id: int, act: str) -> HttpResponse:
    """Report, confirm, send back or drop one resolution."""
    row = selectors.resolution(resolution_id)
    if row is None or act not in _ACTS:
        raise Http404
    to = f"{reverse('meetings_follow')}#r{row.pk}"
    seen = digits(request.POST.get("seen"))
    return attempt(request, to, words.DONE[act], lambda: _ACTS[act](actor, row.pk, request.POST.get("text", ""), seen))


_ACTS: dict[str, Callable[[Actor, int, str, int | None], Any]] = {
    "report": lambda actor, row, text, seen: services.report_resolution(
        actor=actor, resolution_id=row, text=text, seen=seen
    ),
    "confirm": lambda actor, row, text, seen: services.confirm_resolution(actor=actor, resolution_id=row, seen=seen),
    "send_back": lambda actor, row, text, seen: services.send_back_resolution(
        actor=actor, resolution_id=row, reason=text, seen=seen
    ),
    "drop": lambda actor, row, text, seen: services.drop_resolution(
        actor=actor, resolution_id=row, reason=text, seen=seen
    ),
}


@desk
def plan(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The plans of the year: which stretches were met, which are open, which were excused and why."""
    year = clock.today().year
    able = callable_orders(actor)
    if request.method == "POST":
        return attempt(request, reverse("meetings_plan"), words.DONE["plan"], lambda: _plan(request, actor))
    plans = selectors.plans_of([body.pk for body in bodies_of(actor)], year)
    context = {
        "plans": [_planned(row) for row in plans], "year": year, "bodies": bodies_of(actor) if able else [],
        "able": [(key, words.ORDERS[key]) for key in able], "every": list(words.EVERY.items()),
    }  # fmt: skip
    return render(request, "meetings/plan.html", context)


def _plan(request: HttpRequest, actor: Actor) -> Any:
    post = request.POST
    body = digits(post.get("body")) or 0
    if body not in [one.pk for one in bodies_of(actor)]:
        raise PermissionDenied(_("会议由召集单位的人来召集。"))
    return services.plan_year(
        actor=actor, body_id=body, orders=post.get("orders", ""), year=clock.today().year, every=post.get("every", "")
    )


def _planned(row: Any) -> dict[str, Any]:
    now = clock.now()
    slots = [
        {"slot": slot, "state": words.SLOT_STATES[slot.state], "late": slot.state == "open" and slot.ends <= now,
         "begun": slot.starts <= now}
        for slot in sorted(row.slots.all(), key=lambda one: one.starts)
    ]  # fmt: skip
    return {"plan": row, "orders": words.ORDERS[row.orders], "every": words.EVERY[row.every], "slots": slots}


@require_POST
@desk
def excuse(request: HttpRequest, actor: Actor, slot_id: int) -> HttpResponse:
    """No meeting in a stretch, and why."""
    reason = request.POST.get("reason", "")
    return attempt(
        request, reverse("meetings_plan"), words.DONE["excuse"],
        lambda: services.excuse_slot(actor=actor, slot_id=slot_id, reason=reason),
    )  # fmt: skip
