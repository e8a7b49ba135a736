"""Funds are opened; their pots are locked before anything is counted, so that two at once cannot spend the same fen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.money import LARGEST
from gongzhi.kernel.permit import require
from gongzhi.kernel.reference import Ref
from gongzhi.ledger import permits, words
from gongzhi.ledger.events import FundOpened
from gongzhi.ledger.models import Account, Fund, Pot
from gongzhi.organisations.selectors import fresh
from gongzhi.record.services import append


def open_fund(
    *,
    actor: Actor,
    body_id: int,
    place_id: int,
    name: str,
    source: str,
    purposes: Sequence[str],
    unit: str = words.FEN,
    since: date | None = None,
    note: str = "",
) -> Fund:
    """Open a fund at a body, with one pot for every purpose. Opening it again under the same name is refused ("known").

    Refused: "denied", "missing", "unknown_source", "unknown_purpose", "unknown_unit".
    """
    title = " ".join(name.split())
    if not title:
        raise Refused(_("请写资金的名字，比如“2026 年民生微实事资金”。"), code="missing", field="name")
    _require_words(source, purposes, unit)
    with transaction.atomic():
        seat = require(fresh(actor), "fund.open", permits.Opening(body_id)).seat
        if Fund.objects.filter(body_id=body_id, name=title[:80]).exists():
            raise Refused(_("本单位已经有一笔同名的资金。"), code="known", field="name")
        made = Fund.objects.create(
            body_id=body_id, place_id=place_id, name=title[:80], source=source, unit=unit, note=note.strip()[:400],
            since=since or clock.today().date(), opened_at=clock.now(),
        )  # fmt: skip
        wanted = tuple(dict.fromkeys(purposes))
        Pot.objects.bulk_create([Pot(fund=made, purpose=purpose) for purpose in wanted])
        Account.objects.bulk_create([Account(pot=pot, kind="cash") for pot in Pot.objects.filter(fund=made)])
        fact = FundOpened(made.pk, body_id, source, unit, wanted)
        append(fact, actor=actor, about=Ref("ledger.fund", made.pk), seat=seat)
    return made


def _require_words(source: str, purposes: Sequence[str], unit: str) -> None:
    if source not in words.SOURCES:
        raise Refused(_("请选资金的来源。"), code="unknown_source", field="source")
    if not purposes or any(purpose not in words.PURPOSES for purpose in purposes):
        raise Refused(_("请至少选一项用途。"), code="unknown_purpose", field="purposes")
    if unit not in words.UNITS:
        raise Refused(_("请选这笔资金按元还是按小时记。"), code="unknown_unit", field="unit")


def locked_pot(fund_id: int, purpose: str) -> Pot:
    """The pot under a lock. Refused("unknown") without such a fund, "outside_purpose" where it is not for that."""
    rows = Pot.objects.select_for_update(of=("self",)).select_related("fund__place")
    found = rows.filter(fund_id=fund_id, purpose=purpose).first()
    if found is not None:
        return found
    if not Fund.objects.filter(pk=fund_id).exists():
        raise Refused(_("没有这笔资金，请回到列表再选。"), code="unknown", field="fund_id")
    raise outside(purpose)


def outside(purpose: str) -> Refused:
    """Money is tied to its purposes; this is none of them."""
    name = words.purpose_name(purpose)
    return Refused(_("这笔资金不能用于“%(purpose)s”。") % {"purpose": name}, code="outside_purpose", field="purpose")


def lock(pot_id: int) -> Pot:
    """A pot that is known, under a lock."""
    return Pot.objects.select_for_update(of=("self",)).select_related("fund__place").get(pk=pot_id)


def account(pot: Pot, kind: str, body_id: int | None = None) -> Account:
    """The pot's account of this kind (and body), made when there is none; the caller holds the pot's lock."""
    whose = Q(body=None) if body_id is None else Q(body_id=body_id)
    found = Account.objects.filter(whose, pot=pot, kind=kind).first()
    return found or Account.objects.create(pot=pot, kind=kind, body_id=body_id)


def require_amount(amount: int) -> int:
    """A whole amount above zero. Refused("not_money")."""
    if type(amount) is not int or not 0 < amount <= LARGEST:
        raise Refused(_("数目要大于零，算到分（时长算到分钟）。"), code="not_money", field="amount")
    return amount


def china_day(at: datetime) -> date:
    """The day of an instant on China's calendar."""
    return at.astimezone(clock.CHINA).date()
