"""A worker lets everybody read a report's own words: marks are covered, and what all will read is shown first."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongzhi.cases.selectors.advisers import marks, shown
from gongzhi.flows import publishing
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.marks import Mark
from gongzhi.triage.rules.covering import Stretch, covered, found_in
from gongzhi.triage.rules.marks import marks as marked
from gongzhi.web.pages.problems_gate import desk

AROUND = 8  # signs before and after a mark, so that one sees which one it is


@dataclass(frozen=True)
class Piece:
    """A piece of the original: marked ones say in words as what."""

    text: str
    label: str = ""


class CoverForm(forms.Form):
    """Which of the unsure marks are covered, what besides, and that a person looked at what stays."""

    cover = forms.MultipleChoiceField(
        label=gettext_lazy("像姓名、门牌的，勾着的遮住"), required=False, widget=forms.CheckboxSelectMultiple
    )
    also = forms.CharField(
        label=gettext_lazy("还要遮住的字"),
        required=False,
        max_length=500,
        help_text=gettext_lazy("系统没标出来的，抄在这里，一行一处。"),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": gettext_lazy("最多写 500 个字，请写短一点。")},
    )
    checked = forms.BooleanField(label=gettext_lazy("我看过，这里不指向哪个人"), required=False)
    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, *given: Any, text: str, **more: Any) -> None:
        super().__init__(*given, **more)
        self.text = text
        self.sure = [m for m in marks(text) if m.sure]
        unsure = [m for m in marks(text) if not m.sure]
        self.spans = {_name(m): m for m in unsure}
        field: Any = self.fields["cover"]
        field.choices = [(name, _choice(text, m)) for name, m in self.spans.items()]
        self.initial.setdefault("cover", list(self.spans))
        if not unsure:
            del self.fields["cover"]

    def clean_also(self) -> str:
        """Words that do not stand in the original would cover nothing: say which."""
        typed = str(self.cleaned_data["also"])
        missing = [line.strip() for line in typed.splitlines() if line.strip() and line.strip() not in self.text]
        if missing:
            raise forms.ValidationError(_("原话里没有这些字：%(words)s") % {"words": _("、").join(missing)})
        return typed

    def stretches(self) -> list[Stretch]:
        """Everything that is covered: numbers always, what is ticked, and what was typed besides."""
        kinds = {(m.start, m.end): m.kind for m in marked(self.text)}
        ticked = [self.spans[name] for name in self.cleaned_data.get("cover", [])]
        held = [Stretch(m.start, m.end, kinds[m.start, m.end]) for m in (*self.sure, *ticked)]
        return [*held, *found_in(self.text, self.cleaned_data["also"].splitlines())]

    def left(self) -> bool:
        """Whether something that looks like a person or a room stays open."""
        return len(self.cleaned_data.get("cover", [])) < len(self.spans)


def _name(mark: Mark) -> str:
    return f"{mark.start}-{mark.end}"


def _choice(text: str, mark: Mark) -> str:
    before, after = text[max(0, mark.start - AROUND) : mark.start], text[mark.end : mark.end + AROUND]
    words = {
        "label": capfirst(mark.label),
        "piece": f"{before}【{text[mark.start : mark.end]}】{after}".replace("\n", " "),
    }
    return _("%(label)s：%(piece)s") % words


def _pieces(text: str) -> list[Piece]:
    found, at = [], 0
    for mark in marks(text):
        found += [Piece(text[at : mark.start]), Piece(text[mark.start : mark.end], mark.label)]
        at = mark.end
    return [piece for piece in (*found, Piece(text[at:])) if piece.text]


def _stamp(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


@desk
def public_text(request: HttpRequest, actor: Actor, case_id: int) -> HttpResponse:
    """GET shows the words and their marks; POST shows what everybody would see, lets it out, or takes it back."""
    case = publishing.publishable(actor, case_id)
    if request.method == "POST" and "take_back" in request.POST:
        return _taken_back(request, actor, case)
    form = CoverForm(request.POST or None, text=case.text)
    if request.method != "POST":
        return _page(request, case, form)
    if not form.is_valid():
        return _page(request, case, form, status=422)
    if "publish" in request.POST:
        return _published(request, actor, case, form)
    return _page(request, case, form)


def _taken_back(request: HttpRequest, actor: Actor, case: Any) -> HttpResponse:
    try:
        publishing.take_back(actor=actor, case_id=case.pk)
        messages.success(request, _("收回了，公开页不再显示原话。"))
    except Refused as error:
        if error.code == "denied":
            raise
        messages.warning(request, str(error))
    return HttpResponseRedirect(reverse("public_text", args=[case.pk]))


def _published(request: HttpRequest, actor: Actor, case: Any, form: CoverForm) -> HttpResponse:
    if form.cleaned_data["seen"] != _stamp(covered(case.text, form.stretches())):
        form.add_error(None, _("和刚才看的不一样了，请再看一遍。"))
        return _page(request, case, form, status=409)
    checked = form.cleaned_data["checked"]
    try:
        publishing.publish(actor=actor, case_id=case.pk, stretches=form.stretches(), checked=checked)
    except Refused as error:
        if error.code == "denied":
            raise
        form.add_error("checked" if error.code == "personal" else None, str(error))
        return _page(request, case, form, status=422)
    messages.success(request, _("原话公开了，遮住的没有公开。"))
    return HttpResponseRedirect(reverse("public_text", args=[case.pk]))


def _page(request: HttpRequest, case: Any, form: CoverForm, status: int = 200) -> HttpResponse:
    preview = ""
    if form.is_bound and "also" not in form.errors:
        preview = covered(case.text, form.stretches())
    context = {
        "case": case,
        "form": form,
        "pieces": _pieces(case.text),
        "sure": [(m.label, case.text[m.start : m.end]) for m in form.sure],
        "preview": preview,
        "stamp": _stamp(preview),
        "ask": bool(preview) and form.left(),
        "shown": shown(case),
    }
    return render(request, "web/public_text.html", context, status=status)
