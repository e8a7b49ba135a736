"""Open a conversation, close it, open it again: one act, one transaction, one fact."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.permit import require
from gongzhi.kernel.reference import Ref
from gongzhi.opinions.events import TalkMoved, TalkOpened
from gongzhi.opinions.lifecycle import TALK
from gongzhi.opinions.models import Conversation, DrawnMap, Statement
from gongzhi.opinions.permits import Ground
from gongzhi.opinions.services.engine import lock_talk, one_line, ref, step
from gongzhi.organisations import selectors as organisations
from gongzhi.places import selectors as places
from gongzhi.record.services import append, link

QUESTION = 120


def open_conversation(
    *,
    actor: Actor,
    body_id: int,
    place_id: int,
    question: str,
    about: Ref | None = None,
    intro: str = "",
    closes: datetime | None = None,
    looked_first: bool = False,
) -> Conversation:
    """Ask everybody concerned one question. `about` is the thing that it belongs to; `looked_first`: every statement
    is looked at before others read it.

    Refused: "denied", "missing" or "too_long" (question), "past" (closes).
    """
    line = one_line(question)
    if not line:
        raise Refused(_("请写一个大家一看就懂的问题。"), code="missing", field="question")
    if len(line) > QUESTION:
        said = ngettext("写短一点：最多 %(n)d 个字。", "写短一点：最多 %(n)d 个字。", QUESTION) % {"n": QUESTION}
        raise Refused(said, code="too_long", field="question")
    now = clock.now()
    if closes is not None and closes <= now:
        raise Refused(_("结束的日子要在今天以后。"), code="past", field="closes")
    with transaction.atomic():
        actor = organisations.fresh(actor)
        ground = Ground(places.get(place_id), organisations.body(body_id).pk)
        seat = require(actor, "opinion.open", ground).seat
        made = Conversation.objects.create(
            about_label=about.label if about else "", about_id=about.id if about else None, body_id=body_id,
            place_id=place_id, question=line, intro=intro.strip(), opened_at=now, closes_at=closes,
            looked_first=looked_first,
        )  # fmt: skip
        DrawnMap.objects.create(conversation=made)
        fact = TalkOpened(made.pk, str(about or ""), body_id, place_id)
        append(fact, actor=actor, about=ref(made), seat=seat)
        if about is not None:
            link(about, ref(made), "asked_everybody")
    return made


def close_conversation(*, actor: Actor, conversation_id: int) -> Conversation:
    """No more statements and votes; a vote at this moment counts whole or is refused. Refused: "denied", "stale"."""
    return _moved(actor, conversation_id, "close")


def reopen_conversation(
    *, actor: Actor, conversation_id: int, closes: datetime | None = None
) -> Conversation:  # fmt: skip
    """Let everybody speak again, until a new end. Refused: "denied", "stale", "past"."""
    if closes is not None and closes <= clock.now():
        raise Refused(_("结束的日子要在今天以后。"), code="past", field="closes")
    return _moved(actor, conversation_id, "reopen", closes_at=closes)


def _moved(actor: Actor, conversation_id: int, name: str, **changed: Any) -> Conversation:
    with transaction.atomic():
        # In the order in which a vote takes them: first the statements, then the conversation.
        list(Statement.objects.select_for_update().filter(conversation_id=conversation_id).order_by("pk").values("pk"))
        talk = lock_talk(conversation_id)
        actor = organisations.fresh(actor)
        move = step(TALK, name, talk.state)
        seat = require(actor, move.permit, talk).seat
        talk.state = move.target
        talk.closed_at = clock.now() if move.target == "closed" else None
        for field, value in changed.items():
            setattr(talk, field, value)
        talk.save()
        append(TalkMoved(talk.pk, name, talk.state), actor=actor, about=ref(talk), seat=seat)
    return talk
