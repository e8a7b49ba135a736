"""Grants of a venture call in tranches: paid in order, each report accepted by another person before the next."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.permit import require
from gongzhi.ledger import selectors as ledger_read
from gongzhi.ledger import services as ledger
from gongzhi.organisations import selectors as organisations
from gongzhi.projects.events.partners import TrancheMoved
from gongzhi.projects.models import Tranche
from gongzhi.projects.models.partners_ventures import TRANCHE
from gongzhi.projects.services.project_acts import clean, person_of
from gongzhi.record.services import append

REPORT = 4000


def _lock(tranche_id: int) -> Tranche:
    rows = Tranche.objects.select_for_update(of=("self",)).select_related("proposal__call")
    row = rows.filter(pk=tranche_id).first()
    if row is None:
        raise Refused(_("没有这笔资助，请回到列表再选。"), code="unknown")
    return row


def ask_tranche(*, actor: Actor, tranche_id: int) -> Any:
    """Ask the ledger to pay a tranche; another person decides there. Refused: "no_fund", and the ledger's own."""
    with transaction.atomic():
        row = _lock(tranche_id)
        call = row.proposal.call
        if call.fund_id is None:
            raise Refused(_("这次征集没有写明用哪笔资金。"), code="no_fund")
        kept = next(iter(ledger_read.reserved_for(row.ref)), None)
        return ledger.ask_payment(
            actor=actor, fund_id=call.fund_id, purpose=call.purpose, amount=row.amount, about=row.ref,
            payee_body_id=row.proposal.body_id, reservation_id=kept.pk if kept else None,
        )  # fmt: skip


@ledger.guards_payment(TRANCHE)
def may_be_paid(payment: Any) -> str | None:
    """The whole tranche, once, to whom it was granted, and only after the report on the one before was accepted."""
    row = Tranche.objects.select_related("proposal").filter(pk=payment.about_id).first()
    if row is None:
        return _("没有这笔资助。")
    if payment.amount != row.amount or payment.payee_body_id != row.proposal.body_id:
        return _("只能按公布的数付给得到资助的组织。")
    others = [p for p in ledger_read.payments_about(row.ref) if p.state in ("asked", "paid") and p.pk != payment.pk]
    if others:
        return _("这一笔已经申请或付过了。")
    earlier = Tranche.objects.filter(proposal=row.proposal, position__lt=row.position).exclude(state="accepted")
    return _("上一笔的报告还没有认可。") if earlier.exists() else None


def report_tranche(*, actor: Actor, tranche_id: int, text: str) -> Tranche:
    """The organisation reports what the money did. Refused: "unpaid" before it came, "late", "denied"."""
    with transaction.atomic():
        row = _lock(tranche_id)
        actor = organisations.fresh(actor)
        seat = require(actor, "venture.report", row.proposal).seat
        if row.state != "planned":
            raise Refused(_("这一笔的报告已经交了。"), code="late")
        if ledger_read.spent_on(row.ref) < row.amount:
            raise Refused(_("钱到了以后再写报告。"), code="unpaid")
        row.report, row.reported_by_id = clean(text, REPORT, "text"), person_of(actor)
        row.reported_at, row.state = clock.now(), "reported"
        row.save()
        append(TrancheMoved(row.pk, row.proposal_id, row.state), actor=actor, about=row.ref, seat=seat)
    return row


def settle_report(*, actor: Actor, tranche_id: int, accept: bool) -> Tranche:
    """The caller accepts the report, or sends it back. Refused: "same_person" as who wrote it, "late", "denied"."""
    with transaction.atomic():
        row = _lock(tranche_id)
        actor = organisations.fresh(actor)
        seat = require(actor, "venture.run", row.proposal.call).seat
        if row.state != "reported":
            raise Refused(_("现在没有等认可的报告。"), code="late")
        if person_of(actor) == row.reported_by_id:
            raise Refused(_("写报告的和认可的要是两个人。"), code="same_person")
        if accept:
            row.state, row.accepted_by_id, row.accepted_at = "accepted", person_of(actor), clock.now()
        else:
            row.state, row.reported_by_id, row.reported_at = "planned", None, None
        row.save()
        append(TrancheMoved(row.pk, row.proposal_id, row.state), actor=actor, about=row.ref, seat=seat)
    return row
