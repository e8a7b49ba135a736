"""Questions: asked on the page or in a post, given to a body with a clock, answered or set aside with a reason."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.duties import services as duties
from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor, Seat
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.permit import require
from gongzhi.opinions.events import QuestionAsked, QuestionMoved
from gongzhi.opinions.lifecycle import QUESTION
from gongzhi.opinions.models import Conversation, Post, Question
from gongzhi.opinions.selectors import advisers
from gongzhi.opinions.selectors.talks import limit
from gongzhi.opinions.services.engine import (
    lock_post,
    lock_question,
    lock_talk,
    not_too_often,
    ref,
    require_open,
    step,
    words,
)
from gongzhi.organisations import selectors as organisations
from gongzhi.record.services import append


def ask(*, person_id: int, conversation_id: int, text: str) -> Question:
    """Ask something on the page; the body of the conversation answers, by its clock.

    Refused: "closed", "missing", "too_long", "too_many".
    """
    with transaction.atomic():
        talk = lock_talk(conversation_id)
        require(Actor(person_id=person_id), "opinion.take_part", talk)
        require_open(talk)
        line = words(text, "talk.question_chars")
        not_too_often(person_id, "talk.statements")
        line = advisers.covered(line)
        return raise_question(talk, line, actor=Actor(person_id=person_id), asked_at=clock.now(), person_id=person_id)


def raise_question(
    talk: Conversation, text: str, *, actor: Actor, asked_at: datetime, post: Post | None = None, **more: Any
) -> Question:
    """Write a question with its answerer and clock; inside the caller's transaction. The clock starts now."""
    made = Question.objects.create(
        conversation=talk, post=post, text=text, body_id=talk.body_id, asked_at=asked_at, **more
    )
    window = limit("talk.reply_limit")
    duties.open_duty(kind="reply", about=ref(made), body_id=talk.body_id, limit=window, actor=actor)
    append(QuestionAsked(talk.pk, made.pk, talk.body_id), actor=actor, about=ref(made))
    return made


def ask_from_post(*, actor: Actor, post_id: int) -> Question:
    """Somebody saw that a post asks something, whatever its words. Refused: "denied", "asked", "stale"."""
    with transaction.atomic():
        post = lock_post(post_id)
        actor = organisations.fresh(actor)
        require(actor, "opinion.moderate", post.conversation)
        if post.state != "shown":
            raise Refused(_("这一条已经撤下，先放回来再问。"), code="stale")
        if Question.objects.filter(post=post).exists():
            raise Refused(_("这一条已经列为问题了。"), code="asked")
        return raise_question(post.conversation, post.text, actor=actor, asked_at=post.said_at, post=post)


def assign_question(*, actor: Actor, question_id: int, body_id: int, seen: int | None = None) -> Question:
    """Another body answers; its clock starts now. Refused: "denied", "stale", "unknown_body"."""
    with transaction.atomic():
        found, seat, actor = _to_move(actor, question_id, "assign", seen)
        area = organisations.bodies_at(found.conversation.place)
        if body_id not in {body.pk for body in area}:
            raise Refused(_("请选管这个地方的单位来答。"), code="unknown_body", field="body")
        if body_id != found.body_id:
            duties.cancel(about=ref(found), kind="reply", actor=actor)
            window = limit("talk.reply_limit")
            duties.open_duty(kind="reply", about=ref(found), body_id=body_id, limit=window, actor=actor)
        found.body_id = body_id
        return _settled(found, "assign", actor, seat)


def answer_question(*, actor: Actor, question_id: int, text: str, seen: int | None = None) -> Question:
    """Answer, for everybody to read. Refused: "denied", "stale", "missing", "too_long"."""
    with transaction.atomic():
        found, seat, actor = _to_move(actor, question_id, "answer", seen)
        found.answer = words(text, "talk.post_chars")
        found.state, found.answered_at = "answered", clock.now()
        found.answered_by_id = seat.body_id if seat else found.body_id
        duties.discharge(about=ref(found), kind="reply", actor=actor)
        return _settled(found, "answer", actor, seat)


def dismiss_question(*, actor: Actor, question_id: int, text: str, seen: int | None = None) -> Question:
    """It asks nothing that wants an answer; why is said. Refused: "denied", "stale", "missing"."""
    with transaction.atomic():
        found, seat, actor = _to_move(actor, question_id, "dismiss", seen)
        return _set_aside(found, words(text, "talk.question_chars"), actor, seat)


def ask_again(*, actor: Actor, question_id: int, seen: int | None = None) -> Question:
    """The answer did not answer: asked again, with a new clock. Refused: "denied", "stale"."""
    with transaction.atomic():
        found, seat, actor = _to_move(actor, question_id, "ask_again", seen)
        found.state, found.answer, found.answered_at, found.answered_by = "asked", "", None, None
        window = limit("talk.reply_limit")
        duties.open_duty(kind="reply", about=ref(found), body_id=found.body_id, limit=window, actor=actor)
        return _settled(found, "ask_again", actor, seat)


def set_aside_with_post(post: Post, actor: Actor, seat: Seat | None, said: str) -> None:
    """The post was taken down, so its question is asked no more; inside the caller's transaction."""
    found = Question.objects.select_for_update().filter(post=post, state="asked").first()
    if found is not None:
        _set_aside(found, said, actor, seat)


def _set_aside(found: Question, said: str, actor: Actor, seat: Seat | None) -> Question:
    found.state, found.answer, found.answered_at = "dismissed", said, clock.now()
    found.answered_by_id = seat.body_id if seat else None
    duties.cancel(about=ref(found), kind="reply", actor=actor)
    return _settled(found, "dismiss", actor, seat)


def _to_move(actor: Actor, question_id: int, name: str, seen: int | None) -> tuple[Question, Seat | None, Actor]:
    found = lock_question(question_id)
    actor = organisations.fresh(actor)
    if seen is not None and seen != found.version:
        raise Refused(_("刚有人动过，您看到的不是最新的。请看最新的情况，再决定。"), code="stale")
    move = step(QUESTION, name, found.state)
    thing = found if move.permit == "opinion.answer" else found.conversation
    return found, require(actor, move.permit, thing).seat, actor


def _settled(found: Question, name: str, actor: Actor, seat: Seat | None) -> Question:
    found.version += 1
    found.save()
    fact = QuestionMoved(found.conversation_id, found.pk, name, found.state, found.body_id)
    append(fact, actor=actor, about=ref(found), seat=seat)
    return found
