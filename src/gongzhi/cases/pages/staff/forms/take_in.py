"""The five fields of taking something in for somebody, and the place that their words mean."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongzhi.cases import words
from gongzhi.cases.permits import FRONT_LINE
from gongzhi.cases.services import NewCase
from gongzhi.kernel.actor import Actor
from gongzhi.people.words import CHANNELS as TAKEN_IN
from gongzhi.places import selectors as places

BY_HAND = [key for key in words.CHANNELS if key in TAKEN_IN and key not in ("web", "import", "hotline")]
PLACED = ("community", "big_grid", "mid_grid", "small_grid", "estate", "building")
NEAREST = 6


def places_meant(actor: Actor, text: str) -> list[Any]:
    """The places in the areas of the actor's front-line seats that the words may mean, best first."""
    found: dict[int, Any] = {}
    for place_id in dict.fromkeys(s.place_id for s in actor.seats_as(*FRONT_LINE)):
        area = places.get(place_id)
        own = [area] if area.name == text.strip() or not text.strip() else []
        for place in [*own, *places.search(text, under=area, levels=PLACED, limit=NEAREST)]:
            found.setdefault(place.pk, place)
    return list(found.values())[:NEAREST]


class TakeInForm(forms.Form):
    """What was said, where, who said it, and which kind it is; `key` makes sending twice harmless."""

    text = forms.CharField(
        label=gettext_lazy("说了什么"),
        help_text=gettext_lazy("照对方的话写。"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "required": gettext_lazy("请写对方说了什么。"),
            "max_length": gettext_lazy("最多写 5000 个字，请写短一点。"),
        },
    )
    where = forms.CharField(
        label=gettext_lazy("在哪里"),
        help_text=gettext_lazy("比如“南油花园 3 栋”，或楼栋编码。"),
        max_length=200,
        error_messages={"required": gettext_lazy("请写在哪里，比如“3 栋 2 单元楼梯”。")},
    )
    phone = forms.CharField(
        label=gettext_lazy("电话"),
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    name = forms.CharField(
        label=gettext_lazy("怎么称呼"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    intake = forms.ChoiceField(
        label=gettext_lazy("是哪一种"),
        choices=list(words.INTAKE_KINDS.items()),
        initial="help",
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("请选一种，不确定选“求助”。")},
    )
    channel = forms.ChoiceField(label=gettext_lazy("从哪里来"), choices=[(k, words.CHANNELS[k]) for k in BY_HAND])
    place = forms.IntegerField(required=False, widget=forms.HiddenInput)
    matter = forms.CharField(required=False, widget=forms.HiddenInput)
    key = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    def new_case(self, place_id: int) -> NewCase:
        """What the service takes."""
        said = self.cleaned_data
        return NewCase(
            text=said["text"],
            place_id=place_id,
            intake=said["intake"],
            matter=said["matter"],
            where=said["where"],
            channel=said["channel"],
            key=said["key"],
            phone=said["phone"],
            name=said["name"],
        )


def no_such_place() -> str:
    """What is said when the words mean no place in the helper's area."""
    return _("您的片区里没找到这个地方，请换个叫法，比如小区名加楼栋号。")
