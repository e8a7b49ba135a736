"""The desk of check-in at a community: who is here, what was claimed, and each act with its form."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from gongzhi.kernel.actor import Actor
from gongzhi.kernel.digits import digits
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.permit import may, require
from gongzhi.organisations import visitors
from gongzhi.organisations.words import COMMUNITY_ROLES, STREET_ROLES
from gongzhi.people import services as people
from gongzhi.places import selectors as places
from gongzhi.projects import services
from gongzhi.projects.models import Claim, Registration
from gongzhi.projects.pages import matching_said as said
from gongzhi.projects.pages import registering_forms as asked
from gongzhi.projects.pages.partners_gate import Said, asking, link
from gongzhi.projects.pages.resources import card
from gongzhi.projects.permits.needs import Where
from gongzhi.projects.selectors import registering
from gongzhi.projects.selectors import resources as read
from gongzhi.projects.words import needs as need_words
from gongzhi.projects.words import resources as words

Given = dict[str, Any]


@require_http_methods(["GET", "POST"])
@visitors.desk()
def checkin(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Check-in of a community of the actor's seats: who is here, the rate, claims and what waits for whom."""
    place, others = _here(request, actor)
    require(actor, "register.keep", Where(place.path))
    request.frame_place = place.name  # type: ignore[attr-defined]
    if request.method == "POST":
        return _moved(request, actor, place)
    members = registering.registrations(place, "member")
    context = {
        "place": place, "others": others, "units": registering.registrations(place), "members": members,
        "rates": [
            {"label": label, "rate": registering.rate(place, kind), "again": registering.recomputed(place, kind)}
            for kind, label in words.REGISTRANTS.items()
        ],
        "claims": [_line(row, actor) for row in registering.claims_at(place)], "acts": bar(place),
        "judged": words.CLAIM_JUDGED.items(), "told": [_told(row) for row in registering.reports_at(place)],
        "roles": [_role(row) for row in registering.org_roles(place)],
        "pledges": [
            {"card": card(one.resource), "uses": len(one.uses),
             "flow": said.flow(one.flow, one.resource.unit, bool(one.resource.grain))}
            for one in read.pledges(place)
        ],
    }  # fmt: skip
    return render(request, "projects/checkin.html", context)


def _here(request: HttpRequest, actor: Actor) -> tuple[Any, list[dict[str, Any]]]:
    """The community that is asked for or the seat's own; for a street's desk, the ways to its communities."""
    seat = next(iter(actor.seats_as(*COMMUNITY_ROLES, *STREET_ROLES)), actor.seats[0])
    own = places.get(seat.place_id)
    code = request.GET.get("at", "")[:40].strip()
    place = places.by_codes([code]).get(code, own) if code else own
    inside = places.children(own) if own.level == "street" else []
    others = [
        {"label": one.name, "url": f"?at={one.code}", "current": one.pk == place.pk} for one in inside
        if one.level == "community"
    ]  # fmt: skip
    return place, others


def _moved(request: HttpRequest, actor: Actor, place: Any) -> HttpResponse:
    try:
        services.move_claim(
            actor=actor, claim_id=digits(request.POST.get("claim")) or 0, move=request.POST.get("move", ""),
            note=request.POST.get("note", ""), verdict=request.POST.get("verdict", ""),
        )  # fmt: skip
    except Refused as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("记下了。"))
    return HttpResponseRedirect(_desk(place))


def _desk(place: Any) -> str:
    return f"{reverse('checkin_desk')}?at={place.code}"


def line(row: Claim) -> dict[str, Any]:
    """A claim as the pages show it: never whose, but the unit and the number of the check-in."""
    return {
        "claim": row, "state": words.CLAIM_STATES[row.state], "who": asked.called(row.registration),
        "verdict": words.CLAIM_JUDGED.get(row.verdict, ""),
    }  # fmt: skip


def _line(row: Claim, actor: Actor) -> dict[str, Any]:
    judges = row.state == "served" and bool(may(actor, "claim.judge", row))
    return line(row) | {"judges": judges}


def _told(row: Any) -> dict[str, Any]:
    return {"row": row, "data": row.data, "unit": row.body.name}


def _role(row: Any) -> dict[str, Any]:
    return {"name": row.body.name, "role": words.ORG_ROLES[row.role], "purpose": need_words.PURPOSES[row.purpose]}


# --- the acts ---


@dataclass(frozen=True)
class Act:
    """One act of the desk: what it says, its sign, its form for a place, and what it does."""

    said: Said
    icon: str
    form: Callable[[Any, Any], forms.Form]
    do: Callable[[Actor, Any, Given], Any]


def bar(place: Any) -> list[dict[str, Any]]:
    """The acts as buttons; writing down who came is first."""
    return [
        link(one.said.label, reverse("checkin_act", args=[place.pk, name]), one.icon,
             "filled" if name == "register" else "plain")
        for name, one in ACTS.items()
    ]  # fmt: skip


@visitors.desk()
def act(request: HttpRequest, actor: Actor, place_id: int, name: str) -> HttpResponse:
    """GET asks, POST does it."""
    place = places.get(place_id)
    if name not in ACTS:
        raise Http404
    require(actor, "register.keep", Where(place.path))
    request.frame_place = place.name  # type: ignore[attr-defined]
    one = ACTS[name]
    form = one.form(request.POST if request.method == "POST" else None, place)

    def do(given: Given) -> None:
        done = one.do(actor, place, given)
        if isinstance(done, Registration) and done.kind == "member":
            messages.info(request, _("报到号是 %(n)s，请告诉本人：认领、离开时报这个号。") % {"n": done.pk})

    return asking(request, form, do, one.said, _desk(place))


def _rows(place: Any) -> list[Registration]:
    return [*registering.registrations(place), *registering.registrations(place, "member")]


def _register(actor: Actor, place: Any, given: Given) -> Registration:
    person = None
    if given["kind"] == "member":
        person = people.reporter(phone=given["phone"], name=given["name"], channel="counter").pk
    return services.check_in(
        actor=actor, place_id=place.pk, body_id=int(given["body"]), person_id=person, alliance=given["alliance"]
    )


def _told_to(actor: Actor, place: Any, given: Given) -> Any:
    return services.report_back(
        actor=actor, place_id=place.pk, body_id=int(given["unit"]), since=given["since"], until=given["until"]
    )


def _stands(actor: Actor, place: Any, given: Given) -> None:
    services.set_org_role(
        actor=actor, place_id=place.pk, body_id=int(given["body"]), role=given["role"], purpose=given["purpose"],
        stands=given["stands"] == "1",
    )  # fmt: skip


ACTS: dict[str, Act] = {
    "register": Act(
        Said(gettext_lazy("登记报到"), gettext_lazy("单位或者党员来了，记在这里。同一家、同一人只算一次。"),
             gettext_lazy("登记好了。")),
        "person-plus", lambda data, place: asked.RegisterForm(data, place=place), _register,
    ),
    "claim": Act(
        Said(gettext_lazy("登记认领"), gettext_lazy("报到的单位或党员自己选一件；不给谁派任务。"),
             gettext_lazy("认领记下了。")),
        "hand-index", lambda data, place: asked.ClaimForm(data, place=place, rows=_rows(place)),
        lambda actor, place, given: services.claim_need(
            actor=actor, registration_id=int(given["who"]), need_id=int(given["need"])
        ),
    ),
    "told": Act(
        Said(gettext_lazy("给单位反馈"), gettext_lazy("只写几件：报到、认领、办了、帮上忙的，不写到哪一个人。"),
             gettext_lazy("反馈好了，单位的人看得到。")),
        "chat-left-text", lambda data, place: asked.ToldForm(data, place=place, rows=_rows(place)), _told_to,
    ),
    "base": Act(
        Said(gettext_lazy("写应报到多少"), gettext_lazy("按名册写。改的时候再写一次，原来的留着。"),
             gettext_lazy("写好了。")),
        "list-check", lambda data, place: asked.BaseForm(data, place=place),
        lambda actor, place, given: services.set_base(actor=actor, place_id=place.pk, **given),
    ),
    "role": Act(
        Said(gettext_lazy("登记支持型、枢纽型组织"), gettext_lazy("帮着把需要的和能给的接起来的组织。"),
             gettext_lazy("记下了。")),
        "diagram-3", lambda data, place: asked.RoleForm(data, place=place), _stands,
    ),
    "out": Act(
        Said(gettext_lazy("登记离开"), gettext_lazy("报到结束；做过的都留着。"), gettext_lazy("记下了。")),
        "box-arrow-right", lambda data, place: asked.WhoForm(data, place=place, rows=_rows(place)),
        lambda actor, place, given: services.check_out(actor=actor, registration_id=int(given["who"])),
    ),
}  # fmt: skip
