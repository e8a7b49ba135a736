"""The forms of votes: a number from a ballot paper, an objection, and what the desk fills in."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongzhi.kernel import clock
from gongzhi.voting import laws, words

LONGEST, TITLE = 2000, 120
ODD_PROOF = _("看不懂这一行。请把凭证整行复制过来，一个字也不少。")
CLOSES = time(18, 0)
OPENS = time(9, 0)
MOST_BYTES = 10 * 1024 * 1024
# The nine matters of article 278 in words.
MATTERS = {
    "manager": _("选聘、解聘物业"),
    "committee": _("选举、更换业委会"),
    "procedure": _("业主大会议事规则"),
    "covenant": _("管理规约"),
    "use_fund": _("使用维修资金"),
    "raise_fund": _("筹集维修资金（四分之三）"),
    "rebuild": _("改建、重建（四分之三）"),
    "change_use": _("改变共有部分用途（四分之三）"),
    "other": _("其他重大事项"),
}
assert set(MATTERS) == set(laws.MATTERS)


def _text(label: Any, missing: Any, hint: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label, help_text=hint, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": missing, "max_length": _("最多写 2000 个字，请写短一点。")},
    )  # fmt: skip


def _day(label: Any, hint: Any) -> forms.DateField:
    wrong = _("请选一个日子。")
    return forms.DateField(
        label=label, help_text=hint, input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": wrong, "invalid": wrong},
    )  # fmt: skip


def _choice(label: Any, choices: Any, missing: Any, hint: Any = "") -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=choices, help_text=hint, widget=forms.RadioSelect,
        error_messages={"required": missing, "invalid_choice": missing},
    )  # fmt: skip


def moment(day: Any, at: time) -> datetime:
    """A day and an hour on China's clock."""
    return datetime.combine(day, at, clock.CHINA)


class ClaimForm(forms.Form):
    """The number on one's ballot paper."""

    code = forms.CharField(
        label=_("选票上的号码"), help_text=_("比如 0042-1234-5678。"), max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"required": _("请输入选票上的号码。")},
    )  # fmt: skip


class ProofForm(forms.Form):
    """What was kept when a blind-signed ballot was cast."""

    proof = forms.CharField(
        label=_("投票凭证"), help_text=_("投票时存下的那一行，以 gongzhi-proof 开头。"), max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _("请把投票凭证那一行放进来。"), "max_length": ODD_PROOF},
    )  # fmt: skip


class ObjectionForm(forms.Form):
    """What is wrong, and where."""

    ground = _choice(_("哪方面不对"), list(words.OBJECTIONS.items()), _("请选是哪方面的异议。"))
    text = _text(_("哪里不对，有什么依据"), _("请写清楚哪里不对，2000 个字以内。"), _("组织方看得到您写的。"))


TIES = {"lot": _("抽签，用办法里写好的种子"), "cost,votes,id": _("先便宜的，再票多的，再按票上的顺序")}


class DrawForm(forms.Form):
    """A vote to be drawn up; options one a line: title, and the cost after a comma where money is divided."""

    title = forms.CharField(
        label=_("题目"), max_length=TITLE, help_text=_("一句话说清表决什么。"),
        error_messages={"required": _("请写一个 120 个字以内、一看就懂的题目。")},
    )  # fmt: skip
    question = forms.CharField(
        label=_("说明"), required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("为什么表决，通过了怎么办。"),
    )  # fmt: skip
    rule = forms.ChoiceField(label=_("按什么规则"), choices=list(words.RULES.items()))
    matter = forms.ChoiceField(
        label=_("业主表决：民法典第 278 条哪一项"), required=False, choices=[("", "—"), *MATTERS.items()]
    )
    options = forms.CharField(
        label=_("票上的各项"), required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("一行一项。分预算的在后面写钱数，比如：坡道，50000。只问同意不同意的可以不写。"),
    )  # fmt: skip
    budget = forms.IntegerField(
        label=_("一共有多少钱（元）"),
        required=False,
        min_value=1,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    secrecy = forms.ChoiceField(
        label=_("记名还是无记名"), choices=[(key, words.SECRECY[key]) for key in ("roll", "secret", "blind")]
    )
    tie_break = forms.ChoiceField(
        label=_("票数相同怎么办"), required=False, choices=[("", _("按规则本身")), *TIES.items()],
        help_text=_("写进办法，投票前大家看得到。"),
    )  # fmt: skip
    seed = forms.CharField(
        label=_("抽签的种子"), required=False, max_length=120,
        help_text=_("抽签才写：一句投票前就公布、谁也改不了的话或数字。用它谁都能重抽一遍。"),
    )  # fmt: skip
    opens = _day(_("哪天开始"), _("从那天 9:00 起。"))
    closes = _day(_("哪天截止"), _("到那天 18:00 止。"))


class RollForm(forms.Form):
    """A roll as a spreadsheet, and where it comes from."""

    source = forms.CharField(
        label=_("名册从哪里来"), max_length=200, help_text=_("比如“不动产登记，2026 年 10 月”。会写在结果上。"),
        error_messages={"required": _("请写名册从哪里来，比如“不动产登记，2026 年 10 月”。")},
    )  # fmt: skip
    file = forms.FileField(label=_("名册的表格"), error_messages={"required": _("请选一个表格文件。")})

    def clean_file(self) -> Any:
        """No larger than a roll can be."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("表格太大了，请分成几个。"))
        return file


class NoticeForm(forms.Form):
    """To whom papers were brought, how, and what was told."""

    how = _choice(_("怎么送到的"), list(words.SERVED.items()), _("请选是怎么送到的。"))
    numbers = forms.CharField(
        label=_("送到了哪几号"), required=False, help_text=_("名册上的号，用空格隔开，比如 1 2 5-9。不写就是全部。")
    )
    agenda_told = forms.BooleanField(label=_("告知了表决什么"), required=False)
    effect_told = forms.BooleanField(label=_("告知了不投票会怎样"), required=False)


class SheetsForm(forms.Form):
    """The numbers of the paper ballots that came in."""

    numbers = forms.CharField(
        label=_("票号"), help_text=_("只看票号，不看选了什么。用空格隔开，比如 1 2 5-9。"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}), error_messages={"required": _("请写票上的号码。")},
    )  # fmt: skip


class ReasonForm(forms.Form):
    """Why something is done that everybody can read."""

    reason = _text(_("为什么"), _("请写一句为什么。"), _("谁都看得到这些字。"))


class ExtendForm(ReasonForm):
    """A later close, and why."""

    closes = _day(_("延到哪天"), _("到那天 18:00 止。"))
    field_order = ("closes", "reason")


class SettleForm(forms.Form):
    """An answer to an objection."""

    outcome = _choice(
        _("异议成立吗"), [(k, v) for k, v in words.OBJECTION_STATES.items() if k != "open"],
        _("请选成立、部分成立还是不成立。"),
    )  # fmt: skip
    reply = _text(_("答复和依据"), _("请写答复和依据，提的人看得到。"))
    void_number = forms.IntegerField(
        label=_("哪一号的票不算"), required=False, min_value=1, widget=forms.TextInput(attrs={"inputmode": "numeric"})
    )


def numbers_of(text: str, most: int = 500) -> list[int] | None:
    """Numbers as people list them ("1 2 5-9"); None where it cannot be read, or names too many."""
    found: list[int] = []
    for part in text.replace("，", " ").replace(",", " ").replace("、", " ").split():
        first, dash, last = part.partition("-")
        if not (first.isascii() and first.isdigit() and len(first) < 8) or (dash and not last.isdigit()):
            return None
        end = int(last) if dash else int(first)
        if end - int(first) > most:
            return None
        found += range(int(first), end + 1)
    return found[: most + 1] if len(found) <= most else None
