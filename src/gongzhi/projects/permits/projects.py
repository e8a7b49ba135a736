"""Powers over projects: who proposes, runs, decides, approves as the second person, joins, accepts, judges."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.actor import Actor, Seat
from gongzhi.kernel.permit import Answer, allowed, by_seat, denied, permit
from gongzhi.organisations.seats import acting_in, desk_over, over
from gongzhi.organisations.words import COMMUNITY_ROLES, WATCHERS
from gongzhi.projects.models import Blocker, Panellist, Project
from gongzhi.projects.selectors.project_interests import conflict_of, works_on

HELPERS = ("building_head", "grid_worker", *COMMUNITY_ROLES)


@dataclass(frozen=True)
class Proposing:
    """A wish to propose a project of a body at a place."""

    body_id: int
    path: str


@dataclass(frozen=True)
class Judging:
    """A wish to judge a finished project: whose verdict it is, and whether that person asked for the work."""

    project: Project
    person_id: int
    asked: bool


def _desk(actor: Actor, project: Project) -> Seat | None:
    return acting_in(actor, project.body_id) or desk_over(actor, project.place.path)


def _unconflicted(actor: Actor, project: Project, seat: Seat | None, reason: object) -> Answer:
    if actor.part:
        return allowed()
    why = conflict_of(actor.person_id, project) if seat else ""
    return denied(why) if why else by_seat(seat, reason)


@permit("project.propose", _("提一个项目：从需求来，写明办什么、花多少"))
def may_propose(actor: Actor, wish: Proposing) -> Answer:
    """A seat in the body that will answer for it, or the desks of the place."""
    seat = acting_in(actor, wish.body_id) or desk_over(actor, wish.path)
    return allowed() if actor.part else by_seat(seat, _("项目由负责的单位，或者这里的社区、街道来提。"))


@permit("project.see", _("看一个项目：从需求到评价，钱花在哪里"))
def may_see(actor: Actor, project: Project) -> Answer:
    """Everybody: the whole of a project is public."""
    return allowed(next(iter(actor.seats), None))


@permit("project.watch", _("看项目台：哪些晚了、卡在哪里"))
def may_watch(actor: Actor, project: Project) -> Answer:
    """The body, the desks of the place, its team, and those who oversee."""
    if actor.part:
        return allowed()
    seat = _desk(actor, project) or over(actor, project.place.path, *WATCHERS) or works_on(actor, project)
    return by_seat(seat, _("项目台给负责的单位、社区、街道和监督的人看。"))


@permit("project.run", _("推进一个项目：送评议、公示、开工、记进展、送验收"))
def may_run(actor: Actor, project: Project) -> Answer:
    """A seat in the body that answers for it, or the desks of the place."""
    return allowed() if actor.part else by_seat(_desk(actor, project), _("这一步由负责这个项目的单位来办。"))


@permit("project.decide", _("确定项目、退回再商量、决定不做（有利害关系的人不能）"))
def may_decide(actor: Actor, project: Project) -> Answer:
    """The same seats, but nobody who gains or loses by it."""
    return _unconflicted(actor, project, _desk(actor, project), _("项目由负责的单位来定。"))


@permit("project.approve", _("核准施工单位和合同（和提出的不是同一个人，也没有利害关系）"))
def may_approve(actor: Actor, project: Project) -> Answer:
    """The same seats, but nobody who gains or loses by it; that it is another person is asked of the row."""
    if actor.part:
        return denied(_("这一步要由人来做。"))
    return _unconflicted(actor, project, _desk(actor, project), _("核准由负责的单位、社区或街道来做。"))


@permit("project.work", _("记一个项目的里程碑、卡点、照片和日子"))
def may_work(actor: Actor, project: Project) -> Answer:
    """Whoever runs it, and those who work on it."""
    if actor.part:
        return allowed()
    return by_seat(_desk(actor, project) or works_on(actor, project), _("进展由负责的单位和做这件事的人来记。"))


@permit("project.unblock", _("说一个卡点解开了"))
def may_unblock(actor: Actor, blocker: Blocker) -> Answer:
    """The body that must clear it, and whoever runs the project."""
    if actor.part:
        return allowed()
    seat = acting_in(actor, blocker.body_id) or _desk(actor, blocker.project)
    return by_seat(seat, _("卡点由要解开它的单位来说。"))


@permit("project.join", _("报名做一个项目的合作伙伴"))
def may_join(actor: Actor, project: Project) -> Answer:
    """Anybody."""
    return allowed() if actor.person_id is not None else denied(_("报名要由人来做。"))


@permit("project.declare", _("申报自己和一个项目的利害关系"))
def may_declare(actor: Actor, project: Project) -> Answer:
    """Anybody, for themselves."""
    return allowed() if actor.person_id is not None else denied(_("申报要由人来做。"))


@permit("project.count", _("按居民的回答，让项目通过验收、返工或者了结"))
def may_count(actor: Actor, project: Project) -> Answer:
    """The clock, and whoever runs it: the answers decide, not the hand that counts."""
    return allowed() if actor.part else by_seat(_desk(actor, project), _("按回答收尾由负责的单位来办。"))


@permit("project.draw", _("公布验收名单，用后来才有的号码抽人"))
def may_draw(actor: Actor, project: Project) -> Answer:
    """Whoever runs it, but nobody who gains or loses by it."""
    return _unconflicted(actor, project, _desk(actor, project), _("抽人由负责的单位来办。"))


@permit("project.accept", _("抽中以后，说这个项目做得可以不可以"))
def may_accept(actor: Actor, seat: Panellist) -> Answer:
    """Who was drawn, and nobody who gains or loses by the project."""
    if actor.person_id is None or seat.person_id != actor.person_id or seat.drawn is None:
        return denied(_("这次验收由抽中的居民来说。"))
    why = conflict_of(actor.person_id, seat.panel.project)
    return denied(why) if why else allowed()


@permit("project.judge", _("用过一段时间以后，评价自己要的这个项目"))
def may_judge(actor: Actor, wish: Judging) -> Answer:
    """Who asked for it; never who handles it, works on it, or gains by it."""
    if actor.person_id is None or actor.person_id != wish.person_id or not wish.asked:
        return denied(_("评价由当初提出需求的人来做。"))
    return _not_theirs(actor, wish.project)


@permit("project.help", _("替不方便上网的人记下他对项目的回答"))
def may_help(actor: Actor, project: Project) -> Answer:
    """Building heads, grid workers and the community's people who have no hand in the project."""
    seat = over(actor, project.place.path, *HELPERS)
    if seat is None:
        near = actor.seats_as("building_head", "grid_worker")
        seat = next((s for s in near if s.path.startswith(project.place.path)), None)
    return _not_theirs(actor, project) if seat else denied(_("帮忙记由楼栋长、网格员或社区的人来做。"))


def _not_theirs(actor: Actor, project: Project) -> Answer:
    """The handler and the team enter no verdict on their own work."""
    if acting_in(actor, project.body_id) or works_on(actor, project):
        return denied(_("办这个项目的人不能评它。"))
    why = conflict_of(actor.person_id, project)
    return denied(why) if why else allowed(next(iter(actor.seats), None))
