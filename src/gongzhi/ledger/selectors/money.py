"""What a matter costs: reserved, asked, paid, and from which sources; asked by the affairs."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import F, QuerySet, Sum

from gongzhi.kernel.actor import Actor
from gongzhi.kernel.permit import may
from gongzhi.kernel.reference import Ref
from gongzhi.ledger import permits as permits  # declares the powers
from gongzhi.ledger.models import Entry, Payment, Reservation


@dataclass(frozen=True)
class Money:
    """A matter's money in fen, of funds in fen; `by_source` is what was paid from each source, `hours` in minutes."""

    reserved: int = 0
    asked: int = 0
    paid: int = 0
    by_source: dict[str, int] = field(default_factory=dict)
    hours: int = 0


def _at(ref: Ref) -> dict[str, object]:
    return {"about_label": ref.label, "about_id": ref.id}


def payments_about(ref: Ref) -> list[Payment]:
    """Every payment that was asked for the matter, newest first."""
    rows = Payment.objects.filter(**_at(ref)).select_related("pot__fund", "payee_body", "entry")
    return list(rows.order_by("-asked_at", "-pk"))


def reserved_for(ref: Ref) -> list[Reservation]:
    """What is still kept for the matter."""
    rows = Reservation.objects.filter(state="open", **_at(ref)).select_related("pot__fund")
    return list(rows.order_by("at", "pk"))


def _net(ref: Ref) -> dict[tuple[str, str], int]:
    """Paid less reversed, by unit and source."""
    found: dict[tuple[str, str], int] = {}
    keys = ("pot__fund__unit", "pot__fund__source")
    for side, sign in (("debit", 1), ("credit", -1)):
        rows = Entry.objects.filter(**_at(ref), **{f"{side}__kind": "spent"}).order_by()
        for unit, source, total in rows.values_list(*keys).annotate(total=Sum("amount")):
            found[unit, source] = found.get((unit, source), 0) + sign * total
    return found


def spent_on(ref: Ref) -> int:
    """Fen paid for the matter, less what was reversed."""
    return sum(total for (unit, _source), total in _net(ref).items() if unit == "fen")


def money_of(ref: Ref) -> Money:
    """Reserved, asked and paid for the matter; reversed payments are not counted as paid."""
    net = _net(ref)
    kept = Reservation.objects.filter(state="open", pot__fund__unit="fen", **_at(ref))
    asked = Payment.objects.filter(state="asked", pot__fund__unit="fen", **_at(ref))
    by_source = {source: total for (unit, source), total in sorted(net.items()) if unit == "fen" and total}
    return Money(
        reserved=int(kept.aggregate(total=Sum(F("amount") - F("used")))["total"] or 0),
        asked=int(asked.aggregate(total=Sum("amount"))["total"] or 0),
        paid=sum(by_source.values()),
        by_source=by_source,
        hours=sum(total for (unit, _source), total in net.items() if unit == "minute"),
    )


def asked() -> QuerySet[Payment]:
    """Payments that wait for another person, oldest first."""
    rows = Payment.objects.filter(state="asked").select_related("pot__fund__body", "pot__fund__place", "payee_body")
    return rows.order_by("asked_at", "pk")


def waiting(actor: Actor) -> list[Payment]:
    """The payments that this actor may decide now."""
    if actor.person_id is None or not actor.is_staff:
        return []
    return [one for one in asked() if may(actor, "payment.approve", one)]


def decided(fund_id: int, most: int = 20) -> list[Payment]:
    """The fund's latest payments that somebody decided."""
    rows = Payment.objects.filter(pot__fund_id=fund_id).exclude(state="asked")
    return list(rows.select_related("pot__fund", "payee_body").order_by("-decided_at", "-pk")[:most])


def kept_in(fund_id: int) -> list[Reservation]:
    """What the fund keeps for matters now."""
    rows = Reservation.objects.filter(state="open", pot__fund_id=fund_id).select_related("pot")
    return list(rows.order_by("at", "pk"))
