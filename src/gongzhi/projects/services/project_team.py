"""Who does it: the team, who gains by it, and the builder whom two persons choose and two sign with (row K09)."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from gongzhi.kernel.actor import Actor
from gongzhi.kernel.errors import Refused
from gongzhi.organisations import selectors as organisations
from gongzhi.projects.events.projects import CandidateSettled, ContractSettled, InterestDeclared, TeamChanged
from gongzhi.projects.lifecycle import BEFORE_MONEY, PLANNED, PROJECT
from gongzhi.projects.models import Candidate, Contract, Interest, Member
from gongzhi.projects.rules import kinds
from gongzhi.projects.selectors.project_interests import conflict_of
from gongzhi.projects.services.project_acts import Act, act_on, clean, person_of
from gongzhi.projects.services.project_checks import require_builder
from gongzhi.projects.words import projects as words

OPEN = tuple(state for state in PROJECT.states if PROJECT.is_open(state))
GATHERING = (*BEFORE_MONEY, *PLANNED)
NAME, PAPER = 80, 80


def set_team(
    *, actor: Actor, project_id: int, role: str, body_id: int | None = None, person_id: int | None = None
) -> Member:
    """Fill a core seat of the team, or replace who fills it. Refused: "unknown_role", "missing", "late", "denied"."""
    if role not in words.ROLES or role in words.OPEN_ROLES:
        raise Refused(_("请从清单里选在团队里做什么。"), code="unknown_role", field="role")
    if body_id is None and person_id is None:
        raise Refused(_("请选一个单位或一个人。"), code="missing", field="body")
    with act_on(actor, project_id, "project.run", *GATHERING, "building") as act:
        if act.project.state == "building" and not _filled(act, role):
            raise Refused(_("已经开工了，核心不能再加。"), code="late", field="role")
        Member.objects.filter(project=act.project, role=role, left_at=None).update(left_at=act.now)
        return _joined(act, role, body_id, person_id)


def _filled(act: Act, role: str) -> bool:
    return bool(Member.objects.filter(project=act.project, role=role, left_at=None).exists())


def join_team(*, actor: Actor, project_id: int, body_id: int | None = None) -> Member:
    """Sign up as a partner: any number may, and the core stays as it is. A body signs up by one of its seats.

    Refused: "closed_list" (this kind has no open sign-up), "not_yours", "again", "denied", "late".
    """
    with act_on(actor, project_id, "project.join", *GATHERING, "building") as act:
        if not kinds.kind(act.project.kind).open:
            raise Refused(_("这类项目不开放报名。"), code="closed_list")
        if body_id is not None and act.actor.seat_in(body_id) is None:
            raise Refused(_("只能替自己任职的单位报名。"), code="not_yours", field="body")
        try:
            with transaction.atomic():
                return _joined(act, "partner", body_id, person_of(act.actor))
        except IntegrityError as error:
            raise Refused(_("已经报过名了。"), code="again") from error


def leave_team(*, actor: Actor, project_id: int) -> int:
    """Take back one's own sign-up as a partner; returns how many rows ended. Refused("unknown")."""
    with act_on(actor, project_id, "project.join", *OPEN) as act:
        rows = Member.objects.filter(project=act.project, role="partner", person_id=person_of(act.actor), left_at=None)
        ended = rows.update(left_at=act.now)
        if not ended:
            raise Refused(_("您没有报过名。"), code="unknown")
        act.record(TeamChanged(project_id, "partner", None, False))
    return ended


def _joined(act: Act, role: str, body_id: int | None, person_id: int | None) -> Member:
    row = Member.objects.create(project=act.project, role=role, body_id=body_id, person_id=person_id, joined_at=act.now)
    act.record(TeamChanged(act.project.pk, role, body_id, True))
    return row


def declare_interest(*, actor: Actor, project_id: int, kind: str, body_id: int | None = None) -> Interest:
    """Say that one gains or loses by the project; it is never taken back. Refused: "unknown_interest"."""
    if kind not in words.INTERESTS:
        raise Refused(_("请从清单里选是哪一种关系。"), code="unknown_interest", field="kind")
    with act_on(actor, project_id, "project.declare", *OPEN) as act:
        row, made = Interest.objects.get_or_create(
            project=act.project, person_id=person_of(act.actor), kind=kind, defaults={"at": act.now, "body_id": body_id}
        )
        if made:
            act.record(InterestDeclared(project_id, kind, body_id))
    return row


def name_candidate(
    *, actor: Actor, project_id: int, price: int, body_id: int | None = None, name: str = ""
) -> Candidate:
    """Name somebody who could build or deliver, with their price in fen. Refused: "missing", "not_money", "over".

    "over": dearer than what was promised when the project was fixed.
    """
    with act_on(actor, project_id, "project.approve", *PLANNED) as act:
        line = organisations.body(body_id).name if body_id is not None else clean(name, NAME, "name")
        require_builder(act.project, body_id)
        _affordable(act, price)
        row = Candidate.objects.create(
            project=act.project, body_id=body_id, name=line[:NAME], price=price, named_by_id=person_of(act.actor),
            named_at=act.now,
        )  # fmt: skip
        act.record(CandidateSettled(project_id, row.pk, row.state, price))
    return row


def _affordable(act: Act, amount: int) -> None:
    if amount < 0:
        raise Refused(_("金额不能是负的。"), code="not_money", field="price")
    if amount > (act.project.promised_cost or 0):
        raise Refused(_("比定下来的金额还多，不能这样签。"), code="over", field="price")


def _second(act: Act, first: int) -> int:
    """Another person than the first. Refused("same_person")."""
    person = person_of(act.actor)
    if person == first:
        raise Refused(_("提出的和核准的要是两个人，请另一个人来。"), code="same_person")
    return person


def settle_candidate(*, actor: Actor, candidate_id: int, choose: bool) -> Candidate:
    """Choose or refuse a named builder, as another person than who named it. Refused: "same_person", "chosen_already".

    Also "denied": a person with an interest, declared or by holding a seat in a named builder.
    """
    found = Candidate.objects.filter(pk=candidate_id).first()
    if found is None:
        raise Refused(_("没有这个候选单位。"), code="unknown")
    with act_on(actor, found.project_id, "project.approve", *PLANNED) as act:
        row = Candidate.objects.select_for_update().get(pk=candidate_id)
        if row.state != "named":
            raise Refused(_("这个候选单位已经定过了。"), code="late")
        _unrelated(act)
        row.settled_by_id, row.settled_at = _second(act, row.named_by_id), act.now
        row.state = "chosen" if choose else "refused"
        if choose:
            require_builder(act.project, row.body_id)
        if choose and Candidate.objects.filter(project=act.project, state="chosen").exists():
            raise Refused(_("已经选定了一家。"), code="chosen_already")
        row.save()
        if choose:
            Member.objects.filter(project=act.project, role="builder", left_at=None).update(left_at=act.now)
            if row.body_id is not None:
                _joined(act, "builder", row.body_id, None)
        act.record(CandidateSettled(act.project.pk, row.pk, row.state, row.price))
    return row


def _unrelated(act: Act) -> None:
    why = conflict_of(act.actor.person_id, act.project)
    if why:
        raise Refused(why, code="denied")


def draw_contract(*, actor: Actor, project_id: int, amount: int, paper: str) -> Contract:
    """Draw up the contract with the chosen builder: the amount in fen, the number of the paper.

    Refused: "no_builder", "over" (more than their price), "again" (one is drawn up or signed), "missing".
    """
    with act_on(actor, project_id, "project.approve", *PLANNED) as act:
        chosen = Candidate.objects.filter(project=act.project, state="chosen").first()
        if chosen is None:
            raise Refused(_("先由两个人选定一家，再签合同。"), code="no_builder")
        _affordable(act, amount)
        if amount > chosen.price:
            raise Refused(_("合同不能比选定时的报价高。"), code="over", field="amount")
        if Contract.objects.filter(project=act.project, state__in=("drawn", "signed")).exists():
            raise Refused(_("已经有一份合同了。"), code="again")
        row = Contract.objects.create(
            project=act.project, candidate=chosen, amount=amount, paper=clean(paper, PAPER, "paper"),
            drawn_by_id=person_of(act.actor), drawn_at=act.now,
        )  # fmt: skip
        act.record(ContractSettled(project_id, row.pk, row.state, amount))
    return row


def sign_contract(*, actor: Actor, contract_id: int, sign: bool) -> Contract:
    """Sign or refuse a contract, as another person than who drew it up. Refused: "same_person", "late", "denied"."""
    found = Contract.objects.filter(pk=contract_id).first()
    if found is None:
        raise Refused(_("没有这份合同。"), code="unknown")
    with act_on(actor, found.project_id, "project.approve", *PLANNED) as act:
        row = Contract.objects.select_for_update().get(pk=contract_id)
        if row.state != "drawn":
            raise Refused(_("这份合同已经定过了。"), code="late")
        row.signed_by_id, row.signed_at = _second(act, row.drawn_by_id), act.now
        row.state = "signed" if sign else "refused"
        if sign:
            require_builder(act.project, row.candidate.body_id)
        row.save()
        act.record(ContractSettled(act.project.pk, row.pk, row.state, row.amount))
    return row
