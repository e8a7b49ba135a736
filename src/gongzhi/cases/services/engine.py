"""One engine makes every move of a case: lock, look up, ask, change, set the clocks, write one fact."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.cases import permits as permits  # declares the powers
from gongzhi.cases.events import CaseHanded, CaseMoved, ClockPaused
from gongzhi.cases.lifecycle import CASE, DUTIES, FULFILS
from gongzhi.cases.models import Case, Holding, Word
from gongzhi.cases.selectors.limits import limit, stage_limit
from gongzhi.duties import selectors as duties_read
from gongzhi.duties import services as duties
from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor, Seat
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.lifecycle import Move
from gongzhi.kernel.permit import require
from gongzhi.kernel.reference import Ref
from gongzhi.organisations.selectors import fresh
from gongzhi.places.words import rung
from gongzhi.record.services import append


@dataclass
class Change:
    """A move in the making: what is changed, by whom, with which inputs, and what is to be said about it."""

    case: Case
    step: Move
    actor: Actor
    seat: Seat | None
    given: dict[str, Any]
    now: datetime
    clause: str = ""
    source: str = ""
    new_clock: bool = False  # the holder's clock starts anew
    solve_by: datetime | None = None  # an agreed instant instead of the list's limit
    response: str = ""  # how a body's first answer came, where this move ends that clock
    responder_id: int | None = None
    undoes: int = 0  # the fact of the act that this one takes back, and the move that it was
    undone: str = ""
    clocks_back: Callable[[], None] | None = None  # puts the clocks as they were, instead of the new state's own
    saying: list[tuple[str, str, str]] = field(default_factory=list)  # kind, text, sight
    after: list[Callable[[], None]] = field(default_factory=list)

    def say(self, kind: str, text: str, sight: str = "parties") -> None:
        """Words that go with this move."""
        if text.strip():
            self.saying.append((kind, text.strip(), sight))


def about(case: Case) -> Ref:
    """How the record names a case."""
    return Ref("cases.case", case.pk)


def lock_case(case_id: int, beside: int | None = None) -> Case:
    """The case under a lock, with its place.

    Everybody locks in one order, so that two acts cannot wait for each other: what a case is merged into or part of
    comes before it; two equals (`beside`, the other of a merge) come by their numbers.
    """
    rows = Case.objects.select_for_update(of=("self",)).order_by("pk")
    above = Case.objects.filter(pk=case_id).values_list("primary_id", "part_of_id").first() or ()
    for ids in ([pk for pk in above if pk], [case_id, beside] if beside else []):
        if ids:
            list(rows.filter(pk__in=ids).values_list("pk", flat=True))
    try:
        return Case.objects.select_for_update(of=("self",)).select_related("place").get(pk=case_id)
    except Case.DoesNotExist:
        raise Refused(_("没有这件事，请核对编号。"), code="unknown") from None


def find_step(case: Case, move: str, seen: int | None) -> Move:
    """The table's line; Refused("stale") names what happened meanwhile, so that nobody wonders."""
    stale = seen is not None and seen != case.version
    found = next((m for m in CASE.moves if m.name == move and case.state in m.sources), None)
    if found is None or stale:
        raise Refused(_("这件事刚有人办过，您看到的不是最新的。请看下面最新的经过，再决定怎么办。"), code="stale")
    return found


def move_case(
    *, actor: Actor, case_id: int, move: str, seen: int | None = None, permit: str | None = None, **given: Any
) -> Case:
    """Make one move. `seen` is the version that the actor looked at; two at once: one wins, the other is told.

    Refused: "stale", "denied" (with the reason), "missing" with the field, and what the move itself asks.
    """
    with transaction.atomic():
        case = lock_case(case_id, given.get("primary"))
        actor = fresh(actor)
        step = find_step(case, move, seen)
        answer = require(actor, permit or step.permit, case)
        for need in step.needs:
            if given.get(need) in (None, "", (), []):
                raise Refused(_("还缺一项，请补上再送。"), code="missing", field=need)
        change = Change(case, step, actor, answer.seat, given, clock.now(), source=case.state)
        before = (case.holder_id, case.level)
        EFFECTS.get(move, _nothing)(change)
        _settle(change, before)
        for then in change.after:
            then()
    return case


def _nothing(change: Change) -> None:
    """A move that only changes the state."""


EFFECTS: dict[str, Callable[[Change], None]] = {}


def effect(*moves: str) -> Callable[[Callable[[Change], None]], Callable[[Change], None]]:
    """Declare what a move does besides changing the state."""

    def declare(function: Callable[[Change], None]) -> Callable[[Change], None]:
        for move in moves:
            EFFECTS[move] = function
        return function

    return declare


LEAVING: dict[str, Callable[[Change], None]] = {}


def give_to(case: Case, body: Any) -> None:
    """The body has the case from now on, at its own level."""
    case.holder_id = body.pk
    case.level = rung(body.place.level)


def _settle(change: Change, before: tuple[int, str]) -> None:
    case, step = change.case, change.step
    for state, leave in LEAVING.items():
        if change.source == state and step.target not in LEAVING:
            leave(change)
    case.state = step.target
    case.is_open = CASE.is_open(step.target)
    case.version += 1
    if not case.is_open:
        case.closed_at = change.now
    if step.target != "offered":
        case.offered_to = None
    moved = before != (case.holder_id, case.level)
    _holdings(change, moved)
    _clocks(change, moved)
    case.save()
    fact = append(_fact(change), actor=change.actor, about=about(case), seat=change.seat)
    body = change.seat.body_id if change.seat else None
    Word.objects.bulk_create(
        Word(case=case, fact_id=fact.pk, kind=kind, text=text, sight=sight, body_id=body, at=change.now)
        for kind, text, sight in change.saying
    )


def _fact(change: Change) -> CaseMoved:
    case = change.case
    return CaseMoved(
        case_id=case.pk,
        move=change.step.name,
        source=change.source,
        state=case.state,
        level=case.level,
        holder_id=case.holder_id,
        offered_to=case.offered_to_id,
        matter=case.matter,
        tier=case.tier,
        bounces=case.bounces,
        reopened=case.reopened,
        outcome=case.outcome,
        clause=change.clause,
        branch=case.branch,
        primary=case.primary_id,
        community_id=case.community_id,
        street_id=case.street_id,
        response=change.response,
        responder_id=change.responder_id,
        undoes=change.undoes,
        undone=change.undone,
    )


def _holdings(change: Change, moved: bool) -> None:
    """Close the holder's stretch and open the next at the same instant: no minute between."""
    case, now = change.case, change.now
    if case.is_open and not moved:
        return
    Holding.objects.filter(case=case, until=None).update(until=now)
    if case.is_open:
        Holding.objects.create(case=case, body_id=case.holder_id, level=case.level, since=now)
        for follower in Case.objects.select_for_update().filter(primary=case, state="merged"):
            _hand_follower(follower, change)


def _hand_follower(follower: Case, change: Change) -> None:
    """A merged case is answered for by whoever has the main one."""
    case, now = change.case, change.now
    Holding.objects.filter(case=follower, until=None).update(until=now)
    Holding.objects.create(case=follower, body_id=case.holder_id, level=case.level, since=now)
    Case.objects.filter(pk=follower.pk).update(holder_id=case.holder_id, level=case.level)
    fact = CaseHanded(follower.pk, case.holder_id, case.level)
    append(fact, actor=change.actor, about=about(follower), seat=change.seat)


def _clocks(change: Change, moved: bool) -> None:
    """Set the clocks, and show the holder's on the case."""
    case = change.case
    if change.clocks_back is None:
        running = _wound(change, moved)
    else:
        change.clocks_back()
        running = {duty.kind: duty.due_at for duty in duties_read.open_of(about(case))}
    main = next((k for k in ("solve", "sort", "judge", "call_back") if k in running), None)
    case.due_at = running[main] if main else None
    case.overdue = bool(case.due_at and case.due_at < change.now)


def _wound(change: Change, moved: bool) -> dict[str, datetime]:
    """End the duties that this move fulfils or makes needless, and start those of the new state; what runs then."""
    case, ref = change.case, about(change.case)
    keep = DUTIES.get(case.state, ())
    fulfilled = FULFILS.get(change.step.name, ())
    anew = moved or change.new_clock
    running: dict[str, datetime] = {}
    for duty in list(duties_read.open_of(ref)):
        if duty.kind in fulfilled:
            ended = duties.discharge(about=ref, kind=duty.kind, body_id=duty.body_id, actor=change.actor)
            _responded(change, ended[0])
        elif duty.kind not in keep or (anew and duty.kind in ("solve", "accept")):
            duties.cancel(about=ref, kind=duty.kind, body_id=duty.body_id, actor=change.actor)
            _responded(change, duty)
        else:
            running[duty.kind] = duty.due_at
    for kind in keep:
        if kind not in running and kind in _STARTS:
            running[kind] = _STARTS[kind](change)
    return running


def _responded(change: Change, duty: Any) -> None:
    """Note how the first answer of a body came: in time, late, or not at all before its time was over."""
    if duty.kind not in ("accept", "sort"):
        return
    done = {"done": "in_time", "late_done": "late"}.get(duty.state, "")
    change.response = done or ("missed" if duty.due_at < change.now else "")
    change.responder_id = duty.body_id if change.response else None


def _start(change: Change, kind: str, body_id: int | None, rule: str, **more: Any) -> datetime:
    duty = duties.open_duty(
        kind=kind, about=about(change.case), body_id=body_id, limit=limit(rule), actor=change.actor, **more
    )
    return duty.due_at


def _start_solve(change: Change) -> datetime:
    case = change.case
    duty = duties.open_duty(
        kind="solve",
        about=about(case),
        body_id=case.holder_id,
        limit=stage_limit(case),
        due_at=change.solve_by,
        actor=change.actor,
    )
    return duty.due_at


_STARTS: dict[str, Callable[[Change], datetime]] = {
    "accept": lambda c: _start(c, "accept", c.case.holder_id, "case.accept_limit"),
    "solve": _start_solve,
    "take": lambda c: _start(c, "take", c.case.offered_to_id, "case.offer_limit"),
    "decide": lambda c: _start(c, "decide", c.given["decider"].pk, "case.decide_limit"),
    "judge": lambda c: _start(c, "judge", None, "case.judge_silence", person_id=c.case.reporter_id),
}


def pause_clock(*, actor: Actor, case_id: int, reason: str) -> Case:
    """Stop the holder's clock for a listed reason, up to the cap of the rule pack."""
    return _clock_act(actor, case_id, reason)


def resume_clock(*, actor: Actor, case_id: int) -> Case:
    """Let the holder's clock run again."""
    return _clock_act(actor, case_id, None)


def _clock_act(actor: Actor, case_id: int, reason: str | None) -> Case:
    with transaction.atomic():
        case = lock_case(case_id)
        actor = fresh(actor)
        answer = require(actor, "case.pause", case)
        duty = duties_read.open_of(about(case), "solve").first()
        if duty is None:
            raise Refused(_("现在没有答复时限在走。"), code="closed")
        if reason is None:
            duty = duties.resume(actor=actor, duty_id=duty.pk)
        else:
            duty = duties.pause(actor=actor, duty_id=duty.pk, reason=reason)
        case.due_at = duty.due_at
        case.version += 1
        case.save(update_fields=["due_at", "version"])
        fact = ClockPaused(case.pk, duty.pk, reason or "", reason is None)
        append(fact, actor=actor, about=about(case), seat=answer.seat)
    return case
