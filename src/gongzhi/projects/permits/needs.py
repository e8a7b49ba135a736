"""Powers over needs: who may say one, see it, sort the list, put one into a project, open who stands behind it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.actor import Actor
from gongzhi.kernel.permit import Answer, allowed, by_seat, denied, permit
from gongzhi.organisations.seats import DESKS, acting_in, desk_over, near, over
from gongzhi.organisations.words import BLIND, COMMUNITY_ROLES, WATCHERS
from gongzhi.projects.models import Need

SHOWN = ("listed", "planned", "later", "met", "otherwise", "cannot", "joined")


@dataclass(frozen=True)
class Where:
    """A wish that concerns a place: to say a need there, to see its desk."""

    path: str


@permit("need.raise", _("说一件大家需要的事"))
def may_raise(actor: Actor, where: Where) -> Answer:
    """Anybody, with or without an account, registered here or not."""
    return allowed(desk_over(actor, where.path))


@permit("need.see", _("看一件需求"))
def may_see(actor: Actor, need: Need) -> Answer:
    """Everybody, once it is on the list; before that who raised or joined it, the desks and those who oversee."""
    if actor.part or need.state in SHOWN:
        return allowed()
    if actor.person_id is not None and need.raised_by_id == actor.person_id:
        return allowed()
    seat = acting_in(actor, need.body_id) or over(actor, need.place.path, *DESKS, *WATCHERS, "building_head")
    return by_seat(seat, _("这件需求还没有列出来，只有提的人和社区看得到。"))


@permit("need.join", _("点一下“我也需要”，或者收回"))
def may_join(actor: Actor, need: Need) -> Answer:
    """Any person; nobody is asked where they are registered."""
    return allowed() if actor.person_id is not None else denied(_("这要由人来做。"))


@permit("need.own", _("撤回自己提的需求"))
def may_withdraw(actor: Actor, need: Need) -> Answer:
    """Whoever raised it, and nobody else."""
    mine = actor.person_id is not None and need.raised_by_id == actor.person_id
    return allowed() if mine else denied(_("只有提的人可以撤回。"))


@permit("need.sort", _("把需求列上清单、并起来、拆开，说明办不了或者现在不办的理由"))
def may_sort(actor: Actor, need: Need) -> Answer:
    """The desks of the place."""
    if actor.part:
        return allowed()
    seat = desk_over(actor, need.place.path)
    return by_seat(seat, _("需求清单由这里的社区或者街道来理。"))


@permit("need.plan", _("把需求放进项目，或者从项目里拿出来"))
def may_plan(actor: Actor, need: Need) -> Answer:
    """The desks of the place, the body that answers for the list, and the project itself."""
    if actor.part:
        return allowed()
    seat = desk_over(actor, need.place.path) or acting_in(actor, need.body_id)
    return by_seat(seat, _("放进项目由这里的社区或者街道来定。"))


@permit("need.return", _("到了日子，现在不办的需求回到清单上"))
def may_return(actor: Actor, need: Need) -> Answer:
    """The clock, or the desks of the place before the day."""
    return may_sort(actor, need)


@permit("need.supporters", _("为了上门核实，打开谁需要这件事"))
def may_open_supporters(actor: Actor, need: Need) -> Answer:
    """The community's workers of the place; each look is written down for the people looked at."""
    seat = over(actor, need.place.path, *COMMUNITY_ROLES)
    return by_seat(seat, _("名单只给这里的社区工作者为核实打开，打开会记下。"))


@permit("need.desk", _("看这里的需求和资源台账"))
def may_see_desk(actor: Actor, where: Where) -> Answer:
    """Whoever holds a seat over the place, or inside it."""
    return by_seat(near(actor, where.path, but=BLIND), _("这一页给在岗的工作人员用。"))
