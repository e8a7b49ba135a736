"""Who speaks in a conversation, by number; which conversation it is, and who enters its desk."""

from __future__ import annotations

from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from gongzhi.kernel.actor import Actor
from gongzhi.kernel.permit import may
from gongzhi.opinions import selectors
from gongzhi.opinions.models import Conversation
from gongzhi.organisations import visitors
from gongzhi.organisations.visitors import View


def speaker(request: HttpRequest) -> int | None:
    """The number of whoever speaks here; None for a visitor who has not said or answered anything yet."""
    known = visitors.speaker(request)
    return known.person_id if known is not None else None


def new_speaker(request: HttpRequest) -> int:
    """The same, made for a visitor at the first word or answer. Refused("too_many") for what only a machine does."""
    return int(visitors.new_speaker(request).person_id or 0)


def seed_of(request: HttpRequest) -> str:
    """What shuffles the order for a visitor who is nobody yet."""
    known = speaker(request)
    return str(known) if known is not None else get_random_string(8)


def talk_or_404(talk_id: int) -> Conversation:
    """The conversation, or a page that says there is none."""
    found = selectors.talk(talk_id)
    if found is None:
        raise Http404(_("没有这场说事，请回到列表再选。"))
    return found


def stand_at(request: HttpRequest, talk: Conversation) -> None:
    """Let the frame of the page name the place."""
    request.frame_place = talk.place.name  # type: ignore[attr-defined]


def desk(view: View) -> View:
    """A page for those who hold a seat, found by no search engine; the view is given the actor after the request."""

    @wraps(view)
    def inside(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        return visitors.unlisted(view(request, *args, **kwargs))

    return visitors.desk()(inside)


def watched_talk(actor: Actor, talk_id: int) -> Conversation:
    """The conversation, for those who may see its desk; else 403 with the reason."""
    talk = talk_or_404(talk_id)
    answer = may(actor, "opinion.watch", talk)
    if not answer:
        raise PermissionDenied(str(answer.reason))
    return talk
