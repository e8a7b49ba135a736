"""Named powers over meetings and what they decided; each answers with the seat or the reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.actor import Actor
from gongzhi.kernel.permit import Answer, allowed, by_seat, denied, permit
from gongzhi.meetings.models import Meeting, MeetingSeat, Resolution
from gongzhi.meetings.rules.orders import Orders
from gongzhi.organisations.seats import acting_in, over
from gongzhi.organisations.words import COMMUNITY_ROLES


@dataclass(frozen=True)
class Calling:
    """A meeting that somebody wants to call (or plan): by which body, under which orders."""

    body_id: int
    body_kind: str
    orders: Orders


@permit("meeting.call", _("按议事规则召集会议，定一年开几次"))
def may_call(actor: Actor, calling: Calling) -> Answer:
    """A seat in a body that these standing orders name as a caller."""
    if calling.body_kind not in calling.orders.callers:
        return denied(_("这种会不由这个单位召集。"))
    if actor.part:
        return allowed()
    return by_seat(acting_in(actor, calling.body_id), _("会议由召集单位的人来召集。"))


@permit("meeting.run", _("主持会议、记到会、记发言和表决、写记录"))
def may_run(actor: Actor, meeting: Meeting) -> Answer:
    """A seat in the convening body, or a desk of the community that helps it."""
    if actor.part:
        return allowed()
    helper = over(actor, meeting.place.path, *COMMUNITY_ROLES)
    return by_seat(acting_in(actor, meeting.body_id) or helper, _("会场由召集单位的人来主持，社区的人可以帮忙。"))


@permit("meeting.sit", _("在会上回话、发言、提议、举手"))
def may_sit(actor: Actor, seat: MeetingSeat) -> Answer:
    """Whoever sits there, comes instead or carries its voice; whoever runs the meeting, for those without a phone."""
    here = (seat.whose, seat.proxy.whose if seat.proxy else None)
    if actor.person_id is not None and actor.person_id in here:
        return allowed()
    helping = may_run(actor, seat.meeting)
    return helping if helping else denied(_("这一席不是您的。"))


@permit("meeting.attended", _("会后改自己认为记错的一处"))
def may_amend(actor: Actor, seat: MeetingSeat | None) -> Answer:
    """Only somebody who was there: not the convening body for them, and nobody for an empty seat."""
    if seat is None or seat.arrived_at is None:
        return denied(_("只有到了会的人能改记录。"))
    return may_sit(actor, seat)


@permit("meeting.sign", _("认会议记录"))
def may_sign(actor: Actor, seat: MeetingSeat | None) -> Answer:
    """Whoever was there; the convening body enters what was signed on paper."""
    if seat is None or seat.arrived_at is None:
        return denied(_("只有到了会的人能认记录。"))
    return may_sit(actor, seat)


@permit("resolution.report", _("报告一项决议落实了"))
def may_report(actor: Actor, resolution: Resolution) -> Answer:
    """A seat in the body that has to carry it out."""
    if actor.part:
        return allowed()
    return by_seat(acting_in(actor, resolution.owner_id), _("落实由负责的单位来报。"))


@permit("resolution.check", _("核对决议落实了没有"))
def may_check(actor: Actor, resolution: Resolution) -> Answer:
    """A seat in the body that convened the meeting; not the owner for itself, where the two differ."""
    if actor.part:
        return allowed()
    return by_seat(acting_in(actor, resolution.meeting.body_id), _("落实没有，由召集会议的单位来核对。"))


def may_see_hall(actor: Actor | None, meeting: Meeting, open_to_all: bool, seat: Any) -> bool:
    """Whether somebody may look into the hall: everybody where sitting in is open, else those who sit or run it."""
    if open_to_all or seat is not None:
        return True
    return actor is not None and bool(may_run(actor, meeting))
