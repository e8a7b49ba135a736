"""A day that a form fills in stands in its field in either language; what people may type stays what it was."""

from __future__ import annotations

from datetime import date

import pytest
from django import forms
from django.utils import translation

DAY = date(2026, 11, 3)


class Asked(forms.Form):
    on = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}))


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_day_is_filled_in_as_browsers_read_it(language: str) -> None:
    with translation.override(language):
        assert 'type="date" value="2026-11-03"' in str(Asked(initial={"on": DAY})["on"]).replace('name="on" ', "")


@pytest.mark.parametrize("typed", ["2026-11-03", "2026/11/03"])
def test_a_day_is_read_as_people_type_it(typed: str) -> None:
    with translation.override("zh-hans"):
        form = Asked({"on": typed})
        assert form.is_valid() and form.cleaned_data["on"] == DAY
