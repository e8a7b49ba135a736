"""Read posts and questions: who must answer by when, and the exact list of those that wait beyond their limit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from gongzhi.duties import selectors as duties
from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.opinions.models import Conversation, Post, Question, Tombstone
from gongzhi.organisations.seats import acting

LABEL = "opinions.question"


@dataclass(frozen=True)
class Waiting:
    """A question with the instant by which its answerer answers (None: no clock runs, it is answered or set aside)."""

    question: Question
    due_at: datetime | None
    late: bool


def _rows() -> QuerySet[Question]:
    return Question.objects.select_related("conversation__place", "conversation__body", "body", "answered_by", "post")


def question(question_id: int) -> Question | None:
    """The question with its conversation and answerer, or None."""
    return _rows().filter(pk=question_id).first()


def questions_of(talk_id: int, now: datetime | None = None) -> list[Waiting]:
    """The questions of a conversation: those that wait first, soonest due; then the others, newest first."""
    return _clocked(list(_rows().filter(conversation_id=talk_id).order_by("-asked_at", "-id")), now)


def unanswered(place: Any, now: datetime | None = None) -> list[Waiting]:
    """Every question of a place that waits beyond its limit at an instant, the longest late first (row B04).

    Due at that very instant is not late yet.
    """
    rows = _rows().filter(conversation__place__path__startswith=place.path, state="asked")
    return [one for one in _clocked(list(rows), now) if one.late]


def unanswered_of(actor: Actor, now: datetime | None = None) -> list[Waiting]:
    """What waits for an answer by the bodies that the actor acts for, soonest due first."""
    bodies = [seat.body_id for seat in acting(actor)]
    return _clocked(list(_rows().filter(body_id__in=bodies, state="asked")), now)


def _clocked(rows: list[Question], now: datetime | None) -> list[Waiting]:
    instant = now or clock.now()
    clocks = duties.open_of_many(LABEL, [row.pk for row in rows if row.state == "asked"])
    found = []
    for row in rows:
        due = next((duty.due_at for duty in clocks.get(row.pk, ()) if duty.kind == "reply"), None)
        found.append(Waiting(row, due, due is not None and due < instant))
    waiting = sorted((w for w in found if w.due_at is not None), key=lambda w: (w.due_at or instant, w.question.pk))
    return waiting + [w for w in found if w.due_at is None]


def posts_of(talk_id: int, start: int = 0, most: int = 100) -> list[Post]:
    """Imported posts in the order in which they were written, with their questions."""
    rows = Post.objects.filter(conversation_id=talk_id).select_related("asks")
    return list(rows.order_by("said_at", "number")[start : start + most])


def post(post_id: int) -> Post | None:
    """The post with its conversation, or None."""
    return Post.objects.select_related("conversation__place", "conversation__body").filter(pk=post_id).first()


def post_tombstones(talk: Conversation) -> dict[int, Tombstone]:
    """The last act of moderation on each post of a conversation."""
    rows = Tombstone.objects.filter(conversation=talk, post__isnull=False).select_related("body").order_by("id")
    return {row.post_id: row for row in rows if row.post_id is not None}
