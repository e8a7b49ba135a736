"""The moves of a topic under their own names, for flows, demonstrations and tests."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.deliberation.models import Topic
from gongzhi.deliberation.services.topics import lock_topic, move_topic
from gongzhi.duties import services as duties
from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.permit import require
from gongzhi.organisations import selectors as organisations
from gongzhi.rulebook import selectors as rulebook


def take_up(*, actor: Actor, topic_id: int, kind: str, title: str, lead: int, **more: Any) -> Topic:
    """It is a topic: under which line of the decision table, in which words, and who leads."""
    return move_topic(actor=actor, topic_id=topic_id, move="take_up", kind=kind, title=title, lead=lead, **more)


def drop(*, actor: Actor, topic_id: int, reason: str, **more: Any) -> Topic:
    """It is no topic, for a reason that whoever raised it reads."""
    return move_topic(actor=actor, topic_id=topic_id, move="drop", reason=reason, **more)


def join_into(*, actor: Actor, topic_id: int, into: int, **more: Any) -> Topic:
    """It goes into another topic, its signatures with it, each person once."""
    return move_topic(actor=actor, topic_id=topic_id, move="join", into=into, **more)


def choose_method(*, actor: Actor, topic_id: int, method: str, **more: Any) -> Topic:
    """Begin to deliberate, by this method; Refused with what is missing before."""
    return move_topic(actor=actor, topic_id=topic_id, move="deliberate", method=method, **more)


def conclude(*, actor: Actor, topic_id: int, outcome: str, text: str, **more: Any) -> Topic:
    """Take the decision: what the lawful body decided, in words; Refused with what is missing before."""
    return move_topic(actor=actor, topic_id=topic_id, move="conclude", outcome=outcome, text=text, **more)


def carry_out(*, actor: Actor, topic_id: int, result: str, **more: Any) -> Topic:
    """The decision is carried out; others appraise it now."""
    return move_topic(actor=actor, topic_id=topic_id, move="carry_out", result=result, **more)


def review(*, actor: Actor, topic_id: int, verdict: str, review: str, **more: Any) -> Topic:
    """What the decision came to, said by somebody who did not lead it."""
    return move_topic(actor=actor, topic_id=topic_id, move="review", verdict=verdict, review=review, **more)


def set_effect(*, actor: Actor, topic_id: int, body_id: int, due: datetime) -> Topic:
    """Bind a further body to carry the decision out by an instant. Refused: "not_decided", "past", "duty_open"."""
    with transaction.atomic():
        topic = lock_topic(topic_id)
        require(actor, "topic.lead", topic)
        if topic.state != "decided":
            raise Refused(_("作了决定、还在落实的时候，才能交给单位去办。"), code="not_decided")
        if due <= clock.now():
            raise Refused(_("办好的日子要在今天以后。"), code="past", field="due")
        body, limit = organisations.body(body_id), rulebook.limit("topic.carry_out_limit", clock.today().date())
        duties.open_duty(kind="carry_out", about=topic.ref, body_id=body.pk, limit=limit, due_at=due, actor=actor)
    return topic
