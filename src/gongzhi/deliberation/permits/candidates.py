"""Named powers over the making of committees; each answers with the seat or the reason."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from gongzhi.deliberation.models import Candidate, Selection
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.permit import Answer, allowed, by_seat, denied, permit
from gongzhi.organisations.seats import acting_in, desk_over, over
from gongzhi.organisations.words import STREET_ROLES


@permit("candidate.open", _("开始居委会或业委会换届的提名"))
def may_open(actor: Actor, place: Any) -> Answer:
    """The community's desk and the street's over the place."""
    seat = desk_over(actor, place.path)
    return by_seat(seat, _("换届由社区和街道来组织。"))


@permit("candidate.review", _("审看被提名的人，只按列明的理由"))
def may_review(actor: Actor, selection: Selection) -> Answer:
    """A seat in the reviewing body; nobody reviews a selection in which they stand."""
    if actor.person_id is not None and _stands(actor.person_id, selection):
        return denied(_("自己参选的这一次，不能审看别人。"))
    seat = acting_in(actor, selection.reviewer_id)
    return by_seat(seat, _("审看由负责这次换届的单位来做。"))


@permit("candidate.decide", _("复核不能当候选人的申诉"))
def may_decide(actor: Actor, candidate: Candidate) -> Answer:
    """The street over the place, and never the body that refused."""
    path, refused_by = candidate.selection.place.path, candidate.refused_by_id
    seats = [s for s in actor.seats_as(*STREET_ROLES, over=path) if s.body_id != refused_by]
    return by_seat(seats[0] if seats else None, _("申诉由街道复核，作出决定的单位不能复核自己。"))


@permit("candidate.own", _("当候选人：同意参选、申诉、退出都由本人来做"))
def may_own(actor: Actor, candidate: Candidate) -> Answer:
    """The candidate alone."""
    mine = actor.person_id is not None and actor.person_id == candidate.person_id
    return allowed() if mine else denied(_("只能由本人来做"))


@permit("candidate.certify", _("按依法选出的结果，定下新一届的名单"))
def may_certify(actor: Actor, selection: Selection) -> Answer:
    """The reviewing body or the street over the place; or the system, from a certified vote."""
    if actor.part:
        return allowed()
    own = acting_in(actor, selection.reviewer_id)
    seat = own or over(actor, selection.place.path, *STREET_ROLES)
    return by_seat(seat, _("结果由负责这次换届的单位或街道来定。"))


@permit("candidate.run", _("过了申诉的日子，由系统自动了结"))
def may_run(actor: Actor, candidate: Candidate) -> Answer:
    """Named parts of the system only."""
    return allowed() if actor.part else denied(_("这一步由系统自动办。"))


def _stands(person_id: int, selection: Selection) -> bool:
    return bool(selection.pk) and selection.candidates.filter(person_id=person_id).exists()
