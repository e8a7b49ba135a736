"""The convenors' desk: their meetings, and the page from which one meeting is run."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.meetings import selectors, words
from gongzhi.meetings.models import Meeting
from gongzhi.meetings.pages import said
from gongzhi.meetings.pages.desk_call import callable_orders
from gongzhi.meetings.pages.gate import desk, run_by

PAGE = 40


@require_safe
@desk
def mine(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What is to come, what waits for minutes, what was held; what is late, and how much was carried out."""
    rows = list(selectors.looked_at_by(actor)[:PAGE])
    groups = {
        "coming": [row for row in rows if row.state in ("called", "open", "adjourned")][::-1],
        "writing": [row for row in rows if row.state in ("closed", "minuted", "approved")],
        "past": [row for row in rows if row.state in ("published", "cancelled")],
    }
    now = clock.now()
    followed = list(selectors.followed_by(actor)[:200])
    late = [row for row in followed if row.state == "open" and selectors.is_late(row, now)]
    context = {
        **{name: [said.card(row) for row in found] for name, found in groups.items()},
        "late": len(late), "open": sum(row.state in ("open", "reported") for row in followed),
        "slots": [_slot(row) for row in selectors.waiting_slots(actor)], "may_call": bool(callable_orders(actor)),
        "any": bool(rows),
    }  # fmt: skip
    return render(request, "meetings/desk.html", context)


def _slot(row: Any) -> dict[str, Any]:
    return {"slot": row, "orders": words.ORDERS[row.plan.orders], "body": row.plan.body, "due": row.ends}


@require_safe
@desk
def one(request: HttpRequest, actor: Actor, meeting_id: int) -> HttpResponse:
    """One meeting: what is to be done now, in the order in which it is done."""
    meeting = run_by(actor, meeting_id)
    return render(request, "meetings/desk_one.html", running(meeting))


def running(meeting: Meeting) -> dict[str, Any]:
    """Everything that the page of one meeting shows."""
    book = said.Book(meeting)
    item = selectors.item_now(meeting.pk)
    floor = selectors.floor(meeting, item)
    orders = selectors.orders(meeting.orders)
    return {
        **said.card(meeting), "items": list(book.items.values()), "item": item, "standing": said.standing(meeting),
        "there": selectors.presence(meeting.pk), "kinds": [(s.kind, words.SEAT_KINDS[s.kind]) for s in orders.seats],
        "speaker": floor.speaker, "speaker_name": book.seat(floor.speaker.seat_id) if floor.speaker else "",
        "minutes_each": floor.minutes, "queue": [book.seat(t.seat_id) for t in floor.waiting],
        "motions": _motions(book, item), "hands": orders.decides == "hands", "decides_key": orders.decides,
        "choices": list(words.CHOICES.items()), "owners": said.owners_for(meeting) if _owes(meeting) else [],
        "voters": selectors.voters(meeting.pk, item.pk) if item else 0, "proxies": selectors.terms_of(meeting).proxies,
        "turns": [{"turn": t, "name": book.seat(t.seat_id)} for t in book.turns.values() if t.given_at],
        "resolutions": list(book.resolutions.values()), "log": said.log_lines(book, selectors.log(meeting.pk))[::-1],
        "findings": said.findings(meeting), **_written(meeting, book),
        "ready": meeting.starts <= clock.now(), "last": _last_motion(book),
    }  # fmt: skip


def _owes(meeting: Meeting) -> bool:
    return meeting.state in ("open", "closed")


def _motions(book: said.Book, item: Any) -> list[dict[str, Any]]:
    rows = selectors.motions(item.pk) if item else []
    found = []
    for row in rows:
        if row.state == "withdrawn":
            continue
        first = selectors.first_to_vote(row, rows) == row.pk
        found.append({
            "motion": row, "mover": book.seat(row.mover_id), "state": words.MOTION_STATES[row.state], "first": first,
            "raised": selectors.hands(row.pk) if row.state == "voting" else {},
            "amended": said.amended(book, row),
        })  # fmt: skip
    return found


def _last_motion(book: said.Book) -> Any:
    """A carried motion that no resolution follows up yet, for the form that makes one."""
    taken, rows = {row.motion_id for row in book.resolutions.values()}, list(book.motions.values())
    free = [m for m in rows if m.state == "passed" and m.amends_id is None and m.pk not in taken]
    return {"pk": free[0].pk, "item_id": free[0].item_id, "text": selectors.worded(free[0], rows)} if free else None


def _written(meeting: Meeting, book: said.Book) -> dict[str, Any]:
    written = selectors.minutes_of(meeting.pk)
    if written is None:
        return {"lines": []}
    signed = {row.seat_id for row in selectors.signatures(written)}
    there = [seat for seat in book.seats if seat.arrived_at]
    return {
        "lines": said.minutes_lines(book, written.lines), "written": written,
        "signers": [{"seat": s, "name": book.names[s.pk], "signed": s.pk in signed} for s in there],
        "signed": len(signed), "to_sign": len(there), "least": selectors.terms_of(meeting).approval.least(len(there)),
    }  # fmt: skip
