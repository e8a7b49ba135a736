"""An amount is divided over the units of a building by area, and published: units and areas, never names (row G10)."""

from __future__ import annotations

import io
import unicodedata
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.permit import require
from gongzhi.kernel.reference import Ref
from gongzhi.kernel.sheets import Caps, Misfit, match_columns, open_sheet
from gongzhi.ledger import words
from gongzhi.ledger.events import SplitPublished
from gongzhi.ledger.models import Share, Split
from gongzhi.ledger.rules.areas import COLUMNS, area_of
from gongzhi.ledger.rules.shares import split_by_area
from gongzhi.ledger.services.pots import locked_pot, require_amount
from gongzhi.organisations.selectors import fresh
from gongzhi.record.services import append

CAPS = Caps(file_bytes=5 * 1024 * 1024, rows=20_000)


@dataclass
class SplitReport:
    """The published division, or none while a row is refused; and those rows with their reasons."""

    split_id: int | None = None
    units: int = 0
    headings: tuple[str, ...] = ()
    misfits: list[Misfit] = field(default_factory=list)


def publish_split(
    *, actor: Actor, fund_id: int, purpose: str, amount: int, title: str, data: bytes, filename: str, paper: str = ""
) -> SplitReport:
    """Divide an amount by area, exact to the fen, and publish it. A sheet has two columns: 房号 and 建筑面积.

    All rows count or none: a row left out would make the others pay for it, so nothing is published while any row is
    refused (no unit, a unit twice, no area). Refused as a whole: "denied", "unknown", "outside_purpose", "not_money",
    "missing" (title), what `kernel.sheets` says of the file.
    """
    require_amount(amount)
    if not title.strip():
        raise Refused(_("请写明分摊的是什么，比如“2026 年电梯大修”。"), code="missing", field="title")
    units, report = _read(data)
    with transaction.atomic():
        pot = locked_pot(fund_id, purpose)
        seat = require(fresh(actor), "fund.book", pot.fund).seat
        if pot.fund.unit != words.FEN:
            raise Refused(_("按面积分摊的只能是钱。"), code="not_money")
        if report.misfits or not units:
            return report
        made = Split.objects.create(
            pot=pot, amount=amount, title=title.strip()[:120], paper=paper.strip()[:120], by_id=actor.person_id,
            at=clock.now(),
        )  # fmt: skip
        shares = split_by_area(amount, list(units.values()))
        Share.objects.bulk_create(
            Share(split=made, number=at, unit=unit, area=units[unit], amount=share)
            for at, (unit, share) in enumerate(zip(units, shares, strict=True), start=1)
        )
        report.split_id, report.units = made.pk, len(units)
        fact = SplitPublished(fund_id, made.pk, amount, len(units))
        append(fact, actor=actor, about=Ref("ledger.fund", fund_id), seat=seat)
    return report


def _read(data: bytes) -> tuple[dict[str, int], SplitReport]:
    """Areas by unit in the order of the sheet, and the rows that say no such thing."""
    units: dict[str, int] = {}
    with open_sheet(io.BytesIO(data), CAPS) as sheet:
        columns = match_columns(sheet.headings, COLUMNS, required=tuple(COLUMNS))
        report = SplitReport(headings=tuple(sheet.headings[at] for at in columns.values()))
        for number, cells in sheet.records(columns):
            try:
                _take(units, cells)
            except Refused as error:
                report.misfits.append(Misfit(number, tuple(cells.values()), str(error)))
        report.misfits += sheet.misfits
    if not units and not report.misfits:
        raise Refused(_("表格里没有一户。"), code="sheet_empty", field="data")
    return units, report


def _take(units: dict[str, int], cells: dict[str, str]) -> None:
    unit = unicodedata.normalize("NFKC", cells["unit"]).strip()[:60]
    if not unit:
        raise Refused(_("没有房号"), code="no_unit")
    if unit in units:
        raise Refused(_("这个房号前面已经有了"), code="twice")
    units[unit] = area_of(cells["area"])
