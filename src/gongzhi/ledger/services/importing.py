"""A sheet of entries is booked in batches: each one transaction with its keys, so that a second run goes on.

Nothing is booked twice; rows that cannot be taken are kept with their reasons.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.permit import require
from gongzhi.kernel.reference import Ref
from gongzhi.kernel.sheets import Caps, Misfit, Sheet, match_columns, open_sheet
from gongzhi.ledger import words
from gongzhi.ledger.events import EntriesImported
from gongzhi.ledger.models import Account, Day, Entry, Fund, Pot, Run
from gongzhi.ledger.rules.rows import COLUMNS, REQUIRED, Past, Reader, Row, plain
from gongzhi.ledger.services.pots import account, china_day
from gongzhi.organisations import selectors as organisations
from gongzhi.places import selectors as places
from gongzhi.record.services import append, insert

BATCH = 500
CAPS = Caps(file_bytes=20 * 1024 * 1024, rows=200_000)
KEPT = 5000  # refused rows that the desk can download; the count is never cut


@dataclass
class Report:
    """What became of a sheet: rows booked now, known before, refused; `steps` batches, each with its trial balance."""

    run_id: int
    booked: int = 0
    known: int = 0
    steps: int = 0
    headings: tuple[str, ...] = ()
    misfits: list[Misfit] = field(default_factory=list)

    @property
    def refused(self) -> int:
        """How many rows were not taken."""
        return len(self.misfits)


def import_entries(*, actor: Actor, fund_id: int, data: bytes, filename: str) -> Report:
    """Book the rows of a sheet (CSV or XLSX); again changes nothing. Rows may bear past days: balances then follow.

    Columns: 日期, 用途, 收入 or 支出, 对方单位, 凭证, 编号, 经办人, 审批人. Refused as a whole: "denied", "unknown",
    what `kernel.sheets` says of the file, "column_missing". A row is refused, and the others are not, for: a day that
    is none or to come, another purpose, no money, both sides, a payment by one person alone, more than was there on
    that day or is free now, a number that another entry has.
    """
    fund = Fund.objects.select_related("place").filter(pk=fund_id).first()
    if fund is None:
        raise Refused(_("没有这笔资金，请回到列表再选。"), code="unknown")
    seat = require(organisations.fresh(actor), "fund.book", fund).seat
    with open_sheet(io.BytesIO(data), CAPS) as sheet:
        rows, cells, report = _read(sheet, fund)
    run = Run.objects.create(fund=fund, filename=filename[:120], by_id=actor.person_id, at=clock.now())
    report.run_id = run.pk
    booker = _Booker(fund, run, report, cells, _bodies(fund, rows))
    for batch in _batches(sorted(rows, key=lambda row: (row.at, row.number))):
        with transaction.atomic():
            booker.book(batch)
            require_trial(fund.pk)
        report.steps += 1
    with transaction.atomic():
        _finish(run, report)
        fact = EntriesImported(fund.pk, run.pk, report.booked, report.known, report.refused)
        append(fact, actor=actor, about=Ref("ledger.fund", fund.pk), seat=seat)
    return report


def _finish(run: Run, report: Report) -> None:
    report.misfits.sort(key=lambda misfit: misfit.number)
    run.booked, run.known, run.refused = report.booked, report.known, report.refused
    run.rows = run.booked + run.known + run.refused
    run.headings = list(report.headings)
    run.misfits = [[one.number, str(one.reason), list(one.cells)] for one in report.misfits[:KEPT]]
    run.finished_at = clock.now()
    run.save()


def _read(sheet: Sheet, fund: Fund) -> tuple[list[Row], dict[int, tuple[str, ...]], Report]:
    """Every row that says something whole, the cells by row number, and a report with those that do not."""
    columns = match_columns(sheet.headings, COLUMNS, required=REQUIRED)
    purposes = {plain(code): code for code in Pot.objects.filter(fund=fund).values_list("purpose", flat=True)}
    purposes |= {plain(str(words.purpose_name(code))): code for code in list(purposes.values())}
    reader, report = Reader(purposes, fund.unit, clock.now()), Report(0, headings=sheet.headings)
    rows: list[Row] = []
    cells: dict[int, tuple[str, ...]] = {}
    for number, record in sheet.records(columns):
        shown = tuple(record.values())
        try:
            rows.append(reader.read(number, record))
            cells[number] = shown
        except Refused as error:
            report.misfits.append(Misfit(number, shown, str(error)))
    report.misfits += sheet.misfits
    report.headings = tuple(sheet.headings[at] for at in columns.values())
    return rows, cells, report


def _batches(rows: Sequence[Row]) -> Iterator[Sequence[Row]]:
    for start in range(0, len(rows), BATCH):
        yield rows[start : start + BATCH]


def _bodies(fund: Fund, rows: Sequence[Row]) -> dict[str, int]:
    """Bodies of the district that the rows name, by name; a name that two have stands for nobody."""
    wanted = {row.party for row in rows if row.party}
    top = next((one for one in reversed(places.ancestors(fund.place)) if one.level == "district"), fund.place)
    found: dict[str, list[int]] = {}
    for pk, name in organisations.bodies_within(top).values_list("pk", "name"):
        if name in wanted:
            found.setdefault(name, []).append(pk)
    return {name: ids[0] for name, ids in found.items() if len(ids) == 1}


def require_trial(fund_id: int) -> None:
    """The sums of both sides are equal and every pot holds what its cash account says; else nothing of this is kept."""
    accounts = Account.objects.filter(pot__fund_id=fund_id)
    cash = accounts.filter(kind="cash").aggregate(total=Sum("balance"))["total"] or 0
    pots = Pot.objects.filter(fund_id=fund_id).aggregate(total=Sum("balance"))["total"] or 0
    if (accounts.aggregate(total=Sum("balance"))["total"] or 0) != 0 or cash != pots:
        raise RuntimeError("the trial balance of the fund does not hold")


class _Booker:
    """Books batches of one import: under the pots' locks, row by row against what is there."""

    def __init__(
        self, fund: Fund, run: Run, report: Report, cells: dict[int, tuple[str, ...]], bodies: dict[str, int]
    ) -> None:
        self.fund, self.run, self.report, self.cells, self.bodies = fund, run, report, cells, bodies
        self.accounts: dict[tuple[int, str, int | None], int] = {}

    def book(self, batch: Sequence[Row]) -> None:
        """One batch, in the order of its days; counts only what the transaction will keep."""
        pots = {pot.purpose: pot for pot in Pot.objects.select_for_update().filter(fund=self.fund).order_by("pk")}
        known = self._known(pots, batch)
        pasts = {pot.pk: self._past(pot, china_day(batch[0].at)) for pot in pots.values()}
        left = {pot.pk: pot.free for pot in pots.values()}
        entries: list[Entry] = []
        for row in batch:
            pot = pots[row.purpose]
            before = known.get((pot.pk, row.key))
            if before is not None:
                self._again(row, before)
                continue
            if row.paid and row.amount > min(left[pot.pk], pasts[pot.pk].room(china_day(row.at))):
                self._refuse(row, _("余额不够：那一天或现在没有这么多"))
                continue
            known[pot.pk, row.key] = (row.amount, row.paid, china_day(row.at))
            change = -row.amount if row.paid else row.amount
            left[pot.pk] += change
            pasts[pot.pk].add(change)
            entries.append(self._entry(pot, row))
        insert(entries)
        self.report.booked += len(entries)

    def _known(self, pots: dict[str, Pot], batch: Sequence[Row]) -> dict[tuple[int, str], tuple[int, bool, object]]:
        rows = Entry.objects.filter(pot__in=pots.values(), key__in=[row.key for row in batch])
        found = rows.values_list("pot_id", "key", "amount", "kind", "day")
        return {(pot, key or ""): (amount, kind == "paid", day) for pot, key, amount, kind, day in found}

    def _again(self, row: Row, before: tuple[int, bool, object]) -> None:
        if before == (row.amount, row.paid, china_day(row.at)):
            self.report.known += 1
        else:
            self._refuse(row, _("这个编号已经记过另一笔账"))

    def _refuse(self, row: Row, reason: str) -> None:
        self.report.misfits.append(Misfit(row.number, self.cells[row.number], reason))

    def _past(self, pot: Pot, first: object) -> Past:
        cash = self._account(pot, "cash", None)
        days = list(Day.objects.filter(account_id=cash, day__gte=first).order_by("day").values_list("day", "amount"))
        return Past(pot.balance - sum(amount for _day, amount in days), days)

    def _account(self, pot: Pot, kind: str, body_id: int | None) -> int:
        key = (pot.pk, kind, body_id)
        if key not in self.accounts:
            self.accounts[key] = account(pot, kind, body_id).pk
        return self.accounts[key]

    def _entry(self, pot: Pot, row: Row) -> Entry:
        cash = self._account(pot, "cash", None)
        other = self._account(pot, "spent" if row.paid else "given", self.bodies.get(row.party))
        debit, credit = (other, cash) if row.paid else (cash, other)
        return Entry(
            pot=pot, debit_id=debit, credit_id=credit, amount=row.amount, kind="paid" if row.paid else "received",
            at=row.at, day=china_day(row.at), booked_at=clock.now(), by_id=self.run.by_id, paper=row.paper[:120],
            payee=row.party[:80] if row.paid else "", run=self.run, key=row.key,
        )  # fmt: skip
