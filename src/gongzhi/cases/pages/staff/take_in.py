"""Taking something in for somebody, by telephone, at the counter or at the door: five fields, a check, a receipt."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from gongzhi.cases import selectors, services
from gongzhi.cases.pages.staff import said
from gongzhi.cases.pages.staff.forms import picks
from gongzhi.cases.pages.staff.forms.take_in import TakeInForm, no_such_place, places_meant
from gongzhi.cases.pages.staff.gate import staff
from gongzhi.cases.permits import FRONT_LINE
from gongzhi.cases.rules import grouped
from gongzhi.cases.selectors import papers
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.permit import may
from gongzhi.mandates import selectors as mandates
from gongzhi.organisations.visitors import actor_of
from gongzhi.people.selectors import person
from gongzhi.places import selectors as places

USUAL = {"building_head": "building_head", "grid_worker": "grid"}


@staff(*FRONT_LINE)
def take_in(request: HttpRequest) -> HttpResponse:
    """Step one: the five fields. Step two: the place, who said the same, the type; then it is sent."""
    actor: Any = actor_of(request)
    if request.method != "POST":
        channel = USUAL.get(actor.seats[0].role, "phone")
        return _asked(request, TakeInForm(initial={"channel": channel, "key": uuid4().hex}, auto_id="f_%s"))
    form = TakeInForm(request.POST, auto_id="f_%s")
    if "change" in request.POST or not form.is_valid():
        return _asked(request, form, unchecked="change" in request.POST)
    meant = places_meant(actor, form.cleaned_data["where"])
    chosen = next((p for p in meant if p.pk == form.cleaned_data["place"]), None)
    if not meant:
        form.add_error("where", no_such_place())
        return _asked(request, form)
    if "send" in request.POST and chosen is not None:
        return _sent(request, actor, form, chosen.pk)
    return _checked(request, form, meant)


def _asked(request: HttpRequest, form: TakeInForm, unchecked: bool = False) -> HttpResponse:
    status = 422 if form.is_bound and not unchecked else 200
    return render(request, "cases/staff/take_in.html", {"form": form, "unchecked": unchecked}, status=status)


def _checked(request: HttpRequest, form: TakeInForm, meant: list[Any]) -> HttpResponse:
    """What was understood: where, which type, and who said the same lately, of what this helper may see."""
    actor: Any = actor_of(request)
    text = form.cleaned_data["text"]
    context = {
        "form": form,
        "meant": [(p, places.names(p, top="community")) for p in meant],
        "suggestions": picks.suggestions(text),
        "same": [one for one in selectors.similar(text, meant[0]) if may(actor, "case.see", one.case)],
        "other": mandates.negative(text),
    }
    return render(request, "cases/staff/take_in_check.html", context)


def _sent(request: HttpRequest, actor: Actor, form: TakeInForm, place_id: int) -> HttpResponse:
    try:
        receipt = services.report_case(actor=actor, new=form.new_case(place_id))
    except Refused as error:
        if error.code == "denied":
            raise
        field = {"place": "where"}.get(error.field, error.field)
        form.add_error(field if field in form.fields else None, str(error))
        return _asked(request, form)
    if receipt.again and receipt.case.helper_id != actor.person_id:
        messages.warning(request, _("这件已经有人报过，就是下面这件，没有再登记。"))
        return HttpResponseRedirect(reverse("work_matter", args=[receipt.case.pk]))
    if receipt.again:
        messages.warning(request, _("这件刚才已经登记过，没有重复。"))
    return HttpResponseRedirect(reverse("take_in_receipt", args=[receipt.case.key]))


@require_GET
@staff(*FRONT_LINE)
def receipt(request: HttpRequest, key: str) -> HttpResponse:
    """The receipt to read out or to print; only who took it in can open it."""
    actor: Any = actor_of(request)
    case, code = papers.taken_in(actor, key)
    context = {
        "case": case,
        "code": grouped(code),
        "follow": request.build_absolute_uri(f"/r/{code}/"),
        "promise": said.promised(case),
        "where": places.names(case.place, top="community"),
        "helper": person(actor.person_id or 0).name,
    }
    return render(request, "cases/staff/receipt.html", context)
