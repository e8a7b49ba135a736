"""What one row of a sheet of entries says: when, for what, how much, with whom, and which two people did it."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import accumulate

from gongzhi.kernel.clock import CHINA
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.money import fen, minutes
from gongzhi.kernel.said import Said as _

COLUMNS: dict[str, tuple[str, ...]] = {
    "day": ("日期", "时间", "记账日期", "date"),
    "purpose": ("用途", "科目", "purpose"),
    "received": ("收入", "收入金额", "received", "in"),
    "paid": ("支出", "支出金额", "paid", "out"),
    "party": ("对方单位", "对方", "收款方", "付款方", "party"),
    "paper": ("凭证", "凭证号", "票据", "paper"),
    "number": ("编号", "流水号", "序号", "number"),
    "asker": ("经办人", "经办", "申请人", "asked by"),
    "approver": ("审批人", "审批", "批准人", "approved by"),
}
REQUIRED = ("day", "purpose")
_DAY = re.compile(
    r"^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.0+)?)?)?$", re.ASCII
)
_EIGHT = re.compile(r"^(\d{4})(\d{2})(\d{2})$", re.ASCII)
_EARLIEST = 1980


@dataclass(frozen=True)
class Row:
    """One entry to be booked: `amount` above zero, `paid` says which way; `key` stays when the file is sent again."""

    number: int
    at: datetime
    purpose: str
    amount: int
    paid: bool
    party: str
    paper: str
    key: str


@dataclass
class Reader:
    """Reads the rows of one file; remembers how often it met a row without a number, so that twins stay two."""

    purposes: Mapping[str, str]  # what people write → the purpose
    unit: str
    now: datetime
    seen: Counter[str] = field(default_factory=Counter)

    def read(self, number: int, cells: Mapping[str, str]) -> Row:
        """The row; Refused with what is wrong in it."""
        at = moment(cells["day"])
        if at > self.now:
            raise Refused(_("日期还没到"), code="later", field="day")
        purpose = self.purposes.get(plain(cells["purpose"]), "")
        if not purpose:
            raise Refused(_("这笔资金没有“{purpose}”这项用途", purpose=cells["purpose"]), code="outside_purpose")
        amount, paid = self._amount(cells)
        if paid:
            _require_two(plain(cells.get("asker", "")), plain(cells.get("approver", "")))
        said = (at.isoformat(), purpose, str(amount), str(paid), plain(cells.get("party", "")), cells.get("paper", ""))
        key = self._key(plain(cells.get("number", "")), said)
        return Row(
            number, at, purpose, amount, paid, cells.get("party", "").strip(), cells.get("paper", "").strip(), key
        )

    def _amount(self, cells: Mapping[str, str]) -> tuple[int, bool]:
        got = {name: cells.get(name, "").strip() for name in ("received", "paid")}
        filled = [name for name, text in got.items() if text and text not in ("0", "0.00", "-", "—")]
        if len(filled) != 1:
            raise Refused(_("收入、支出要填一个，也只能填一个"), code="one_side")
        amount = (fen if self.unit == "fen" else minutes)(got[filled[0]])
        if amount == 0:
            raise Refused(_("数目要大于零"), code="not_money")
        return amount, filled[0] == "paid"

    def _key(self, number: str, said: tuple[str, ...]) -> str:
        if number:
            return f"no:{number}"[:80]
        digest = hashlib.sha256("\x1f".join(said).encode()).hexdigest()[:40]
        self.seen[digest] += 1
        return f"row:{digest}:{self.seen[digest]}"


def _require_two(asker: str, approver: str) -> None:
    if not asker or not approver:
        raise Refused(_("支出要写明经办人和审批人"), code="one_person")
    if asker == approver:
        raise Refused(_("经办人和审批人是同一个人"), code="one_person")


def plain(text: str) -> str:
    """The text without spaces, in one width and case."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).casefold()


def moment(text: str) -> datetime:
    """A day (its beginning in China) or a moment as people write it. Refused("not_a_day")."""
    said = unicodedata.normalize("NFKC", text).strip()
    found = _DAY.match(said) or _EIGHT.match(said)
    try:
        if found and int(found[1]) >= _EARLIEST:
            return datetime(*(int(part or 0) for part in found.groups()), tzinfo=CHINA)  # type: ignore[arg-type,misc]
    except ValueError:
        pass
    raise Refused(_("日期看不懂，请写成 2026-01-31"), code="not_a_day", field="day")


class Past:
    """A pot's balances at the ends of its days: no payment dated back may leave that day or a later one below zero.

    Rows are offered in the order of their days.
    """

    def __init__(self, before: int, days: Sequence[tuple[date, int]]) -> None:
        """What was there before the first of `days`, and what each of them brought, in order."""
        self._days = [day for day, _amount in days]
        ends = list(accumulate((amount for _day, amount in days), initial=before))
        self._least = list(accumulate(reversed(ends), min))[::-1]
        self._added = 0

    def room(self, day: date) -> int:
        """The most that can go out on this day."""
        return self._least[bisect_right(self._days, day)] + self._added

    def add(self, amount: int) -> None:
        """A row was taken: above zero what came in."""
        self._added += amount
