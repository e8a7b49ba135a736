"""From what was reported, said again or decided to the need list and to a project: where flows join them."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from gongzhi.flows import decision_to_project, need_from_matter
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.money import fen
from gongzhi.kernel.reference import Ref
from gongzhi.ledger.words import PURPOSES as POTS
from gongzhi.projects.selectors import needs
from gongzhi.projects.words.needs import PURPOSES
from gongzhi.projects.words.projects import KINDS
from gongzhi.web.pages.problems_gate import desk

TITLE, TEXT = 60, 2000
FORM_METHODS = ["GET", "HEAD", "POST"]
CHOOSE = ("", gettext_lazy("请选一类"))


class NeedForm(forms.Form):
    """What is needed, for what."""

    title = forms.CharField(
        label=gettext_lazy("需要什么"),
        max_length=TITLE,
        error_messages={"required": gettext_lazy("请用一句话写需要什么。")},
    )
    purpose = forms.ChoiceField(
        label=gettext_lazy("为了什么"),
        choices=[CHOOSE, *PURPOSES.items()],
        error_messages={"required": gettext_lazy("请选一类：这件事是为了什么。")},
    )


class ProjectForm(forms.Form):
    """What is done, which kind of project it is, what it costs and from what money."""

    title = forms.CharField(
        label=gettext_lazy("项目叫什么"),
        max_length=TITLE,
        error_messages={"required": gettext_lazy("请给项目起个名字。")},
    )
    kind = forms.ChoiceField(label=gettext_lazy("哪一类项目"), choices=list(KINDS.items()))
    want = forms.ChoiceField(
        label=gettext_lazy("为了什么"),
        choices=[CHOOSE, *PURPOSES.items()],
        error_messages={"required": gettext_lazy("请选一类：这件事是为了什么。")},
    )
    purpose = forms.ChoiceField(
        label=gettext_lazy("用哪种用途的钱"),
        choices=[("", gettext_lazy("不花钱，或者还没定")), *POTS.items()],
        required=False,
    )
    estimate = forms.CharField(
        label=gettext_lazy("估计花多少（元）"), max_length=30, required=False,
        help_text=gettext_lazy("例如 24000、1,000.00、2.4万元。不花钱就空着。"),
    )  # fmt: skip

    def clean_estimate(self) -> int:
        """Fen, however it was written."""
        text = self.cleaned_data["estimate"]
        try:
            return fen(text) if text.strip() else 0
        except Refused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal


@require_http_methods(FORM_METHODS)
@desk
def need_from(request: HttpRequest, actor: Actor, label: str, number: int) -> HttpResponse:
    """Put a matter on the need list with everybody who asked for it."""
    if label not in need_from_matter.PERMITS:
        raise Http404
    source = Ref(label, number)
    there = needs.by_source(source)
    if there is not None:
        return HttpResponseRedirect(reverse("need", args=[there.pk]))
    first = need_from_matter.wanted(actor, source)
    form = NeedForm(request.POST or None, initial={"title": first.title})
    if request.method == "POST" and form.is_valid():
        try:
            made = need_from_matter.list_need(actor=actor, source=source, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            messages.success(request, _("列进需求清单了。要的人都算在里面，一人算一次。"))
            return HttpResponseRedirect(reverse("need", args=[made.pk]))
    many = len(first.people)
    said = ngettext("%(n)d 个人要过这件事。", "%(n)d 个人要过这件事。", many) % {"n": many}
    return render(request, "web/need_from.html", {"form": form, "first": first, "said": said})


@require_http_methods(FORM_METHODS)
@desk
def project_from(request: HttpRequest, actor: Actor, topic_id: int) -> HttpResponse:
    """Make the project of a decision."""
    topic, _decision = decision_to_project.decided(actor, topic_id)
    form = ProjectForm(request.POST or None, initial={"title": topic.title})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            made = decision_to_project.project_of_decision(
                actor=actor, topic_id=topic_id, title=given["title"], kind=given["kind"], purpose=given["purpose"],
                want=given["want"], estimate_fen=given["estimate"],
            )  # fmt: skip
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            messages.success(request, _("项目立好了，决定、会和票都是它的凭据。下一步：定钱、定日子、公示。"))
            return HttpResponseRedirect(reverse("project_desk", args=[made.pk]))
    context = {"topic": topic, "form": form, "there": decision_to_project.projects_of(topic_id)}
    return render(request, "web/project_from.html", context)
