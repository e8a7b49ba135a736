"""What the pages of lists ask: words to look for, a file, a date."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from gongzhi.mandates import selectors, words


class SearchForm(forms.Form):
    """Look a matter up in everyday words, or leaf through one group."""

    q = forms.CharField(label=_("想问什么事"), required=False, max_length=200)
    group = forms.ChoiceField(label=_("大类"), required=False)
    platform = forms.ChoiceField(
        label=_("四平台"), required=False, choices=[("", _("全部平台")), *words.PLATFORMS.items()]
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["group"].choices = [("", _("全部大类")), *selectors.group_names().items()]  # type: ignore[attr-defined]


class UploadForm(forms.Form):
    """A sheet."""

    file = forms.FileField(
        label=_("清单文件（CSV 或 XLSX）"),
        help_text=_("先导出现行清单，改好再上传。上传后先看改了什么，不会马上生效。"),
        error_messages={"required": _("请选一个文件。"), "empty": _("这个文件是空的，请检查导出是否完成。")},
    )


class PublishForm(forms.Form):
    """The day from which a list is in force."""

    on = forms.DateField(
        label=_("从哪一天起生效"),
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": _("请写生效日。"), "invalid": _("请写成 2026-01-31 这样的日期。")},
    )
