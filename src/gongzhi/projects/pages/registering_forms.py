"""The forms of check-in: who checks in, how many should, which need is claimed, what a unit is told."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongzhi.kernel import clock
from gongzhi.organisations import selectors as organisations
from gongzhi.organisations.words import BODY_KINDS
from gongzhi.places import selectors as places
from gongzhi.projects.models import Registration
from gongzhi.projects.selectors import needs as need_read
from gongzhi.projects.words import needs as need_words
from gongzhi.projects.words import resources as words

# Who receives, and the small teams inside a community, do not check in to it; every other body may.
AT_HOME = (
    "building_team", "grid_team", "residents_committee", "service_station", "community_party", "owners_committee",
    "residents_supervision", "big_grid_branch", "mid_grid_branch", "small_grid_group",
)  # fmt: skip
UNITS = tuple(kind for kind in BODY_KINDS if kind not in AT_HOME)
MOST_NEEDS = 200
WHO = (("unit", gettext_lazy("一个单位")), ("member", gettext_lazy("一位党员")))
PICK = gettext_lazy("请从清单里选一个。")


def units_near(place: Any) -> list[tuple[str, str]]:
    """The bodies that could check in to a community: those that serve it, and those of its street."""
    street = places.ancestor(place, "street") or place
    found = [*organisations.bodies_within(street, UNITS), *organisations.bodies_at(place, UNITS)]
    return sorted({(str(body.pk), body.name) for body in found}, key=lambda one: one[1])


def called(row: Registration) -> str:
    """A check-in without a person's name: the unit, or the number of the check-in and the unit."""
    if row.kind == "unit":
        return row.body.name
    return _("党员报到 %(n)s 号（%(unit)s）") % {"n": row.pk, "unit": row.body.name}


def _pick(label: Any, choices: Any = (), *, radio: bool = False, hint: Any = "") -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=choices, help_text=hint, widget=forms.RadioSelect if radio else forms.Select,
        error_messages={"required": PICK, "invalid_choice": PICK},
    )  # fmt: skip


def _line(label: Any, most: int, hint: Any = "", *, required: bool = False) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=most, required=required, help_text=hint,
        error_messages={
            "required": gettext_lazy("还缺一项，请补上再送。"), "max_length": gettext_lazy("太长了，请写短一点。"),
        },
    )  # fmt: skip


def _day(label: Any, hint: Any = "") -> forms.DateField:
    wrong = gettext_lazy("请选一个日子。")
    return forms.DateField(
        label=label, help_text=hint, widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": wrong, "invalid": wrong},
    )  # fmt: skip


class PlaceForm(forms.Form):
    """A form about check-in at one community."""

    def __init__(self, data: Any = None, *, place: Any, own: Any = ()) -> None:
        super().__init__(data, auto_id="r_%s")
        if "body" in self.fields:
            near = [one for one in units_near(place) if one not in own]
            self._offer("body", [*own, *near])
        if "need" in self.fields:
            rows = need_read.needs_at(place).filter(state__in=("listed", "planned"))[:MOST_NEEDS]
            self._offer("need", [(str(row.pk), row.title) for row in rows])

    def _offer(self, name: str, rows: list[tuple[str, Any]]) -> None:
        field: Any = self.fields[name]
        field.choices = [("", _("请选择")), *rows]


class RegisterForm(PlaceForm):
    """The desk writes down who came: a unit, or a member with a number by which they are known again."""

    kind = _pick(gettext_lazy("谁来报到"), WHO, radio=True)
    body = _pick(gettext_lazy("是哪个单位"), hint=gettext_lazy("党员报到，选本人所在的单位。"))
    alliance = forms.BooleanField(label=gettext_lazy("这个单位是治理联盟成员"), required=False)
    name = _line(gettext_lazy("党员的称呼"), 60)
    phone = _line(gettext_lazy("党员的手机"), 30, gettext_lazy("党员报到要写，好认出是同一个人；不会公开。"))

    def clean(self) -> dict[str, Any]:
        """A member is somebody: a number says who."""
        given = super().clean() or {}
        if given.get("kind") == "member" and not given.get("phone"):
            self.add_error("phone", _("党员报到，请写本人的手机。"))
        return given


class OwnForm(PlaceForm):
    """Somebody checks in by themselves: for the unit in which they sit, or as its member."""

    kind = _pick(gettext_lazy("谁来报到"), radio=True)
    body = _pick(gettext_lazy("是哪个单位"), hint=gettext_lazy("党员报到，选本人所在的单位。"))
    alliance = forms.BooleanField(label=gettext_lazy("这个单位是治理联盟成员"), required=False)

    def __init__(self, data: Any = None, *, place: Any, own: Any = ()) -> None:
        super().__init__(data, place=place, own=own)
        mine: Any = self.fields["kind"]
        mine.choices = [one for one in WHO if own or one[0] == "member"]
        if not own:
            del self.fields["alliance"]


class BaseForm(PlaceForm):
    """How many should check in, and which list says so."""

    kind = _pick(gettext_lazy("单位还是党员"), list(words.REGISTRANTS.items()), radio=True)
    many = forms.IntegerField(
        label=gettext_lazy("应报到多少"), min_value=1,
        error_messages=dict.fromkeys(("required", "invalid", "min_value"), gettext_lazy("请写一个大于 0 的数。")),
    )  # fmt: skip
    paper = _line(gettext_lazy("按哪份名册"), 200, gettext_lazy("比如“区委组织部名册 2026-08”。"), required=True)


class WhoForm(PlaceForm):
    """One of those who checked in here."""

    who = _pick(gettext_lazy("谁"), hint=gettext_lazy("党员按报到号选；登记时告诉过本人。"))

    def __init__(self, data: Any = None, *, place: Any, rows: list[Registration]) -> None:
        super().__init__(data, place=place)
        self._offer("who", [(str(row.pk), called(row)) for row in rows])


class ClaimForm(WhoForm):
    """Who takes which need on."""

    need = _pick(gettext_lazy("认领哪一件需求"))


class OwnClaimForm(PlaceForm):
    """Which need is taken on by whoever checked in."""

    need = _pick(gettext_lazy("认领哪一件需求"))


class ToldForm(PlaceForm):
    """Which unit is told about which days."""

    unit = _pick(gettext_lazy("告诉哪个单位"))
    since = _day(gettext_lazy("从哪天"))
    until = _day(gettext_lazy("到哪天"), gettext_lazy("不含这一天；要已经过去。"))

    def __init__(self, data: Any = None, *, place: Any, rows: list[Registration]) -> None:
        super().__init__(data, place=place)
        self._offer("unit", sorted({(str(row.body_id), row.body.name) for row in rows}, key=lambda one: one[1]))
        today = clock.today().date()
        self.initial = {"since": today.replace(day=1), "until": today}


class RoleForm(PlaceForm):
    """An organisation between those who need and those who give."""

    body = _pick(gettext_lazy("哪个组织"))
    role = _pick(gettext_lazy("是哪一种"), list(words.ORG_ROLES.items()), radio=True)
    purpose = _pick(gettext_lazy("为了哪一类"), list(need_words.PURPOSES.items()))
    stands = _pick(
        gettext_lazy("现在"), [("1", gettext_lazy("从现在起是这一种")), ("0", gettext_lazy("不再是这一种"))], radio=True
    )


class NoteForm(forms.Form):
    """What was done about a claim, or why it was not."""

    note = forms.CharField(
        label=gettext_lazy("写一句"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": gettext_lazy("还缺一项，请补上再送。"), "max_length": gettext_lazy("太长了，请写短一点。"),
        },
    )  # fmt: skip
