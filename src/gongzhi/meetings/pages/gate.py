"""Who stands before a meeting's page, and how a service's "no" becomes a sentence on it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from gongzhi.kernel.actor import Actor
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.permit import may
from gongzhi.meetings import selectors
from gongzhi.meetings.models import Meeting
from gongzhi.organisations import selectors as organisations

View = Callable[..., HttpResponse]


def actor_of(request: HttpRequest) -> Actor | None:
    """The person signed in, with the seats held now; asked once a request."""
    if not hasattr(request, "actor"):
        user = request.user
        request.actor = organisations.actor_for(user.pk) if user.is_authenticated else None  # type: ignore[attr-defined]
    return request.actor  # type: ignore[attr-defined,no-any-return]


def desk(view: View) -> View:
    """A page for those who hold a seat; the view is given the actor after the request."""

    @never_cache
    @login_required
    @wraps(view)
    def inside(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        actor = actor_of(request)
        if actor is None or not actor.is_staff:
            raise PermissionDenied(_("这一页给召集会议的人用。会议的通知和记录，谁都能看。"))
        return answered(view, request, actor, *args, **kwargs)

    return inside


def answered(view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    """A refusal that no form has caught: a page of its own."""
    try:
        return view(request, *args, **kwargs)
    except Refused as error:
        if error.code == "unknown":
            raise Http404(str(error)) from None
        raise PermissionDenied(str(error)) from None


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


def digits(text: str | None) -> int | None:
    """A number as a form writes it; None for anything else."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else None
