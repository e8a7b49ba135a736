"""What is there, and what was there at any instant: whole days are summed already, the last day entry by entry."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, Sum

from gongzhi.kernel.clock import CHINA
from gongzhi.ledger.models import Account, Day, Entry, Fund, Pot, Reservation


@dataclass(frozen=True)
class Trial:
    """The trial balance: debits and credits of all accounts, and which kept balances are not the sum of entries."""

    debits: int
    credits: int
    wrong_accounts: tuple[int, ...] = ()
    wrong_pots: tuple[int, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether both sides are equal and nothing differs."""
        return self.debits == self.credits and not self.wrong_accounts and not self.wrong_pots


def _sum(rows: object) -> int:
    return int(rows.aggregate(total=Sum("amount"))["total"] or 0)  # type: ignore[attr-defined]


def of_accounts(accounts: list[int], at: datetime) -> int:
    """The sum of these accounts at the instant, entries of that very instant included."""
    day = at.astimezone(CHINA).date()
    before = _sum(Day.objects.filter(account_id__in=accounts, day__lt=day))
    today = Entry.objects.filter(day=day, at__lte=at).order_by()
    return before + _sum(today.filter(debit_id__in=accounts)) - _sum(today.filter(credit_id__in=accounts))


def balance(fund_id: int, purpose: str | None = None, at: datetime | None = None) -> int:
    """What the fund (for one purpose) holds now, or held at the instant. Fen or minutes; 0 for what does not exist."""
    if at is None:
        pots = Pot.objects.filter(fund_id=fund_id, **({"purpose": purpose} if purpose else {}))
        return int(pots.aggregate(total=Sum("balance"))["total"] or 0)
    cash = Account.objects.filter(pot__fund_id=fund_id, kind="cash")
    if purpose:
        cash = cash.filter(pot__purpose=purpose)
    return of_accounts(list(cash.values_list("pk", flat=True)), at)


def free(fund_id: int, purpose: str) -> int:
    """What nobody has reserved of the fund's money for this purpose."""
    found = Pot.objects.filter(fund_id=fund_id, purpose=purpose).first()
    return found.free if found else 0


def trial_balance(at: datetime | None = None) -> Trial:
    """Debits and credits of the whole ledger, and which kept balances are not the sum of their entries.

    With `at`, both sides up to the end of that day in China; kept balances are compared only without it.
    """
    days = Day.objects.all()
    if at is not None:
        days = days.filter(day__lte=at.astimezone(CHINA).date())
    sides = days.aggregate(debits=Sum("amount", filter=Q(amount__gt=0)), credits=Sum("amount", filter=Q(amount__lt=0)))
    debits, credits = int(sides["debits"] or 0), -int(sides["credits"] or 0)
    if at is not None:
        return Trial(debits, credits)
    return Trial(debits, credits, _wrong_accounts(), _wrong_pots())


def _wrong_accounts() -> tuple[int, ...]:
    """Accounts whose kept balance, or whose days together, are not what their entries say."""
    entries = Entry.objects.order_by()
    owed: dict[int, int] = {}
    for side, sign in (("debit_id", 1), ("credit_id", -1)):
        for account, total in entries.values_list(side).annotate(total=Sum("amount")):
            owed[account] = owed.get(account, 0) + sign * total
    by_day = dict(Day.objects.order_by().values_list("account_id").annotate(Sum("amount")))
    kept = Account.objects.values_list("pk", "balance")
    return tuple(pk for pk, held in kept if not held == owed.get(pk, 0) == by_day.get(pk, 0))


def _wrong_pots() -> tuple[int, ...]:
    cash = dict(Account.objects.filter(kind="cash").values_list("pot_id", "balance"))
    kept: dict[int, int] = {}
    for pot, amount, used in Reservation.objects.filter(state="open").values_list("pot_id", "amount", "used"):
        kept[pot] = kept.get(pot, 0) + amount - used
    rows = Pot.objects.values_list("pk", "balance", "reserved")
    return tuple(pk for pk, held, reserved in rows if held != cash.get(pk, 0) or reserved != kept.get(pk, 0))


@dataclass(frozen=True)
class Flow:
    """One pot's part of a period: what came, what went, what is there now, what is kept for something."""

    purpose: str
    received: int
    paid: int
    balance: int
    reserved: int

    @property
    def free(self) -> int:
        """What nobody has reserved."""
        return self.balance - self.reserved


def flows(fund: Fund, year: int | None = None) -> list[Flow]:
    """In and out by purpose, of one year or of all time; a reversal takes away from what it undid."""
    mine = Account.objects.filter(pot__fund=fund, kind__in=("given", "spent")).order_by()
    if year:
        span = (date(year, 1, 1), date(year, 12, 31))
        days = Day.objects.filter(account__in=mine, day__range=span).order_by()
        rows = list(days.values_list("account__pot_id", "account__kind").annotate(total=Sum("amount")))
    else:
        rows = list(mine.values_list("pot_id", "kind").annotate(total=Sum("balance")))
    sums: dict[tuple[int, str], int] = {(pot, kind): total for pot, kind, total in rows}
    return [
        Flow(pot.purpose, -sums.get((pot.pk, "given"), 0), sums.get((pot.pk, "spent"), 0), pot.balance, pot.reserved)
        for pot in Pot.objects.filter(fund=fund).order_by("pk")
    ]


def sides(fund: Fund, kind: str, most: int = 12) -> list[tuple[str, int]]:
    """The bodies that gave ("given") or got ("spent") most, by name ("" for those without), with amounts above zero."""
    rows = Account.objects.filter(pot__fund=fund, kind=kind).exclude(balance=0).order_by()
    found = rows.values_list("body__name").annotate(total=Sum("balance"))
    return sorted(((name or "", abs(total)) for name, total in found), key=lambda row: (-row[1], row[0]))[:most]
