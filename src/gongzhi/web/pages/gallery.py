"""The gallery: every shared component with invented content, in both languages; only in the demonstration."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gongzhi.web.pages import sample_figures as figures
from gongzhi.web.pages import sample_words, samples

ERRORS = {"404": 404, "403": 403, "403_csrf": 403, "400": 400, "500": 500, "429": 429}


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """All components on one page; ?wrong=1 shows the form as it comes back with mistakes."""
    form = samples.SampleForm({}) if request.GET.get("wrong") else samples.SampleForm()
    return render(
        request,
        "web/gallery.html",
        {
            "form": form,
            "cards": samples.cards(),
            "stages": samples.stages(4),
            "stages_done": samples.stages(7),
            "story": samples.story(),
            "charts": [figures.slowest(), figures.progress("line"), figures.progress("stack")],
            "table": figures.table(),
            "map": figures.street_map(),
            "tabs": samples.tabs(),
            "acts": samples.acts(),
            "instants": samples.instants(),
            "photos": samples.photos(),
            "files": samples.files(),
            "said": sample_words.sentences(),
        },
    )


@require_safe
def panes(request: HttpRequest) -> HttpResponse:
    """List and detail side by side, as staff pages have it."""
    context = {
        "cards": samples.cards(),
        "tabs": samples.tabs(),
        "acts": samples.acts(),
        "batch": samples.batch(),
        "stages": samples.stages(4),
        "story": samples.story(),
        "said": sample_words.sentences(),
        "has_detail": bool(request.GET.get("open")),
    }
    return render(request, "web/gallery_panes.html", context)


@require_safe
def sheet(request: HttpRequest) -> HttpResponse:
    """A page of paper."""
    return render(request, "web/gallery_sheet.html", {"table": figures.table(), "stages": samples.stages(2)})


@require_safe
def error(request: HttpRequest, name: str) -> HttpResponse:
    """The pages that nobody should meet."""
    if name not in ERRORS:
        raise Http404
    return render(request, f"{name}.html", {"minutes": 3}, status=ERRORS[name])
