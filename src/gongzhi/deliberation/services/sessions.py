"""Keep which meetings dealt with a topic; the ledger counts from these rows (row B16)."""

from __future__ import annotations

from datetime import datetime

from gongzhi.deliberation.models import Session, Topic
from gongzhi.meetings import selectors as meetings

HELD = ("closed", "minuted", "approved", "published")


def note_session(topic: Topic, meeting_id: int, orders: str, place_id: int, held_at: datetime) -> Session:
    """A meeting that was held dealt with the topic; noting it twice is noting it once."""
    found, _new = Session.objects.get_or_create(
        topic=topic, meeting_id=meeting_id, defaults={"orders": orders, "place_id": place_id, "held_at": held_at}
    )
    return found


def catch_up(topic: Topic) -> int:
    """Note the meetings about the topic that were held and that the reaction has not seen yet; returns how many."""
    known, new = set(topic.sessions.values_list("meeting_id", flat=True)), 0
    for meeting in meetings.of(topic.ref):
        if meeting.closed_at is not None and meeting.pk not in known:
            note_session(topic, meeting.pk, meeting.orders, meeting.place_id, meeting.closed_at)
            new += 1
    return new


def after_meeting(meeting_id: int) -> int:
    """Note a meeting that was held for every topic on its agenda; returns how many topics it dealt with."""
    found = meetings.meeting(meeting_id)
    if found is None or found.closed_at is None:
        return 0
    refs = {ref for ref in (found.about, *(item.about for item in meetings.agenda(meeting_id))) if ref is not None}
    ids = sorted(ref.id for ref in refs if ref.label == "deliberation.topic")
    topics = list(Topic.objects.filter(pk__in=ids).order_by("pk"))
    for topic in topics:
        note_session(topic, found.pk, found.orders, found.place_id, found.closed_at)
    return len(topics)
