"""Who may open the figures of a place or of a body down to the cases."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.actor import Actor
from gongzhi.kernel.permit import Answer, allowed, denied, permit
from gongzhi.organisations.selectors import example
from gongzhi.places import selectors as places

READERS = (
    "community_secretary", "community_worker", "area_lead", "street_officer", "street_lead", "district_officer",
    "supervisor", "auditor", "party_secretary",
)  # fmt: skip


@permit("figures.see", _("看本辖区各单位的三率和背后的件"))
def may_see(actor: Actor, place: Any) -> Answer:
    """A seat that answers for, or watches over, the whole place."""
    seat = next(actor.seats_as(*READERS, over=place.path), None)
    return allowed(seat) if seat else denied(_("各单位的三率由本社区、本街道和监督岗位看。公开的数字在公开榜。"))


@permit("figures.see_own", _("看自己单位的三率和背后的件"))
def may_see_own(actor: Actor, body: Any) -> Answer:
    """Whoever holds a seat in the body: its own figures, and no other body's."""
    seat = actor.seat_in(body.pk)
    return allowed(seat) if seat else denied(_("每个单位看自己的三率。别的单位的，由本社区、本街道和监督岗位看。"))


example("figures.see", lambda seat: places.get(seat.place_id))
example("figures.see_own", lambda seat: SimpleNamespace(pk=seat.body_id))
