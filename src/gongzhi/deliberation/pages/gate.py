"""Which topic somebody stands before, and of which place; who enters the desk."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from gongzhi.deliberation import selectors
from gongzhi.deliberation.models import Topic
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.permit import may
from gongzhi.organisations import visitors
from gongzhi.organisations.visitors import actor_of, address, new_speaker, private, speaker
from gongzhi.organisations.whereabouts import here

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
