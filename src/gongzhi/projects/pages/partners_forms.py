"""The forms of what is done with partners: money as people write it, hours of a day, whole points."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongzhi.kernel import money
from gongzhi.kernel.errors import Refused
from gongzhi.projects.pages.rounds_forms import day as _day
from gongzhi.projects.rules import lanes
from gongzhi.projects.words import partners as words

LONGEST = 4000
DAYS = {
    "1": _("周一"), "2": _("周二"), "3": _("周三"), "4": _("周四"), "5": _("周五"), "6": _("周六"), "7": _("周日"),
}  # fmt: skip


class MoneyField(forms.CharField):
    """Money as people write it ("1.2万元"); cleaned to fen."""

    def __init__(self, **given: Any) -> None:
        super().__init__(max_length=40, **given)

    def clean(self, value: Any) -> Any:
        """Fen, or the sentence that says what to write."""
        text = super().clean(value)
        try:
            return money.fen(text)
        except Refused as refused:
            raise forms.ValidationError(str(refused)) from None


class MinuteField(forms.CharField):
    """A time of day such as 09:00; cleaned to minutes since midnight, 24:00 included."""

    def __init__(self, **given: Any) -> None:
        super().__init__(max_length=5, help_text=_("比如 09:00。"), **given)

    def clean(self, value: Any) -> Any:
        """Minutes, or what to write."""
        return minute(super().clean(value))


def minute(text: str) -> int:
    """ "09:30" as minutes. ValidationError for anything else."""
    hour, colon, rest = text.strip().replace("：", ":").partition(":")
    clear = colon and hour.isascii() and hour.isdigit() and rest.isascii() and rest.isdigit() and len(rest) == len("00")
    if not clear or int(rest) > 59 or int(hour) * 60 + int(rest) > 1440:
        raise forms.ValidationError(_("请写成 09:00 这样。"))
    return int(hour) * 60 + int(rest)


def _line(label: Any, missing: Any, hint: Any = "", most: int = 120) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=hint, max_length=most,
        error_messages={"required": missing, "max_length": _("太长了，请写短一点。")},
    )  # fmt: skip


def _text(label: Any, missing: Any, hint: Any = "", most: int = LONGEST) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=hint, max_length=most, widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": missing, "max_length": _("太长了，请写短一点。")},
    )  # fmt: skip


def _choice(label: Any, choices: Any, missing: Any, radio: bool = True) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=choices, widget=forms.RadioSelect if radio else forms.Select,
        error_messages={"required": missing, "invalid_choice": missing},
    )  # fmt: skip


def _money(label: Any, hint: Any = "") -> MoneyField:
    return MoneyField(label=label, help_text=hint, error_messages={"required": _("请写金额，比如 1.2万元。")})


class TenderForm(forms.Form):
    """What a purchase asks for; items one a line."""

    basis = _choice(_("用哪种方式采购"), list(words.BASES.items()), _("请从清单里选采购的方式。"))
    paper = _line(_("采购依据"), _("请写采购依据和编号。"), _("比如采购计划的编号。"))
    grades = _line(_("哪些评估等级可以报价"), _("请写哪些等级可以报价，比如 5A、4A、3A。"), _("用空格或顿号隔开。"))
    items = _text(_("清单"), _("请写至少一项，数量和金额都要清楚。"), _("一行一项：名称，数量，单位，最多多少钱。"))
    closes = _day(_("哪天截止报价"), _("到那天 18:00 止。"))


class BidForm(forms.Form):
    """A price, and how it will be done."""

    price = _money(_("报价"))
    text = _text(_("打算怎么做"), _("请写打算怎么做。"), _("截止以后会公开。"))


class CallForm(forms.Form):
    """A venture call with its rules."""

    title = _line(_("题目"), _("请写题目。"), most=60)
    text = _text(_("要解决什么"), _("请写要解决什么。"))
    criteria = _text(
        _("评分的各项"), _("评分的各项要有名字，不能重复。"), _("一行一项：名称，满分。总分一样看第一项。")
    )
    budget = _money(_("一共多少钱"))
    most = _money(_("单个项目最多多少钱"))
    threshold = forms.IntegerField(
        label=_("得分到满分的百分之几才能入选"), min_value=0, max_value=100, initial=60,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )  # fmt: skip
    tranches = _line(_("分几次付，各百分之几"), _("分几次付，加起来要是 100。"), _("比如 60 40。"), 40)
    closes = _day(_("哪天截止"), _("到那天 18:00 止。"))
    fund_id = forms.ChoiceField(label=_("用哪笔资金"), required=False, help_text=_("没有选的，只能先公布，不能付款。"))

    def __init__(self, *args: Any, funds: list[Any], **given: Any) -> None:
        super().__init__(*args, **given)
        choices = [("", "—"), *((fund.pk, fund.name) for fund in funds)]
        self.fields["fund_id"].choices = choices  # type: ignore[attr-defined]


class ProposalForm(forms.Form):
    """What an organisation wants to do."""

    title = _line(_("题目"), _("请写题目。"), _("不要写组织的名字，评审看不到是谁交的。"), 60)
    text = _text(_("打算怎么做"), _("请写打算怎么做。"))
    amount = _money(_("要多少钱"))


class TieForm(forms.Form):
    """A relation to an organisation."""

    kind = _choice(_("是哪种关系"), list(words.DECLARED.items()), _("请从清单里选是哪种关系。"))
    body_id = _choice(_("和哪个组织"), [], _("请选一个组织。"), radio=False)

    def __init__(self, *args: Any, bodies: list[Any], **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["body_id"].choices = [(body.pk, body.name) for body in bodies]  # type: ignore[attr-defined]


class ScorerForm(forms.Form):
    """Who is asked to score."""

    person_id = _choice(_("请谁来评"), [], _("请选一位评审。"), radio=False)

    def __init__(self, *args: Any, people: list[tuple[int, str]], **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["person_id"].choices = people  # type: ignore[attr-defined]


class ScoreForm(forms.Form):
    """Whole points for every criterion of a call."""

    def __init__(self, *args: Any, criteria: list[dict[str, Any]], **given: Any) -> None:
        super().__init__(*args, **given)
        wrong = _("每一项都要打分，写整数，不超过满分。")
        for one in criteria:
            self.fields[one["key"]] = forms.IntegerField(
                label=one["name"], min_value=0, max_value=one["most"],
                help_text=_("0 到 %(most)d 分。") % {"most": one["most"]},
                widget=forms.TextInput(attrs={"inputmode": "numeric"}),
                error_messages={"required": wrong, "invalid": wrong, "max_value": wrong, "min_value": wrong},
            )  # fmt: skip


class ReportForm(forms.Form):
    """What the money did."""

    text = _text(_("钱做了什么，帮到了谁"), _("请写钱做了什么。"), _("会公开。不要写个人的姓名。"))


class FacilityForm(forms.Form):
    """A facility."""

    kind = _choice(_("哪种设施"), list(words.FACILITIES.items()), _("请从清单里选是哪种设施。"))
    name = _line(_("名称"), _("请写名称。"), most=60)
    where = forms.CharField(label=_("在哪里"), required=False, max_length=120)


class AgreementForm(forms.Form):
    """Who runs it, and what is promised."""

    operator_id = _choice(_("谁来运营"), [], _("请选一个组织。"), radio=False)
    since = _day(_("从哪天"))
    until = _day(_("到哪天"))
    days = forms.MultipleChoiceField(
        label=_("每周哪几天开"), choices=list(DAYS.items()), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("请选每周哪几天开。")},
    )  # fmt: skip
    start = MinuteField(label=_("几点开"))
    end = MinuteField(label=_("几点关"))
    least = forms.IntegerField(
        label=_("至少开到承诺时间的百分之几"), min_value=0, max_value=100, initial=95,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )  # fmt: skip
    deduct = _money(_("少开一小时扣多少钱"))
    subsidy = _money(_("每月补贴多少钱"))
    warn_days = forms.IntegerField(
        label=_("到期前多少天提醒"), min_value=1, max_value=999, help_text=_("到时在收件箱提醒您单位和运营单位。"),
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={"required": _("请写提前多少天提醒。"), "invalid": _("请写提前多少天提醒。")},
    )  # fmt: skip
    paper = _line(_("协议编号"), _("请写协议编号。"))

    def __init__(self, *args: Any, bodies: list[Any], **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["operator_id"].choices = [(body.pk, body.name) for body in bodies]  # type: ignore[attr-defined]


class LogForm(forms.Form):
    """From when to when on a day."""

    day = _day(_("哪天"), _("最近七天的。记下以后不能改，错了再记一条。"))
    start = MinuteField(label=_("从几点"))
    end = MinuteField(label=_("到几点"))


class WorkspaceForm(forms.Form):
    """What is shared, and among how many."""

    title = _line(_("为了什么事"), _("请写一句为了什么事。"), most=60)
    template = forms.ChoiceField(label=_("几方联动"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, english: bool, **given: Any) -> None:
        super().__init__(*args, **given)
        rows = lanes.table().templates.values()
        names = [(one.key, one.name_en if english else one.name) for one in rows]
        self.fields["template"].choices = names  # type: ignore[attr-defined]


class SwitchForm(WorkspaceForm):
    """Other lanes."""

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        del self.fields["title"]


class PartyForm(forms.Form):
    """Which body comes into which lane."""

    lane = _choice(_("哪一方"), [], _("请选是哪一方。"))
    body_id = _choice(_("哪个单位"), [], _("请选一个单位。"), radio=False)

    def __init__(self, *args: Any, ways: list[tuple[str, str]], bodies: list[Any], **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["lane"].choices = ways  # type: ignore[attr-defined]
        self.fields["body_id"].choices = [(body.pk, body.name) for body in bodies]  # type: ignore[attr-defined]


class LaneForm(forms.Form):
    """What was done in one's lane."""

    act = _choice(_("做了什么"), [], _("请从清单里选做了什么。"))
    text = _text(_("写一句"), _("请写一句做了什么。"), _("参加的各方看得到。"), 500)

    def __init__(self, *args: Any, acts: list[tuple[str, str]], **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["act"].choices = acts  # type: ignore[attr-defined]
