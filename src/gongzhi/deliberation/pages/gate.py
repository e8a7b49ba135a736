"""Which topic somebody stands before, and of which place; who enters the desk."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from gongzhi.deliberation import selectors
from gongzhi.deliberation.models import Topic
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.permit import may
from gongzhi.organisations import visitors
from gongzhi.organisations.visitors import actor_of, address, new_speaker, private, speaker
from gongzhi.places import selectors as places

COMMUNITY = "community"  # the cookie that remembers where the reader lives
NOBODY = Actor(part="pages.visitor")
__all__ = ["NOBODY", "actor_of", "address", "desk", "here", "new_speaker", "private", "speaker", "topic_for"]
desk = visitors.desk()


def topic_for(request: HttpRequest, topic_id: int) -> Topic:
    """The topic, if whoever stands here may see it; else a page that says there is none."""
    found = selectors.topic(topic_id)
    who = speaker(request)
    hidden = found is None or (found.state not in selectors.topics.SHOWN and who is None)
    if found is None or hidden or (who is not None and not may(who, "topic.see", found)):
        raise Http404(_("没有这个议题，请回到列表再选。"))
    request.frame_place = found.place.name  # type: ignore[attr-defined]
    return found


def here(request: HttpRequest) -> Any:
    """The place whose topics are asked for: named in the address, remembered by this browser, or of the seat."""
    code = request.GET.get("at", "")[:40].strip() or request.COOKIES.get(COMMUNITY, "")
    found = places.by_codes([code]).get(code) if code else None
    actor = actor_of(request)
    if found is None and actor is not None and actor.seats:
        found = places.get(actor.seats[0].place_id)
    if found is not None:
        request.frame_place = found.name  # type: ignore[attr-defined]
    return found
