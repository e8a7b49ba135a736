"""Cast a ballot: before the close, on the roll, once; link a person to the roll by the number on the paper."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.permit import require
from gongzhi.people import services as people
from gongzhi.record.kept import Kept
from gongzhi.record.services import append
from gongzhi.voting.events import BallotCast
from gongzhi.voting.models import Elector, Option, Proxy, Vote, Voter
from gongzhi.voting.permits import Casting
from gongzhi.voting.services import choices
from gongzhi.voting.services.acts import about, person_of, shared
from gongzhi.voting.services.proxies import take
from gongzhi.voting.services.urns import KEPT, Cast, drop

CODE, ROOM = 8, 10**8
TRIES, WINDOW = 20, 600
_VOTER = Kept(
    lambda person, vote: Voter.objects.filter(person_id=person, vote_id=vote).select_related("elector").order_by("id")
)
_PROXY = Kept(
    lambda elector, vote: Proxy.objects.filter(elector_id=elector, vote_id=vote, ended_at=None).select_related(
        "elector"
    )
)
_LINES = Kept(
    lambda vote: Option.objects.filter(vote_id=vote).order_by("position").values_list("key", "cost", "withdrawn_at")
)


@dataclass(frozen=True)
class Receipt:
    """A ballot was taken: when, whether it replaced an earlier one, and until when it can be changed (None: not)."""

    vote_id: int
    elector_id: int
    at: datetime
    again: bool
    changeable_until: datetime | None


def cast(
    *, actor: Actor, vote_id: int, choice: Any, elector_id: int | None = None, on_behalf: int | None = None
) -> Receipt:
    """Take an electronic ballot; `elector_id` says which of the person's own, `on_behalf` for whom a proxy is used.

    Refused: "not_open", "closed", "correcting", "denied" (a stranger, a proxy without a mandate), "struck", "unlisted",
    "withdrawn_option", "paper_first", "cast_already", "blind" and what `choices.clean` refuses.
    """
    with transaction.atomic():
        vote = shared(vote_id)
        now = clock.now()
        check_open(vote, now)
        if vote.secrecy not in KEPT:
            raise Refused(_("这次投票用盲签，请从盲签的入口投。"), code="blind")
        wish = wish_of(actor, vote, elector_id, on_behalf)
        require(actor, "vote.cast", wish)
        if wish.elector.struck_at is not None:
            raise Refused(_("这一户已从名册上去掉。觉得不对，可以提异议。"), code="struck")
        said = choices.clean(vote.rule, vote.charter, lines_of(vote), choice)
        given = Cast(vote, wish.elector, "electronic", actor.person_id, wish.proxy is not None, now, said)
        again = drop(given)
        append(BallotCast(vote.pk, "electronic", again), actor=actor, about=about(vote))
    open_to_change = vote.secrecy == "roll" and vote.charter.get("changeable")
    return Receipt(vote.pk, wish.elector.pk, now, again, vote.closes if open_to_change else None)


def check_open(vote: Vote, now: datetime) -> None:
    """Refused("not_open", "closed", "correcting") unless ballots are taken now."""
    if vote.correcting:
        raise Refused(_("名册正在更正，暂时不能投票。更正好了再来，截止时间不变。"), code="correcting")
    if vote.state in ("closed", "counted", "certified", "published") or now > vote.closes:
        raise Refused(_("投票已经截止，这一票没有记下。"), code="closed")
    if vote.state == "withdrawn":
        raise Refused(_("这次投票已经撤回。"), code="closed")
    if vote.state != "open" or now < vote.opens:
        raise Refused(_("投票还没有开始。"), code="not_open")


def lines_of(vote: Vote) -> list[choices.Line]:
    """The ballot's lines in their order."""
    return [choices.Line(key, cost, withdrawn is not None) for key, cost, withdrawn in _LINES(vote=vote.pk)]


def wish_of(actor: Actor, vote: Vote, elector_id: int | None, on_behalf: int | None) -> Casting:
    """For whom the actor wants to cast: one of their own, or one whose proxy they hold. Refused("denied")."""
    if on_behalf is not None:
        proxy = next(iter(_PROXY(elector=on_behalf, vote=vote.pk)), None)
        if proxy is None:
            raise Refused(_("没有查到这一户给您的书面委托。"), code="denied", field="on_behalf")
        return Casting(vote, proxy.elector, proxy=proxy)
    mine = _VOTER(person=actor.person_id or 0, vote=vote.pk)
    voter = next((v for v in mine if elector_id in (None, v.elector_id)), None)
    if voter is None:
        return Casting(vote, Elector())
    return Casting(vote, voter.elector, voter=voter)


# --- who is who on the roll -------------------------------------------------------------------------------------------


def code_of(elector: Elector) -> str:
    """The number printed on the elector's ballot paper, by which a phone is linked to the roll: "0042-1234-5678"."""
    return _spelt(elector, proof_of("gongzhi.voting.code", elector))


def proxy_code(proxy: Proxy) -> str:
    """The number that an elector tells whoever shall vote for them: it opens that one ballot while the proxy stands."""
    return _spelt(proxy.elector, proof_of("gongzhi.voting.proxy", proxy.elector, proxy.pk))


def _spelt(elector: Elector, proof: str) -> str:
    return f"{elector.number:04d}-{proof[:4]}-{proof[4:]}"


def proof_of(salt: str, elector: Elector, *more: int) -> str:
    """Eight figures that only this house can make."""
    told = ":".join(map(str, (elector.vote_id, elector.pk, elector.key, *more)))
    return f"{int.from_bytes(salted_hmac(salt, told, algorithm='sha256').digest()[:8]) % ROOM:0{CODE}d}"


def claim(*, actor: Actor, vote_id: int, code: str) -> Voter | Proxy:
    """Link the person to the elector whose ballot paper carries this number, or hand them the proxy whose number it is.

    Refused: "too_many_tries", "bad_code"; for a proxy also what `proxies.take` refuses.
    """
    if not people.allow(f"ballot-code:{vote_id}:{actor.ref}", TRIES, WINDOW):
        raise Refused(_("试得太多了，请过一会儿再来。"), code="too_many_tries", field="code")
    digits = "".join(sign for sign in code if sign.isdecimal() and sign.isascii())
    number, proof = digits[:-CODE], digits[-CODE:]
    found = Elector.objects.filter(vote_id=vote_id, number=int(number)).first() if number and len(digits) < 18 else None
    given = Proxy.objects.filter(elector=found, ended_at=None).select_related("elector").first() if found else None
    if given is not None and hmac.compare_digest(proof_of("gongzhi.voting.proxy", given.elector, given.pk), proof):
        return take(given, person_of(actor))
    if found is None or not hmac.compare_digest(proof_of("gongzhi.voting.code", found), proof):
        raise Refused(_("没有这个号码，请对照选票再输一次。"), code="bad_code", field="code")
    return _link(found, person_of(actor), "code")


def link_person(*, actor: Actor, elector_id: int, person_id: int) -> Voter:
    """The desk checked who somebody is and links them. Refused("denied", "unknown")."""
    found = Elector.objects.select_related("vote__place").filter(pk=elector_id).first()
    if found is None:
        raise Refused(_("名册上没有这一户。"), code="unknown")
    require(actor, "vote.see_roll" if actor.person_id else "vote.run", found.vote)
    return _link(found, person_id, "desk")


def _link(elector: Elector, person_id: int, how: str) -> Voter:
    given = {"vote_id": elector.vote_id, "how": how, "at": clock.now()}
    return Voter.objects.get_or_create(elector=elector, person_id=person_id, defaults=given)[0]
