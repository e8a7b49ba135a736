"""The forms of the project desk: each act with its fields, drawn from one table."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.actor import Actor
from gongzhi.kernel.money import yuan
from gongzhi.ledger import selectors as ledger
from gongzhi.ledger.words import purpose_name
from gongzhi.organisations import selectors as organisations
from gongzhi.places import selectors as places
from gongzhi.projects import selectors
from gongzhi.projects.models import Project
from gongzhi.projects.pages.project_said import LABELS
from gongzhi.projects.pages.project_table import ACTS, Given
from gongzhi.projects.pages.rounds_forms import Money, line
from gongzhi.projects.rules import kinds
from gongzhi.projects.selectors import needs as needs_read
from gongzhi.projects.words import projects as words

MOST_NEEDS = 200


class ActForm(forms.Form):
    """The inputs of one act on one project; `seen` is the version that the page showed."""

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, files: Any = None, *, project: Project, act: str, actor: Actor) -> None:
        super().__init__(data, files, auto_id="f_%s")
        self.project, self.act, self.actor = project, act, actor
        for name in ACTS[act].fields:
            self.fields[name] = BUILD[name](project)
        self.fields["seen"].initial = project.version

    def given(self) -> Given:
        """What was sent, by field; what was left empty is empty."""
        return dict(self.cleaned_data)


def _day(label: Any, *, required: bool = True) -> Callable[[Project], forms.Field]:
    def make(project: Project) -> forms.Field:
        return forms.DateField(
            label=label, required=required, widget=forms.DateInput(attrs={"type": "date"}),
            error_messages={"required": _("请选一个日子。"), "invalid": _("请选一个日子。")},
        )  # fmt: skip

    return make


def _text(label: Any, most: int, *, required: bool = True) -> Callable[[Project], forms.Field]:
    return lambda project: line(label, most, _("还缺一项，请补上再送。"), required=required)


def _choice(label: Any, listed: Callable[[Project], list[tuple[Any, Any]]], *, required: bool = True,
            number: bool = False) -> Callable[[Project], forms.Field]:  # fmt: skip
    def make(project: Project) -> forms.Field:
        return forms.TypedChoiceField(
            label=label, required=required, choices=[("", _("请选择")), *listed(project)],
            coerce=int if number else str, empty_value=None,
            error_messages=dict.fromkeys(("required", "invalid_choice"), _("请从清单里选一个。")),
        )  # fmt: skip

    return make


def _bodies(project: Project) -> list[tuple[Any, Any]]:
    near = [*organisations.bodies_at(project.place), *organisations.bodies_within(project.place)]
    return list({body.pk: (body.pk, body.name) for body in near}.values())


def _pots(project: Project) -> list[tuple[Any, Any]]:
    found = []
    for fund in ledger.funds_at(project.place):
        for pot in ledger.pots(fund.pk):
            said = _("%(fund)s · %(purpose)s，还有 %(yuan)s 元") % {
                "fund": fund.name, "purpose": purpose_name(pot.purpose),
                "yuan": yuan(ledger.free(fund.pk, pot.purpose)),
            }  # fmt: skip
            found.append((f"{fund.pk}:{pot.purpose}", said))
    return found


def _milestones(project: Project) -> list[tuple[Any, Any]]:
    return [(row.pk, f"{row.title} {row.due:%Y-%m-%d}") for row in project.milestones.filter(met_on=None)]


def _blocked(project: Project) -> list[tuple[Any, Any]]:
    return [(row.pk, f"{words.BLOCKERS[row.kind]} {row.text}") for row in project.blockers.filter(until=None)]


def _things(project: Project) -> list[tuple[Any, Any]]:
    admitted = {label for row in kinds.table().evidence.values() for label in row.labels}
    return [(label, LABELS[label]) for label in LABELS if label in admitted]


def _evidence_kinds(project: Project) -> list[tuple[Any, Any]]:
    return [(key, words.EVIDENCE[key]) for key in kinds.table().evidence]


def _candidates(project: Project) -> list[tuple[Any, Any]]:
    return [(row.pk, f"{row.name} {yuan(row.price)}") for row in project.candidates.filter(state="named")]


def _contracts(project: Project) -> list[tuple[Any, Any]]:
    return [(row.pk, f"{row.paper} {yuan(row.amount)}") for row in project.contracts.filter(state="drawn")]


def _befores(project: Project) -> list[tuple[Any, Any]]:
    return [(row.pk, row.alt) for row in project.photos.filter(side="before")]


def _roles(project: Project) -> list[tuple[Any, Any]]:
    return [(role, label) for role, label in words.ROLES.items() if role not in words.OPEN_ROLES]


BUILD: dict[str, Callable[[Project], forms.Field]] = {
    "reason": _text(_("为什么"), 600),
    "text": _text(_("写一句"), 200),
    "title": _text(_("里程碑是什么"), 60),
    "source": _text(_("种子从哪里来（名单以后才出来的号码）"), 120),
    "seed": _text(_("种子"), 120),
    "paper": _text(_("纸面材料的名称和编号"), 200, required=False),
    "paper_needed": _text(_("合同的名称和编号"), 80),
    "alt": _text(_("照片上是什么，和改之前有什么不同"), 120),
    "cost": lambda project: Money(_("定下来花多少（元）"), _("不写就按估算。"), required=False),
    "price": lambda project: Money(_("多少钱（元）")),
    "money": _choice(_("用哪一笔钱"), _pots, required=False),
    "planned_end": _day(_("哪天做完")),
    "promised_end": _day(_("答应哪天做完"), required=False),
    "due": _day(_("哪天做到")),
    "on": _day(_("哪天做到的"), required=False),
    "expected": _day(_("大概哪天能解开"), required=False),
    "new": _day(_("改到哪天")),
    "evidence": _choice(_("是哪一种凭据"), _evidence_kinds),
    "thing": _choice(_("系统里的哪一种"), _things, required=False),
    "number": lambda project: forms.IntegerField(
        label=_("它的编号"), required=False, min_value=1, error_messages={"invalid": _("请写编号，比如 12。")}
    ),
    "role": _choice(_("在团队里做什么"), _roles),
    "body": _choice(_("哪个单位"), _bodies, number=True),
    "builder": _choice(_("这里的单位"), _bodies, required=False, number=True),
    "name": _text(_("不在上面的，写单位名称"), 80, required=False),
    "candidate": _choice(_("哪一家"), _candidates, number=True),
    "contract": _choice(_("哪一份合同"), _contracts, number=True),
    "choose": lambda project: forms.TypedChoiceField(
        label=_("您定"), choices=[("1", _("同意")), ("0", _("不同意"))], coerce=lambda value: value == "1",
        widget=forms.RadioSelect, error_messages={"required": _("请选一个。")},
    ),
    "milestone": _choice(_("哪一个里程碑"), _milestones, number=True),
    "milestone_or_end": _choice(_("哪一个里程碑（不选就是整个项目）"), _milestones, required=False, number=True),
    "blocker": _choice(_("是什么卡住了"), lambda project: list(words.BLOCKERS.items())),
    "blocked": _choice(_("哪一个卡点"), _blocked, number=True),
    "why": _choice(_("为什么改"), lambda project: list(words.SHIFTS.items())),
    "pair": _choice(_("和哪一张同一个地方"), _befores, number=True),
    "file": lambda project: forms.FileField(
        label=_("照片"), widget=forms.ClearableFileInput(attrs={"accept": "image/*"}),
        error_messages={"required": _("请选一张照片。")},
    ),
}  # fmt: skip


class ProposeForm(forms.Form):
    """A project from needs that are on the list of the reader's place."""

    title = forms.CharField(
        label=_("叫什么"), max_length=60, error_messages={"required": _("请写一个别人一看就懂的题目。")}
    )
    kind = forms.ChoiceField(label=_("是哪一类项目"), choices=list(words.KINDS.items()))
    needs = forms.TypedMultipleChoiceField(
        label=_("答应哪几条需求"), coerce=int, widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("项目要从需求来，请至少选一条需求。")},
    )  # fmt: skip
    text = forms.CharField(
        label=_("做什么、怎么做"), required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, data: Any = None, *, place: Any) -> None:
        super().__init__(data)
        rows = needs_read.needs_near(place).filter(state="listed")[:MOST_NEEDS]
        self.fields["needs"].choices = [(row.pk, f"{row.title}（{row.people}）") for row in rows]  # type: ignore[attr-defined]
        self.fields["estimate"] = Money(_("大概多少钱（元）"), required=False)


def open_acts(actor: Actor, found: Project) -> list[str]:
    """The acts that the state and what is there allow now, in the order of the table; the permits are asked apart."""
    there = {
        "met": found.milestones.filter(met_on=None).exists(), "unblock": found.blockers.filter(until=None).exists(),
        "choose": found.candidates.filter(state="named").exists(),
        "sign": found.contracts.filter(state="drawn").exists(),
        "contract": found.candidates.filter(state="chosen").exists(),
        "after": found.photos.filter(side="before").exists(),
        "answer": selectors.project_waits_for(actor, found), **_panel(found),
    }  # fmt: skip
    return [name for name, act in ACTS.items() if found.state in act.states and there.get(name, True)]


def _panel(found: Project) -> dict[str, bool]:
    panel = found.panels.filter(outcome="").first()
    drawn = panel is not None and panel.drawn_at is not None
    return {"call": panel is None, "draw": panel is not None and not drawn, "more": drawn, "pass": drawn, "redo": drawn}


def place_of(actor: Actor) -> Any:
    """Where the actor's first seat stands."""
    return places.get(actor.seats[0].place_id)
