"""Motions and amendments in order, and shows of hands: one result for each, never one for the meeting."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor, Seat
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.permit import require
from gongzhi.meetings import words
from gongzhi.meetings.events import MotionDecided, MotionMoved
from gongzhi.meetings.models import Hand, Item, Meeting, MeetingSeat, Motion
from gongzhi.meetings.rules.motions import DEEPEST, Counts, depth
from gongzhi.meetings.rules.orders import BALLOT, NO
from gongzhi.meetings.selectors import hall
from gongzhi.meetings.selectors.orders import orders, terms_of
from gongzhi.meetings.selectors.reading import seats
from gongzhi.meetings.services import acting
from gongzhi.meetings.services.room import quorate
from gongzhi.organisations import selectors as organisations


def propose(*, actor: Actor, item_id: int, seat_id: int | None, text: str, amends_id: int | None = None) -> Motion:
    """Move a text to be decided, or a change to one (`amends_id`). Without a seat: what the notice itself proposes.

    Refused: "unlisted" for what the notice did not list; "cannot_decide", "ballot_needed" where hands do not decide;
    "no_vote" for an item that is only talked about; "not_present"; "interested"; "amends_unknown", "too_deep".
    """
    with transaction.atomic():
        meeting = acting.lock(acting.meeting_of_item(item_id), "open")
        item = Item.objects.get(pk=item_id)
        office = _mover(actor, meeting, seat_id)
        _votable(meeting, item)
        _amendable(item, amends_id)
        motion = Motion.objects.create(
            item=item, mover_id=seat_id, amends_id=amends_id, text=acting.line(text, acting.TEXT, "text"),
            proposed_at=clock.now(),
        )  # fmt: skip
        acting.tell(meeting, MotionMoved(meeting.pk, item.pk, motion.pk, amends_id, "proposed"), actor, office)
    return motion


def _mover(actor: Actor, meeting: Meeting, seat_id: int | None) -> Seat | None:
    if seat_id is None:
        return acting.may_run(actor, meeting)
    seat = acting.seat_at(meeting, seat_id)
    office = require(organisations.fresh(actor), "meeting.sit", seat).seat
    acting.present_now(seat)
    if not seat.votes:
        raise Refused(_("这一席能发言，不能提议和表决。"), code="no_voice")
    return office


def _votable(meeting: Meeting, item: Item) -> None:
    if not item.listed:
        raise Refused(_("通知里没有这件事，只能记下，留到下次会上表决。"), code="unlisted")
    decides = orders(meeting.orders).decides
    if decides == NO:
        raise Refused(_("这种会只听意见，不作决定。"), code="cannot_decide")
    if decides == BALLOT:
        raise Refused(_("这件事要按面积和户数投票，不能在会上举手定。"), code="ballot_needed")
    if item.kind != "decide":
        raise Refused(_("通知里这一项不是表决，会上不能改成表决。"), code="no_vote")
    if item.state != "now":
        raise Refused(_("现在议的不是这一项。"), code="not_now")


def _amendable(item: Item, amends_id: int | None) -> None:
    if amends_id is None:
        return
    rows = hall.motions(item.pk)
    puts = hall.as_puts(rows)
    if not any(put.id == amends_id and put.open for put in puts):
        raise Refused(_("要改的那一条不在，或已经有了结果。"), code="amends_unknown", field="amends")
    if depth(amends_id, puts) >= DEEPEST:
        raise Refused(_("对修正案的修正案不能再改。"), code="too_deep", field="amends")


def put_to_vote(*, actor: Actor, motion_id: int) -> Motion:
    """Ask for hands. Refused: "amendment_first" naming the one that comes first; "voting"; "no_quorum"."""
    with transaction.atomic():
        meeting = acting.lock(acting.meeting_of_motion(motion_id), "open")
        office = acting.may_run(actor, meeting)
        motion = _motion(motion_id)
        if motion.state != "proposed":
            raise Refused(_("这一条已经在表决，或有了结果。"), code="stale")
        _votable(meeting, motion.item)
        rows = hall.motions(motion.item_id)
        if any(row.state == "voting" for row in rows):
            raise Refused(_("一次只表决一条。先数完那一条。"), code="voting")
        if hall.first_to_vote(motion, rows) != motion.pk:
            raise Refused(_("先表决修正案，再表决原案。"), code="amendment_first")
        quorate(meeting)
        motion.state, motion.put_at = "voting", clock.now()
        motion.save(update_fields=["state", "put_at"])
        fact = MotionMoved(meeting.pk, motion.item_id, motion.pk, motion.amends_id, "put")
        acting.tell(meeting, fact, actor, office)
    return motion


def _motion(motion_id: int) -> Motion:
    return Motion.objects.select_related("item").get(pk=motion_id)


def vote_on(*, actor: Actor, motion_id: int, seat_id: int, choice: str) -> Hand:
    """Raise a hand from one's own telephone; may be changed until the count. The record does not say which way.

    Refused: "not_present", "no_voice", "interested", "not_voting", "roll" for a seat that stands for many.
    """
    if choice not in words.CHOICES:
        raise Refused(_("请选赞成、反对或弃权。"), code="missing", field="choice")
    with transaction.atomic():
        meeting = acting.lock(acting.meeting_of_motion(motion_id), "open")
        motion = _motion(motion_id)
        seat = acting.seat_at(meeting, seat_id)
        require(organisations.fresh(actor), "meeting.sit", seat)
        _may_raise(motion, seat)
        hand, _made = Hand.objects.update_or_create(motion=motion, seat=seat, defaults={"choice": choice})
    return hand


def _may_raise(motion: Motion, seat: MeetingSeat) -> None:
    if motion.state != "voting":
        raise Refused(_("这一条现在不在表决。"), code="not_voting")
    if not seat.votes:
        raise Refused(_("这一席能发言，不能提议和表决。"), code="no_voice")
    acting.present_now(seat)
    if seat.size > 1:
        raise Refused(_("这一席代表许多人，请由工作人员数好填进去。"), code="roll")
    if seat.pk in hall.interested(motion.item_id):
        raise Refused(_("您申报过和这件事有利害关系，可以发言，不参加表决。"), code="interested")


def decide(*, actor: Actor, motion_id: int, yes: int | None = None, no: int = 0, abstain: int = 0) -> Motion:
    """Count and settle one motion. Without numbers: the hands raised from phones are all there are.

    Refused: "counts_exceed" when more hands are given than may vote; "hands_missing" when fewer of a kind are given
    than were raised from phones; "nobody_voted"; "no_quorum".
    """
    with transaction.atomic():
        meeting = acting.lock(acting.meeting_of_motion(motion_id), "open")
        office = acting.may_run(actor, meeting)
        motion = _motion(motion_id)
        if motion.state != "voting":
            raise Refused(_("这一条现在不在表决。"), code="not_voting")
        quorate(meeting)
        raised = hall.hands(motion.pk)
        counts = Counts(raised["yes"], raised["no"], raised["abstain"]) if yes is None else Counts(yes, no, abstain)
        _sound(counts, raised, hall.voters(meeting.pk, motion.item_id))
        _settle(meeting, motion, counts)
        Hand.objects.filter(motion=motion).delete()
        fact = MotionDecided(
            meeting.pk, motion.item_id, motion.pk, motion.state == "passed", counts.yes, counts.no, counts.abstain,
            motion.present or 0, str(motion.item.about or meeting.about or ""),
        )  # fmt: skip
        acting.tell(meeting, fact, actor, office)
    return motion


def _sound(counts: Counts, raised: dict[str, int], most: int) -> None:
    given = {"yes": counts.yes, "no": counts.no, "abstain": counts.abstain}
    if min(given.values()) < 0 or counts.cast > most:
        said = _("举手的数（%(cast)d）不能多过能表决的人（%(most)d）。请再数一遍。")
        raise Refused(said % {"cast": counts.cast, "most": most}, code="counts_exceed", field="yes")
    if not counts.cast:
        raise Refused(_("没有人举手。可以收回这一条，或再问一遍。"), code="nobody_voted", field="yes")
    if any(given[choice] < raised[choice] for choice in given):
        raise Refused(_("比手机上举的还少，请把手机上的一起算进去。"), code="hands_missing", field="yes")


def _settle(meeting: Meeting, motion: Motion, counts: Counts) -> None:
    passing = terms_of(meeting).passing
    if passing is None:
        raise Refused(_("这种会只听意见，不作决定。"), code="cannot_decide")
    motion.present = hall.voters(meeting.pk, motion.item_id)
    motion.everybody = sum(seat.size for seat in seats(meeting.pk) if seat.votes)
    motion.state = "passed" if passing.passes(counts, motion.present, motion.everybody) else "rejected"
    motion.yes, motion.no, motion.abstain, motion.decided_at = counts.yes, counts.no, counts.abstain, clock.now()
    motion.save()


def withdraw_motion(*, actor: Actor, motion_id: int) -> Motion:
    """The mover takes it back before the vote; what would have amended it falls with it."""
    with transaction.atomic():
        meeting = acting.lock(acting.meeting_of_motion(motion_id), "open")
        motion = _motion(motion_id)
        office = _mover(actor, meeting, motion.mover_id)
        if motion.state not in ("proposed", "voting"):
            raise Refused(_("这一条已经有了结果。"), code="stale")
        _drop(meeting, motion, actor, office)
    return motion


def _drop(meeting: Meeting, motion: Motion, actor: Actor, office: Seat | None) -> None:
    for change in motion.amendments.filter(state__in=["proposed", "voting"]):
        _drop(meeting, change, actor, office)
    Hand.objects.filter(motion=motion).delete()
    motion.state, motion.put_at = "withdrawn", None
    motion.save(update_fields=["state", "put_at"])
    fact = MotionMoved(meeting.pk, motion.item_id, motion.pk, motion.amends_id, "withdrawn")
    acting.tell(meeting, fact, actor, office)
