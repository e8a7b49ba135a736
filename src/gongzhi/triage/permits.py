"""Named powers over suggestions, recurring problems and texts made public; each answers with the seat or the reason."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.actor import Actor, Seat
from gongzhi.kernel.permit import Answer, allowed, by_seat, denied, permit
from gongzhi.organisations.seats import acting_in, desk_over, over
from gongzhi.organisations.words import COMMUNITY_ROLES, STREET_ROLES, WATCHERS
from gongzhi.triage.models import Problem


def over_problem(actor: Actor, problem: Problem, *roles: str) -> Seat | None:
    """The seat with one of these roles whose area holds the problem: its community, or the street for all of it."""
    area = problem.community or problem.street
    return over(actor, area.path, *roles)


@permit("problem.see", _("看一个重复出现的问题和里面的每一件"))
def may_see(actor: Actor, problem: Problem) -> Answer:
    """The desks and watchers of its area, and the body that leads it."""
    if actor.part:
        return allowed()
    seat = over_problem(actor, problem, *COMMUNITY_ROLES, *STREET_ROLES, *WATCHERS)
    return by_seat(seat or acting_in(actor, problem.lead_id), _("只有社区、街道和牵头单位能看里面的每一件。"))


@permit("problem.sort", _("确认、改名、拆开、合并重复出现的问题"))
def may_sort(actor: Actor, problem: Problem) -> Answer:
    """The community's desk for its own; the street's for all. What spans communities is the street's."""
    seat = over_problem(actor, problem, *COMMUNITY_ROLES, *STREET_ROLES)
    return by_seat(seat, _("确认和合并由这里的社区或街道来定。"))


@permit("problem.lead", _("给重复出现的问题定办法、记进展"))
def may_lead(actor: Actor, problem: Problem) -> Answer:
    """A seat in the lead body, or the desks of its area."""
    seat = acting_in(actor, problem.lead_id) or over_problem(actor, problem, *COMMUNITY_ROLES, *STREET_ROLES)
    return by_seat(seat, _("办法由牵头单位来定。"))


@permit("problem.watch", _("观察期满由系统自动收尾，又来了由系统重新打开"))
def may_watch(actor: Actor, problem: Problem) -> Answer:
    """Named parts of the system only."""
    return allowed() if actor.part else denied(_("这一步由系统按来件自动办。"))


@permit("triage.level", _("定多大把握以上自动分办"))
def may_set_level(actor: Actor, community: Any) -> Answer:
    """The community's secretary for the community, the street's leads for all of theirs."""
    seat = over(actor, community.path, "community_secretary", "street_lead")
    return by_seat(seat, _("自动分办的把握由社区书记或街道负责人来定。"))


@permit("triage.clear", _("确认一段话公开前遮住什么"))
def may_clear(actor: Actor, place: Any) -> Answer:
    """The community's or the street's desk over the place."""
    seat = desk_over(actor, place.path)
    return by_seat(seat, _("公开由社区审看后决定。"))
