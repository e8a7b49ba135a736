"""What happened to money and hours, in the past tense; ids, amounts and closed words only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from gongzhi.kernel.event import Event, Sight


@dataclass(frozen=True)
class FundOpened(Event):
    """A fund was opened at a body, with its source and its purposes."""

    kind: ClassVar[str] = "ledger.fund_opened"
    sight: ClassVar[Sight] = Sight.PUBLIC
    fund_id: int
    owner_id: int
    source: str
    unit: str
    purposes: tuple[str, ...]


@dataclass(frozen=True)
class MoneyReceived(Event):
    """Money or hours came in for a purpose."""

    kind: ClassVar[str] = "ledger.received"
    sight: ClassVar[Sight] = Sight.PUBLIC
    fund_id: int
    purpose: str
    amount: int
    entry_id: int
    giver_id: int | None


@dataclass(frozen=True)
class MoneyReserved(Event):
    """Part of a pot was kept for a matter."""

    kind: ClassVar[str] = "ledger.reserved"
    sight: ClassVar[Sight] = Sight.PUBLIC
    fund_id: int
    purpose: str
    amount: int
    reservation_id: int
    about: str


@dataclass(frozen=True)
class ReservationReleased(Event):
    """What was left of a reservation is free again."""

    kind: ClassVar[str] = "ledger.released"
    sight: ClassVar[Sight] = Sight.PUBLIC
    fund_id: int
    reservation_id: int
    amount: int
    about: str


@dataclass(frozen=True)
class PaymentAsked(Event):
    """One person asked for a payment; another one decides."""

    kind: ClassVar[str] = "ledger.payment_asked"
    sight: ClassVar[Sight] = Sight.STAFF
    payment_id: int
    fund_id: int
    purpose: str
    amount: int
    about: str


@dataclass(frozen=True)
class PaymentMade(Event):
    """Another person approved, and the entry was booked in the same transaction."""

    kind: ClassVar[str] = "ledger.payment_made"
    sight: ClassVar[Sight] = Sight.PUBLIC
    payment_id: int
    fund_id: int
    purpose: str
    amount: int
    entry_id: int
    about: str


@dataclass(frozen=True)
class PaymentRefused(Event):
    """Another person did not approve; the reason stays with the payment."""

    kind: ClassVar[str] = "ledger.payment_refused"
    sight: ClassVar[Sight] = Sight.STAFF
    payment_id: int
    about: str


@dataclass(frozen=True)
class PaymentWithdrawn(Event):
    """Who asked took the payment back before anybody decided."""

    kind: ClassVar[str] = "ledger.payment_withdrawn"
    sight: ClassVar[Sight] = Sight.STAFF
    payment_id: int
    about: str


@dataclass(frozen=True)
class EntryReversed(Event):
    """An entry was undone by its opposite; both stay."""

    kind: ClassVar[str] = "ledger.reversed"
    sight: ClassVar[Sight] = Sight.PUBLIC
    fund_id: int
    entry_id: int
    by_entry_id: int
    amount: int


@dataclass(frozen=True)
class EntriesImported(Event):
    """A sheet of entries was booked: how many, how many were known already, how many were refused."""

    kind: ClassVar[str] = "ledger.imported"
    sight: ClassVar[Sight] = Sight.PUBLIC
    fund_id: int
    run_id: int
    booked: int
    known: int
    refused: int


@dataclass(frozen=True)
class SplitPublished(Event):
    """An amount was divided over the units of a building by area, and everybody may read the division."""

    kind: ClassVar[str] = "ledger.split"
    sight: ClassVar[Sight] = Sight.PUBLIC
    fund_id: int
    split_id: int
    amount: int
    units: int
