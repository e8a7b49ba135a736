"""Nothing is paid by one person alone: one asks, another approves, and the entry is booked in the same transaction."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor, Seat
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.permit import require
from gongzhi.kernel.reference import Ref
from gongzhi.ledger.events import PaymentAsked, PaymentMade, PaymentRefused, PaymentWithdrawn
from gongzhi.ledger.lifecycle import PAYMENT
from gongzhi.ledger.models import Entry, Payment, Pot, Reservation
from gongzhi.ledger.services.booking import Side, book, require_free
from gongzhi.ledger.services.guards import require_unguarded
from gongzhi.ledger.services.pots import account, lock, locked_pot, outside, require_amount
from gongzhi.organisations.selectors import fresh
from gongzhi.record.services import append, link


def ask_payment(
    *,
    actor: Actor,
    fund_id: int,
    purpose: str,
    amount: int,
    about: Ref,
    payee_body_id: int | None = None,
    payee: str = "",
    paper: str = "",
    reservation_id: int | None = None,
    key: str = "",
) -> Payment:
    """Ask for a payment from the fund's money for this purpose; another person decides. The same key again is the same.

    Refused: "denied", "unknown", "outside_purpose", "not_money", "over_balance", "over_reservation", "guarded" (by the
    affair, with its reason), "key_taken", "missing" (nobody to pay).
    """
    require_amount(amount)
    if payee_body_id is None and not payee.strip():
        raise Refused(_("请写明付给谁。"), code="missing", field="payee")
    with transaction.atomic():
        pot = locked_pot(fund_id, purpose)
        seat = require(fresh(actor), "payment.ask", pot.fund).seat
        known = _known(pot, key, amount, about)
        if known:
            return known
        made = Payment(
            pot=pot, amount=amount, about_label=about.label, about_id=about.id, payee_body_id=payee_body_id,
            payee=payee.strip()[:80], paper=paper.strip()[:120], reservation_id=reservation_id,
            asked_by_id=actor.person_id or 0, asked_at=clock.now(), key=key or None,
        )  # fmt: skip
        _require_cover(made, pot)
        require_unguarded(made)
        made.save()
        link(about, made, "payment")
        _say(PaymentAsked(made.pk, fund_id, purpose, amount, str(about)), made, actor, seat)
    return made


def approve_payment(*, actor: Actor, payment_id: int) -> Entry:
    """Pay: book the entry. By another person than who asked; approving what this person has approved is the same entry.

    Refused: "unknown", "denied" (one person alone, no seat), "stale", "over_balance", "over_reservation", "guarded".
    """
    with transaction.atomic():
        pot, payment = _locked(payment_id)
        if payment.state == "paid" and payment.decided_by_id == actor.person_id and payment.entry is not None:
            return payment.entry
        seat = _may(actor, payment, "approve")
        _require_cover(payment, pot)
        require_unguarded(payment)
        _take_from_reservation(payment, pot)
        cash, spent = account(pot, "cash"), account(pot, "spent", payment.payee_body_id)
        side = Side("paid", clock.now(), actor.person_id, payment.about, payment.paper, payment.payee)
        payment.entry = book(pot, spent.pk, cash.pk, payment.amount, side)
        _decide(payment, "paid", actor)
        fact = PaymentMade(payment.pk, pot.fund_id, pot.purpose, payment.amount, payment.entry.pk, str(payment.about))
        _say(fact, payment, actor, seat)
    return payment.entry


def refuse_payment(*, actor: Actor, payment_id: int, reason: str) -> Payment:
    """Do not pay, and say why. Refused: "missing", "unknown", "denied", "stale"."""
    if not reason.strip():
        raise Refused(_("请写明为什么不批。"), code="missing", field="reason")
    with transaction.atomic():
        _pot, payment = _locked(payment_id)
        seat = _may(actor, payment, "refuse")
        payment.reason = reason.strip()[:400]
        _decide(payment, "refused", actor)
        _say(PaymentRefused(payment.pk, str(payment.about)), payment, actor, seat)
    return payment


def withdraw_payment(*, actor: Actor, payment_id: int) -> Payment:
    """Take back what one asked for oneself, before anybody decided. Refused: "unknown", "denied", "stale"."""
    with transaction.atomic():
        _pot, payment = _locked(payment_id)
        seat = _may(actor, payment, "withdraw")
        _decide(payment, "withdrawn", actor)
        _say(PaymentWithdrawn(payment.pk, str(payment.about)), payment, actor, seat)
    return payment


def _known(pot: Pot, key: str, amount: int, about: Ref) -> Payment | None:
    found = Payment.objects.filter(pot=pot, key=key).first() if key else None
    if found and (found.amount, found.about) != (amount, about):
        raise Refused(_("这个编号已经申请过另一笔付款。"), code="key_taken", field="key")
    return found


def _locked(payment_id: int) -> tuple[Pot, Payment]:
    """The pot first, then the payment: everybody locks in this order."""
    first = Payment.objects.filter(pk=payment_id).first()
    if first is None:
        raise Refused(_("没有这笔付款，请回到列表再选。"), code="unknown")
    pot = lock(first.pot_id)
    payment = Payment.objects.select_for_update(of=("self",)).select_related("entry").get(pk=payment_id)
    payment.pot = pot
    return pot, payment


def _may(actor: Actor, payment: Payment, move: str) -> Seat | None:
    if not PAYMENT.is_open(payment.state):
        raise Refused(_("这笔付款刚有人处理过，请看最新的情况。"), code="stale")
    return require(fresh(actor), PAYMENT.move(move, payment.state).permit, payment).seat


def _require_cover(payment: Payment, pot: Pot) -> None:
    """So much is free, or left of the reservation that it is to come from."""
    if payment.reservation_id is None:
        require_free(pot, payment.amount)
        return
    kept = Reservation.objects.filter(pk=payment.reservation_id).first()
    if kept is None:
        raise Refused(_("没有这笔预留。"), code="unknown", field="reservation_id")
    if kept.pot_id != pot.pk:
        raise outside(pot.purpose)
    if kept.about != payment.about:
        raise Refused(_("这笔预留是给另一件事的。"), code="other_matter", field="reservation_id")
    if payment.amount > kept.left:
        raise Refused(_("超过了给这件事预留的数。"), code="over_reservation", field="amount")


def _take_from_reservation(payment: Payment, pot: Pot) -> None:
    """What is paid is no longer reserved; under the pot's lock, before the entry takes it from the balance."""
    if payment.reservation_id is None:
        return
    kept = Reservation.objects.select_for_update().get(pk=payment.reservation_id)
    kept.used += payment.amount
    if kept.used == kept.amount:
        kept.state, kept.ended_at = "used", clock.now()
    kept.save(update_fields=["used", "state", "ended_at"])
    Pot.objects.filter(pk=pot.pk).update(reserved=F("reserved") - payment.amount)


def _decide(payment: Payment, state: str, actor: Actor) -> None:
    payment.state, payment.decided_by_id, payment.decided_at = state, actor.person_id, clock.now()
    payment.save(update_fields=["state", "decided_by", "decided_at", "reason", "entry"])


def _say(fact: PaymentAsked | PaymentMade | PaymentRefused | PaymentWithdrawn, payment: Payment, actor: Actor,
         seat: Seat | None) -> None:  # fmt: skip
    append(fact, actor=actor, about=Ref("ledger.payment", payment.pk), seat=seat)
