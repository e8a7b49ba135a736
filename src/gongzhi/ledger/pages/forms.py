"""The forms of the desk: a fund, what came in, what is to be paid, a sheet, a division, a reason."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.errors import Refused
from gongzhi.kernel.money import fen, minutes
from gongzhi.kernel.reference import Ref
from gongzhi.ledger import words
from gongzhi.ledger.models import Fund

MOST_BYTES = 20 * 1024 * 1024


class AmountField(forms.CharField):
    """Money or hours as people write them; the cleaned value is whole fen or minutes."""

    def __init__(self, *, unit: str = words.FEN, **more: Any) -> None:
        self.of = unit
        hint = _("比如 1,000.00、1.2万元或一千元。") if unit == words.FEN else _("比如 1.5、1:30 或 90分钟。")
        super().__init__(
            max_length=60, help_text=hint, widget=forms.TextInput(attrs={"inputmode": "text", "autocomplete": "off"}),
            error_messages={"required": _("请写数目。")}, **more,
        )  # fmt: skip

    def clean(self, value: Any) -> Any:
        """The amount; a mistake says what to write."""
        text = super().clean(value)
        try:
            return (fen if self.of == words.FEN else minutes)(text)
        except Refused as error:
            raise forms.ValidationError(str(error), code=error.code) from None


def _line(label: Any, missing: Any, hint: Any = "", most: int = 120, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=hint, max_length=most, required=required,
        error_messages={"required": missing, "max_length": _("写得太长了，请写短一点。")},
    )  # fmt: skip


def _purposes(fund: Fund, purposes: list[str]) -> forms.ChoiceField:
    missing = _("请选用途。")
    return forms.ChoiceField(
        label=_("用途"), choices=[(code, words.purpose_name(code)) for code in purposes], widget=forms.RadioSelect,
        error_messages={"required": missing, "invalid_choice": missing},
    )  # fmt: skip


def _sheet(hint: Any) -> forms.FileField:
    return forms.FileField(
        label=_("表格（CSV 或 Excel）"), help_text=hint, error_messages={"required": _("请选一个表格文件。")}
    )


class FundForm(forms.Form):
    """A fund to be opened."""

    body = forms.ChoiceField(label=_("哪个单位管"))
    name = _line(_("资金的名字"), _("请写资金的名字。"), _("比如“2026 年民生微实事资金”。"), 80)
    source = forms.ChoiceField(label=_("来源"), choices=list(words.SOURCES.items()))
    unit = forms.ChoiceField(label=_("按什么记"), choices=list(words.UNITS.items()))
    purposes = forms.MultipleChoiceField(
        label=_("能用在哪里"), choices=list(words.PURPOSES.items()), widget=forms.CheckboxSelectMultiple,
        help_text=_("钱按用途分开放，立了以后不能挪到别的用途。"),
        error_messages={"required": _("请至少选一项用途。")},
    )  # fmt: skip
    note = _line(_("说明"), "", _("依据什么文件，谁定的。"), 400, required=False)

    def __init__(self, *args: Any, bodies: list[tuple[int, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["body"].choices = bodies  # type: ignore[attr-defined]


class FundActForm(forms.Form):
    """An act on one fund: knows its purposes and its unit."""

    def __init__(
        self, *args: Any, fund: Fund, purposes: list[str], matters: list[tuple[str, str]], **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self.fund = fund
        self.fields["purpose"] = _purposes(fund, purposes)
        self.fields["amount"] = AmountField(label=_("数目"), unit=fund.unit)
        self.add(matters)

    def add(self, matters: list[tuple[str, str]]) -> None:
        """The act's own fields."""


class ReceiveForm(FundActForm):
    """What came in."""

    def add(self, matters: list[tuple[str, str]]) -> None:
        """From whom, and the paper."""
        self.fields["giver"] = _line(
            _("谁给的（单位）"), "", _("写登记过的单位名；个人捐的不写名字。"), 80, required=False
        )
        self.fields["paper"] = _line(_("凭证"), "", _("凭证号、文件号；不写个人姓名，会公开。"), required=False)


class AskForm(FundActForm):
    """What is to be paid."""

    def add(self, matters: list[tuple[str, str]]) -> None:
        """For what, to whom, by which paper."""
        self.fields["about"] = forms.ChoiceField(label=_("为哪件事"), choices=matters)
        self.fields["payee"] = _line(
            _("付给谁"), _("请写明付给谁。"), _("写单位名。登记过的单位会公开名字；个人的名字不公开。"), 80
        )
        self.fields["paper"] = _line(_("凭证"), "", _("发票号、合同号；不写个人姓名，会公开。"), required=False)

    def clean_about(self) -> tuple[Ref, int | None]:
        """The matter, and the reservation that it is paid from."""
        ref, _sep, kept = self.cleaned_data["about"].partition("/")
        return Ref.parse(ref), int(kept) if kept else None


class SplitForm(FundActForm):
    """What is divided by area."""

    def add(self, matters: list[tuple[str, str]]) -> None:
        """Its title, the paper, and the units."""
        self.fields["title"] = _line(_("分摊的是什么"), _("请写明分摊的是什么。"), _("比如“2026 年电梯大修”。"))
        self.fields["paper"] = _line(_("凭证"), "", _("决定、合同的编号。"), required=False)
        self.fields["file"] = _sheet(_("两列：房号、建筑面积。别的列不读，姓名不收。"))


class ImportForm(forms.Form):
    """A sheet of entries."""

    file = _sheet(
        _("列：日期、用途、收入或支出、对方单位、凭证、编号、经办人、审批人。支出要有两个不同的人。再导一次不会重复。")
    )


class ReasonForm(forms.Form):
    """Why."""

    reason = _line(_("为什么"), _("请写明为什么。"), _("会记下来；冲正的理由会公开，不写个人姓名。"), 200)
