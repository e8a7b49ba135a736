"""How funds, reservations and payments are rebuilt from their facts, for `record replay`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from gongzhi.kernel.event import Event
from gongzhi.ledger import events
from gongzhi.ledger.models import Entry, Fund, Payment, Pot, Reservation, Run, Split
from gongzhi.record.selectors import FactView
from gongzhi.record.services import Replay, replays


@dataclass(frozen=True)
class Standing:
    """What the facts of a payment say of it."""

    state: str
    amount: int
    about: str
    entry_id: int | None = None


def _fold(seen: Standing | None, event: Event, fact: FactView) -> Standing | None:
    if isinstance(event, events.PaymentAsked):
        return Standing("asked", event.amount, event.about)
    if seen is None:
        return None
    if isinstance(event, events.PaymentMade):
        return replace(seen, state="paid", amount=event.amount, entry_id=event.entry_id)
    if isinstance(event, events.PaymentRefused):
        return replace(seen, state="refused")
    return replace(seen, state="withdrawn") if isinstance(event, events.PaymentWithdrawn) else seen


def _current(ids: list[int]) -> dict[int, Standing]:
    found = Payment.objects.filter(pk__in=ids)
    return {one.pk: Standing(one.state, one.amount, str(one.about), one.entry_id) for one in found}


@dataclass(frozen=True)
class Kept:
    """What the facts of a reservation say of it; how much of it was used stands in the facts of payments."""

    amount: int
    about: str
    released: bool = False


def _keep(seen: Kept | None, event: Event, fact: FactView) -> Kept | None:
    if isinstance(event, events.MoneyReserved):
        return Kept(event.amount, event.about)
    return replace(seen, released=True) if seen and isinstance(event, events.ReservationReleased) else seen


def _kept(ids: list[int]) -> dict[int, Kept]:
    found = Reservation.objects.filter(pk__in=ids)
    return {one.pk: Kept(one.amount, str(one.about), one.state == "released") for one in found}


Amounts = dict[int, int]


@dataclass(frozen=True)
class FundStanding:
    """What the facts of a fund say of it: what came in (other than by sheet), was undone, imported and divided."""

    body_id: int
    source: str
    unit: str
    purposes: frozenset[str]
    received: Amounts = field(default_factory=dict)
    reversed: Amounts = field(default_factory=dict)
    runs: Amounts = field(default_factory=dict)
    splits: Amounts = field(default_factory=dict)


def _fund(seen: FundStanding | None, event: Event, fact: FactView) -> FundStanding | None:
    if isinstance(event, events.FundOpened):
        return FundStanding(event.owner_id, event.source, event.unit, frozenset(event.purposes))
    return None if seen is None else _money(seen, event)


def _money(seen: FundStanding, event: Event) -> FundStanding:
    if isinstance(event, events.MoneyReceived):
        return replace(seen, received=seen.received | {event.entry_id: event.amount})
    if isinstance(event, events.EntryReversed):
        return replace(seen, reversed=seen.reversed | {event.by_entry_id: event.amount})
    if isinstance(event, events.EntriesImported):
        return replace(seen, runs=seen.runs | {event.run_id: event.booked})
    if isinstance(event, events.SplitPublished):
        return replace(seen, splits=seen.splits | {event.split_id: event.amount})
    return seen


def _funds(ids: list[int]) -> dict[int, FundStanding]:
    purposes: dict[int, set[str]] = {pk: set() for pk in ids}
    for owner, purpose in Pot.objects.filter(fund_id__in=ids).values_list("fund_id", "purpose"):
        purposes[owner].add(purpose)
    booked = Entry.objects.filter(pot__fund_id__in=ids)
    received = _amounts(ids, booked.filter(kind="received", run=None).values_list("pot__fund_id", "pk", "amount"))
    undone = _amounts(ids, booked.filter(kind="reversed").values_list("pot__fund_id", "pk", "amount"))
    runs = Run.objects.filter(fund_id__in=ids).exclude(finished_at=None)
    imported = _amounts(ids, runs.values_list("fund_id", "pk", "booked"))
    splits = _amounts(ids, Split.objects.filter(pot__fund_id__in=ids).values_list("pot__fund_id", "pk", "amount"))
    return {
        row.pk: FundStanding(
            row.body_id, row.source, row.unit, frozenset(purposes[row.pk]), received[row.pk], undone[row.pk],
            imported[row.pk], splits[row.pk],
        )
        for row in Fund.objects.filter(pk__in=ids)
    }  # fmt: skip


def _amounts(ids: list[int], rows: Iterable[tuple[int, int, int]]) -> dict[int, Amounts]:
    found: dict[int, Amounts] = {pk: {} for pk in ids}
    for owner, pk, amount in rows:
        found[owner][pk] = amount
    return found


PAYMENTS = replays(Replay("ledger.payment", _fold, _current))
RESERVATIONS = replays(Replay("ledger.reservation", _keep, _kept))
FUNDS = replays(Replay("ledger.fund", _fund, _funds))
