"""Named powers over money and hours; each answers with the seat, or with the reason why not."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.actor import Actor, Seat
from gongzhi.kernel.permit import Answer, allowed, by_seat, denied, permit
from gongzhi.ledger.models import Fund, Payment
from gongzhi.organisations import selectors as organisations
from gongzhi.organisations.seats import acting, acting_in, desk_over, over
from gongzhi.organisations.words import STREET_ROLES, WATCHERS

OVER = ("leads", "guides", "supervises")
OUTDOORS = ("building_head", "grid_worker")


@dataclass(frozen=True)
class Opening:
    """A wish to open a fund at a body."""

    body_id: int


def _in(actor: Actor, body_id: int) -> Seat | None:
    return acting_in(actor, body_id, but=OUTDOORS)


def _near(actor: Actor, fund: Fund) -> Seat | None:
    """A seat at the fund's body, or a desk of the community or the street over its area."""
    return _in(actor, fund.body_id) or desk_over(actor, fund.place.path)


def _above(actor: Actor, fund: Fund) -> Seat | None:
    """A seat in a body that leads, guides or supervises the fund's."""
    mine = {s.body_id: s for s in reversed(acting(actor, but=OUTDOORS))}
    mine.pop(fund.body_id, None)
    if not mine:
        return None
    lines = (r for r in organisations.relations_of(fund.body_id) if r.kind in OVER and r.lower_id == fund.body_id)
    return next((mine[r.upper_id] for r in lines if r.upper_id in mine), None)


@permit("fund.open", _("为本单位立一笔资金：来源、可用的用途"))
def may_open(actor: Actor, opening: Opening) -> Answer:
    """A seat in the body that keeps it."""
    return allowed() if actor.part else by_seat(_in(actor, opening.body_id), _("资金由管它的单位来立。"))


@permit("fund.book", _("登记收到的钱、导入账目、公布分摊"))
def may_book(actor: Actor, fund: Fund) -> Answer:
    """A seat in the fund's body."""
    return allowed() if actor.part else by_seat(_in(actor, fund.body_id), _("入账由管这笔资金的单位来做。"))


@permit("fund.reserve", _("为一件事预留资金，或把预留放回"))
def may_reserve(actor: Actor, fund: Fund) -> Answer:
    """The fund's body, and the community or street over its area."""
    if actor.part:
        return allowed()
    return by_seat(_near(actor, fund), _("预留由管这笔资金的单位，或这里的社区、街道来做。"))


@permit("payment.ask", _("申请付一笔钱，由另一个人批"))
def may_ask(actor: Actor, fund: Fund) -> Answer:
    """The fund's body, and the community or street over its area; a person, so that two can be told apart."""
    if actor.person_id is None:
        return denied(_("付款要由人来申请。"))
    return by_seat(_near(actor, fund), _("付款由管这笔资金的单位，或这里的社区、街道来申请。"))


@permit("payment.approve", _("批一笔付款或不批；不能是申请的那个人"))
def may_approve(actor: Actor, payment: Payment) -> Answer:
    """Another person than who asked, at the fund's body, in the street over it, or in a body over it (row K09)."""
    if actor.person_id is None:
        return denied(_("付款要由人来批。"))
    if actor.person_id == payment.asked_by_id:
        return denied(_("申请和批准要由两个人来做。请单位里另一位或上级单位来批。"))
    return approver(actor, payment.pot.fund)


def approver(actor: Actor, fund: Fund) -> Answer:
    """Whether somebody may decide about payments of this fund at all."""
    street = over(actor, fund.place.path, *STREET_ROLES)
    seat = _in(actor, fund.body_id) or street or _above(actor, fund)
    return by_seat(seat, _("付款由管这笔资金的单位或它的上级单位来批。"))


@permit("payment.withdraw", _("撤回自己申请、还没批的付款"))
def may_withdraw(actor: Actor, payment: Payment) -> Answer:
    """Who asked."""
    mine = actor.person_id is not None and actor.person_id == payment.asked_by_id
    return allowed(_near(actor, payment.pot.fund)) if mine else denied(_("付款由申请的人撤回。"))


@permit("entry.reverse", _("把一笔账冲正，写明原因；原来的那笔留着"))
def may_reverse(actor: Actor, fund: Fund) -> Answer:
    """A seat in the fund's body or in one over it; another person than who booked is asked by the service."""
    return denied(_("冲正要由人来做。")) if actor.person_id is None else approver(actor, fund)


@permit("fund.watch", _("看一笔资金里等着批的付款和没有导入的行"))
def may_watch(actor: Actor, fund: Fund) -> Answer:
    """Who may ask or approve, and who watches the area."""
    if actor.part:
        return allowed()
    watching = over(actor, fund.place.path, *WATCHERS)
    seat = _near(actor, fund) or watching or _above(actor, fund)
    return by_seat(seat, _("这一页给管这笔资金的单位、这里的社区和街道、监督的人看。"))
