"""Which months are looked at, as the address says it; a broken address shows the usual twelve."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from gongzhi.indicators.selectors import Months, lately, read, written
from gongzhi.kernel import clock


class MonthsForm(forms.Form):
    """From one month to another, both included."""

    since = forms.ChoiceField(label=_("从哪个月"), required=False)
    until = forms.ChoiceField(label=_("到哪个月"), required=False)

    def __init__(self, first: int | None, months: Months, **kept: str) -> None:
        usual = lately(clock.now())
        every = Months(min(first or usual.first, months.first), max(usual.last, months.last))
        chosen = {"since": written(months.first), "until": written(months.last)}
        super().__init__(initial={**chosen, **kept})
        choices = [(written(m), written(m)) for m in reversed(list(every))]
        for name in ("since", "until"):
            field: Any = self.fields[name]
            field.choices = choices
        for name in kept:
            self.fields[name] = forms.CharField(widget=forms.HiddenInput, required=False)


def months_of(request: HttpRequest) -> Months:
    """The months of the address; turned round where they stand the wrong way, the usual ones where they are none."""
    since, until = (read(request.GET.get(name, "")) for name in ("since", "until"))
    usual = lately(clock.now())
    if since is None and until is None:
        return usual
    first, last = since or until or usual.first, until or max(since or 0, usual.last)
    return Months(min(first, last), max(first, last))


def query(months: Months, **more: str) -> str:
    """The months, and what else is named, as the query of an address."""
    pairs = {"since": written(months.first), "until": written(months.last), **more}
    return "&".join(f"{key}={value}" for key, value in pairs.items() if value)
