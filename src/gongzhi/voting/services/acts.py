"""One move of a vote: lock it, look the move up, ask the permit, check what is needed, write one fact."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor, Seat
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.event import Event
from gongzhi.kernel.lifecycle import Move
from gongzhi.kernel.permit import require
from gongzhi.kernel.reference import Ref
from gongzhi.record.services import append
from gongzhi.voting import permits as permits  # declares the powers
from gongzhi.voting.lifecycle import VOTE
from gongzhi.voting.models import Saying, Vote


@dataclass
class Act:
    """A move in the making: the vote under its lock, who acts and by which seat, and when."""

    vote: Vote
    step: Move | None
    actor: Actor
    seat: Seat | None
    now: datetime
    source: str

    def record(self, event: Event) -> None:
        """Put a fact of this act on the record."""
        append(event, actor=self.actor, about=about(self.vote), seat=self.seat)

    def say(self, kind: str, text: object) -> None:
        """Words that go with this act."""
        Saying.objects.create(vote=self.vote, kind=kind, text=str(text).strip(), at=self.now)


def about(vote: Vote) -> Ref:
    """How the record names a vote."""
    return Ref("voting.vote", vote.pk)


def locked(vote_id: int) -> Vote:
    """The vote, alone in our hands until the transaction ends. Refused("unknown")."""
    vote = Vote.objects.select_for_update(of=("self",)).select_related("place", "body").filter(pk=vote_id).first()
    if vote is None:
        raise unknown()
    return vote


def shared(vote_id: int) -> Vote:
    """The vote as it is while others may cast as well: whoever closes or corrects it waits for us, and we for them."""
    if connection.features.has_select_for_update:
        with connection.cursor() as cursor:
            cursor.execute("SELECT id FROM voting_vote WHERE id = %s FOR SHARE", [vote_id])
    vote = Vote.objects.filter(pk=vote_id).first()
    if vote is None:
        raise unknown()
    return vote


def unknown() -> Refused:
    """There is no such vote."""
    return Refused(_("没有这次投票，请回到列表再选。"), code="unknown")


@contextmanager
def move(actor: Actor, vote_id: int, name: str, seen: int | None = None, **given: Any) -> Iterator[Act]:
    """A move of the lifecycle: what the block changes on the vote is saved with the new state."""
    with transaction.atomic():
        vote = locked(vote_id)
        _unchanged(vote, seen)
        try:
            step = VOTE.move(name, vote.state)
        except Refused as error:
            raise Refused(_("这次投票现在不在这一步，请看看最新的进展。"), code="stale") from error
        seat = require(actor, step.permit, vote).seat
        for need in step.needs:
            if given.get(need) in (None, ""):
                raise Refused(_("还缺一项，请补上再送。"), code="missing", field=need)
        act = Act(vote, step, actor, seat, clock.now(), vote.state)
        vote.state = step.target
        yield act
        vote.version += 1
        vote.save()


@contextmanager
def act_on(actor: Actor, vote_id: int, permit: str, *states: str) -> Iterator[Act]:
    """An act that leaves the state as it is, in one of these states only."""
    with transaction.atomic():
        vote = locked(vote_id)
        seat = require(actor, permit, vote).seat
        if states and vote.state not in states:
            raise Refused(_("这次投票现在不在这一步，请看看最新的进展。"), code="stale")
        yield Act(vote, None, actor, seat, clock.now(), vote.state)
        vote.version += 1
        vote.save()


def _unchanged(vote: Vote, seen: int | None) -> None:
    if seen is not None and seen != vote.version:
        raise Refused(_("刚才有人改过这次投票，请看看最新的再办。"), code="stale")


def person_of(actor: Actor) -> int:
    """Who acts, where only a person can. Refused("denied") for a part of the system."""
    if actor.person_id is None:
        raise Refused(_("这一步要由人来做。"), code="denied")
    return actor.person_id
