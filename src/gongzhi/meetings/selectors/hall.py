"""The hall as it is now: who is there, is it enough, what is talked about, who speaks, what is voted on."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from gongzhi.kernel import clock
from gongzhi.kernel.reference import Ref
from gongzhi.meetings import words
from gongzhi.meetings.models import Hand, Interest, Item, Meeting, MeetingSeat, Motion, SpeakingTurn
from gongzhi.meetings.rules import motions as order_of
from gongzhi.meetings.rules import quorum, speaking
from gongzhi.meetings.rules.motions import Put
from gongzhi.meetings.rules.quorum import Chair, Standing
from gongzhi.meetings.selectors.orders import orders, terms_of
from gongzhi.meetings.selectors.reading import seats
from gongzhi.record.selectors import FactView, facts_about


def chair(seat: MeetingSeat) -> Chair:
    """A seat as the rules see it."""
    return Chair(seat.pk, seat.kind, seat.core, seat.votes, seat.size, seat.present)


def standing(meeting: Meeting, rows: list[MeetingSeat] | None = None) -> Standing:
    """Whether it may open now, and what is missing."""
    found = seats(meeting.pk) if rows is None else rows
    return quorum.standing(orders(meeting.orders), terms_of(meeting).shares, [chair(seat) for seat in found])


@dataclass(frozen=True)
class There:
    """A seat with its name in the room, and whether somebody is there."""

    seat: MeetingSeat
    name: str
    carried_by: str = ""


def names(rows: list[MeetingSeat]) -> dict[int, str]:
    """What each seat is called in the room and in the minutes: its title, its body, or its type and a number."""
    many = Counter(seat.kind for seat in rows if not seat.title and not seat.body_id)
    counted: Counter[str] = Counter()
    found = {}
    for seat in rows:
        kind = str(words.SEAT_KINDS[seat.kind])
        if seat.title or seat.body_id:
            found[seat.pk] = seat.title or str(seat.body)
        else:
            counted[seat.kind] += 1
            found[seat.pk] = f"{kind} {counted[seat.kind]}" if many[seat.kind] > 1 else kind
    return found


def presence(meeting_id: int) -> list[There]:
    """Every seat with its name and who is there."""
    rows = seats(meeting_id)
    called = names(rows)
    return [There(seat, called[seat.pk], called.get(seat.proxy_id or 0, "")) for seat in rows]


def item_now(meeting_id: int) -> Item | None:
    """What is talked about."""
    return Item.objects.filter(meeting_id=meeting_id, state="now").first()


def turns(item_id: int) -> list[SpeakingTurn]:
    """The wishes to speak on an item, as they came, without those taken back."""
    return list(SpeakingTurn.objects.filter(item_id=item_id).exclude(state="withdrawn").order_by("asked_at", "id"))


def as_turn(row: SpeakingTurn) -> speaking.Turn:
    """A wish to speak as the rules see it."""
    return speaking.Turn(row.pk, row.seat_id, row.asked_at, row.given_at, row.ended_at)


@dataclass(frozen=True)
class Floor:
    """Who speaks, for how many seconds more, and who waits in which order."""

    speaker: SpeakingTurn | None
    seconds: int
    minutes: int
    waiting: tuple[SpeakingTurn, ...]


def floor(meeting: Meeting, item: Item | None) -> Floor:
    """The floor of an item."""
    allowed = terms_of(meeting).speaking
    rows = {row.pk: row for row in turns(item.pk)} if item else {}
    told = [as_turn(row) for row in rows.values()]
    has = speaking.speaking(told)
    seconds = speaking.remaining(has, allowed, clock.now()) if has else 0
    return Floor(rows[has.id] if has else None, seconds, allowed, tuple(rows[t.id] for t in speaking.queue(told)))


def motions(item_id: int) -> list[Motion]:
    """The motions on an item, as they came."""
    return list(Motion.objects.filter(item_id=item_id).select_related("mover").order_by("id"))


def as_puts(rows: list[Motion]) -> list[Put]:
    """Motions as the order of votes sees them."""
    return [Put(row.pk, row.amends_id, row.state in ("proposed", "voting")) for row in rows]


def first_to_vote(motion: Motion, rows: list[Motion]) -> int:
    """Which motion must be voted on before this one; this one itself when none."""
    earlier = order_of.before(motion.pk, as_puts(rows))
    return earlier[0] if earlier else motion.pk


def worded(motion: Motion, rows: list[Motion]) -> str:
    """How a motion reads with the amendments that were carried so far: an amendment says the whole text anew."""
    carried = [row for row in rows if row.amends_id == motion.pk and row.state == "passed" and row.decided_at]
    if not carried:
        return motion.text
    return worded(max(carried, key=lambda row: (row.decided_at, row.pk)), rows)


def voters(meeting_id: int, item_id: int) -> int:
    """How many may vote on the item now."""
    barred = Interest.objects.filter(item_id=item_id).values_list("seat_id", flat=True)
    return quorum.voters([chair(seat) for seat in seats(meeting_id)], barred)


def interested(item_id: int) -> set[int]:
    """The seats that declared an interest in the item."""
    return set(Interest.objects.filter(item_id=item_id).values_list("seat_id", flat=True))


def hands(motion_id: int) -> Counter[str]:
    """Hands raised from phones so far."""
    return Counter(Hand.objects.filter(motion_id=motion_id).values_list("choice", flat=True))


def hand_of(motion_id: int, seat_id: int) -> str:
    """How this seat raised its hand; "" when it did not. Only for the seat itself."""
    return Hand.objects.filter(motion_id=motion_id, seat_id=seat_id).values_list("choice", flat=True).first() or ""


_SILENT = ("meetings.seat_answered", "meetings.minutes_signed", "meetings.proxy")


def log(meeting_id: int, after: int = 0) -> list[FactView]:
    """What happened in the meeting, oldest first; `after` leaves out what was read already."""
    facts = facts_about(Ref("meetings.meeting", meeting_id))
    return [f for f in facts if f.id > after and f.kind.startswith("meetings.") and f.kind not in _SILENT]


def missed(meeting_id: int, seat: MeetingSeat) -> dict[str, Any]:
    """What happened before somebody arrived late: points dealt with, motions decided."""
    since = seat.arrived_at
    done = Motion.objects.filter(item__meeting_id=meeting_id, decided_at__isnull=False)
    items = Item.objects.filter(meeting_id=meeting_id, taken_at__isnull=False)
    if since is not None:
        done, items = done.filter(decided_at__lt=since), items.filter(taken_at__lt=since)
    return {"items": items.count(), "passed": done.filter(state="passed").count(), "votes": done.count()}
