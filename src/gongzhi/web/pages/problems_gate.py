"""Who enters the staff's pages of recurring problems, and how a service's "no" becomes a page."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from gongzhi.kernel.actor import Actor
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.permit import may
from gongzhi.triage import selectors
from gongzhi.web.frame import Frame

View = Callable[..., HttpResponse]


def desk(view: View) -> View:
    """A page for those who hold a seat; the view is given the actor after the request."""

    @never_cache
    @login_required
    @wraps(view)
    def inside(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        actor = Frame(request).actor
        if actor is None or not actor.is_staff:
            raise PermissionDenied(_("这一页给在岗的工作人员用。每月一题的公开页，谁都能看。"))
        try:
            return view(request, actor, *args, **kwargs)
        except Refused as error:
            if error.code == "unknown":
                raise Http404(str(error)) from None
            raise PermissionDenied(str(error)) from None

    return inside


def seen_problem(actor: Actor, problem_id: int) -> Any:
    """The problem, if the actor may see what is in it; else 404, or 403 with the reason."""
    found = selectors.problem(problem_id)
    if found is None:
        raise Http404
    answer = may(actor, "problem.see", found)
    if not answer:
        raise PermissionDenied(str(answer.reason))
    return found


def digits(text: str) -> int | None:
    """A number as an address or a form writes it; None for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None
