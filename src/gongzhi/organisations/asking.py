"""How an act is asked on a page of its own: GET asks, POST does it, a refusal stands by its field or above the form."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from gongzhi.kernel.errors import Refused


class Worded(Protocol):
    """An act in words: its button, what follows from it, what is said when it is done, whether it has no way back."""

    @property
    def label(self) -> Any: ...

    @property
    def then(self) -> Any: ...

    @property
    def done(self) -> Any: ...

    @property
    def final(self) -> bool: ...


@dataclass(frozen=True)
class Said:
    """The words of an act, where a page keeps nothing else of it."""

    label: Any
    then: Any
    done: Any
    final: bool = False


def asking(
    request: HttpRequest, form: forms.Form | None, do: Callable[[dict[str, Any]], Any], said: Worded, back: str
) -> HttpResponse:
    """One page for one act, then on to `back`; `do` is given the form's fields and may give another address."""
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
    return render(request, "organisations/act.html", context, status=422 if wrong else 200)
