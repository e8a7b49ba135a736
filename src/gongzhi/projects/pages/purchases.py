"""Purchases for everybody, for the buying desk, and for organisations that offer."""

from __future__ import annotations

import re
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongzhi.kernel import clock, money
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.permit import may
from gongzhi.ledger import selectors as ledger
from gongzhi.organisations.visitors import actor_of, desk, resident
from gongzhi.places import selectors as places
from gongzhi.projects import selectors, services
from gongzhi.projects.lifecycle import PLANNED
from gongzhi.projects.models import Tender
from gongzhi.projects.pages import partners_forms as asked
from gongzhi.projects.pages.partners_gate import Said, asking, closing, link, needs
from gongzhi.projects.permits.partners import Offering
from gongzhi.projects.selectors import partners
from gongzhi.projects.services import NewItem
from gongzhi.projects.words import partners as words
from gongzhi.projects.words import projects as project_words

PARTS = 4
DRAW = Said(
    gettext_lazy("拟采购清单"), gettext_lazy("拟好再公开，公开以后组织才能报价。"), gettext_lazy("清单拟好了。")
)
BID = Said(gettext_lazy("交报价"), gettext_lazy("一家只报一次，截止以后公开。"), gettext_lazy("报价收到了。"))
ACTS = {
    "publish": (Said(gettext_lazy("公开采购清单"), gettext_lazy("公开以后不能改。"), gettext_lazy("公开了。")),
                "project.run", services.publish_tender),
    "close": (Said(gettext_lazy("截止报价"), gettext_lazy("截止以后报价公开，可以提名。"), gettext_lazy("截止了。")),
              "project.run", services.close_tender),
}  # fmt: skip
NAME = Said(
    gettext_lazy("提名这一家"),
    gettext_lazy("要另一个人在项目台核准，才算选定。"),
    gettext_lazy("提名了，等另一个人核准。"),
)


@resident
def purchases(request: HttpRequest) -> HttpResponse:
    """What is or was bought, on which ground; and who got how much in the last year."""
    today = clock.today().date()
    top = places.children(None).order_by("pk").first()
    found = partners.concentration(top, partners.year_before(today), today) if top is not None else None
    context = {
        "rows": [{"row": row, "state": words.TENDER_STATES[row.state], "basis": words.BASES[row.basis],
                  "stage": project_words.STATES[row.project.state]} for row in partners.tenders()],
        "shares": _shares(found) if found and found.total else [], "total": money.yuan(found.total) if found else "",
    }  # fmt: skip
    return render(request, "projects/purchases.html", context)


def _shares(found: partners.Concentration) -> list[dict[str, Any]]:
    """Whole per cent, rounded down, so that the page never says more than there is."""
    return [
        {"name": name, "amount": money.yuan(amount), "percent": amount * 100 // found.total}
        for _pk, name, amount in found.rows[:20]
    ]


def public_tender(tender_id: int) -> Tender:
    """A tender that everybody may read; 404 for a draft."""
    row = partners.tender(tender_id)
    if row is None or row.state == "drafted":
        raise Http404(_("没有这次采购，或者还没有公开。"))
    return row


@resident
def purchase(request: HttpRequest, tender_id: int) -> HttpResponse:
    """One purchase: items, ground, who may offer, the offers once closed, and how far the project is."""
    row = public_tender(tender_id)
    actor = actor_of(request)
    offers = bool(actor and row.state == "published" and may(actor, "purchase.bid", Offering(row.project.body_id)))
    return render(request, "projects/purchase.html", context_of(row) | {"offers": offers})


def context_of(row: Tender) -> dict[str, Any]:
    """Everything that the pages say of a purchase."""
    project = row.project
    bids, paid = partners.bids_of(row.pk) if row.state == "closed" else [], ledger.money_of(project.ref).paid
    return {
        "row": row, "project": project, "state": words.TENDER_STATES[row.state], "basis": words.BASES[row.basis],
        "items": [{"row": item, "cap": money.yuan(item.cap)} for item in row.items.order_by("position")],
        "total": money.yuan(sum(row.items.values_list("cap", flat=True))),
        "bids": [{"row": bid, "price": money.yuan(bid.price),
                  "mark": words.BIDS[bid.candidate.state] if bid.candidate else ""} for bid in bids],
        "stage": project_words.STATES[project.state],
        "contract": next(
            ({"name": c.candidate.name, "amount": money.yuan(c.amount), "paper": c.paper}
             for c in project.contracts.select_related("candidate") if c.state == "signed"), None),
        "milestones": list(project.milestones.order_by("due", "pk")), "paid": money.yuan(paid) if paid else "",
    }  # fmt: skip


@desk()
def draw(request: HttpRequest, actor: Actor, project_id: int) -> HttpResponse:
    """Write down what a purchase asks for."""
    project = selectors.project(project_id)
    if project is None or project.kind != "purchase":
        raise Http404
    needs(actor, "project.run", project)

    def do(given: dict[str, Any]) -> str:
        row = services.draw_tender(
            actor=actor, project_id=project_id, basis=given["basis"], paper=given["paper"],
            grades=[g for g in re.split(r"[\s、，,]+", given["grades"]) if g], closes=closing(given["closes"]),
            items=items_of(given["items"]),
        )  # fmt: skip
        return reverse("purchase_desk", args=[row.pk])

    back = reverse("project_desk", args=[project_id])
    return asking(request, asked.TenderForm(request.POST or None), do, DRAW, back)


def items_of(text: str) -> list[NewItem]:
    """Lines of "name, quantity, unit, money". Refused("items") says which line cannot be read."""
    found = []
    for n, line in enumerate(filter(str.strip, text.splitlines()), 1):
        parts = [part.strip() for part in re.split("[，,]", line, maxsplit=PARTS - 1)]
        if len(parts) < PARTS or not (parts[1].isascii() and parts[1].isdigit() and len(parts[1]) < PARTS * 2):
            raise Refused(
                _("第 %(n)d 行看不懂，请写成：助餐，200，人次，5万元。") % {"n": n}, code="items", field="items"
            )
        try:
            cap = money.fen(parts[3])
        except Refused as refused:
            said = _("第 %(n)d 行：%(why)s") % {"n": n, "why": refused}
            raise Refused(said, code="items", field="items") from None
        found.append(NewItem(parts[0], int(parts[1]), parts[2], cap))
    return found


@desk()
def desk_one(request: HttpRequest, actor: Actor, tender_id: int) -> HttpResponse:
    """One purchase on the buying desk; the offers are read once they are closed."""
    row = _own(actor, tender_id)
    acts = {"drafted": ["publish"], "published": ["close"]}.get(row.state, [])
    bar = [link(ACTS[n][0].label, reverse("purchase_act", args=[row.pk, n]), "arrow-right", "filled") for n in acts]
    context = context_of(row)
    chosen = any(bid["row"].candidate and bid["row"].candidate.state == "chosen" for bid in context["bids"])
    names = row.project.state in PLANNED and not chosen
    return render(request, "projects/purchase_desk.html", context | {"acts": bar, "names_it": names})


def _own(actor: Actor, tender_id: int) -> Tender:
    row = partners.tender(tender_id)
    if row is None:
        raise Http404
    needs(actor, "project.run", row.project)
    return row


@desk()
def act(request: HttpRequest, actor: Actor, tender_id: int, name: str) -> HttpResponse:
    """Publish the tender, or close it."""
    row = _own(actor, tender_id)
    if name not in ACTS:
        raise Http404
    said, _permit, do = ACTS[name]
    back = reverse("purchase_desk", args=[row.pk])
    return asking(request, None, lambda given: do(actor=actor, tender_id=row.pk), said, back)


@desk()
def name(request: HttpRequest, actor: Actor, tender_id: int, bid_id: int) -> HttpResponse:
    """Name one of those who offered."""
    row = _own(actor, tender_id)
    if bid_id not in {bid.pk for bid in partners.bids_of(row.pk)}:
        raise Http404
    back = reverse("purchase_desk", args=[row.pk])
    return asking(request, None, lambda given: services.name_bidder(actor=actor, bid_id=bid_id), NAME, back)


@desk(gettext_lazy("报价由社会组织自己的人来交。"))
def bid(request: HttpRequest, actor: Actor, tender_id: int) -> HttpResponse:
    """An organisation's offer."""
    row = public_tender(tender_id)
    needs(actor, "purchase.bid", Offering(row.project.body_id))

    def do(given: dict[str, Any]) -> Any:
        return services.put_bid(actor=actor, tender_id=row.pk, **given) and None

    return asking(request, asked.BidForm(request.POST or None), do, BID, reverse("purchase", args=[row.pk]))
