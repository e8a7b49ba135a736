"""One responsible body and one clock in every state in which a rule text is still in the making."""

from __future__ import annotations

from gongzhi.deliberation.lifecycle import COVENANT_DUTIES
from gongzhi.deliberation.models import Edition
from gongzhi.deliberation.rules.selfrules import rule_kinds
from gongzhi.duties import selectors as duties_read
from gongzhi.duties import services as duties
from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.organisations import selectors as organisations
from gongzhi.rulebook import selectors as rulebook

CORRECT = "solve"


def filing_body(edition: Edition) -> int | None:
    """The body that gives the receipt for this text's place; None where there is none."""
    wanted = rule_kinds()[edition.covenant.rule_kind].filed_with
    there = organisations.bodies_for(wanted, edition.covenant.place)
    return next((there[kind].pk for kind in wanted if kind in there), None)


def set_clock(edition: Edition, actor: Actor) -> None:
    """End the clock of the state before and start this one's; none runs once the text is in force or dropped."""
    for duty in list(duties_read.open_of(edition.ref)):
        if duty.kind != CORRECT or edition.state != "in_force":
            duties.discharge(about=edition.ref, kind=duty.kind, body_id=duty.body_id, actor=actor)
    kind, rule = COVENANT_DUTIES.get(edition.state, ("", ""))
    if kind:
        _start(edition, actor, kind, rule, filing_body(edition) if edition.state == "sent" else None)


def correct_clock(edition: Edition, actor: Actor) -> None:
    """The keeper must correct a text that is in force already; a second order does not start a second clock."""
    if not any(duty.kind == CORRECT for duty in duties_read.open_of(edition.ref)):
        _start(edition, actor, CORRECT, "covenant.correct_limit", None)


def _start(edition: Edition, actor: Actor, kind: str, rule: str, owner: int | None) -> None:
    limit = rulebook.limit(rule, clock.today().date())
    body = owner or edition.covenant.keeper_id
    duties.open_duty(kind=kind, about=edition.ref, body_id=body, limit=limit, actor=actor)
