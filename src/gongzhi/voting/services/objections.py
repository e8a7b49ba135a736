"""Objections: anybody may raise one; the organiser answers in words and by a clock; a ballot may be found void."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.duties import services as duties
from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.permit import require
from gongzhi.kernel.reference import Ref
from gongzhi.record.services import append
from gongzhi.rulebook import selectors as rulebook
from gongzhi.voting import words
from gongzhi.voting.events import ObjectionRaised, ObjectionSettled
from gongzhi.voting.models import Mark, Objection
from gongzhi.voting.services.acts import about, locked, person_of

SETTLE_LIMIT = "vote.settle_limit"
LONGEST = 2000
OPEN_TO = ("rolled", "noticed", "open", "closed", "counted")


def ref_of(objection: Objection) -> Ref:
    """How the record names an objection."""
    return Ref("voting.objection", objection.pk)


def raise_objection(*, actor: Actor, vote_id: int, ground: str, text: str) -> Objection:
    """Say what is wrong; a duty to answer runs from now. Refused: "ground", "missing", "late" after the period."""
    if ground not in words.OBJECTIONS:
        raise Refused(_("请选是哪方面的异议。"), code="ground", field="ground")
    said = text.strip()
    if not said or len(said) > LONGEST:
        raise Refused(_("请写清楚哪里不对，2000 个字以内。"), code="missing", field="text")
    with transaction.atomic():
        vote, now = locked(vote_id), clock.now()
        seat = require(actor, "vote.object", vote).seat
        over = vote.objections_until is not None and now > vote.objections_until
        if vote.state not in OPEN_TO or over:
            raise Refused(_("异议期已经过了。还可以依法向法院请求撤销。"), code="late")
        found = Objection.objects.create(vote=vote, person_id=person_of(actor), ground=ground, text=said, raised_at=now)
        append(ObjectionRaised(vote.pk, found.pk, ground), actor=actor, about=about(vote), seat=seat)
        limit = rulebook.limit(SETTLE_LIMIT, now)
        duties.open_duty(kind="settle", about=ref_of(found), body_id=vote.body_id, limit=limit, actor=actor)
    return found


def settle_objection(
    *, actor: Actor, objection_id: int, outcome: str, reply: str, void_number: int | None = None
) -> Objection:
    """Answer an objection; where it is upheld, the ballot of elector `void_number` may be found void.

    Refused: "outcome", "missing", "stale" when answered already, "own" for one's own objection, "unlisted".
    """
    if outcome not in words.OBJECTION_STATES or outcome == "open":
        raise Refused(_("请选成立、部分成立还是不成立。"), code="outcome", field="outcome")
    if not reply.strip():
        raise Refused(_("请写答复和依据，提的人看得到。"), code="missing", field="reply")
    first = Objection.objects.filter(pk=objection_id).first()
    if first is None:
        raise Refused(_("没有这条异议。"), code="unknown")
    with transaction.atomic():
        vote = locked(first.vote_id)
        seat = require(actor, "vote.settle", vote).seat
        found = Objection.objects.select_for_update().get(pk=objection_id)
        if found.state != "open":
            raise Refused(_("这条异议已经答复了。"), code="stale")
        if found.person_id == actor.person_id:
            raise Refused(_("自己提的异议要由别人答复。"), code="own")
        if void_number is not None:
            _void(vote.pk, outcome, void_number)
        found.state, found.reply, found.settled_at = outcome, reply.strip(), clock.now()
        found.save(update_fields=["state", "reply", "settled_at"])
        append(ObjectionSettled(vote.pk, found.pk, outcome), actor=actor, about=about(vote), seat=seat)
        duties.discharge(about=ref_of(found), kind="settle", actor=actor)
    return found


def _void(vote_id: int, outcome: str, number: int) -> None:
    if outcome == "rejected":
        raise Refused(_("异议不成立，就不能判票不算。"), code="outcome", field="outcome")
    marks = Mark.objects.filter(vote_id=vote_id, elector__number=number, vote__secrecy="roll", void="")
    if not marks.update(void="objection"):
        raise Refused(_("这个号没有可以判为不算的票。"), code="unlisted", field="void_number")
