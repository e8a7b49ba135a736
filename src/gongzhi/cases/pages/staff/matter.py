"""The worker's page of one matter: the promise, the words, the acts that are open now, the story and who held it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from gongzhi.cases import selectors, services, words
from gongzhi.cases.models import Case
from gongzhi.cases.pages.staff import actbar, said
from gongzhi.cases.pages.staff.forms import small
from gongzhi.cases.pages.staff.gate import staff
from gongzhi.cases.selectors import calls as calls_read
from gongzhi.cases.selectors.advisers import belongs
from gongzhi.cases.selectors.page import file_for
from gongzhi.cases.selectors.story import STAFF
from gongzhi.duties import selectors as duties
from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.permit import may
from gongzhi.kernel.reference import Ref
from gongzhi.mandates import selectors as mandates
from gongzhi.mandates.words import matter_name
from gongzhi.organisations.visitors import actor_of
from gongzhi.places import selectors as places


@require_GET
@staff()
def matter(request: HttpRequest, case_id: int) -> HttpResponse:
    """One matter, whole."""
    return render(request, "cases/staff/matter.html", shown(request, case_id))


def shown(request: HttpRequest, case_id: int) -> dict[str, Any]:
    """Everything that the matter's page and the inbox's right side say of a case. Refused: "unknown", "denied"."""
    actor: Any = actor_of(request)
    case = file_for(actor, case_id)
    clocks = {d.kind: d for d in duties.clocks_on(Ref("cases.case", case.pk))}
    known = mandates.matter(case.matter) if case.matter else None
    return {
        "case": case,
        "matter_name": matter_name(known) if known else _("还没定是哪一类"),
        "where": places.names(case.place, top="community"),
        "intake": words.INTAKE_KINDS[case.intake],
        "channel": words.CHANNELS[case.channel],
        "promise": said.promised(case),
        "stages": selectors.stages(case),
        "acts": actbar.bar(actor, case, clocks),
        "seen": case.version,
        "loaded": clock.now().isoformat(),
        "story": entries(case),
        "holders": selectors.holders_of(case),
        "calls": [_call(actor, call) for call in case.calls.all()],
        "sent": request.GET.get("done", ""),
        "belongs": belongs(case, actor),
        **_sides(actor, case),
    }


def entries(case: Case) -> list[dict[str, Any]]:
    """The story with everything that staff may read, as the timeline takes it."""
    return [
        {
            "at": e.at,
            "sentence": _("%(says)s（%(clause)s）") % {"says": e.says, "clause": e.clause} if e.clause else e.says,
            "detail": "\n".join(text for _kind, text in e.words),
            "mark": "broken" if e.mark == "warn" else "",
        }
        for e in selectors.story(case, STAFF)
    ]


def _call(actor: Actor, call: Any) -> dict[str, Any]:
    """A whistle with its two clocks, and whether this reader may rate the other side now."""
    side = calls_read.side_of(actor, call)
    mine = {"whistler": call.whistler_mark, "department": call.department_mark}.get(side)
    return {
        "call": call,
        "other": call.whistler if side == "department" else call.body,
        "state": said.CALL_STATES[call.state],
        "late": call.missed or (call.arrived_at or call.arrive_by) > call.arrive_by,
        "rate": side and mine is None and call.state != "recalled" and may(actor, "case.rate_call", call),
        "form": small.MarkForm(auto_id=f"mark_{call.pk}_%s"),
    }


def _sides(actor: Actor, case: Case) -> dict[str, Any]:
    """The folded parts: parts, followers, photographs, the public heading, the contact."""
    release = bool(may(actor, "case.release", case))
    return {
        "parts": list(case.parts.all()),
        "followers": [one for one in case.followers.all() if one.state == "merged"],
        "whole": case.part_of,
        "photos": list(case.photos.all()),
        "judgements": list(case.judgements.all()),
        "may_release": release,
        "heading_form": small.HeadingForm(initial={"heading": case.heading}) if release else None,
        "contact_form": _contact_form(actor, case),
        "matter_url": reverse("work_matter", args=[case.pk]),
    }


def _contact_form(actor: Actor, case: Case) -> small.ContactForm | None:
    if not services.may_ask_contact(actor, case):
        return None
    return small.ContactForm(auto_id="contact_%s")
