"""The desk of whoever keeps a fund: write down a pledge of money to it, and what of it came in."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.permit import require
from gongzhi.ledger import selectors as ledger
from gongzhi.ledger.words import FEN, purpose_name
from gongzhi.organisations import selectors as organisations
from gongzhi.organisations.asking import Said, asking
from gongzhi.organisations.seats import acting
from gongzhi.organisations.visitors import desk
from gongzhi.projects import services
from gongzhi.projects.pages.partners_forms import MoneyField
from gongzhi.projects.selectors import resources as read
from gongzhi.projects.words import needs as need_words
from gongzhi.rulebook import selectors as rulebook

GIVERS = ("resident_unit", "social_org", "volunteer_team", "property_company")
MOST = 300
PLEDGE = Said(
    gettext_lazy("登记认的一笔钱"), gettext_lazy("这只是答应给的数，到账以后才记进资金。"),
    gettext_lazy("登记了，到账以后再记一次。"),
)  # fmt: skip
CAME_IN = Said(
    gettext_lazy("记下到账"), gettext_lazy("这笔钱记进资金，公开的账上写明从哪里来。同一张单据只记一次。"),
    gettext_lazy("记进资金了。"),
)  # fmt: skip
WRITE = gettext_lazy("请写金额，比如 1.2万元。")


class PledgeForm(forms.Form):
    """Who promises how much to which fund, until when."""

    title = forms.CharField(
        label=gettext_lazy("认的是什么"), max_length=60, help_text=gettext_lazy("比如“认捐长椅五万元”。"),
        error_messages={"required": gettext_lazy("请写一句话：认的是什么。")},
    )  # fmt: skip
    giver = forms.ChoiceField(label=gettext_lazy("谁认的"), error_messages={"required": gettext_lazy("请选一个单位。")})
    pot = forms.ChoiceField(
        label=gettext_lazy("给哪一笔资金"), error_messages={"required": gettext_lazy("请选一笔资金。")}
    )
    amount = MoneyField(label=gettext_lazy("认了多少钱"), error_messages={"required": WRITE})
    purpose = forms.ChoiceField(label=gettext_lazy("适合做什么"), choices=list(need_words.PURPOSES.items()))
    until = forms.DateField(
        label=gettext_lazy("到哪天为止"), widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": gettext_lazy("请写到哪天为止。")},
    )  # fmt: skip

    def __init__(self, data: Any, *, funds: list[Any]) -> None:
        today = clock.today().date()
        later = today + timedelta(days=rulebook.limit("resource.longest", today).amount)
        super().__init__(data, initial={"until": later})
        self.fields["pot"].choices = [  # type: ignore[attr-defined]
            (f"{fund.pk}:{pot.purpose}", f"{fund.name} · {purpose_name(pot.purpose)}")
            for fund in funds
            for pot in ledger.pots(fund.pk)
        ]
        near = {body.pk: body for fund in funds for body in organisations.bodies_within(fund.place, GIVERS)[:MOST]}
        self.fields["giver"].choices = [  # type: ignore[attr-defined]
            (pk, body.name) for pk, body in sorted(near.items(), key=lambda pair: (pair[1].name, pair[0]))
        ]


class CameInForm(forms.Form):
    """How much came in, by which paper of the bank."""

    amount = MoneyField(label=gettext_lazy("到了多少钱"), error_messages={"required": WRITE})
    paper = forms.CharField(
        label=gettext_lazy("银行回单号"), max_length=60, error_messages={"required": gettext_lazy("请写银行回单号。")}
    )


@desk()
def new(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Write down that somebody promises money to a fund that the reader's body keeps."""
    funds = [fund for fund in ledger.funds_of({seat.body_id for seat in acting(actor)}) if fund.unit == FEN]
    if not funds:
        raise PermissionDenied(_("认的钱由管资金的单位来登记，您单位还没有资金。"))

    def do(given: dict[str, Any]) -> str:
        fund_id, purpose = given["pot"].split(":")
        place = next(fund.place_id for fund in funds if str(fund.pk) == fund_id)
        row = services.offer_resource(
            actor=actor, place_id=place, body_id=int(given["giver"]),
            new=services.NewOffer(
                "money", given["title"], given["purpose"], given["amount"], "fen", given["until"],
                fund_id=int(fund_id), fund_purpose=purpose,
            ),
        )  # fmt: skip
        return reverse("resource_desk", args=[row.pk])

    return asking(request, PledgeForm(request.POST or None, funds=funds), do, PLEDGE, reverse("resources"))


@desk()
def came_in(request: HttpRequest, actor: Actor, pledge_id: int) -> HttpResponse:
    """Book what came in of a pledge, by whoever keeps the fund."""
    row = read.resource(pledge_id)
    fund = ledger.fund(row.fund_id) if row is not None and row.fund_id is not None else None
    if row is None or fund is None:
        raise Http404
    try:
        require(actor, "fund.book", fund)
    except Refused as refused:
        raise PermissionDenied(str(refused)) from refused

    def do(given: dict[str, Any]) -> None:
        services.receive_pledge(actor=actor, resource_id=row.pk, **given)

    back = reverse("resource_desk", args=[row.pk])
    return asking(request, CameInForm(request.POST or None), do, CAME_IN, back)
