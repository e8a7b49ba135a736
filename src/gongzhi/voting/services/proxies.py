"""An elector lets somebody else vote: given by the elector or the desk, within the rule's limit, and taken back."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.permit import require
from gongzhi.people import services as people
from gongzhi.record.services import append
from gongzhi.rulebook import selectors as rulebook
from gongzhi.voting import laws
from gongzhi.voting.events import ProxyGiven
from gongzhi.voting.lifecycle import VOTE
from gongzhi.voting.models import Elector, Proxy, Vote, Voter
from gongzhi.voting.services.acts import about, locked


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
        _still_open(vote)
        _room_for(holder_id, vote)
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


def most_and_why(vote: Vote) -> tuple[int, str]:
    """The limit and where it stands: the law's article for an election, else the by-laws or this house's own rule."""
    most = proxies_most(vote)
    if vote.rule == "election":
        law = laws.election(vote.charter["method"], vote.opens.astimezone(clock.CHINA).date())
        return most, law.proxy_ground
    if vote.charter.get("proxies") is not None:
        return most, _("本次投票的办法")
    return most, _("议事规则没有写，用平台的规则")


def give_proxy_to(
    *, actor: Actor, elector_id: int, number: int | None = None, name: str = "", paper: str = ""
) -> Proxy:
    """A proxy for elector `number` of the same roll, or for somebody by name, who opens it with `proxy_code`.

    Refused: "holder" when neither says who, or the number is nobody's whom we know; and what `give_proxy` refuses.
    """
    found = Elector.objects.filter(pk=elector_id).first()
    if found is None:
        raise Refused(_("名册上没有这一户。"), code="unknown")
    if number is None and not name.strip():
        raise Refused(_("请写委托给谁：他在名册上的号，或者姓名。"), code="holder", field="number")
    with transaction.atomic():
        holder_id = _on_the_roll(found, number) if number is not None else people.reporter(name=name).pk
        return give_proxy(actor=actor, elector_id=elector_id, holder_id=holder_id, paper=paper)


def _on_the_roll(giver: Elector, number: int) -> int:
    linked = Voter.objects.filter(vote_id=giver.vote_id, elector__number=number, elector__struck_at=None)
    if number == giver.number:
        raise Refused(_("不用委托自己，直接投就可以。"), code="self", field="number")
    holder = linked.order_by("id").values_list("person_id", flat=True).first()
    if holder is None:
        words = _("这个号还没有人打开过选票，不知道是谁。请写姓名，再把号码告诉他。")
        raise Refused(words, code="holder", field="number")
    return holder


def take(proxy: Proxy, person_id: int) -> Proxy:
    """Whoever was told the proxy's number becomes its holder. Refused: "self", "proxy_limit", "closed"."""
    with transaction.atomic():
        vote = locked(proxy.vote_id)
        _still_open(vote)
        if proxy.holder_id == person_id:
            return proxy
        if Voter.objects.filter(elector=proxy.elector, person_id=person_id).exists():
            raise Refused(_("不用委托自己，直接投就可以。"), code="self", field="code")
        _room_for(person_id, vote)
        was, proxy.holder_id = proxy.holder_id, person_id
        proxy.save(update_fields=["holder"])
        person = Actor(person_id=person_id)
        append(ProxyGiven(vote.pk, proxy.elector_id, was, False), actor=person, about=about(vote))
        append(ProxyGiven(vote.pk, proxy.elector_id, person_id, True), actor=person, about=about(vote))
    return proxy


def _room_for(holder_id: int, vote: Vote) -> None:
    if Proxy.objects.filter(vote=vote, holder_id=holder_id, ended_at=None).count() >= proxies_most(vote):
        message = _("这位已经受了 %(n)d 份委托，办法规定最多这么多。") % {"n": proxies_most(vote)}
        raise Refused(message, code="proxy_limit", field="number")


def _still_open(vote: Vote) -> None:
    if not VOTE.is_open(vote.state) or vote.state in ("closed", "counted", "certified"):
        raise Refused(_("投票已经截止，不能再委托。"), code="closed")
