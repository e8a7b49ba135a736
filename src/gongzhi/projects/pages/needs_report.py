"""Unmet needs, idle resources, the balance of what was offered, where one size is given to all; for everybody."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from gongzhi.organisations import selectors as organisations
from gongzhi.organisations import visitors
from gongzhi.organisations.whereabouts import here
from gongzhi.projects.pages import matching_said
from gongzhi.projects.selectors import matching, registering, resources
from gongzhi.projects.words import needs as words
from gongzhi.projects.words import resources as resource_words


@require_GET
@visitors.resident
def report(request: HttpRequest) -> HttpResponse:
    """What a place needs and has, by purpose, as a chart and a table."""
    place = here(request) or _first()
    if place is None:
        return render(request, "projects/needs_report.html", {"place": None})
    gaps = matching.gaps(place)
    found = matching.uniformity(matching.street_of(place))
    context = {
        "place": place, "gaps": [(words.PURPOSES[row.purpose], row) for row in gaps],
        "chart": _chart(gaps) if gaps else None,
        "balances": [
            {
                "sector": resource_words.SECTORS[row.sector],
                "flow": matching_said.flow(row.flow, row.unit, row.timed),
            }
            for row in resources.balances(place)
        ],
        "flags": [_flag(*row) for row in found.flags], "compared": len(found.sides),
        "rates": _rates(place), "orgs": [
            {"name": row.body.name, "role": resource_words.ORG_ROLES[row.role], "purpose": words.PURPOSES[row.purpose]}
            for row in registering.org_roles(place)
        ],
    }  # fmt: skip
    return render(request, "projects/needs_report.html", context)


def _first() -> Any:
    rows = organisations.bodies_of_kind("residents_committee").filter(place__level="community").order_by("pk")
    row = rows.first()
    return row.place if row else None


def _chart(gaps: list[Any]) -> dict[str, Any]:
    unmet, idle = sum(row.unmet for row in gaps), sum(row.idle for row in gaps)
    one = ngettext("%(n)d 件需求没有资源对得上", "%(n)d 件需求没有资源对得上", unmet) % {"n": unmet}
    two = ngettext("%(n)d 项资源没有需求用得上", "%(n)d 项资源没有需求用得上", idle) % {"n": idle}
    return {
        "ident": "gaps", "question": _("哪几类缺，哪几类多？"), "answer": f"{one}{_('，')}{two}{_('。')}",
        "labels": [str(words.PURPOSES[row.purpose]) for row in gaps], "kind": "hbar", "unit": "",
        "series": [
            {"name": _("没有资源的需求"), "data": [row.unmet for row in gaps]},
            {"name": _("没有需求的资源"), "data": [row.idle for row in gaps]},
        ],
        "label_heading": _("为了什么"),
        "base": _("需求按清单上现在的数，资源按现在可以用的数；对得上是指类别、时间、数量都合适。"),
    }  # fmt: skip


def _flag(one: Any, two: Any, row: Any) -> str:
    given = {
        "one": one.place.name, "two": two.place.name, "needs": f"{float(row.needs) * 100:.0f}%",
        "services": f"{float(row.services) * 100:.0f}%",
    }  # fmt: skip
    return _("%(one)s和%(two)s：需要的相差 %(needs)s，给的服务只相差 %(services)s。要看看是不是一刀切。") % given


def _rates(place: Any) -> list[dict[str, Any]]:
    found = []
    for kind, label in resource_words.REGISTRANTS.items():
        rate = registering.rate(place, kind)
        if rate.base:
            share = rate.share or 0
            found.append({"label": label, "rate": rate, "share": f"{float(share) * 100:.1f}%"})
    return found
