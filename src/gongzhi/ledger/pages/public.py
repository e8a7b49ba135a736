"""The public ledger: every fund, what is there, where it came from and went, and every entry with what it was for."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from gongzhi.kernel.digits import digits
from gongzhi.kernel.permit import may
from gongzhi.ledger import selectors, words
from gongzhi.ledger.pages import said
from gongzhi.ledger.pages.gate import public_fund
from gongzhi.organisations.visitors import actor_of, address
from gongzhi.places import selectors as places

PAGE = 30


@require_GET
def funds(request: HttpRequest) -> HttpResponse:
    """Every fund, or those of a place (`?at=`)."""
    code = request.GET.get("at", "")[:40].strip()
    place = places.by_codes([code]).get(code) if code else None
    found = selectors.funds_at(place) if place is not None else selectors.all_funds()
    held = selectors.held(found)
    rows = [
        {
            "fund": one, "held": words.written(held.get(one.pk, 0), one.unit), "source": words.source_name(one.source),
            "sector": words.SECTORS[words.SECTOR_OF[one.source]],
        }
        for one in found
    ]  # fmt: skip
    actor = actor_of(request)
    context = {
        "rows": rows, "place": place, "parts": _parts(place), "desk": actor is not None and actor.is_staff,
    }  # fmt: skip
    return render(request, "ledger/funds.html", context)


def _parts(place: Any) -> dict[str, Any] | None:
    """What government, market and society put in, with the share of those who are not the government."""
    parts = selectors.by_sector(place)
    whole = sum(part.received for part in parts)
    if whole <= 0:
        return None
    others = sum(part.received for part in parts if part.sector != "government")
    rows = [said.Line([words.SECTORS[p.sector], words.figure(p.received, words.FEN)]) for p in parts]
    return {
        "answer": _("政府以外的投入占 %(share)s%%。") % {"share": f"{others * 1000 // whole / 10:g}"},
        "table": {
            "caption": _("钱从哪一方来（元）"), "rows": rows,
            "columns": [{"label": _("哪一方")}, {"label": _("投入"), "number": True}],
            "total": [_("合计"), words.figure(whole, words.FEN)],
        },
    }  # fmt: skip


@require_GET
def fund(request: HttpRequest, fund_id: int) -> HttpResponse:
    """One fund: balance, in and out by purpose, chart, entries."""
    found = public_fund(fund_id)
    years = selectors.years(fund_id)
    year = digits(request.GET.get("year")) if digits(request.GET.get("year")) in years else None
    purpose = request.GET.get("purpose", "")
    purpose = purpose if purpose in words.PURPOSES and selectors.pot(fund_id, purpose) else ""
    flows = selectors.flows(found, year)
    before = _before(request.GET.get("before", ""))
    entries = selectors.entries_page(fund_id, purpose, before, PAGE + 1)
    actor = actor_of(request)
    context = {
        "fund": found, "answer": said.balance_sentence(found, flows, year), "year": year, "years": years,
        "table": said.flow_table(found, flows), "chart": said.flow_chart(found, flows, year),
        "source": words.source_name(found.source), "sector": words.SECTORS[words.SECTOR_OF[found.source]],
        "given": said.side_table(found, "given", _("谁投入的")),
        "spent": said.side_table(found, "spent", _("付给了谁")),
        "entries": said.entry_rows(found, entries[:PAGE]), "unit": words.UNITS[found.unit],
        "purpose": purpose, "purpose_name": words.purpose_name(purpose), "splits": _splits(fund_id),
        "older": _older(purpose, entries), "newer": _query(purpose) if before else "",
        "desk": actor is not None and bool(may(actor, "fund.watch", found)),
    }  # fmt: skip
    return render(request, "ledger/fund.html", context)


def _splits(fund_id: int) -> list[dict[str, Any]]:
    return [{"split": one, "amount": words.written(one.amount, words.FEN)} for one in selectors.splits(fund_id)]


def _before(text: str) -> tuple[date, int] | None:
    """The day and number after which the page begins, as its own links write them."""
    day, _dot, number = text.partition(".")
    try:
        return (date.fromisoformat(day), digits(number) or 0) if text else None
    except ValueError:
        return None


def _older(purpose: str, entries: list[Any]) -> str:
    if len(entries) <= PAGE:
        return ""
    last = entries[PAGE - 1]
    return _query(purpose, before=f"{last.day.isoformat()}.{last.pk}")


def _query(purpose: str, **more: str) -> str:
    given = ({"purpose": purpose} if purpose else {}) | more
    return f"?{urlencode(given)}#entries"


@require_GET
def entry(request: HttpRequest, fund_id: int, entry_id: int) -> HttpResponse:
    """One entry: both sides, what it was for, what undid it, and how to ask about it."""
    found, one = public_fund(fund_id), selectors.entry(entry_id)
    if one is None or one.pot.fund_id != fund_id:
        raise Http404(_("没有这笔账，请回到列表再选。"))
    row = said.entry_rows(found, [one])[0]
    undone = selectors.reversal_of(one)
    ask = address("report")
    words_for_ask = _("我想问一笔账：%(fund)s，第 %(number)d 号。") % {"fund": found.name, "number": one.pk}
    actor = actor_of(request)
    context = {
        "fund": found, "row": row, "one": one, "undone": undone, "unit": words.UNITS[found.unit],
        "debit": words.ACCOUNTS[one.debit.kind], "credit": words.ACCOUNTS[one.credit.kind],
        "plain": words.written(one.amount, found.unit), "figure": words.figure(one.amount, found.unit),
        "ask_words": words_for_ask,
        "ask": f"{ask}?{urlencode({'say': words_for_ask})}" if ask else "",
        "may_reverse": actor is not None and one.kind != "reversed" and undone is None
        and bool(may(actor, "entry.reverse", found)),
        "reverse_url": reverse("entry_reverse", args=[one.pk]),
    }  # fmt: skip
    return render(request, "ledger/entry.html", context)


@require_GET
def split(request: HttpRequest, fund_id: int, split_id: int) -> HttpResponse:
    """A published division: units, areas, amounts."""
    found, one = public_fund(fund_id), selectors.split(split_id)
    if one is None or one.pot.fund_id != fund_id:
        raise Http404(_("没有这次分摊，请回到列表再选。"))
    shares = sorted(one.shares.all(), key=lambda share: share.number)
    rows = [
        said.Line([s.unit, f"{s.area // 100}.{s.area % 100:02d}", words.figure(s.amount, words.FEN)]) for s in shares
    ]
    area = sum(share.area for share in shares)
    table = {
        "caption": _("每户分摊多少"), "rows": rows,
        "columns": [
            {"label": _("房号")}, {"label": _("面积（平方米）"), "number": True},
            {"label": _("分摊（元）"), "number": True},
        ],
        "total": [_("合计"), f"{area // 100}.{area % 100:02d}", words.figure(one.amount, words.FEN)],
    }  # fmt: skip
    context = {
        "fund": found, "split": one, "table": table, "amount": words.written(one.amount, words.FEN),
        "many": len(shares), "purpose": words.purpose_name(one.pot.purpose),
    }  # fmt: skip
    return render(request, "ledger/split.html", context)
