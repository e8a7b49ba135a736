"""Moderation: seed, let out, take down with a reason, put back, join and part; every act stands in the log."""

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
from gongzhi.opinions import words as closed
from gongzhi.opinions.events import PostModerated, StatementModerated, StatementSaid
from gongzhi.opinions.lifecycle import STATEMENT
from gongzhi.opinions.models import Opinion, Statement
from gongzhi.opinions.selectors.questions import post
from gongzhi.opinions.services.engine import (
    lock_post,
    lock_statement,
    lock_talk,
    note,
    one_line,
    recount,
    ref,
    require_open,
    step,
    words,
)
from gongzhi.opinions.services.questions import set_aside_with_post
from gongzhi.opinions.services.saying import put
from gongzhi.organisations import selectors as organisations
from gongzhi.record.services import append


def seed(*, actor: Actor, conversation_id: int, text: str, post_id: int | None = None) -> Statement:
    """Put a statement as the organiser, for example from a post; it is public at once and has no author.

    Refused: "denied", "closed", "missing", "too_long", "said".
    """
    with transaction.atomic():
        talk = lock_talk(conversation_id)
        actor = organisations.fresh(actor)
        seat = require(actor, "opinion.moderate", talk).seat
        require_open(talk)
        line = words(one_line(text), "talk.statement_chars")
        if Statement.objects.filter(conversation=talk, text=line).exclude(state="taken_down").exists():
            raise Refused(_("这句话已经有人说了，不用再放。"), code="said", field="text")
        made = put(talk, line, author_id=None, state="shown", seed=True)
        if post_id is not None:
            made.post = lock_post(post_id)
            made.save(update_fields=["post"])
        note(made, "seed", actor, seat, clock.now())
        append(StatementSaid(talk.pk, made.pk, made.state, "web"), actor=actor, about=ref(talk), seat=seat)
    return made


def seed_post(*, actor: Actor, post_id: int) -> Statement:
    """Let everybody answer what somebody wrote in the group. Refused as `seed`, and "stale" when it was taken down."""
    found = post(post_id)
    if found is None or found.state != "shown":
        raise Refused(_("没有这一条，请回到列表再选。"), code="stale")
    return seed(actor=actor, conversation_id=found.conversation_id, text=found.text, post_id=found.pk)


def take_down(*, actor: Actor, statement_id: int, reason: str, said: str) -> Statement:
    """Take a statement down; a tombstone with the reason stands where it stood, and its answers count no more.

    `reason` is one of words.REASONS, `said` the reason in words, as neighbours read it. Refused: "denied", "stale",
    "reason", "missing".
    """
    if reason not in closed.REASONS:
        raise Refused(_("请从清单里选一个撤下的理由。"), code="reason", field="reason")
    line = words(said, "talk.question_chars", "said")
    return _moved(actor, statement_id, "take_down", reason=reason, said=line)


def restore(*, actor: Actor, statement_id: int, said: str = "") -> Statement:
    """Put a statement back that was taken down. Refused: "denied", "stale"."""
    return _moved(actor, statement_id, "restore", said=said.strip())


def release(*, actor: Actor, statement_id: int) -> Statement:
    """Somebody looked: everybody reads it now. Refused: "denied", "stale"."""
    return _moved(actor, statement_id, "release")


def join(*, actor: Actor, statement_id: int, into_id: int) -> Statement:
    """Two say the same: answers to the one count for the other, a person's own answer there goes first.

    Refused: "denied", "stale", "cannot_join" (another conversation, not public, or itself joined into).
    """
    with transaction.atomic():
        _in_order(statement_id, into_id)
        into = lock_statement(into_id)
        one = lock_statement(statement_id)
        fine = into.conversation_id == one.conversation_id and into.state == "shown" and into.pk != one.pk
        if not fine or Statement.objects.filter(into=one).exists():
            raise Refused(_("请选同一场说事里公开的另一句。"), code="cannot_join", field="into")
        made = _moved(actor, statement_id, "join", into=into)
        _carry(one, into)
    return made


def _in_order(*ids: int) -> None:
    list(Statement.objects.select_for_update().filter(pk__in=ids).order_by("pk").values("pk"))


def _carry(one: Statement, into: Statement) -> None:
    """Whoever answered only the joined one answered the other; the rows of the joined one stay for parting."""
    known = set(Opinion.objects.filter(statement=into).values_list("person_id", flat=True))
    rows = Opinion.objects.filter(statement=one).exclude(person_id__in=known)
    Opinion.objects.bulk_create(
        Opinion(
            conversation_id=into.conversation_id, statement=into, person_id=row.person_id, value=row.value,
            channel="join", at=row.at,
        )
        for row in rows
    )  # fmt: skip
    recount([into])


def part(*, actor: Actor, statement_id: int) -> Statement:
    """They say two things after all: answers that came over with the joining go back. Refused: "denied", "stale"."""
    with transaction.atomic():
        one = lock_statement(statement_id)
        into_id = one.into_id
        made = _moved(actor, statement_id, "part", into=None)
        if into_id is not None:
            into = lock_statement(into_id)
            people = Opinion.objects.filter(statement=one).values_list("person_id", flat=True)
            Opinion.objects.filter(statement=into, person_id__in=list(people), channel="join").delete()
            recount([into, one])
    return made


def _moved(
    actor: Actor, statement_id: int, name: str, *, reason: str = "", said: str = "", **changed: Any
) -> Statement:
    with transaction.atomic():
        one = lock_statement(statement_id)
        talk = lock_talk(one.conversation_id)
        actor = organisations.fresh(actor)
        move = step(STATEMENT, name, one.state)
        seat = require(actor, move.permit, talk).seat
        was, one.state = one.state, move.target
        for field, value in changed.items():
            setattr(one, field, value)
        one.save(update_fields=["state", *changed])
        _noted(one, name, actor, seat, clock.now(), reason, said)
        if was == "waiting":
            duties.discharge(about=ref(one), kind="review", actor=actor)
    return one


def _noted(
    one: Statement, name: str, actor: Actor, seat: Seat | None, at: datetime, reason: str, said: str
) -> None:  # fmt: skip
    note(one, name, actor, seat, at, reason=reason, said=said)
    fact = StatementModerated(one.conversation_id, one.pk, name, reason, one.into_id)
    append(fact, actor=actor, about=ref(one), seat=seat)


# --- posts of a group -------------------------------------------------------------------------------------------------


def take_down_post(*, actor: Actor, post_id: int, reason: str, said: str) -> None:
    """Take an imported post down with a reason that stands in its place; a question in it is asked no more.

    Refused: "denied", "stale", "reason", "missing".
    """
    if reason not in closed.REASONS:
        raise Refused(_("请从清单里选一个撤下的理由。"), code="reason", field="reason")
    line = words(said, "talk.question_chars", "said")
    _post_moved(actor, post_id, "take_down", "shown", "taken_down", reason, line)


def restore_post(*, actor: Actor, post_id: int) -> None:
    """Put a post back. Refused: "denied", "stale"."""
    _post_moved(actor, post_id, "restore", "taken_down", "shown", "", "")


def _post_moved(actor: Actor, post_id: int, act: str, was: str, now: str, reason: str, said: str) -> None:
    with transaction.atomic():
        one = lock_post(post_id)
        actor = organisations.fresh(actor)
        seat = require(actor, "opinion.moderate", one.conversation).seat
        if one.state != was:
            raise Refused(_("刚有人动过，您看到的不是最新的。请看最新的情况，再决定。"), code="stale")
        one.state = now
        one.save(update_fields=["state"])
        note(one, act, actor, seat, clock.now(), reason=reason, said=said)
        fact = PostModerated(one.conversation_id, one.pk, act, reason)
        append(fact, actor=actor, about=ref(one), seat=seat)
        if act == "take_down":
            set_aside_with_post(one, actor, seat, said)
