"""Cast a ballot: before the close, on the roll, once; link a person to the roll; give a proxy or take it back."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.permit import require
from gongzhi.people import services as people
from gongzhi.record.kept import Kept
from gongzhi.record.services import append
from gongzhi.rulebook import selectors as rulebook
from gongzhi.voting import laws
from gongzhi.voting.events import BallotCast, ProxyGiven
from gongzhi.voting.lifecycle import VOTE
from gongzhi.voting.models import Elector, Option, Proxy, Vote, Voter
from gongzhi.voting.permits import Casting
from gongzhi.voting.services import choices
from gongzhi.voting.services.acts import about, locked, person_of, shared
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


def _proof(elector: Elector) -> str:
    mac = salted_hmac("gongzhi.voting.code", f"{elector.vote_id}:{elector.pk}:{elector.key}", algorithm="sha256")
    return f"{int.from_bytes(mac.digest()[:8]) % ROOM:0{CODE}d}"


def code_of(elector: Elector) -> str:
    """The number printed on the elector's ballot paper, by which a phone is linked to the roll: "0042-1234-5678"."""
    proof = _proof(elector)
    return f"{elector.number:04d}-{proof[:4]}-{proof[4:]}"


def claim(*, actor: Actor, vote_id: int, code: str) -> Voter:
    """Link the person to the elector whose ballot paper carries this number. Refused: "too_many_tries", "bad_code"."""
    if not people.allow(f"ballot-code:{vote_id}:{actor.ref}", TRIES, WINDOW):
        raise Refused(_("试得太多了，请过一会儿再来。"), code="too_many_tries", field="code")
    digits = "".join(sign for sign in code if sign.isdecimal() and sign.isascii())
    number, proof = digits[:-CODE], digits[-CODE:]
    found = Elector.objects.filter(vote_id=vote_id, number=int(number)).first() if number and len(digits) < 18 else None
    if found is None or not hmac.compare_digest(_proof(found), proof):
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


def give_proxy(*, actor: Actor, elector_id: int, holder_id: int, paper: str = "") -> Proxy:
    """An elector (or the desk, with the paper) lets `holder_id` vote. Refused: "proxy_limit", "proxy_twice", "self".

    How many one holder may carry is the charter's `proxies`; where it says nothing, the rule in force does.
    """
    with transaction.atomic():
        found = Elector.objects.filter(pk=elector_id).first()
        if found is None:
            raise Refused(_("名册上没有这一户。"), code="unknown")
        vote = locked(found.vote_id)  # one at a time, so that the limit is counted truly
        own = Voter.objects.filter(elector=found, person_id=actor.person_id or 0).exists()
        if not own:
            require(actor, "vote.run", vote)
        if own and holder_id == actor.person_id:
            raise Refused(_("不用委托自己，直接投就可以。"), code="self", field="holder")
        if not VOTE.is_open(vote.state) or vote.state in ("closed", "counted", "certified"):
            raise Refused(_("投票已经截止，不能再委托。"), code="closed")
        if Proxy.objects.filter(vote=vote, holder_id=holder_id, ended_at=None).count() >= proxies_most(vote):
            message = _("这位已经受了 %(n)d 份委托，办法规定最多这么多。") % {"n": proxies_most(vote)}
            raise Refused(message, code="proxy_limit", field="holder")
        proxy = Proxy(vote=vote, elector=found, holder_id=holder_id, paper=paper.strip(), given_at=clock.now())
        try:
            with transaction.atomic():
                proxy.save(force_insert=True)
        except IntegrityError as error:
            raise Refused(_("这一户已经委托了别人，先收回才能再委托。"), code="proxy_twice") from error
        append(ProxyGiven(vote.pk, found.pk, holder_id, True), actor=actor, about=about(vote))
    return proxy


def end_proxy(*, actor: Actor, elector_id: int) -> None:
    """Take a proxy back; a ballot that was cast by it counts until the elector casts anew."""
    with transaction.atomic():
        found = Elector.objects.select_related("vote__place").filter(pk=elector_id).first()
        if found is None:
            raise Refused(_("名册上没有这一户。"), code="unknown")
        if not Voter.objects.filter(elector=found, person_id=actor.person_id or 0).exists():
            require(actor, "vote.run", found.vote)
        proxy = Proxy.objects.select_for_update().filter(elector=found, ended_at=None).first()
        if proxy is not None:
            proxy.ended_at = clock.now()
            proxy.save(update_fields=["ended_at"])
            append(ProxyGiven(found.vote_id, found.pk, proxy.holder_id, False), actor=actor, about=about(found.vote))


def proxies_most(vote: Vote) -> int:
    """How many proxies one holder may carry in this vote."""
    if vote.rule == "election":  # the law's own number, which no by-law raises
        return laws.election(vote.charter["method"], vote.opens.astimezone(clock.CHINA).date()).proxies
    said = vote.charter.get("proxies")
    return int(said) if said is not None else rulebook.number("vote.proxies", vote.opens)
