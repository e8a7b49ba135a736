"""Who sends this request, worked out once, and how a refusal becomes a page."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from gongzhi.kernel.actor import Actor
from gongzhi.kernel.errors import Refused
from gongzhi.organisations import selectors

View = Callable[..., HttpResponse]


def actor_of(request: HttpRequest) -> Actor:
    """The signed-in person with the seats held now."""
    if getattr(request, "actor", None) is None:
        request.actor = selectors.actor_for(int(request.user.pk or 0))  # type: ignore[attr-defined]
    return request.actor  # type: ignore[attr-defined,no-any-return]


def for_people(view: View) -> View:
    """A page for whoever is signed in; what is not allowed is 403 with the reason, what is unknown is 404."""

    @wraps(view)
    @never_cache
    @login_required
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Refused as refusal:
            if refusal.code.startswith("unknown_"):
                raise Http404(str(refusal.message)) from refusal
            raise PermissionDenied(str(refusal.message)) from refusal

    return wrapped
