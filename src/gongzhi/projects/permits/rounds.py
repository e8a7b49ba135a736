"""Powers over participatory budgets and dispute money: who opens a round, checks costs, proposes, supports, decides."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.actor import Actor
from gongzhi.kernel.permit import Answer, allowed, by_seat, denied, permit
from gongzhi.organisations.seats import DESKS, acting_in, desk_over, over
from gongzhi.organisations.words import STREET_ROLES, WATCHERS
from gongzhi.projects.models.rounds import DisputeAid, Round, RoundItem


@dataclass(frozen=True)
class Opening:
    """A wish to open a round of a body, for a place."""

    body_id: int
    path: str


@dataclass(frozen=True)
class Budgeting:
    """A wish that concerns the rounds or the dispute money of a place."""

    path: str


@permit("round.open", _("开一轮居民分钱：定资金、用途、总数"))
def may_open(actor: Actor, opening: Opening) -> Answer:
    """A seat in the body, which serves the place; or a seat of the community or the street over it."""
    if actor.part:
        return allowed()
    own = acting_in(actor, opening.body_id)
    seat = own if own and own.covers(opening.path) else None
    return by_seat(seat or desk_over(actor, opening.path), _("这笔钱由管它的单位来开这一轮。"))


@permit("round.run", _("办一轮居民分钱：征集、交投票、立项目、公布总账"))
def may_run(actor: Actor, found: Round) -> Answer:
    """A seat in the body whose round it is; never the body's watchers."""
    return allowed() if actor.part else by_seat(acting_in(actor, found.body_id), _("这一轮由开它的单位来办。"))


@permit("round.check", _("核居民提案的花费，同意或者不同意上票（要两个人）"))
def may_check(actor: Actor, found: Round) -> Answer:
    """A seat in the body, or of the community or the street over the place."""
    if actor.part:
        return denied(_("花费要由人来核。"))
    seat = acting_in(actor, found.body_id) or desk_over(actor, found.place.path)
    return by_seat(seat, _("花费由社区和街道的人来核。"))


@permit("round.propose", _("提一件花这笔钱的事，支持邻居提的"))
def may_propose(actor: Actor, found: Round) -> Answer:
    """Any person: nobody is asked for an account or where they are registered."""
    return allowed() if actor.person_id is not None else denied(_("提案要由人来提。"))


@permit("round.own", _("收回自己的提案"))
def may_take_back(actor: Actor, item: RoundItem) -> Answer:
    """Who proposed it."""
    own = actor.person_id is not None and item.by_id == actor.person_id
    return allowed() if own else denied(_("只有提的人能收回。"))


@permit("round.desk", _("看居民分钱的工作台"))
def may_see_desk(actor: Actor, budgeting: Budgeting) -> Answer:
    """Whoever holds a seat of the community or the street over the place, or watches it."""
    return by_seat(over(actor, budgeting.path, *DESKS, *WATCHERS), _("这一页给社区、街道和监督的人看。"))


@permit("aid.ask", _("替一件矛盾纠纷申请资金"))
def may_ask_aid(actor: Actor, budgeting: Budgeting) -> Answer:
    """A seat of the community or the street over the place."""
    return by_seat(desk_over(actor, budgeting.path), _("由社区或者街道来申请。"))


@permit("aid.decide", _("核、定一笔矛盾调处资金（要两个人，都不是申请的人）"))
def may_decide_aid(actor: Actor, found: DisputeAid) -> Answer:
    """A seat of the street over the place, or in the body whose fund it is; never who asked for it."""
    if actor.person_id == found.asked_by_id:
        return denied(_("自己申请的，由别人来定。"))
    seat = acting_in(actor, found.body_id) or over(actor, found.place.path, *STREET_ROLES)
    return by_seat(seat, _("由街道或者管这笔钱的单位来定。"))


@permit("aid.see", _("看矛盾调处资金的申请"))
def may_see_aid(actor: Actor, budgeting: Budgeting) -> Answer:
    """The community, the street and their watchers."""
    return by_seat(over(actor, budgeting.path, *DESKS, *WATCHERS), _("这一页给社区、街道和监督的人看。"))
