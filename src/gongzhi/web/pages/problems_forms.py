"""One form for every act on a recurring problem: its fields are the inputs of the act, with what may be chosen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.digits import digits
from gongzhi.mandates import selectors as mandates
from gongzhi.organisations import selectors as organisations
from gongzhi.triage.selectors.reading import joinable
from gongzhi.triage.services.problems import DESKS
from gongzhi.web.pages import problems_said as said

LONGEST, TITLE = 2000, 60
LONGEST_PLAN = 5  # years that the calendar offers
CLOSES = time(18, 0)  # a plan's day ends with the working day
NOT_LEADING = ("residents_supervision",)  # who watches does not lead
FIELDS = {
    "confirm": ("title", "lead", "other"),
    "dismiss": ("reason",),
    "join": ("into",),
    "plan": ("plan", "day"),
    "progress": ("note",),
    "finish": ("note",),
    "rename": ("title",),
    "split": ("select", "title"),
    "put_in": ("number",),
    "take_on": ("month",),
}
Choices = list[tuple[str, str]]
Build = Callable[["ActForm"], forms.Field]


class ActForm(forms.Form):
    """The inputs of one act on one problem; `seen` is the version that the page showed."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, data: Any = None, *, problem: Any, act: str, actor: Actor, members: Sequence[tuple[str, str]] = ()
    ) -> None:
        super().__init__(data, auto_id="f_%s")
        self.problem, self.act, self.actor, self.members = problem, act, actor, list(members)
        for name in FIELDS[act]:
            self.fields[name] = BUILD[name](self)
        self.fields["seen"].initial = problem.version

    @property
    def version(self) -> int | None:
        """The version that the page showed; None where the form does not say, or says rubbish."""
        text = self.data.get("seen", "")
        return digits(text, 10)

    def clean(self) -> dict[str, Any]:
        """A lead from the short list, or another one."""
        found = super().clean() or {}
        if self.act == "confirm":
            found["lead"] = found.get("lead") or found.pop("other", "")
            if not found["lead"] and "lead" not in self.errors:
                self.add_error("lead", _("请选一个单位来牵头。"))
        return found

    def given(self) -> dict[str, Any]:
        """The inputs as the services take them."""
        found = {name: self.cleaned_data.get(name) for name in FIELDS[self.act] if name != "other"}
        if "day" in found:
            day: Any = found.pop("day")
            found["due"] = datetime.combine(day, CLOSES, clock.CHINA)
        return found


def _title(form: ActForm) -> forms.Field:
    initial = "" if form.act == "split" else form.problem.title
    return forms.CharField(
        label=_("新问题的题目") if form.act == "split" else _("题目"),
        max_length=TITLE, initial=initial, help_text=_("一句话说清什么事、在哪里，不写姓名、电话、门牌。"),
        error_messages={
            "required": _("请写一个别人一看就懂的题目。"), "max_length": _("题目最多 60 个字。"),
        },
    )  # fmt: skip


def _area(label: str, missing: str, hint: str) -> forms.Field:
    return forms.CharField(
        label=label, help_text=hint, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": missing, "max_length": _("最多写 2000 个字，请写短一点。")},
    )  # fmt: skip


def _reason(form: ActForm) -> forms.Field:
    return _area(_("为什么不是"), _("请写一句为什么。"), _("只有在岗的人看得到。"))


def _plan(form: ActForm) -> forms.Field:
    return _area(_("怎么办，谁做什么"), _("请写怎么办、谁做什么。"), _("居民看得到这些字。"))


def _note(form: ActForm) -> forms.Field:
    if form.act == "finish":
        return _area(_("怎么办好的"), _("请写怎么办好的。"), _("居民看得到这些字。"))
    return _area(_("做到哪一步了"), _("请写做到哪一步了。"), _("居民看得到这些字。"))


def _day(form: ActForm) -> forms.Field:
    due, today = form.problem.plan_due, clock.today().date()
    # With a last day the year takes four digits, and typing goes on to the month.
    span = {"type": "date", "min": today.isoformat(), "max": f"{today.year + LONGEST_PLAN}-12-31"}
    return forms.DateField(
        label=_("哪天办好"), input_formats=["%Y-%m-%d"], help_text=_("算到那天 18:00。"),
        widget=forms.DateInput(attrs=span),
        initial=due.astimezone(clock.CHINA).date() if due and due > clock.now() else None,
        error_messages={"required": _("请选一个日子。"), "invalid": _("请选一个日子。")},
    )  # fmt: skip


def _lead(form: ActForm) -> forms.Field:
    first, others = leads(form.problem)
    choices = [*first, ("", _("都不是，在下面另选"))] if others else first
    return forms.ChoiceField(
        label=_("谁来牵头"), choices=choices, initial=first[0][0] if first else "", required=False,
        widget=forms.RadioSelect, error_messages={"invalid_choice": _("请选一个单位来牵头。")},
    )  # fmt: skip


def _other(form: ActForm) -> forms.Field:
    _first, others = leads(form.problem)
    return forms.ChoiceField(
        label=_("别的单位"), choices=[("", _("不另选")), *others], required=False,
        error_messages={"invalid_choice": _("请选一个单位来牵头。")},
    )  # fmt: skip


def leads(problem: Any) -> tuple[Choices, Choices]:
    """Who may lead: whom the list names for its matter, rung by rung, and the desk; then every other body here."""
    area = problem.community or problem.street
    here = [body for body in organisations.bodies_at(area) if body.kind not in NOT_LEADING]
    known = mandates.matter(problem.matter) if problem.matter else None
    kinds = [line.lead for line in known.lines.values()] if known else []
    wanted = list(dict.fromkeys([*kinds, *DESKS]))
    first = sorted((b for b in here if b.kind in wanted), key=lambda b: wanted.index(b.kind))
    short = {body.pk for body in first}
    others = [body for body in here if body.pk not in short]
    return [(str(b.pk), b.name) for b in first], [(str(b.pk), b.name) for b in others]


def _into(form: ActForm) -> forms.Field:
    rows = joinable(form.actor, form.problem)
    choices = [
        (str(p.pk), _("%(title)s（%(said)s）") % {"title": p.title, "said": said.people_said(p.people, p.size)})
        for p in rows
    ]
    missing = _("请选同一个街道里还没了结的另一个问题。")
    return forms.ChoiceField(
        label=_("并到哪一个"), choices=choices, widget=forms.RadioSelect,
        error_messages={"required": missing, "invalid_choice": missing},
    )  # fmt: skip


def _select(form: ActForm) -> forms.Field:
    return forms.MultipleChoiceField(
        label=_("分出去哪几件"), choices=form.members, required=False, widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("有一件已经不在这里了，请重新勾选。")},
    )  # fmt: skip


def _number(form: ActForm) -> forms.Field:
    return forms.IntegerField(
        label=_("那一件的编号"), min_value=1, max_value=2**62, widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), _("编号只有数字。")),
    )  # fmt: skip


def _month(form: ActForm) -> forms.Field:
    choices = [(str(month), said.month_name(month)) for month in next_months(clock.today().date())]
    missing = _("请选一个月份。")
    return forms.ChoiceField(
        label=_("列为哪个月的每月一题"), choices=choices, initial=choices[0][0], widget=forms.RadioSelect,
        error_messages={"required": missing, "invalid_choice": missing},
    )  # fmt: skip


def next_months(day: date) -> tuple[int, int]:
    """This month and the next, as 202609."""
    after = (day.year * 12 + day.month) // 12 * 100 + day.month % 12 + 1
    return day.year * 100 + day.month, after


BUILD: dict[str, Build] = {
    "title": _title,
    "reason": _reason,
    "plan": _plan,
    "note": _note,
    "day": _day,
    "lead": _lead,
    "other": _other,
    "into": _into,
    "select": _select,
    "number": _number,
    "month": _month,
}
