"""The forms of a participatory budget: what a resident proposes, and what the desk fills in for each act."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongzhi.kernel import clock, money
from gongzhi.kernel.clock import CHINA
from gongzhi.kernel.errors import Refused
from gongzhi.ledger import selectors as ledger
from gongzhi.ledger.words import FEN, purpose_name
from gongzhi.places import selectors as places
from gongzhi.projects.models import Round, RoundItem
from gongzhi.projects.selectors import needs as needs_read
from gongzhi.projects.selectors import rounds as read
from gongzhi.projects.services.rounds_items import TEXT, TITLE, WHERE
from gongzhi.projects.words import needs as need_words
from gongzhi.projects.words import projects as project_words
from gongzhi.projects.words import rounds as words

LONG, NEEDS = 5000, 30
EVENING, MORNING = time(18, 0), time(9, 0)
Choices = list[tuple[str, Any]]


class Money(forms.CharField):
    """An amount as people write it, given on as whole fen; nothing stays nothing where it may."""

    def __init__(self, label: Any, hint: Any = "", *, required: bool = True) -> None:
        missing = _("请写钱数，比如 1000、1,000.00、1.2万元或一千元。")
        super().__init__(
            label=label, help_text=hint, required=required, max_length=60,
            widget=forms.TextInput(attrs={"inputmode": "text", "autocomplete": "off"}),
            error_messages={"required": missing, "max_length": missing},
        )  # fmt: skip

    def clean(self, value: Any) -> Any:
        """The amount in fen."""
        said = super().clean(value)
        try:
            return money.fen(said) if said else None
        except Refused as error:
            raise forms.ValidationError(str(error)) from error


def line(label: Any, most: int, missing: Any, hint: Any = "", *, required: bool = True) -> forms.CharField:
    """One line of words."""
    long = _("太长了，请写短一点。")
    return forms.CharField(
        label=label, max_length=most, help_text=hint, required=required,
        error_messages={"required": missing, "max_length": long},
    )  # fmt: skip


def text(label: Any, missing: Any, hint: Any = "", *, most: int = TEXT, required: bool = True) -> forms.CharField:
    """Several lines of words."""
    long = _("太长了，请写短一点。")
    return forms.CharField(
        label=label, max_length=most, help_text=hint, required=required, widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": missing, "max_length": long},
    )  # fmt: skip


def choice(label: Any, choices: Any, missing: Any, hint: Any = "", *, radio: bool = False) -> forms.ChoiceField:
    """One of a closed list."""
    return forms.ChoiceField(
        label=label, choices=choices, help_text=hint, widget=forms.RadioSelect if radio else forms.Select,
        error_messages={"required": missing, "invalid_choice": missing},
    )  # fmt: skip


def day(label: Any, hint: Any = "") -> forms.DateField:
    """A day; the hour is added by `moment`."""
    wrong = _("请选一个日子。")
    return forms.DateField(
        label=label, help_text=hint, input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": wrong, "invalid": wrong},
    )  # fmt: skip


def moment(on: Any, at: time) -> datetime:
    """A day and an hour on China's clock."""
    return datetime.combine(on, at, CHINA)


class ProposeForm(forms.Form):
    """What a resident would spend the money on: three things to say, two that may be left out."""

    title = line(_("想花这笔钱做什么？"), TITLE, _("请写一句话：想做什么。"), _("一句话，比如“北门修一段无障碍坡道”。"))
    text = text(_("为什么要做，谁用得上"), _("请说说为什么，几句就行。"), _("不写谁的姓名和门牌。"))
    purpose = choice(_("为了什么"), [("", "—"), *need_words.PURPOSES.items()], _("请选它是为了什么。"))
    place = choice(_("在哪里"), [], _("请选一个地方。"))
    where = line(_("具体哪一处"), WHERE, "", _("比如“北门台阶东边”。"), required=False)
    asked = Money(_("您觉得要花多少"), _("不知道就空着，社区会核。写 3万元、30000 都行。"), required=False)
    needs = forms.MultipleChoiceField(
        label=_("它答的是哪些需求"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("勾上别人已经说过的；没有就空着，会替您记一条。"),
        error_messages={"invalid_choice": _("有的需求已经不在清单上，请重新勾。")},
    )  # fmt: skip

    def __init__(self, data: Any = None, *, found: Round, initial: Any = None) -> None:
        super().__init__(data, auto_id="b_%s", initial=initial)
        self.fields["place"].choices = parts_of(found)  # type: ignore[attr-defined]
        rows = needs_read.needs_at(found.place).filter(state__in=("listed", "later"))[:NEEDS]
        self.fields["needs"].choices = [(str(need.pk), need.title) for need in rows]  # type: ignore[attr-defined]
        if not rows:
            del self.fields["needs"]

    def given(self) -> dict[str, Any]:
        """The inputs as the service takes them."""
        kept = self.cleaned_data
        return {
            "title": kept["title"], "text": kept["text"], "purpose": kept["purpose"], "where": kept["where"],
            "place_id": int(kept["place"]), "asked": kept["asked"], "needs": [int(pk) for pk in kept.get("needs", ())],
        }  # fmt: skip


def parts_of(found: Round) -> Choices:
    """The round's place, then its estates and buildings."""
    rows = list(places.within(found.place).filter(level__in=("estate", "building")).order_by("path")[:200])
    names = places.names_of(rows, top="estate")
    return [(str(found.place_id), _("全社区")), *((str(one.pk), names.get(one.pk, one.name)) for one in rows)]


class OpenForm(forms.Form):
    """A new round: which money, for what, how much, which year."""

    pot = choice(_("花哪笔资金"), [], _("请选一笔资金和它的用途。"), _("后面写着现在没有占用的数。"))
    budget = Money(_("一共分多少"), _("不能多过没有占用的数。写 12万元、120000 都行。"))
    year = forms.IntegerField(
        label=_("哪一年的"), error_messages=dict.fromkeys(("required", "invalid"), _("请写年份。"))
    )
    title = line(_("叫什么"), 60, "", _("空着就叫“某年居民一起分的钱”。"), required=False)
    text = text(_("想对居民说的话"), "", _("比如为什么有这笔钱、哪些事不能做。"), most=LONG, required=False)

    def __init__(self, data: Any = None, *, place: Any) -> None:
        super().__init__(data, auto_id="b_%s", initial={"year": clock.today().year})
        self.pots = pots_at(place)
        self.fields["pot"].choices = self.pots  # type: ignore[attr-defined]


def pots_at(place: Any) -> Choices:
    """The money that may be divided at a place: each fund's purposes, with what is free."""
    found: Choices = []
    for fund in ledger.funds_at(place):
        if fund.unit == FEN and place.path.startswith(fund.place.path):
            found += [
                (f"{fund.pk}:{pot.purpose}", f"{fund.name} · {purpose_name(pot.purpose)} · {money.yuan(pot.free)}")
                for pot in ledger.pots(fund.pk)
            ]
    return found


# --- the desk's acts ---


def _into(one: RoundItem) -> Choices:
    rows = one.round.items.filter(state__in=("proposed", "costed")).exclude(pk=one.pk).order_by("number")
    return [(str(row.pk), f"{row.number}. {row.title}") for row in rows]


def _reason(_thing: Any) -> forms.Field:
    return text(_("理由"), _("请写理由，提的人看得到。"), _("谁都看得到。"))


FIELDS: dict[str, Callable[[Any], forms.Field]] = {
    "closes": lambda _found: day(_("征集到哪一天"), _("到这一天的 18 点截止。")),
    "text": lambda _found: text(_("想对居民说的话"), "", most=LONG, required=False),
    "reason": _reason,
    "opens": lambda _found: day(_("哪一天开始投票"), _("从这一天的 9 点开始。")),
    "ends": lambda _found: day(_("哪一天截止"), _("到这一天的 18 点截止。")),
    "question": lambda _found: text(_("票上的话"), "", _("比如“请勾选您想做的，选几项都行”。"), required=False),
    "report": lambda _found: text(_("这一轮的总账"), _("请写办成了什么、花了多少、剩多少。"), most=LONG),
    "budget": lambda found: Money(_("一共分多少"), _("现在是 %(sum)s 元。") % {"sum": money.yuan(found.budget)}),
    "cost": lambda _one: Money(_("核定的花费"), _("整元。写 3万元、30000 都行。")),
    "kind": lambda _one: choice(
        _("是哪一类"),
        [(k, project_words.KINDS[k]) for k in read.item_kinds()],
        _("请选它是工程、服务还是货物。"),
        radio=True,
    ),
    "note": lambda _one: text(_("怎么算出来的"), _("请写怎么算出来的。"), _("比如哪几家的报价。谁都看得到。")),
    "why": lambda _one: text(_("说明"), _("请写明白，提的人看得到。"), _("谁都看得到。")),
    "ground": lambda _one: choice(
        _("为什么不上票"), list(words.REFUSALS.items()), _("请从表里选一个理由。"), radio=True
    ),
    "into": lambda one: choice(_("并到哪一个"), _into(one), _("请选这一轮里另一个还在的提案。")),
}


class ActForm(forms.Form):
    """The inputs of one act on a round or a proposal; `seen` is the version that the page showed."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, thing: Any, fields: tuple[str, ...]) -> None:
        super().__init__(data, auto_id="f_%s", initial={"seen": thing.version})
        for name in fields:
            self.fields[name] = FIELDS[name](thing)
