"""The desk where a new edition is made: upload, read what is refused or what changes, publish with a date, or drop."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.errors import Refused
from gongzhi.mandates import selectors, services
from gongzhi.mandates.models import Edition
from gongzhi.mandates.pages import tables
from gongzhi.mandates.pages.forms import PublishForm, UploadForm
from gongzhi.organisations.selectors import actor_for

View = Callable[..., HttpResponse]


def as_editor(view: View) -> View:
    """The view is given the signed-in person with the seats held now; a power that is missing is a 403 with words."""

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, actor_for(int(str(request.user.pk))), *args, **kwargs)
        except Refused as refusal:
            if refusal.code == "unknown_list":
                raise Http404(str(refusal)) from refusal
            if refusal.code == "denied":
                raise PermissionDenied(str(refusal)) from refusal
            raise

    return never_cache(login_required(checked))


@require_http_methods(["GET", "POST"])
@as_editor
def desk(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The drafts there are, and where a sheet is uploaded."""
    known = selectors.drafts(actor)
    form = UploadForm(request.POST or None, request.FILES or None) if request.method == "POST" else UploadForm()
    context: dict[str, Any] = {"form": form, "drafts": known, "current": selectors.published()}
    if form.is_bound and form.is_valid():
        done = _upload(form, actor, context)
        if done is not None:
            return redirect("mandates_draft", list_id=done.pk)
    return render(request, "mandates/drafts.html", context, status=422 if form.is_bound else 200)


def _upload(form: UploadForm, actor: Actor, context: dict[str, Any]) -> Edition | None:
    """The draft, or None with the reasons put into the form and the page."""
    file = form.cleaned_data["file"]
    try:
        found = services.import_list(actor=actor, content=file.read(), name=file.name)
    except Refused as refusal:
        if refusal.code == "denied":
            raise
        form.add_error("file", str(refusal))
        return None
    if found.edition is None:
        form.add_error("file", _("有 %(n)s 处要改，整张表都没有收。") % {"n": len(found.refusals)})
        context.update(refusals=tables.refusals(found.refusals), refused=found.refusals, accepted=found.accepted)
    return found.edition


@require_GET
@as_editor
def draft(request: HttpRequest, actor: Actor, list_id: int) -> HttpResponse:
    """What a draft would change, and from when."""
    return _preview(request, actor, list_id, PublishForm(initial={"on": clock.today().date()}))


def _preview(request: HttpRequest, actor: Actor, list_id: int, form: PublishForm) -> HttpResponse:
    found = selectors.draft(actor, list_id)
    last = selectors.editions().first()
    context = {
        "edition": found,
        "before": last,
        "tables": tables.changes(selectors.differences(last, found)) if last else [],
        "count": len(selectors.matters_of(found.pk)),
        "form": form,
    }
    return render(request, "mandates/draft.html", context, status=422 if form.is_bound else 200)


@require_POST
@as_editor
def publish(request: HttpRequest, actor: Actor, list_id: int) -> HttpResponse:
    """Put the draft in force from a day on."""
    form = PublishForm(request.POST)
    if form.is_valid():
        try:
            edition = services.publish(actor=actor, list_id=list_id, on=form.cleaned_data["on"])
        except Refused as refusal:
            if refusal.code in {"denied", "unknown_list"}:
                raise
            form.add_error("on", str(refusal))
        else:
            messages.success(request, _("第 %(version)s 版已发布。") % {"version": edition.version})
            return redirect("mandates_edition", version=edition.version)
    return _preview(request, actor, list_id, form)


@require_POST
@as_editor
def drop(request: HttpRequest, actor: Actor, list_id: int) -> HttpResponse:
    """Throw the draft away."""
    services.drop_draft(actor=actor, list_id=list_id)
    messages.success(request, _("草稿已删掉，现行清单没有变。"))
    return redirect("mandates_drafts")
