"""The public pages of the list: what is on it, who answers at each rung, its editions and what changed."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from gongzhi.kernel.errors import Refused
from gongzhi.mandates import selectors, services, words
from gongzhi.mandates.models import Edition
from gongzhi.mandates.pages import tables
from gongzhi.mandates.pages.forms import SearchForm

TYPES = {"csv": "text/csv; charset=utf-8", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


@require_GET
def whole(request: HttpRequest) -> HttpResponse:
    """The list in force, by group; looked through with everyday words."""
    form = SearchForm(request.GET)
    given = form.cleaned_data if form.is_valid() else {"q": "", "group": "", "platform": ""}
    found = selectors.search_matters(given["q"]) if given["q"] else selectors.matters()
    found = [m for m in found if given["group"] in ("", m.group) and given["platform"] in ("", m.platform)]
    context = {
        "form": form,
        "count": len(found),
        "tables": [tables.group_table(group) for group in tables.by_group(found)],
        "current": selectors.published(),
        "asked": given["q"],
        "negative": selectors.negative(given["q"]) if given["q"] else None,
        "negatives": selectors.negatives(),
    }
    return render(request, "mandates/list.html", context)


@require_GET
def matter(request: HttpRequest, code: str) -> HttpResponse:
    """One matter type: who leads, assists and is informed at every rung, on which ground, within which time."""
    found = selectors.matter(code)
    if found is None:
        raise Http404(_("责任清单里没有这个事项，请从清单里选。"))
    context = {
        "matter": found,
        "name": words.matter_name(found),
        "group": words.group_name(found),
        "kind": words.KINDS[found.kind],
        "start": words.RUNGS[found.start],
        "platform": tables.platform(found),
        "said": found.words,
        "table": tables.lines_of(found),
    }
    return render(request, "mandates/matter.html", context)


@require_GET
def editions(request: HttpRequest) -> HttpResponse:
    """Every edition that was or is in force."""
    return render(request, "mandates/editions.html", {"editions": selectors.editions()})


@require_GET
def edition(request: HttpRequest, version: int) -> HttpResponse:
    """One edition, and what it changed against the one before."""
    found = _edition(version)
    before = selectors.editions().filter(valid_from__lt=found.valid_from).first()
    differences = selectors.differences(before, found) if before else None
    context = {
        "edition": found,
        "before": before,
        "tables": tables.changes(differences) if differences else [],
        "count": len(selectors.matters_of(found.pk)),
    }
    return render(request, "mandates/edition.html", context)


@require_GET
def export(request: HttpRequest, version: int, form: str) -> HttpResponse:
    """The edition as a sheet to keep, compare or edit."""
    if form not in TYPES:
        raise Http404(_("清单只导出 CSV 和 XLSX。"))
    content = services.export_list(_edition(version), form)
    name = f"responsibility-list-{version}.{form}"
    return HttpResponse(content, TYPES[form], headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _edition(version: int) -> Edition:
    try:
        return selectors.edition(version)
    except Refused as refusal:
        raise Http404(str(refusal)) from refusal
