"""Parse, ask one selector, show."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET
from django.views.decorators.vary import vary_on_headers

from gongzhi.kernel.digits import digits
from gongzhi.kernel.errors import Refused
from gongzhi.places import selectors, words

MOST = 20


@require_GET
@cache_control(public=True, max_age=60)
@vary_on_headers("Accept-Language", "Cookie")
def search(request: HttpRequest) -> JsonResponse:
    """`?q=&under=`: up to 20 places as JSON, never a household; a browser may keep the answer for a minute."""
    given = request.GET.get("under", "")
    try:
        under = selectors.get(_number(given)) if given else None
    except Refused as refusal:
        return JsonResponse({"message": str(refusal), "places": []}, status=404)
    found = selectors.search(request.GET.get("q", ""), under=under, levels=words.PUBLIC_LEVELS, limit=MOST)
    where = selectors.names_of(found)
    rows = [
        {"id": p.pk, "code": p.code, "name": p.name, "level": str(words.LEVELS[p.level]), "where": where[p.pk]}
        for p in found
    ]
    return JsonResponse({"places": rows})


def _number(given: str) -> int:
    """The id that was given; 0, which no place has, for anything else."""
    return digits(given, 10) or 0


@require_GET
@login_required
def cells(request: HttpRequest, place_id: int) -> HttpResponse:
    """What stands and stood directly under a place, with every name and position it had."""
    try:
        place = selectors.get(place_id)
    except Refused as refusal:
        raise Http404(str(refusal)) from refusal
    request.frame_place = place.name  # type: ignore[attr-defined]
    rows = selectors.cells_with_history(place)
    context = {"place": place, "where": selectors.names(place, grids=True), "rows": rows}
    return render(request, "places/cells.html", context)
