"""The small acts of a matter page: notes, clocks, releases, the contact, the telephone call-back, the judgement."""

from __future__ import annotations

from functools import partial
from typing import Any

from django import forms
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from gongzhi.cases import selectors, services
from gongzhi.cases.models import Case
from gongzhi.cases.pages.staff import undo
from gongzhi.cases.pages.staff.forms import small
from gongzhi.cases.pages.staff.gate import attempt, done, in_place, onward, staff
from gongzhi.cases.selectors import papers
from gongzhi.kernel import clock
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.permit import require
from gongzhi.kernel.reference import Ref
from gongzhi.organisations import selectors as organisations
from gongzhi.organisations.visitors import actor_of
from gongzhi.people import services as people

PHOTO_GONE = "cases/photo_gone.html"


def _back(case_id: int, did: str = "") -> str:
    return reverse("work_matter", args=[case_id]) + (f"?done={did}" if did else "")


def _small(request: HttpRequest, case: Case, form: forms.Form, heading: Any, button: Any, **more: Any) -> HttpResponse:
    """A small form in place or by itself."""
    context = {"case": case, "form": form, "heading": heading, "button": button, **more}
    context |= in_place(request, str(more.get("name", "")))
    name = "cases/staff/_small.html" if context["piece"] else "cases/staff/small.html"
    return render(request, name, context, status=422 if form.is_bound else 200)


@staff()
def note(request: HttpRequest, case_id: int) -> HttpResponse:
    """Write something down, perhaps with a photograph."""
    actor: Any = actor_of(request)
    case = selectors.case(actor, case_id)
    require(actor, "case.note", case)
    form = small.NoteForm(request.POST or None, request.FILES or None, auto_id="note_%s")
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            if said["text"].strip():
                services.add_words(actor=actor, case_id=case_id, text=said["text"], sight=said["sight"])
            if said["photo"]:
                services.add_photo(actor=actor, case_id=case_id, file=said["photo"])
            undo.say(request, actor, _("记下了。"), [case_id])
            return HttpResponseRedirect(onward(request, _back(case_id, "note")))
        except Refused as error:
            form.add_error("photo" if error.field == "photos" else "text", str(error))
    return _small(request, case, form, _("记一笔"), _("记下来"), name="note", files=True)


@staff()
def pause(request: HttpRequest, case_id: int) -> HttpResponse:
    """Stop the holder's clock for a reason that the list knows."""
    actor: Any = actor_of(request)
    case = selectors.case(actor, case_id)
    require(actor, "case.pause", case)
    form = small.PauseForm(request.POST or None, auto_id="pause_%s")
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        said = _("停表了，到上限会自己接着走。")
        act = partial(services.pause_clock, actor=actor, case_id=case_id, reason=reason)
        return undo.attempt(request, _back(case_id), said, act, case_id)
    then = _("反映人看得到停表。到上限时限自己接着走。")
    return _small(request, case, form, _("停表"), _("停表"), name="pause", then=then)


@require_POST
@staff()
def resume(request: HttpRequest, case_id: int) -> HttpResponse:
    """Let the clock run again."""
    actor: Any = actor_of(request)
    selectors.case(actor, case_id)
    return attempt(
        request, _back(case_id), _("时限接着走了。"), lambda: services.resume_clock(actor=actor, case_id=case_id)
    )


@require_POST
@staff()
def heading(request: HttpRequest, case_id: int) -> HttpResponse:
    """Write or take back the line that everybody sees."""
    actor: Any = actor_of(request)
    case = selectors.case(actor, case_id)
    form = small.HeadingForm(request.POST)
    if not form.is_valid():
        return _small(request, case, form, _("公开的标题"), _("公开这个标题"), name="heading")
    line = form.cleaned_data["heading"]
    try:
        services.release_heading(actor=actor, case_id=case_id, heading=line, checked=form.seen)
    except Refused as error:
        if error.code != "personal":
            raise
        return _covering(request, case, form, error)
    said = _("标题公开了。") if line.strip() else _("标题收回了，公开页不再显示。")
    return done(request, said, _back(case_id))


def _covering(request: HttpRequest, case: Case, typed: small.HeadingForm, error: Refused) -> HttpResponse:
    """The line again: covered where it held numbers, to be ticked where it only looks like somebody."""
    form = typed.proposed()
    form.add_error("heading", str(error))
    if not form.asks:
        del form.fields["checked"]
    line = typed.cleaned_data["heading"]
    said = _("您写的是：%(line)s") if form.asks else _("您写的是：%(line)s。下面换成了遮住的写法，看过再送。")
    then = said % {"line": line}
    return _small(request, case, form, _("公开的标题"), _("公开这个标题"), name="heading", then=then)


@require_GET
@staff()
def photo(request: HttpRequest, photo_id: int) -> HttpResponseBase:
    """A photograph, for those who may see its case."""
    actor: Any = actor_of(request)
    found = papers.photo(actor, photo_id)
    file = papers.opened(found)
    return FileResponse(file, content_type="image/jpeg") if file else render(request, PHOTO_GONE, status=404)


@require_POST
@staff()
def release_photo(request: HttpRequest, photo_id: int) -> HttpResponse:
    """Show a photograph to everybody, or take it back."""
    actor: Any = actor_of(request)
    found, shown = papers.photo(actor, photo_id), request.POST.get("shown") == "1"
    said = _("照片公开了。") if shown else _("照片收回了，公开页不再显示。")
    return attempt(
        request, _back(found.case_id), said,
        lambda: services.release_photo(actor=actor, photo_id=photo_id, shown=shown),
    )  # fmt: skip


@require_POST
@staff()
def contact(request: HttpRequest, case_id: int) -> HttpResponse:
    """Open the reporter's contact for a purpose; it is written down, and the reporter can read who looked."""
    actor: Any = actor_of(request)
    case = selectors.case(actor, case_id)
    form = small.ContactForm(request.POST, auto_id="contact_%s")
    if not form.is_valid():
        return _small(request, case, form, _("看联系方式"), _("看联系方式"), name="contact")
    try:
        shown = people.read_contact(
            actor=actor,
            person_id=case.reporter_id,
            purpose=form.cleaned_data["purpose"],
            about=Ref("cases.case", case.pk),
        )
    except Refused as error:
        if error.code == "denied":
            raise
        form.add_error("purpose", str(error))
        return _small(request, case, form, _("看联系方式"), _("看联系方式"), name="contact")
    return render(request, "cases/staff/contact.html", {"case": case, "shown": shown, "at": clock.now()})


@staff()
def call_back(request: HttpRequest, case_id: int) -> HttpResponse:
    """The telephone script, and the reporter's answer as it was said."""
    actor: Any = actor_of(request)
    case = selectors.case(actor, case_id)
    require(actor, "case.read_out", case)
    form = small.JudgeForm(request.POST or None, auto_id="judge_%s")
    if request.method == "POST" and form.is_valid():
        said = _("记下了反映人的评价，标明是电话回访。")
        act = partial(services.read_out, actor=actor, case_id=case_id, **form.given())
        return attempt(request, reverse("inbox"), said, act)
    answered = [w.text for w in case.words.filter(kind="answer").order_by("-id")[:1]]
    body = organisations.body(actor.seats[0].body_id)
    more = {"script": True, "answered": answered[0] if answered else "", "caller": body.name, "name": "call_back"}
    contact_form = small.ContactForm(initial={"purpose": "call_back"}, auto_id="contact_%s")
    can_call = services.may_open_contact(actor, case.pk, case.reporter_id)
    more["contact_form"] = contact_form if can_call else None
    return _small(request, case, form, _("电话回访"), _("记下反映人的评价"), **more)


@staff()
def judge(request: HttpRequest, case_id: int) -> HttpResponse:
    """A member of staff who reported something as a person judges it as a person."""
    actor: Any = actor_of(request)
    case = selectors.case(actor, case_id)
    require(actor, "case.judge", case)
    form = small.JudgeForm(request.POST or None, auto_id="judge_%s")
    if request.method == "POST" and form.is_valid():
        act = partial(services.judge, actor=actor, case_id=case_id, **form.given())
        return attempt(request, _back(case_id), _("评价记下了。"), act)
    return _small(request, case, form, _("评这件事"), _("送出评价"), name="judge")
