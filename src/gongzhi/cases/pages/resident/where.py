"""Step two of a report: from the list, in own words, by the code on the door, or last a point on the map."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gongzhi.cases.pages.resident import draft, preview
from gongzhi.cases.pages.resident.forms import PLACED, PointForm, WhereForm, placed
from gongzhi.kernel.errors import Refused
from gongzhi.organisations import selectors as organisations
from gongzhi.organisations.visitors import unlisted
from gongzhi.organisations.whereabouts import COMMUNITY
from gongzhi.places import selectors as places

YEAR = 365 * 24 * 3600
_CHOSEN = ("estate", "building")
_MOST_LISTED = 600
_MOST_FOUND = 8
_SEGMENT = 8


@dataclass(frozen=True)
class Scope:
    """Where to look: the place chosen so far, its community or the one remembered, and the area that is searched."""

    chosen: Any
    community: Any
    area: Any


def _scope(request: HttpRequest) -> Scope:
    chosen = _place(draft.read(request).get("place"))
    community = places.ancestor(chosen, "community") if chosen else None
    community = community or _place(draft.read(request).get("community")) or _remembered(request)
    return Scope(chosen, community, community or _common(served()))


def _place(number: int | None) -> Any:
    try:
        return placed(number) if number else None
    except Refused:
        return None


def _remembered(request: HttpRequest) -> Any:
    found = places.by_codes([request.COOKIES.get(COMMUNITY, "")[:40]])
    place = next(iter(found.values()), None)
    return place if place and place.level == "community" and place.until is None else None


def served() -> list[Any]:
    """The communities that this deployment serves, in the order of the tree."""
    bodies = organisations.bodies_of_kind("residents_committee")
    return [body.place for body in bodies if body.place.level == "community"]


def _common(communities: list[Any]) -> Any:
    """The smallest place that holds them all; None where there is none."""
    paths = [place.path for place in communities]
    if not paths:
        return None
    first, last = min(paths), max(paths)
    same = 0
    while first[same : same + _SEGMENT] and first[same : same + _SEGMENT] == last[same : same + _SEGMENT]:
        same += _SEGMENT
    return places.get(int(first[same - _SEGMENT : same])) if same else None


@require_http_methods(["GET", "POST"])
def where(request: HttpRequest) -> HttpResponse:
    """Step two."""
    scope = _scope(request)
    if request.method == "GET":
        return _ask(request, scope, WhereForm(initial=draft.read(request)), request.GET.get("where", ""))
    form = WhereForm(request.POST)
    if not form.is_valid():
        return _ask(request, scope, form)
    said = form.cleaned_data
    draft.keep(request, where=said["where"])
    if said["community"]:
        return _other_community(request, said["community"])
    found, words = _settle(said, scope, as_written="as_written" in request.POST)
    if found is None:
        return _ask(request, scope, form, said["where"])
    draft.keep(request, place=found.pk, where=words, lon=None, lat=None)
    return redirect("report_check")


def _other_community(request: HttpRequest, community: Any) -> HttpResponse:
    draft.keep(request, place=None, community=community.pk)
    response = redirect("report_where")
    response.set_cookie(COMMUNITY, community.code, max_age=YEAR, samesite="Lax", secure=request.is_secure())
    return response


def _settle(said: dict[str, Any], scope: Scope, *, as_written: bool) -> tuple[Any, str]:
    """The place that was tapped, named by its code, or said so that only one can be meant; else what was chosen
    before. With it the words that say more than the place does. None: ask which one."""
    words = said["where"]
    signed = places.by_sign(words)
    if signed is not None and signed.level in PLACED:
        return signed, ""
    found = [] if as_written else _search(words, scope)
    if said["place"]:
        return said["place"], "" if said["place"] in found else words
    if len(found) == 1:
        return found[0], ""
    return (None if found else scope.chosen or scope.community), words


def _search(words: str, scope: Scope) -> list[Any]:
    if not words.strip() or scope.area is None:
        return []
    return places.search(words, under=scope.area, levels=_CHOSEN, limit=_MOST_FOUND)


def _ask(request: HttpRequest, scope: Scope, form: WhereForm, query: str = "") -> HttpResponse:
    found = _search(query[:200], scope)
    names = places.names_of(found, top="community")
    context: dict[str, Any] = {"query": query.strip(), "matches": [(place, names[place.pk]) for place in found]}
    if getattr(request, "htmx", False):
        return unlisted(render(request, "cases/resident/matches.html", context))
    if request.method == "POST" and not found and not form.errors:
        form.add_error("where", _("请先选一个社区，或写门口的楼栋码。"))
    preview.stand_at(request, scope.chosen or scope.community)
    context |= {"form": form, "scope": scope, "chosen_words": places.names(scope.chosen) if scope.chosen else ""}
    context |= {"communities": [] if scope.community else served(), "estates": _estates(scope.community)}
    return unlisted(render(request, "cases/resident/where.html", context))


def _estates(community: Any) -> list[tuple[Any, list[Any]]]:
    """The estates of a community, each with its buildings; what stands in no estate comes under None."""
    if community is None:
        return []
    found: list[tuple[Any, list[Any]]] = []
    loose: list[Any] = []
    for place in places.within(community).filter(level__in=_CHOSEN).order_by("path")[:_MOST_LISTED]:
        if place.level == "estate":
            found.append((place, []))
        elif found and place.lies_in(found[-1][0]):
            found[-1][1].append(place)
        else:
            loose.append(place)
    return [*found, *([(None, loose)] if loose else [])]


@require_http_methods(["GET", "POST"])
def on_map(request: HttpRequest) -> HttpResponse:
    """The last way to say where: a point, in which the smallest drawn place is found."""
    scope = _scope(request)
    form = PointForm(request.POST) if request.method == "POST" else PointForm(initial=draft.read(request))
    if form.is_bound and form.is_valid():
        lon, lat = form.cleaned_data["lon"], form.cleaned_data["lat"]
        found = places.locate(lon, lat, "gcj02", levels=PLACED)
        if found is not None:
            draft.keep(request, place=found.pk, lon=lon, lat=lat)
            return redirect("report_check")
    context = {"form": form, "areas": _outlines(scope), "missed": form.is_bound}
    preview.stand_at(request, scope.chosen or scope.community)
    return unlisted(render(request, "cases/resident/map.html", context))


def _outlines(scope: Scope) -> dict[str, Any]:
    """What was drawn inside the area: the finest drawing that there is."""
    for level in ("estate", "small_grid", "community"):
        drawn = places.outlines(scope.area, level) if scope.area else {"features": []}
        if drawn["features"]:
            return {"areas": drawn}
    return {"areas": {"type": "FeatureCollection", "features": []}}
