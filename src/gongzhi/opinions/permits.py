"""Named powers over conversations; each answers with the seat or the reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.actor import Actor, Seat
from gongzhi.kernel.permit import Answer, allowed, by_seat, permit
from gongzhi.organisations.seats import DESKS, acting_in, desk_over, near, over
from gongzhi.organisations.words import NOT_ACTING, WATCHERS

HELPERS = ("building_head", "grid_worker", *DESKS)


@dataclass(frozen=True)
class Ground:
    """Where a conversation is, or would be, and whose: what the powers over it are asked about."""

    place: Any
    body_id: int

    @property
    def conversation(self) -> Ground:
        """A question asked there, answered by the same body, is asked about the same ground."""
        return self


def _desk(actor: Actor, ground: Any) -> Seat | None:
    """A seat in the body that leads it, or at the community's or street's desk over its place."""
    return acting_in(actor, ground.body_id) or desk_over(actor, ground.place.path)


@permit("opinion.open", _("就一件事请大家说看法，到时候结束"))
def may_open(actor: Actor, ground: Any) -> Answer:
    """The body that leads the conversation, or the desk of its place."""
    if actor.part:
        return allowed()
    here = [s for s in actor.seats if s.covers(ground.place.path)]
    seat = next((s for s in here if s.role in DESKS or s.body_id == ground.body_id and s.role not in NOT_ACTING), None)
    return by_seat(seat, _("请大家说看法，由牵头单位或这里的社区、街道来开。"))


@permit("opinion.take_part", _("说一句、表个态、问一个问题：不用账号，不看户籍"))
def may_take_part(actor: Actor, ground: Any) -> Answer:
    """Everybody, with an account or without, registered here or not; whether it is open is asked beside this."""
    return allowed()


@permit("opinion.moderate", _("看住大家说的话：放进、撤下（写明理由）、并到一起、交给谁答"))
def may_moderate(actor: Actor, ground: Any) -> Answer:
    """The body that leads the conversation, or the desk of its place."""
    if actor.part:
        return allowed()
    return by_seat(_desk(actor, ground), _("撤下和并到一起，由牵头单位或这里的社区、街道来做，都留下理由。"))


@permit("opinion.watch", _("看撤下了什么、谁撤的、为什么"))
def may_watch(actor: Actor, ground: Any) -> Answer:
    """Whoever moderates, and the watchers of the place."""
    if actor.part:
        return allowed()
    seat = _desk(actor, ground) or over(actor, ground.place.path, *WATCHERS)
    return by_seat(seat, _("这一页给牵头单位、这里的社区街道和监督的人看。"))


@permit("opinion.answer", _("答复居民在说事里提的问题"))
def may_answer(actor: Actor, question: Any) -> Answer:
    """A seat in the body that was named the answerer, or the desk of the conversation."""
    if actor.part:
        return allowed()
    named = acting_in(actor, question.body_id)
    return by_seat(named or _desk(actor, question.conversation), _("这个问题由定下的单位来答。"))


@permit("opinion.enter", _("替用纸的居民录入对每句话的态度"))
def may_enter(actor: Actor, ground: Any) -> Answer:
    """Whoever helps neighbours here: heads of buildings, grid workers, the desks, the leading body."""
    helper = near(actor, ground.place.path, *HELPERS)
    return by_seat(helper or _desk(actor, ground), _("纸面由楼栋长、网格员或这里的社区代录。"))
