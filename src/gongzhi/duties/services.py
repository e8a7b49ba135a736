"""The only writers of duties: open, discharge, lapse, cancel, pause, resume, and the tick of the clock."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from gongzhi.duties import rules, selectors, words
from gongzhi.duties.events import (
    WARNING_EVENTS,
    DutyCancelled,
    DutyDischarged,
    DutyLapsed,
    DutyOpened,
    DutyPaused,
    DutyReopened,
    DutyResumed,
    stamp,
)
from gongzhi.duties.models import Duty, Pause
from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor, Seat, system
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.event import Event
from gongzhi.kernel.limit import Limit
from gongzhi.kernel.permit import require
from gongzhi.kernel.reference import Ref
from gongzhi.record.selectors import facts_about
from gongzhi.record.services import append, gathered, insert
from gongzhi.rulebook.selectors import calendar
from gongzhi.rulebook.selectors import limit as limit_of

CLOCK = system("duties.clock")
BATCH = 200


@dataclass(frozen=True)
class NewDuty:
    """A duty to open: what must be done by whom, and the limit or the agreed instant (`due_at`)."""

    kind: str
    limit: Limit
    body_id: int | None
    person_id: int | None = None
    due_at: datetime | None = None


def open_duty(
    *,
    kind: str,
    about: Ref,
    body_id: int | None,
    limit: Limit,
    at: datetime | None = None,
    person_id: int | None = None,
    due_at: datetime | None = None,
    actor: Actor = CLOCK,
) -> Duty:
    """Bind a body (or, without one, a person) to one act; one INSERT and one fact. See `open_duties`."""
    plan = NewDuty(kind, limit, body_id, person_id, due_at)
    return open_duties(about=about, plans=[plan], at=at, actor=actor)[0]


def open_duties(
    *, about: Ref, plans: Sequence[NewDuty], at: datetime | None = None, actor: Actor = CLOCK
) -> list[Duty]:
    """Open several duties on one matter at once: one INSERT for the duties, one for their facts.

    `due_at` is an agreed or ordered instant and replaces what `limit` gives. ValueError for a kind that words.KINDS
    does not hold, for a duty without owner, and for a due time before the start; Refused("duty_open") when the same
    owner has the same open duty already: the caller's whole act is then undone.
    """
    start = at or clock.now()
    opened = [_planned(about, plan, start) for plan in plans]
    # No savepoint: that is two statements a report, and a duplicate means that the whole act of the caller is wrong.
    with transaction.atomic(savepoint=False):
        try:
            insert(opened)
        except IntegrityError as error:
            raise Refused(_("这件事已经有同样的时限在走。"), code="duty_open") from error
        with gathered():
            for duty in opened:
                owner = (duty.body_id, duty.person_id)
                append(DutyOpened(duty.pk, duty.kind, str(about), *owner, stamp(duty.due_at)), actor=actor, about=about)
    return opened


def _planned(about: Ref, plan: NewDuty, start: datetime) -> Duty:
    _check(plan.kind, plan.body_id, plan.person_id, start, plan.due_at)
    when = selectors.instants_of(rules.Terms(start, plan.limit, plan.due_at))
    return Duty(
        kind=plan.kind, about_label=about.label, about_id=about.id, body_id=plan.body_id, person_id=plan.person_id,
        opened_at=start, limit_amount=plan.limit.amount, limit_unit=plan.limit.unit, fixed_due=plan.due_at,
        due_at=when.due, yellow_at=when.yellow, red_at=when.red, next_at=when.next(0),
    )  # fmt: skip


def _check(kind: str, body_id: int | None, person_id: int | None, start: datetime, due_at: datetime | None) -> None:
    if kind not in words.KINDS:
        raise ValueError(f"unknown kind of duty: {kind}")
    if body_id is None and person_id is None:
        raise ValueError("a duty needs a body or a person")
    if due_at is not None and due_at < start:
        raise ValueError("a duty cannot be due before it starts")


Ending = Callable[[Duty, datetime], Event]


def discharge(
    *, about: Ref, kind: str | None = None, body_id: int | None = None, at: datetime | None = None, actor: Actor = CLOCK
) -> list[Duty]:
    """The act was done: close the open duties that match, as done or, after the due instant, as late_done."""

    def done(duty: Duty, when: datetime) -> DutyDischarged:
        late = rules.is_late(duty.due_at, when)
        duty.state = "late_done" if late else "done"
        return DutyDischarged(**_facts(duty), closed_at=stamp(when), late=late)

    return _close(about, kind, body_id, at, actor, done)


def lapse(
    *, about: Ref, kind: str | None = None, body_id: int | None = None, at: datetime | None = None, actor: Actor = CLOCK
) -> list[Duty]:
    """The time ran out and the act is asked for no more (a resident's silence). Refused("running") before that."""

    def lapsed(duty: Duty, when: datetime) -> DutyLapsed:
        if when < duty.due_at:
            raise Refused(_("时限还没有到。"), code="running")
        duty.state = "lapsed"
        return DutyLapsed(**_facts(duty), closed_at=stamp(when))

    return _close(about, kind, body_id, at, actor, lapsed)


def cancel(
    *, about: Ref, kind: str | None = None, body_id: int | None = None, at: datetime | None = None, actor: Actor = CLOCK
) -> list[Duty]:
    """The act is not needed any more: close the open duties that match; nobody is late."""

    def cancelled(duty: Duty, when: datetime) -> DutyCancelled:
        duty.state = "cancelled"
        return DutyCancelled(**_facts(duty), closed_at=stamp(when))

    return _close(about, kind, body_id, at, actor, cancelled)


def _close(
    about: Ref, kind: str | None, body_id: int | None, at: datetime | None, actor: Actor, ending: Ending
) -> list[Duty]:
    when = at or clock.now()
    with transaction.atomic(savepoint=False):
        found = selectors.open_of(about, kind)
        if body_id is not None:
            found = found.filter(body_id=body_id)
        duties = list(found.select_for_update())
        for duty in duties:
            if when < duty.opened_at:
                raise ValueError("a duty cannot end before it starts")
            _settle(duty, when, actor)
            event = ending(duty, when)
            duty.closed_at, duty.next_at = when, None
            duty.save(update_fields=["state", "closed_at", *_CLOCK_FIELDS])
            append(event, actor=actor, about=about)
    return duties


def reopen(*, duty_ids: Iterable[int], actor: Actor = CLOCK) -> list[Duty]:
    """The act that ended these duties was taken back: each runs on to the due time that it had, never a fresh one.

    A pause that the act ended goes on too. ValueError for a duty that still runs.
    """
    with transaction.atomic(savepoint=False):
        duties = list(Duty.objects.select_for_update().filter(pk__in=list(duty_ids)).order_by("pk"))
        for duty in duties:
            if duty.state == words.OPEN:
                raise ValueError("a duty that runs cannot be opened again")
            _wind_back(duty)
            duty.state, duty.closed_at = words.OPEN, None
            duty.save(update_fields=["state", "closed_at", *_CLOCK_FIELDS])
            append(DutyReopened(**_facts(duty)), actor=actor, about=duty.about)
    return duties


def _wind_back(duty: Duty) -> None:
    """Set the clock (unsaved) as it stood before the duty closed."""
    stopped = Pause.objects.filter(duty=duty, until=duty.closed_at).order_by("-id").first()
    if stopped is None or not _ended_by_closing(duty):
        duty.next_at = rules.Instants(duty.yellow_at, duty.red_at, duty.due_at).next(duty.warned)
        return
    stopped.until = None
    stopped.save(update_fields=["until"])
    found = selectors.instants_of(selectors.terms_of(duty), rules.settled(selectors.stored_pauses(duty), stopped.since))
    duty.due_at, duty.yellow_at, duty.red_at = found.due, found.yellow, found.red
    duty.paused_since, duty.next_at = stopped.since, stopped.cap_at


def _ended_by_closing(duty: Duty) -> bool:
    """Whether the last pause ended because the duty closed; at the same instant somebody may have ended it by hand."""
    told = [f.data for f in facts_about(duty.about) if f.kind == DutyResumed.kind and f.data["duty_id"] == duty.pk]
    return bool(told) and told[-1]["by"] == "closed"


_CLOCK_FIELDS = ("due_at", "yellow_at", "red_at", "next_at", "paused_since", "warned")


def _facts(duty: Duty) -> dict[str, Any]:
    return {
        "duty_id": duty.pk,
        "duty_kind": duty.kind,
        "about": str(duty.about),
        "body_id": duty.body_id,
        "due_at": stamp(duty.due_at),
    }


def pause(*, actor: Actor, duty_id: int, reason: str) -> Duty:
    """Let the clock stand still, for a reason of words.PAUSE_REASONS, at the longest until the rule pack's cap.

    Refused: "reason" (not on the list), "denied", "closed", "paused", "overdue" (a missed time is not undone by a
    pause), "pause_used_up" (earlier pauses have used the cap).
    """
    if reason not in words.PAUSE_REASONS:
        raise Refused(_("请从清单里选一个暂停的原因。"), code="reason", field="reason")
    now = clock.now()
    with transaction.atomic():
        duty = _open_for(duty_id)
        seat = require(actor, "duties.pause", duty).seat
        cap_at = _cap_at(duty, now)
        Pause.objects.create(duty=duty, since=now, cap_at=cap_at, reason=reason)
        duty.paused_since, duty.next_at = now, cap_at
        duty.save(update_fields=["paused_since", "next_at"])
        event = DutyPaused(**_facts(duty), reason=reason, since=stamp(now), cap_at=stamp(cap_at))
        append(event, actor=actor, about=duty.about, seat=seat)
    return duty


def _open_for(duty_id: int) -> Duty:
    """The duty under a lock; Refused("closed") when it has ended."""
    duty = Duty.objects.select_for_update().get(pk=duty_id)
    if duty.state != words.OPEN:
        raise Refused(_("这件事的时限已经结束。"), code="closed")
    return duty


def _cap_at(duty: Duty, now: datetime) -> datetime:
    if duty.paused_since is not None:
        raise Refused(_("时钟已经在暂停。"), code="paused")
    if now > duty.due_at:
        raise Refused(_("已经过期，不能再暂停。"), code="overdue")
    cap = limit_of("duty.pause_cap", on=selectors.day_of(duty.opened_at))
    used = rules.paused_time(rules.settled(selectors.stored_pauses(duty), now))
    cap_at = rules.pause_cap(now, cap, calendar(), used)
    if cap_at <= now:
        raise Refused(_("这件事暂停的总时间已经用完。"), code="pause_used_up")
    return cap_at


def resume(*, actor: Actor, duty_id: int) -> Duty:
    """Let the clock run again; the due time moves by what the calendar makes of the pause. Refused("running")."""
    with transaction.atomic():
        duty = _open_for(duty_id)
        seat = require(actor, "duties.pause", duty).seat
        if duty.paused_since is None:
            raise Refused(_("时钟没有在暂停。"), code="running")
        _end_pause(duty, clock.now(), "hand", actor, seat)
        duty.save(update_fields=list(_CLOCK_FIELDS))
    return duty


def unpause(*, actor: Actor, duty_id: int) -> Duty:
    """Take back a pause that has just begun: it lasted no time and moves no due time. Refused("running")."""
    with transaction.atomic():
        duty = _open_for(duty_id)
        seat = require(actor, "duties.pause", duty).seat
        if duty.paused_since is None:
            raise Refused(_("时钟没有在暂停。"), code="running")
        _end_pause(duty, duty.paused_since, "undone", actor, seat)
        duty.save(update_fields=list(_CLOCK_FIELDS))
    return duty


def _settle(duty: Duty, when: datetime, actor: Actor) -> None:
    """End a running pause before a duty closes, so that late or in time is judged by the clock as it then stands."""
    if duty.paused_since is not None:
        _end_pause(duty, when, "closed", actor)


def _end_pause(duty: Duty, when: datetime, by: str, actor: Actor, seat: Seat | None = None) -> None:
    """End the running pause at `when` or, if that came first, at its cap; set the duty's instants anew (unsaved)."""
    running = Pause.objects.get(duty=duty, until=None)
    if when >= running.cap_at:
        when, by = running.cap_at, "cap"
    running.until = max(when, running.since)
    running.save(update_fields=["until"])
    pauses = rules.settled(Pause.objects.filter(duty=duty).values_list("since", "until"), running.until)
    found = selectors.instants_of(selectors.terms_of(duty), pauses)
    duty.due_at, duty.yellow_at, duty.red_at = found.due, found.yellow, found.red
    duty.paused_since, duty.next_at = None, found.next(duty.warned)
    append(DutyResumed(**_facts(duty), until=stamp(running.until), by=by), actor=actor, about=duty.about, seat=seat)


def tick(now: datetime | None = None) -> int:
    """Give every warning whose instant has passed, once, and end pauses at their cap; returns how many facts.

    Each batch is one transaction over locked rows, so two clocks may tick at once: on PostgreSQL each skips what the
    other holds, on SQLite the second waits (transactions there take the write lock at their start).
    """
    now, total = now or clock.now(), 0
    with clock.at(now):
        while done := _tick_batch(now):
            total += done
    return total


def _tick_batch(now: datetime) -> int:
    with transaction.atomic():
        skip = connection.features.has_select_for_update_skip_locked
        due = Duty.objects.filter(next_at__lte=now).order_by("next_at", "id").select_for_update(skip_locked=skip)
        duties = list(due[:BATCH])
        done = sum(_wind(duty, now) for duty in duties)
        if duties:
            Duty.objects.bulk_update(duties, _CLOCK_FIELDS)
    return done


def _wind(duty: Duty, now: datetime) -> int:
    """Bring one duty's clock up to `now` (unsaved); returns how many facts that made."""
    done = 0
    while duty.next_at is not None and duty.next_at <= now:
        if duty.paused_since is not None:
            _end_pause(duty, now, "cap", CLOCK)
        else:
            when = rules.Instants(duty.yellow_at, duty.red_at, duty.due_at)
            event = WARNING_EVENTS[duty.warned](**_facts(duty), passed_at=stamp(when.passed(duty.warned)))
            append(event, actor=CLOCK, about=duty.about)
            duty.warned += 1
            duty.next_at = when.next(duty.warned)
        done += 1
    return done
