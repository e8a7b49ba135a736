"""What residents send, parsed; nothing is asked twice and little is required."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from gongzhi.cases import services, words
from gongzhi.kernel import clock
from gongzhi.kernel.errors import Refused
from gongzhi.places import selectors as places
from gongzhi.rulebook import selectors as rulebook

# Where something may be: never a household, never a whole street.
PLACED = ("community", "big_grid", "mid_grid", "small_grid", "estate", "building")
_KEY = re.compile(r"[0-9a-f]{32}")


def most_photos() -> int:
    """How many photographs a report may have today."""
    return rulebook.number("photo.per_report", clock.today().date())


class Said(forms.CharField):
    """Words of a resident, as long as a report may be."""

    def clean(self, value: Any) -> str:
        try:
            return services.checked_text(super().clean(value))
        except Refused as refusal:
            raise forms.ValidationError(str(refusal)) from None


class Pictures(forms.FileField):
    """Several files of one input."""

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        return [super(Pictures, self).clean(one, initial) for one in data or []]


class PicturesInput(forms.ClearableFileInput):
    """One native file input that takes several."""

    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"


class WhatForm(forms.Form):
    """Step one: what it is. `kept` names the photographs that were accepted, also when something else is wrong."""

    text = Said(
        label=_("您要说什么事？"),
        help_text=_("一句话就行，比如“楼道灯不亮三天了”。有危险请先打 110、119、120。"),
        error_messages={"required": _("请写下是什么事，一句话就行。")},
        widget=forms.Textarea(attrs={"rows": 4}),
        strip=False,
    )
    photos = Pictures(
        label=_("照片"),
        required=False,
        widget=PicturesInput(attrs={"accept": "image/*"}),
    )
    intake = forms.ChoiceField(
        label=_("这是"),
        choices=words.INTAKE_KINDS.items(),
        required=False,
        error_messages={"invalid_choice": _("请选一种：咨询、求助、投诉、举报、建议。")},
    )

    def __init__(self, *args: Any, had: Iterable[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kept = list(had)

    def clean_intake(self) -> str:
        """Nothing chosen is a request for help."""
        return self.cleaned_data["intake"] or "help"

    def clean_photos(self) -> list[str]:
        """Each photograph is taken or refused by itself."""
        refusals: list[str] = []
        for file in self.cleaned_data["photos"]:
            try:
                self._keep(file)
            except Refused as refusal:
                refusals.append(str(refusal))
        if refusals:
            raise forms.ValidationError(list(dict.fromkeys(refusals)))
        return self.kept

    def _keep(self, file: UploadedFile) -> None:
        if len(self.kept) >= most_photos():
            raise Refused(_("最多放 %(n)d 张照片。") % {"n": most_photos()}, "photo_count", "photos")
        self.kept.append(services.keep_photo(file))


class WhereForm(forms.Form):
    """Step two: where it is. A place from the lists, or own words, or the code on the door."""

    where = forms.CharField(
        label=_("在哪里？"),
        help_text=_("小区和楼栋、门口的楼栋码都行，或者自己的话，比如“3 栋 2 单元楼梯”。"),
        max_length=200,
        required=False,
        error_messages={"max_length": _("请写短一些，最多 200 个字。")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    place = forms.IntegerField(required=False, widget=forms.HiddenInput)
    community = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Numbers become places; one that is not there is said in words at the one field that people see."""
        for name in ("place", "community"):
            number = self.cleaned_data.get(name)
            self.cleaned_data[name] = None
            if name in self.errors:
                del self.errors[name]
                self.add_error("where", _("没有找到这个地点，请重新选"))
            elif number is not None:
                self._found(name, number)
        return self.cleaned_data

    def _found(self, name: str, number: int) -> None:
        try:
            self.cleaned_data[name] = placed(number)
        except Refused as refusal:
            self.add_error("where", str(refusal))


def placed(number: int) -> Any:
    """The place with this number. Refused: "unknown_place", "no_place" where nothing can be reported."""
    place = places.get(number) if 0 < number < 2**31 else None
    if place is None:
        raise Refused(_("没有找到这个地点，请重新选"), "unknown_place", "place")
    if place.level not in PLACED or place.until is not None:
        raise Refused(_("请选到社区、小区或楼栋。"), "no_place", "place")
    return place


class PointForm(forms.Form):
    """A point on the map, in GCJ-02 degrees."""

    lon = forms.FloatField(min_value=-180, max_value=180, widget=forms.HiddenInput)
    lat = forms.FloatField(min_value=-90, max_value=90, widget=forms.HiddenInput)


class SendForm(forms.Form):
    """Step three: everything that is sent, whole in itself, so that a lost session loses nothing."""

    text = Said(
        label=_("您要说什么事？"),
        error_messages={"required": _("请写下是什么事，一句话就行。")},
        widget=forms.HiddenInput,
        strip=False,
    )
    where = forms.CharField(max_length=200, required=False, widget=forms.HiddenInput)
    place = forms.IntegerField(
        widget=forms.HiddenInput, error_messages={"required": _("请写在哪里，比如“3 栋 2 单元楼梯”。")}
    )
    intake = forms.CharField(required=False, widget=forms.HiddenInput)
    lon = forms.FloatField(required=False, min_value=-180, max_value=180, widget=forms.HiddenInput)
    lat = forms.FloatField(required=False, min_value=-90, max_value=90, widget=forms.HiddenInput)
    key = forms.CharField(required=False, widget=forms.HiddenInput)
    matter = forms.CharField(required=False)
    phone = forms.CharField(
        label=_("手机号"),
        help_text=_("只为办这件事和回访找您。谁看过、为什么看，您都查得到。"),
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    name = forms.CharField(
        label=_("怎么称呼您"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    def clean_place(self) -> Any:
        """The place itself."""
        try:
            return placed(self.cleaned_data["place"])
        except Refused as refusal:
            raise forms.ValidationError(str(refusal)) from None

    def clean_key(self) -> str | None:
        """A key that we gave; anything else counts as none."""
        key = self.cleaned_data["key"]
        return key if _KEY.fullmatch(key) else None

    def new_case(self) -> services.NewCase:
        """What the service takes in."""
        said = self.cleaned_data
        return services.NewCase(
            text=said["text"], place_id=said["place"].pk, place=said["place"],
            intake=said["intake"] or "help", matter=said["matter"],
            where=said["where"], key=said["key"], phone=said["phone"], name=said["name"],
            lon=_finite(said["lon"]), lat=_finite(said["lat"]),
        )  # fmt: skip


def _finite(value: float | None) -> float | None:
    return value if value is not None and math.isfinite(value) else None


class CodeForm(forms.Form):
    """A receipt code, typed in any way."""

    code = forms.CharField(
        label=_("回执码"),
        help_text=_("16 个数字，空格、横线、全角数字都行。"),
        max_length=80,
        error_messages={"required": _("请写上回执码。它在收到您反映时给您看过。")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )


SATISFIED = {
    "5": _("很满意"),
    "4": _("满意"),
    "3": _("一般"),
    "2": _("不满意"),
    "1": _("很不满意"),
}


class JudgeForm(forms.Form):
    """The reporter's judgement: solved or not, then one of five, which sends it."""

    solved = forms.ChoiceField(
        label=_("解决了吗？"),
        choices=[("yes", _("解决了")), ("no", _("没解决"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("请先点“解决了”或“没解决”。")},
    )
    satisfied = forms.TypedChoiceField(
        label=_("办得怎么样？"),
        choices=list(SATISFIED.items()),
        coerce=int,
        error_messages={"required": _("请点一个，从很满意到很不满意。"), "invalid_choice": _("请选 1 到 5。")},
    )
    reason = forms.CharField(
        label=_("想说明一下"),
        required=False,
        max_length=1000,
        error_messages={"max_length": _("请写短一些，最多 1000 个字。")},
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)


class WordsForm(forms.Form):
    """Something to add."""

    text = Said(
        label=_("补充几句"),
        error_messages={"required": _("还没有写字。")},
        widget=forms.Textarea(attrs={"rows": 3}),
        strip=False,
    )


class PhotoForm(forms.Form):
    """One more photograph."""

    photo = forms.FileField(
        label=_("添一张照片"),
        error_messages={
            "required": _("没收到照片，请再选一张。"),
            "empty": _("没收到能看的照片，请再拍一张。其他内容都还在。"),
        },
        widget=forms.FileInput(attrs={"accept": "image/*"}),
    )
