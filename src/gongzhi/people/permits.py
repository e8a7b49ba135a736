"""The powers over personal data; each answers yes, or no with a reason."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.actor import Actor, Seat
from gongzhi.kernel.permit import Answer, allowed, denied, permit
from gongzhi.people import words

# Offices that answer residents. Neighbours with a task, firms, supervisors and operators never need a number.
CONTACT_ROLES = (
    "grid_worker",
    "community_worker",
    "community_secretary",
    "area_lead",
    "street_officer",
    "street_lead",
    "desk",
    "district_officer",
)


@dataclass(frozen=True)
class Reading:
    """A wish to open somebody's contact for a purpose, by virtue of a seat (any suitable one when none is named)."""

    person_id: int
    purpose: str
    seat: Seat | None = None


@permit("people.read_contact", _("为办事查看反映人的电话（每次都记下来，本人看得到）"))
def may_read_contact(actor: Actor, reading: Reading) -> Answer:
    """Own data always; others' only for a declared purpose and from a seat that answers residents."""
    if actor.person_id == reading.person_id:
        return allowed()
    if reading.purpose not in words.READING_PURPOSES:
        return denied(_("请先写明为什么要看联系方式"))
    if reading.seat is not None and reading.seat not in actor.seats:
        return denied(_("您现在不在这个岗位上"))
    seats = [reading.seat] if reading.seat else list(actor.seats_as(*CONTACT_ROLES))
    seat = next((one for one in seats if one.role in CONTACT_ROLES), None)
    return allowed(seat) if seat else denied(_("这个岗位不需要看居民的联系方式"))


@permit("people.own_data", _("查看、更正、删除自己的信息"))
def may_use_own_data(actor: Actor, person_id: int) -> Answer:
    """Everybody over their own data, nobody over another's."""
    return allowed() if actor.person_id == person_id else denied(_("只能由本人来做"))


@permit("people.note_consent", _("替不上网的居民记下同意或撤回"))
def may_note_consent(actor: Actor, person_id: int) -> Answer:
    """The person, or an office that takes the words in by telephone or at the counter."""
    if actor.person_id == person_id or actor.part:
        return allowed()
    seat = next(actor.seats_as(*CONTACT_ROLES), None)
    return allowed(seat) if seat else denied(_("只能由本人，或由为本人登记的工作人员来做"))


@permit("people.reset_password", _("给忘记密码的人换一个临时密码"))
def may_reset_password(actor: Actor, person_id: int) -> Answer:
    """The person, the command line, or an operator."""
    if actor.person_id == person_id or actor.part:
        return allowed()
    seat = next(actor.seats_as("operator"), None)
    return allowed(seat) if seat else denied(_("只有本人或系统管理员能换密码"))


@permit("people.erase", _("按保存期限删除个人信息"))
def may_erase(actor: Actor, thing: object) -> Answer:
    """The clock of the house, or an operator who starts it by hand."""
    if actor.part:
        return allowed()
    seat = next(actor.seats_as("operator"), None)
    return allowed(seat) if seat else denied(_("到期删除由系统自动做"))
