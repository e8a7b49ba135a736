"""Blind-signed votes: each issuer signs once for an elector, and a ballot comes in from nobody in particular."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.permit import require
from gongzhi.record.services import append
from gongzhi.voting.events import BallotCast
from gongzhi.voting.models import BlindBallot, BlindIssue, BlindIssuer, Elector, Mark, Vote
from gongzhi.voting.rules import blind
from gongzhi.voting.rules.ballot_log import Proof, leaf_of, mask_of
from gongzhi.voting.rules.blind_ballots import Record, fault_of, public_key, record_of
from gongzhi.voting.services import ballot_log, choices
from gongzhi.voting.services.acts import about, shared
from gongzhi.voting.services.casting import check_open, lines_of, wish_of
from gongzhi.voting.services.issuers import key_of
from gongzhi.voting.services.urns import Cast, drop

_RANDOM_BITS = 62


@dataclass(frozen=True)
class Entered:
    """A ballot was taken: the digest by which it is found among all, and the proof that it stands in the log."""

    digest: str
    proof: Proof


def issue(
    *,
    actor: Actor,
    vote_id: int,
    issuer: int,
    blinded: bytes,
    elector_id: int | None = None,
    on_behalf: int | None = None,
) -> bytes:
    """Sign blinded bytes for an elector, once; the same bytes again give the same answer again.

    Refused: "not_blind", "denied", "struck", "paper_first", "issued_already", "bad_blinding", "key_gone" and what
    `check_open` refuses. The roll is marked: whoever took a ballot here takes no paper.
    """
    with transaction.atomic():
        vote = _blind_vote(vote_id)
        wish = wish_of(actor, vote, elector_id, on_behalf)
        require(actor, "vote.cast", wish)
        if wish.elector.struck_at is not None:
            raise Refused(_("这一户已从名册上去掉。觉得不对，可以提异议。"), code="struck")
        found = BlindIssuer.objects.filter(vote=vote, number=issuer).first()
        if found is None:
            raise Refused(_("没有这家签发单位。"), code="unknown_issuer")
        _mark(actor, vote, wish.elector, proxy=wish.proxy is not None)
        try:
            signed = blind.blind_sign(key_of(found), blinded)
        except blind.BadBlinding as fault:
            raise Refused(_("这台设备送来的东西签不了，请换一个浏览器再试。"), code="bad_blinding") from fault
        _once(found, wish.elector, sha256(blinded).hexdigest())
    return signed


def _blind_vote(vote_id: int) -> Vote:
    vote = shared(vote_id)
    check_open(vote, clock.now())
    if vote.secrecy != "blind":
        raise Refused(_("这次投票不用盲签。"), code="not_blind")
    return vote


def _mark(actor: Actor, vote: Vote, elector: Elector, *, proxy: bool) -> None:
    mark = Mark.objects.filter(elector=elector).first()
    if mark is not None and mark.channel == "paper":
        raise Refused(_("纸质票已经收到，以先到的为准，网上不再投。"), code="paper_first")
    if mark is None:
        drop(Cast(vote, elector, "electronic", actor.person_id, proxy, clock.now(), None))
        append(BallotCast(vote.pk, "electronic", False), actor=actor, about=about(vote))


def _once(issuer: BlindIssuer, elector: Elector, digest: str) -> None:
    given = BlindIssue.objects.filter(issuer=issuer, elector=elector).first()
    if given is None:
        try:
            with transaction.atomic():
                given = BlindIssue.objects.create(issuer=issuer, elector=elector, blinded_digest=digest)
        except IntegrityError:
            given = BlindIssue.objects.get(issuer=issuer, elector=elector)
    if given.blinded_digest != digest:
        raise Refused(
            _("这一票已经领过了。请在领票的那台设备上投，或读入当时存下的票钥匙；丢了就不能再投。"),
            code="issued_already",
        )


def cast_blind(*, vote_id: int, given: Any) -> Entered:
    """Take a ballot from nobody in particular and enter it into the public log. The same again changes nothing.

    Refused: "not_blind", "bad_record" (the mask of its leaf included), "cast_already" and what `check_open` and
    `choices.clean` refuse.
    """
    record, mask = record_of(given), mask_of(given)
    with transaction.atomic():
        vote = _blind_vote(vote_id)
        if record is None or mask is None or fault_of(record, str(vote.pk), _keys(vote)):
            raise Refused(_("这张票没有两家的有效签名，没有记下。"), code="bad_record")
        leaf = leaf_of(mask, record)
        choice = None if _kept(vote, record) else choices.clean(vote.rule, vote.charter, lines_of(vote), _said(record))
        if choice is not None and _keep(vote, record, choice):
            return Entered(record.digest, ballot_log.enter(vote, leaf))
        already = Refused(_("已经投过了，这次投票投了不能改。"), code="cast_already")
        if _kept(vote, record) != record.as_dict():
            raise already
        return Entered(record.digest, ballot_log.again(vote, leaf, already))


def _keys(vote: Vote) -> list[Any]:
    rows = BlindIssuer.objects.filter(vote=vote).order_by("number").values_list("public", flat=True)
    return [public_key(text) for text in rows]


def _said(record: Record) -> Any:
    try:
        return json.loads(record.said)
    except ValueError:
        return None


def _kept(vote: Vote, record: Record) -> Any:
    """What was handed in under this ballot's key; None when nothing was."""
    return BlindBallot.objects.filter(vote=vote, key=record.key).values_list("record", flat=True).first()


def _keep(vote: Vote, record: Record, choice: dict[str, Any]) -> bool:
    """Whether the ballot was put in; not when the same key came in a moment ago."""
    row = BlindBallot(
        id=secrets.randbits(_RANDOM_BITS) or 1, vote=vote, key=record.key, record=record.as_dict(), choice=choice
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        return False
    return True
