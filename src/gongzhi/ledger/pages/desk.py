"""The desk of the funds: what waits for another person, one fund's acts, a new fund, one payment."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gongzhi.kernel.actor import Actor
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.permit import may
from gongzhi.ledger import selectors, services, words
from gongzhi.ledger.models import Fund, Payment
from gongzhi.ledger.pages import said
from gongzhi.ledger.pages.forms import FundForm, ReasonForm
from gongzhi.ledger.pages.gate import desk_fund, desk_payment
from gongzhi.ledger.permits import Opening
from gongzhi.organisations import selectors as organisations
from gongzhi.organisations.visitors import desk


@desk()
def desk_funds(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Payments that wait for this person, and the funds that one may look after."""
    funds = [one for one in selectors.all_funds() if may(actor, "fund.watch", one)]
    held = selectors.held(funds)
    context = {
        "waiting": [_payment_row(one) for one in selectors.waiting(actor)],
        "rows": [{"fund": one, "held": words.written(held.get(one.pk, 0), one.unit)} for one in funds],
        "may_open": bool(_bodies(actor)),
    }  # fmt: skip
    return render(request, "ledger/desk_funds.html", context)


def _bodies(actor: Actor) -> list[tuple[int, str]]:
    """The bodies at which this actor may open a fund."""
    ids = [seat.body_id for seat in actor.seats if may(actor, "fund.open", Opening(seat.body_id))]
    return [(pk, body.name) for pk, body in organisations.bodies(ids).items()]


def _payment_row(payment: Payment) -> dict[str, Any]:
    fund = payment.pot.fund
    matters = selectors.names([payment.about])
    return {
        "payment": payment, "amount": words.written(payment.amount, fund.unit), "fund": fund,
        "purpose": words.purpose_name(payment.pot.purpose), "matter": said.matter_of(payment.about, matters, fund),
        "payee": payment.payee_body.name if payment.payee_body else payment.payee,
        "state": words.PAYMENTS[payment.state], "tone": "wait" if payment.state == "asked" else "plain",
    }  # fmt: skip


@desk()
def fund(request: HttpRequest, actor: Actor, fund_id: int) -> HttpResponse:
    """One fund: its pots, what is asked, what is kept, its imports, and the acts."""
    found = desk_fund(actor, fund_id)
    flows = selectors.flows(found)
    context = {
        "fund": found, "answer": said.balance_sentence(found, flows, None),
        "table": said.flow_table(found, flows, links=False),
        "asked": [_payment_row(one) for one in selectors.asked().filter(pot__fund=found)],
        "decided": [_payment_row(one) for one in selectors.decided(fund_id)],
        "kept": [_kept_row(found, one) for one in selectors.kept_in(fund_id)],
        "runs": selectors.runs(fund_id) if may(actor, "fund.book", found) else [],
        "may_ask": may(actor, "payment.ask", found), "may_book": may(actor, "fund.book", found),
        "money": found.unit == words.FEN,
    }  # fmt: skip
    return render(request, "ledger/desk_fund.html", context)


def _kept_row(fund: Fund, kept: Any) -> dict[str, Any]:
    matter = said.matter_of(kept.about, selectors.names([kept.about]), fund)
    return {"kept": kept, "left": words.written(kept.left, fund.unit), "matter": matter,
            "purpose": words.purpose_name(kept.pot.purpose)}  # fmt: skip


@require_http_methods(["GET", "POST"])
@desk()
def new(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Open a fund at one of one's bodies."""
    bodies = _bodies(actor)
    if not bodies:
        raise Refused(_("资金由管它的单位来立。"), code="denied")
    form = FundForm(request.POST or None, bodies=bodies)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        body = organisations.body(int(data.pop("body")))
        try:
            made = services.open_fund(actor=actor, body_id=body.pk, place_id=body.place_id, **data)
        except Refused as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            messages.success(request, _("资金立好了。"))
            return HttpResponseRedirect(reverse("desk_fund", args=[made.pk]))
    context = {"form": form, "label": _("立一笔资金"), "back": reverse("desk_funds"), "back_label": _("管资金、批付款")}
    return render(request, "ledger/act.html", context, status=422 if form.errors else 200)


@desk()
def payment(request: HttpRequest, actor: Actor, payment_id: int) -> HttpResponse:
    """One payment: what, for what, to whom, and what this person can do with it."""
    one = desk_payment(actor, payment_id)
    open_now = one.state == "asked"
    answer = may(actor, "payment.approve", one)
    context = {
        "row": _payment_row(one), "one": one, "fund": one.pot.fund, "may_approve": open_now and answer,
        "why_not": answer.reason if open_now and not answer else "",
        "may_withdraw": open_now and may(actor, "payment.withdraw", one),
        "free": words.written(selectors.free(one.pot.fund_id, one.pot.purpose), one.pot.fund.unit),
    }  # fmt: skip
    return render(request, "ledger/payment.html", context)


@require_http_methods(["GET", "POST"])
@desk()
def payment_act(request: HttpRequest, actor: Actor, payment_id: int, move: str) -> HttpResponse:
    """Approve, refuse (with a reason) or withdraw."""
    one = desk_payment(actor, payment_id)
    back = reverse("payment", args=[one.pk])
    if move == "refuse":
        return _refuse(request, actor, one, back)
    if move not in ("approve", "withdraw") or request.method != "POST":
        raise Http404
    try:
        if move == "approve":
            services.approve_payment(actor=actor, payment_id=one.pk)
            messages.success(request, _("批了，账已经记上。"))
        else:
            services.withdraw_payment(actor=actor, payment_id=one.pk)
            messages.success(request, _("撤回了。"))
    except Refused as error:
        messages.warning(request, str(error))
    return HttpResponseRedirect(back)


def _refuse(request: HttpRequest, actor: Actor, one: Payment, back: str) -> HttpResponse:
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.refuse_payment(actor=actor, payment_id=one.pk, reason=form.cleaned_data["reason"])
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("没有批，申请的人看得到理由。"))
            return HttpResponseRedirect(back)
    context = {"form": form, "label": _("不批这笔付款"), "back": back, "back_label": _("回到这笔付款")}
    return render(request, "ledger/act.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@desk()
def reverse_entry(request: HttpRequest, actor: Actor, entry_id: int) -> HttpResponse:
    """Undo an entry by its opposite, with a reason that everybody may read."""
    one = selectors.entry(entry_id)
    if one is None:
        raise Http404
    found = desk_fund(actor, one.pot.fund_id, "entry.reverse")
    back, form = reverse("fund_entry", args=[found.pk, one.pk]), ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.reverse(actor=actor, entry_id=one.pk, reason=form.cleaned_data["reason"])
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("冲正了。原来的那笔还在，旁边写着理由。"))
            return HttpResponseRedirect(back)
    context = {
        "form": form, "label": _("冲正这一笔"), "back": back, "back_label": _("回到这一笔"), "final": True,
        "then": _("冲正是记一笔相反的账，原来的不删。只能冲正一次。"),
    }  # fmt: skip
    return render(request, "ledger/act.html", context, status=422 if form.errors else 200)
