"""What every act on a meeting does first and last: lock, look the move up, ask the permit, write one fact."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor, Seat
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.event import Event
from gongzhi.kernel.permit import require
from gongzhi.kernel.reference import Ref
from gongzhi.meetings import permits as permits  # declares the powers
from gongzhi.meetings.events import MeetingMoved
from gongzhi.meetings.lifecycle import MEETING
from gongzhi.meetings.models import Item, Meeting, MeetingSeat, Motion
from gongzhi.organisations import selectors as organisations
from gongzhi.record.services import append

LINE, TEXT = 120, 600


def about(meeting: Meeting) -> Ref:
    """How the record names a meeting."""
    return Ref("meetings.meeting", meeting.pk)


def lock(meeting_id: int, *states: str) -> Meeting:
    """The meeting under a lock, in one of these states. Refused("unknown", "stale")."""
    rows = Meeting.objects.select_for_update(of=("self",)).select_related("body", "place")
    found = rows.filter(pk=meeting_id).first()
    if found is None:
        raise Refused(_("没有这个会，请回到列表再选。"), code="unknown")
    if states and found.state not in states:
        raise Refused(_("会已经到了另一步。请看最新的情况，再决定。"), code="stale")
    return found


def may_run(actor: Actor, meeting: Meeting) -> Seat | None:
    """The seat with which the actor runs the meeting, asked anew. Refused("denied")."""
    return require(organisations.fresh(actor), "meeting.run", meeting).seat


def seat_at(meeting: Meeting, seat_id: int) -> MeetingSeat:
    """A seat of this meeting, with the meeting as it is locked. Refused("unknown")."""
    found = MeetingSeat.objects.select_related("body").filter(pk=seat_id, meeting=meeting).first()
    if found is None:
        raise Refused(_("这个会上没有这一席。"), code="unknown")
    found.meeting = meeting
    return found


def meeting_of_seat(seat_id: int) -> int:
    """Which meeting a seat is at; 0 for an unknown one, which no meeting has."""
    return MeetingSeat.objects.filter(pk=seat_id).values_list("meeting_id", flat=True).first() or 0


def meeting_of_item(item_id: int) -> int:
    """Which meeting an item belongs to; 0 for an unknown one."""
    return Item.objects.filter(pk=item_id).values_list("meeting_id", flat=True).first() or 0


def meeting_of_motion(motion_id: int) -> int:
    """Which meeting a motion was made at; 0 for an unknown one."""
    return Motion.objects.filter(pk=motion_id).values_list("item__meeting_id", flat=True).first() or 0


def tell(meeting: Meeting, event: Event, actor: Actor, seat: Seat | None = None) -> None:
    """One fact about the meeting."""
    append(event, actor=actor, about=about(meeting), seat=seat)


def move(meeting: Meeting, name: str, actor: Actor, thing: Any, **changes: Any) -> Seat | None:
    """One move of the lifecycle: asked, made and saved; the caller writes its fact."""
    step = MEETING.move(name, meeting.state)
    seat = require(organisations.fresh(actor), step.permit, thing).seat
    for field, value in changes.items():
        setattr(meeting, field, value)
    meeting.state = step.target
    meeting.version += 1
    meeting.save()
    return seat


def moved(meeting: Meeting, name: str, source: str, actor: Actor, seat: Seat | None) -> None:
    """The plain fact of a move."""
    tell(meeting, MeetingMoved(meeting.pk, name, source, meeting.state), actor, seat)


def line(text: object, longest: int = LINE, field: str = "title") -> str:
    """One line of text. Refused("missing", "too_long") with the field."""
    found = " ".join(str(text or "").split())
    if not found:
        raise Refused(_("还缺一项，请补上再送。"), code="missing", field=field)
    if len(found) > longest:
        raise Refused(_("太长了，最多 %(n)d 个字。") % {"n": longest}, code="too_long", field=field)
    return found


def present_now(seat: MeetingSeat) -> None:
    """Refused("not_present") unless somebody of the seat is there."""
    if not seat.present:
        raise Refused(_("这一席还没有人到。先记到会，再发言、提议、举手。"), code="not_present")


now = clock.now
