"""What the convening body does with its meeting, one small form each."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.dateparse import parse_date, parse_time
from django.views.decorators.http import require_POST

from gongzhi.kernel.actor import Actor
from gongzhi.kernel.clock import CHINA
from gongzhi.kernel.digits import digits
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.reference import Ref
from gongzhi.meetings import services, words
from gongzhi.meetings.models import Meeting
from gongzhi.meetings.pages.gate import attempt, desk, run_by

CLOSES = time(18, 0)


@require_POST
@desk
def act(request: HttpRequest, actor: Actor, meeting_id: int, act: str) -> HttpResponse:
    """One act; back to the page of the meeting, with what was done or why not."""
    meeting = run_by(actor, meeting_id)
    if act not in ACTS:
        raise Http404
    to = reverse("meeting_desk", args=[meeting.pk]) + ANCHORS.get(act, "")
    return attempt(request, to, words.DONE[act], lambda: ACTS[act](actor, meeting, request.POST))


def _number(post: Any, name: str) -> int:
    return digits(post.get(name)) or 0


def moment(post: Any) -> datetime | None:
    """A day and (if given) an hour as an instant; None for anything that is no day."""
    day, hour = parse_date(post.get("day", "") or "x"), parse_time(post.get("hour", "") or "x")
    return datetime.combine(day, hour or CLOSES, CHINA) if day else None


def _present(actor: Actor, meeting: Meeting, post: Any) -> Any:
    seat, many = _number(post, "seat"), digits(post.get("present"))
    return services.mark_present(actor=actor, seat_id=seat, present=many or 0)


def _seat(actor: Actor, meeting: Meeting, post: Any) -> Any:
    asked = services.SeatAsked(post.get("kind", ""), title=post.get("title", ""))
    return services.add_seat(actor=actor, meeting_id=meeting.pk, seat=asked)


def _proxy(actor: Actor, meeting: Meeting, post: Any) -> Any:
    holder = digits(post.get("holder"))
    return services.give_proxy(actor=actor, seat_id=_number(post, "seat"), holder_id=holder)


def _substitute(actor: Actor, meeting: Meeting, post: Any) -> Any:
    seat = _number(post, "seat")
    if "back" in post:
        return services.take_back_substitute(actor=actor, seat_id=seat)
    return services.name_substitute(actor=actor, seat_id=seat, name=post.get("name", ""), phone=post.get("phone", ""))


def _decide(actor: Actor, meeting: Meeting, post: Any) -> Any:
    numbers = {name: _number(post, name) for name in words.CHOICES}
    return services.decide(actor=actor, motion_id=_number(post, "motion"), **numbers)


def _motion(actor: Actor, meeting: Meeting, post: Any) -> Any:
    return services.propose(
        actor=actor, item_id=_number(post, "item"), seat_id=digits(post.get("seat")), text=post.get("text", ""),
        amends_id=digits(post.get("amends")),
    )  # fmt: skip


def _resolve(actor: Actor, meeting: Meeting, post: Any) -> Any:
    basis = post.get("basis", "").strip()
    return services.add_resolution(
        actor=actor, item_id=_number(post, "item"), text=post.get("text", ""), owner_id=_number(post, "owner"),
        due=moment(post), kind=post.get("kind", "decision"), motion_id=digits(post.get("motion")),
        basis=_ref(basis) if basis else None,
    )  # fmt: skip


def _ref(text: str) -> Ref:
    try:
        return Ref.parse(text)
    except ValueError:
        raise Refused(words.DONE_NOT["basis"], code="missing", field="basis") from None


def _adjourn(actor: Actor, meeting: Meeting, post: Any) -> Any:
    until = moment(post)
    if until is None:
        raise Refused(words.DONE_NOT["day"], code="missing", field="day")
    return services.adjourn(actor=actor, meeting_id=meeting.pk, until=until, reason=post.get("reason", ""))


def _sign(actor: Actor, meeting: Meeting, post: Any) -> Any:
    seats = [number for number in map(digits, post.getlist("seat")) if number]
    return services.approve_minutes(actor=actor, meeting_id=meeting.pk, seat_ids=seats, how="paper")


def _amend(actor: Actor, meeting: Meeting, post: Any) -> Any:
    return services.amend_minutes(
        actor=actor, meeting_id=meeting.pk, seat_id=_number(post, "seat"), line=_number(post, "line"),
        text=post.get("text", ""),
    )  # fmt: skip


Do = Callable[[Actor, Meeting, Any], Any]
ACTS: dict[str, Do] = {
    "present": _present,
    "seat": _seat,
    "proxy": _proxy,
    "substitute": _substitute,
    "open": lambda actor, meeting, post: services.open_meeting(actor=actor, meeting_id=meeting.pk),
    "item": lambda actor, meeting, post: services.take_item(actor=actor, item_id=_number(post, "item")),
    "note": lambda actor, meeting, post: services.note_item(
        actor=actor, meeting_id=meeting.pk, title=post.get("title", "")
    ),
    "interest": lambda actor, meeting, post: services.declare_interest(
        actor=actor, item_id=_number(post, "item"), seat_id=_number(post, "seat")
    ),
    "floor": lambda actor, meeting, post: services.ask_floor(actor=actor, seat_id=_number(post, "seat")),
    "next": lambda actor, meeting, post: services.give_floor(actor=actor, meeting_id=meeting.pk),
    "speech": lambda actor, meeting, post: services.end_speech(
        actor=actor, turn_id=_number(post, "turn"), note=post.get("note", "")
    ),
    "motion": _motion,
    "put": lambda actor, meeting, post: services.put_to_vote(actor=actor, motion_id=_number(post, "motion")),
    "decide": _decide,
    "withdraw": lambda actor, meeting, post: services.withdraw_motion(actor=actor, motion_id=_number(post, "motion")),
    "resolve": _resolve,
    "adjourn": _adjourn,
    "close": lambda actor, meeting, post: services.close_meeting(actor=actor, meeting_id=meeting.pk),
    "cancel": lambda actor, meeting, post: services.cancel_meeting(
        actor=actor, meeting_id=meeting.pk, reason=post.get("reason", "")
    ),
    "draft": lambda actor, meeting, post: services.draft_minutes(actor=actor, meeting_id=meeting.pk),
    "amend": _amend,
    "sign": _sign,
    "publish": lambda actor, meeting, post: services.publish_minutes(actor=actor, meeting_id=meeting.pk),
}
# Back to the part of the page where the act was made.
ANCHORS = {
    "present": "#presence", "seat": "#presence", "proxy": "#presence", "substitute": "#presence",
    "floor": "#floor", "next": "#floor", "speech": "#floor", "motion": "#motions", "put": "#motions",
    "decide": "#motions", "withdraw": "#motions", "resolve": "#motions", "amend": "#minutes", "sign": "#minutes",
}  # fmt: skip
