"""The entries as a sheet for accountants and for everybody: bodies by name, people never, nothing becomes a formula."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from itertools import islice
from typing import IO

from django.http import Http404, HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from gongzhi.kernel.actor import Actor
from gongzhi.kernel.digits import digits
from gongzhi.kernel.sheets import Misfit, write_refused, write_rows
from gongzhi.ledger import selectors, words
from gongzhi.ledger.models import Entry, Fund
from gongzhi.ledger.pages import said
from gongzhi.ledger.pages.gate import desk_fund, public_fund
from gongzhi.organisations.visitors import desk

KINDS = {"csv": "text/csv; charset=utf-8", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
CHUNK = 1000
PIECE = 65_536


@require_GET
def export(request: HttpRequest, fund_id: int, form: str) -> HttpResponseBase:
    """All entries, or those of `?year=`."""
    found = public_fund(fund_id)
    if form not in KINDS:
        raise Http404
    headings = (
        _("编号"), _("日期"), _("用途"), _("收还是支"), _("收入"), _("支出"), _("对方单位"), _("为哪件事"), _("凭证"),
        _("冲正的是哪一号"),
    )  # fmt: skip
    year = digits(request.GET.get("year"), shorter_than=5)
    file = tempfile.TemporaryFile()
    write_rows(file, headings, _rows(found, year), form)
    return _sent(file, f"ledger-{fund_id}{f'-{year}' if year else ''}.{form}", form)


def _sent(file: IO[bytes], name: str, form: str) -> StreamingHttpResponse:
    """The file piece by piece, so that a large one needs no memory; it is gone when it was read."""
    response = StreamingHttpResponse(_pieces(file), content_type=KINDS[form])
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        file.seek(0)
        while piece := file.read(PIECE):
            yield piece


def _rows(fund: Fund, year: int | None) -> Iterator[tuple[object, ...]]:
    rows = selectors.entries(fund.pk).select_related("pot", "debit", "credit")
    if year:
        rows = rows.filter(day__year=year)
    found = rows.iterator(chunk_size=CHUNK)
    while batch := list(islice(found, CHUNK)):
        for row in said.entry_rows(fund, batch):
            yield _line(fund, row["entry"], row)


def _line(fund: Fund, one: Entry, row: dict[str, object]) -> tuple[object, ...]:
    came, figure = one.debit.kind == "cash", words.figure(one.amount, fund.unit)
    matter = row["matter"]
    return (
        one.pk, one.day.isoformat(), str(row["purpose"]), str(row["kind"]), figure if came else "",
        "" if came else figure, row["party"], getattr(matter, "name", ""), one.paper, one.reverses_id or "",
    )  # fmt: skip


@require_GET
@desk()
def refused_rows(request: HttpRequest, actor: Actor, run_id: int) -> HttpResponseBase:
    """The rows of an import that were not taken, with the reasons, to be corrected and sent again."""
    run = selectors.run(run_id)
    if run is None:
        raise Http404
    desk_fund(actor, run.fund_id, "fund.book")
    file = tempfile.TemporaryFile()
    write_refused(file, run.headings, (Misfit(number, tuple(cells), why) for number, why, cells in run.misfits), "csv")
    return _sent(file, f"refused-{run_id}.csv", "csv")
