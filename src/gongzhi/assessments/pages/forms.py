"""The forms of the assessment desk: open one, put evidence, say no with a reason, answer, publish a scheme."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongzhi.assessments import words
from gongzhi.assessments.models import Assessment, Scheme
from gongzhi.assessments.pages.said import name_of
from gongzhi.assessments.selectors import rules_of

LONGEST = 2000


def _text(label: Any, missing: Any, hint: Any = "", most: int = LONGEST) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=hint, max_length=most, widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": missing, "max_length": _("太长了，请写短一点。")},
    )  # fmt: skip


def _line(label: Any, missing: Any, hint: Any = "", most: int = 200) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=hint, max_length=most,
        error_messages={"required": missing, "max_length": _("太长了，请写短一点。")},
    )  # fmt: skip


def _day(label: Any) -> forms.DateField:
    wrong = _("请选一个日子。")
    return forms.DateField(
        label=label, input_formats=["%Y-%m-%d"], widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": wrong, "invalid": wrong},
    )  # fmt: skip


def _choice(label: Any, missing: Any, hint: Any = "") -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, help_text=hint, error_messages={"required": missing, "invalid_choice": missing}
    )


class OpenForm(forms.Form):
    """Which organisation, under which scheme, for which period."""

    body_id = _choice(_("评哪个组织"), _("请选一个组织。"))
    scheme_id = _choice(_("按哪个方案"), _("请选一个方案。"), _("没有方案的，先公布一个。"))
    since = _day(_("评的时段从哪天"))
    until = _day(_("到哪天"))

    def __init__(self, *args: Any, bodies: list[Any], schemes: list[Scheme], **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["body_id"].choices = [(body.pk, body.name) for body in bodies]  # type: ignore[attr-defined]
        self.fields["scheme_id"].choices = [  # type: ignore[attr-defined]
            (row.pk, f"{row.title} v{row.version}") for row in schemes
        ]


class EvidenceForm(forms.Form):
    """What is shown, for which indicator."""

    indicator = _choice(_("哪个指标"), _("请选一个指标。"))
    kind = forms.ChoiceField(
        label=_("哪种证明"), choices=list(words.KINDS.items()), widget=forms.RadioSelect,
        error_messages={"required": _("请选是哪种证明。"), "invalid_choice": _("请选是哪种证明。")},
    )  # fmt: skip
    text = _text(_("证明了什么"), _("请写一句证明了什么。"), _("会公示。不要写个人的姓名和电话。"), 500)
    paper = forms.CharField(
        label=_("文件编号"), required=False, max_length=200, help_text=_("没有编号可以不写。")
    )  # fmt: skip
    amount = forms.IntegerField(
        label=_("数字"), required=False, min_value=0, help_text=_("看数字的指标要写，比如 120。"),
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={"invalid": _("请写整数。"), "min_value": _("数字要从 0 起，不能太大。")},
    )  # fmt: skip

    def __init__(self, *args: Any, row: Assessment, **given: Any) -> None:
        super().__init__(*args, **given)
        choices = [(one.key, name_of(one)) for one in rules_of(row.scheme).indicators]
        self.fields["indicator"].choices = choices  # type: ignore[attr-defined]


class CheckForm(forms.Form):
    """Confirmed, or not and why."""

    answer = forms.ChoiceField(
        label=_("证明说的属实吗"), choices=[("yes", _("属实")), ("no", _("不能认可"))], widget=forms.RadioSelect,
        error_messages={"required": _("请选属实还是不能认可。"), "invalid_choice": _("请选属实还是不能认可。")},
    )  # fmt: skip
    reason = forms.CharField(
        label=_("不能认可的，写明为什么"), required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )


class ReasonForm(forms.Form):
    """Why, for everybody to read."""

    reason = _text(_("为什么"), _("请写一句为什么。"), _("谁都看得到这些字。"), 300)


class ReplyForm(forms.Form):
    """The answer to an appeal."""

    reply = _text(_("答复和依据"), _("请写答复和依据，提的人看得到。"))


class AppealForm(forms.Form):
    """What should be looked at again."""

    text = _text(_("哪里要复核"), _("请写哪里要复核，有什么依据。"), _("会公示。复核期间可以再交证明。"))


class BarForm(forms.Form):
    """Why an organisation cannot be assessed."""

    reason = forms.ChoiceField(
        label=_("哪种事由"), choices=list(words.BARS.items()), widget=forms.RadioSelect,
        error_messages={"required": _("请选是哪种事由。"), "invalid_choice": _("请选是哪种事由。")},
    )  # fmt: skip
    paper = _line(_("依据的文件"), _("请写依据的文件和编号。"))


class PaperForm(forms.Form):
    """The paper that shows it."""

    paper = _line(_("依据的文件"), _("请写依据的文件和编号。"))


class SchemeForm(forms.Form):
    """A scheme to start from, with the lower grades that the body sets."""

    key = forms.SlugField(
        label=_("方案编号"), max_length=40, help_text=_("字母和数字，比如 social-org。"),
        error_messages={"required": _("请写方案编号。"), "invalid": _("编号只用字母、数字和短横。")},
    )  # fmt: skip
    title = _line(_("方案名称"), _("请写方案名称。"), most=80)
    third = forms.IntegerField(
        label=_("3A 从几分起"), min_value=1, max_value=900, help_text=_("没有查到统一的分数，由本单位定。")
    )
    second = forms.IntegerField(label=_("2A 从几分起"), min_value=1, max_value=900)
    first = forms.IntegerField(label=_("1A 从几分起"), min_value=1, max_value=900)
    warn_days = forms.IntegerField(
        label=_("等级到期前多少天提醒"), min_value=0, max_value=365, initial=0, help_text=_("写 0 就不提前提醒。")
    )
