"""The forms of the register and of one's own data."""

from __future__ import annotations

from datetime import datetime, time

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from gongzhi.kernel import clock
from gongzhi.people import selectors as people
from gongzhi.people import words

_DAY = forms.DateInput({"type": "date"})


def start_of(day: object) -> datetime:
    """The instant at which a day begins in China."""
    return datetime.combine(day, time(), clock.CHINA)  # type: ignore[arg-type]


class PersonField(forms.CharField):
    """A person named by the name that they sign in with."""

    def clean(self, value: object) -> object:
        """The person's id; nothing given stays nothing."""
        name = super().clean(value)
        if not name:
            return None
        person = people.by_username(name)
        if person is None:
            raise ValidationError(_("没有这个用户名，请核对，或先给这个人开账号"))
        return person.pk


class EndForm(forms.Form):
    """When a term ends, and who takes over."""

    on = forms.DateField(label=_("到哪天为止"), help_text=_("不填就是现在，权限立刻收回"), required=False, widget=_DAY)
    successor = PersonField(
        label=_("由谁接手"), help_text=_("写用户名；片区负责人必须有人接手"), required=False, max_length=60
    )


class StandInForm(forms.Form):
    """Who stands in, from when to when."""

    person = PersonField(
        label=_("由谁代理"), max_length=60, help_text=_("写用户名"), error_messages={"required": _("请写由谁代理")}
    )
    since = forms.DateField(label=_("从哪天起"), help_text=_("不填就是现在"), required=False, widget=_DAY)
    until = forms.DateField(
        label=_("到哪天为止"),
        help_text=_("这天结束时代理自动停止"),
        widget=_DAY,
        error_messages={"required": _("请写到哪天为止")},
    )


class DescriptionForm(forms.Form):
    """What somebody may say of themselves for totals; nothing is asked twice and nothing has to be said."""

    age_band = forms.ChoiceField(
        label=_("您的年龄段"), required=False, choices=[("", _("不说")), *words.AGE_BANDS.items()]
    )
    tenure = forms.ChoiceField(label=_("您住的房子"), required=False, choices=[("", _("不说")), *words.TENURES.items()])


class EntriesForm(forms.Form):
    """What a person may put right about themselves."""

    name = forms.CharField(
        label=_("怎么称呼您"), required=False, max_length=60, widget=forms.TextInput({"autocomplete": "name"})
    )
    phone = forms.CharField(
        label=_("电话"),
        help_text=_("只给办您这件事的人看，谁看过下面查得到"),
        required=False,
        max_length=30,
        widget=forms.TextInput({"autocomplete": "tel", "inputmode": "tel"}),
    )


class LendForm(forms.Form):
    """Who lost their password, and that it is really them who asks."""

    person = PersonField(
        label=_("谁忘了密码"),
        max_length=60,
        help_text=_("写用户名"),
        error_messages={"required": _("请写这个人的用户名")},
    )
    checked = forms.BooleanField(
        label=_("我当面或打登记的电话核对过是本人"), error_messages={"required": _("请先核对是不是本人")}
    )
