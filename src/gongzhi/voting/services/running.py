"""Open a vote, extend it, close it: when ballots are taken, and who must count by when."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from gongzhi.duties import selectors as duties_read
from gongzhi.duties import services as duties
from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor, system
from gongzhi.kernel.errors import Refused
from gongzhi.rulebook import selectors as rulebook
from gongzhi.voting.events import VoteClosed, VoteExtended, VoteOpened
from gongzhi.voting.models import Mark, Vote
from gongzhi.voting.services.acts import about, move
from gongzhi.voting.services.issuers import check_apart
from gongzhi.voting.services.urns import stir

CLOCK = system("voting.clock")
COUNT_LIMIT = "vote.count_limit"


def open_vote(*, actor: Actor, vote_id: int, seen: int | None = None) -> Vote:
    """Ballots are taken from `opens` on. Refused: "stale", "past" after the close, "correcting", "keys_together"."""
    with move(actor, vote_id, "open", seen) as act:
        vote = act.vote
        if vote.correcting:
            raise Refused(_("名册正在更正，先定下来。"), code="correcting")
        if act.now > vote.closes:
            raise Refused(_("截止时间已经过了，请先改时间再开始。"), code="past")
        if vote.secrecy == "blind":
            check_apart()
        _set_clock(vote, actor)
        act.record(VoteOpened(vote.pk, vote.closes.isoformat()))
    return act.vote


def extend(*, actor: Actor, vote_id: int, closes: datetime, reason: str, seen: int | None = None) -> Vote:
    """Move the close to a later instant, in public and with a reason; ballots cast so far keep counting.

    Refused: "closed" once the close is over (who has seen the turnout must not move it then), "times", "missing".
    """
    with move(actor, vote_id, "extend", seen, closes=closes, reason=reason.strip()) as act:
        vote = act.vote
        if act.now > vote.closes:
            raise Refused(_("投票已经截止，不能再延期。"), code="closed")
        if closes <= vote.closes:
            raise Refused(_("新的截止时间要比原来的晚。"), code="times", field="closes")
        vote.closes = closes
        act.say("extension", reason)
        duties.cancel(about=about(vote), kind="count", actor=actor)
        _set_clock(vote, actor)
        act.record(VoteExtended(vote.pk, closes.isoformat()))
    return act.vote


def _set_clock(vote: Vote, actor: Actor) -> None:
    limit = rulebook.limit(COUNT_LIMIT, vote.closes)
    due = duties_read.due_of(limit, vote.closes)
    duties.open_duty(kind="count", about=about(vote), body_id=vote.body_id, limit=limit, due_at=due, actor=actor)


def close_vote(*, actor: Actor, vote_id: int, seen: int | None = None) -> Vote:
    """The time is over. Refused("running") before that: nobody ends a vote early. A secret vote's urn is stirred."""
    with move(actor, vote_id, "close", seen) as act:
        vote = act.vote
        if act.now <= vote.closes:
            raise Refused(_("还没到截止时间，不能提前结束。"), code="running")
        if vote.correcting:
            raise Refused(_("名册正在更正，先定下来。"), code="correcting")
        vote.closed_at = act.now
        if vote.secrecy != "roll":
            stir(vote)
        ballots = Mark.objects.filter(vote=vote, void="").count()
        act.record(VoteClosed(vote.pk, vote.electors, ballots))
    return act.vote


def close_due() -> int:
    """Close every vote whose time is over; the worker calls it. Returns how many."""
    closed = 0
    late = Vote.objects.filter(state="open", closes__lt=clock.now(), correcting=False).order_by("pk")
    for pk in list(late.values_list("pk", flat=True)):
        try:
            close_vote(actor=CLOCK, vote_id=pk)
            closed += 1
        except Refused as refused:  # somebody closed or extended it a moment ago
            if refused.code not in ("stale", "running", "correcting"):
                raise
    return closed
