"""The cases in which people were asked again, or had to say the same again."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from gongzhi.indicators.selectors import Opened, Scope
from gongzhi.indicators.selectors.burden import again
from gongzhi.web.pages import board_parts as parts
from gongzhi.web.pages.board import scope_of
from gongzhi.web.pages.board_forms import months_of, query
from gongzhi.web.pages.rates import PAGE, case_table
from gongzhi.web.pages.reading import place_of, reader_of

FIGURES = {
    "asked": gettext_lazy("同一件，让反映人补充了两次以上"),
    "said": gettext_lazy("同一个人，期限内又说同一件事"),
}


@require_safe
@login_required
def asked_again(request: HttpRequest) -> HttpResponse:
    """The cases behind one of the two numbers, the newest first."""
    actor, months = reader_of(request), months_of(request)
    place = place_of(request, actor)
    figure = request.GET.get("figure", "")
    if figure not in FIGURES:
        raise Http404
    found = again(Scope(**scope_of(place)), months)
    ids = list(found.asked if figure == "asked" else found.said)
    shown = [Opened(pk, pk, months.last, "", 0) for pk in ids[:PAGE]]
    context = {
        "title": FIGURES[figure],
        "name": place.name,
        "months": parts.months_said(months.first, months.last),
        "total": f"{len(ids):,}",
        "table": case_table(actor, shown, counted=False),
        "older": "",
        "more": _("只列最近 %(n)s 件。") % {"n": PAGE} if len(ids) > PAGE else "",
        "back": f"{reverse('street_rates')}?{query(months, place=place.code)}",
    }
    return render(request, "web/board_rates_cases.html", context)
