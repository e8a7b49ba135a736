"""Count, let people object, certify, publish: each result with every number, the articles and the recount command."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from gongzhi.duties import selectors as duties_read
from gongzhi.duties import services as duties
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.errors import Refused
from gongzhi.rulebook import selectors as rulebook
from gongzhi.voting.events import VoteCertified, VoteCounted, VotePublished
from gongzhi.voting.models import Certificate, Objection, Sheet, Vote
from gongzhi.voting.services.acts import Act, about, move
from gongzhi.voting.services.papers import certificate_of, worst

OBJECTIONS, PUBLISH_LIMIT = "vote.objections", "vote.publish_limit"


def count_vote(*, actor: Actor, vote_id: int, seen: int | None = None) -> Vote:
    """The preliminary result, open to objections. Refused("sheets_waiting") while a paper ballot is not read."""
    with move(actor, vote_id, "count", seen) as act:
        _all_read(act.vote)
        _hand_out(act, again=False)
        act.vote.objections_until = duties_read.due_of(rulebook.limit(OBJECTIONS, act.now), act.now)
        duties.discharge(about=about(act.vote), kind="count", actor=actor)
        _until_published(act)
        _tell(act, again=False)
    return act.vote


def recount(*, actor: Actor, vote_id: int, reason: str, seen: int | None = None) -> Vote:
    """Count again after an objection was upheld; the objection period stays as it was announced."""
    with move(actor, vote_id, "recount", seen, reason=reason.strip()) as act:
        act.say("recount", reason)
        _hand_out(act, again=True)
        _tell(act, again=True)
    return act.vote


def certify(*, actor: Actor, vote_id: int, seen: int | None = None) -> Vote:
    """The result is final. Refused: "objections_running", "objections_open", "recount_first"."""
    with move(actor, vote_id, "certify", seen) as act:
        vote = act.vote
        if vote.objections_until is not None and act.now <= vote.objections_until:
            raise Refused(_("异议期还没有满，期满再核定。"), code="objections_running")
        if Objection.objects.filter(vote=vote, state="open").exists():
            raise Refused(_("还有异议没有答复，先答复。"), code="objections_open")
        if _upheld_since(vote):
            raise Refused(_("有异议成立，先重新计票。"), code="recount_first")
        data = _keep(act, "final")
        vote.certified_at = act.now
        state, valid = worst(data)
        act.record(VoteCertified(vote.pk, state, valid, str(vote.about)))
    return act.vote


def publish(*, actor: Actor, vote_id: int, seen: int | None = None) -> Vote:
    """Everybody may read and download the certificate, and count again."""
    with move(actor, vote_id, "publish", seen) as act:
        act.vote.published_at = act.now
        duties.discharge(about=about(act.vote), kind="count", actor=actor)
        act.record(VotePublished(act.vote.pk, str(act.vote.about)))
    return act.vote


def _all_read(vote: Vote) -> None:
    waiting = Sheet.objects.filter(vote=vote).exclude(state__in=("counted", "void")).count()
    if waiting:
        raise Refused(_("还有 %(n)d 张纸质票没有录完，录完再计票。") % {"n": waiting}, code="sheets_waiting")


def _upheld_since(vote: Vote) -> bool:
    upheld = Objection.objects.filter(vote=vote, state__in=("upheld", "partly"), ground__in=("ballot", "count"))
    return upheld.filter(settled_at__gt=vote.counted_at).exists()


def _hand_out(act: Act, *, again: bool) -> None:
    act.vote.counted_at = act.now
    _keep(act, "preliminary")


def _keep(act: Act, stage: str) -> dict[str, Any]:
    data = certificate_of(act.vote, stage, act.now)
    number = Certificate.objects.filter(vote=act.vote).count() + 1
    Certificate.objects.create(
        vote=act.vote, number=number, stage=stage, data=data, at=act.now,
        digest=data["sha256"],
    )  # fmt: skip
    return data


def _tell(act: Act, *, again: bool) -> None:
    row = Certificate.objects.filter(vote=act.vote).latest("number")
    state, valid = worst(row.data)
    until = act.vote.objections_until
    act.record(VoteCounted(act.vote.pk, state, valid, until.isoformat() if until else "", again))


def _until_published(act: Act) -> None:
    """Counting is done when the final result is public: the clock runs on from the end of the objections."""
    vote = act.vote
    assert vote.objections_until is not None
    limit = rulebook.limit(PUBLISH_LIMIT, act.now)
    due = duties_read.due_of(limit, vote.objections_until)
    duties.open_duty(kind="count", about=about(vote), body_id=vote.body_id, limit=limit, due_at=due, actor=act.actor)
