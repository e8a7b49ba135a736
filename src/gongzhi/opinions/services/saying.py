"""Say a statement, answer one, change one's mind, take it back: by a person, with an account or without."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from gongzhi.duties import services as duties
from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.marks import Mark
from gongzhi.kernel.permit import require
from gongzhi.opinions import words as closed
from gongzhi.opinions.events import OpinionGiven, OpinionTakenBack, StatementSaid
from gongzhi.opinions.models import Conversation, Opinion, Statement
from gongzhi.opinions.selectors import advisers
from gongzhi.opinions.selectors.talks import limit
from gongzhi.opinions.services.engine import (
    lock_statement,
    lock_talk,
    not_too_often,
    one_line,
    ref,
    require_open,
    words,
)
from gongzhi.record.services import append

COUNTERS = {closed.AGREE: "agrees", closed.DISAGREE: "disagrees", closed.PASS: "passes"}


def say(*, person_id: int, conversation_id: int, text: str, helper: Actor | None = None) -> Statement:
    """Put a statement of one's own; it counts as agreed to by whoever says it. `helper` typed it in from paper.

    What seems to name somebody waits to be looked at; numbers of a person are refused, so that nobody's telephone is
    ever public. Refused: "closed", "missing", "too_long", "personal", "said" (somebody said just that), "too_many".
    """
    with transaction.atomic():
        talk = lock_talk(conversation_id)
        require(Actor(person_id=person_id), "opinion.take_part", talk)
        require_open(talk)
        line = words(one_line(text), "talk.statement_chars")
        waits = talk.looked_first or bool(_marked(line))
        _not_said(talk, line)
        actor, channel = _by(person_id, helper)
        if helper is None:
            not_too_often(person_id, "talk.statements")
        made = put(talk, line, author_id=person_id, state="waiting" if waits else "shown")
        append(StatementSaid(talk.pk, made.pk, made.state, channel), actor=actor, about=ref(talk))
        if waits:
            await_look(made, talk, actor)
        _answer(lock_statement(made.pk), person_id, closed.AGREE, helper)
    return made


def _by(person_id: int, helper: Actor | None) -> tuple[Actor, str]:
    """Whom the record names: the person, or the helper who typed it in for them."""
    return (helper, "paper") if helper is not None else (Actor(person_id=person_id), "web")


def put(talk: Conversation, line: str, *, author_id: int | None, state: str, seed: bool = False) -> Statement:
    """Write a statement under the next number of its locked conversation."""
    talk.statements += 1
    talk.save(update_fields=["statements"])
    return Statement.objects.create(
        conversation=talk, number=talk.statements, text=line, author_id=author_id, state=state, seed=seed,
        said_at=clock.now(),
    )  # fmt: skip


def await_look(statement: Statement, talk: Conversation, actor: Actor) -> None:
    """Somebody must look at it, by a clock."""
    window = limit("talk.review_limit")
    duties.open_duty(kind="review", about=ref(statement), body_id=talk.body_id, limit=window, actor=actor)


def _marked(line: str) -> list[Mark]:
    """What only looks like somebody's name or door; what surely is a number of somebody is refused."""
    found = advisers.marks(line)
    sure = [line[mark.start : mark.end] for mark in found if mark.sure]
    if sure:
        pieces = _("、").join(f"“{piece}”" for piece in sure)
        raise Refused(_("这里有号码，不能公开：%(pieces)s。") % {"pieces": pieces}, code="personal", field="text")
    return found


def _not_said(talk: Conversation, line: str) -> None:
    same = Statement.objects.filter(conversation=talk, text=line, state__in=["shown", "waiting", "joined"])
    if same.exists():
        raise Refused(_("这句话已经有人说了，您可以直接表态。"), code="said", field="text")


def vote(*, person_id: int, statement_id: int, value: int, helper: Actor | None = None) -> Opinion:
    """Answer a statement; a second answer replaces the first, the same one again changes nothing.

    An answer to a statement that was joined into another counts there. Refused: "value", "unknown", "closed",
    "not_shown" (it waits or was taken down), "too_many".
    """
    if value not in closed.VALUES:
        raise Refused(_("请选一个：同意、不同意、跳过。"), code="value", field="value")
    with transaction.atomic():
        statement = lock_statement(statement_id)
        if statement.state == "joined" and statement.into_id:
            statement = lock_statement(statement.into_id)
        talk = Conversation.objects.get(pk=statement.conversation_id)  # read after the lock, so a close is seen
        require(Actor(person_id=person_id), "opinion.take_part", talk)
        require_open(talk)
        if statement.state != "shown":
            raise Refused(_("这句话现在不收态度：撤下了，或还没有人看过。"), code="not_shown")
        if helper is None:
            not_too_often(person_id, "talk.votes")
        return _answer(statement, person_id, value, helper)


def _answer(statement: Statement, person_id: int, value: int, helper: Actor | None) -> Opinion:
    """Write the answer to a locked statement, keep its counters, say on the record that (not which way)."""
    actor, channel = _by(person_id, helper)
    had = Opinion.objects.filter(statement=statement, person_id=person_id).first()
    if had is not None and had.value == value:
        return had
    change = {COUNTERS[value]: F(COUNTERS[value]) + 1}
    if had is None:
        had = Opinion(conversation_id=statement.conversation_id, statement=statement, person_id=person_id)
        again = False
    else:
        again, old = True, COUNTERS[had.value]
        change[old] = F(old) - 1
    had.value, had.channel, had.at = value, channel, clock.now()
    had.save()
    Statement.objects.filter(pk=statement.pk).update(**change)
    fact = OpinionGiven(statement.conversation_id, statement.pk, again, channel)
    append(fact, actor=actor, about=ref(statement))
    return had


def take_back(*, person_id: int, statement_id: int) -> Statement:
    """Take one's answer back, so that the statement is asked again. Refused: "unknown", "closed", "none"."""
    with transaction.atomic():
        statement = lock_statement(statement_id)
        require_open(Conversation.objects.get(pk=statement.conversation_id))
        mine = Opinion.objects.filter(statement=statement, person_id=person_id).first()
        if mine is None:
            raise Refused(_("这句话您还没有表过态。"), code="none")
        old = COUNTERS[mine.value]
        mine.delete()
        Statement.objects.filter(pk=statement.pk).update(**{old: F(old) - 1})
        fact = OpinionTakenBack(statement.conversation_id, statement.pk)
        append(fact, actor=Actor(person_id=person_id), about=ref(statement))
    return statement
