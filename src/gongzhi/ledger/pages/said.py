"""Money in words and figures for pages: sentences, rows, charts; bodies by name, people never."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from gongzhi.kernel.reference import Ref
from gongzhi.ledger import selectors, words
from gongzhi.ledger.models import Entry, Fund
from gongzhi.ledger.selectors import Flow, Matter
from gongzhi.organisations import selectors as organisations

MOST_SIDES = 8


@dataclass(frozen=True)
class Line:
    """A row of a table: its cells, and where its first one leads."""

    cells: Sequence[object]
    url: str = ""


def balance_sentence(fund: Fund, flows: Sequence[Flow], year: int | None) -> str:
    """What is there, in one sentence, and what came and went."""
    unit = fund.unit
    said = {
        "now": words.written(sum(one.balance for one in flows), unit),
        "kept": words.written(sum(one.reserved for one in flows), unit),
        "in": words.written(sum(one.received for one in flows), unit),
        "out": words.written(sum(one.paid for one in flows), unit),
        "year": year,
    }
    now = _("现在有 %(now)s，其中 %(kept)s 已经预留给定了的事。") % said
    span = _("%(year)s 年收入 %(in)s，支出 %(out)s。") if year else _("立账以来收入 %(in)s，支出 %(out)s。")
    return now + span % said


def flow_table(fund: Fund, flows: Sequence[Flow], links: bool = True) -> dict[str, Any]:
    """In, out, kept and free by purpose, with the sums."""

    def cells(name: object, *amounts: int) -> list[object]:
        return [name, *(words.figure(amount, fund.unit) for amount in amounts)]

    labels = (_("用途"), _("收入"), _("支出"), _("现在有"), _("已预留"), _("还能用"))
    rows = [
        Line(
            cells(words.purpose_name(f.purpose), f.received, f.paid, f.balance, f.reserved, f.free),
            f"?purpose={f.purpose}#entries" if links else "",
        )
        for f in flows
    ]
    sums = [sum(getattr(f, name) for f in flows) for name in ("received", "paid", "balance", "reserved", "free")]
    unit = words.UNITS[fund.unit]
    return {
        "caption": _("按用途列的收支（%(unit)s）") % {"unit": unit},
        "columns": [{"label": label, "number": at > 0} for at, label in enumerate(labels)],
        "rows": rows, "total": cells(_("合计"), *sums),
    }  # fmt: skip


def _plotted(amount: int, unit: str) -> float:
    return round(amount / (100 if unit == words.FEN else 60), 2)


def flow_chart(fund: Fund, flows: Sequence[Flow], year: int | None) -> dict[str, Any]:
    """Where it came from and what it was used for, by purpose."""
    shown = [f for f in flows if f.received or f.paid]
    top = max(shown, key=lambda f: f.paid, default=None)
    answer = _("还没有收支。")
    if top is not None and top.paid:
        said = {"purpose": words.purpose_name(top.purpose), "amount": words.written(top.paid, fund.unit)}
        answer = _("用得最多的是“%(purpose)s”，%(amount)s。") % said
    elif top is not None:
        answer = _("有收入，还没有支出。")
    return {
        "ident": "flows", "question": _("钱用在了哪里？") if fund.unit == words.FEN else _("时长用在了哪里？"),
        "answer": answer, "labels": [str(words.purpose_name(f.purpose)) for f in shown],
        "series": [
            {"name": _("收入"), "data": [_plotted(f.received, fund.unit) for f in shown]},
            {"name": _("支出"), "data": [_plotted(f.paid, fund.unit) for f in shown]},
        ],
        "kind": "hbar", "unit": str(words.UNITS[fund.unit]), "label_heading": _("用途"),
        "base": str(year) if year else _("立账以来"),
    }  # fmt: skip


def side_table(fund: Fund, kind: str, caption: str) -> dict[str, Any]:
    """The bodies that gave or got most; those without a body's name together."""
    rows = [
        Line([name or _("没有登记单位的"), words.figure(amount, fund.unit)])
        for name, amount in selectors.sides(fund, kind, MOST_SIDES)
    ]
    unit = words.UNITS[fund.unit]
    columns = [{"label": _("单位")}, {"label": f"{_('数目')} ({unit})", "number": True}]
    return {"caption": caption, "columns": columns, "rows": rows, "empty": _("还没有。")}


def entry_rows(fund: Fund, entries: Sequence[Entry]) -> list[dict[str, Any]]:
    """Entries as rows: day, way, purpose, amount, with whom, what for, paper; two queries for all of them."""
    others = [_other(one) for one in entries]
    bodies = organisations.bodies({other.body_id for other in others if other.body_id})
    matters = selectors.names(one.about for one in entries if one.about)
    return [
        {
            "entry": one, "kind": words.ENTRIES[one.kind], "purpose": words.purpose_name(one.pot.purpose),
            "amount": words.figure(_signed(one), fund.unit), "matter": matter_of(one.about, matters, fund),
            "party": bodies[other.body_id].name if other.body_id in bodies else "",
            "url": reverse("fund_entry", args=[fund.pk, one.pk]),
        }
        for one, other in zip(entries, others, strict=True)
    ]  # fmt: skip


def _other(entry: Entry) -> Any:
    return entry.credit if entry.debit.kind == "cash" else entry.debit


def _signed(entry: Entry) -> int:
    """Above zero what the pot gained."""
    return entry.amount if entry.debit.kind == "cash" else -entry.amount


def matter_of(about: Ref | None, matters: dict[Ref, Matter], fund: Fund) -> Matter | None:
    """What it was for, where that is public."""
    if about is None:
        return None
    return Matter(_("这笔资金自己的开支")) if about == Ref("ledger.fund", fund.pk) else matters.get(about)
