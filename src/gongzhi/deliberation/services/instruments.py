"""Use the instruments for a topic: open a conversation, call a meeting with its seats, put the question to the vote."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.deliberation.events import SeatMoved
from gongzhi.deliberation.models import CouncilSeat, Topic
from gongzhi.deliberation.rules.seating import CORE_AS, SITS_AS
from gongzhi.deliberation.rules.tables import DecisionKind, methods
from gongzhi.deliberation.selectors import decided as table
from gongzhi.deliberation.selectors.table import GONE
from gongzhi.deliberation.services.topics import lock_topic, move_topic, require_ready
from gongzhi.kernel.actor import Actor, Seat
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.permit import require
from gongzhi.meetings import selectors as meetings_read
from gongzhi.meetings import services as meetings
from gongzhi.meetings.services import NewItem, SeatAsked
from gongzhi.opinions import services as opinions
from gongzhi.organisations import selectors as organisations
from gongzhi.record.services import append
from gongzhi.voting import services as voting
from gongzhi.voting.services import NewOption

TALKING = ("taken_up", "investigating", "deliberating")
MEETING = (*TALKING, "deciding", "decided", "carried_out")


def open_opinions(*, actor: Actor, topic_id: int, question: str = "", closes: datetime | None = None) -> Any:
    """Ask everybody concerned what they think, in a conversation of the topic. Refused("late"), "denied"."""
    with transaction.atomic():
        topic = lock_topic(topic_id)
        seat = require(actor, "topic.lead", topic).seat
        if topic.state not in TALKING:
            raise Refused(_("立了题、还没交付表决的时候，才请大家说看法。"), code="late")
        body = seat.body_id if seat else topic.lead_id
        return opinions.open_conversation(
            actor=actor, about=topic.ref, body_id=int(body or 0), place_id=topic.place_id,
            question=question or topic.title, closes=closes,
        )  # fmt: skip


def call_meeting(
    *, actor: Actor, topic_id: int, starts: datetime, orders: str = "", body_id: int | None = None, title: str = "",
    where: str = "", seats: Sequence[SeatAsked] = (), **more: Any,
) -> Any:  # fmt: skip
    """Call the meeting of the topic's method (or under other orders) with the seats of its table and one item on it.

    Refused: "late", "denied", "no_seats" (a council without its table), and what the meeting itself asks.
    """
    with transaction.atomic():
        topic = lock_topic(topic_id)
        seat = require(actor, "topic.lead", topic).seat
        if topic.state not in MEETING:
            raise Refused(_("先立题，再开会。"), code="late")
        key = orders or _orders(topic)
        asked = [*_asked(topic, key), *seats]
        if key == "council_3x" and not topic.seats.exclude(state__in=GONE).filter(party=None).exists():
            raise Refused(_("先排好三方和各方的座位，再请人开会。"), code="no_seats")
        kind = "decide" if meetings_read.orders(key).decides == "hands" else "opinion"
        made = meetings.call(
            actor=actor, orders=key, body_id=int(body_id or (seat.body_id if seat else topic.lead_id) or 0),
            place_id=topic.place_id, title=title or topic.title, starts=starts,
            agenda=[NewItem(title=topic.title, kind=kind, about=topic.ref)], seats=asked, about=topic.ref, where=where,
            **more,
        )  # fmt: skip
        _invited(topic, actor, seat)
    return made


def _invited(topic: Topic, actor: Actor, seat: Seat | None) -> None:
    """The notice of the meeting invites every body and person that was still to be asked."""
    for row in topic.seats.filter(state="planned").exclude(body=None, person=None):
        row.state = "invited"
        row.save(update_fields=["state"])
        append(SeatMoved(topic.pk, row.pk, row.state), actor=actor, about=topic.ref, seat=seat)


def _orders(topic: Topic) -> str:
    method = methods().get(topic.method)
    kind = table.kind(topic.kind)
    return method.orders if method else kind.orders if kind else "council_3x"


def _asked(topic: Topic, key: str) -> list[SeatAsked]:
    """The topic's seats as these orders know them; seats that they do not know sit as observers, if they know those."""
    rules, found = meetings_read.orders(key), []
    seats = topic.seats.exclude(state__in=GONE).select_related("body", "party").order_by("pk")
    taken: set[int] = set()
    for row in seats:
        kind = SITS_AS[row.party.kind] if row.party else CORE_AS[row.core]
        rule = rules.seat(kind) or rules.seat("observer")
        if rule is None or row.person_id in taken:
            continue
        taken |= {row.person_id} if row.person_id else set()
        found.append(
            SeatAsked(kind=rule.kind, body_id=row.body_id, person_id=row.person_id, core=bool(row.core),
                      title=_title(row))
        )  # fmt: skip
    return found


def _title(row: CouncilSeat) -> str:
    if row.party is not None:
        return row.party.title
    return row.body.name[:60] if row.body else ""


def put_to_vote(
    *, actor: Actor, topic_id: int, opens: datetime, closes: datetime, title: str = "", question: str = "",
    options: Sequence[NewOption] = (), secrecy: str = "", charter: Mapping[str, Any] | None = None,
    body_id: int | None = None, place_id: int | None = None, seen: int | None = None,
) -> Any:  # fmt: skip
    """Draw up the vote that the decision table asks for, and move the topic to deciding.

    Refused: what is missing before it ("parties", "core", "unseated", "investigation", "minority", "no_vote",
    "forum_only"), "stale", "denied", and what the vote itself asks.
    """
    with transaction.atomic():
        topic = lock_topic(topic_id)
        seat = require(actor, "topic.lead", topic).seat
        kind = table.kind(topic.kind)
        require_ready(topic, "put_to_vote")
        if kind is None or not kind.votes:
            raise Refused(_("这件事不用投票，开会商定就行。"), code="no_vote")
        topic = move_topic(actor=actor, topic_id=topic_id, move="put_to_vote", seen=seen, due=closes)
        return voting.draw_up(
            actor=actor, about=topic.ref, body_id=body_id or _puts(topic, kind, actor, seat),
            place_id=place_id or topic.place_id, title=title or topic.title, question=question, rule=kind.rule,
            matter=kind.matter, options=options, opens=opens, closes=closes, secrecy=secrecy, charter=charter or {},
        )  # fmt: skip


def _puts(topic: Topic, kind: DecisionKind, actor: Actor, seat: Seat | None) -> int:
    """The body that puts the question: the owners' committee for owners where the actor sits in it, else the desk."""
    if kind.rule == "owners":
        own = organisations.body_for("owners_committee", topic.place)
        if own is not None and actor.seat_in(own.pk):
            return int(own.pk)
    return int((seat.body_id if seat else topic.lead_id) or 0)
