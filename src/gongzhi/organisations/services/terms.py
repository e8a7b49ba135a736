"""Who holds a seat, from when to when, and who stands in; an area with a responsible member never goes without one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.actor import Seat as HeldSeat
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.permit import require
from gongzhi.organisations import words
from gongzhi.organisations.events import SeatEnded, TermBegun, TermCancelled, TermEnded
from gongzhi.organisations.models import Seat, Term
from gongzhi.organisations.permits import Office
from gongzhi.organisations.rules import Span, ids_on
from gongzhi.people import selectors as people
from gongzhi.record import services as record


def lock_seat(seat_id: int) -> Seat:
    """The seat, locked: terms in one seat are changed one after the other. Refused("unknown_seat")."""
    rows = Seat.objects.select_for_update(of=("self",)).select_related("place", "body")
    found = rows.filter(pk=seat_id).first()
    if found is None:
        raise Refused(_("没有这个岗位"), code="unknown_seat", field="seat")
    return found


def _iso(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""


def _say_begun(actor: Actor, term: Term, seat: Seat, by: HeldSeat | None) -> None:
    stands_for = term.substitute_for_id or 0
    since, until = _iso(term.since), _iso(term.until)
    fact = TermBegun(term.pk, seat.pk, seat.body_id, seat.role, term.person_id, since, until, stands_for)
    record.append(fact, actor=actor, about=term, seat=by)


def _check_person(person_id: int) -> None:
    found = people.people([person_id]).get(person_id)
    if found is None or not found.is_active:
        raise Refused(_("没有这个人，或者账号已经注销"), code="unknown_person", field="person")


def _span(term: Term) -> Span:
    return Span(term.since, term.until)


def _check_free(seat: Seat, person_id: int, span: Span) -> None:
    """The same person never holds the same seat twice at a time; a seat with one member has one."""
    rows = [t for t in Term.objects.filter(seat=seat) if span.overlaps(_span(t))]
    if any(t.person_id == person_id for t in rows):
        raise Refused(_("这个人这段时间已经在这个岗位上"), code="overlap", field="person")
    if seat.role in words.SOLE_ROLES and any(t.substitute_for_id is None for t in rows):
        raise Refused(_("这个片区这段时间已经有负责人，请用交接"), code="occupied", field="since")


def _check_no_gap(seat: Seat, span: Span) -> None:
    """A member of a sole seat is named without end, and begins no later than the one before ends."""
    if seat.role not in words.SOLE_ROLES:
        return
    if span.until is not None:
        raise Refused(_("片区负责人不设到期，到时请交接给下一位"), code="gap", field="until")
    ends = [t.until for t in Term.objects.filter(seat=seat, substitute_for__isnull=True)]
    last = max((end for end in ends if end is not None), default=None)
    if last is not None and span.since > last:
        raise Refused(_("这样中间会有几天没有负责人"), code="gap", field="since")


@transaction.atomic
def seat_person(
    *,
    actor: Actor,
    seat_id: int,
    person_id: int,
    since: datetime | None = None,
    until: datetime | None = None,
    source: str = "",
) -> Term:
    """A person holds a seat from `since` (default: now) up to and without `until`.

    Refused: "unknown_seat", "unknown_person", "ended", "dates", "overlap", "occupied", "gap", "denied".
    """
    seat = lock_seat(seat_id)
    answer = require(actor, "organisations.seat", Office(seat.place.path, seat.role))
    span = Span(since or clock.now(), until)
    _check_standing(seat, span)
    _check_person(person_id)
    _check_free(seat, person_id, span)
    _check_no_gap(seat, span)
    return _begun(
        actor, Term(seat=seat, person_id=person_id, since=span.since, until=until, source=source), answer.seat
    )


def _check_standing(seat: Seat, span: Span) -> None:
    if seat.ended_at is not None:
        raise Refused(_("这个岗位已经撤了"), code="ended", field="seat")
    if span.until is not None and span.until <= span.since:
        raise Refused(_("结束的时间要晚于开始的时间"), code="dates", field="until")


def _begun(actor: Actor, term: Term, by: HeldSeat | None) -> Term:
    try:
        with transaction.atomic():
            term.save(force_insert=True)
    except IntegrityError as error:
        raise Refused(_("这个人这段时间已经在这个岗位上"), code="overlap", field="person") from error
    _say_begun(actor, term, term.seat, by)
    return term


def begin(actor: Actor, holders: Sequence[tuple[Seat, int, str, HeldSeat | None]]) -> list[Term]:
    """First terms in seats that were made in this transaction, so nobody can have held them before."""
    known = people.people({person_id for _seat, person_id, _source, _by in holders})
    if any(person_id not in known or not known[person_id].is_active for _seat, person_id, _source, _by in holders):
        raise Refused(_("没有这个人，或者账号已经注销"), code="unknown_person", field="person")
    now = clock.now()
    terms = [Term(seat=seat, person_id=who, since=now, source=source) for seat, who, source, _by in holders]
    made = Term.objects.bulk_create(terms, batch_size=500)
    for term, (seat, _who, _source, by) in zip(made, holders, strict=True):
        _say_begun(actor, term, seat, by)
    return made


@transaction.atomic
def end_term(*, actor: Actor, term_id: int, at: datetime | None = None, successor_id: int | None = None) -> Term:
    """A term ends at `at` (default: now, never earlier); its access ends in the same transaction.

    The member who answers for an area ends only together with a successor, whose term begins at that instant; ending
    the seat itself is `end_seat`. Substitutes of the term end with it. Refused: "unknown_term", "ended", "past", "gap",
    "overlap", "unknown_person", "denied".
    """
    term = _locked(term_id)
    seat = term.seat
    answer = require(actor, "organisations.seat", Office(seat.place.path, seat.role))
    moment = at or clock.now()
    _check_end(term, moment)
    sole = seat.role in words.SOLE_ROLES and term.substitute_for_id is None
    if sole and successor_id is None:
        raise Refused(_("请先定好接手的人，片区一天也不能没有负责人"), code="gap", field="successor")
    if successor_id is not None:
        _check_person(successor_id)
    for one in [*Term.objects.filter(substitute_for=term), term]:
        _cut(actor, one, seat, moment, answer.seat)
    if successor_id is not None:
        _succeed(actor, seat, successor_id, moment, answer.seat)
    return term


def _locked(term_id: int) -> Term:
    found = Term.objects.filter(pk=term_id).values_list("seat_id", flat=True).first()
    if found is None:
        raise Refused(_("没有这个任期"), code="unknown_term", field="term")
    seat = lock_seat(found)  # the seat first, always, so that two editors cannot wait for each other
    term = Term.objects.select_for_update().get(pk=term_id)
    term.seat = seat
    return term


def _check_end(term: Term, moment: datetime) -> None:
    if term.until is not None and term.until <= clock.now():
        raise Refused(_("这个任期已经结束了"), code="ended")
    if moment < clock.now():
        raise Refused(_("结束的时间不能早于现在"), code="past", field="at")
    if term.until is not None and moment > term.until:
        raise Refused(_("这个任期原来就更早结束"), code="past", field="at")


def _succeed(actor: Actor, seat: Seat, person_id: int, moment: datetime, by: HeldSeat | None) -> None:
    span = Span(moment)
    _check_free(seat, person_id, span)
    _check_no_gap(seat, span)
    _begun(actor, Term(seat=seat, person_id=person_id, since=moment), by)


def _cut(actor: Actor, term: Term, seat: Seat, moment: datetime, by: HeldSeat | None) -> None:
    """End the term at the moment, or take it back when it has not begun by then; leave it when it ended before."""
    if term.until is not None and term.until <= moment:
        return
    about = record.ref(term)
    if term.since >= moment:
        Term.objects.filter(pk=term.pk).delete()
        cancelled = TermCancelled(about.id, seat.pk, seat.body_id, seat.role, term.person_id)
        record.append(cancelled, actor=actor, about=about, seat=by)
        return
    term.until = moment
    term.save(update_fields=["until"])
    ended = TermEnded(term.pk, seat.pk, seat.body_id, seat.role, term.person_id, _iso(moment))
    record.append(ended, actor=actor, about=about, seat=by)


def check_led_without(seat: Seat) -> None:
    """Refused("gap") when the area would have nobody who answers for it without this seat."""
    if seat.role not in words.SOLE_ROLES or not seat.terms.exists():
        return
    above = Seat.objects.filter(role=seat.role, ended_at__isnull=True, place_id__in=ids_on(seat.place.path)[:-1])
    if not above.filter(terms__since__lte=clock.now(), terms__until__isnull=True).exists():
        raise Refused(_("撤了这个岗位，这个片区就没有负责人了；请先在上一级片区定好负责人"), code="gap", field="seat")


def end_seat_now(actor: Actor, seat: Seat, by: HeldSeat | None) -> None:
    """The seat and all its terms end at this instant (the caller holds the lock or the body's)."""
    now = clock.now()
    rows = Term.objects.select_for_update().filter(Q(until__isnull=True) | Q(until__gt=now), seat=seat)
    for term in sorted(rows, key=lambda t: (t.substitute_for_id is None, t.pk)):  # substitutes first
        _cut(actor, term, seat, now, by)
    seat.ended_at = now
    seat.save(update_fields=["ended_at"])
    record.append(SeatEnded(seat.pk, seat.body_id, seat.role), actor=actor, about=seat, seat=by)


@transaction.atomic
def substitute(
    *, actor: Actor, term_id: int, person_id: int, until: datetime, since: datetime | None = None, source: str = ""
) -> Term:
    """Somebody stands in for the holder of a term while they are away, with the same access, and answers for the area.

    Refused: "unknown_term", "not_itself" (a substitute has none), "outside" the term, "occupied" by another substitute,
    "overlap", "unknown_person", "dates", "past", "denied".
    """
    term = _locked(term_id)
    seat = term.seat
    answer = require(actor, "organisations.seat", Office(seat.place.path, seat.role))
    span = Span(since or clock.now(), until)
    _check_standing(seat, span)
    _check_stand_in(term, span)
    _check_person(person_id)
    if any(t.person_id == person_id and span.overlaps(_span(t)) for t in Term.objects.filter(seat=seat)):
        raise Refused(_("这个人这段时间已经在这个岗位上"), code="overlap", field="person")
    made = Term(seat=seat, person_id=person_id, since=span.since, until=until, substitute_for=term, source=source)
    return _begun(actor, made, answer.seat)


def _check_stand_in(term: Term, span: Span) -> None:
    if term.substitute_for_id is not None:
        raise Refused(_("代理的人不能再找人代理"), code="not_itself")
    if span.since < clock.now():
        raise Refused(_("代理不能从以前开始"), code="past", field="since")
    inside = term.since <= span.since and (term.until is None or (span.until is not None and span.until <= term.until))
    if not inside:
        raise Refused(_("代理的时间要在本人任期之内"), code="outside", field="until")
    if any(span.overlaps(_span(other)) for other in Term.objects.filter(substitute_for=term)):
        raise Refused(_("这段时间已经有人代理了"), code="occupied", field="since")
