"""How suggestions did month by month, who suggests, and from how sure on a community lets them sort by themselves."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from gongzhi.indicators.rules.months import back, this_month, written
from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.permit import may
from gongzhi.organisations.words import COMMUNITY_ROLES, STREET_ROLES
from gongzhi.places import selectors as places
from gongzhi.triage import selectors, services
from gongzhi.triage.services import models
from gongzhi.web.pages.problems_gate import desk
from gongzhi.web.parts import Chart, Series

MONTHS = 6


class LevelForm(forms.Form):
    """From how many per cent on; empty: never."""

    percent = forms.IntegerField(
        required=False,
        label="",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 4}),
        error_messages={"invalid": ""},
    )
    community = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, **more: Any) -> None:
        super().__init__(data, **more)
        self.fields["percent"].label = _("把握到百分之几，就自动分办")
        self.fields["percent"].help_text = _("50 到 100。空着就从不自动分。")
        self.fields["percent"].error_messages["invalid"] = _("请写一个 50 到 100 的整数，或者空着。")


@desk
def suggesting(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The page, and the change of a community's level."""
    communities = _communities(actor)
    bound = LevelForm(request.POST) if request.method == "POST" else None
    if bound is not None and bound.is_valid():
        try:
            return _set(request, actor, bound.cleaned_data)
        except Refused as error:
            if error.code == "denied":
                raise
            bound.add_error("percent", str(error))
    context = {
        "chart": _chart([place.pk for place in communities]),
        "model": _model(),
        "levels": [_level(actor, place, bound) for place in communities],
        "form": bound if bound is not None and bound.errors else None,
    }
    return render(request, "web/suggesting.html", context, status=422 if bound is not None else 200)


def _set(request: HttpRequest, actor: Actor, said: dict[str, Any]) -> HttpResponse:
    found = {place.pk: place for place in _communities(actor)}.get(said["community"])
    if found is None:
        raise Refused(_("自动分办的把握由社区书记或街道负责人来定。"), code="denied")
    percent = said["percent"]
    services.set_level(actor=actor, community=found, permille=None if percent is None else percent * 10)
    words = {"place": found.name, "n": percent}
    told = _("%(place)s：从不自动分。") if percent is None else _("%(place)s：把握到 %(n)s%% 就自动分办。")
    messages.success(request, told % words)
    return HttpResponseRedirect(reverse("suggesting"))


def _communities(actor: Actor) -> list[Any]:
    """The communities for which the actor sorts, by name."""
    found: dict[int, Any] = {}
    for seat in actor.seats_as(*COMMUNITY_ROLES, *STREET_ROLES):
        place = places.get(seat.place_id)
        inside = [place] if place.level == "community" else places.within(place).filter(level="community")
        found |= {one.pk: one for one in inside}
    return sorted(found.values(), key=lambda one: str(one.name))


def _level(actor: Actor, place: Any, bound: LevelForm | None) -> dict[str, Any]:
    """One community: what holds, and the form for those who may change it."""
    permille = selectors.level_of(place.pk)
    mine = bound is not None and bound.errors and bound.data.get("community") == str(place.pk)
    initial = {"community": place.pk, "percent": permille // 10 if permille is not None else None}
    fresh = LevelForm(initial=initial, auto_id=f"level-{place.pk}-%s")
    form = (bound if mine else fresh) if may(actor, "triage.level", place) else None
    return {"place": place, "percent": permille // 10 if permille is not None else None, "form": form}


def _stretches() -> list[tuple[int, datetime, datetime]]:
    """The last months: number, first instant, first instant of the next."""
    this = this_month(clock.now())
    numbers = [back(this, n) for n in range(MONTHS - 1, -2, -1)]
    starts = [datetime(n // 100, n % 100, 1, tzinfo=clock.CHINA) for n in numbers]
    return list(zip(numbers, starts, starts[1:], strict=False))


def _chart(ids: list[int]) -> Chart | None:
    """Accepted and others, month by month; none without any."""
    found = [(number, selectors.taken_in_month(ids, since, until)) for number, since, until in _stretches()]
    if not any(one.asked or one.auto for _number, one in found):
        return None
    asked = sum(one.asked for _number, one in found)
    accepted = sum(one.accepted for _number, one in found)
    series = [
        Series(_("照建议分"), [one.accepted for _number, one in found]),
        Series(_("分到别的"), [one.other for _number, one in found]),
        Series(_("自动分的"), [one.auto for _number, one in found]),
    ]
    said = _("近 %(months)s 个月，人看了 %(n)s 件，%(taken)s 件照建议分（%(share)s%%）。")
    words = {"months": MONTHS, "n": asked, "taken": accepted, "share": accepted * 100 // asked if asked else 0}
    labels = [written(number) for number, _one in found]
    return Chart(
        "suggested", _("建议准不准？"), said % words, labels, series, "stack", _("件"), label_heading=_("月份")
    )


def _model() -> dict[str, Any] | None:
    """The facts of the model in use; None where the list's own words suggest."""
    using = models.usable(models.DESK)
    if using is None:
        return None
    measures = using.facts.get("measures") or {}
    return {
        "version": using.version,
        "rows": using.facts.get("rows"),
        "when": parse_datetime(str(using.facts.get("when", ""))),
        "macro_f1": measures.get("macro_f1"),
        "ece": measures.get("ece"),
        "show_only": using.show_only,
    }
