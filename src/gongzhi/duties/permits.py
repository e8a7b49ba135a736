"""The named powers over duties."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.actor import Actor
from gongzhi.kernel.permit import Answer, allowed, denied, permit
from gongzhi.organisations.selectors import example


@permit("duties.pause", _("让自己单位的一个时钟暂停或继续，并写明原因"))
def may_pause(actor: Actor, duty: Any) -> Answer:
    """Those who hold a seat in the body whose duty it is; nobody stops another's clock."""
    seat = actor.seat_in(duty.body_id)
    if duty.body_id is not None and seat is not None:
        return allowed(seat)
    return denied(_("只有负责这件事的单位才能让时钟暂停或继续。"))


example("duties.pause", lambda seat: seat)  # like a duty, a seat names its body
