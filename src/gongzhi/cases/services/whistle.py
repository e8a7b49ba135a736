"""吹哨: departments are named, each with its arrival clock; they come, report or decline by a clause; both rate."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.cases.events import CallMade, CallMoved, CallRated
from gongzhi.cases.models import Call, Case, Plan
from gongzhi.cases.selectors.limits import clause_of, limit
from gongzhi.cases.services.engine import LEAVING, Change, about, effect, give_to
from gongzhi.duties import services as duties
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.limit import Limit
from gongzhi.kernel.permit import require
from gongzhi.organisations import selectors as organisations
from gongzhi.organisations.selectors import fresh
from gongzhi.record.services import append


def _arrival(case: Case) -> Limit:
    """How long a called department has; where life or property is in danger, no longer than the tier itself."""
    return limit("case.tier.2h" if case.tier == "2h" else "case.arrive_limit")


@effect("whistle")
def whistle(change: Change) -> None:
    """Each named department gets a call with an arrival clock of its own."""
    case = change.case
    bodies = {int(pk) for pk in change.given["calls"]}
    if case.holder_id in bodies:
        raise Refused(_("不用给自己吹哨，请选要到场的部门。"), code="same_body", field="calls")
    case.whistled = True
    change.say("reason", change.given.get("reason") or "")
    for pk in sorted(bodies):
        body = organisations.body(pk)
        duty = duties.open_duty(
            kind="arrive", about=about(case), body_id=body.pk, limit=_arrival(case), actor=change.actor
        )
        call = Call.objects.create(
            case=case, body=body, whistler_id=case.holder_id, called_at=change.now, arrive_by=duty.due_at
        )
        fact = CallMade(case.pk, call.pk, body.pk, case.holder_id)
        append(fact, actor=change.actor, about=about(case), seat=change.seat)


def _own_call(change: Change, state: str) -> Call:
    """The call of the actor's own body, under a lock; Refused when it is past this step."""
    bodies = [s.body_id for s in change.actor.seats]
    call = (
        Call.objects.select_for_update()
        .filter(case=change.case, body_id__in=bodies, state=state, ended_at=None)
        .order_by("id")
        .first()
    )
    if call is None:
        raise Refused(_("您的部门这一步已经做过，或还没有报到。"), code="stale")
    return call


def _step(change: Change, call: Call, state: str, clause: str = "") -> None:
    call.state, call.clause = state, clause or call.clause
    call.save()
    in_time = (call.arrived_at or change.now) <= call.arrive_by
    fact = CallMoved(change.case.pk, call.pk, call.body_id, state, in_time, clause)
    append(fact, actor=change.actor, about=about(change.case), seat=change.seat)


@effect("arrive")
def arrive(change: Change) -> None:
    """The department is there; being there is not being done."""
    call = _own_call(change, "called")
    call.arrived_at = change.now
    duties.discharge(about=about(change.case), kind="arrive", body_id=call.body_id, actor=change.actor)
    _step(change, call, "arrived")


@effect("report_in")
def report_in(change: Change) -> None:
    """What the department did or found on the spot."""
    call = _own_call(change, "arrived")
    call.reported_at = call.ended_at = change.now
    change.say("report", change.given["report"])
    _step(change, call, "reported")


@effect("decline_call")
def decline_call(change: Change) -> None:
    """Not ours, by this clause of the list."""
    clause = clause_of(change.given["clause"])
    call = _own_call(change, "called")
    call.ended_at = change.now
    change.clause = clause
    change.say("reason", change.given.get("reason") or "")
    duties.discharge(about=about(change.case), kind="arrive", body_id=call.body_id, actor=change.actor)
    _step(change, call, "declined", clause)


@effect("recall")
def recall(change: Change) -> None:
    """The whistle is taken back; the calls that still run end with it."""
    change.say("reason", change.given["reason"])


def end_calls(change: Change) -> None:
    """End the calls that still run when the case goes on without them."""
    for call in Call.objects.select_for_update().filter(case=change.case, ended_at=None):
        call.ended_at = change.now
        _step(change, call, "recalled" if call.state == "called" else call.state)


LEAVING |= {"whistled": end_calls, "responding": end_calls}


@effect("plan")
def plan(change: Change) -> None:
    """The joint plan names one lead, and the lead has the case from now on."""
    due = change.given["due"]
    if not isinstance(due, datetime) or due <= change.now:
        raise Refused(_("完成时间要在今天以后，请重新选。"), code="past", field="due")
    case = change.case
    body = organisations.body(int(change.given["lead"]))
    taking_part = set(Call.objects.filter(case=case).exclude(state="declined").values_list("body_id", flat=True))
    if body.pk not in taking_part | {case.holder_id}:
        raise Refused(_("牵头单位要从到场的单位里选。"), code="not_there", field="lead")
    Plan.objects.create(case=case, lead=body, text=change.given["plan"], due_at=due, made_at=change.now)
    change.say("plan", change.given["plan"])
    give_to(case, body)
    change.solve_by, change.new_clock = due, True


def miss_call(case: Case, body_id: int, change_actor: Actor) -> None:
    """The arrival clock ran out: a no-show, on the record by itself (row E02)."""
    for call in Call.objects.select_for_update().filter(case=case, body_id=body_id, state="called", missed=False):
        call.missed = True
        call.save(update_fields=["missed"])
        fact = CallMoved(case.pk, call.pk, body_id, "missed", False)
        append(fact, actor=change_actor, about=about(case))


def rate_call(*, actor: Actor, call_id: int, mark: int) -> Call:
    """One side rates the other, 1–5, once (双考核). Refused: "denied", "range", "rated"."""
    with transaction.atomic():
        call = Call.objects.select_for_update().select_related("case").get(pk=call_id)
        actor = fresh(actor)
        answer = require(actor, "case.rate_call", call)
        if not 1 <= mark <= 5:
            raise Refused(_("请选 1 到 5 分。"), code="range", field="mark")
        bodies = {s.body_id for s in actor.seats}
        side = "whistler" if call.whistler_id in bodies else "department"
        name = f"{side}_mark"
        if getattr(call, name) is not None:
            raise Refused(_("已经评过了。"), code="rated")
        setattr(call, name, mark)
        call.save(update_fields=[name])
        fact = CallRated(call.case_id, call.pk, side, mark)
        append(fact, actor=actor, about=about(call.case), seat=answer.seat)
    return call
