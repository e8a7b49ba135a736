"""The story of a meeting, read from its rows and from the record; checked by the rule runner."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Count

from gongzhi.meetings.events import MeetingClosed, MeetingMoved, MeetingOpened, PresenceMarked
from gongzhi.meetings.models import Meeting, MeetingSeat, Minutes, Motion, Resolution, Signature, SpeakingTurn
from gongzhi.meetings.rules.motions import Counts
from gongzhi.meetings.rules.quorum import Chair
from gongzhi.meetings.rules.runner import Finding, verify
from gongzhi.meetings.rules.speaking import Turn
from gongzhi.meetings.rules.story import ItemTold, MotionTold, Sitting, Story, Written
from gongzhi.meetings.selectors.hall import as_turn, log
from gongzhi.meetings.selectors.orders import orders, terms_of
from gongzhi.meetings.selectors.reading import seats
from gongzhi.record.selectors import FactView
from gongzhi.rulebook.selectors import calendar


def checked(meeting: Meeting) -> list[Finding]:
    """The meeting held against its standing orders: one finding for each rule."""
    return verify(story(meeting), calendar())


def story(meeting: Meeting) -> Story:
    """What happened."""
    rows, facts = seats(meeting.pk), log(meeting.pk)
    there = frozenset(seat.pk for seat in rows if seat.arrived_at)
    return Story(
        orders=orders(meeting.orders), terms=terms_of(meeting), called_at=meeting.called_at,
        starts=_announced(meeting, facts), urgent=bool(meeting.urgent), items=_items(meeting),
        sittings=_sittings(rows, facts), motions=_motions(meeting), turns=_turns(meeting),
        resolutions=tuple(meeting.resolutions.order_by("id").values_list("pk", "item_id")),
        decisions=_decisions(meeting), attended=there, absent=frozenset(s.pk for s in rows) - there,
        minutes=_written(meeting), ended=meeting.closed_at is not None,
    )  # fmt: skip


def _announced(meeting: Meeting, facts: list[FactView]) -> datetime:
    """The start that the notice gave: a meeting that was adjourned has a later one now."""
    called = next((f for f in facts if f.kind == "meetings.called"), None)
    return datetime.fromisoformat(called.data["starts"]) if called else meeting.starts


def _items(meeting: Meeting) -> tuple[ItemTold, ...]:
    rows = meeting.items.annotate(n=Count("interests")).order_by("number")
    return tuple(ItemTold(row.pk, row.number, row.kind, row.listed, row.state, row.n) for row in rows)


def _sittings(rows: list[MeetingSeat], facts: list[FactView]) -> tuple[Sitting, ...]:
    """Each stretch with the seats as they were filled when it began."""
    filled: dict[int, int] = {}
    found: list[Sitting] = []
    for fact in facts:
        if fact.kind == PresenceMarked.kind:
            filled[fact.data["meeting_seat_id"]] = fact.data["present"]
        elif fact.kind == MeetingOpened.kind:
            found.append(Sitting(fact.at, None, tuple(_chair(seat, filled) for seat in rows)))
        elif found and _ends(fact):
            found[-1] = Sitting(found[-1].opened_at, fact.at, found[-1].chairs)
    return tuple(found)


def _ends(fact: FactView) -> bool:
    return fact.kind == MeetingClosed.kind or (fact.kind == MeetingMoved.kind and fact.data["move"] == "adjourn")


def _chair(seat: MeetingSeat, filled: dict[int, int]) -> Chair:
    return Chair(seat.pk, seat.kind, seat.core, seat.votes, seat.size, min(filled.get(seat.pk, 0), seat.size))


def _motions(meeting: Meeting) -> tuple[MotionTold, ...]:
    rows = Motion.objects.filter(item__meeting=meeting).order_by("id")
    return tuple(
        MotionTold(
            row.pk, row.item_id, row.amends_id, row.state, row.proposed_at, row.decided_at,
            Counts(row.yes, row.no or 0, row.abstain or 0) if row.yes is not None else None,
            row.present or 0, row.everybody or 0,
        )
        for row in rows
    )  # fmt: skip


def _turns(meeting: Meeting) -> dict[int, tuple[Turn, ...]]:
    found: dict[int, tuple[Turn, ...]] = {}
    rows = SpeakingTurn.objects.filter(item__meeting=meeting).exclude(state="withdrawn")
    for row in rows.order_by("item_id", "asked_at", "id"):
        found[row.item_id] = (*found.get(row.item_id, ()), as_turn(row))
    return found


def _decisions(meeting: Meeting) -> tuple[tuple[int, int | None, bool], ...]:
    rows = Resolution.objects.filter(meeting=meeting, kind="decision").order_by("id")
    return tuple((row.pk, row.motion_id, bool(row.basis)) for row in rows)


def minutes_of(meeting_id: int) -> Minutes | None:
    """The minutes as they stand: the last version."""
    return Minutes.objects.filter(meeting_id=meeting_id).select_related("seat").order_by("-number").first()


def signatures(minutes: Minutes) -> list[Signature]:
    """Who stands by this version, in the order of signing."""
    return list(minutes.signatures.select_related("seat").order_by("at", "id"))


def _written(meeting: Meeting) -> Written | None:
    last = minutes_of(meeting.pk)
    if last is None:
        return None
    signed = signatures(last)
    done = signed[-1].at if signed and meeting.state in ("approved", "published") else None
    lines = tuple((line["kind"], line["id"]) for line in last.lines)
    return Written(lines, tuple(row.seat_id for row in signed), done, meeting.published_at)
