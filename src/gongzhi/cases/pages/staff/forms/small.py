"""The small forms of a matter page: a note, a pause, a heading, a reason to call, what was said on the telephone."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongzhi.cases.selectors import advisers
from gongzhi.duties.words import PAUSE_REASONS
from gongzhi.people.words import PURPOSES, READING_PURPOSES

MARKS = [(str(n), str(n)) for n in range(1, 6)]


class NoteForm(forms.Form):
    """A note, who may read it, and perhaps a photograph."""

    text = forms.CharField(
        label=_("记一笔"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": _("最多写 2000 个字，请写短一点。")},
    )
    sight = forms.ChoiceField(
        label=_("谁能看到"),
        choices=[("staff", _("只有经办的人")), ("parties", _("经办的人和反映人"))],
        initial="staff",
        widget=forms.RadioSelect,
    )
    photo = forms.FileField(
        label=_("现场照片"),
        required=False,
        help_text=_("位置信息会去掉；审看以前不公开。"),
        widget=forms.FileInput(attrs={"accept": "image/*"}),
    )

    def clean(self) -> dict[str, Any]:
        """Words or a photograph: one of them."""
        found = super().clean() or {}
        if not (found.get("text") or "").strip() and not found.get("photo"):
            self.add_error("text", _("请写几个字，或放一张照片。"))
        return found


class PauseForm(forms.Form):
    """Why the clock stands still: a reason that the list knows."""

    reason = forms.ChoiceField(
        label=_("为什么停表"),
        choices=list(PAUSE_REASONS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": _("请选一个原因。"), "invalid_choice": _("请选一个原因。")},
    )


class HeadingForm(forms.Form):
    """The line under which everybody sees the matter."""

    heading = forms.CharField(
        label=_("公开的标题"),
        required=False,
        max_length=60,
        help_text=_("最多 60 个字。不写姓名、电话、门牌。空着就是不公开。"),
        error_messages={"max_length": _("公开的标题最多 60 个字。")},
    )
    checked = forms.BooleanField(label=_("我看过，这里不指向哪个人"), required=False)
    looked = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)

    @property
    def asks(self) -> bool:
        """Whether the line has something that only a person can tell to be nobody."""
        marks = advisers.marks(self._line())
        return bool(marks) and not any(mark.sure for mark in marks)

    @property
    def seen(self) -> bool:
        """Whether the tick was set under this very line."""
        return bool(self.cleaned_data["checked"]) and self.cleaned_data["looked"] == self._line()

    def _line(self) -> str:
        return " ".join(str(self.data.get("heading", "")).split())

    def proposed(self) -> HeadingForm:
        """The same form with every mark covered where numbers were written; otherwise as it was typed, to be ticked."""
        line, again = self._line(), {name: self.data.get(name, "") for name in self.fields}
        if any(mark.sure for mark in advisers.marks(line)):
            again["heading"] = advisers.covered(line)[:60]
        again["looked"], again["checked"] = " ".join(again["heading"].split()), ""
        return HeadingForm(again)


class ContactForm(forms.Form):
    """For what somebody's contact is opened."""

    purpose = forms.ChoiceField(
        label=_("为什么看联系方式"),
        choices=[(key, PURPOSES[key]) for key in READING_PURPOSES],
        initial="handle",
        error_messages={"required": _("请先写明为什么要看。"), "invalid_choice": _("请从表里选一个理由。")},
    )


class JudgeForm(forms.Form):
    """Solved or not, and how satisfied."""

    solved = forms.ChoiceField(
        label=_("这件事解决了吗"),
        choices=[("yes", _("解决了")), ("no", _("没解决"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("请选解决了没有。")},
    )
    satisfied = forms.ChoiceField(
        label=_("满意吗（5 分最满意）"),
        choices=MARKS,
        widget=forms.RadioSelect,
        error_messages={"required": _("请选 1 到 5。"), "invalid_choice": _("请选 1 到 5。")},
    )
    reason = forms.CharField(
        label=_("还说了什么"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )

    def given(self) -> dict[str, Any]:
        """The judgement as the service takes it."""
        found = self.cleaned_data
        return {
            "solved": found["solved"] == "yes",
            "satisfied": int(found["satisfied"]),
            "reason": found["reason"],
        }


class MarkForm(forms.Form):
    """One side's mark for the other."""

    mark = forms.TypedChoiceField(label=_("给对方打几分"), choices=MARKS, coerce=int)
