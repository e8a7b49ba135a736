"""What every act of this instrument needs: the row under its lock, words within their length, how often at most."""

from __future__ import annotations

import unicodedata
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gongzhi.kernel.actor import Actor, Seat
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.lifecycle import Lifecycle, Move
from gongzhi.kernel.reference import Ref
from gongzhi.opinions import permits as permits  # declares the powers
from gongzhi.opinions.models import Conversation, Opinion, Post, Question, Statement, Tombstone
from gongzhi.opinions.selectors.talks import is_open, limit, number
from gongzhi.people import services as people


def lock_talk(talk_id: int) -> Conversation:
    """The conversation under a lock. Refused("unknown")."""
    rows = Conversation.objects.select_for_update(of=("self",)).select_related("place", "body")
    found = rows.filter(pk=talk_id).first()
    if found is None:
        raise Refused(_("没有这场说事，请回到列表再选。"), code="unknown")
    return found


def lock_statement(statement_id: int) -> Statement:
    """The statement under a lock, which every vote takes as well: its counters are exact. Refused("unknown")."""
    found = Statement.objects.select_for_update().filter(pk=statement_id).first()
    if found is None:
        raise Refused(_("没有这句话，请回到说事的页面再选。"), code="unknown")
    return found


def lock_question(question_id: int) -> Question:
    """The question under a lock. Refused("unknown")."""
    rows = Question.objects.select_for_update(of=("self",)).select_related("conversation__place", "body")
    found = rows.filter(pk=question_id).first()
    if found is None:
        raise Refused(_("没有这个问题，请回到列表再选。"), code="unknown")
    return found


def lock_post(post_id: int) -> Post:
    """The post under a lock. Refused("unknown")."""
    rows = Post.objects.select_for_update(of=("self",)).select_related("conversation__place")
    found = rows.filter(pk=post_id).first()
    if found is None:
        raise Refused(_("没有这一条，请回到列表再选。"), code="unknown")
    return found


def step(table: Lifecycle, name: str, state: str) -> Move:
    """The move from this state, or Refused("stale") in words for a person."""
    found = next((move for move in table.open_moves(state) if move.name == name), None)
    if found is None:
        raise Refused(_("刚有人动过，您看到的不是最新的。请看最新的情况，再决定。"), code="stale")
    return found


def require_open(talk: Conversation) -> None:
    """Refused("closed"): what was said stays, and where to read what came of it."""
    if not is_open(talk):
        raise Refused(_("这场说事已经结束，不再收新的态度和说法。大家说了什么，都还看得到。"), code="closed")


def words(text: str, rule: str, field: str = "text") -> str:
    """One text, cleaned, within the length of the rule. Refused("missing"), Refused("too_long")."""
    clean = unicodedata.normalize("NFC", str(text)).replace("\x00", "").strip()
    most = number(rule)
    if not clean:
        raise Refused(_("还没有写话，写一句再送。"), code="missing", field=field)
    if len(clean) > most:
        said = ngettext("写短一点：最多 %(n)d 个字。", "写短一点：最多 %(n)d 个字。", most) % {"n": most}
        raise Refused(said, code="too_long", field=field)
    return clean


def one_line(text: str) -> str:
    """Words without breaks of line: what neighbours agree with is one sentence."""
    return " ".join(str(text).split())


def not_too_often(person_id: int, rule: str) -> None:
    """Count one more act of a person. Refused("too_many") beyond the rule of the window."""
    seconds = int(limit("talk.window").length().total_seconds())
    if not people.allow(f"{rule}:{person_id}", number(rule), seconds):
        raise Refused(_("这一小时说得太密了，请过一会儿再来。写的都还在。"), code="too_many")


def ref(thing: Conversation | Statement | Question | Post) -> Ref:
    """How the record names a thing of this instrument."""
    return Ref(thing._meta.label_lower, thing.pk)


def person_of(actor: Actor) -> int | None:
    """The number of the person who acts; None for a part of the system."""
    return actor.person_id


def note(
    thing: Statement | Post, act: str, actor: Actor, seat: Seat | None, at: Any, *, reason: str = "", said: str = ""
) -> Tombstone:
    """Write one act of moderation into the log."""
    over = {"statement": thing} if isinstance(thing, Statement) else {"post": thing}
    return Tombstone.objects.create(
        conversation_id=thing.conversation_id, act=act, reason=reason, said=said, at=at,
        body_id=seat.body_id if seat else None, by_id=actor.person_id, **over,
    )  # fmt: skip


def recount(statements: list[Statement]) -> None:
    """Set the counters of these locked statements to what stands in the table."""
    for one in statements:
        values = list(Opinion.objects.filter(statement=one).values_list("value", flat=True))
        one.agrees, one.disagrees, one.passes = values.count(1), values.count(-1), values.count(0)
        one.save(update_fields=["agrees", "disagrees", "passes"])
