"""Report in three steps: what it is, where it is, look it over and send. Nothing typed is ever lost."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from gongzhi.cases import services
from gongzhi.cases.pages.resident import access, draft, preview
from gongzhi.cases.pages.resident.forms import PLACED, SendForm, WhatForm, most_photos, placed
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.digits import digits
from gongzhi.kernel.errors import Refused
from gongzhi.organisations.visitors import MYSELF, actor_of, network, speaker, unlisted
from gongzhi.people import services as people
from gongzhi.places import selectors as places

# One mobile network may stand behind one address, so these are for machines, not for neighbours.
REPORTS, PHOTOS, WINDOW = 60, 120, 600
LONGEST_KEPT = 20_000
FRESH = "just_sent"


@require_http_methods(["GET", "POST"])
def what(request: HttpRequest) -> HttpResponse:
    """Step one."""
    if request.method == "GET":
        _arrive(request, request.GET.get("at", "")[:40].strip())
        return _ask(request, WhatForm(initial=_begun(request)))
    if "remove" in request.POST:
        return _without(request, request.POST["remove"])
    dense = bool(request.FILES) and not people.allow(f"photos:{network(request)}", PHOTOS, WINDOW)
    form = WhatForm(request.POST, None if dense else request.FILES, had=draft.photos(request))
    fine = form.is_valid() and not dense
    if dense:
        form.add_error("photos", _("照片送得太密了，请过十分钟再添。写的都还在。"))
    typed = {"text": request.POST.get("text", "")[:LONGEST_KEPT], "intake": request.POST.get("intake", "")[:12]}
    kept = draft.keep(request, photos=form.kept, **typed)
    if not fine:
        return _ask(request, form)
    return redirect("report_check" if kept.get("place") else "report_where")


def _begun(request: HttpRequest) -> dict[str, Any]:
    """What was written so far; before the first word, what the link that led here says (`?say=`), kept nowhere."""
    said = request.GET.get("say", "")[:200].strip()
    return {"text": said} | {name: value for name, value in draft.read(request).items() if value}


def _arrive(request: HttpRequest, sign: str) -> None:
    """A QR code on a door has named the place."""
    if not sign:
        return
    found = places.by_sign(sign) or places.by_codes([sign]).get(sign)
    if found is None or found.level not in PLACED:
        messages.warning(request, _("没有“%(code)s”这个楼栋码，第二步可以从单子里选。") % {"code": sign})
    else:
        draft.keep(request, place=found.pk)


def _ask(request: HttpRequest, form: WhatForm) -> HttpResponse:
    kept = draft.photos(request)
    at = _placed_or_none(draft.read(request).get("place"))
    preview.stand_at(request, at)
    context = {
        "form": form, "kept": kept, "room": most_photos() - len(kept), "at": places.names(at) if at else "",
    }  # fmt: skip
    return unlisted(render(request, "cases/resident/what.html", context))


def _without(request: HttpRequest, token: str) -> HttpResponse:
    """Take one photograph out; what was typed meanwhile stays."""
    kept = draft.photos(request)
    if token in kept:
        services.drop_photos([token])
        kept.remove(token)
    draft.keep(request, photos=kept, text=request.POST.get("text", "")[:LONGEST_KEPT])
    return redirect("report")


@require_GET
def kept_photo(request: HttpRequest, token: str) -> FileResponse:
    """A photograph of the report that this browser is writing, for nobody else."""
    file = services.open_photo(token) if token in draft.photos(request) else None
    if file is None:
        raise Http404
    return unlisted(FileResponse(file, content_type="image/jpeg"))


def _placed_or_none(number: int | None) -> Any:
    try:
        return placed(number) if number else None
    except Refused:
        return None


@require_http_methods(["GET", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """Step three: look it over, then send."""
    if request.method == "POST":
        form = SendForm(request.POST)
        return unlisted(_send(request, form) if form.is_valid() else _look_over(request, form))
    kept = draft.read(request)
    if not kept.get("text"):
        return redirect("report")
    if _placed_or_none(kept.get("place")) is None:
        return redirect("report_where")
    return unlisted(_look_over(request, SendForm(initial=draft.keep(request))))


def _look_over(request: HttpRequest, form: SendForm, status: int = 200) -> HttpResponse:
    place = _placed_or_none(digits(form["place"].value()))
    context = {
        "form": form,
        "kept": draft.photos(request),
        **preview.of(form["text"].value() or "", place, form["matter"].value(), access.sent_here(request)),
    }
    preview.stand_at(request, place)
    return render(request, "cases/resident/check.html", context, status=status)


def _send(request: HttpRequest, form: SendForm) -> HttpResponse:
    actor = actor_of(request)
    if actor is None and not people.allow(f"report:{network(request)}", REPORTS, WINDOW):
        form.add_error(None, _("这里送得太密了，请过十分钟再点“送出”。写的都还在。"))
        return _look_over(request, form, status=429)
    try:
        receipt = services.report_case(actor=actor or _known_here(request, form), new=form.new_case())
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return _look_over(request, form)
    if actor is None and request.session.get(MYSELF) is None and not form.cleaned_data["phone"]:
        request.session[MYSELF] = receipt.case.reporter_id
    return _sent(request, receipt)


def _known_here(request: HttpRequest, form: SendForm) -> Actor | None:
    """Whoever left nothing stays the same person in this browser, so that people are counted once."""
    left = form.cleaned_data["phone"] or form.cleaned_data["name"]
    return None if left else speaker(request)


def _sent(request: HttpRequest, receipt: services.Receipt) -> HttpResponse:
    refusals = _attach(request, receipt)
    for refusal in refusals:
        messages.warning(request, refusal)
    if receipt.case.pk not in access.sent_here(request):
        access.remember(request, receipt.case)
    draft.drop(request)
    request.session[FRESH] = receipt.case.pk
    return redirect("receipt", receipt.code)


def _attach(request: HttpRequest, receipt: services.Receipt) -> list[str]:
    """Put the kept photographs to the case; one that is refused does not hold up the report."""
    if receipt.again and receipt.case.photos.exists():
        return []
    refusals = []
    for token in draft.photos(request):
        file = services.open_photo(token)
        if file is None:
            refusals.append(_("有一张照片没有收到，可以在这里再添。"))
            continue
        with file:
            services.add_photo(actor=Actor(person_id=receipt.case.reporter_id), case_id=receipt.case.pk, file=file)
    return refusals
