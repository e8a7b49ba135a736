"""The powers over the register of bodies and seats; each answers yes, or no with a reason."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.actor import Actor, Seat
from gongzhi.kernel.permit import Answer, allowed, denied, permit

# Offices that oversee others are given by an operator only, whoever leads the street.
OVERSIGHT_ROLES = frozenset({"operator", "auditor", "supervisor"})

# Offices close to the door, which a community fills by itself.
COMMUNITY_ROLES = frozenset(
    {
        "building_head",
        "grid_worker",
        "community_worker",
        "area_lead",
        "volunteer_lead",
        "owners_committee_member",
        "property_manager",
        "org_member",
    }
)


@dataclass(frozen=True)
class Office:
    """What is to be changed: something at the place with this path, and the role of the seat if it is one."""

    path: str
    role: str = ""


@permit("organisations.register", _("登记单位和单位之间的关系"))
def may_register(actor: Actor, office: Office) -> Answer:
    """An operator or the street's lead, over the place."""
    if actor.part:
        return allowed()
    seat = next(actor.seats_as("operator", "street_lead", over=office.path), None)
    return allowed(seat) if seat else denied(_("只有管这个地方的系统管理员或街道负责人能登记单位"))


@permit("organisations.seat", _("设岗位、定人、换人、安排代理"))
def may_seat(actor: Actor, office: Office) -> Answer:
    """An operator over the place; the street's lead but for oversight; a community's secretary for its own offices."""
    if actor.part:
        return allowed()
    seats = list(actor.seats_as("operator", over=office.path))
    if office.role not in OVERSIGHT_ROLES:
        seats += actor.seats_as("street_lead", over=office.path)
    if office.role in COMMUNITY_ROLES:
        seats += actor.seats_as("community_secretary", over=office.path)
    return allowed(seats[0]) if seats else denied(_("您的岗位不能安排这个地方的这个职务"))


@permit("organisations.read_register", _("查看本地方的单位、岗位和任期登记"))
def may_read_register(actor: Actor, office: Office) -> Answer:
    """Everybody in office, about the places of their seats and what lies inside them."""
    if actor.part:
        return allowed()
    seat = next(actor.seats_as(over=office.path), None)
    return allowed(seat) if seat else denied(_("这里的登记只给在这里任职的人看"))


@permit("organisations.lend_password", _("给忘记密码的人一个临时密码"))
def may_lend_password(actor: Actor, to: Actor) -> Answer:
    """An operator over every place in which the person holds a seat; over overseers and operators only from above."""
    if actor.part:
        return allowed()
    if actor.person_id == to.person_id:
        return denied(_("自己的密码，请用“换密码”"))
    seats = list(actor.seats_as("operator"))
    seat = next((one for one in seats if all(_stands_over(one, held) for held in to.seats)), None)
    if seat is not None:
        return allowed(seat)
    reason = _("这个人有您管不到的岗位，请上一级系统管理员来办") if seats else _("只有系统管理员能给临时密码")
    return denied(reason)


def _stands_over(operator: Seat, held: Seat) -> bool:
    if held.role in OVERSIGHT_ROLES and held.path == operator.path:
        return False
    return operator.covers(held.path)
