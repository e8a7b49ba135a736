"""What is sent to the pages of rule texts, parsed; the services say what may be."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongzhi.deliberation.models import Clause
from gongzhi.deliberation.pages.covenants_gate import in_language
from gongzhi.deliberation.rules.selfrules import subjects
from gongzhi.deliberation.services.covenants import NewClause
from gongzhi.deliberation.words import covenants as words


def _subjects() -> list[tuple[str, str]]:
    return [("", str(_("不写")))] + [(code, in_language(one, "title")) for code, one in subjects().items()]


def _text(label: Any, rows: int = 3, required: bool = True, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, required=required, widget=forms.Textarea(attrs={"rows": rows}), **more)


class ProposeForm(forms.Form):
    """A resident's proposal about one clause, or a new one."""

    asks = forms.ChoiceField(label=_("您想怎么样"), choices=words.ASKS.items(), widget=forms.RadioSelect)
    text = _text(_("您想怎么写"), required=False, max_length=600, help_text=_("去掉一条的，不用写。"))
    why = _text(_("为什么"), rows=2, required=False, max_length=300)
    checked = forms.BooleanField(label=_("看过了，里面没有谁的姓名、电话、门牌"), required=False)


class ClauseForm(forms.Form):
    """One clause as the desk writes it; the second half makes it comparable with other rule texts."""

    text = _text(_("这一条怎么写"), max_length=600)
    why = _text(_("为什么有这一条"), rows=2, required=False, max_length=300)
    subject = forms.ChoiceField(label=_("管的是什么事"), required=False)
    modality = forms.ChoiceField(label=_("怎么要求"), choices=words.MODALITIES.items(), required=False)
    bound = forms.ChoiceField(label=_("限度"), choices=words.BOUNDS.items(), required=False)
    amount = forms.DecimalField(label=_("多少"), required=False, min_value=0, max_digits=9, decimal_places=2)
    unit = forms.CharField(label=_("单位"), required=False, max_length=8, help_text=_("比如点、小时、只、米"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["subject"].choices = _subjects()  # type: ignore[attr-defined]

    def clause(self, key: int = 0) -> NewClause:
        """What was filled in."""
        said = self.cleaned_data
        named = {name: said[name] for name in ("subject", "modality", "bound", "amount", "unit")}
        return NewClause(text=said["text"], why=said["why"], key=key, **named)


def filled(clause: Clause) -> dict[str, Any]:
    """A clause as the form shows it."""
    names = ("text", "why", "subject", "modality", "bound", "amount", "unit")
    return {name: getattr(clause, name) for name in names}


class ReasonForm(forms.Form):
    """A move that only asks why."""

    reason = _text(_("理由"), rows=2, max_length=300)


class OrderForm(forms.Form):
    """The street's order to correct."""

    clauses = forms.MultipleChoiceField(label=_("要改正哪几条"), widget=forms.CheckboxSelectMultiple, required=False)
    reason = _text(_("哪里不行，要改成怎样"), max_length=600)
    ground = forms.CharField(label=_("依据"), required=False, max_length=120)

    def __init__(self, *args: Any, listed: list[Clause] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shown = [(str(c.key), f"{c.position}. {c.text[:40]}") for c in listed or ()]
        self.fields["clauses"].choices = shown  # type: ignore[attr-defined]


class ReceiptForm(forms.Form):
    """The receipt of a filing."""

    receipt = forms.CharField(label=_("备案回执编号"), max_length=40)


class DayForm(forms.Form):
    """A day on which a text is posted, or from which it holds."""

    day = forms.DateField(label=_("哪一天"), widget=forms.DateInput(attrs={"type": "date"}))


class VoteForm(forms.Form):
    """By which rule, and between which instants, those concerned vote."""

    rule = forms.ChoiceField(label=_("按哪种规则表决"), widget=forms.RadioSelect)
    opens = forms.DateField(label=_("哪天开始投票"), widget=forms.DateInput(attrs={"type": "date"}))
    closes = forms.DateField(label=_("哪天截止（当天 24 点）"), widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, rules: list[tuple[str, Any]] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rule"].choices = rules or []  # type: ignore[attr-defined]


class RepealForm(forms.Form):
    """Which vote repealed the text, and why."""

    vote_id = forms.IntegerField(label=_("哪次投票（编号）"), min_value=1)
    reason = _text(_("理由"), rows=2, max_length=300)


class ReviewForm(forms.Form):
    """What the party organisation or the adviser says."""

    by_whom = forms.ChoiceField(label=_("谁审看的"), widget=forms.RadioSelect)
    outcome = forms.ChoiceField(label=_("意见"), choices=words.REVIEW_OUTCOMES.items(), widget=forms.RadioSelect)
    text = _text(_("要改哪里、为什么"), rows=2, required=False, max_length=600)

    def __init__(self, *args: Any, reviewers: tuple[str, ...] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["by_whom"].choices = [(one, words.RULE_REVIEWS[one]) for one in reviewers]  # type: ignore[attr-defined]


class NewForm(forms.Form):
    """A rule text to be drafted here."""

    rule_kind = forms.ChoiceField(label=_("哪一种"), choices=words.RULE_KINDS.items())
    keeper = forms.ChoiceField(label=_("由谁保管"))
    title = forms.CharField(label=_("题目"), max_length=60)

    def __init__(self, *args: Any, keepers: list[tuple[str, str]] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["keeper"].choices = keepers or []  # type: ignore[attr-defined]


class RegisterForm(NewForm):
    """A rule text that was adopted elsewhere or before, with the papers that prove it."""

    text = _text(_("条文，一行一条"), rows=8, max_length=20000)
    source = forms.CharField(label=_("在哪里、由谁通过的，材料在哪里"), max_length=200)
    receipt = forms.CharField(label=_("备案回执或文号"), max_length=40)
    received_on = forms.DateField(label=_("备案的日子"), widget=forms.DateInput(attrs={"type": "date"}))
    in_force_from = forms.DateField(label=_("生效的日子"), widget=forms.DateInput(attrs={"type": "date"}))

    def clauses(self) -> list[NewClause]:
        """The lines that were written, a clause each."""
        return [NewClause(line.strip()) for line in self.cleaned_data["text"].splitlines() if line.strip()]


class SurveyForm(forms.Form):
    """A sample to be drawn."""

    seed = forms.CharField(
        label=_("种子"), max_length=80, help_text=_("大家都能查到、事先定好的，比如某天福彩3D的开奖号码。")
    )
    sample = forms.IntegerField(label=_("抽几户"), min_value=1)


class RemindForm(forms.Form):
    """A soft remedy: where, which clause, what was done."""

    key = forms.TypedChoiceField(label=_("是哪一条"), coerce=int)
    remedy = forms.ChoiceField(label=_("怎么做的"), choices=words.REMEDIES.items(), widget=forms.RadioSelect)
    place = forms.TypedChoiceField(label=_("在哪里（记到楼栋为止）"), coerce=int)

    def __init__(
        self, *args: Any, listed: list[Clause] | None = None, places: list[tuple[int, str]] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        shown = [(c.key, f"{c.position}. {c.text[:40]}") for c in listed or ()]
        self.fields["key"].choices = shown  # type: ignore[attr-defined]
        self.fields["place"].choices = places or []  # type: ignore[attr-defined]
