"""Who may change the tree: who draws its cells, and who registers the estates, buildings and households in them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.actor import Actor
from gongzhi.kernel.permit import Answer, allowed, denied, permit
from gongzhi.places import words
from gongzhi.places.models import Place


def _over(actor: Actor, place: Place | None, roles: tuple[str, ...], reason: object) -> Answer:
    if actor.part:
        return allowed()
    seat = next(actor.seats_as(*roles, over=place.path), None) if place else None
    return allowed(seat) if seat else denied(reason)


@permit("place.draw", _("划分和调整街道以内的社区、网格，给地点改名、撤销地点"))
def may_draw(actor: Actor, place: Place | None) -> Answer:
    """Redraw at this place and in it. At the top of the tree (None) only the system itself plants."""
    return _over(actor, place, words.DRAWERS, _("划分网格由街道负责人或系统管理员办理，且只在自己管的范围内"))


@permit("place.register", _("登记小区、楼栋和户"))
def may_register(actor: Actor, place: Place | None) -> Answer:
    """Add an estate, a building or a household under this place."""
    return _over(actor, place, words.REGISTRARS, _("登记小区和楼栋由社区或街道工作人员办理，且只在自己管的范围内"))
