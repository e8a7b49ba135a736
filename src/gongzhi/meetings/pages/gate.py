"""Which meeting somebody stands before, who runs it, and how a service's "no" becomes a sentence on its page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongzhi.kernel.actor import Actor
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.permit import may
from gongzhi.meetings import selectors
from gongzhi.meetings.models import Meeting
from gongzhi.organisations import visitors

desk = visitors.desk(gettext_lazy("这一页给召集会议的人用。会议的通知和记录，谁都能看。"))


def found(meeting_id: int) -> Meeting:
    """The meeting, or 404."""
    meeting = selectors.meeting(meeting_id)
    if meeting is None:
        raise Http404(_("没有这个会，请回到列表再选。"))
    return meeting


def run_by(actor: Actor, meeting_id: int) -> Meeting:
    """The meeting, if the actor may run it; else 404, or 403 with the reason."""
    meeting = found(meeting_id)
    answer = may(actor, "meeting.run", meeting)
    if not answer:
        raise PermissionDenied(str(answer.reason))
    return meeting


def attempt(request: HttpRequest, to: str, said: object, act: Callable[[], Any]) -> HttpResponse:
    """Do one small act and go back to its page; a refusal is said there, a "you may not" is a page of its own."""
    try:
        act()
    except Refused as error:
        if error.code in ("denied", "unknown"):
            raise
        messages.warning(request, str(error))
    else:
        messages.success(request, str(said))
    return HttpResponseRedirect(to)
