"""The signed-in person behind a page of the register or of one's own data; nobody else is let in."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from gongzhi.kernel.actor import Actor
from gongzhi.organisations import visitors

View = Callable[..., HttpResponse]


def actor_of(request: HttpRequest) -> Actor:
    """The signed-in person with the seats held now; PermissionDenied for anybody else."""
    found = visitors.actor_of(request)
    if found is None:
        raise PermissionDenied
    return found


def for_people(view: View) -> View:
    """A page for whoever is signed in; what is not allowed is 403 with the reason, what is unknown is 404."""

    @wraps(view)
    @login_required
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return visitors.private(visitors.answered(view, request, *args, **kwargs))  # type: ignore[no-any-return]

    return wrapped
