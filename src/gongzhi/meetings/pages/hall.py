"""The hall: item now, my act, quorum, speakers, log; one state for phone, screen and paper."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from gongzhi.kernel.actor import Actor
from gongzhi.kernel.digits import digits
from gongzhi.meetings import selectors, services, words
from gongzhi.meetings.models import Meeting, MeetingSeat
from gongzhi.meetings.pages import said
from gongzhi.meetings.pages.gate import attempt, found
from gongzhi.meetings.permits import may_see_hall
from gongzhi.organisations.visitors import actor_of, answered, speaker, to_sign_in


@require_safe
@never_cache
def hall(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """The room, for whoever sits in it, and (where sitting in is open) for whoever looks on."""
    meeting, seat = _entered(request, meeting_id)
    return render(request, "meetings/hall.html", {**_room(meeting, seat), **_mine(meeting, seat)})


@require_safe
@never_cache
def screen(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """The same state for the projector: large, and nothing to press."""
    meeting, _seat = _entered(request, meeting_id)
    return render(request, "meetings/screen.html", {**_room(meeting, None), "screen": True})


@require_safe
@never_cache
def live(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """What is new since a fact: lines for the log, the room's state, and whether one's own acts have changed.

    Nothing in it can take the focus; it is swapped into places that hold no control.
    """
    meeting, seat = _entered(request, meeting_id)
    after = digits(request.GET.get("after")) or 0
    room = _room(meeting, seat, after)
    key = _key(meeting, seat, room)
    changed = bool(request.GET.get("key")) and request.GET["key"] != key
    context = {**room, "key": request.GET.get("key", key), "changed": changed, "live": True}
    return render(request, "meetings/_live.html", context)


def _entered(request: HttpRequest, meeting_id: int) -> tuple[Meeting, MeetingSeat | None]:
    meeting, who = found(meeting_id), speaker(request)
    seat = selectors.seat_of(who.person_id, meeting.pk) if who else None
    if not may_see_hall(actor_of(request), meeting, selectors.orders(meeting.orders).open_to_all, seat):
        raise PermissionDenied(_("这个会只有到会的人能看现场。通知和记录谁都能看。"))
    request.frame_place = meeting.place.name  # type: ignore[attr-defined]
    return meeting, seat


def _room(meeting: Meeting, seat: MeetingSeat | None, after: int = 0) -> dict[str, Any]:
    """What everybody in the room sees."""
    book = said.Book(meeting)
    item = selectors.item_now(meeting.pk)
    floor = selectors.floor(meeting, item)
    motions = selectors.motions(item.pk) if item else []
    facts = selectors.log(meeting.pk)
    room = {
        **said.card(meeting), "items": book.items.values(), "item": item, "standing": said.standing(meeting),
        "speaker": book.seat(floor.speaker.seat_id) if floor.speaker else "", "seconds": floor.seconds,
        "over": -floor.seconds if floor.seconds < 0 else 0, "over_minutes": max(0, -floor.seconds // 60),
        "minutes": floor.minutes,
        "queue": [book.seat(turn.seat_id) for turn in floor.waiting],
        "motions": [_told(book, row) for row in motions if row.state != "withdrawn"],
        "voting": next((_told(book, row) for row in motions if row.state == "voting"), None),
        "log": said.log_lines(book, [fact for fact in facts if fact.id > after]),
        "last": facts[-1].id if facts else 0,
    }  # fmt: skip
    return room | {"key": _key(meeting, seat, room)}


def _told(book: said.Book, row: Any) -> dict[str, Any]:
    return {"motion": row, "mover": book.seat(row.mover_id), "state": words.MOTION_STATES[row.state],
            "amended": said.amended(book, row)}  # fmt: skip


def _key(meeting: Meeting, seat: MeetingSeat | None, room: dict[str, Any]) -> str:
    """Changes whenever what this reader may do has changed."""
    item, voting = room["item"], room["voting"]
    mine = (seat.present,) if seat else ()
    open_motions = [told["motion"].pk for told in room["motions"] if told["motion"].state == "proposed"]
    parts = (meeting.state, item.pk if item else 0, voting["motion"].pk if voting else 0, *open_motions, *mine)
    return "-".join(str(part) for part in parts)


def _mine(meeting: Meeting, seat: MeetingSeat | None) -> dict[str, Any]:
    """What this reader may do: answer the call, ask to speak, propose, raise a hand."""
    if seat is None:
        return {"seat": None}
    item = selectors.item_now(meeting.pk)
    floor = selectors.floor(meeting, item)
    turns = [*floor.waiting, *([floor.speaker] if floor.speaker else [])]
    turn = next((one for one in turns if one.seat_id == seat.pk), None)
    barred = item is not None and seat.pk in selectors.interested(item.pk)
    voting = next((m for m in selectors.motions(item.pk) if m.state == "voting"), None) if item else None
    return {
        "seat": seat, "seat_name": selectors.names(selectors.seats(meeting.pk))[seat.pk], "turn": turn,
        "barred": barred, "hand": selectors.hand_of(voting.pk, seat.pk) if voting else "",
        "hand_word": words.CHOICES.get(selectors.hand_of(voting.pk, seat.pk), "") if voting else "",
        "choices": words.CHOICES.items(), "may_propose": _may_propose(meeting, seat, item, barred),
        "missed": selectors.missed(meeting.pk, seat) if _late(meeting, seat) else None,
    }  # fmt: skip


def _may_propose(meeting: Meeting, seat: MeetingSeat, item: Any, barred: bool) -> bool:
    decides = selectors.orders(meeting.orders).decides == "hands"
    return bool(decides and item and item.kind == "decide" and seat.votes and seat.present and not barred)


def _late(meeting: Meeting, seat: MeetingSeat) -> bool:
    opened = meeting.opened_at
    return bool(meeting.state == "open" and opened and seat.arrived_at and seat.arrived_at > opened)


# --- my acts


@require_POST
def act(request: HttpRequest, meeting_id: int, act: str) -> HttpResponse:
    """One act of the reader's own seat."""
    who = speaker(request)
    return answered(_act, request, who, meeting_id, act) if who else to_sign_in(request)


def _act(request: HttpRequest, actor: Actor, meeting_id: int, name: str) -> HttpResponse:
    meeting = found(meeting_id)
    seat = selectors.seat_of(actor.person_id, meeting.pk)
    if seat is None:
        raise PermissionDenied(_("这个会没有请您的席位。可以旁听，或请召集单位加一席。"))
    if name not in _ACTS:
        raise Http404
    done, do = _ACTS[name]
    to = reverse(BACK.get(name, "meeting_hall"), args=[meeting.pk])
    return attempt(request, to, done, lambda: do(request, actor, seat))


def _reply(request: HttpRequest, actor: Actor, seat: MeetingSeat) -> Any:
    return services.reply_to_call(actor=actor, seat_id=seat.pk, coming=request.POST.get("coming") == "yes")


def _ask(request: HttpRequest, actor: Actor, seat: MeetingSeat) -> Any:
    return services.ask_floor(actor=actor, seat_id=seat.pk)


def _end(request: HttpRequest, actor: Actor, seat: MeetingSeat) -> Any:
    turn = _mine(seat.meeting, seat)["turn"]
    return services.end_speech(actor=actor, turn_id=turn.pk) if turn else None


def _vote(request: HttpRequest, actor: Actor, seat: MeetingSeat) -> Any:
    motion, choice = digits(request.POST.get("motion")) or 0, request.POST.get("choice", "")
    return services.vote_on(actor=actor, motion_id=motion, seat_id=seat.pk, choice=choice)


def _propose(request: HttpRequest, actor: Actor, seat: MeetingSeat) -> Any:
    item = digits(request.POST.get("item")) or 0
    amends = digits(request.POST.get("amends"))
    return services.propose(
        actor=actor, item_id=item, seat_id=seat.pk, text=request.POST.get("text", ""), amends_id=amends
    )


def _interest(request: HttpRequest, actor: Actor, seat: MeetingSeat) -> Any:
    item = digits(request.POST.get("item")) or 0
    return services.declare_interest(actor=actor, item_id=item, seat_id=seat.pk)


def _substitute(request: HttpRequest, actor: Actor, seat: MeetingSeat) -> Any:
    name, phone = request.POST.get("name", ""), request.POST.get("phone", "")
    return services.name_substitute(actor=actor, seat_id=seat.pk, name=name, phone=phone)


def _sign(request: HttpRequest, actor: Actor, seat: MeetingSeat) -> Any:
    return services.approve_minutes(actor=actor, meeting_id=seat.meeting_id, seat_ids=[seat.pk])


def _amend(request: HttpRequest, actor: Actor, seat: MeetingSeat) -> Any:
    line = digits(request.POST.get("line"))
    return services.amend_minutes(
        actor=actor, meeting_id=seat.meeting_id, seat_id=seat.pk, line=-1 if line is None else line,
        text=request.POST.get("text", ""),
    )  # fmt: skip


# Back to the page where the act was made.
BACK = {"reply": "meeting", "substitute": "meeting", "sign": "meeting_minutes", "amend": "meeting_minutes"}
_Do = Callable[[HttpRequest, Actor, MeetingSeat], Any]
_ACTS: dict[str, tuple[Any, _Do]] = {
    "reply": (words.DONE["reply"], _reply),
    "ask": (words.DONE["ask"], _ask),
    "end": (words.DONE["end"], _end),
    "vote": (words.DONE["vote"], _vote),
    "propose": (words.DONE["propose"], _propose),
    "interest": (words.DONE["interest"], _interest),
    "substitute": (words.DONE["substitute"], _substitute),
    "sign": (words.DONE["signed"], _sign),
    "amend": (words.DONE["amend"], _amend),
}
