"""What narrows a list: read from the query string, anything unknown left out."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongzhi.cases import words
from gongzhi.cases.pages.staff.forms import picks
from gongzhi.cases.pages.staff.forms.quick import QuickChoice, QuickSelect
from gongzhi.cases.selectors.work import KINDS
from gongzhi.mandates.words import PLATFORMS

STATES = [(k, v) for k, v in words.STATES.items()]


def _any(label: Any) -> tuple[str, Any]:
    return ("", label)


class InboxForm(forms.Form):
    """The filters of an inbox."""

    kind = forms.ChoiceField(
        label=gettext_lazy("要做什么"),
        required=False,
        widget=QuickSelect,
        choices=[_any(gettext_lazy("全部")), *((k, words.DUTY_KINDS[k]) for k in KINDS)],
    )
    state = forms.ChoiceField(
        label=gettext_lazy("到哪一步"),
        required=False,
        widget=QuickSelect,
        choices=[_any(gettext_lazy("全部")), *STATES[:11]],
    )
    mine = forms.ChoiceField(
        label=gettext_lazy("谁登记的"),
        required=False,
        choices=[_any(gettext_lazy("全部")), ("1", gettext_lazy("我登记的"))],
    )
    bucket = forms.CharField(required=False, widget=forms.HiddenInput)

    def given(self) -> dict[str, Any]:
        """The filters as the selector takes them."""
        known = self.cleaned_data if self.is_valid() else {k: "" for k in self.fields} | self.cleaned_data
        return {"kind": known.get("kind", ""), "state": known.get("state", ""), "mine": known.get("mine") == "1"}


class CasesForm(forms.Form):
    """The filters of a street's list."""

    state = QuickChoice(label=gettext_lazy("到哪一步"), required=False, widget=QuickSelect)
    matter = QuickChoice(label=gettext_lazy("事项"), required=False, widget=QuickSelect)
    platform = QuickChoice(label=gettext_lazy("四平台"), required=False, widget=QuickSelect)
    level = QuickChoice(label=gettext_lazy("在哪一级"), required=False, widget=QuickSelect)
    channel = QuickChoice(label=gettext_lazy("从哪里来"), required=False, widget=QuickSelect)
    community_id = QuickChoice(label=gettext_lazy("社区"), required=False, widget=QuickSelect)

    def __init__(self, data: Any, communities: list[Any]) -> None:
        super().__init__(data)
        everything = _any(_("全部"))
        fields: dict[str, Any] = self.fields
        fields["state"].choices = (everything, *STATES)
        fields["matter"].choices = (everything, *picks.matter_groups())
        fields["platform"].choices = (everything, *PLATFORMS.items())
        fields["level"].choices = (everything, *words.RUNGS.items())
        fields["channel"].choices = (everything, *words.CHANNELS.items())
        fields["community_id"].choices = (everything, *((str(c.pk), c.name) for c in communities))

    def given(self) -> dict[str, str]:
        """The filters that are known; a broken one is as if it were not there."""
        self.is_valid()
        return {k: v for k, v in self.cleaned_data.items() if v}
