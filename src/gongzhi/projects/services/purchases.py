"""Government purchases: the item list and its ground in public, offers by grade in force, then the project's own steps.

Payment waits for acceptance by the kind's line in tables/kinds.toml; choosing and signing take two persons each.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.permit import require
from gongzhi.kernel.reference import Ref
from gongzhi.organisations import selectors as organisations
from gongzhi.projects.events.partners import BidPut, TenderClosed, TenderDrawn, TenderPublished
from gongzhi.projects.models import Bid, Candidate, Project, Tender, TenderItem
from gongzhi.projects.models.partners_purchases import TENDER
from gongzhi.projects.permits.partners import Offering
from gongzhi.projects.selectors.partners import grade_allows
from gongzhi.projects.services.project_acts import act_on, clean, person_of, today
from gongzhi.projects.services.project_checks import guards_builder
from gongzhi.projects.services.project_evidence import add_evidence, checks_evidence
from gongzhi.projects.services.project_team import name_candidate
from gongzhi.projects.words import partners as words
from gongzhi.record.services import append, link

EARLY = ("collected", "deliberated", "fixed")
MOST_ITEMS, TITLE, UNIT, TEXT, PAPER = 60, 80, 10, 4000, 200


@dataclass(frozen=True)
class NewItem:
    """One line of an item list: what, how many, of which unit, at most how many fen altogether."""

    title: str
    quantity: int
    unit: str
    cap: int


def draw_tender(
    *, actor: Actor, project_id: int, basis: str, paper: str, grades: Sequence[str], closes: datetime,
    items: Sequence[NewItem],
) -> Tender:  # fmt: skip
    """Write down what a purchase asks for; `grades` are those that may offer.

    Refused: "kind" (no purchase), "basis", "grades", "items", "over" (the items cost more than the project), "once".
    """
    _fits(basis, grades, closes, items)
    with act_on(actor, project_id, "project.run", *EARLY) as act:
        project = act.project
        if project.kind != "purchase":
            raise Refused(_("这个项目不是购买服务。"), code="kind")
        if Tender.objects.filter(project=project).exists():
            raise Refused(_("这个项目已经有采购清单了。"), code="once")
        most = project.estimate if project.promised_cost is None else project.promised_cost
        if sum(item.cap for item in items) > most:
            raise Refused(_("清单加起来比项目的钱还多。"), code="over", field="items")
        row = Tender(
            project=project, basis=basis, paper=clean(paper, PAPER, "paper"), grades=list(dict.fromkeys(grades)),
            closes=closes,
        )  # fmt: skip
        row.save()
        for n, item in enumerate(items, 1):
            TenderItem(
                tender=row, position=n, title=clean(item.title, TITLE, "items"), quantity=item.quantity,
                unit=clean(item.unit, UNIT, "items"), cap=item.cap,
            ).save()  # fmt: skip
        act.record(TenderDrawn(row.pk, project.pk, basis, len(items)))
        link(project.ref, row.ref, "tender")
    return row


def _fits(basis: str, grades: Sequence[str], closes: datetime, items: Sequence[NewItem]) -> None:
    if basis not in words.BASES:
        raise Refused(_("请从清单里选采购的方式。"), code="basis", field="basis")
    if not grades or any(not name or len(name) > 20 for name in grades):
        raise Refused(_("请写哪些等级可以报价，比如 5A、4A、3A。"), code="grades", field="grades")
    if not items or len(items) > MOST_ITEMS or any(item.quantity < 1 or item.cap < 0 for item in items):
        raise Refused(_("请写至少一项，数量和金额都要清楚。"), code="items", field="items")
    if closes <= clock.now():
        raise Refused(_("截止的日子要在今天以后。"), code="past", field="closes")


def publish_tender(*, actor: Actor, tender_id: int) -> Tender:
    """Everybody can read it, offers can come; it stands as the project's evidence "tender". Refused("late")."""
    with transaction.atomic():
        found = _tender(tender_id)
        with act_on(actor, found.project_id, "project.run", *EARLY) as act:
            row = Tender.objects.select_for_update().get(pk=tender_id)
            _in(row, "drafted")
            row.state, row.published_at, row.version = "published", act.now, row.version + 1
            row.save()
            act.record(TenderPublished(row.pk, row.project_id, tuple(row.grades), row.closes.isoformat()))
        add_evidence(actor=actor, project_id=row.project_id, kind="tender", about=row.ref)
    return row


def _tender(tender_id: int) -> Tender:
    found = Tender.objects.select_related("project__place").filter(pk=tender_id).first()
    if found is None:
        raise Refused(_("没有这次采购，请回到列表再选。"), code="unknown")
    return found


def _in(row: Tender, *states: str) -> None:
    if row.state not in states:
        raise Refused(_("这次采购已经到了另一步。"), code="late")


@checks_evidence(TENDER)
def stands(about: Ref, project: Project, kind: str) -> str | None:
    """A tender stands as evidence of its own project only, once it is public."""
    row = Tender.objects.filter(pk=about.id).first()
    if row is None or row.project_id != project.pk or row.state == "drafted":
        return _("这份采购清单还没有公开，或者是别的项目的。")
    return None


def put_bid(*, actor: Actor, tender_id: int, price: int, text: str) -> Bid:
    """An organisation offers, by a person with a seat in it.

    Refused: "grade" without a grade in force that the tender lets in (an expired one is none), "over", "late", "once".
    """
    with transaction.atomic():
        row = Tender.objects.select_for_update().filter(pk=tender_id).first()
        if row is None:
            raise Refused(_("没有这次采购，请回到列表再选。"), code="unknown")
        project = Project.objects.get(pk=row.project_id)
        actor = organisations.fresh(actor)
        seat = require(actor, "purchase.bid", Offering(project.body_id)).seat
        assert seat is not None  # the permit gives no power without one
        _in(row, "published")
        if clock.now() > row.closes:
            raise Refused(_("报价的时间已经过了。"), code="late")
        grade = grade_allows(seat.body_id, row.grades, today())
        if grade is None:
            raise Refused(_("您的组织现在没有这次采购要的评估等级，或者等级过期了。"), code="grade")
        most = sum(TenderItem.objects.filter(tender=row).values_list("cap", flat=True))
        if not 0 < price <= most:
            raise Refused(_("报价要大于零，不超过清单的总额。"), code="over", field="price")
        if Bid.objects.filter(tender=row, body_id=seat.body_id).exists():
            raise Refused(_("您的组织已经报过价了。"), code="once")
        bid = Bid(
            tender=row, body_id=seat.body_id, price=price, text=clean(text, TEXT, "text"), grade=grade.name,
            assessment_id=grade.assessment_id, by_id=person_of(actor), at=clock.now(),
        )  # fmt: skip
        bid.save()
        fact = BidPut(row.pk, bid.pk, bid.body_id, bid.grade, bid.assessment_id)
        append(fact, actor=actor, about=row.ref, seat=seat)
    return bid


def close_tender(*, actor: Actor, tender_id: int) -> Tender:
    """No further offers, after the time for them. Refused: "early", "late", "denied"."""
    found = _tender(tender_id)
    with act_on(actor, found.project_id, "project.run") as act:
        row = Tender.objects.select_for_update().get(pk=tender_id)
        _in(row, "published")
        if act.now <= row.closes:
            raise Refused(_("报价的时间还没有过。"), code="early")
        row.state, row.version = "closed", row.version + 1
        row.save()
        act.record(TenderClosed(row.pk, Bid.objects.filter(tender=row).count()))
    return row


def name_bidder(*, actor: Actor, bid_id: int) -> Candidate:
    """Name one of the bidders; another person chooses (`settle_candidate`). Refused: "early" before offers closed,
    "builder" when its grade is not in force any more."""
    bid = Bid.objects.select_related("tender").filter(pk=bid_id).first()
    if bid is None:
        raise Refused(_("没有这份报价，请回到列表再选。"), code="unknown")
    with transaction.atomic():
        if bid.tender.state != "closed":
            raise Refused(_("报价截止以后才能提名。"), code="early")
        made = name_candidate(actor=actor, project_id=bid.tender.project_id, price=bid.price, body_id=bid.body_id)
        bid.candidate = made
        bid.save(update_fields=["candidate"])
    return made


@guards_builder("purchase")
def may_build(project: Project, body_id: int | None) -> str | None:
    """Only a bidder of the project's tender, whose grade is in force today and among those it lets in."""
    row = Tender.objects.filter(project=project).first()
    if row is None or row.state != "closed":
        return _("购买服务要先公开清单、截止报价。")
    if body_id is None or not Bid.objects.filter(tender=row, body_id=body_id).exists():
        return _("只能从报了价的组织里选。")
    if grade_allows(body_id, row.grades, today()) is None:
        return _("这个组织的评估等级过期了，或者不在这次采购要的等级里。")
    return None
