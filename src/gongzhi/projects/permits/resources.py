"""Powers over resources, matches, check-in and claims: who may offer, use, match, sort and tell a unit."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.actor import Actor
from gongzhi.kernel.permit import Answer, allowed, by_seat, denied, permit
from gongzhi.organisations.seats import acting_in, desk_over
from gongzhi.projects.models import Booking, Claim, Match, Registration, Resource
from gongzhi.projects.permits.needs import Where


@dataclass(frozen=True)
class Offer:
    """A wish to offer something at a place, in the name of a body or in one's own."""

    path: str
    body_id: int | None


@dataclass(frozen=True)
class CheckIn:
    """A wish to check a unit or a person in to a community."""

    path: str
    body_id: int
    person_id: int | None


@permit("resource.offer", _("拿出场地、人手、物品、本领，或者认一笔钱"))
def may_offer(actor: Actor, offer: Offer) -> Answer:
    """In one's own name anybody; in a body's name who sits in it, or the desk of the place that writes it down."""
    if offer.body_id is None:
        return allowed() if actor.person_id is not None else denied(_("这要由人来做。"))
    seat = acting_in(actor, offer.body_id) or desk_over(actor, offer.path)
    return by_seat(seat, _("用单位的名义拿出来，要由这个单位的人或者社区来登记。"))


@permit("resource.end", _("收回自己拿出来的资源"))
def may_end(actor: Actor, resource: Resource) -> Answer:
    """Who gave it, or who sits in the body that gave it; the clock at its last day."""
    if actor.part or (actor.person_id is not None and resource.person_id == actor.person_id):
        return allowed()
    return by_seat(acting_in(actor, resource.body_id), _("收回由拿出来的人或者单位来定。"))


@permit("resource.use", _("把资源用到一件需求或者项目上，用不完还回"))
def may_use(actor: Actor, resource: Resource) -> Answer:
    """The desks of the place, and who gave it."""
    if actor.part or (actor.person_id is not None and resource.person_id == actor.person_id):
        return allowed()
    seat = desk_over(actor, resource.place.path) or acting_in(actor, resource.body_id)
    return by_seat(seat, _("用到哪里，由这里的社区、街道或者拿出来的单位来定。"))


@permit("resource.effect", _("写一写资源用了以后的效果"))
def may_note_effect(actor: Actor, booking: Booking) -> Answer:
    """The desks of the place: those who used it, not those who gave it."""
    if actor.part:
        return allowed()
    return by_seat(desk_over(actor, booking.resource.place.path), _("效果由用的一方来写，这里的社区或者街道可以写。"))


@permit("resource.match", _("把需求和资源接上，或者说明为什么不接"))
def may_match(actor: Actor, match: Match) -> Answer:
    """The desks of the need's place, and who gave the resource."""
    mine = actor.person_id is not None and match.resource.person_id == actor.person_id
    if actor.part or mine:
        return allowed()
    seat = desk_over(actor, match.need.place.path) or acting_in(actor, match.resource.body_id)
    return by_seat(seat, _("接不接由这里的社区、街道或者拿出来的一方来定。"))


@permit("register.check_in", _("单位和党员到社区报到"))
def may_check_in(actor: Actor, wish: CheckIn) -> Answer:
    """Oneself; who sits in the unit; the desk that writes it down."""
    if actor.part or (wish.person_id is not None and wish.person_id == actor.person_id):
        return allowed()
    seat = acting_in(actor, wish.body_id) or desk_over(actor, wish.path)
    return by_seat(seat, _("报到由本人、所在单位或者社区来登记。"))


@permit("register.keep", _("记下应报到的数，登记支持型和枢纽型组织，给单位反馈"))
def may_keep(actor: Actor, where: Where) -> Answer:
    """The desks of the place."""
    return allowed() if actor.part else by_seat(desk_over(actor, where.path), _("这一步由这里的社区或者街道来办。"))


@permit("claim.serve", _("报到以后认领一件需求、说办了或者办不了"))
def may_serve(actor: Actor, claim: Claim | Registration) -> Answer:
    """The member who checked in; for a unit who sits in it; the desk that writes it down."""
    registration = claim.registration if isinstance(claim, Claim) else claim
    if actor.part or (registration.person_id is not None and registration.person_id == actor.person_id):
        return allowed()
    seat = acting_in(actor, registration.body_id) if registration.kind == "unit" else None
    return by_seat(seat or desk_over(actor, registration.place.path), _("认领由报到的人、单位来做，社区可以代为登记。"))


@permit("claim.judge", _("评议一次认领有没有帮上忙"))
def may_judge(actor: Actor, claim: Claim) -> Answer:
    """Who said the need, or the desk of its place; never who served."""
    if actor.person_id is not None and claim.need.raised_by_id == actor.person_id != claim.registration.person_id:
        return allowed()
    seat = desk_over(actor, claim.need.place.path)
    if seat is not None and seat.body_id == claim.registration.body_id:
        seat = None
    return by_seat(seat, _("评议由提需求的人或者社区来做，认领的人不评自己。"))


@permit("claim.feed_back", _("把评议告诉认领的人和单位"))
def may_feed_back(actor: Actor, claim: Claim) -> Answer:
    """The desk of the place."""
    return allowed() if actor.part else by_seat(desk_over(actor, claim.need.place.path), _("反馈由这里的社区来做。"))
