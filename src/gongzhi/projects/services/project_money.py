"""A project's money: kept for it by the ledger when it is fixed, given back when it is not done, guarded when paid."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from gongzhi.kernel.actor import Actor
from gongzhi.ledger import selectors as ledger_read
from gongzhi.ledger import services as ledger
from gongzhi.projects.events.projects import MoneyHeld
from gongzhi.projects.models import Project
from gongzhi.projects.models.project import LABEL
from gongzhi.projects.rules import kinds
from gongzhi.projects.selectors.project_rows import signed_contract
from gongzhi.projects.services.project_acts import Act, act_on

PAYABLE = {"building": ("building", "accepting", "judging", "closed"), "accepted": ("judging", "closed")}


def hold_money(*, actor: Actor, project_id: int, fund_id: int, purpose: str, amount: int) -> Project:
    """Keep money of a fund for a project before it is fixed; may be done for several funds. Refused: the ledger's."""
    with act_on(actor, project_id, "project.decide", "deliberated", "fixed") as act:
        reserve_money(act, fund_id, purpose, amount)
    return act.project


def reserve_money(act: Act, fund_id: int, purpose: str, amount: int) -> None:
    """The same inside an act. The ledger refuses more than is free, and another purpose."""
    project = act.project
    kept = ledger.reserve(actor=act.actor, fund_id=fund_id, purpose=purpose, amount=amount, about=project.ref)
    project.fund_id, project.purpose, project.reservation_id = fund_id, purpose, kept.pk
    act.record(MoneyHeld(project.pk, fund_id, amount, True))


def give_back_money(act: Act) -> None:
    """What is still kept for the project is free again."""
    project = act.project
    for kept in ledger_read.reserved_for(project.ref):
        ledger.release(actor=act.actor, reservation_id=kept.pk)
        act.record(MoneyHeld(project.pk, kept.pot.fund_id, kept.amount - kept.used, False))
    project.reservation_id = None


@ledger.guards_payment(LABEL)
def may_be_paid(payment: Any) -> str | None:
    """No money before the work has begun, or been accepted where its kind says so; only to the one under contract."""
    project = Project.objects.filter(pk=payment.about_id).first()
    if project is None:
        return _("没有这个项目。")
    kind = kinds.kind(project.kind)
    if project.state not in PAYABLE[kind.pays]:
        return _("居民验收通过以后才能付款。") if kind.pays == "accepted" else _("开工以后才能付款。")
    return _beyond_contract(project, payment)


def _beyond_contract(project: Project, payment: Any) -> str | None:
    contract = signed_contract(project)
    if contract is None:
        return None
    if contract.candidate.body_id and payment.payee_body_id not in (None, contract.candidate.body_id):
        return _("合同不是和这个单位签的。")
    others = sum(p.amount for p in ledger_read.payments_about(project.ref) if p.state == "asked" and p.pk != payment.pk)
    if ledger_read.spent_on(project.ref) + others + payment.amount > contract.amount:
        return _("加上这一笔就超过合同的金额了。")
    return None
