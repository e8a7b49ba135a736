"""Who stands before a page of money: everybody before the public ledger, the fund's people before the desk."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext as _

from gongzhi.kernel.actor import Actor
from gongzhi.kernel.permit import may
from gongzhi.ledger import permits as permits  # declares the powers
from gongzhi.ledger import selectors
from gongzhi.ledger.models import Fund, Payment


def public_fund(fund_id: int) -> Fund:
    """A fund; every fund is public. 404 without one."""
    found = selectors.fund(fund_id)
    if found is None:
        raise Http404(_("没有这笔资金，请回到列表再选。"))
    return found


def desk_fund(actor: Actor, fund_id: int, permit: str = "fund.watch") -> Fund:
    """The fund, if the actor has this power over it; 404, or 403 with the reason."""
    found = public_fund(fund_id)
    answer = may(actor, permit, found)
    if not answer:
        raise PermissionDenied(str(answer.reason))
    return found


def desk_payment(actor: Actor, payment_id: int) -> Payment:
    """The payment, for who may watch its fund."""
    found = selectors.payment(payment_id)
    if found is None:
        raise Http404(_("没有这笔付款，请回到列表再选。"))
    desk_fund(actor, found.pot.fund_id)
    return found
