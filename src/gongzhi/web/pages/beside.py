"""What is done with partners here: one line for each kind that exists and that this visitor may open."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gongzhi.assessments import selectors as assessments
from gongzhi.kernel.actor import Actor
from gongzhi.organisations.seats import DESKS
from gongzhi.projects.selectors import partners


def ways(here: Any, actor: Actor | None) -> list[dict[str, Any]]:
    """Purchases, calls, facilities, grades of organisations; for those who take part, shared work and check-in."""
    many = partners.held_at(here) | {"assessments": assessments.public_at(here)}
    found = []
    if n := many["purchases"]:
        said = ngettext("%(n)d 次：买什么、谁报价、多少钱", "%(n)d 次：买什么、谁报价、多少钱", n) % {"n": n}
        found.append(_way("purchases", "cart", _("购买服务"), said))
    if n := many["ventures"]:
        said = ngettext("%(n)d 次征集：怎么评、谁入选", "%(n)d 次征集：怎么评、谁入选", n) % {"n": n}
        found.append(_way("ventures", "lightbulb", _("公益创投"), said))
    if n := many["facilities"]:
        said = ngettext("%(n)d 处：谁在运营、按不按时开门", "%(n)d 处：谁在运营、按不按时开门", n) % {"n": n}
        found.append(_way("facilities", "building", _("身边的设施"), said))
    if n := many["assessments"]:
        said = ngettext("%(n)d 次评估：等级和凭据", "%(n)d 次评估：等级和凭据", n) % {"n": n}
        found.append(_way("assessments", "award", _("组织评估"), said))
    return [*found, *_own(actor)]


def _way(name: str, icon: str, title: str, said: str) -> dict[str, Any]:
    return {"url": reverse(name), "icon": icon, "title": title, "said": said}


def _own(actor: Actor | None) -> list[dict[str, Any]]:
    if actor is None:
        return []
    found = []
    shared = len(partners.workspaces_of(actor)) if actor.is_staff else 0
    if shared:
        said = ngettext("%(n)d 个空间：各方做了什么", "%(n)d 个空间：各方做了什么", shared) % {"n": shared}
        found.append(_way("linkages", "diagram-3", _("多方联动"), said))
    if any(actor.seats_as(*DESKS)):
        found.append(_way("checkin_desk", "person-check", _("报到和认领"), _("谁来报到了，认领了哪些需求")))
    else:
        found.append(_way("checkin_mine", "person-check", _("我的报到"), _("单位和党员来社区，认领一件居民要的事")))
    return found
