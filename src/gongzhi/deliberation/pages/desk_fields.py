"""One form for every act of the desk on a topic: each field with what may be chosen there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongzhi.deliberation import selectors, words
from gongzhi.deliberation.models import Topic
from gongzhi.deliberation.pages.desk_table import ACTS
from gongzhi.deliberation.rules.tables import methods, ways
from gongzhi.deliberation.selectors import topics as read
from gongzhi.deliberation.services import clocks
from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.clock import CHINA
from gongzhi.kernel.digits import digits
from gongzhi.meetings.words import ORDERS
from gongzhi.organisations import selectors as organisations
from gongzhi.people import selectors as people
from gongzhi.places import selectors as places

LONG, TITLE, SHORT, LIST = 5000, 60, 200, 200_000
Choices = list[tuple[str, Any]]
Build = Callable[["ActForm"], forms.Field]


class ActForm(forms.Form):
    """The inputs of one act on one topic; `seen` is the version that the page showed."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, topic: Topic, act: str, actor: Actor) -> None:
        super().__init__(data, auto_id="f_%s")
        self.topic, self.act, self.actor = topic, act, actor
        for name in ACTS[act].fields:
            self.fields[name] = BUILD[name](self)
        self.fields["seen"].initial = topic.version

    def given(self) -> dict[str, Any]:
        """The inputs as the table's acts take them."""
        found = {name: self.cleaned_data.get(name) for name in ACTS[self.act].fields}
        return found | {"seen": digits(self.data.get("seen"))}


class Lines(forms.CharField):
    """Several lines, each parsed by `read`; a ValueError with the words for a person becomes the field's error."""

    def __init__(self, *args: Any, read: Callable[[str], Any], **kwargs: Any) -> None:
        super().__init__(*args, widget=forms.Textarea(attrs={"rows": 5}), **kwargs)
        self.read = read

    def clean(self, value: Any) -> list[Any]:
        """What each line says."""
        try:
            return [self.read(line.strip()) for line in super().clean(value).splitlines() if line.strip()]
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error


class Yuan(forms.DecimalField):
    """An amount in yuan, given on as whole fen; nothing stays nothing."""

    def __init__(self, label: str, help_text: str = "") -> None:
        super().__init__(
            label=label, help_text=help_text, required=False, min_value=Decimal(0), max_digits=14, decimal_places=2,
            widget=forms.TextInput(attrs={"inputmode": "decimal"}),
            error_messages=dict.fromkeys(
                ("invalid", "min_value", "max_digits", "max_decimal_places", "max_whole_digits"),
                _("写一个数，比如 1200 或 35.50。"),
            ),
        )  # fmt: skip

    def clean(self, value: Any) -> Any:
        """The amount in fen."""
        found = super().clean(value)
        return None if found is None else int(found * 100)


class Shares(forms.MultiValueField):
    """What of an item falls to each party: an amount in yuan, or "yes" where it is no money."""

    def __init__(self, parties: list[Any]) -> None:
        self.parties = parties
        fields = [forms.CharField(required=False) for _party in parties]
        super().__init__(fields=fields, require_all_fields=False, required=False, widget=SharesInput(parties))
        self.label = _("各方分到多少")
        self.help_text = _("是钱的写多少元；不是钱的，担到的那一方写“有”；没有的空着。")

    def compress(self, values: list[str]) -> dict[int, int | None]:
        """Party id → fen, or None for a share that is no money."""
        found: dict[int, int | None] = {}
        for party, text in zip(self.parties, values or [], strict=False):
            said = text.strip()
            if said:
                found[party.pk] = None if said == _("有") or said == "yes" else _fen(said)
        return found


class SharesInput(forms.MultiWidget):
    """One small field for each party, under its name."""

    template_name = "deliberation/shares.html"

    def __init__(self, parties: list[Any]) -> None:
        self.parties = parties
        super().__init__([forms.TextInput(attrs={"class": "form-control", "aria-label": p.title}) for p in parties])

    def decompress(self, value: Any) -> list[str]:
        """Nothing is shown again but what was typed."""
        return ["" for _party in self.parties]

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """The widgets with the names of their parties."""
        context: dict[str, Any] = super().get_context(name, value, attrs)
        context["rows"] = list(zip([p.title for p in self.parties], context["widget"]["subwidgets"], strict=True))
        return context


def _fen(text: str) -> int:
    try:
        return int(Decimal(text.replace(",", "")) * 100)
    except ArithmeticError as error:
        raise forms.ValidationError(_("写一个数，比如 1200 或 35.50。")) from error


def _party(line: str) -> tuple[str, str, int]:
    """ "租户，十号楼的租户，30" → (tenants, 十号楼的租户, 30)."""
    parts = [part.strip() for part in line.replace("，", ",").split(",")]
    names = {str(label): key for key, label in words.PARTIES.items()}
    kind = names.get(parts[0], parts[0] if parts[0] in words.PARTIES else "")
    many = parts[2] if len(parts) > 2 else "0"
    if not kind or not (many.isascii() and many.isdigit()) or len(parts) > 3:
        raise ValueError(_("“%(line)s”没看懂：一行一方，先写是哪类人，再写怎么称呼、多少户。") % {"line": line})
    title = parts[1] if len(parts) > 1 and parts[1] else str(words.PARTIES[kind])
    return kind, title, int(many)


def _option(line: str) -> tuple[str, int]:
    """ "北门空地，30000" → (北门空地, 30000)."""
    title, _sep, cost = line.replace("，", ",").partition(",")
    cost = cost.strip() or "0"
    if not title.strip() or not (cost.isascii() and cost.isdigit()):
        raise ValueError(_("“%(line)s”没看懂：一行一项，要花钱的再写多少元。") % {"line": line})
    return title.strip(), int(cost)


def _text(
    label: str, most: int = LONG, *, rows: int = 4, required: bool = True, hint: str = "", first: str = ""
) -> forms.Field:
    return forms.CharField(
        label=label, max_length=most, required=required, help_text=hint, initial=first,
        widget=forms.Textarea(attrs={"rows": rows}) if rows > 1 else forms.TextInput(),
        error_messages={"required": _("这里还没写。"), "max_length": _("太长了，请写短一点。")},
    )  # fmt: skip


def _choice(
    label: str, choices: Choices, *, required: bool = True, radio: bool = True, hint: str = "", first: str = ""
) -> forms.Field:
    missing = _("请选一个。")
    chosen = first or (choices[0][0] if choices else "")
    return forms.ChoiceField(
        label=label, choices=choices, required=required, help_text=hint, initial=chosen,
        widget=forms.RadioSelect if radio else forms.Select,
        error_messages={"required": missing, "invalid_choice": missing},
    )  # fmt: skip


def _date(label: str, *, required: bool = True, first: Any = None) -> forms.Field:
    return forms.DateField(
        label=label, required=required, initial=first,
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages=dict.fromkeys(("required", "invalid"), _("请选一个日子。")),
    )  # fmt: skip


class Moment(forms.DateTimeField):
    """A day and hour on China's clock."""

    def __init__(self, label: str, *, first: datetime | None = None) -> None:
        super().__init__(
            label=label, initial=first.strftime("%Y-%m-%dT%H:%M") if first else None,
            widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
            error_messages=dict.fromkeys(("required", "invalid"), _("请选日子和钟点。")),
        )  # fmt: skip


def _kind(form: ActForm) -> forms.Field:
    topic = form.topic
    if topic.matter:
        fixed = selectors.kind_of(topic.matter)
        rows = [(fixed.code, selectors.name_of(fixed))]
    else:
        rows = [(line.code, selectors.name_of(line)) for line in selectors.open_kinds()]
    return _choice(
        _("这件事由谁决定"),
        rows,
        radio=bool(topic.matter),
        hint=_("照决定表选：谁决定、按什么规则，跟着定。"),
        first="" if topic.matter else "public_affairs",
    )


def _lead(form: ActForm) -> forms.Field:
    here = [body for body in organisations.bodies_at(form.topic.place) if body.kind != "residents_supervision"]
    desk = clocks.desk_of(form.topic)
    return _choice(_("谁来牵头"), [(str(b.pk), b.name) for b in here], radio=False, first=str(desk or ""))


def _bodies(form: ActForm) -> forms.Field:
    here = organisations.bodies_at(form.topic.place)
    inside = list(organisations.bodies_within(form.topic.place)[:100])
    rows = {str(b.pk): b.name for b in [*here, *inside]}
    required = form.act == "effect"
    return _choice(_("哪个单位"), [("", _("不选单位")), *rows.items()], required=required, radio=False, first="")


def _person(form: ActForm) -> forms.Field:
    pool = selectors.pool(form.topic.place)
    names = people.masked(pool)
    rows = [(str(pk), names[pk][0] or _("报了名的人")) for pk in pool if pk in names]
    return _choice(
        _("请谁"), [("", _("单位自己派人，或者还没定")), *rows], required=False, radio=False, first="",
        hint=_("名单是自己报名愿意来坐的人，名字遮着。"),
    )  # fmt: skip


def _seats(states: tuple[str, ...]) -> Build:
    def build(form: ActForm) -> forms.Field:
        rows = [row for row in selectors.seats_of(form.topic.pk) if row.state in states]
        return _choice(_("哪一席"), [(str(row.pk), seat_name(row)) for row in rows], radio=False)

    return build


def seat_name(row: Any) -> str:
    """A seat as the desk calls it: whose it is, and by whom it is held."""
    whose = str(words.CORE_SEATS[row.core]) if row.core else row.party.title
    return f"{whose} · {row.body.name}" if row.body else whose


def _minority_parties(form: ActForm) -> forms.Field:
    unmet = selectors.unmet(form.topic)
    rest = [party for party in form.topic.parties.order_by("pk") if party not in unmet]
    return _choice(_("给哪一方"), [(str(p.pk), p.title) for p in [*unmet, *rest]], radio=False)


def _tiers(form: ActForm) -> forms.Field:
    there = [to for (source, to) in ways() if source == form.topic.tier]
    return _choice(_("转到哪一层"), [(tier, words.TIERS[tier]) for tier in there])


def _place(form: ActForm) -> forms.Field:
    rows = list(places.within(form.topic.place).filter(level__in=("community", "estate", "building"))[:300])
    names = places.names_of(rows, top="street")
    return _choice(
        _("在哪里"), [("", _("往上转不用选")), *((str(p.pk), names.get(p.pk, p.name)) for p in rows)], required=False,
        radio=False, first="",
    )  # fmt: skip


def _orders(form: ActForm) -> forms.Field:
    method = methods().get(form.topic.method)
    return _choice(_("开什么会"), list(ORDERS.items()), radio=False, first=method.orders if method else "council_3x")


def _items(form: ActForm) -> forms.Field:
    rows = selectors.interests_of(form.topic.pk).items
    return _choice(_("哪一项"), [(str(n), item.title) for n, (item, _s, _t) in enumerate(rows)])


def _now() -> datetime:
    return clock.now().astimezone(CHINA)


TEXT_LABELS: dict[str, Any] = {
    "investigate": gettext_lazy("查到了什么"),
    "minority": gettext_lazy("怎么补、怎么改，或者为什么不改"),
    "put_to_vote": gettext_lazy("要投的方案"),
    "conclude": gettext_lazy("决定的内容"),
    "pledge": gettext_lazy("认领什么"),
    "voice": gettext_lazy("听到的话"),
}
BUILD: dict[str, Build] = {
    "title": lambda f: _text(_("题目"), TITLE, rows=1, first="" if f.act == "item" else f.topic.title),
    "kind": _kind,
    "lead": _lead,
    "how": lambda f: _choice(_("怎么调查的"), list(words.INVESTIGATIONS.items())),
    "on": lambda f: _date(_("哪天"), first=_now().date()),
    "text": lambda f: _text(str(TEXT_LABELS.get(f.act, _("写清楚"))), required=f.act != "put_to_vote"),
    "parties": lambda f: Lines(
        label=_("关系到谁"), read=_party, required=True,
        initial="\n".join(f"{words.PARTIES[p.kind]}，{p.title}，{p.many}" for p in f.topic.parties.order_by("pk")),
        help_text=_("一行一方：哪类人，怎么称呼，多少户。类别：%(kinds)s。")
        % {"kinds": _("、").join(str(label) for label in words.PARTIES.values())},
        error_messages={"required": _("至少写一方。")},
    ),
    "side": lambda f: _choice(_("是哪一样"), list(words.ITEM_SIDES.items())),
    "whole": lambda f: Yuan(_("一共多少元"), _("不是钱的，比如夜里的噪声，就空着。")),
    "shares": lambda f: Shares(list(f.topic.parties.order_by("pk"))),
    "item": _items,
    "seat": _seats(("planned",)),
    "asked": _seats(("invited",)),
    "chair": _seats(("planned", "invited", "accepted")),
    "person": _person,
    "comes": lambda f: _choice(_("怎么说"), [("1", _("来")), ("0", _("来不了"))]),
    "body": _bodies,
    "method": lambda f: _choice(
        _("怎么商量"), [(m.code, selectors.name_of(m)) for m in methods().values()],
        hint=_("座谈会只听意见；大事要用别的办法。"),
    ),
    "pool": lambda f: _text(
        _("名单"), LIST, rows=8, hint=_("从表格里整列贴过来，第一行是表头：编号和各类别。只写登记号，不写名字。")
    ),
    "quotas": lambda f: _text(
        _("名额"), LIST, rows=5, hint=_("第一行是表头：类别、选项、至少、至多；也可以只写类别和选项，按名单的比例。")
    ),
    "source": lambda f: _text(_("种子从哪里来"), SHORT, rows=1, hint=_("比如：11 月 30 日福利彩票双色球的开奖号码。")),
    "seed": lambda f: _text(_("种子"), SHORT, rows=1),
    "size": lambda f: forms.IntegerField(label=_("抽几人"), min_value=1, max_value=500),
    "question": lambda f: _text(_("问大家什么？"), 120, rows=1, first=f.topic.title),
    "day": lambda f: _date(_("到哪天"), required=f.act != "talk"),
    "party": _minority_parties,
    "step": lambda f: _choice(_("怎么交代"), list(words.MINORITY_STEPS.items())),
    "sum": lambda f: Yuan(_("多少元"), _("不出钱的空着。")),
    "starts": lambda f: Moment(_("什么时候开")),
    "orders": _orders,
    "where": lambda f: _text(_("在哪里开"), 120, rows=1, required=False),
    "urgent": lambda f: _text(
        _("急着开的理由"), SHORT, rows=2, required=False, hint=_("按规定的日子提前通知的，空着。")
    ),
    "opens": lambda f: Moment(_("什么时候开始投")),
    "closes": lambda f: Moment(_("什么时候截止")),
    "options": lambda f: Lines(
        label=_("选哪些项"), read=_option, required=False,
        help_text=_("一行一项，要花钱的写“名称，多少元”。只问同意不同意的，空着。"),
    ),
    "outcome": lambda f: _choice(_("决定是什么"), list(words.OUTCOMES.items())),
    "result": lambda f: _text(_("做了什么")),
    "verdict": lambda f: _choice(_("解决了没有"), list(words.REVIEWS.items())),
    "review": lambda f: _text(_("大家怎么说")),
    "gives": lambda f: _choice(_("出什么"), list(words.PLEDGES.items())),
    "at": lambda f: _choice(_("在哪一层听到的"), list(words.TIERS.items()), first=f.topic.tier),
    "tier": _tiers,
    "place": _place,
    "reason": lambda f: _text(_("理由"), hint=_("居民看得到。")),
    "into": lambda f: _choice(_("并到哪一个"), [(str(t.pk), t.title) for t in read.to_join(f.topic)], radio=False),
}  # fmt: skip
