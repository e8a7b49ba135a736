"""What is done to one fund at the desk: receive, ask for a payment, import a sheet, publish a division."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from gongzhi.kernel.actor import Actor
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.reference import Ref
from gongzhi.ledger import selectors, services
from gongzhi.ledger.models import Fund
from gongzhi.ledger.pages import forms, said
from gongzhi.ledger.pages.gate import desk_fund
from gongzhi.organisations import selectors as organisations
from gongzhi.organisations.visitors import desk
from gongzhi.places import selectors as places


@dataclass(frozen=True)
class Act:
    """One act: its permit, its button, its form, what it does; gives back what it did in words, or what was refused."""

    permit: str
    label: Any
    form: Any
    do: Callable[..., Any]
    then: Any = ""


def _body_named(fund: Fund, name: str) -> int | None:
    """The body of the fund's district with exactly this name."""
    top = next((one for one in reversed(places.ancestors(fund.place)) if one.level == "district"), fund.place)
    found = list(organisations.bodies_within(top).filter(name=name.strip())[:2]) if name.strip() else []
    return found[0].pk if len(found) == 1 else None


def _receive(actor: Actor, fund: Fund, data: dict[str, Any]) -> str:
    giver = _body_named(fund, data["giver"])
    if data["giver"].strip() and giver is None:
        raise Refused(_("没有登记过这个单位，请核对名字；个人给的请留空。"), code="unknown_body", field="giver")
    services.receive(
        actor=actor, fund_id=fund.pk, purpose=data["purpose"], amount=data["amount"], giver_body_id=giver,
        paper=data["paper"],
    )  # fmt: skip
    return _("记上了。")


def _ask(actor: Actor, fund: Fund, data: dict[str, Any]) -> str:
    about, kept = data["about"]
    services.ask_payment(
        actor=actor, fund_id=fund.pk, purpose=data["purpose"], amount=data["amount"], about=about, paper=data["paper"],
        payee=data["payee"], payee_body_id=_body_named(fund, data["payee"]), reservation_id=kept,
    )  # fmt: skip
    return _("申请了，等另一个人批。")


def _import(actor: Actor, fund: Fund, data: dict[str, Any]) -> str:
    file = data["file"]
    report = services.import_entries(actor=actor, fund_id=fund.pk, data=file.read(), filename=file.name)
    said_all = _("新记 %(booked)d 笔，已有 %(known)d 笔，") % {"booked": report.booked, "known": report.known}
    return said_all + ngettext("没有收 %(n)d 行。", "没有收 %(n)d 行。", report.refused) % {"n": report.refused}


def _split(actor: Actor, fund: Fund, data: dict[str, Any]) -> str:
    file = data.pop("file")
    report = services.publish_split(actor=actor, fund_id=fund.pk, data=file.read(), filename=file.name, **data)
    if report.split_id is None:
        lines = [_("第 %(n)d 行：%(why)s") % {"n": one.number, "why": one.reason} for one in report.misfits[:20]]
        raise Refused(_("有几行要改，改好再公布：") + _("；").join(lines), code="rows", field="file")
    return _("公布了，%(n)d 户。") % {"n": report.units}


ACTS = {
    "receive": Act("fund.book", gettext_lazy("登记收到的钱"), forms.ReceiveForm, _receive),
    "ask": Act(
        "payment.ask", gettext_lazy("申请付一笔钱"), forms.AskForm, _ask,
        gettext_lazy("申请的人和批的人不能是同一个。批了才记账。"),
    ),
    "import": Act(
        "fund.book", gettext_lazy("导入账目"), forms.ImportForm, _import,
        gettext_lazy("看得懂的行记上，看不懂的行留着，附上原因，可以下载改好再导。"),
    ),
    "split": Act(
        "fund.book", gettext_lazy("按面积分摊并公布"), forms.SplitForm, _split,
        gettext_lazy("少一户别人就多摊，所以有一行不对就都不公布。"),
    ),
}  # fmt: skip


@require_http_methods(["GET", "POST"])
@desk()
def act(request: HttpRequest, actor: Actor, fund_id: int, act: str) -> HttpResponse:
    """One act on one fund: GET asks, POST does it."""
    chosen = ACTS.get(act)
    if chosen is None:
        raise Http404
    found, back = desk_fund(actor, fund_id, chosen.permit), reverse("desk_fund", args=[fund_id])
    form = _form(chosen, found, request)
    if request.method == "POST" and form.is_valid():
        try:
            done = chosen.do(actor, found, dict(form.cleaned_data))
        except Refused as error:
            field = "file" if "file" in form.fields and error.code.startswith(("sheet", "column")) else error.field
            form.add_error(field if field in form.fields else None, str(error))
        else:
            messages.success(request, done)
            return HttpResponseRedirect(back)
    context = {"form": form, "label": chosen.label, "then": chosen.then, "back": back, "back_label": found.name,
               "fund": found, "upload": "file" in form.fields}  # fmt: skip
    return render(request, "ledger/act.html", context, status=422 if form.errors else 200)


def _form(chosen: Act, fund: Fund, request: HttpRequest) -> Any:
    given = (request.POST or None, request.FILES or None)
    if chosen.form is forms.ImportForm:
        return forms.ImportForm(*given)
    purposes = [pot.purpose for pot in selectors.pots(fund.pk)]
    return chosen.form(*given, fund=fund, purposes=purposes, matters=_matters(fund))


def _matters(fund: Fund) -> list[tuple[str, str]]:
    """What a payment may be for here: the matters that have something reserved, and the fund's own costs."""
    kept = selectors.kept_in(fund.pk)
    named = selectors.names([one.about for one in kept])
    offered = [
        (f"{one.about}/{one.pk}", str(named[one.about].name) if one.about in named else str(one.about)) for one in kept
    ]
    own = Ref("ledger.fund", fund.pk)
    matter = said.matter_of(own, {}, fund)
    return [*offered, (str(own), str(matter.name if matter else own))]
