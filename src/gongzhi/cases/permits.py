"""Named powers over a case; each answers yes with the seat that gives it, or no with the reason."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from gongzhi.cases.last import is_fresh, last_act
from gongzhi.cases.models import Call, Case, Holding
from gongzhi.cases.rules import decider
from gongzhi.kernel.actor import Actor, Seat
from gongzhi.kernel.permit import Answer, allowed, by_seat, denied, permit
from gongzhi.organisations import words as roles
from gongzhi.organisations.seats import acting_in, over

WATCHERS, COMMUNITY, STREET = roles.WATCHERS, roles.COMMUNITY_ROLES, roles.STREET_ROLES
FRONT_LINE = ("building_head", "grid_worker", *COMMUNITY, *STREET)
WHISTLERS = ("residents_committee", "service_station", "community_party")
_NOT_YOURS = _("这件事现在由别的单位负责，您所在的单位不能办这一步。")


def _holds(actor: Actor, case: Case, *roles: str) -> Seat | None:
    """The seat with one of these roles whose area holds the case."""
    areas = {case.community_id, case.street_id, case.place_id} - {None}
    return next((s for s in actor.seats_as(*roles) if s.place_id in areas or s.covers(case.place.path)), None)


def _of(seat: Seat | None, reason: object = _NOT_YOURS) -> Answer:
    return by_seat(seat, reason)


@permit("case.see", _("看一件事的全过程"))
def may_see(actor: Actor, case: Case) -> Answer:
    """The reporter; bodies that hold, held, are offered or were called; community, street and watchers of the place."""
    if actor.part or actor.person_id in (case.reporter_id, case.helper_id):
        return allowed()
    within = [s for s in actor.seats if s.role not in roles.BLIND]
    bodies = {s.body_id for s in within}
    seat = _holds(actor, case, *COMMUNITY, *STREET, *WATCHERS)
    if seat is None and bodies & {case.holder_id, case.offered_to_id}:
        seat = within[0]
    if seat is None and bodies and _took_part(bodies, case):
        seat = within[0]
    return _of(seat, _("只有反映人和经办单位能看这件事的全过程。"))


def _took_part(bodies: set[int], case: Case) -> bool:
    return (
        Holding.objects.filter(case=case, body_id__in=bodies).exists()
        or Call.objects.filter(case=case, body_id__in=bodies).exists()
    )


@permit("case.take_in", _("替别人登记反映的事"))
def may_take_in(actor: Actor, place: object) -> Answer:
    """Front-line seats over the place."""
    path = getattr(place, "path", "")
    seat = over(actor, path, *FRONT_LINE)
    return _of(seat, _("您的岗位不管这个地方，不能替人登记。"))


@permit("case.sort", _("给反映的事定类型、分办"))
def may_sort(actor: Actor, case: Case) -> Answer:
    """The community's desk, or the street's."""
    return _of(_holds(actor, case, *COMMUNITY, *STREET), _("分办由社区负责。"))


@permit("case.hold", _("接下、转办本单位负责的事"))
def may_hold(actor: Actor, case: Case) -> Answer:
    """A seat in the body that has the case."""
    return _of(acting_in(actor, case.holder_id))


@permit("case.answer", _("答复反映人"))
def may_answer(actor: Actor, case: Case) -> Answer:
    """The holder; a part is not answered, it is finished."""
    if case.part_of_id:
        return denied(_("这是分办的一部分，办完后由主办单位统一答复。"))
    return may_hold(actor, case)


@permit("case.part", _("完成分给本单位的部分"))
def may_finish_part(actor: Actor, case: Case) -> Answer:
    """The holder of a part."""
    return may_hold(actor, case) if case.part_of_id else denied(_("这件事没有分办，请直接答复。"))


@permit("case.divide", _("把一件事拆开分办"))
def may_divide(actor: Actor, case: Case) -> Answer:
    """The holder; a part is not divided again."""
    return denied(_("分办的部分不再拆。")) if case.part_of_id else may_hold(actor, case)


@permit("case.refuse", _("按责任清单退回"))
def may_refuse(actor: Actor, case: Case) -> Answer:
    """The holder, until the street has settled whose it is."""
    if case.bounces >= 2:
        return denied(_("街道已经裁定由本单位办，不能再退。"))
    return may_hold(actor, case)


@permit("case.take", _("接过转来的事，或说明不归本单位"))
def may_take(actor: Actor, case: Case) -> Answer:
    """A seat in the body that the case is offered to."""
    return _of(acting_in(actor, case.offered_to_id), _("这件事没有转给您的单位。"))


@permit("case.decide", _("裁定一件事归谁办"))
def may_decide(actor: Actor, case: Case) -> Answer:
    """The community after one refusal; the street after two, or where a community body itself refused."""
    street = _holds(actor, case, *STREET)
    if decider(case.bounces) == "street":
        return _of(street, _("退过两次，由街道裁定。"))
    seat = _holds(actor, case, "community_worker", "community_secretary") or street
    if seat and seat.body_id == case.holder_id:
        return _of(street, _("自己退的事不能自己裁，由街道裁定。"))
    return _of(seat, _("退过一次，由社区裁定。"))


@permit("case.whistle", _("吹哨，请部门到场联办"))
def may_whistle(actor: Actor, case: Case) -> Answer:
    """The community or the street, when it has the case."""
    seat = acting_in(actor, case.holder_id)
    if seat and (seat.body_kind in WHISTLERS or seat.body_kind.startswith("street_")):
        return allowed(seat)
    return denied(_("吹哨由手上有这件事的社区或街道来吹。"))


@permit("case.arrive", _("应哨报到、报告、说明不归本部门"))
def may_arrive(actor: Actor, case: Case) -> Answer:
    """A seat in a body that is called to this case."""
    called = set(Call.objects.filter(case=case, ended_at=None).values_list("body_id", flat=True))
    seat = next((s for s in actor.seats if s.body_id in called and acting_in(actor, s.body_id)), None)
    return _of(seat, _("这次吹哨没有叫您的单位。"))


@permit("case.rise", _("把办不了的事升到上一级"))
def may_rise(actor: Actor, case: Case) -> Answer:
    """The holder, the community or street of the place, or the clock."""
    if actor.part:
        return allowed()
    return _of(acting_in(actor, case.holder_id) or _holds(actor, case, *COMMUNITY, *STREET))


@permit("case.merge", _("把同一件事并起来或分开"))
def may_merge(actor: Actor, case: Case) -> Answer:
    """The holder, the community or the street; the clock unmerges when the main case ends early."""
    if actor.part:
        return allowed()
    return _of(acting_in(actor, case.holder_id) or _holds(actor, case, *COMMUNITY, *STREET))


@permit("case.redirect", _("告知别的合法途径"))
def may_redirect(actor: Actor, case: Case) -> Answer:
    """The holder or the community's desk."""
    return _of(acting_in(actor, case.holder_id) or _holds(actor, case, *COMMUNITY, *STREET))


@permit("case.judge", _("评价自己反映的事"))
def may_judge(actor: Actor, case: Case) -> Answer:
    """Only the reporter, and not one who handled it (row K07)."""
    if actor.person_id is None or actor.person_id != case.reporter_id:
        return denied(_("只有反映人自己能评。"))
    if case.part_of_id:
        return denied(_("分办的部分不单独评。"))
    if _took_part({s.body_id for s in actor.seats}, case):
        return denied(_("经办单位的人不能评自己办的事，我们会请别的单位回访。"))
    return allowed()


@permit("case.read_out", _("电话回访，照读并记下反映人的评价"))
def may_read_out(actor: Actor, case: Case) -> Answer:
    """A community or street seat over the place, in a body that never had the case or was called to it."""
    if case.part_of_id:
        return denied(_("分办的部分不单独评。"))
    for seat in actor.seats_as(*COMMUNITY, *STREET, "district_officer"):
        if (seat.covers(case.place.path)) and not _took_part({seat.body_id}, case):
            return allowed(seat)
    return denied(_("办过这件事的单位不能做回访，也不能代填评价。"))


@permit("case.own", _("撤回、补充自己反映的事"))
def may_own(actor: Actor, case: Case) -> Answer:
    """The reporter; the system, for the parts of a case that was withdrawn."""
    if actor.part or actor.person_id == case.reporter_id:
        return allowed()
    return denied(_("只有反映人自己能撤回。"))


@permit("case.clock", _("到时限由系统自动办的步骤"))
def may_clock(actor: Actor, case: Case) -> Answer:
    """Named parts of the system only."""
    return allowed() if actor.part else denied(_("这一步到时限由系统自动办。"))


@permit("case.undo", _("撤回自己刚办、之后没人再办的一步"))
def may_undo(actor: Actor, case: Case) -> Answer:
    """Who made the last act on the case, still in that body, while it is fresh and of a kind that has a way back."""
    act = last_act(case.pk)
    if act is None or actor.person_id is None or act.fact.person_id != actor.person_id:
        return denied(_("撤不回了：只能撤回自己刚办、之后没人再办过的一步。"))
    if not act.name:
        return denied(_("这一步撤不回。要改，看看现在能办哪几步。"))
    if not is_fresh(act):
        return denied(_("过了时间，撤不回了。要改，看看现在能办哪几步。"))
    return allowed() if act.fact.body_id is None else _of(acting_in(actor, act.fact.body_id))


@permit("case.pause", _("按清单原因暂停时限"))
def may_pause(actor: Actor, case: Case) -> Answer:
    """The holder."""
    return may_hold(actor, case)


@permit("case.note", _("在一件事里记一笔"))
def may_note(actor: Actor, case: Case) -> Answer:
    """Whoever handles it or watches over the place, except pure watchers; and the reporter, to add something."""
    if actor.person_id == case.reporter_id:
        return allowed()
    return _of(acting_in(actor, case.holder_id) or _holds(actor, case, *COMMUNITY, *STREET) or _called(actor, case))


def _called(actor: Actor, case: Case) -> Seat | None:
    answer = may_arrive(actor, case)
    return answer.seat


@permit("case.release", _("公开一件事的标题和照片"))
def may_release(actor: Actor, case: Case) -> Answer:
    """The community or the street of the place."""
    return _of(_holds(actor, case, *COMMUNITY, *STREET), _("公开由社区审看后决定。"))


@permit("case.doubt", _("看督办名单：答复了、但可能没办好的件"))
def may_doubt(actor: Actor, place: Any) -> Answer:
    """The street, the community's secretary and the watchers, each for the area of the seat."""
    seat = over(actor, place.path, *STREET, "community_secretary", *WATCHERS)
    return _of(seat, _("督办名单给街道、社区书记和监督岗位看，各看各的辖区。"))


@permit("case.rate_call", _("吹哨和报到双方互评"))
def may_rate(actor: Actor, call: Call) -> Answer:
    """Either side of a whistle that has ended, once."""
    if call.ended_at is None:
        return denied(_("这次吹哨还没有结束。"))
    seat = acting_in(actor, call.whistler_id) or acting_in(actor, call.body_id)
    return _of(seat, _("只有吹哨方和报到方互评。"))
