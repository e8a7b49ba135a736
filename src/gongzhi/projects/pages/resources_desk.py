"""The desk of resources: use one for a need, give back, write the effect."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.clock import CHINA
from gongzhi.kernel.digits import digits
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.permit import may, require
from gongzhi.kernel.reference import Ref
from gongzhi.organisations import visitors
from gongzhi.organisations.words import COMMUNITY_ROLES, STREET_ROLES
from gongzhi.projects.models import Resource
from gongzhi.projects.pages import matching_said as said
from gongzhi.projects.pages.resources import card, use
from gongzhi.projects.selectors import matching
from gongzhi.projects.selectors import resources as read
from gongzhi.projects.services import resources


class UseForm(forms.Form):
    """Use a resource for a need: how much, from when to when."""

    need = forms.ChoiceField(label=gettext_lazy("用到哪件需求"))
    amount = forms.IntegerField(label=gettext_lazy("用多少"), min_value=1, initial=1)
    day = forms.DateField(label=gettext_lazy("哪一天"), widget=forms.DateInput(attrs={"type": "date"}))
    begins = forms.TimeField(
        label=gettext_lazy("从几点"), widget=forms.TimeInput(attrs={"type": "time", "step": "1800"})
    )
    ends = forms.TimeField(label=gettext_lazy("到几点"), widget=forms.TimeInput(attrs={"type": "time", "step": "1800"}))

    def __init__(self, data: Any = None, *, row: Resource) -> None:
        super().__init__(data, auto_id="u_%s", initial={"day": clock.today().date()})
        agreed = matching.agreed_with(row)
        self.fields["need"].choices = [(str(one.pk), one.title) for one in agreed]  # type: ignore[attr-defined]
        gone = {0: ("day", "begins", "ends"), 1440: ("begins", "ends")}.get(row.grain, ())
        for name in gone:
            del self.fields[name]

    def span(self) -> tuple[datetime | None, datetime | None]:
        """From when to when; a whole day for what is lent by the day."""
        given = self.cleaned_data
        if "day" not in given:
            return None, None
        midnight = datetime.combine(given["day"], datetime.min.time(), CHINA)
        if "begins" not in given:
            return midnight, midnight + timedelta(days=1)
        return tuple(  # type: ignore[return-value]
            midnight + timedelta(hours=one.hour, minutes=one.minute) for one in (given["begins"], given["ends"])
        )


def _found(request: HttpRequest, actor: Actor, resource_id: int) -> Resource:
    row = read.resource(resource_id)
    if row is None:
        raise Http404(_("没有这项资源，请回到清单再选。"))
    require(actor, "resource.use", row)
    request.frame_place = row.place.name  # type: ignore[attr-defined]
    return row


@require_http_methods(["GET", "POST"])
@visitors.desk()
def one(request: HttpRequest, actor: Actor, resource_id: int) -> HttpResponse:
    """One resource for those who put it to use; POST books it."""
    row = _found(request, actor, resource_id)
    form = UseForm(request.POST or None, row=row)
    if request.method == "POST" and form.is_valid():
        starts, ends = form.span()
        try:
            resources.use_resource(
                actor=actor, resource_id=row.pk, about=Ref(read.NEED, int(form.cleaned_data["need"])),
                amount=form.cleaned_data["amount"], starts=starts, ends=ends,
            )  # fmt: skip
        except Refused as refusal:
            field = {"starts": "day", "ends": "ends"}.get(refusal.field, refusal.field)
            form.add_error(field if field in form.fields else None, str(refusal))
        else:
            messages.success(request, _("定好了。用完写一写效果，拿出来的人看得到。"))
            return HttpResponseRedirect(reverse("resource_desk", args=[row.pk]))
    told = read.told(row)
    context = card(row) | {
        "form": form, "flow": said.flow(told.flow, row.unit, bool(row.grain)), "uses": [use(one) for one in told.uses],
        "may_end": bool(may(actor, "resource.end", row)) and row.state == "offered",
        "may_note": bool(actor.seats_as(*COMMUNITY_ROLES, *STREET_ROLES)), "offered": row.state == "offered",
        "pledge": row.kind == "money",
    }  # fmt: skip
    return render(request, "projects/resource_desk.html", context, status=422 if form.is_bound else 200)


@require_POST
@visitors.desk()
def act(request: HttpRequest, actor: Actor, resource_id: int, name: str) -> HttpResponse:
    """Give back, write an effect, or take the offer back."""
    row = _found(request, actor, resource_id)
    if name not in DO:
        raise Http404
    booking = digits(request.POST.get("booking")) or 0
    if name != "end" and booking not in {one.pk for one in read.bookings_of(row.pk)}:
        raise Http404
    try:
        done = DO[name](actor, row, booking, request.POST.get("text", ""))
    except Refused as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, done)
    return HttpResponseRedirect(reverse("resource_desk", args=[row.pk]))


def _back(actor: Actor, row: Resource, booking: int, text: str) -> str:
    resources.give_back(actor=actor, booking_id=booking)
    return _("还回了，别的需求可以用。")


def _effect(actor: Actor, row: Resource, booking: int, text: str) -> str:
    resources.note_effect(actor=actor, booking_id=booking, text=text)
    return _("写上了，拿出来的人看得到。")


def _end(actor: Actor, row: Resource, booking: int, text: str) -> str:
    resources.withdraw_resource(actor=actor, resource_id=row.pk)
    return _("收回了，已经定下的照旧。")


DO: dict[str, Callable[[Actor, Resource, int, str], str]] = {"back": _back, "effect": _effect, "end": _end}
