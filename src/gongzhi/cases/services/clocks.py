"""What a case does when a clock runs out: rise, fall back, note a no-show, draw for call-back, close in silence."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction

from gongzhi.cases.lifecycle import CASE
from gongzhi.cases.models import Case
from gongzhi.cases.rules import next_rung
from gongzhi.cases.selectors.limits import limit
from gongzhi.cases.services.effects import LOOP
from gongzhi.cases.services.engine import about, lock_case, move_case
from gongzhi.cases.services.judging import drawn_for_call_back
from gongzhi.cases.services.whistle import miss_call
from gongzhi.duties import selectors as duties_read
from gongzhi.duties import services as duties
from gongzhi.kernel import clock
from gongzhi.organisations import selectors as organisations
from gongzhi.rulebook import selectors as rulebook


def follow_clock(*, case_id: int, kind: str, body_id: int | None) -> None:
    """The duty of this kind is overdue. A duty that has ended meanwhile asks for nothing any more."""
    with transaction.atomic():
        case = lock_case(case_id)
        running = next((d for d in duties_read.open_of(about(case), kind) if d.body_id == body_id), None)
        if running is None or running.due_at > clock.now():
            return
        if kind in ("solve", "sort"):
            Case.objects.filter(pk=case.pk).update(overdue=True)
        _OVERDUE.get(kind, _nothing)(case, body_id)


def refresh_due(*, case_id: int) -> None:
    """A pause ended by itself: the case shows the duty's due time as it stands now."""
    with transaction.atomic():
        case = lock_case(case_id)
        running = duties_read.open_of(about(case), "solve").first()
        if running is not None and running.due_at != case.due_at:
            overdue = running.due_at < clock.now()
            Case.objects.filter(pk=case.pk).update(due_at=running.due_at, overdue=overdue)


def _nothing(case: Case, body_id: int | None) -> None:
    """A reminder is all that this clock gives."""


def _rise(case: Case, body_id: int | None) -> None:
    can = any(m.name == "rise" for m in CASE.open_moves(case.state))
    if can and next_rung(case.level):
        move_case(actor=LOOP, case_id=case.pk, move="rise")


def _return_offer(case: Case, body_id: int | None) -> None:
    move_case(actor=LOOP, case_id=case.pk, move="return_offer")


def _decide(case: Case, body_id: int | None) -> None:
    """The community did not decide: the street must; the street did not: the list does."""
    street = organisations.body_for("street_office", case.place)
    if street is None or body_id == street.pk:
        move_case(actor=LOOP, case_id=case.pk, move="decide_by_list")
        return
    duties.cancel(about=about(case), kind="decide", actor=LOOP)
    duties.open_duty(kind="decide", about=about(case), body_id=street.pk, limit=limit("case.decide_limit"), actor=LOOP)


def _missed(case: Case, body_id: int | None) -> None:
    if body_id is not None:
        miss_call(case, body_id, LOOP)


def _silence(case: Case, body_id: int | None) -> None:
    share = rulebook.share("case.callback_share", clock.today().date())
    caller = organisations.body_for("street_office", case.place)
    if caller and drawn_for_call_back(case, share):
        duties.lapse(about=about(case), kind="judge", actor=LOOP)
        duties.open_duty(
            kind="call_back", about=about(case), body_id=caller.pk, limit=limit("case.callback_limit"), actor=LOOP
        )
        return
    _close(case, body_id)


def _close(case: Case, body_id: int | None) -> None:
    move_case(actor=LOOP, case_id=case.pk, move=f"close_silent_{case.outcome}")


_OVERDUE: dict[str, Callable[[Case, int | None], None]] = {
    "solve": _rise,
    "take": _return_offer,
    "decide": _decide,
    "arrive": _missed,
    "judge": _silence,
    "call_back": _close,
}
