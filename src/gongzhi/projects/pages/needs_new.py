"""Say a need in three steps on one page: what, what for, where; no account, nothing about oneself."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from gongzhi.kernel.errors import Refused
from gongzhi.organisations import visitors
from gongzhi.organisations.whereabouts import choices_near, here
from gongzhi.projects.models import Need
from gongzhi.projects.services import needs
from gongzhi.projects.words import needs as words


class SayForm(forms.Form):
    """What a resident needs: one line, what for, where, and more words if they like."""

    title = forms.CharField(
        label=gettext_lazy("1. 需要什么？"), max_length=needs.TITLE,
        help_text=gettext_lazy("一句话，比如“放学后有个写作业的地方”。不写谁的姓名和门牌。"),
        error_messages={
            "required": gettext_lazy("请写一句话：需要什么。"), "max_length": gettext_lazy("一句话最多 60 个字。"),
        },
    )  # fmt: skip
    purpose = forms.ChoiceField(
        label=gettext_lazy("2. 是哪一类？"), choices=(), initial="",
        error_messages={"required": gettext_lazy("请选一类，拿不准选“其他”。")},
    )  # fmt: skip
    place = forms.ChoiceField(
        label=gettext_lazy("3. 在哪里？"), choices=(), error_messages={"required": gettext_lazy("请选一个地方。")}
    )
    text = forms.CharField(
        label=gettext_lazy("还想说的"), widget=forms.Textarea(attrs={"rows": 4}), max_length=needs.LONGEST,
        required=False,
    )  # fmt: skip

    def __init__(self, data: Any = None, *, where: list[tuple[str, str]]) -> None:
        super().__init__(data, auto_id="n_%s", initial={"place": where[0][0] if where else ""})
        self.fields["place"].choices = where  # type: ignore[attr-defined]
        self.fields["purpose"].choices = [("", _("请选一类")), *words.PURPOSES.items()]  # type: ignore[attr-defined]


@require_http_methods(["GET", "POST"])
@visitors.resident
def new(request: HttpRequest) -> HttpResponse:
    """Say a need; it waits for the community's look, and whoever said it follows it under "mine"."""
    place = here(request)
    where = choices_near(place)
    form = SayForm(request.POST or None, where=where)
    status = 200
    if request.method == "POST":
        made = _say(request, form) if form.is_valid() else None
        if made is not None:
            messages.success(request, _("收到了。往后在这一页看它走到哪一步。"))
            return redirect("need", made.pk)
        status = 422
    return render(request, "projects/need_new.html", {"form": form, "none": not where, "place": place}, status=status)


def _say(request: HttpRequest, form: SayForm) -> Need | None:
    given = form.cleaned_data
    try:
        return needs.raise_need(
            actor=visitors.new_speaker(request), place_id=int(given["place"]), title=given["title"],
            text=given["text"], purpose=given["purpose"],
        )  # fmt: skip
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return None
