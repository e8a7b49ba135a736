"""The four rights of able residents, for those who grant them: who holds which, where, until when; grant and end."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongzhi.deliberation import selectors, services, words
from gongzhi.deliberation.pages import gate
from gongzhi.deliberation.permits.topics import GRANTERS, Office
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.clock import CHINA
from gongzhi.kernel.digits import digits
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.permit import require
from gongzhi.people import selectors as people
from gongzhi.places import selectors as places


class GrantForm(forms.Form):
    """To whom, which right, where, until when."""

    person = forms.CharField(
        label=gettext_lazy("授予谁"), help_text=gettext_lazy("写用户名"), max_length=60,
        error_messages={"required": gettext_lazy("请写这个人的用户名")},
    )  # fmt: skip
    kind = forms.ChoiceField(
        label=gettext_lazy("哪一项权利"), choices=list(words.RIGHTS.items()), widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("请选一个。"), "invalid_choice": gettext_lazy("请选一个。")},
    )  # fmt: skip
    place = forms.ChoiceField(label=gettext_lazy("在哪里"))
    until = forms.DateField(
        label=gettext_lazy("到哪天为止"), widget=forms.DateInput(attrs={"type": "date"}),
        error_messages=dict.fromkeys(("required", "invalid"), gettext_lazy("请选一个日子。")),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, where: list[tuple[str, str]]) -> None:
        super().__init__(data, auto_id="g_%s")
        self.fields["place"].choices = where  # type: ignore[attr-defined]

    def clean_person(self) -> int:
        """The person's id."""
        found = people.by_username(self.cleaned_data["person"])
        if found is None:
            raise forms.ValidationError(_("没有这个用户名，请核对，或先给这个人开账号"))
        return int(found.pk)

    def clean_until(self) -> datetime:
        """The end of that day."""
        return datetime.combine(self.cleaned_data["until"], time.max, CHINA).replace(microsecond=0)


@gate.desk
def rights(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Who holds which right here; sending the form grants one, sending a row's button ends it."""
    seat = next(actor.seats_as(*GRANTERS), actor.seats[0])
    place = places.get(seat.place_id)
    require(actor, "topic.grant", Office(place.path))
    ended = digits(request.POST.get("end"))
    if ended is not None:
        return _ended(request, actor, ended)
    form = GrantForm(request.POST if request.method == "POST" else None, where=_where(place))
    if request.method == "POST" and form.is_valid() and _granted(request, actor, form):
        return redirect("topic_rights")
    rows = list(selectors.rights_here(place)[:200])
    names = people.masked({row.person_id for row in rows})
    context = {
        "form": form, "place": place,
        "rows": [{"right": row, "kind": words.RIGHTS[row.kind], "who": names[row.person_id][0]} for row in rows],
    }  # fmt: skip
    return render(request, "deliberation/rights.html", context, status=422 if form.errors else 200)


def _where(place: Any) -> list[tuple[str, str]]:
    inside = places.within(place).filter(level__in=("street", "community", "estate", "building"))
    rows = [place, *(one for one in inside.order_by("path")[:300] if one.pk != place.pk)]
    names = places.names_of(rows, top="street")
    return [(str(one.pk), names.get(one.pk, one.name)) for one in rows]


def _granted(request: HttpRequest, actor: Actor, form: GrantForm) -> bool:
    given = form.cleaned_data
    try:
        services.grant_right(
            actor=actor,
            person_id=given["person"],
            kind=given["kind"],
            place_id=int(given["place"]),
            until=given["until"],
        )
    except Refused as error:
        form.add_error(error.field if error.field in form.fields else None, str(error))
        return False
    messages.success(request, _("授予了，到日子自动停止。"))
    return True


def _ended(request: HttpRequest, actor: Actor, right_id: int) -> HttpResponse:
    try:
        services.end_right(actor=actor, right_id=right_id)
    except Refused as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, _("收回了，立刻停止。"))
    return redirect("topic_rights")
