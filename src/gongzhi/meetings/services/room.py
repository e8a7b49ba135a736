"""In the room: presence, opening, one item after the other, the floor, adjourning and closing."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from gongzhi.duties import services as duties
from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor, Seat
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.permit import require
from gongzhi.meetings import words
from gongzhi.meetings.events import (
    FloorMoved,
    InterestDeclared,
    ItemNoted,
    ItemTaken,
    MeetingClosed,
    MeetingOpened,
    PresenceMarked,
)
from gongzhi.meetings.models import Hand, Interest, Item, Meeting, MeetingSeat, Motion, SpeakingTurn
from gongzhi.meetings.rules.quorum import Needed, Standing
from gongzhi.meetings.selectors import hall
from gongzhi.meetings.selectors.orders import terms_of
from gongzhi.meetings.selectors.reading import seats
from gongzhi.meetings.services import acting
from gongzhi.meetings.services.planning import meet_slot
from gongzhi.organisations import selectors as organisations

BEFORE_OR_IN = ("called", "adjourned", "open")


def mark_present(*, actor: Actor, seat_id: int, present: int | bool) -> MeetingSeat:
    """Tick who is there: True or False for one person, a number for a roll. Those whom a seat carries come with it.

    Refused: "denied"; "too_many" beyond the roll; "unsure" when a seat that gave its voice away is ticked by itself.
    """
    with transaction.atomic():
        meeting = acting.lock(acting.meeting_of_seat(seat_id), *BEFORE_OR_IN)
        office = acting.may_run(actor, meeting)
        seat = acting.seat_at(meeting, seat_id)
        if not 0 <= int(present) <= seat.size:
            raise Refused(_("到会的人数不能多过名册上的 %(n)d。") % {"n": seat.size}, code="too_many", field="present")
        if seat.proxy_id and present:
            raise Refused(_("这一席托了人。本人来了，请先收回委托。"), code="unsure")
        for row in (seat, *seat.carried.all()):
            _mark(meeting, row, min(int(present), row.size), actor, office)
    return seat


def _mark(meeting: Meeting, seat: MeetingSeat, present: int, actor: Actor, office: Seat | None) -> None:
    if seat.present == present:
        return
    now = clock.now()
    seat.present = present
    seat.arrived_at = seat.arrived_at or (now if present else None)
    seat.left_at = None if present else now
    seat.save(update_fields=["present", "arrived_at", "left_at"])
    if not present:
        _give_back(seat, now)
    acting.tell(meeting, PresenceMarked(meeting.pk, seat.pk, present), actor, office)


def _give_back(seat: MeetingSeat, now: datetime) -> None:
    """Whoever leaves does not keep the floor, nor a hand in a vote that is not counted yet."""
    SpeakingTurn.objects.filter(seat=seat, state="speaking").update(state="done", ended_at=now)
    SpeakingTurn.objects.filter(seat=seat, state="waiting").update(state="withdrawn", ended_at=now)
    Hand.objects.filter(seat=seat, motion__state="voting").delete()


def open_meeting(*, actor: Actor, meeting_id: int) -> Meeting:
    """Open it (or go on after an adjournment).

    Refused: "too_early" before the hour of the notice; "core_missing" naming which core seats are empty; "no_quorum"
    with the numbers.
    """
    with transaction.atomic():
        meeting = acting.lock(meeting_id, "called", "adjourned")
        acting.may_run(actor, meeting)
        if clock.now() < meeting.starts:
            raise Refused(_("还没到通知的时间，早开了对按时来的人不公平。"), code="too_early")
        rows = seats(meeting.pk)
        found = hall.standing(meeting, rows)
        _check(found)
        again = meeting.state == "adjourned"
        first = meeting.opened_at or clock.now()
        office = acting.move(meeting, "open", actor, meeting, opened_at=first, reason="")
        voting = [row for row in rows if row.votes]
        fact = MeetingOpened(
            meeting.pk, sum(r.present for r in voting), sum(r.size for r in voting), found.missing, again
        )
        acting.tell(meeting, fact, actor, office)
        meet_slot(meeting, actor)
    return meeting


def _check(found: Standing) -> None:
    if found.core_missing:
        names = _("、").join(str(words.SEAT_KINDS[kind]) for kind in found.core_missing)
        raise Refused(_("还不能开：少了%(names)s。") % {"names": names}, code="core_missing")
    short = next((one for one in found.needed if not one.enough), None)
    if short is not None:
        raise Refused(short_said(short), code="no_quorum")


def short_said(short: Needed) -> str:
    """Which line of the quorum is not met, with its numbers."""
    numbers = {"have": short.have, "whole": short.whole, "least": short.least}
    if short.of == "kinds":
        return _("还不能开：%(whole)d 种席位里到了 %(have)d 种，要到 %(least)d 种。") % numbers
    if short.of == "kind":
        kind = words.SEAT_KINDS[short.kind]
        return _("还不能开：%(kind)s %(whole)d 席到了 %(have)d 席，要到 %(least)d 席。") % {**numbers, "kind": kind}
    return _("还不能开：应到 %(whole)d，到了 %(have)d，要到 %(least)d。") % numbers


def quorate(meeting: Meeting) -> None:
    """Refused("no_quorum") when those who left have taken the quorum with them."""
    short = next((one for one in hall.standing(meeting).needed if not one.enough), None)
    if short is not None:
        raise Refused(_("人走了，不够人数，不能再表决。可以休会。"), code="no_quorum")


def take_item(*, actor: Actor, item_id: int) -> Item:
    """Go on to an item; the one before is done. Refused("voting") while hands are up."""
    with transaction.atomic():
        meeting = acting.lock(acting.meeting_of_item(item_id), "open")
        office = acting.may_run(actor, meeting)
        item = Item.objects.get(pk=item_id)
        if item.state == "now":
            return item
        if not item.listed:
            raise Refused(_("通知里没有的事只能记下，留到下次。"), code="unlisted")
        _finish_items(meeting)
        item.state, item.taken_at = "now", item.taken_at or clock.now()
        item.save(update_fields=["state", "taken_at"])
        acting.tell(meeting, ItemTaken(meeting.pk, item.pk, item.number), actor, office)
    return item


def _finish_items(meeting: Meeting) -> None:
    """What was talked about is done; open turns end with it."""
    if Motion.objects.filter(item__meeting=meeting, state="voting").exists():
        raise Refused(_("正在举手，先数完再往下走。"), code="voting")
    now = clock.now()
    turns = SpeakingTurn.objects.filter(item__meeting=meeting)
    turns.filter(state="speaking").update(state="done", ended_at=now)
    turns.filter(state="waiting").update(state="withdrawn", ended_at=now)
    Motion.objects.filter(item__meeting=meeting, item__state="now", state="proposed").update(state="withdrawn")
    Item.objects.filter(meeting=meeting, state="now").update(state="done")


def note_item(*, actor: Actor, meeting_id: int, title: str) -> Item:
    """Somebody brings up what the notice did not list: noted for another meeting, and not to be voted on."""
    with transaction.atomic():
        meeting = acting.lock(meeting_id, "open")
        office = acting.may_run(actor, meeting)
        last = Item.objects.filter(meeting=meeting).aggregate(n=Max("number"))["n"] or 0
        item = Item.objects.create(
            meeting=meeting, number=last + 1, title=acting.line(title), kind="discuss", listed=False, state="put_off"
        )
        acting.tell(meeting, ItemNoted(meeting.pk, item.pk), actor, office)
    return item


def declare_interest(*, actor: Actor, item_id: int, seat_id: int) -> Interest:
    """A seat has an interest in the item: it may speak, it does not vote. Hands already up for it come down."""
    with transaction.atomic():
        meeting = acting.lock(acting.meeting_of_item(item_id), *BEFORE_OR_IN)
        seat = acting.seat_at(meeting, seat_id)
        office = require(organisations.fresh(actor), "meeting.sit", seat).seat
        found, made = Interest.objects.get_or_create(item_id=item_id, seat=seat, defaults={"at": clock.now()})
        if made:
            Hand.objects.filter(seat=seat, motion__item_id=item_id, motion__state="voting").delete()
            acting.tell(meeting, InterestDeclared(meeting.pk, item_id, seat.pk), actor, office)
    return found


# --- the floor


def ask_floor(*, actor: Actor, seat_id: int) -> SpeakingTurn:
    """Ask to speak on the item of now. Refused: "not_present", "no_item", "asked_already"."""
    with transaction.atomic():
        meeting = acting.lock(acting.meeting_of_seat(seat_id), "open")
        seat = acting.seat_at(meeting, seat_id)
        office = require(organisations.fresh(actor), "meeting.sit", seat).seat
        acting.present_now(seat)
        item = hall.item_now(meeting.pk)
        if item is None:
            raise Refused(_("还没有开始议哪一项。"), code="no_item")
        if SpeakingTurn.objects.filter(item=item, seat=seat, state__in=["waiting", "speaking"]).exists():
            raise Refused(_("已经排上了，轮到会叫您。"), code="asked_already")
        turn = SpeakingTurn.objects.create(item=item, seat=seat, asked_at=clock.now())
        acting.tell(meeting, FloorMoved(meeting.pk, item.pk, turn.pk, seat.pk, "asked"), actor, office)
    return turn


def give_floor(*, actor: Actor, meeting_id: int, seat_id: int | None = None) -> SpeakingTurn:
    """Call the next speaker; the speaker before has ended. `seat_id` names whom the page showed as next.

    Refused: "nobody_waits"; "out_of_turn" when that seat is not the next.
    """
    with transaction.atomic():
        meeting = acting.lock(meeting_id, "open")
        office = acting.may_run(actor, meeting)
        floor = hall.floor(meeting, hall.item_now(meeting.pk))
        if not floor.waiting:
            raise Refused(_("没有人在等着发言。"), code="nobody_waits")
        turn = floor.waiting[0]
        if seat_id is not None and turn.seat_id != seat_id:
            raise Refused(_("还没轮到这一席：说得少的先说，再按先后。"), code="out_of_turn")
        if floor.speaker is not None:
            _end(meeting, floor.speaker, actor, office, "")
        turn.state, turn.given_at = "speaking", clock.now()
        turn.save(update_fields=["state", "given_at"])
        acting.tell(meeting, FloorMoved(meeting.pk, turn.item_id, turn.pk, turn.seat_id, "given"), actor, office)
    return turn


def end_speech(*, actor: Actor, turn_id: int, note: str = "") -> SpeakingTurn:
    """A speech ended, or a wish to speak is taken back; `note` is what the recorder keeps of it."""
    meeting_id = SpeakingTurn.objects.filter(pk=turn_id).values_list("item__meeting_id", flat=True).first() or 0
    with transaction.atomic():
        meeting = acting.lock(meeting_id, "open", "closed")
        turn = SpeakingTurn.objects.get(pk=turn_id)
        seat = acting.seat_at(meeting, turn.seat_id)
        office = require(organisations.fresh(actor), "meeting.sit", seat).seat
        if turn.state == "withdrawn":
            return turn
        _end(meeting, turn, actor, office, note)
    return turn


def _end(meeting: Meeting, turn: SpeakingTurn, actor: Actor, office: Seat | None, note: str) -> None:
    before = turn.state
    if before in ("waiting", "speaking"):
        turn.state = "done" if turn.given_at else "withdrawn"
        turn.ended_at = clock.now()
    turn.note = " ".join(note.split())[:400] or turn.note
    turn.save(update_fields=["state", "ended_at", "note"])
    if turn.state != before:
        move = "ended" if turn.given_at else "withdrawn"
        acting.tell(meeting, FloorMoved(meeting.pk, turn.item_id, turn.pk, turn.seat_id, move), actor, office)


# --- ends


def adjourn(*, actor: Actor, meeting_id: int, until: datetime, reason: str) -> Meeting:
    """Stop and go on at another time with the same agenda: nothing new may be decided then. Refused("past")."""
    with transaction.atomic():
        meeting = acting.lock(meeting_id, "open")
        acting.may_run(actor, meeting)
        if until <= clock.now():
            raise Refused(_("接着开的时间要在现在以后。"), code="past", field="until")
        _finish_items(meeting)
        given = acting.line(reason, 200, "reason")
        office = acting.move(meeting, "adjourn", actor, meeting, starts=until, reason=given)
        acting.moved(meeting, "adjourn", "open", actor, office)
    return meeting


def cancel_meeting(*, actor: Actor, meeting_id: int, reason: str) -> Meeting:
    """It does not take place; everybody reads why."""
    with transaction.atomic():
        meeting = acting.lock(meeting_id, "called", "adjourned")
        source, given = meeting.state, acting.line(reason, 200, "reason")
        office = acting.move(meeting, "cancel", actor, meeting, reason=given)
        acting.moved(meeting, "cancel", source, actor, office)
    return meeting


def close_meeting(*, actor: Actor, meeting_id: int) -> Meeting:
    """End it: what was not reached is put off, and the convening body has to write and publish the minutes."""
    with transaction.atomic():
        meeting = acting.lock(meeting_id, "open")
        acting.may_run(actor, meeting)
        _finish_items(meeting)
        put_off = Item.objects.filter(meeting=meeting, state="waiting").update(state="put_off")
        office = acting.move(meeting, "close", actor, meeting, closed_at=clock.now())
        acting.tell(meeting, MeetingClosed(meeting.pk, put_off, str(meeting.about or "")), actor, office)
        limit = terms_of(meeting).minutes
        duties.open_duty(kind="minute", about=acting.about(meeting), body_id=meeting.body_id, limit=limit, actor=actor)
    return meeting
