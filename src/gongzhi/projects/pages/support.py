"""The desk of dispute money: the requests, a new one about a case, and the two decisions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongzhi.cases import selectors as cases
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.digits import digits
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.permit import may, require
from gongzhi.kernel.reference import Ref
from gongzhi.ledger import selectors as ledger
from gongzhi.ledger.words import in_yuan
from gongzhi.organisations.visitors import address, desk
from gongzhi.projects.models import DisputeAid
from gongzhi.projects.pages.rounds_forms import Money, choice, line, text
from gongzhi.projects.permits.rounds import Budgeting
from gongzhi.projects.selectors import rounds as read
from gongzhi.projects.services import support
from gongzhi.projects.words import rounds as words

LISTED = 60
TONES = {"asked": "wait", "checked": "wait", "granted": "now", "paid": "done", "denied": ""}


class AskForm(forms.Form):
    """A request: for what, from which fund, how much, to whom."""

    use = choice(
        gettext_lazy("这笔钱用来做什么"),
        list(words.AID_USES.items()),
        gettext_lazy("请选这笔钱用来做什么。"),
        radio=True,
    )
    fund = choice(gettext_lazy("花哪笔资金"), [], gettext_lazy("请选一笔写明可以化解纠纷的资金。"))
    amount = Money(gettext_lazy("要多少钱"), gettext_lazy("写 8千元、8000、8,000.00 都行。"))
    payee = line(
        gettext_lazy("付给谁"), support.PAYEE, gettext_lazy("请写付给谁。"), gettext_lazy("只有经办的人看得到。")
    )
    text = text(gettext_lazy("为什么要这笔钱"), gettext_lazy("请写为什么要这笔钱。"))

    def __init__(self, data: Any = None, *, case: Any) -> None:
        super().__init__(data, auto_id="s_%s")
        pots = [(fund, ledger.pot(fund.pk, support.PURPOSE)) for fund in ledger.funds_at(case.place)]
        self.fields["fund"].choices = [  # type: ignore[attr-defined]
            (str(fund.pk), f"{fund.name} · {in_yuan(pot.free)}") for fund, pot in pots if pot is not None
        ]


@desk()
def requests(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The requests that the actor's seats ask for, decide or watch."""
    seat = next(iter(actor.seats))
    rows = [_line(actor, aid) for aid in read.aids_for(actor)[:LISTED]]
    if not rows:
        require(actor, "aid.see", Budgeting(seat.path))
    return render(request, "projects/support_desk.html", {"rows": rows})


def _line(actor: Actor, aid: DisputeAid) -> dict[str, Any]:
    decides = bool(may(actor, "aid.decide", aid))
    acts = []
    if decides and aid.state == "asked":
        acts.append({"name": "check", "label": _("核过，同意"), "filled": True})
    if decides and aid.state == "checked" and aid.checked_by_id != actor.person_id:
        acts.append({"name": "grant", "label": _("第二人同意，申请付款"), "filled": True})
    if decides and aid.state in ("asked", "checked"):
        acts.append({"name": "deny", "label": _("不同意，写理由"), "filled": False})
    return {
        "aid": aid, "state": words.AID_STATES[aid.state], "tone": TONES[aid.state], "use": words.AID_USES[aid.use],
        "amount": in_yuan(aid.amount), "acts": acts, "case": address("work_matter", aid.about_id),
        "payment": address("payment", aid.payment_id) if aid.payment_id else "",
    }  # fmt: skip


@desk()
def new(request: HttpRequest, actor: Actor) -> HttpResponse:
    """A request about the case that the address names."""
    case = cases.case(actor, digits(request.GET.get("case")) or 0)
    require(actor, "aid.ask", Budgeting(case.place.path))
    posted = request.method == "POST"
    form = AskForm(request.POST if posted else None, case=case)
    if posted and form.is_valid():
        given = form.cleaned_data
        try:
            support.ask_support(
                actor=actor, case_id=case.pk, fund_id=int(given["fund"]), amount=given["amount"], use=given["use"],
                text=given["text"], payee=given["payee"],
            )  # fmt: skip
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            messages.success(request, _("申请记下了，由另外两个人来定。"))
            return redirect("support_desk")
    context = {"form": form, "case": case, "before": read.aids_about(Ref("cases.case", case.pk))}
    return render(request, "projects/support_new.html", context, status=422 if posted else 200)


@desk()
def act(request: HttpRequest, actor: Actor, aid_id: int, name: str) -> HttpResponse:
    """Check, grant or deny; denying asks for the reason first."""
    aid = read.aid(aid_id)
    if aid is None or name not in ("check", "grant", "deny"):
        raise Http404(_("没有这个申请，请回到列表再选。"))
    require(actor, "aid.decide", aid)
    if name == "deny" and not request.POST.get("reason", "").strip():
        status = 422 if request.method == "POST" else 200
        return render(request, "projects/support_deny.html", {"aid": aid, "missing": status == 422}, status=status)
    if request.method != "POST":
        return redirect("support_desk")
    try:
        messages.success(request, _do(actor, aid, name, request.POST.get("reason", "")))
    except Refused as refusal:
        messages.warning(request, str(refusal))
    return redirect("support_desk")


def _do(actor: Actor, aid: DisputeAid, name: str, reason: str) -> str:
    if name == "check":
        support.check_support(actor=actor, aid_id=aid.pk)
        return _("记下了，请另一个人来定。")
    if name == "grant":
        support.grant_support(actor=actor, aid_id=aid.pk)
        return _("同意了，付款等账上的人批。")
    support.deny_support(actor=actor, aid_id=aid.pk, reason=reason)
    return _("写明了理由。")
