"""Money comes in, is reserved, and entries are undone: each one transaction under the pot's lock, with one fact."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.permit import require
from gongzhi.kernel.reference import Ref
from gongzhi.ledger.events import EntryReversed, MoneyReceived, MoneyReserved, ReservationReleased
from gongzhi.ledger.models import Entry, Pot, Reservation
from gongzhi.ledger.services.pots import account, china_day, lock, locked_pot, require_amount
from gongzhi.ledger.words import written
from gongzhi.organisations.selectors import fresh
from gongzhi.record.services import append, insert


@dataclass(frozen=True)
class Side:
    """What an entry is besides its amount."""

    kind: str
    at: datetime
    by_id: int | None = None
    about: Ref | None = None
    paper: str = ""
    payee: str = ""
    reason: str = ""
    reverses_id: int | None = None
    key: str | None = None


def book(pot: Pot, debit_id: int, credit_id: int, amount: int, side: Side) -> Entry:
    """Write one entry; the database moves the balances with it. The caller holds the pot's lock."""
    made = Entry(
        pot=pot, debit_id=debit_id, credit_id=credit_id, amount=amount, kind=side.kind, at=side.at,
        day=china_day(side.at), booked_at=clock.now(), by_id=side.by_id,
        about_label=side.about.label if side.about else "", about_id=side.about.id if side.about else None,
        paper=side.paper.strip()[:120], payee=side.payee.strip()[:80], reason=side.reason, key=side.key,
        reverses_id=side.reverses_id,
    )  # fmt: skip
    insert([made])
    pot.refresh_from_db(fields=["balance", "reserved"])
    return made


def receive(
    *,
    actor: Actor,
    fund_id: int,
    purpose: str,
    amount: int,
    giver_body_id: int | None = None,
    paper: str = "",
    key: str = "",
    about: Ref | None = None,
) -> Entry:
    """Book money (or hours) that came in for a purpose; the same key again is the same entry.

    `about`: the matter from which it came, a pledge for example.

    Refused: "denied", "unknown", "outside_purpose", "not_money"; "key_taken" when the key names another amount.
    """
    require_amount(amount)
    with transaction.atomic():
        pot = locked_pot(fund_id, purpose)
        seat = require(fresh(actor), "fund.book", pot.fund).seat
        known = _known(pot, key, amount, "received")
        if known:
            return known
        cash, given = account(pot, "cash"), account(pot, "given", giver_body_id)
        side = Side("received", clock.now(), actor.person_id, about, paper=paper, key=key or None)
        made = book(pot, cash.pk, given.pk, amount, side)
        fact = MoneyReceived(fund_id, purpose, amount, made.pk, giver_body_id)
        append(fact, actor=actor, about=Ref("ledger.fund", fund_id), seat=seat)
    return made


def _known(pot: Pot, key: str, amount: int, kind: str) -> Entry | None:
    found = Entry.objects.filter(pot=pot, key=key).first() if key else None
    if found and (found.amount, found.kind) != (amount, kind):
        raise Refused(_("这个编号已经记过另一笔账。"), code="key_taken", field="key")
    return found


def reserve(*, actor: Actor, fund_id: int, purpose: str, amount: int, about: Ref) -> Reservation:
    """Keep part of a pot for a matter: never more than is free. Refused("over_balance") with what is free."""
    require_amount(amount)
    with transaction.atomic():
        pot = locked_pot(fund_id, purpose)
        seat = require(fresh(actor), "fund.reserve", pot.fund).seat
        require_free(pot, amount)
        Pot.objects.filter(pk=pot.pk).update(reserved=F("reserved") + amount)
        made = Reservation.objects.create(
            pot=pot, amount=amount, about_label=about.label, about_id=about.id, by_id=actor.person_id, at=clock.now()
        )
        fact = MoneyReserved(fund_id, purpose, amount, made.pk, str(about))
        append(fact, actor=actor, about=Ref("ledger.reservation", made.pk), seat=seat)
    return made


def require_free(pot: Pot, amount: int) -> None:
    """Nothing, when so much is free; Refused("over_balance") otherwise."""
    if amount > pot.free:
        left = written(pot.free, pot.fund.unit)
        text = _("余额不够：这项用途没有预留的只剩 %(left)s。") % {"left": left}
        raise Refused(text, code="over_balance", field="amount")


def release(*, actor: Actor, reservation_id: int) -> Reservation:
    """Let what is left of a reservation be free again; twice is once. Refused("unknown"), "denied"."""
    with transaction.atomic():
        first = Reservation.objects.filter(pk=reservation_id).first()
        if first is None:
            raise Refused(_("没有这笔预留。"), code="unknown")
        pot = lock(first.pot_id)
        kept = Reservation.objects.select_for_update().get(pk=reservation_id)
        seat = require(fresh(actor), "fund.reserve", pot.fund).seat
        if kept.state != "open":
            return kept
        left = kept.left
        Pot.objects.filter(pk=pot.pk).update(reserved=F("reserved") - left)
        kept.state, kept.ended_at = "released", clock.now()
        kept.save(update_fields=["state", "ended_at"])
        fact = ReservationReleased(pot.fund_id, kept.pk, left, str(kept.about))
        append(fact, actor=actor, about=Ref("ledger.reservation", kept.pk), seat=seat)
    return kept


def reverse(*, actor: Actor, entry_id: int, reason: str) -> Entry:
    """Undo an entry by its opposite, once, by another person than who booked it. Both stay, with the reason.

    Refused: "unknown", "denied", "missing" (reason), "reversed" (already, or a reversal itself), "same_person",
    "over_balance" (what came in was spent or reserved since).
    """
    if not reason.strip():
        raise Refused(_("请写明为什么冲正。"), code="missing", field="reason")
    with transaction.atomic():
        first = Entry.objects.filter(pk=entry_id).select_related("debit").first()
        if first is None:
            raise Refused(_("没有这笔账。"), code="unknown")
        pot = lock(first.pot_id)
        seat = require(fresh(actor), "entry.reverse", pot.fund).seat
        _require_reversible(pot, first, actor)
        side = Side(
            "reversed", clock.now(), actor.person_id, first.about, first.paper, first.payee, reason.strip()[:200],
            first.pk,
        )  # fmt: skip
        made = book(pot, first.credit_id, first.debit_id, first.amount, side)
        fact = EntryReversed(pot.fund_id, first.pk, made.pk, first.amount)
        append(fact, actor=actor, about=Ref("ledger.fund", pot.fund_id), seat=seat)
    return made


def _require_reversible(pot: Pot, entry: Entry, actor: Actor) -> None:
    if entry.kind == "reversed" or Entry.objects.filter(reverses=entry).exists():
        raise Refused(_("这笔账已经冲正过。冲正只能做一次。"), code="reversed")
    if entry.by_id is not None and entry.by_id == actor.person_id:
        raise Refused(_("记账和冲正要由两个人来做。请单位里另一位或上级单位来冲正。"), code="same_person")
    if entry.debit.kind == "cash":
        require_free(pot, entry.amount)
