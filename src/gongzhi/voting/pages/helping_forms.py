"""The forms of what happens beside the ballot: a proxy, an option that stands no more, a paper handed out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongzhi.voting import words
from gongzhi.voting.models import Option
from gongzhi.voting.pages.forms import ReasonForm

BY_HAND = ("by_hand", "signed_for")


def _number(label: Any, hint: Any = "", required: bool = True) -> forms.IntegerField:
    wrong = _("请写名册上的号，只写数字。")
    return forms.IntegerField(
        label=label, help_text=hint, min_value=1, max_value=2**31 - 1, required=required,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"required": wrong, "invalid": wrong, "min_value": wrong, "max_value": wrong},
    )  # fmt: skip


class HolderForm(forms.Form):
    """To whom a proxy is given."""

    number = _number(_("受托人在名册上的号"), _("他也在名册上，就写号；不在，写姓名。"), required=False)
    name = forms.CharField(
        label=_("受托人姓名"), required=False, max_length=60,
        help_text=_("不在名册上的人用：记下以后有一个号码，由您告诉他，他凭号码打开这张票。"),
    )  # fmt: skip


class DeskProxyForm(HolderForm):
    """The same on the desk, where the paper is on the table."""

    giver = _number(_("委托人在名册上的号"))
    paper = forms.CharField(
        label=_("书面委托"), max_length=120, help_text=_("委托书的日期或编号，复核时找得到。"),
        error_messages={"required": _("没有书面委托不能代投。请写委托书的日期或编号。")},
    )  # fmt: skip
    field_order = ("giver", "number", "name", "paper")


class OptionForm(ReasonForm):
    """Which option stands no more, and why."""

    field_order = ("key", "reason")

    def __init__(self, *given: Any, options: Sequence[Option], **more: Any) -> None:
        super().__init__(*given, **more)
        missing = _("请选哪一项退出。")
        self.fields["key"] = forms.ChoiceField(
            label=_("哪一项退出"), choices=[(one.key, one.title) for one in options], widget=forms.RadioSelect,
            error_messages={"required": missing, "invalid_choice": missing},
        )  # fmt: skip
        self.order_fields(self.field_order)


class PaperForm(forms.Form):
    """To whom a blank paper was handed, and how: that is the proof of its service."""

    number = _number(_("领票人在名册上的号"), _("票上不写名字，也不写号。"))
    how = forms.ChoiceField(
        label=_("怎么交的"), choices=[(key, words.SERVED[key]) for key in BY_HAND], widget=forms.RadioSelect,
        error_messages={"required": _("请选是怎么送到的。"), "invalid_choice": _("请选是怎么送到的。")},
    )  # fmt: skip
    agenda_told = forms.BooleanField(label=_("告知了表决什么"), required=False)
    effect_told = forms.BooleanField(label=_("告知了不投票会怎样"), required=False)
