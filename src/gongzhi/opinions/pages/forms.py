"""What residents and desks send, parsed; lengths come from the rule pack, in the service."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.clock import CHINA
from gongzhi.opinions import words


class SayForm(forms.Form):
    """One sentence of one's own."""

    text = forms.CharField(
        label=_("自己说一句"),
        help_text=_("一句只说一个意思，别人才好表态。不写谁的姓名和门牌。"),
        error_messages={"required": _("还没有写话，写一句再送。")},
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class AskForm(forms.Form):
    """A question to those who answer here."""

    text = forms.CharField(
        label=_("问一个问题"),
        help_text=_("谁都看得到问题和答复。不写谁的姓名和门牌。"),
        error_messages={"required": _("还没有写话，写一句再送。")},
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class OpenForm(forms.Form):
    """A new conversation: one question, where, until when, and the first statements."""

    question = forms.CharField(
        label=_("问大家什么？"),
        help_text=_("一个问题，一看就懂，比如“充电桩装在哪里好？”"),
        error_messages={"required": _("请写一个大家一看就懂的问题。")},
    )
    place = forms.ChoiceField(label=_("在哪里问"), error_messages={"required": _("请选在哪里问。")})
    intro = forms.CharField(label=_("先说明几句"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    closes = forms.DateField(
        label=_("到哪天结束"), required=False, widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"invalid": _("请选一个日子。")},
    )  # fmt: skip
    looked_first = forms.BooleanField(label=_("每句先由人看过再公开"), required=False)
    seeds = forms.CharField(
        label=_("先放进几句"),
        help_text=_("一行一句，正反两面都要有；后面由大家自己说。"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def __init__(self, *args: Any, places: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = places  # type: ignore[attr-defined]

    def clean_closes(self) -> datetime | None:
        """The day's end: midnight of the next."""
        day = self.cleaned_data["closes"]
        return datetime.combine(day, time.max, CHINA).replace(microsecond=0) if day else None

    def lines(self) -> list[str]:
        """The first statements."""
        return [line.strip() for line in self.cleaned_data["seeds"].splitlines() if line.strip()]


class SeedForm(forms.Form):
    """One statement by the organiser."""

    text = forms.CharField(
        label=_("放进一句"),
        error_messages={"required": _("还没有写话，写一句再送。")},
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class ReasonForm(forms.Form):
    """Why something is taken down: one of the list, and in words that stand in its place."""

    reason = forms.ChoiceField(
        label=_("为什么撤下？"),
        choices=words.REASONS.items(),
        widget=forms.RadioSelect,
        error_messages={"required": _("请从清单里选一个撤下的理由。")},
    )
    said = forms.CharField(
        label=_("写给大家看的理由"),
        help_text=_("这几个字会留在原来的地方。不要重复撤下的话。"),
        error_messages={"required": _("请写几个字：为什么撤下。")},
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class JoinForm(forms.Form):
    """Into which other statement."""

    into = forms.TypedChoiceField(
        label=_("并到哪一句？"), coerce=int, widget=forms.RadioSelect,
        error_messages={"required": _("请选同一场说事里公开的另一句。")},
    )  # fmt: skip

    def __init__(self, *args: Any, others: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["into"].choices = others  # type: ignore[attr-defined]


class AnswerForm(forms.Form):
    """The answer to a question, or why it is none."""

    text = forms.CharField(
        label=_("答复"),
        help_text=_("谁都看得到。写清谁在办、哪天前、问题在哪里再看。"),
        error_messages={"required": _("请写答复。")},
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)


class WhyForm(forms.Form):
    """Why a question is set aside."""

    text = forms.CharField(
        label=_("为什么不用答？"),
        error_messages={"required": _("请写几个字：为什么不用答。")},
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)


class AssignForm(forms.Form):
    """Who answers."""

    body = forms.TypedChoiceField(
        label=_("交给哪个单位答？"), coerce=int, widget=forms.RadioSelect,
        error_messages={"required": _("请选管这个地方的单位来答。")},
    )  # fmt: skip
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, bodies: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].choices = bodies  # type: ignore[attr-defined]


class PostsForm(forms.Form):
    """The file that a chat group exported."""

    file = forms.FileField(
        label=_("群里导出的文件"),
        help_text=_("表格、JSON 或文字记录都行。同一个文件再传，不会重复。"),
        error_messages={"required": _("请选一个文件。"), "empty": _("文件是空的，请重新导出。")},
    )


class SheetForm(forms.Form):
    """One sheet of paper: its number, an answer for each statement, and sentences written below."""

    code = forms.CharField(
        label=_("纸上的编号"),
        help_text=_("每张纸一个编号，录过一次就不再收。"),
        error_messages={"required": _("请写上这张纸的编号。")},
        max_length=20,
    )
    said = forms.CharField(
        label=_("纸上自己写的话"), help_text=_("一行一句。"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, statements: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        marks = [*((str(value), label) for value, label in words.VALUES.items()), ("", _("没有选"))]
        for one in statements:
            label = f"{one.number}. {one.text}"
            self.fields[f"s{one.pk}"] = forms.ChoiceField(
                label=label, choices=marks, required=False, widget=forms.RadioSelect
            )
        self.order_fields(["code", *(f"s{one.pk}" for one in statements), "said"])

    def answers(self) -> dict[int, int]:
        """Statement → value, for those that were marked."""
        given = ((name, value) for name, value in self.cleaned_data.items() if name[0] == "s" and name[1:].isdigit())
        return {int(name[1:]): int(value) for name, value in given if value}

    def lines(self) -> list[str]:
        """The sentences written below."""
        return [line.strip() for line in self.cleaned_data["said"].splitlines() if line.strip()]
