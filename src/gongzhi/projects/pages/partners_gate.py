"""What the pages about partners share: who may, when something closes, a button; an act is asked as everywhere."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django.core.exceptions import PermissionDenied

from gongzhi.kernel.actor import Actor
from gongzhi.kernel.clock import CHINA
from gongzhi.kernel.permit import may
from gongzhi.organisations.asking import Said, asking

CLOSES = time(18, 0)
__all__ = ["Said", "asking", "closing", "link", "needs"]


def needs(actor: Actor, permit: str, thing: Any) -> None:
    """403 with the reason unless the actor has the power."""
    answer = may(actor, permit, thing)
    if not answer:
        raise PermissionDenied(str(answer.reason))


def closing(day: date) -> datetime:
    """The hour at which something closes on a day, in China."""
    return datetime.combine(day, CLOSES, CHINA)


def link(label: Any, url: str, icon: str, tone: str = "plain") -> dict[str, Any]:
    """One button of an act bar."""
    return {"label": label, "url": url, "icon": icon, "tone": tone, "attrs": {}}
