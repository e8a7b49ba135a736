"""Entering what somebody says who cannot come to the page: who is asked and silent, their answer, one at a time."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongzhi.kernel.actor import Actor
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.permit import may, require
from gongzhi.kernel.turning import begins, turns
from gongzhi.organisations import visitors
from gongzhi.people.permits import Reading
from gongzhi.projects import services
from gongzhi.projects.models import Project
from gongzhi.projects.pages.project_public import found_project
from gongzhi.projects.selectors import project_asked as asked
from gongzhi.projects.services.project_helping import PURPOSE
from gongzhi.projects.words import projects as words

PAGE = 20
ACCEPTS = {"1": gettext_lazy("可以，收下"), "0": gettext_lazy("不行，要返工")}


class AnswerForm(forms.Form):
    """What the person says, in one of the answers and in their own words."""

    answer = forms.ChoiceField(widget=forms.RadioSelect)
    words = forms.CharField(
        label=gettext_lazy("本人的原话"), required=False, max_length=400, widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": gettext_lazy("太长了，请写短一点。")},
    )  # fmt: skip

    def __init__(self, data: Any = None, *, what: str, said: str = "") -> None:
        super().__init__(data, auto_id="h_%s", initial={"answer": said})
        field: Any = self.fields["answer"]
        field.choices = list((ACCEPTS if what == "accept" else words.VERDICTS).items())
        field.label = _("做得可以吗？") if what == "accept" else _("用了三个月，是您要的吗？")
        missing = _("请选本人是怎么说的。")
        field.error_messages = {"required": missing, "invalid_choice": missing}
        if what == "accept":
            self.fields["words"].help_text = _("说不行的，要写一句哪里不行，好照着返工。")


def _found(request: HttpRequest, actor: Actor, project_id: int) -> Project:
    found = found_project(request, project_id)
    require(actor, "project.help", found)
    return found


@visitors.desk()
def listed(request: HttpRequest, actor: Actor, project_id: int) -> HttpResponse:
    """Who was asked and has not spoken, by number; POST opens how to find those on this page, and is logged."""
    found = _found(request, actor, project_id)
    silent, start = asked.silent(found, actor), begins(request.GET.get("from"))
    shown, people = silent.waiting[start : start + PAGE], {}
    if request.method == "POST":
        people = _opened(request, actor, found, [one.person_id for one in shown])
    context = {
        "project": found, "what": silent.what, "rows": [_line(one, silent.what, people) for one in shown],
        "entered": [_line(one, silent.what, {}) for one in silent.entered], "unknown": silent.unknown,
        "opened": request.method == "POST" and bool(people), "many": len(silent.waiting),
        "may_open": _may_open(actor), "until": _until(found, silent.what), "back": _back(actor, found),
        **turns(start, PAGE, more=len(silent.waiting) > start + PAGE),
    }  # fmt: skip
    return render(request, "projects/project_help.html", context)


def _opened(request: HttpRequest, actor: Actor, found: Project, person_ids: list[int]) -> dict[int, Any]:
    try:
        return services.open_asked(actor=actor, project_id=found.pk, person_ids=person_ids)
    except Refused as refusal:
        messages.warning(request, str(refusal))
        return {}


def _may_open(actor: Actor) -> bool:
    return bool(may(actor, "people.read_contact", Reading(0, PURPOSE)))


def _back(actor: Actor, found: Project) -> str:
    return reverse("project_desk" if may(actor, "project.watch", found) else "project", args=[found.pk])


def _until(found: Project, what: str) -> Any:
    if what == "judge":
        return found.verdict_until
    panel = found.panels.filter(outcome="").first() if what else None
    return panel.until if panel is not None else None


def _line(one: asked.Waiting, what: str, people: dict[int, Any]) -> dict[str, Any]:
    said = {**ACCEPTS, **words.VERDICTS}.get(one.entered, "")
    return {"one": one, "called": called(one.number, what), "contact": people.get(one.person_id), "said": said}


def called(n: int, what: str) -> str:
    """How a person is called while nobody has opened who they are."""
    return (_("抽中的第 %(n)d 位") if what == "accept" else _("提需求的第 %(n)d 位")) % {"n": n}


@visitors.desk()
def one(request: HttpRequest, actor: Actor, project_id: int, person_id: int) -> HttpResponse:
    """The answer of one of them: GET asks, POST enters it for them; `look` opens who it is, and is logged."""
    found = _found(request, actor, project_id)
    silent = asked.silent(found, actor)
    person = next((p for p in (*silent.waiting, *silent.entered) if p.person_id == person_id), None)
    if person is None:
        raise Http404(_("这一位现在没有要回答的，或者已经自己说过了。"))
    look = "look" in request.POST
    form = AnswerForm(
        request.POST if request.method == "POST" and not look else None, what=silent.what, said=person.entered
    )
    if form.is_bound and form.is_valid() and _entered(actor, found, person, silent.what, form):
        messages.success(request, _("替这一位记下了。本人看得到是谁记的，到期以前能自己改。"))
        return redirect("project_help", found.pk)
    people = _opened(request, actor, found, [person_id]) if look else {}
    context = {
        "project": found, "form": form, "called": called(person.number, silent.what), "may_open": _may_open(actor),
        "contact": people.get(person_id), "waits": not person.entered,
    }  # fmt: skip
    return render(request, "projects/project_help_one.html", context, status=422 if form.errors else 200)


def _entered(actor: Actor, found: Project, person: asked.Waiting, what: str, form: AnswerForm) -> bool:
    given: dict[str, Any] = {"person_id": person.person_id, "project_id": found.pk, "helper": actor}
    answer, text = form.cleaned_data["answer"], form.cleaned_data["words"]
    try:
        if what == "accept":
            services.accept_as(ok=answer == "1", words=text, **given)
        else:
            services.judge(verdict=answer, text=text, **given)
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return False
    return True
