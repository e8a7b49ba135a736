"""Named powers over assessments: who assesses never belongs to the organisation that is assessed."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from gongzhi.assessments.models import Assessment
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.permit import Answer, allowed, by_seat, denied, permit
from gongzhi.organisations.seats import acting_in, desk_over, over
from gongzhi.organisations.words import COMMUNITY_ROLES, STREET_ROLES, WATCHERS

ASSESSORS = (*STREET_ROLES, "desk", "district_officer")
_OWN = _("自己所在的组织，自己不能评。")


@dataclass(frozen=True)
class Publishing:
    """A wish to publish a scheme for a body."""

    body_id: int


@dataclass(frozen=True)
class Office:
    """An organisation by its number and the path of its area: what openings, bars and stages are about."""

    body_id: int
    path: str
    by_body_id: int | None = None


@permit("assessment.publish", _("公布社会组织的评估方案"))
def may_publish(actor: Actor, wish: Publishing) -> Answer:
    """A street's or district's seat in the body that publishes."""
    if actor.part:
        return allowed()
    return by_seat(actor.seat_in(wish.body_id, *ASSESSORS), _("评估方案由街道、区里的单位公布。"))


@permit("assessment.open", _("开始评一个组织"))
def may_open(actor: Actor, office: Office) -> Answer:
    """A street's or district's seat over the organisation's area, never one of its own people."""
    if actor.part:
        return allowed()
    if acting_in(actor, office.body_id):
        return denied(_OWN)
    held = (s for s in actor.seats_as(*ASSESSORS, over=office.path) if office.by_body_id in (None, s.body_id))
    return by_seat(next(held, None), _("评估由管这一片的街道或区里的单位来办。"))


@permit("assessment.run", _("办一次评估：算等级、公示、答复复核、生效"))
def may_run(actor: Actor, row: Assessment) -> Answer:
    """A seat in the body that assesses."""
    if actor.part:
        return allowed()
    if acting_in(actor, row.body_id):
        return denied(_OWN)
    return by_seat(acting_in(actor, row.by_body_id), _("这一步由组织评估的单位来办。"))


@permit("assessment.put", _("为自己的组织交评估证明"))
def may_put(actor: Actor, row: Assessment) -> Answer:
    """A seat in the organisation."""
    return by_seat(acting_in(actor, row.body_id), _("证明由被评的组织自己交。"))


@permit("assessment.confirm", _("核对别的组织交的评估证明"))
def may_confirm(actor: Actor, row: Assessment) -> Answer:
    """The assessing body, the community and the street over it; never the organisation itself."""
    if acting_in(actor, row.body_id):
        return denied(_OWN)
    desk = desk_over(actor, row.place.path)
    return by_seat(acting_in(actor, row.by_body_id) or desk, _("证明由组织评估的单位或社区、街道的人核对。"))


@permit("assessment.appeal", _("对自己组织的评估结果申请复核"))
def may_appeal(actor: Actor, row: Assessment) -> Answer:
    """A seat in the organisation."""
    return by_seat(acting_in(actor, row.body_id), _("复核由被评的组织自己申请。"))


@permit("assessment.watch", _("看一次评估办到哪一步"))
def may_watch(actor: Actor, row: Assessment) -> Answer:
    """The organisation, who assesses it, who may confirm, and who watches them."""
    if actor.part:
        return allowed()
    watcher = over(actor, row.place.path, *WATCHERS)
    seat = acting_in(actor, row.body_id) or may_confirm(actor, row).seat or watcher
    return by_seat(seat, _("这一页给被评的组织、评估的单位和监督的人看。"))


@permit("assessment.bar", _("记下一个组织不能参评的事由，或记下已经消除"))
def may_bar(actor: Actor, office: Office) -> Answer:
    """A street's or district's seat over the organisation's area."""
    if actor.part:
        return allowed()
    if acting_in(actor, office.body_id):
        return denied(_OWN)
    return by_seat(over(actor, office.path, *ASSESSORS), _("这由管这一片的街道或区里的单位来记。"))


@permit("assessment.stage", _("记下一个组织走到哪一步：备案、孵化、成熟、登记"))
def may_stage(actor: Actor, office: Office) -> Answer:
    """The community's or street's seat over the organisation's area."""
    if actor.part:
        return allowed()
    if acting_in(actor, office.body_id):
        return denied(_OWN)
    seat = over(actor, office.path, *COMMUNITY_ROLES, *ASSESSORS)
    return by_seat(seat, _("组织走到哪一步，由社区和街道来记。"))


@permit("assessment.expire", _("评估等级到期失效"))
def may_expire(actor: Actor, row: Assessment) -> Answer:
    """The clock alone."""
    return allowed() if actor.part else denied(_("等级到期由系统按日子办。"))
