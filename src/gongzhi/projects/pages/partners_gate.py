"""How every act with partners is asked and refused on a page: GET asks, POST does it, a refusal stands by its field."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from gongzhi.kernel.actor import Actor
from gongzhi.kernel.clock import CHINA
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.permit import may

CLOSES = time(18, 0)


@dataclass(frozen=True)
class Said:
    """An act in words: its button, what follows from it, what is said when it is done."""

    label: Any
    then: Any
    done: Any
    final: bool = False


def asking(
    request: HttpRequest, form: forms.Form | None, do: Callable[[dict[str, Any]], Any], said: Said, back: str
) -> HttpResponse:
    """One page for one act; `do` may give the address to go to."""
    refused = ""
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            there = do(dict(form.cleaned_data) if form is not None else {})
        except Refused as error:
            if form is not None and error.field in form.fields:
                form.add_error(error.field, str(error))
            else:
                refused = str(error)
        else:
            messages.success(request, str(said.done))
            return HttpResponseRedirect(there if isinstance(there, str) else back)
    wrong = refused or (form is not None and form.errors)
    context = {"form": form, "act": said, "back": back, "refused": refused}
    return render(request, "projects/partners_act.html", context, status=422 if wrong else 200)


def needs(actor: Actor, permit: str, thing: Any) -> None:
    """403 with the reason unless the actor has the power."""
    answer = may(actor, permit, thing)
    if not answer:
        raise PermissionDenied(str(answer.reason))


def closing(day: date) -> datetime:
    """The hour at which something closes on a day, in China."""
    return datetime.combine(day, CLOSES, CHINA)


def link(label: Any, url: str, icon: str, tone: str = "plain") -> dict[str, Any]:
    """One button of an act bar."""
    return {"label": label, "url": url, "icon": icon, "tone": tone, "attrs": {}}
