"""Named powers over votes; each answers with the seat, or with the reason why not."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.actor import Actor
from gongzhi.kernel.permit import Answer, allowed, by_seat, denied, permit
from gongzhi.organisations.seats import DESKS, acting_in, near, over
from gongzhi.organisations.words import COMMUNITY_ROLES, WATCHERS
from gongzhi.voting.models import Elector, Proxy, Vote, Voter

COLLECTORS = ("building_head", "grid_worker")


@dataclass(frozen=True)
class Drawing:
    """A wish to draw up a vote for a body."""

    body_id: int


@dataclass(frozen=True)
class Casting:
    """A wish to cast for an elector: one's own, or one whose proxy one holds."""

    vote: Vote
    elector: Elector
    proxy: Proxy | None = None
    voter: Voter | None = None


@permit("vote.draw", _("为本单位拟一次投票：题目、规则、名册、时间"))
def may_draw(actor: Actor, drawing: Drawing) -> Answer:
    """A seat in the body that puts the question."""
    return allowed() if actor.part else by_seat(acting_in(actor, drawing.body_id), _("投票由召集的单位来拟。"))


@permit("vote.run", _("办一次投票：定名册、通知、开始、延期、计票、核定、公布"))
def may_run(actor: Actor, vote: Vote) -> Answer:
    """A seat in the body that organises the vote."""
    return allowed() if actor.part else by_seat(acting_in(actor, vote.body_id), _("这一步由组织投票的单位来办。"))


@permit("vote.see_roll", _("看投票名册（姓名、房号只有组织方看得到）"))
def may_see_roll(actor: Actor, vote: Vote) -> Answer:
    """The organiser's desk alone; not the community, not the street, not a building head."""
    return by_seat(acting_in(actor, vote.body_id), _("名册上的姓名和房号只有组织投票的单位看得到。"))


@permit("vote.enter", _("录入纸质票（每张由两个人各录一遍）"))
def may_enter(actor: Actor, vote: Vote) -> Answer:
    """The organiser's desk, and the community's, who stand by it; never who collects door to door."""
    own = acting_in(actor, vote.body_id, but=COLLECTORS)
    seat = own or over(actor, vote.place.path, *COMMUNITY_ROLES)
    return by_seat(seat, _("纸质票由组织方和社区的人在桌边录入。"))


@permit("vote.collect", _("上门收纸质票，只登记票号，不看选了什么"))
def may_collect(actor: Actor, vote: Vote) -> Answer:
    """Building heads and grid workers inside the vote's area, and whoever may enter sheets."""
    seat = near(actor, vote.place.path, *COLLECTORS) or may_enter(actor, vote).seat
    return by_seat(seat, _("收票由楼栋长、网格员或组织方来做。"))


@permit("vote.watch", _("看一次投票办到哪一步（不看名册、不看选票）"))
def may_watch(actor: Actor, vote: Vote) -> Answer:
    """The organiser, the community and the street over it, and who watches them."""
    if actor.part:
        return allowed()
    seat = acting_in(actor, vote.body_id) or over(actor, vote.place.path, *DESKS, *WATCHERS)
    return by_seat(seat or may_collect(actor, vote).seat, _("这一页给组织方、社区、街道和监督的人看。"))


@permit("vote.cast", _("投自己的票，或按书面委托代投"))
def may_cast(actor: Actor, casting: Casting) -> Answer:
    """The elector, by a link that was proved; or who holds the proxy."""
    if casting.voter is not None and casting.voter.person_id == actor.person_id:
        return allowed()
    if casting.proxy is not None and casting.proxy.holder_id == actor.person_id and casting.proxy.ended_at is None:
        return allowed()
    return denied(_("您不在这次投票的名册上。觉得应该在，可以提异议。"))


@permit("vote.object", _("对名册、通知、选票、计票提异议"))
def may_object(actor: Actor, vote: Vote) -> Answer:
    """Anybody: who was left off the roll must be able to say so."""
    return allowed() if actor.person_id is not None else denied(_("异议要由人来提。"))


@permit("vote.read_rows", _("看业主表决逐行的结果文件（行里没有姓名和房号，看了有记录）"))
def may_read_rows(actor: Actor, vote: Vote) -> Answer:
    """Whoever stands on the roll, the organiser's desk, and who watches them."""
    if actor.person_id is not None and Voter.objects.filter(vote_id=vote.pk, person_id=actor.person_id).exists():
        return allowed()
    seat = acting_in(actor, vote.body_id) or over(actor, vote.place.path, *WATCHERS)
    return by_seat(seat, _("逐行的结果给名册上的业主、组织方和监督的人看。大家看的那份，数字一样。"))


@permit("vote.settle", _("答复对投票的异议"))
def may_settle(actor: Actor, vote: Vote) -> Answer:
    """The organiser's desk."""
    return by_seat(acting_in(actor, vote.body_id), _("异议由组织投票的单位答复。"))
