"""Powers over what is done with partners: who offers, who scores blind, who runs a facility, who walks in a lane."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.actor import Actor, Seat
from gongzhi.kernel.permit import Answer, allowed, by_seat, denied, permit
from gongzhi.organisations.seats import DESKS, acting, acting_in, desk_over
from gongzhi.projects.models import Agreement, Facility, Party, Proposal, Scorer, VentureCall, Workspace
from gongzhi.projects.rules import lanes

ORGANISATIONS = ("social_org", "volunteer_team")


@dataclass(frozen=True)
class Offering:
    """A wish of an organisation to offer or propose something to a body; a relation may not deal with itself."""

    buyer_id: int


@dataclass(frozen=True)
class Calling:
    """A wish to open something for a body at a place: a call, a facility, a workspace."""

    body_id: int
    path: str


@dataclass(frozen=True)
class Rating:
    """A wish to rate a facility."""

    agreement: Agreement


@dataclass(frozen=True)
class Stepping:
    """A wish of somebody to do an act in a lane of a workspace."""

    workspace: Workspace
    parties: tuple[Party, ...]
    act: str


def _opens(actor: Actor, wish: Calling) -> Seat | None:
    """The desk's seat over the place that stands in the body itself."""
    return next((s for s in actor.seats_as(*DESKS, over=wish.path) if s.body_id == wish.body_id), None)


@permit("purchase.bid", _("为自己的组织报价，或者交公益创投的方案"))
def may_bid(actor: Actor, wish: Offering) -> Answer:
    """A seat in an organisation that is not the buyer."""
    held = (s for s in acting(actor) if s.body_kind in ORGANISATIONS)
    return by_seat(next((s for s in held if s.body_id != wish.buyer_id), None), _("报价由社会组织自己的人来交。"))


@permit("venture.open", _("发布公益创投的征集"))
def may_call(actor: Actor, wish: Calling) -> Answer:
    """A community's or street's seat in the body that calls."""
    return by_seat(_opens(actor, wish), _("征集由社区或街道的单位来发布。"))


@permit("venture.run", _("办公益创投：截止、请评审、公布结果、认可报告"))
def may_run_call(actor: Actor, call: VentureCall) -> Answer:
    """A seat in the body that called."""
    return allowed() if actor.part else by_seat(acting_in(actor, call.body_id), _("这一步由发布征集的单位来办。"))


@permit("venture.score", _("给公益创投的方案打分（看不到是谁交的，有关系的人不能打）"))
def may_score(actor: Actor, scorer: Scorer) -> Answer:
    """Who was asked to score; a relation to an applicant is asked of the rows by the service."""
    mine = actor.person_id is not None and scorer.person_id == actor.person_id
    return allowed() if mine else denied(_("分数由请来的评审自己打。"))


@permit("venture.report", _("报告公益创投的钱做了什么"))
def may_report(actor: Actor, proposal: Proposal) -> Answer:
    """A seat in the organisation that got the grant."""
    return by_seat(acting_in(actor, proposal.body_id), _("报告由拿到钱的组织来写。"))


@permit("facility.register", _("登记一处设施，拟委托运营的协议"))
def may_register(actor: Actor, wish: Calling) -> Answer:
    """A seat of the community or street in the body that owns it."""
    return by_seat(_opens(actor, wish), _("设施由管它的社区或街道来登记。"))


@permit("facility.run", _("签设施运营的协议（和拟的不是同一个人），记下去看时关着"))
def may_run_facility(actor: Actor, facility: Facility) -> Answer:
    """A seat in the body that owns it, or the desks over the place."""
    seat = acting_in(actor, facility.body_id) or desk_over(actor, facility.place.path)
    return by_seat(seat, _("这一步由管设施的单位来办。"))


@permit("facility.log", _("记下设施什么时候开着"))
def may_log(actor: Actor, agreement: Agreement) -> Answer:
    """A seat in the operator."""
    return by_seat(acting_in(actor, agreement.operator_id), _("开放时间由运营单位来记。"))


@permit("facility.rate", _("评一处设施好不好用（运营单位的人不能评）"))
def may_rate(actor: Actor, wish: Rating) -> Answer:
    """Anybody but who runs it or owns it."""
    if actor.person_id is None:
        return denied(_("评价要由人来做。"))
    own = {s.body_id for s in actor.seats} & {wish.agreement.operator_id, wish.agreement.facility.body_id}
    return denied(_("运营单位和管设施的单位不能评自己。")) if own else allowed()


@permit("linkage.open", _("为一件事或一个项目开一个多方一起办的空间"))
def may_open(actor: Actor, wish: Calling) -> Answer:
    """A community's or street's seat in the body that opens it, over the place."""
    return by_seat(_opens(actor, wish), _("多方联动由社区或街道来发起。"))


@permit("linkage.run", _("请各方进来、换几方联动、结束"))
def may_run_workspace(actor: Actor, workspace: Workspace) -> Answer:
    """A seat in the body that opened it."""
    return by_seat(acting_in(actor, workspace.body_id), _("这一步由发起的单位来办。"))


@permit("linkage.act", _("在多方联动里做自己那一方的事"))
def may_act(actor: Actor, wish: Stepping) -> Answer:
    """Only an act of the lane in which the actor, or a body of the actor's seats, is a party."""
    table = lanes.table()
    for party in wish.parties:
        seat = acting_in(actor, party.body_id) if party.body_id else None
        mine = seat is not None or (party.person_id is not None and party.person_id == actor.person_id)
        if mine and wish.act in table.open_to(wish.workspace.template, party.lane):
            return allowed(seat)
    return denied(_("这件事不归您这一方做。"))


@permit("linkage.see", _("看多方联动的空间"))
def may_see(actor: Actor, workspace: Workspace) -> Answer:
    """Its parties, who opened it, and the desks over the place."""
    if actor.part:
        return allowed()
    seat = acting_in(actor, workspace.body_id) or desk_over(actor, workspace.place.path)
    if seat is None and workspace.pk:
        bodies = set(Party.objects.filter(workspace=workspace, until=None).values_list("body_id", flat=True))
        seat = acting_in(actor, *(bodies - {None}))
        if seat is None and Party.objects.filter(workspace=workspace, person_id=actor.person_id or 0).exists():
            return allowed()
    return by_seat(seat, _("这里给参加的各方看。"))
