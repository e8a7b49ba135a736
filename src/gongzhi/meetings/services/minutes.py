"""Minutes: drafted from what happened, amended by those who were there, signed, published."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.duties import services as duties
from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.permit import require
from gongzhi.meetings.events import MinutesAmended, MinutesPublished, MinutesSigned
from gongzhi.meetings.models import Meeting, MeetingSeat, Minutes, Signature
from gongzhi.meetings.rules.story import draft
from gongzhi.meetings.selectors import telling as told
from gongzhi.meetings.selectors.orders import terms_of
from gongzhi.meetings.services import acting
from gongzhi.organisations import selectors as organisations


def draft_minutes(*, actor: Actor, meeting_id: int) -> Minutes:
    """Write the first version: one line for everything that the record holds, in order. Refused("stale")."""
    with transaction.atomic():
        meeting = acting.lock(meeting_id, "closed")
        lines = [{"kind": kind, "id": row, "text": ""} for kind, row in draft(told.story(meeting))]
        office = acting.move(meeting, "draft", actor, meeting)
        written = Minutes.objects.create(meeting=meeting, number=1, lines=lines, made_at=clock.now())
        acting.moved(meeting, "draft", "closed", actor, office)
    return written


def amend_minutes(*, actor: Actor, meeting_id: int, seat_id: int, line: int, text: str) -> Minutes:
    """Say one line otherwise: a new version, which nobody has signed yet; the drafted line stays in the old one.

    Refused: "denied" for whoever was not there; "unknown" for a line that there is not; "approved" afterwards.
    """
    with transaction.atomic():
        meeting, last = _in_hand(meeting_id)
        seat = acting.seat_at(meeting, seat_id)
        office = require(organisations.fresh(actor), "meeting.attended", seat).seat
        if not 0 <= line < len(last.lines):
            raise Refused(_("记录里没有这一行。"), code="unknown")
        lines = [dict(one) for one in last.lines]
        lines[line]["text"] = acting.line(text, acting.TEXT, "text")
        found = Minutes.objects.create(
            meeting=meeting, number=last.number + 1, lines=lines, changed=line, seat=seat, made_at=clock.now()
        )
        acting.tell(meeting, MinutesAmended(meeting.pk, found.pk, seat.pk, line), actor, office)
    return found


def _in_hand(meeting_id: int) -> tuple[Meeting, Minutes]:
    meeting = acting.lock(meeting_id)
    last = told.minutes_of(meeting.pk)
    if meeting.state in ("approved", "published"):
        raise Refused(_("记录已经认过，不能再改。有错请在下次会上更正。"), code="approved")
    if last is None or meeting.state != "minuted":
        raise Refused(_("记录还没有写。"), code="stale")
    return meeting, last


def approve_minutes(*, actor: Actor, meeting_id: int, seat_ids: Sequence[int], how: str = "self") -> Meeting:
    """Those who were there stand by the minutes; past the share of the rule pack they are approved.

    `how` is "paper" for signatures on paper that the convening body enters. Refused("denied") for an absent seat.
    """
    with transaction.atomic():
        meeting, last = _in_hand(meeting_id)
        office = None
        for number in dict.fromkeys(seat_ids):
            seat = acting.seat_at(meeting, number)
            office = require(organisations.fresh(actor), "meeting.sign", seat).seat
            _signature, made = Signature.objects.get_or_create(
                minutes=last, seat=seat, defaults={"how": how, "at": clock.now()}
            )
            if made:
                acting.tell(meeting, MinutesSigned(meeting.pk, last.pk, seat.pk, how), actor, office)
        there = MeetingSeat.objects.filter(meeting=meeting, arrived_at__isnull=False).count()
        if terms_of(meeting).approval.holds(last.signatures.count(), there):
            meeting.state = "approved"
            meeting.version += 1
            meeting.save(update_fields=["state", "version"])
            acting.moved(meeting, "approve", "minuted", actor, office)
    return meeting


def publish_minutes(*, actor: Actor, meeting_id: int) -> Meeting:
    """Everybody may read them from now on; the duty to write them ends. Refused("not_approved")."""
    with transaction.atomic():
        meeting = acting.lock(meeting_id)
        if meeting.state == "minuted":
            raise Refused(_("到会的人还没有过半数认这份记录。"), code="not_approved")
        acting.lock(meeting_id, "approved")
        office = acting.move(meeting, "publish", actor, meeting, published_at=clock.now())
        last = told.minutes_of(meeting.pk)
        number = last.pk if last else 0
        acting.tell(meeting, MinutesPublished(meeting.pk, number, str(meeting.about or "")), actor, office)
        duties.discharge(about=acting.about(meeting), kind="minute", actor=actor)
    return meeting
