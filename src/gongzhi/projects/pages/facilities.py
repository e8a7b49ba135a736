"""Facilities for everybody (hours, how they were kept, what residents say), for who owns them and who runs them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from gongzhi.kernel import clock, money
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.permit import may
from gongzhi.organisations import selectors as organisations
from gongzhi.organisations.visitors import actor_of, desk, new_speaker, resident
from gongzhi.organisations.words import COMMUNITY_ROLES, STREET_ROLES
from gongzhi.projects import services
from gongzhi.projects.models import Agreement, Facility
from gongzhi.projects.pages import partners_forms as asked
from gongzhi.projects.pages.partners_gate import Said, asking, needs
from gongzhi.projects.rules import opening
from gongzhi.projects.selectors import partners
from gongzhi.projects.words import partners as words

GRACE = 10
REGISTER = Said(gettext_lazy("登记一处设施"), gettext_lazy("登记以后可以拟委托运营的协议。"), gettext_lazy("登记了。"))
AGREE = Said(
    gettext_lazy("拟运营协议"), gettext_lazy("要另一个人签了才生效。"), gettext_lazy("协议拟好了，等另一个人签。")
)
SIGN = {
    "sign": Said(
        gettext_lazy("签这份协议"), gettext_lazy("签了就生效，开放时间会公示。"), gettext_lazy("协议生效了。")
    ),
    "refuse": Said(
        gettext_lazy("退回这份协议"), gettext_lazy("退回以后可以再拟。"), gettext_lazy("退回了。"), final=True
    ),
}
LOG = {
    "open": Said(gettext_lazy("记下开放时间"), gettext_lazy("谁都看得到，不能改。"), gettext_lazy("记下了。")),
    "shut": Said(gettext_lazy("记下去看时关着"), gettext_lazy("这段时间不算开放。"), gettext_lazy("记下了。")),
}


@resident
def facilities(request: HttpRequest) -> HttpResponse:
    """Every facility on the list, with who runs it."""
    actor = actor_of(request)
    rows = [
        {"row": row, "kind": words.FACILITIES[row.kind], "agreement": partners.agreement_of(row.pk)}
        for row in partners.facilities()
    ]
    adds = bool(actor and any(actor.seats_as(*COMMUNITY_ROLES, *STREET_ROLES)))
    return render(request, "projects/facilities.html", {"rows": rows, "adds": adds})


def found(facility_id: int) -> Facility:
    """The facility, or 404."""
    row = partners.facility(facility_id)
    if row is None:
        raise Http404
    return row


@resident
def facility(request: HttpRequest, facility_id: int) -> HttpResponse:
    """One facility: what is promised, how this month was kept by the logs, what residents say."""
    row, actor = found(facility_id), actor_of(request)
    agreement = partners.agreement_of(row.pk)
    context: dict[str, Any] = {
        "row": row, "kind": words.FACILITIES[row.kind], "agreement": agreement,
        "runs": bool(actor and may(actor, "facility.run", row)),
        "stands": agreement is not None and agreement.state != "ended",
    }  # fmt: skip
    if agreement is not None:
        context |= _kept(agreement) | {"logs_it": bool(actor and may(actor, "facility.log", agreement))}
    return render(request, "projects/facility.html", context)


def _kept(row: Agreement) -> dict[str, Any]:
    month = partners.month_of(row, clock.today().date())
    level, ratings = opening.read(row.level), partners.ratings_of(row.pk)
    return {
        "week": [(asked.DAYS[str(n)], [f"{_time(a)}–{_time(b)}" for a, b in spans])
                 for n, spans in sorted(level.week.items()) if spans],
        "ending": row.state == "running" and row.warned_at is not None,
        "state": words.AGREEMENT_STATES[row.state], "month": month, "percent": int(month.share * 100),
        "least": int(level.least * 100), "hours": (month.kept // 60, month.promised // 60),
        "subsidy": money.yuan(row.subsidy), "due": money.yuan(month.due), "deducted": money.yuan(month.deducted),
        "breaches": [{"row": b, "kind": words.BREACHES[b.kind], "start": _time(b.start), "end": _time(b.end)}
                     for b in month.breaches[:60]],
        "ratings": [(words.RATINGS[key], ratings[key]) for key in words.RATINGS if key in ratings],
        "marks": list(words.RATINGS.items()),
        "logs": [{"row": log, "kind": words.LOGS[log.kind], "start": _time(log.start), "end": _time(log.end)}
                 for log in partners.logs_of(row.pk, 20)],
        "before": [_month(first, kept) for first, kept in partners.months_before(row, clock.today().date())],
    }  # fmt: skip


def _month(first: date, kept: opening.Kept) -> dict[str, Any]:
    return {
        "first": first, "kept": kept, "percent": int(kept.share * 100), "hours": (kept.kept // 60, kept.promised // 60),
        "due": money.yuan(kept.due), "deducted": money.yuan(kept.deducted),
    }  # fmt: skip


def _time(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


@require_POST
@resident
def rate(request: HttpRequest, facility_id: int) -> HttpResponse:
    """A resident says how it is; one tap."""
    row = partners.agreement_of(found(facility_id).pk)
    if row is None:
        raise Http404
    services.rate_facility(actor=new_speaker(request), agreement_id=row.pk, mark=request.POST.get("mark", ""))
    messages.success(request, str(gettext_lazy("记下了，谢谢。这个季度里还可以改。")))
    return HttpResponseRedirect(reverse("facility", args=[facility_id]))


@desk()
def register(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Put a facility on the list."""
    seat = next(actor.seats_as(*COMMUNITY_ROLES, *STREET_ROLES), None)

    def do(given: dict[str, Any]) -> str:
        if seat is None:
            raise Refused(gettext_lazy("设施由管它的社区或街道来登记。"), code="denied")
        row = services.register_facility(actor=actor, body_id=seat.body_id, place_id=seat.place_id, **given)
        return reverse("facility", args=[row.pk])

    return asking(request, asked.FacilityForm(request.POST or None), do, REGISTER, reverse("facilities"))


@desk()
def agree(request: HttpRequest, actor: Actor, facility_id: int) -> HttpResponse:
    """Draw up who runs it and what is promised."""
    row = found(facility_id)
    needs(actor, "facility.run", row)
    bodies = list(organisations.bodies_within(row.place, ("social_org", "volunteer_team", "property_company"))[:300])
    form = asked.AgreementForm(request.POST or None, bodies=bodies)

    def do(given: dict[str, Any]) -> None:
        spans = [[given["start"], given["end"]]]
        level = {"week": {day: spans for day in given["days"]}, "closed": [], "least": [given["least"], 100],
                 "grace": GRACE, "deduct": given["deduct"]}  # fmt: skip
        services.draw_agreement(
            actor=actor, facility_id=row.pk, operator_id=int(given["operator_id"]), since=given["since"],
            until=given["until"], level=level, subsidy=given["subsidy"], paper=given["paper"],
            warn_days=given["warn_days"],
        )  # fmt: skip

    return asking(request, form, do, AGREE, reverse("facility", args=[row.pk]))


@desk()
def settle(request: HttpRequest, actor: Actor, agreement_id: int, name: str) -> HttpResponse:
    """Sign an agreement, or refuse it."""
    row = partners.agreement(agreement_id)
    if row is None or name not in SIGN:
        raise Http404
    needs(actor, "facility.run", row.facility)
    back = reverse("facility", args=[row.facility_id])

    def do(given: dict[str, Any]) -> None:
        services.settle_agreement(actor=actor, agreement_id=agreement_id, sign=name == "sign")

    return asking(request, None, do, SIGN[name], back)


@desk()
def log(request: HttpRequest, actor: Actor, agreement_id: int, name: str) -> HttpResponse:
    """Log when it stood open, or when it was found shut."""
    row = partners.agreement(agreement_id)
    if row is None or name not in LOG:
        raise Http404
    if name == "open":
        needs(actor, "facility.log", row)
    else:
        needs(actor, "facility.run", row.facility)
    back = reverse("facility", args=[row.facility_id])

    def do(given: dict[str, Any]) -> None:
        services.log_opening(actor=actor, agreement_id=agreement_id, kind=name, **given)

    return asking(request, asked.LogForm(request.POST or None), do, LOG[name], back)
